//! The limits that every server advertises and enforces; a phone asks before it sends.

use serde::{Deserialize, Serialize};

/// What one request may hold; told in every answer of sync.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// Entries in a batch.
    pub entries: u32,
    /// Bytes of a body as it arrives.
    pub bytes: u32,
    /// Bytes of a gzip body after inflating.
    pub inflated: u32,
}

impl Limits {
    /// What a phone assumes until a server has told otherwise.
    pub const USUAL: Limits = Limits { entries: 1000, bytes: 1_048_576, inflated: 4_194_304 };
}

/// Characters of a note.
pub const NOTE_CHARS: usize = 500;
/// Fields of one entry.
pub const FIELDS: usize = 20;
/// Characters of a field's name.
pub const FIELD_NAME_CHARS: usize = 40;
/// Characters of a field's text.
pub const FIELD_TEXT_CHARS: usize = 200;
/// Characters of a unit's call sign.
pub const UNIT_CHARS: usize = 40;
/// Characters of area, activity, promise and kind.
pub const WORD_CHARS: usize = 64;
/// Entries that one correction may replace.
pub const REPLACES: usize = 50;
/// Bytes of one entry in canonical form.
pub const ENTRY_BYTES: usize = 16_384;
/// Minutes of one occasion: a week, so that a week-long effort fits.
pub const MINUTES: i64 = 10_080;
/// Journals named in one request: those of everyone who ever used the phone.
pub const JOURNALS: usize = 50;
/// The highest number that an entry can have in its journal.
pub const SEQ: u64 = 10_000_000;
/// Months that a promise may keep names after its end: ten years, when even criminal cases are long decided.
pub const NAMES_KEPT_MONTHS: i64 = 120;
