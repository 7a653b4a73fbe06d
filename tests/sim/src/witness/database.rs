//! What must hold of the database, whenever it has changed.

use super::{Rule, Violation, Witness, broken, mark_of};
use crate::chance::Rng;
use crate::paper::Mark;
use crate::server::{Row, Seen};
use domain::calendar::LocalOf;
use domain::id::{EntryId, TargetId};
use domain::occasion::{Held, Occasion};
use domain::ranges::Ranges;
use domain::tally::Tally;
use domain::wire::{Answer, VerdictKind};
use std::collections::{BTreeMap, BTreeSet};

impl Witness {
    /// Looks at the database after a step. Only a restore may take away what was there.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn looks(&mut self, seen: Seen, restored: bool, local_of: LocalOf<'_>) -> Result<(), Violation> {
        let before = std::mem::replace(&mut self.seen, seen);
        if !restored && let Some(((id, _), _)) = before.rows.iter().find(|(key, row)| self.changed(key, row)) {
            return broken(Rule::NothingOverwritten, format!("entry {id} is no longer there as it was"));
        }
        for (key, row) in self.seen.rows.iter().filter(|(key, _)| !before.rows.contains_key(key)) {
            self.was_kept(key, row)?;
        }
        self.once()?;
        self.named()?;
        self.adds_up(local_of)
    }

    fn changed(&self, key: &(EntryId, String), row: &Row) -> bool {
        self.seen.rows.get(key).is_none_or(|now| now.body != row.body)
    }

    /// A row is what a phone has kept, word for word, unknown members included.
    fn was_kept(&self, (id, hash): &(EntryId, String), row: &Row) -> Result<(), Violation> {
        let mark = mark_of(row.entry.unit.as_deref());
        if let Some(person) = mark.and_then(|mark| self.tapped.get(&mark))
            && row.entry.author != *person
        {
            return broken(Rule::RightAuthor, format!("entry {id} of {person} stands under {}", row.entry.author));
        }
        let same = |(of, text): &(String, String)| of == hash && *text == row.body;
        let known = self.promised.values().any(|p| p.kept.id == *id && p.canonical.as_ref().is_some_and(same));
        if known { Ok(()) } else { broken(Rule::CountedOnce, format!("no phone has kept entry {id} as it is held")) }
    }

    /// What was tapped once is held as one occasion.
    fn once(&self) -> Result<(), Violation> {
        let mut roots: BTreeMap<Mark, EntryId> = BTreeMap::new();
        for row in self.seen.rows.values() {
            let Some(mark) = mark_of(row.entry.unit.as_deref()) else { continue };
            let root = row.entry.root();
            let first = *roots.entry(mark).or_insert(root);
            if first != root {
                return broken(Rule::CountedOnce, format!("{} is held as {first} and as {root}", mark.call_sign()));
            }
        }
        Ok(())
    }

    /// Every number of a journal is held or named as missing, up to the last that was told.
    fn named(&self) -> Result<(), Violation> {
        let mut numbers = self.numbers();
        for (id, journal) in &self.seen.journals {
            let held: Ranges = numbers.remove(id).unwrap_or_default().into_iter().collect();
            if held != journal.held || held.gaps(journal.last_told) != journal.gaps {
                let words = format!("journal {id} has {held:?}, says {:?} and misses {:?}", journal.held, journal.gaps);
                return broken(Rule::NamedGap, words);
            }
        }
        match numbers.keys().next() {
            Some(id) => broken(Rule::NamedGap, format!("journal {id} has entries and isn't known")),
            None => Ok(()),
        }
    }

    fn held(&self) -> Vec<Held> {
        let held = |((_, hash), row): (&(EntryId, String), &Row)| Held {
            entry: row.entry.clone(),
            hash: hash.clone(),
            organisation: "polisen".into(),
            quarantined: row.quarantined,
            cloned: false,
            by_staff: false,
            decided: false,
        };
        self.seen.rows.iter().map(held).collect()
    }

    /// The figures are the sum of what is held, and no occasion is in one twice.
    fn adds_up(&self, local_of: LocalOf<'_>) -> Result<(), Violation> {
        let held = self.held();
        let roots: BTreeSet<EntryId> = held.iter().map(|h| h.entry.root()).collect();
        let mut tally = Tally::default();
        roots.iter().for_each(|r| tally.add(Occasion::of(*r, &held).contribution(&self.seen.catalogue, local_of)));
        if tally.settled() != self.seen.tally {
            return broken(Rule::OrderFree, "the figures are not the sum of what is held");
        }
        let mut counts: BTreeMap<&TargetId, i64> = BTreeMap::new();
        for (cell, amount) in &self.seen.tally.0 {
            *counts.entry(&cell.target).or_default() += amount.count + amount.too_short;
        }
        match counts.iter().find(|(_, count)| **count > roots.len() as i64) {
            Some((target, count)) => {
                broken(Rule::CountedOnce, format!("{target} says {count} of {} occasions", roots.len()))
            }
            None => Ok(()),
        }
    }

    /// Whatever order it had come in, one by one, the figures would be these.
    ///
    /// # Errors
    /// When they would be others.
    pub fn in_any_order(&self, seed: u64, local_of: LocalOf<'_>) -> Result<(), Violation> {
        let mut order = self.held();
        Rng::of(seed).shuffle(&mut order);
        let mut there: Vec<Held> = Vec::new();
        let mut tally = Tally::default();
        for next in order {
            let versions = there.iter().chain([&next]).filter(|h| h.entry.id == next.entry.id);
            let touched: BTreeSet<EntryId> = versions.map(|h| h.entry.root()).collect();
            let of = |there: &[Held], root| Occasion::of(root, there).contribution(&self.seen.catalogue, local_of);
            touched.iter().for_each(|root| tally.take(of(&there, *root)));
            there.push(next);
            touched.iter().for_each(|root| tally.add(of(&there, *root)));
        }
        if tally.settled() == self.seen.tally {
            return Ok(());
        }
        broken(Rule::OrderFree, "in another order the figures would be others")
    }

    /// An answer leaves the server: it may speak of nothing that isn't durable.
    ///
    /// # Errors
    /// When it does.
    pub fn answered(&self, answer: &Answer) -> Result<(), Violation> {
        let given = |kind| matches!(kind, VerdictKind::Accepted | VerdictKind::AlreadyHeld | VerdictKind::Quarantined);
        for verdict in answer.verdicts.iter().filter(|v| given(v.verdict)) {
            let key = verdict.id.zip(verdict.hash.clone());
            if !key.as_ref().is_some_and(|key| self.seen.rows.contains_key(key)) {
                return broken(Rule::HonestReceipt, format!("{:?} has a receipt and isn't durable", verdict.id));
            }
        }
        Ok(())
    }
}
