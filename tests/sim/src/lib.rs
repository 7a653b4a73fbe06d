//! A simulated world that loses, doubles, kills, wipes, clones and restores, from a seed; and a witness who checks after
//! every step that nothing is lost.
//!
//! - [`script`]: a seed becomes a list of acts ([`act::Act`]): what people, phones, the line and the server do, and what
//!   goes wrong.
//! - [`world`]: carries them out. A phone ([`phone`]) is a disk with two lines of defence and some tabs; what it decides
//!   is decided by `domain::{form, journal, sender}`. A server ([`server`]) is on paper around `domain::merge`, or the
//!   product's own.
//! - [`witness`]: knows what screens have promised, and looks for it on disks and in the database.
//! - [`heal`]: in the end all faults stop, and everything must arrive.
//! - [`run`]: a run, and the fewest acts that still break a rule.
//!
//! Time, ids and chance come from the seed: the same seed is the same run. A failure prints how to have it again.

pub mod act;
pub mod bug;
pub mod chance;
pub mod figures;
pub mod heal;
pub mod line;
pub mod paper;
pub mod phone;
pub mod promise;
pub mod run;
pub mod script;
pub mod server;
pub mod witness;
pub mod world;
