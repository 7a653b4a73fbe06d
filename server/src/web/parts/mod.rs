//! Small view pieces: what looks and means the same on every page.

pub mod bars;
pub mod dial;
pub mod field;
pub mod gauge;
pub mod heat;
pub mod icons;
pub mod live;
pub mod scroll;
pub mod spark;
pub mod status;
