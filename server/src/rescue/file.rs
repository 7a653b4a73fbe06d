//! A rescue file as the phone writes it (`public/telefon.js`): its records as they lie there.

use crate::escrow::PhoneKey;
use domain::aad;
use domain::id::{DeviceId, EntryId, JournalId, PartnershipId, PersonId};
use domain::journal::{Kept, State};
use serde::Deserialize;

/// Entries of one file. A phone that held more would have been found silent long before.
const ENTRIES: usize = 20_000;
const VERSION: u32 = 1;

/// The file.
#[derive(Deserialize)]
pub struct File {
    rond_rescue: u32,
    pub partnership: PartnershipId,
    pub person: PersonId,
    /// The device that the phone was enrolled as; phones of old didn't say.
    #[serde(default)]
    pub device: Option<DeviceId>,
    /// The person's key, sealed for the server.
    pub escrow: String,
    pub entries: Vec<FileEntry>,
    /// What the phone never got as far as numbering: told, since it can't be merged.
    #[serde(default)]
    pub unsaved: usize,
}

/// A record of the phone's journal.
#[derive(Deserialize)]
pub struct FileEntry {
    /// Its name on the phone.
    id: EntryId,
    journal: JournalId,
    seq: u64,
    body: String,
}

/// What of an entry is sealed.
#[derive(Deserialize)]
struct Inside {
    id: EntryId,
    body: String,
    kept_at_ms: i64,
}

impl File {
    /// Reads a file's text.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let file: Self = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
        (file.rond_rescue == VERSION && file.entries.len() <= ENTRIES && file.unsaved <= ENTRIES).then_some(file)
    }
}

impl FileEntry {
    /// The entry as its phone would send it; `None` where it was damaged or moved.
    #[must_use]
    pub fn opened(&self, key: &PhoneKey, author: PersonId) -> Option<Kept> {
        let inside = key.open(&aad::entry(self.journal, self.id), &self.body)?;
        let inside: Inside = serde_json::from_str(&inside).ok()?;
        (key.name(inside.id) == self.id).then_some(Kept {
            id: inside.id,
            journal: self.journal,
            seq: self.seq,
            author,
            body: inside.body,
            state: State::Waiting,
            kept_at_ms: inside.kept_at_ms,
        })
    }
}
