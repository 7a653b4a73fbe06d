//! What a group of batches changes, gathered and written once: each table in one go, each figure once.

use super::audit::{AuditEvent, Noted};
use super::batch::Batch;
use super::count::Changes;
use super::many::Update;
use super::merge_state::{JournalRow, MergeState};
use super::sql::{Tx, Val, vals};
use super::stored_entry::{self, Fresh};
use super::sums::Sums;
use anyhow::Result;
use domain::id::{DeviceId, JournalId, PartnershipId, PersonId};
use domain::limits;
use domain::merge::{Judgement, Known};
use domain::wire::VerdictKind;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// See the module.
#[derive(Default)]
pub(super) struct Writes {
    pub(super) fresh: Vec<Fresh>,
    /// What it changes of each counting run.
    sums: BTreeMap<i64, Sums>,
    /// The device that named a journal last, and the last number that it told.
    journals: BTreeMap<JournalId, (DeviceId, u64)>,
    devices: BTreeMap<DeviceId, Vec<Val>>,
    /// The number of the last commit, where there was one.
    pub(super) commit_no: Option<i64>,
}

impl Writes {
    /// Adds what a batch changes of the figures.
    pub(super) fn count(&mut self, changes: Changes) {
        changes.into_iter().for_each(|(run, sums)| self.sums.entry(run).or_default().add(sums));
    }

    /// A device and its journals, as it told of them.
    pub(super) fn heard(&mut self, of: &PartnershipId, batch: &Batch, known: &Known) {
        let named = batch.journals.keys().copied();
        for id in named.chain(super::merge_state::sent(batch).map(|r| r.entry.journal)) {
            let Some(state) = known.journals.get(&id) else { continue };
            if !known.people.contains(&state.person) || state.by_server {
                continue;
            }
            let told = batch.journals.get(&id).copied().unwrap_or(0).max(state.held.last()).min(limits::SEQ);
            let (device, last) = self.journals.entry(id).or_insert((batch.device, 0));
            (*device, *last) = (batch.device, told.max(*last));
        }
        if !batch.by_hand {
            let offset_ms = batch.clock.map(|clock| batch.now_ms - clock.unix_ms);
            // A phone says this of itself: bounded, so that the sum over all phones is too.
            let waiting = batch.waiting.min(limits::SEQ) as i64;
            self.devices.insert(batch.device, vals![of.as_str(), batch.device.0, batch.now_ms, waiting, offset_ms]);
        }
    }

    /// Writes everything.
    pub(super) async fn write(self, tx: &mut Tx, of: &PartnershipId, state: &MergeState) -> Result<()> {
        stored_entry::insert(tx, of, self.fresh).await?;
        for (run, sums) in self.sums {
            sums.write(tx, of, run).await?;
        }
        write_journals(tx, of, &self.journals, state).await?;
        let heard = Update {
            table: "devices",
            keys: &["partnership", "id"],
            sets: &["heard_at", "waiting", "clock_offset_ms"],
        };
        tx.update_many(heard, self.devices.into_values().collect()).await?;
        if let Some(number) = self.commit_no {
            tx.run("update partnerships set commit_no = $2 where id = $1", vals![of.as_str(), number]).await?;
        }
        Ok(())
    }
}

/// Journals with numbers that are new, or new to the server, or told of for the first time.
async fn write_journals(
    tx: &mut Tx,
    of: &PartnershipId,
    named: &BTreeMap<JournalId, (DeviceId, u64)>,
    state: &MergeState,
) -> Result<()> {
    let mut rows: Vec<Vec<Val>> = Vec::new();
    for (id, (device, told)) in named {
        let Some(journal) = state.journals.get(id) else { continue };
        let stored = state.stored_journals.get(id);
        let last_told = stored.map_or(0, |row| row.last_told).max(*told);
        if stored == Some(&JournalRow { device: Some(*device), last_told, state: journal.clone() }) {
            continue;
        }
        let held = serde_json::to_string(&journal.held)?;
        rows.push(vals![of.as_str(), id.0, journal.person.0, device.0, last_told as i64, held, journal.revoked]);
    }
    let into = "journals (partnership, id, person, device, last_told, held, revoked)";
    let conflict = "on conflict (partnership, id) do update set device = excluded.device, held = excluded.held, \
                    revoked = excluded.revoked, last_told = excluded.last_told";
    tx.insert_many(into, 7, rows, conflict).await
}

/// What the audit log says of a batch that brought something: by its commit the entries can be found.
pub(super) fn noted(batch: &Batch, judged: &[Judgement], fresh: &[Fresh], commit_no: i64) -> Option<Noted> {
    let first = &fresh.first()?.held.entry;
    let journals: BTreeSet<JournalId> = fresh.iter().map(|f| f.held.entry.journal).collect();
    let mut about = json!({
        "device": batch.device, "journals": journals, "commit_no": commit_no, "entries": fresh.len(),
        "quarantined": fresh.iter().filter(|f| f.held.quarantined).count(),
        "refused": judged.iter().filter(|j| j.verdict == VerdictKind::Refused).count(),
    });
    // How far each journal went: where a backup is put back, what it lacks has names by this.
    let through = |journal: &JournalId| batch.journals.get(journal).map(|last| (journal.to_string(), json!(last)));
    about["through"] = journals.iter().filter_map(through).collect();
    let people: BTreeSet<PersonId> = fresh.iter().map(|f| f.held.entry.author).collect();
    if people.len() > 1 {
        about["people"] = json!(people);
    }
    Some(Noted { person: Some(first.author), deed: AuditEvent::Sync, about, at_ms: batch.now_ms })
}
