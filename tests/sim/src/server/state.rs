//! What the paper server holds durably, and the merge into it: `server/src/store/merge.rs` over maps instead of tables.

use super::Row;
use super::SeenJournal;
use domain::catalogue::Catalogue;
use domain::decision::Decision;
use domain::id::{DeviceId, EntryId, JournalId, PersonId};
use domain::merge::{Arrival, HeldVersion, JournalState, Known, Readable, arrive};
use domain::moment::local_at;
use domain::occasion::{Held, Occasion};
use domain::ranges::Ranges;
use domain::tally::Tally;
use domain::wire::{Request, Verdict, VerdictKind};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Winter time: what days are counted by.
pub(super) const OFFSET_MIN: i16 = 60;

#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) epoch: String,
    pub(super) commit_no: i64,
    pub(super) catalogue: Catalogue,
    pub(super) devices: BTreeMap<DeviceId, Device>,
    pub(super) journals: BTreeMap<JournalId, (JournalState, u64, DeviceId)>,
    pub(super) closed: BTreeMap<JournalId, Ranges>,
    pub(super) rows: Vec<(Held, String)>,
    pub(super) tally: Tally,
    /// In commit order, and within a commit by root: what `decided_occasions` has.
    pub(super) told: Vec<ToldOf>,
    /// Occasions that were sent back, with how many entries of each were held then.
    pub(super) returned: BTreeMap<EntryId, usize>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Device {
    pub(super) people: Vec<PersonId>,
    pub(super) revoked: bool,
}

#[derive(Clone, Debug)]
pub(super) struct ToldOf {
    pub(super) commit_no: i64,
    pub(super) root: EntryId,
    pub(super) journal: JournalId,
    pub(super) word: &'static str,
    pub(super) at_ms: i64,
}

/// What became of a request.
pub(super) struct Merged {
    pub(super) verdicts: Vec<Verdict>,
    pub(super) held: BTreeMap<JournalId, Ranges>,
    pub(super) revoked: bool,
}

