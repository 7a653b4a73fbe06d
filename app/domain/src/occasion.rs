//! An occasion and its corrections: which entry decides (protocol, section 4), and what it is marked with.

use crate::calendar::{Day, LocalOf};
use crate::catalogue::Catalogue;
use crate::entry::{Entry, Fact, Kind};
use crate::id::{EntryId, OrganisationId};
use crate::merge::ContentHash;
use crate::promise::{FieldKind, YES_NO_UNKNOWN};
use crate::tally::{self, Amount, Cell, NotCounted};
use crate::wire::Flag;
use std::collections::BTreeSet;

/// An entry as the server holds it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    pub entry: Entry,
    pub hash: ContentHash,
    /// The author's, frozen at first merge.
    pub organisation: OrganisationId,
    /// From a revoked phone: no head, replaces nothing, counts nothing until a supervisor accepts it.
    pub quarantined: bool,
    pub cloned: bool,
    /// From a journal that the server keeps: judged once, when it was written.
    pub by_staff: bool,
    /// A person decided for this version of its id.
    pub decided: bool,
}

/// A *recorded* entry and all corrections of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Occasion<'a> {
    pub root: EntryId,
    /// Per id the version that counts, in the order of ids.
    entries: Vec<&'a Held>,
    /// Ids of which several versions are held and nobody has decided.
    conflicting: BTreeSet<EntryId>,
}

impl<'a> Occasion<'a> {
    /// An occasion from everything that is held of it: all rows whose root it is, and every other version of their
    /// ids. A version may name another root; of one id only one version counts, in one occasion.
    #[must_use]
    pub fn of(root: EntryId, held: &'a [Held]) -> Self {
        let mut rows: Vec<&Held> = held.iter().collect();
        // As in `merge::counting`: a person's decision first, then what isn't held back, then the smallest hash.
        rows.sort_by_key(|h| (h.entry.id, !h.decided, h.quarantined, &h.hash));
        let versions = || rows.chunk_by(|a, b| a.entry.id == b.entry.id);
        let conflicting = versions().filter(|of| of.len() > 1 && !of[0].decided).map(|of| of[0].entry.id).collect();
        let entries = versions().map(|of| of[0]).filter(|h| h.entry.root() == root).collect();
        Self { root, entries, conflicting }
    }

