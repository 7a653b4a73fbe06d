//! Journeys in a real browser: what an officer does, and what happens to phones.

#[macro_use]
mod engines;

mod arrival;
mod broken;
mod coordinator;
mod door;
mod double_taps;
mod english;
mod faults;
mod feedback;
mod forms;
mod kept;
mod keys;
mod killed;
mod kills;
mod live;
mod papers;
mod pictures;
mod scan;
mod setup;
mod sign_in;
mod staff;
mod steps;
mod stolen;
mod timer;
mod uncovered;
mod writing;
