//! What is kept on a phone: the first line (local storage), the second (IndexedDB), the credential.
//!
//! The second line does in Rust what `app/src/device/journal_store.js` does in the browser, transaction by transaction.

use crate::bug::Bug;
use crate::paper::Paper;
use domain::form::Unnumbered;
use domain::id::{DeviceId, EntryId, JournalId, PersonId};
use domain::journal::{Kept, State};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that a backup of the phone has in it.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    pub local: Local,
    /// What of local storage would survive the browser.
    pub flushed: Local,
    pub store: Store,
    /// The cookie.
    pub credential: Option<DeviceId>,
}

/// The first line: written at once, and on the disk some seconds later.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Local {
    pub entries: BTreeMap<EntryId, Leftover>,
    /// Unfinished forms, each with the tab that it lies open in.
    pub drafts: BTreeMap<EntryId, (u32, Paper)>,
}

/// An entry on its way to the second line.
#[derive(Clone, PartialEq, Debug)]
pub struct Leftover {
    pub entry: Unnumbered,
    pub kept_at_ms: i64,
}

/// The second line: every change is one transaction, and durable when it is done.
#[derive(Clone, Debug, Default)]
pub struct Store {
    pub entries: BTreeMap<EntryId, Kept>,
    pub journals: BTreeMap<JournalId, Journal>,
    /// Who has enrolled here, with the device that they were enrolled as.
    pub people: BTreeMap<PersonId, DeviceId>,
    pub contacts: BTreeMap<PersonId, Contact>,
}

/// A numbered series of one person.
#[derive(Clone, Debug)]
pub struct Journal {
    pub person: PersonId,
    pub last_seq: u64,
    pub closed: bool,
}

/// What a person's last contact with the server told.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Contact {
    pub at_ms: Option<i64>,
    pub offset_ms: Option<i64>,
    pub cursor: Option<String>,
    pub epoch: Option<String>,
    pub revoked: bool,
    /// Decisions that have been told, each by its occasion, its word and its time.
    pub decisions: BTreeSet<(EntryId, String, i64)>,
}

/// What an answer changes, whole or not at all.
#[derive(Clone, Debug)]
pub struct Change {
    pub person: PersonId,
    pub states: BTreeMap<EntryId, State>,
    pub closed: Vec<JournalId>,
    pub gone: Vec<EntryId>,
    pub contact: Option<Contact>,
}

impl Store {
    /// Gives an entry its number and keeps it. `None` when its id is taken by other content.
    pub fn keep(&mut self, left: &Leftover, fresh: JournalId, import: bool, bug: Option<Bug>) -> Option<Kept> {
        let Leftover { entry, kept_at_ms } = left;
        if let Some(held) = self.entries.get(&entry.id) {
            return (held.body == entry.body && held.author == entry.author).then(|| held.clone());
        }
        let own = |(_, journal): &(&JournalId, &mut Journal)| journal.person == entry.author && !journal.closed;
        let open = self.journals.iter_mut().find(own).map(|(id, _)| *id);
        let id = open.unwrap_or(fresh);
        let journal = self.journals.entry(id).or_insert(Journal { person: entry.author, last_seq: 0, closed: false });
        if !(import && bug == Some(Bug::ImportTakesOverNumber) && journal.last_seq > 0) {
            journal.last_seq += 1;
        }
        let kept = Kept {
            id: entry.id,
            journal: id,
            seq: journal.last_seq,
            author: entry.author,
            body: entry.body.clone(),
            state: State::Waiting,
            kept_at_ms: *kept_at_ms,
        };
        self.entries.insert(kept.id, kept.clone());
        Some(kept)
    }

    /// All that is kept of a person.
    #[must_use]
    pub fn all(&self, person: PersonId) -> Vec<Kept> {
        self.entries.values().filter(|kept| kept.author == person).cloned().collect()
    }

    /// The last number given in each of a person's journals.
    #[must_use]
    pub fn last_given(&self, person: PersonId) -> BTreeMap<JournalId, u64> {
        let theirs = self.journals.iter().filter(|(_, journal)| journal.person == person);
        theirs.map(|(id, journal)| (*id, journal.last_seq)).collect()
    }

    /// Performs a change. A state is written only where the entry is still there.
    pub fn settle(&mut self, change: Change) {
        for (id, state) in change.states {
            if let Some(kept) = self.entries.get_mut(&id) {
                kept.state = state;
            }
        }
        for id in change.closed {
            if let Some(journal) = self.journals.get_mut(&id) {
                journal.closed = true;
            }
        }
        change.gone.iter().for_each(|id| _ = self.entries.remove(id));
        if let Some(contact) = change.contact {
            self.contacts.insert(change.person, contact);
        }
    }
}
