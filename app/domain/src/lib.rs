//! The rules of Rond, pure: what an entry is, how entries merge, what counts towards a promise.
//!
//! **Invariant: nothing here does anything.** No I/O, no clock, no randomness, no features; the same code runs in the
//! phone's wasm and on the server. Time, ids and the local day of an instant are parameters, so that a test, or a
//! simulator, chooses them. The only dependency is serde.
//!
//! The road: [`entry`] (record) → [`journal`] (keep) → [`sender`] and [`wire`] (send) → [`merge`] and [`occasion`]
//! (merge) → [`tally`] (tally) → [`standing`] (show).

pub mod aad;
pub mod audit;
pub mod authorization;
pub mod calendar;
pub mod catalogue;
pub mod check;
pub mod crash;
pub mod cursor;
pub mod decision;
pub mod entry;
mod field_kind;
pub mod figure;
pub mod forecast;
pub mod form;
pub mod group;
pub mod id;
pub mod journal;
pub mod json;
pub mod limits;
pub mod merge;
pub mod moment;
pub mod occasion;
pub mod period;
pub mod promise;
pub mod proposal;
pub mod quality;
pub mod ranges;
pub mod readable;
pub mod report;
pub mod retention;
pub mod sender;
pub mod standing;
pub mod tally;
mod target_kind;
pub mod timer;
pub mod unit;
pub mod why;
pub mod wire;
mod words;
