//! An occasion and its corrections: which entry decides (protocol, section 4), and what it is marked with.

use crate::calendar::LocalOf;
use crate::catalogue::Catalogue;
use crate::entry::{ContentHash, Entry, Fact, Kind};
use crate::id::{EntryId, OrganisationId, PersonId};
use crate::limits;
use crate::tally::{self, Amount, Cell, NotCounted, Source};
use crate::wire::Flag;
use std::collections::{BTreeMap, BTreeSet};

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

impl Held {
    /// The order of an id's versions, the one that counts first. As in [`crate::merge::counting`]: a person's decision, then
    /// what isn't held back, then the smallest hash.
    #[must_use]
    pub fn precedence(&self) -> (bool, bool, &str) {
        (!self.decided, self.quarantined, &self.hash)
    }

    /// Who states its fact, as far as counting goes.
    #[must_use]
    pub fn source(&self) -> Source<'_> {
        Source { organisation: &self.organisation, by_staff: self.by_staff }
    }
}

/// A *recorded* entry and all corrections of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Occasion<'a> {
    pub root: EntryId,
    /// Per id the version that counts, in the order of ids.
    entries: Vec<&'a Held>,
    root_entry: Option<&'a Held>,
    /// Ids of which several versions are held and nobody has decided.
    conflicting: BTreeSet<EntryId>,
    /// Of these the ids with so many versions that which of them are held depends on the order of arrival.
    overfull_ids: BTreeSet<EntryId>,
    /// Authors of whom so many entries are held that which of them are depends on the order of arrival.
    overfull_authors: BTreeSet<PersonId>,
}

impl<'a> Occasion<'a> {
    /// An occasion from everything that is held of it: all rows whose root it is, and every other version of their
    /// ids. A version may name another root; of one id only one version counts, in one occasion.
    #[must_use]
    pub fn of(root: EntryId, held: &'a [Held]) -> Self {
        let mut rows: Vec<&Held> = held.iter().collect();
        rows.sort_by(|a, b| a.entry.id.cmp(&b.entry.id).then_with(|| a.precedence().cmp(&b.precedence())));
        let undecided = || rows.chunk_by(|a, b| a.entry.id == b.entry.id).filter(|of| of.len() > 1 && !of[0].decided);
        let is_overfull = |of: &&[&Held]| of.iter().filter(|h| !h.quarantined).count() >= limits::VERSIONS;
        let entries: Vec<&Held> =
            rows.chunk_by(|a, b| a.entry.id == b.entry.id).map(|of| of[0]).filter(|h| h.entry.root() == root).collect();
        Self {
            root,
            root_entry: entries.iter().copied().find(|h| h.entry.id == root && h.entry.kind == Kind::Recorded),
            entries,
            conflicting: undecided().map(|of| of[0].entry.id).collect(),
            overfull_ids: undecided().filter(is_overfull).map(|of| of[0].entry.id).collect(),
            overfull_authors: overfull_authors(root, &rows),
        }
    }

