//! Journeys in a real browser: what an officer does, and what happens to phones.

mod killed;
mod kept;
mod pictures;
mod staff;
mod steps;
mod timer;
