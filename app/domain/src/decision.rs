//! What people decide, as rows in commit order, and what is in force after them (protocol, section 5).
//!
//! An entry says what was done; a decision says how it is to be read. Both are only ever added to, so that a rebuild
//! comes to the same figures from entries and decisions. Of several decisions about the same thing the last one
//! stands; decisions about different things commute.

use crate::calendar::LocalOf;
use crate::catalogue::Catalogue;
use crate::entry::ContentHash;
use crate::id::{ActivityId, AreaId, EntryId, JournalId};
use crate::occasion::Held;
use crate::ranges::Ranges;
use crate::tally::counted_ms;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Characters of a message or a reason.
pub const TEXT_CHARS: usize = 500;

/// Two occasions, the smaller id first: which of them was named first means nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Pair {
    pub one: EntryId,
    pub other: EntryId,
}

impl Pair {
    /// `None` for an occasion with itself.
    #[must_use]
    pub fn of(a: EntryId, b: EntryId) -> Option<Self> {
        (a != b).then(|| Self { one: a.min(b), other: a.max(b) })
    }

    /// The other of the two; `None` when the occasion is neither.
    #[must_use]
    pub fn beside(self, root: EntryId) -> Option<EntryId> {
        if root == self.one { Some(self.other) } else { (root == self.other).then_some(self.one) }
    }
}

/// One decision.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Decision {
    /// One patrol logged by two: both count as one occasion.
    Join { pair: Pair },
    /// They count each for itself, and aren't proposed as one again.
    Separate { pair: Pair },
    /// The quarantined entries that are held of an occasion speak from now on.
    AcceptOccasion { root: EntryId },
    /// The same for all that is held of a journal.
    AcceptJournal { journal: JournalId },
    /// Which content of an id counts.
    Version { id: EntryId, hash: ContentHash },
    /// Which of several heads stands: written as an entry that replaces them all.
    Head { root: EntryId, head: EntryId },
    /// Numbers of a journal that won't come any more.
    CloseGap { journal: JournalId, from: u64, to: u64, reason: String },
    /// An area that no promise knows is read as one that it knows, also in entries that come later.
    MapArea { from: AreaId, to: AreaId },
    /// The same for an activity.
    MapActivity { from: ActivityId, to: ActivityId },
    /// Back to its author with a message; changes no figure.
    Return { root: EntryId, message: String },
    /// Counts no more: written as an entry that withdraws and replaces everything that is held.
    Void { root: EntryId, reason: String },
    /// Counts again after it was voided: written as an entry with what stood before, replacing everything that is held.
    PutBack { root: EntryId, reason: String },
}

impl Decision {
    /// The word that it is kept under; also what audit logs and files of the past have it by.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Decision::Join { .. } => "join",
            Decision::Separate { .. } => "separate",
            Decision::AcceptOccasion { .. } => "accept_occasion",
            Decision::AcceptJournal { .. } => "accept_journal",
            Decision::Version { .. } => "version",
            Decision::Head { .. } => "head",
            Decision::CloseGap { .. } => "close_gap",
            Decision::MapArea { .. } => "map_area",
            Decision::MapActivity { .. } => "map_activity",
            Decision::Return { .. } => "return",
            Decision::Void { .. } => "void",
            Decision::PutBack { .. } => "put_back",
        }
    }

    /// What phones are told that has happened to their occasion; `None` for what is about no occasion of its own.
    #[must_use]
    pub fn change(&self) -> Option<&'static str> {
        match self {
            Decision::Join { .. } => Some("joined"),
            Decision::Separate { .. } => Some("separated"),
            Decision::AcceptOccasion { .. } | Decision::AcceptJournal { .. } => Some("accepted"),
            // The wire has no word of its own for what was put back; phones show the reason and the entry that stands.
            Decision::Version { .. } | Decision::Head { .. } | Decision::PutBack { .. } => Some("decided"),
            Decision::Return { .. } => Some("returned"),
            Decision::Void { .. } => Some("voided"),
            Decision::CloseGap { .. } | Decision::MapArea { .. } | Decision::MapActivity { .. } => None,
        }
    }

    /// What the person wrote.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Decision::CloseGap { reason, .. } | Decision::Void { reason, .. } | Decision::PutBack { reason, .. } => {
                Some(reason)
            }
            Decision::Return { message, .. } => Some(message),
            _ => None,
        }
    }
}

