//! Journeys in a real browser: what an officer does, and what happens to phones.

mod broken;
mod browsers;
mod coordinator;
mod door;
mod faults;
mod feedback;
mod kept;
mod killed;
mod kills;
mod live;
mod pictures;
mod sign_in;
mod staff;
mod steps;
mod stolen;
mod timer;
