//! The merge of a group of batches in one transaction: what `domain::merge` decides of each, one after the other, carried
//! out for all of them at once, with the tallies that they change.

use super::audit::Noted;
use super::batch::{Batch, Merged, TooManyRows};
use super::count::{self, Picture};
use super::in_force::InForce;
use super::merge_state::{Head, MergeState, most_rows, readable};
use super::merge_writes::{self, Writes};
use super::sql::Tx;
use super::stored_entry::{ByRoot, Fresh};
use anyhow::{Context, Result};
use domain::entry::{Entry, Refusal};
use domain::id::{EntryId, JournalId, PartnershipId};
use domain::merge::{Arrival, Judgement, Keep, Readable};
use domain::occasion::{Held, Occasion};
use domain::tally::counted_ms;
use domain::wire::{Verdict, VerdictKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What became of each batch, in their order, and what the audit log is to say.
pub(super) type Outcomes = (Vec<Result<Merged, TooManyRows>>, Vec<Noted>);

/// A partnership whose batches are merged, under its lock.
pub(super) struct Group<'a> {
    pub(super) of: &'a PartnershipId,
    pub(super) head: Head,
    pub(super) in_force: Arc<InForce>,
}

impl Group<'_> {
    /// Merges batches that were taken together; batches that touch too many rows together are merged one by one, and one
    /// that does alone is not merged.
    pub(super) async fn merge(&mut self, tx: &mut Tx, batches: &[&Batch]) -> Result<Outcomes> {
        if let Some(outcomes) = self.together(tx, batches).await? {
            return Ok(outcomes);
        }
        let (mut all, mut notes) = (Vec::with_capacity(batches.len()), Vec::new());
        for batch in batches {
            let alone = if batches.len() > 1 { self.together(tx, &[batch]).await? } else { None };
            let (merged, noted) = alone.unwrap_or_else(|| (vec![Err(TooManyRows)], Vec::new()));
            all.extend(merged);
            notes.extend(noted);
        }
        Ok((all, notes))
    }

    /// Reads what the batches touch, judges them in their order, and writes what they change.
    async fn together(&mut self, tx: &mut Tx, batches: &[&Batch]) -> Result<Option<Outcomes>> {
        let Some(mut state) = MergeState::read(tx, self.of, &self.head, batches).await? else { return Ok(None) };
        let (mut writes, mut notes) = (Writes::default(), Vec::new());
        let mut all = Vec::with_capacity(batches.len());
        for batch in batches {
            all.push(self.one(&mut state, &mut writes, batch)?.map(|(merged, noted)| {
                notes.extend(noted);
                merged
            }));
        }
        writes.write(tx, self.of, &state).await?;
        Ok(Some((all, notes)))
    }

    /// Judges one batch after those before it.
    fn one(
        &mut self,
        state: &mut MergeState,
        writes: &mut Writes,
        batch: &Batch,
    ) -> Result<Result<(Merged, Option<Noted>), TooManyRows>> {
        let (roots, joins) = state.touched(batch);
        // Those before it may have filled the occasions.
        if most_rows(batch.arrivals.len()).is_some_and(|most| state.rows.count(&roots) > most) {
            return Ok(Err(TooManyRows));
        }
        let before = state.rows.of_roots(&roots);
        let mut known = state.known(batch.device)?;
        let judged: Vec<Judgement> = batch.arrivals.iter().map(|arrival| known.judge(arrival)).collect();
        let commit_no = self.head.commit_no + 1;
        let fresh = self.fresh(state, batch, &judged, commit_no)?;
        if !fresh.is_empty() {
            (self.head.commit_no, writes.commit_no) = (commit_no, Some(commit_no));
        }
        let noted = merge_writes::noted(batch, &judged, &fresh, commit_no);
        let after: Vec<Held> = before.iter().cloned().chain(fresh.iter().map(|f| f.held.clone())).collect();
        state.rows.extend(fresh.iter().map(|f| f.held.clone()));
        let after = Picture::of(after, &roots, &joins, &self.in_force);
        if !fresh.is_empty() {
            let before = Picture::of(before, &roots, &joins, &self.in_force);
            writes.count(count::changes((&before, &self.in_force), (&after, &self.in_force)));
            writes.fresh.extend(fresh);
        }
        writes.heard(self.of, batch, &known);
        let verdicts = verdicts(batch, judged, &after.occasions, &self.in_force);
        let own = |id: &JournalId| {
            let journal = known.journals.get(id).filter(|j| known.people.contains(&j.person) && !j.by_server)?;
            Some((*id, journal.held.clone()))
        };
        let held = batch.journals.keys().filter_map(own).collect();
        let revoked_journal = batch.journals.keys().any(|id| known.journals.get(id).is_some_and(|j| j.revoked));
        let merged = Merged {
            verdicts,
            held,
            commit_no: self.head.commit_no,
            epoch: self.head.epoch.clone(),
            revoked: known.device_revoked || revoked_journal,
            in_force: self.in_force.clone(),
            organisations: state.organisations(batch.device),
            decided_no: self.head.decided_no,
        };
        state.take_back(known);
        Ok(Ok((merged, noted)))
    }

    fn fresh(&self, state: &MergeState, batch: &Batch, judged: &[Judgement], commit_no: i64) -> Result<Vec<Fresh>> {
        let device = state.devices.get(&batch.device).context("the device isn't there any more")?;
        let row = |(readable, Keep { quarantined, cloned }): (&Readable, Keep)| {
            let Readable { entry, hash, body } = readable.clone();
            let author = device.people.iter().find(|enrolled| enrolled.person == entry.author);
            let organisation = author.context("an author without an organisation")?.organisation.clone();
            let fact = entry.fact.as_ref();
            let day = fact.map(|f| self.in_force.zone.day_of(counted_ms(f, entry.clock_offset_ms)));
            let held = Held { entry, hash, organisation, quarantined, cloned, by_staff: false, decided: false };
            Ok(Fresh { held, body, day, received_at_ms: batch.now_ms, commit_no })
        };
        let kept = |(arrival, judgement): (_, &Judgement)| Some((readable(arrival)?, judgement.keep?));
        batch.arrivals.iter().zip(judged).filter_map(kept).map(row).collect()
    }
}

/// What is said of each arrival. Each occasion is put together once, however many of its entries arrived.
fn verdicts(batch: &Batch, judged: Vec<Judgement>, rows: &ByRoot, in_force: &InForce) -> Vec<Verdict> {
    let mut occasions: BTreeMap<EntryId, Occasion<'_>> = BTreeMap::new();
    let mut flags = |entry: &Entry| {
        let root = entry.root();
        let rows = rows.get(&root).map(Vec::as_slice).unwrap_or_default();
        let occasion = occasions.entry(root).or_insert_with(|| Occasion::of(root, rows));
        occasion.flags(entry.id, &in_force.catalogue, &|ms| in_force.zone.local_of(ms))
    };
    let verdict = |(arrival, judgement): (&Arrival, Judgement)| {
        let read = readable(arrival);
        let kept = judgement.verdict != VerdictKind::Refused;
        Verdict {
            id: arrival.id,
            hash: read.map(|r| r.hash.clone()),
            verdict: judgement.verdict,
            code: judgement.refusal.map(|r: Refusal| r.code().to_owned()),
            message: judgement.message,
            flags: read.filter(|_| kept).map(|r| flags(&r.entry)).unwrap_or_default(),
        }
    };
    batch.arrivals.iter().zip(judged).map(verdict).collect()
}
