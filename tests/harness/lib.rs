//! What the tests act with: officers with phones, supervisors with browsers, citizens; a server they share, and a line
//! between that can be cut.
//!
//! A phone here keeps and sends by the product's own rules (`domain::journal`, `domain::sender`); only its storage is
//! a list in memory.

pub mod authenticator;
pub mod browser;
pub mod citizen;
pub mod databases;
pub mod engines;
pub mod filler;
pub mod form;
pub mod intruder;
pub mod line;
pub mod officer;
pub mod phone;
mod processes;
pub mod program;
pub mod promise;
pub mod provider;
pub mod staff;
pub mod station;
pub mod until;

pub use authenticator::Authenticator;
pub use browser::{Browser, Profile, Screen};
pub use citizen::Citizen;
pub use databases::Backend;
pub use engines::Engine;
pub use filler::fill;
pub use form::PageForm;
pub use intruder::Intruder;
pub use line::{Carried, Cut, Line};
pub use officer::{Officer, Work, check, patrol};
pub use program::Program;
pub use promise::shipped_as;
pub use provider::{Provider, Twist};
pub use staff::Staff;
pub use station::Station;
pub use until::{rounds, until};
