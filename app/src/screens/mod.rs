//! What the officer looks at: one file for each screen, and the cards, the status line and the questions that they share.

mod app;
mod area;
mod cards;
mod due;
mod entry;
mod feedback;
mod form;
mod journal;
mod notices;
mod pace;
mod problem;
mod questions;
mod record;
mod run;
mod status;

pub(crate) use app::App;