    /// The entry that first recorded it; `None` while only corrections are held.
    #[must_use]
    pub fn root_entry(&self) -> Option<&'a Held> {
        self.entries.iter().copied().find(|h| h.entry.id == self.root && h.entry.kind == Kind::Recorded)
    }

    /// From phones only the root's author corrects. `false` while the root isn't held: then it is an orphan.
    fn may_not_correct(&self, held: &Held) -> bool {
        let other_author = |root: &Held| root.entry.author != held.entry.author;
        held.entry.id != self.root && !held.by_staff && self.root_entry().is_some_and(other_author)
    }

    /// Whether it can be a head and replace others.
    fn speaks(&self, held: &Held) -> bool {
        !held.quarantined && !matches!(held.entry.kind, Kind::Unknown(_)) && !self.may_not_correct(held)
    }

    /// The entries that no other of the occasion replaces, in the order of ids.
    #[must_use]
    pub fn heads(&self) -> Vec<&'a Held> {
        let replaced = self.replaced();
        self.speaking().filter(|h| !replaced.contains(&h.entry.id)).collect()
    }

    /// The entries that can be heads and replace others.
    pub fn speaking(&self) -> impl Iterator<Item = &'a Held> {
        self.entries.iter().copied().filter(|h| self.speaks(h))
    }

    /// The ids that an entry of the occasion replaces.
    #[must_use]
    pub fn replaced(&self) -> BTreeSet<EntryId> {
        self.speaking()
            .filter(|h| h.entry.kind != Kind::Recorded)
            .flat_map(|h| h.entry.replaces.iter().copied().filter(|r| *r != h.entry.id))
            .collect()
    }

    /// What is held of it, per id the version that counts, in the order of ids.
    #[must_use]
    pub fn entries(&self) -> &[&'a Held] {
        &self.entries
    }

    /// Ids of which several versions are held and nobody has decided.
    #[must_use]
    pub fn conflicting(&self) -> &BTreeSet<EntryId> {
        &self.conflicting
    }

    /// Whether the entry that it began with is held; until then its corrections wait.
    #[must_use]
    pub fn has_root(&self) -> bool {
        self.root_entry().is_some()
    }

    /// The entry whose fact stands: none while the root is missing, or when all heads withdraw.
    #[must_use]
    pub fn deciding(&self) -> Option<&'a Held> {
        self.root_entry()?;
        self.heads().into_iter().find(|h| h.entry.fact.is_some())
    }

    /// Whether a person has to look: two corrected without seeing each other, one id has two contents, or entries
    /// that replace each other in a ring leave none that decides.
    #[must_use]
    pub fn in_conflict(&self) -> bool {
        let heads = self.heads();
        let ring = heads.is_empty() && self.entries.iter().any(|h| self.speaks(h));
        ring || heads.len() > 1 || heads.iter().any(|h| self.conflicting.contains(&h.entry.id))
    }

    /// What the occasion adds to the tallies.
    #[must_use]
    pub fn contribution(&self, catalogue: &Catalogue, local_of: LocalOf<'_>) -> Vec<(Cell, Amount)> {
        let Some(held) = self.deciding() else { return Vec::new() };
        let Some(fact) = &held.entry.fact else { return Vec::new() };
        tally::contribution(fact, held.entry.clock_offset_ms, &held.organisation, catalogue, local_of)
    }

    /// What one of its entries is marked with.
    #[must_use]
    pub fn flags(&self, id: EntryId, catalogue: &Catalogue, local_of: LocalOf<'_>) -> Vec<Flag> {
        let Some(held) = self.entries.iter().find(|h| h.entry.id == id) else { return Vec::new() };
        let mut flags = BTreeSet::new();
        if tally::clock_off(held.entry.clock_offset_ms) {
            flags.insert(Flag::ClockOff);
        }
        if held.cloned {
            flags.insert(Flag::Cloned);
        }
        if self.may_not_correct(held) {
            flags.insert(Flag::MayNotCorrect);
        }
        if self.root_entry().is_none() && held.entry.root() == self.root && held.entry.kind != Kind::Recorded {
            flags.insert(Flag::Orphan);
        }
        if let Some(fact) = &held.entry.fact {
            let day = local_of(tally::counted_ms(fact, held.entry.clock_offset_ms)).day;
            flags.extend(match tally::deciding(fact, &held.organisation, day, catalogue) {
                Ok(promise) => invalid_today(fact, promise).then_some(Flag::InvalidToday),
                Err(NotCounted::UnknownArea | NotCounted::NoArea) => Some(Flag::UnknownArea),
                Err(NotCounted::UnknownActivity) => Some(Flag::UnknownActivity),
                Err(NotCounted::NotPermitted) => Some(Flag::NotPermitted),
                Err(_) => Some(Flag::OutsidePeriod),
            });
        }
        flags.into_iter().collect()
    }
}

/// Whether today's form would ask for something else: accepted and counted all the same, since the form was right when
/// it was filled in.
fn invalid_today(fact: &Fact, promise: &crate::promise::Promise) -> bool {
    let Some(activity) = promise.activity(&fact.activity) else { return false };
    activity.fields.iter().any(|field| match (fact.fields.get(&field.id), field.kind) {
        (None, _) => field.required,
        (Some(answer), FieldKind::YesNoUnknown) => !answer.text().is_some_and(|a| YES_NO_UNKNOWN.contains(&a)),
        (Some(answer), FieldKind::Number) => answer.int().is_none(),
        (Some(answer), FieldKind::Text) => answer.text().is_none(),
        (Some(answer), FieldKind::Choice) => !field.options.iter().any(|o| answer.text() == Some(&o.value)),
        (Some(answer), FieldKind::Date) => answer.text().and_then(Day::read).is_none(),
    })
}
