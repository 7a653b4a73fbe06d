//! The small components that screens are made of: keys, notes, questions and the drawings that move.

pub(crate) mod choice;
pub(crate) mod dial;
pub(crate) mod gauge;
pub(crate) mod key;
pub(crate) mod note;
pub(crate) mod step;
pub(crate) mod tape;
pub(crate) mod text;
