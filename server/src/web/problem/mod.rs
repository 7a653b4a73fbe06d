//! The page around a problem that a person meets.

pub mod view;