pub(crate) fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl State {
    /// Merges a request of a device.
    pub(super) fn merge(&mut self, device: DeviceId, request: &Request) -> Merged {
        let mut known = self.known(device, request);
        let author = known.people.first().copied().unwrap_or(PersonId([0; 16]));
        let only = (request.journals.len() == 1).then(|| request.journals.keys().next().copied()).flatten();
        let arrivals: Vec<Arrival> =
            request.entries.iter().map(|sent| arrive(sent.clone(), only, author, &sha256)).collect();
        let mut fresh = Vec::new();
        let mut judged = Vec::new();
        for arrival in &arrivals {
            let judgement = known.judge(arrival);
            if let (Some(keep), Ok(Readable { entry, hash, body })) = (judgement.keep, &arrival.outcome) {
                let held = Held {
                    entry: entry.clone(),
                    hash: hash.clone(),
                    organisation: "polisen".into(),
                    quarantined: keep.quarantined,
                    cloned: keep.cloned,
                    by_staff: false,
                    decided: false,
                };
                fresh.push((held, body.clone()));
            }
            judged.push(judgement);
        }
        if !fresh.is_empty() {
            self.commit_no += 1;
            self.bring(fresh);
        }
        for (id, state) in &known.journals {
            if known.people.contains(&state.person) {
                let told = request.journals.get(id).copied().unwrap_or(0).max(state.held.last());
                let before = self.journals.get(id).map_or(0, |(_, told, _)| *told);
                self.journals.insert(*id, (state.clone(), told.max(before), device));
            }
        }
        let theirs = |id: &JournalId| known.journals.get(id).filter(|j| known.people.contains(&j.person));
        let held = request.journals.keys().filter_map(|id| Some((*id, theirs(id)?.held.clone()))).collect();
        let verdicts = arrivals.iter().zip(judged).map(|(a, j)| self.verdict(a, j)).collect();
        let revoked = request.journals.keys().any(|id| known.journals.get(id).is_some_and(|j| j.revoked));
        Merged { verdicts, held, revoked: revoked || known.device_revoked }
    }

    fn known(&self, device: DeviceId, request: &Request) -> Known {
        let of = self.devices.get(&device).cloned().unwrap_or_default();
        let mut held: BTreeMap<EntryId, Vec<HeldVersion>> = BTreeMap::new();
        let mut occasions = BTreeMap::new();
        for (row, _) in &self.rows {
            let version = HeldVersion {
                journal: row.entry.journal,
                hash: row.hash.clone(),
                quarantined: row.quarantined,
                decided: row.decided,
            };
            held.entry(row.entry.id).or_default().push(version);
            *occasions.entry((row.entry.root(), row.entry.author, row.quarantined)).or_default() += 1;
        }
        // As in the store, only what is named or sent; here it makes no difference that everything is at hand.
        let named = |id: &JournalId| request.journals.contains_key(id);
        let journals = self.journals.iter().map(|(id, (state, ..))| (*id, state.clone()));
        let sent: BTreeSet<String> =
            request.entries.iter().filter_map(|e| Some(e.get("journal")?.text()?.to_owned())).collect();
        let journals = journals.filter(|(id, _)| named(id) || sent.contains(&id.to_string())).collect();
        let disabled = BTreeSet::new();
        Known { device, device_revoked: of.revoked, people: of.people, disabled, journals, held, occasions }
    }

    /// Adds rows: for each occasion touched its contribution after, minus that before.
    fn bring(&mut self, fresh: Vec<(Held, String)>) {
        let ids: BTreeSet<EntryId> = fresh.iter().map(|(row, _)| row.entry.id).collect();
        let versions = self.rows.iter().chain(&fresh).filter(|(row, _)| ids.contains(&row.entry.id));
        let touched: BTreeSet<EntryId> = versions.map(|(row, _)| row.entry.root()).collect();
        self.take_away(&touched);
        self.rows.extend(fresh);
        self.add(&touched);
    }

    fn take_away(&mut self, roots: &BTreeSet<EntryId>) {
        let all: Vec<Held> = self.rows.iter().map(|(held, _)| held.clone()).collect();
        for root in roots {
            let parts = Occasion::of(*root, &all).contribution(&self.catalogue, &|ms| local_at(ms, OFFSET_MIN));
            self.tally.take(parts);
        }
    }

    fn add(&mut self, roots: &BTreeSet<EntryId>) {
        let all: Vec<Held> = self.rows.iter().map(|(held, _)| held.clone()).collect();
        for root in roots {
            let parts = Occasion::of(*root, &all).contribution(&self.catalogue, &|ms| local_at(ms, OFFSET_MIN));
            self.tally.add(parts);
        }
    }

    /// The figures counted anew.
    pub(super) fn recounted(&self) -> Tally {
        let mut anew = Self { tally: Tally::default(), ..self.clone() };
        anew.add(&self.rows.iter().map(|(row, _)| row.entry.root()).collect());
        anew.tally.settled()
    }

    fn verdict(&self, arrival: &Arrival, judgement: domain::merge::Judgement) -> Verdict {
        let read = arrival.outcome.as_ref().ok();
        let kept = judgement.verdict != VerdictKind::Refused;
        let flags = read.filter(|_| kept).map(|read| {
            let root = read.entry.root();
            let all: Vec<Held> = self.rows.iter().map(|(held, _)| held.clone()).collect();
            Occasion::of(root, &all).flags(read.entry.id, &self.catalogue, &|ms| local_at(ms, OFFSET_MIN))
        });
        Verdict {
            id: arrival.id,
            hash: read.map(|read| read.hash.clone()),
            verdict: judgement.verdict,
            code: judgement.refusal.map(|refusal| refusal.code().to_owned()),
            message: judgement.message,
            flags: flags.unwrap_or_default(),
        }
    }

    /// Revokes a phone and every journal that it named last.
    pub(super) fn revoke(&mut self, device: DeviceId) -> bool {
        let Some(of) = self.devices.get_mut(&device).filter(|of| !of.revoked) else { return false };
        of.revoked = true;
        for (state, _, by) in self.journals.values_mut() {
            state.revoked |= *by == device;
        }
        true
    }

    /// Carries out a decision, as `server/src/store/decide.rs` does; `false` when there is nothing to decide.
    pub(super) fn decide(&mut self, decision: &Decision, at_ms: i64) -> bool {
        let roots: BTreeSet<EntryId> = match decision {
            Decision::Return { root, .. } => [*root].into(),
            Decision::AcceptJournal { journal } => {
                let back = self.rows.iter().filter(|(row, _)| row.entry.journal == *journal && row.quarantined);
                back.map(|(row, _)| row.entry.root()).collect()
            }
            Decision::CloseGap { journal, from, to, .. } => {
                self.closed.entry(*journal).or_default().add_range(*from, *to);
                self.commit_no += 1;
                return true;
            }
            _ => return false,
        };
        if roots.is_empty() {
            return false;
        }
        if let Decision::Return { root, .. } = decision {
            let entries = self.rows.iter().filter(|(row, _)| row.entry.root() == *root).count();
            if self.returned.insert(*root, entries) == Some(entries) {
                return false;
            }
        }
        self.commit_no += 1;
        let journals: BTreeSet<(EntryId, JournalId)> = match decision {
            Decision::AcceptJournal { journal } => roots.iter().map(|root| (*root, *journal)).collect(),
            _ => roots.iter().flat_map(|root| self.journals_of(*root)).collect(),
        };
        if let Decision::AcceptJournal { journal } = decision {
            self.take_away(&roots);
            let of = |row: &&mut (Held, String)| row.0.entry.journal == *journal;
            self.rows.iter_mut().filter(of).for_each(|(row, _)| row.quarantined = false);
            self.add(&roots);
        }
        let Some(word) = decision.change() else { return true };
        let commit_no = self.commit_no;
        let told = journals.into_iter().map(|(root, journal)| ToldOf { commit_no, root, journal, word, at_ms });
        self.told.extend(told);
        true
    }

    /// Who hears of a decision about an occasion: its root's journal, or while that is missing, those of what has come.
    fn journals_of(&self, root: EntryId) -> Vec<(EntryId, JournalId)> {
        let parts = || self.rows.iter().map(|(row, _)| &row.entry).filter(|entry| entry.root() == root);
        let has_root = parts().any(|entry| entry.id == root);
        parts().filter(|entry| !has_root || entry.id == root).map(|entry| (root, entry.journal)).collect()
    }

    pub(super) fn rows(&self) -> BTreeMap<(EntryId, String), Row> {
        let row = |(held, body): &(Held, String)| {
            let row = Row { entry: held.entry.clone(), body: body.clone(), quarantined: held.quarantined };
            ((held.entry.id, held.hash.clone()), row)
        };
        self.rows.iter().map(row).collect()
    }

    pub(super) fn journals(&self) -> BTreeMap<JournalId, SeenJournal> {
        let journal = |(id, (state, told, _)): (&JournalId, &(JournalState, u64, DeviceId))| {
            let seen = SeenJournal { held: state.held.clone(), last_told: *told, gaps: state.held.gaps(*told) };
            (*id, seen)
        };
        self.journals.iter().map(journal).collect()
    }
}
