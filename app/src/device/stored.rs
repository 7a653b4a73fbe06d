//! What today's clients have stored, for tests: it is read for as long as phones in the field have it.

use serde::Deserialize;
use serde_json::value::RawValue;

/// The parts of the fixture, each as it is stored once it is opened.
#[derive(Deserialize)]
pub(super) struct Stored {
    /// What the journal's store loads.
    pub(super) journal: Box<RawValue>,
    pub(super) drafts: Vec<Box<RawValue>>,
    pub(super) leftover: Box<RawValue>,
    /// As the first versions wrote it, in plain.
    pub(super) leftover_without_partnership: Box<RawValue>,
}

/// The fixture.
pub(super) fn fixture() -> Stored {
    serde_json::from_str(include_str!("../../../tests/fixtures/phone/stored.json")).unwrap()
}
