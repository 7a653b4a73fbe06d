//! The browser: its storage, requests to the server, clock and events. Nothing else of the app calls it.
//!
//! Two lines of defence behind *Sparad på telefonen*. [`local_store`] survives the page,
//! [`journal_store`] the browser and the phone. What is decided with them is decided in `domain`.

pub(crate) mod browser;
pub(crate) mod clock;
pub(crate) mod contact;
pub(crate) mod crash;
pub(crate) mod http;
pub(crate) mod journal_store;
mod json;
pub(crate) mod local_store;
pub(crate) mod seal;
#[cfg(test)]
mod stored;