/// Why a text that goes with a decision won't do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unsaid {
    Missing,
    TooLong,
    /// It has a character that no text may have.
    Unfit,
}

/// A message or a reason without outer spaces: what is decided about someone's work says why.
///
/// # Errors
/// When nothing is said, or more than [`TEXT_CHARS`].
pub fn said(text: &str) -> Result<String, Unsaid> {
    match text.trim() {
        "" => Err(Unsaid::Missing),
        long if long.chars().count() > TEXT_CHARS => Err(Unsaid::TooLong),
        text => Ok(text.to_owned()),
    }
}

/// What is in force after some decisions.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settled {
    pub joins: BTreeSet<Pair>,
    /// Not to be proposed again.
    pub separated: BTreeSet<Pair>,
    /// Per id with several contents the one that counts.
    pub versions: BTreeMap<EntryId, ContentHash>,
    pub maps: Maps,
    /// By journal the numbers that nobody waits for.
    pub closed: BTreeMap<JournalId, Ranges>,
}

impl Settled {
    /// Takes in the next decision in commit order.
    pub fn take(&mut self, decision: &Decision) {
        match decision {
            Decision::Join { pair } => {
                self.separated.remove(pair);
                self.joins.insert(*pair);
            }
            Decision::Separate { pair } => {
                self.joins.remove(pair);
                self.separated.insert(*pair);
            }
            Decision::Version { id, hash } => {
                self.versions.insert(*id, hash.clone());
            }
            Decision::MapArea { from, to } => {
                self.maps.areas.insert(from.clone(), to.clone());
            }
            Decision::MapActivity { from, to } => {
                self.maps.activities.insert(from.clone(), to.clone());
            }
            Decision::CloseGap { journal, from, to, .. } => {
                self.closed.entry(*journal).or_default().add_range(*from, *to);
            }
            // What these change stands in the entries: a mark that is taken away, or an entry of its own.
            Decision::AcceptOccasion { .. }
            | Decision::AcceptJournal { .. }
            | Decision::Head { .. }
            | Decision::Return { .. }
            | Decision::Void { .. }
            | Decision::PutBack { .. } => {}
        }
    }
}

impl<'a> FromIterator<&'a Decision> for Settled {
    fn from_iter<I: IntoIterator<Item = &'a Decision>>(decisions: I) -> Self {
        let mut settled = Self::default();
        decisions.into_iter().for_each(|decision| settled.take(decision));
        settled
    }
}

/// Words that no promise knows, and what they are read as.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Maps {
    pub areas: BTreeMap<AreaId, AreaId>,
    pub activities: BTreeMap<ActivityId, ActivityId>,
}

impl Maps {
    /// An entry as it is counted: the one place where maps are applied, before anything is decided over its fact. What
    /// the promises know themselves is never read as something else.
    pub fn read(&self, held: &mut Held, catalogue: &Catalogue, local_of: LocalOf<'_>) {
        let Some(fact) = &mut held.entry.fact else { return };
        if self.areas.is_empty() && self.activities.is_empty() {
            return;
        }
        if let Some(area) = fact.area.as_mut().filter(|a| !catalogue.knows_area(a))
            && let Some(known) = self.areas.get(area)
        {
            *area = known.clone();
        }
        let Some(known) = self.activities.get(&fact.activity) else { return };
        let day = local_of(counted_ms(fact, held.entry.clock_offset_ms)).day;
        let unknown = |promise: &crate::promise::Promise| promise.activity(&fact.activity).is_none();
        if catalogue.at(fact.area.as_ref(), day).is_some_and(unknown) {
            fact.activity = known.clone();
        }
    }
}
