//! Small view pieces: keys, notes, steps and the drawings that move.

pub(crate) mod dial;
pub(crate) mod gauge;
pub(crate) mod key;
pub(crate) mod piece;
pub(crate) mod step;
pub(crate) mod tape;
