//! Somebody who stands beside the world, remembers what was promised to whom, and looks after every step whether it is
//! kept. It knows nothing of how phones and servers work: it sees screens, disks, messages and the database.

mod database;
mod phones;

pub(crate) use phones::on_some_phone;

use crate::paper::{Mark, Paper};
use crate::phone::read;
use crate::server::{Seen, sha256};
use domain::id::{EntryId, JournalId, PersonId};
use domain::journal::Kept;
use domain::json::Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A rule that was broken, by its number in the list of invariants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    pub rule: Rule,
    pub words: String,
}

/// What must hold, always.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rule {
    /// I1: what was said to be saved is on the phone until the server has it.
    NoLoss,
    /// I2: what was tapped once counts once at most.
    CountedOnce,
    /// I3: a receipt is given for what is durable.
    HonestReceipt,
    /// I4: nothing that was kept is changed or taken away, no number is given twice.
    NothingOverwritten,
    /// I5: figures are the sum of what is held, in whatever order it came.
    OrderFree,
    /// I7: a form stays until its entry is kept.
    HonestFailure,
    /// I8: what is missing has its number named.
    NamedGap,
    /// Entries stand under the name of who recorded them.
    RightAuthor,
    /// When nothing goes wrong any more, everything arrives, and everything is told; one bad entry blocks no other (I6).
    Arrives,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.rule, self.words)
    }
}

pub(crate) fn broken<T>(rule: Rule, words: impl Into<String>) -> Result<T, Violation> {
    Err(Violation { rule, words: words.into() })
}

/// An entry that a phone has kept in its second line.
#[derive(Clone, Debug)]
pub struct Promised {
    pub kept: Kept,
    /// What the server's database has of it, word for word, and its hash before it.
    pub canonical: Option<(String, String)>,
    /// Whether any server takes it.
    pub readable: bool,
    /// The screen said so.
    pub saved: bool,
    /// Nobody can have it any more: the phone was wiped, or a backup put back.
    pub excused: bool,
}

/// See the module. What it remembers lasts a run.
#[derive(Default)]
pub struct Witness {
    /// By the bytes that go over the line.
    pub promised: BTreeMap<String, Promised>,
    pub seen: Seen,
    /// Who opened each form.
    pub tapped: BTreeMap<Mark, PersonId>,
}

/// A call sign as a mark.
pub(crate) fn mark_of(unit: Option<&str>) -> Option<Mark> {
    unit?.strip_prefix('M')?.parse().ok().map(Mark)
}

impl Witness {
    /// An entry is in a phone's second line; `saved` when the screen has said so.
    pub fn keeps(&mut self, kept: &Kept, saved: bool) {
        let text = kept.wire_text();
        let fresh = || {
            let json: Option<Json> = serde_json::from_str(&text).ok();
            let canonical = json.and_then(|json| json.canonical().ok()).map(|text| (sha256(&text), text));
            Promised { kept: kept.clone(), canonical, readable: read(kept).is_some(), saved, excused: false }
        };
        let promised = self.promised.entry(text.clone()).or_insert_with(fresh);
        promised.saved |= saved;
        // It is there again, as by a tap after a backup was put back.
        promised.excused = false;
    }

    /// A form is gone from the screen, and no draft is left of it.
    ///
    /// # Errors
    /// When its entry isn't kept either.
    pub fn was_saved(&self, paper: &Paper) -> Result<(), Violation> {
        let unit = format!(r#""unit":"{}""#, paper.mark.call_sign());
        if self.promised.values().any(|p| p.kept.body.contains(&unit)) {
            return Ok(());
        }
        broken(Rule::HonestFailure, format!("the form of {} is gone, and nothing was kept", paper.mark.call_sign()))
    }

    /// Whether the server holds it.
    #[must_use]
    pub fn is_held(&self, promised: &Promised) -> bool {
        let key = |(hash, _): &(String, String)| (promised.kept.id, hash.clone());
        promised.canonical.as_ref().is_some_and(|of| self.seen.rows.contains_key(&key(of)))
    }

    /// What was promised and is nowhere.
    pub(crate) fn nowhere<'a>(&'a self, on_phone: &'a dyn Fn(&Kept) -> bool) -> impl Iterator<Item = &'a Promised> {
        self.promised.values().filter(move |p| p.saved && !p.excused && !self.is_held(p) && !on_phone(&p.kept))
    }

    /// Something happened that no program can make good: what is nowhere now is excused, but must be named where the
    /// server knew of its number.
    pub fn excuses(&mut self, on_phone: &dyn Fn(&Kept) -> bool) {
        let lost: Vec<String> = self.nowhere(on_phone).map(|p| p.kept.wire_text()).collect();
        for text in lost {
            if let Some(promised) = self.promised.get_mut(&text) {
                promised.excused = true;
            }
        }
    }

    /// The numbers that the database has of each journal.
    pub(crate) fn numbers(&self) -> BTreeMap<JournalId, BTreeSet<u64>> {
        let mut numbers: BTreeMap<JournalId, BTreeSet<u64>> = BTreeMap::new();
        for row in self.seen.rows.values() {
            numbers.entry(row.entry.journal).or_default().insert(row.entry.seq);
        }
        numbers
    }

    /// How many contents are held of an id.
    pub(crate) fn versions(&self, id: EntryId) -> usize {
        self.seen.rows.keys().filter(|(of, _)| *of == id).count()
    }
}
