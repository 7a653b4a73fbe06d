//! The officer's app, which runs on the phone.
//!
//! The server renders the page around it (`server/src/web/officer`); [`device::mount`] puts the app into that page.

mod device;
mod officer;
mod parts;
