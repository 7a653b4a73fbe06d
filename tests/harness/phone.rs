//! A phone's memory and its rules: keeps, sends and settles as the product does.

use anyhow::{Result, ensure};
use domain::id::{EntryId, JournalId, PersonId, uuid_v7};
use domain::journal::{self, Kept, State};
use domain::moment::Moment;
use domain::sender::{Outcome, Sender, request_text};
use domain::wire::{Answer, Verdict};
use std::collections::BTreeMap;

/// What a phone holds.
#[derive(Clone, Debug)]
pub struct Memory {
    pub person: PersonId,
    pub journal: JournalId,
    pub kept: Vec<Kept>,
    pub sender: Sender,
    pub cursor: Option<String>,
    pub epoch: Option<String>,
    pub last_seq: u64,
    pub last_answer: Option<Answer>,
}

impl Memory {
    #[must_use]
    pub fn new(person: PersonId) -> Self {
        Self {
            person,
            journal: JournalId(uuid_v7(server::clock::now_ms(), random())),
            kept: Vec::new(),
            sender: Sender::default(),
            cursor: None,
            epoch: None,
            last_seq: 0,
            last_answer: None,
        }
    }

    /// Keeps a body under the next number.
    pub fn keep(&mut self, id: EntryId, body: String, kept_at_ms: i64) {
        self.last_seq += 1;
        let (journal, author, seq) = (self.journal, self.person, self.last_seq);
        self.kept.push(Kept { id, journal, seq, author, body, state: State::Waiting, kept_at_ms });
    }

    /// The next request, and the ids that it carries.
    #[must_use]
    pub fn request(&self, clock: Moment) -> (String, Vec<EntryId>) {
        let batch = self.sender.batch(&self.kept);
        let ids: Vec<EntryId> = batch.iter().map(|k| k.id).collect();
        let waiting = self.kept.iter().filter(|k| k.state == State::Waiting).count() - ids.len();
        let journals = BTreeMap::from([(self.journal, self.last_seq)]);
        (request_text(self.cursor.as_deref(), waiting, clock, &journals, &batch), ids)
    }

    /// Takes in an answer.
    ///
    /// # Errors
    /// When it doesn't fit what was sent.
    pub fn settle(&mut self, sent: &[EntryId], answer: Answer) -> Result<Vec<Verdict>> {
        let changed = journal::settle(&self.kept, sent, &answer, self.epoch.as_deref());
        ensure!(sent.iter().all(|id| changed.contains_key(id)), "the answer doesn't fit what was sent");
        for entry in &mut self.kept {
            if let Some(state) = changed.get(&entry.id) {
                entry.state = state.clone();
            }
        }
        self.cursor = Some(answer.cursor.clone());
        self.epoch = Some(answer.epoch.clone());
        self.sender.learn(Outcome::Answered { more: answer.more }, 0, 0.5);
        let verdicts = answer.verdicts.clone();
        self.last_answer = Some(answer);
        Ok(verdicts)
    }

    #[must_use]
    pub fn waiting(&self) -> usize {
        self.kept.iter().filter(|k| k.state == State::Waiting).count()
    }

    #[must_use]
    pub fn state(&self, id: EntryId) -> Option<&State> {
        self.kept.iter().find(|k| k.id == id).map(|k| &k.state)
    }
}

/// Bytes for ids.
#[must_use]
pub fn random() -> [u8; 10] {
    server::secret::random().unwrap_or_default()
}