    /// The entry that first recorded it; `None` while only corrections are held.
    #[must_use]
    pub fn root_entry(&self) -> Option<&'a Held> {
        self.root_entry
    }

    /// From phones only the root's author corrects. `false` while the root isn't held: then it is an orphan.
    fn may_not_correct(&self, held: &Held) -> bool {
        let other_author = |root: &Held| root.entry.author != held.entry.author;
        held.entry.id != self.root && !held.by_staff && self.root_entry.is_some_and(other_author)
    }

    /// Whether a person may let it stand.
    fn may_stand(&self, held: &Held) -> bool {
        !held.quarantined && !matches!(held.entry.kind, Kind::Unknown(_)) && !self.may_not_correct(held)
    }

    /// Whether what is held of it is all that was sent, so that the order of arrival decided nothing.
    fn is_complete(&self, held: &Held) -> bool {
        let is_overfull = self.overfull_ids.contains(&held.entry.id)
            || !held.by_staff && self.overfull_authors.contains(&held.entry.author);
        !is_overfull
    }

    /// Whether it can be a head and replace others.
    fn speaks(&self, held: &Held) -> bool {
        self.may_stand(held) && self.is_complete(held)
    }

    /// The entries that no other of the occasion replaces, in the order of ids.
    #[must_use]
    pub fn heads(&self) -> Vec<&'a Held> {
        let replaced = self.replaced();
        self.speaking().filter(|h| !replaced.contains(&h.entry.id)).collect()
    }

    /// The entries that can be heads and replace others.
    fn speaking(&self) -> impl Iterator<Item = &'a Held> {
        self.entries.iter().copied().filter(|h| self.speaks(h))
    }

    /// The entries among which a person may choose where several heads, or none, decide.
    pub fn candidates(&self) -> impl Iterator<Item = &'a Held> {
        self.entries.iter().copied().filter(|h| self.may_stand(h))
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

    /// What stood before a member of staff took the occasion out of the figures; `None` unless such a withdrawal alone stands.
    #[must_use]
    pub fn before_it_was_voided(&self) -> Option<&'a Held> {
        let heads = self.heads();
        let [withdrawal] = heads.as_slice() else { return None };
        if !withdrawal.by_staff || withdrawal.entry.kind != Kind::Withdrawn {
            return None;
        }
        let others = self.entries.iter().copied().filter(|held| held.entry.id != withdrawal.entry.id).collect();
        Self { entries: others, ..self.clone() }.deciding()
    }

    /// Whether a person has to look: two corrected without seeing each other, one id has two contents, entries that replace
    /// each other in a ring leave none that decides, or so many are held that none of them may decide.
    #[must_use]
    pub fn in_conflict(&self) -> bool {
        let heads = self.heads();
        let none_decides = heads.is_empty() && self.candidates().next().is_some();
        none_decides || heads.len() > 1 || heads.iter().any(|h| self.conflicting.contains(&h.entry.id))
    }

    /// What the occasion adds to the tallies.
    #[must_use]
    pub fn contribution(&self, catalogue: &Catalogue, local_of: LocalOf<'_>) -> Vec<(Cell, Amount)> {
        let Some(held) = self.deciding() else { return Vec::new() };
        let Some(fact) = &held.entry.fact else { return Vec::new() };
        tally::contribution(fact, held.entry.clock_offset_ms, held.source(), catalogue, local_of)
    }

    /// What one of its entries is marked with.
    #[must_use]
    pub fn flags(&self, id: EntryId, catalogue: &Catalogue, local_of: LocalOf<'_>) -> Vec<Flag> {
        let Ok(at) = self.entries.binary_search_by_key(&id, |h| h.entry.id) else { return Vec::new() };
        let held = self.entries[at];
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
            flags.extend(match tally::deciding(fact, held.source(), day, catalogue) {
                Ok(promise) => invalid_today(fact, promise).then_some(Flag::InvalidToday),
                Err(NotCounted::UnknownArea | NotCounted::NoArea) => Some(Flag::UnknownArea),
                Err(NotCounted::UnknownActivity) => Some(Flag::UnknownActivity),
                Err(NotCounted::NotPermitted) => Some(Flag::NotPermitted),
                Err(NotCounted::Implausible) => Some(Flag::Implausible),
                Err(_) => Some(Flag::OutsidePeriod),
            });
        }
        flags.into_iter().collect()
    }
}

/// The authors with as many rows of phones that name a root as are kept at most, whatever version of its id each is.
fn overfull_authors(root: EntryId, rows: &[&Held]) -> BTreeSet<PersonId> {
    let mut of_author: BTreeMap<PersonId, usize> = BTreeMap::new();
    let from_phones = rows.iter().filter(|h| h.entry.root() == root && !h.by_staff && !h.quarantined);
    from_phones.for_each(|h| *of_author.entry(h.entry.author).or_default() += 1);
    let is_overfull = |(author, count)| (count >= limits::OCCASION_ENTRIES).then_some(author);
    of_author.into_iter().filter_map(is_overfull).collect()
}

/// Whether today's form would ask for something else: accepted and counted all the same, since the form was right when
/// it was filled in.
fn invalid_today(fact: &Fact, promise: &crate::promise::Promise) -> bool {
    let Some(activity) = promise.activity(&fact.activity) else { return false };
    activity.fields.iter().any(|field| match fact.fields.get(&field.id) {
        None => field.required,
        Some(answer) => !(field.kind.rules().fits)(field, answer),
    })
}
