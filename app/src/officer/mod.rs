//! The officer's screens, and what they share.

mod app;
mod due;
mod entry;
mod feedback;
mod fields;
mod form;
mod held;
mod journal;
mod keep;
pub(crate) mod known;
mod model;
mod pace;
mod place;
mod problem;
mod record;
mod run;
mod send;
mod sheet;
mod start;
mod thrown;

pub(crate) use app::officer;
