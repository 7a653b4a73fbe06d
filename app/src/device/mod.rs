//! The only door to the browser: its storage, its requests to the server, its clock. Everything else asks here.
//!
//! On the road: the two lines of defence behind *Sparad på telefonen*. [`first_line`] survives the page,
//! [`journal_store`] the browser and the phone. What is decided with them is decided in `domain`.

pub(crate) mod clock;
pub(crate) mod contact;
pub(crate) mod crash;
pub(crate) mod first_line;
pub(crate) mod http;
pub(crate) mod journal_store;
mod json;
pub(crate) mod phone;
pub(crate) mod seal;
#[cfg(test)]
mod stored;
