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
/// JSON values in one entry, nested ones included. The largest entry of this version has a hundred.
pub const JSON_VALUES: usize = 1_000;
/// JSON values in one request: a thousand entries that each use every member, every field and every replacement.
pub const REQUEST_VALUES: usize = 131_072;
/// Contents kept under one id, as many again from revoked phones. A phone that works gives an id one content; with this many
/// the id counts nothing until a person has chosen one.
pub const VERSIONS: usize = 8;
/// Entries of one author kept in one occasion, as many again from revoked phones. With this many only what staff writes of the
/// occasion counts.
pub const OCCASION_ENTRIES: usize = 50;
/// Rows of the database that one batch may touch: beyond it the phone halves its batch.
pub const BATCH_ROWS: usize = 10_000;
/// The most that one occasion adds to a figure, whatever was stated: no sum of them leaves what 64 bits hold.
pub const AMOUNT: i64 = 1_000_000_000;
/// The largest answer to a question for a number that counts unasked, where the promise doesn't say.
pub const PLAUSIBLE_NUMBER: u32 = 10_000;
/// The most minutes that count unasked, where the promise doesn't say: a day and a night.
pub const PLAUSIBLE_MINUTES: u32 = 1_440;
/// A timer that ran for more minutes was probably forgotten, where the promise doesn't say: a shift of work.
pub const TIMER_MINUTES: u32 = 480;
/// Minutes of one occasion: a week, so that a week-long effort fits.
pub const MINUTES: i64 = 10_080;
/// Journals named in one request: those of everyone who ever used the phone.
pub const JOURNALS: usize = 50;
/// The highest number that an entry can have in its journal.
pub const SEQ: u64 = 10_000_000;
/// Months that a promise may keep names after its end: ten years, when even criminal cases are long decided.
pub const NAMES_KEPT_MONTHS: i64 = 120;
