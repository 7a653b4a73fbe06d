//! What a simulated world asks of a server. Two answer: [`paper`], a few hundred lines around `domain::merge` with
//! every fault at hand, and the product's own store behind its own routes (`tests/it/simulator`).

pub mod paper;
mod state;

pub(crate) use state::sha256;

use crate::line::Reply;
use domain::calendar::Local;
use domain::catalogue::Catalogue;
use domain::decision::Decision;
use domain::entry::ContentHash;
use domain::entry::Entry;
use domain::id::{DeviceId, EntryId, JournalId, PersonId};
use domain::promise::Promise;
use domain::ranges::Ranges;
use domain::tally::Tally;
use std::collections::BTreeMap;

/// A server, its disk and its operator. What isn't possible there does nothing and says `false`.
pub trait Server {
    /// The people who may enrol; the same for the whole run.
    fn people(&self) -> Vec<PersonId>;
    /// The promise that phones make their forms by.
    fn promise(&self) -> Promise;
    /// Enrols a person: on the phone of a credential that holds, else on a new one.
    fn enrols(&mut self, credential: Option<DeviceId>, person: PersonId, now_ms: i64) -> DeviceId;
    /// A request is read. What needs no commit is answered at once.
    fn hears(&mut self, ticket: u64, credential: Option<DeviceId>, text: &str, now_ms: i64) -> Option<Reply>;
    /// Commits what waits, all of it together, and answers.
    fn commits(&mut self, now_ms: i64) -> Vec<(u64, Reply)>;
    /// Dies and starts again: what waited is gone.
    fn crashes(&mut self);
    fn fills(&mut self, full: bool) -> bool;
    fn backs_up(&mut self) -> bool;
    /// Puts the backup back, under a new epoch.
    fn restores(&mut self) -> bool;
    fn expires(&mut self, device: DeviceId) -> bool;
    fn revokes(&mut self, device: DeviceId, now_ms: i64) -> bool;
    fn decides(&mut self, decision: &Decision, now_ms: i64) -> bool;
    fn loads_next_promise(&mut self, now_ms: i64) -> bool;
    /// What is durable.
    fn seen(&mut self) -> Seen;
    /// The local time of an instant where the promise is.
    fn local_of(&self, unix_ms: i64) -> Local;
    /// The figures counted anew from what is held.
    fn recounts(&mut self) -> Tally;
}

/// What somebody sees who looks into the database.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    pub epoch: String,
    pub catalogue: Catalogue,
    /// By id and hash.
    pub rows: BTreeMap<(EntryId, ContentHash), Row>,
    pub journals: BTreeMap<JournalId, SeenJournal>,
    pub tally: Tally,
    /// Decisions that a journal is to be told: its occasion, the word, the time.
    pub told: Vec<(JournalId, (EntryId, String, i64))>,
    pub revoked: Vec<DeviceId>,
}

/// A row of the entries.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    pub entry: Entry,
    /// In canonical form.
    pub body: String,
    pub quarantined: bool,
}

/// What the server says that it has of a journal.
#[derive(Clone, PartialEq, Debug)]
pub struct SeenJournal {
    pub held: Ranges,
    pub last_told: u64,
    /// Named as missing, closed ones included.
    pub gaps: Ranges,
}
