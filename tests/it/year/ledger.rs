//! The year in the rules alone: merge, occasions, decisions, groups, tally and standing, without a server.

use super::pocket::{Kept, Pocket};
use super::script::{Act, Script};
use crate::example::{compare, totals};
use anyhow::{Context, Result, ensure};
use domain::calendar::Day;
use domain::catalogue::Catalogue;
use domain::decision::{Decision, Settled};
use domain::entry::{Entry, Kind};
use domain::group;
use domain::id::{DeviceId, EntryId, JournalId, PersonId, uuid_v7};
use domain::merge::{Known, arrive};
use domain::occasion::{Held, Occasion};
use domain::promise::Promise;
use domain::tally::Tally;
use domain::wire::VerdictKind;
use server::clock::Zone;
use server::secret::hex_sha256;
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Ledger {
    pocket: Pocket,
    known: Known,
    organisations: BTreeMap<PersonId, String>,
    revoked: BTreeSet<String>,
    /// By journal, the last number that a phone has told.
    told: BTreeMap<JournalId, u64>,
    rows: Vec<Held>,
    settled: Settled,
    decided: i64,
    catalogue: Catalogue,
    zone: Zone,
}

impl Ledger {
    pub(super) fn new(script: &Script) -> Result<Self> {
        let known = Known {
            device: DeviceId([0; 16]),
            device_revoked: false,
            people: Vec::new(),
            disabled: BTreeSet::new(),
            journals: BTreeMap::new(),
            held: BTreeMap::new(),
            occasions: BTreeMap::new(),
        };
        let mut ledger = Self {
            pocket: Pocket::default(),
            known,
            organisations: BTreeMap::new(),
            revoked: BTreeSet::new(),
            told: BTreeMap::new(),
            rows: Vec::new(),
            settled: Settled::default(),
            decided: 0,
            catalogue: Catalogue::default(),
            zone: script.zone.clone(),
        };
        ledger.loads(script.promise.clone())?;
        Ok(ledger)
    }

    fn loads(&mut self, promise: Promise) -> Result<()> {
        self.catalogue = self.catalogue.with(promise).map_err(|overlap| anyhow::anyhow!("{overlap:?}"))?;
        Ok(())
    }

    pub(super) fn does(&mut self, act: &Act) -> Result<()> {
        match act {
            Act::Phone { name, organisation, person } => {
                let nth = self.pocket.phones.len() as i64 + 1;
                let person = match self.pocket.phone(person) {
                    Ok(phone) => phone.person,
                    Err(_) => PersonId(uuid_v7(nth, [1; 10])),
                };
                self.organisations.insert(person, organisation.to_string());
                self.pocket.adds(name, JournalId(uuid_v7(nth, [2; 10])), person);
            }
            Act::Keep(keeping) => self.pocket.keeps(keeping)?,
            Act::Send { phone, names } => {
                let all = || self.pocket.phones.keys().cloned().collect();
                for phone in phone.as_ref().map_or_else(all, |phone| vec![phone.clone()]) {
                    let kept = self.pocket.takes(&phone, names)?;
                    self.sends(&phone, kept)?;
                }
            }
            Act::Again { name, answer } => {
                let (phone, kept) = self.pocket.again(name, answer)?;
                self.sends(&phone, kept)?;
            }
            Act::Decide(word) => {
                let decision = self.pocket.decision(word)?;
                self.decides(&decision)?;
            }
            Act::Missing(number) => {
                let missing = self.missing();
                ensure!(missing == *number, "{missing} missing, not {number}");
            }
            Act::Conflicts(number) => {
                let rows = self.read();
                let roots: BTreeSet<EntryId> = rows.iter().map(|row| row.entry.root()).collect();
                let open = roots.into_iter().filter(|root| Occasion::of(*root, &rows).in_conflict()).count() as u64;
                ensure!(open == *number, "{open} in conflict, not {number}");
            }
            Act::Revoke(phone) => {
                self.revoked.insert(phone.clone());
                if let Some(journal) = self.known.journals.get_mut(&self.pocket.phone(phone)?.journal) {
                    journal.revoked = true;
                }
            }
            Act::Load(promise) => self.loads((**promise).clone())?,
            Act::Continue(day) => {
                let due = self.catalogue.due_extension(*day).context("nothing is due")?;
                self.loads(due)?;
            }
            Act::On(look) => {
                let promise = self.catalogue.at(None, look.day).context("no promise that day")?;
                let through = if look.over { Day(i32::MAX) } else { look.day };
                compare(promise, &totals(promise, &self.tally(), (look.day.year(), through)), look)?;
            }
        }
        Ok(())
    }

    fn sends(&mut self, phone: &str, sent: Vec<Kept>) -> Result<()> {
        let revoked = self.revoked.contains(phone);
        let phone = self.pocket.phone(phone)?;
        self.told.insert(phone.journal, phone.last_seq);
        self.known.people = vec![phone.person];
        self.known.device_revoked = revoked;
        let mut answers = Vec::new();
        for kept in &sent {
            let arrival = arrive(kept.json.clone(), None, phone.person, &hex_sha256);
            let judged = self.known.judge(&arrival);
            let read = arrival.outcome.map_err(|fault| anyhow::anyhow!("{fault:?}"))?;
            if let Some(keep) = judged.keep {
                let organisation = self.organisations[&phone.person].as_str().into();
                self.rows.push(Held {
                    entry: read.entry,
                    hash: read.hash,
                    organisation,
                    quarantined: keep.quarantined,
                    cloned: keep.cloned,
                    by_staff: false,
                    decided: false,
                });
            }
            answers.push((judged.verdict, judged.refusal));
        }
        let rows = self.read();
        let local = |ms| self.zone.local_of(ms);
        for (kept, (verdict, refusal)) in sent.iter().zip(answers) {
            let flags = Occasion::of(kept.entry.root(), &rows).flags(kept.entry.id, &self.catalogue, &local);
            let flags: Vec<&str> = flags.iter().map(|flag| flag.word()).collect();
            let answer = match (verdict, refusal) {
                (_, Some(refusal)) => refusal.code().to_owned(),
                (VerdictKind::AlreadyHeld, _) => "held".to_owned(),
                (VerdictKind::Quarantined, _) => "quarantined".to_owned(),
                _ if flags.is_empty() => "accepted".to_owned(),
                _ => flags.join(","),
            };
            ensure!(answer == kept.answer, "{:?}, {:?}: {answer}, not {}", kept.name, kept.entry, kept.answer);
        }
        Ok(())
    }

    fn decides(&mut self, decision: &Decision) -> Result<()> {
        self.decided += 1;
        self.settled.take(decision);
        let occasion = |root: EntryId| self.rows.iter().filter(move |row| row.entry.root() == root);
        match decision {
            Decision::AcceptOccasion { root } => self.accepts(|row| row.entry.root() == *root),
            Decision::AcceptJournal { journal } => self.accepts(|row| row.entry.journal == *journal),
            Decision::Version { id, hash } => {
                for row in self.rows.iter_mut().filter(|row| row.entry.id == *id) {
                    row.decided = row.hash == *hash;
                }
                for version in self.known.held.get_mut(id).into_iter().flatten() {
                    version.decided = version.hash == *hash;
                }
            }
            Decision::Head { root, head } => {
                let says = occasion(*root).find(|row| row.entry.id == *head).context("no such head")?.clone();
                self.writes(*root, says);
            }
            Decision::Void { root, .. } => {
                let mut says = occasion(*root).next().context("no such occasion")?.clone();
                says.entry.fact = None;
                self.writes(*root, says);
            }
            _ => {}
        }
        Ok(())
    }

    fn accepts(&mut self, is_meant: impl Fn(&Held) -> bool) {
        for row in self.rows.iter_mut().filter(|row| is_meant(row)) {
            row.quarantined = false;
            for version in self.known.held.get_mut(&row.entry.id).into_iter().flatten() {
                version.quarantined &= version.hash != row.hash;
            }
        }
    }

    /// A supervisor's entry, that replaces everything which is held of the occasion.
    fn writes(&mut self, root: EntryId, says: Held) {
        let replaces = self.rows.iter().filter(|row| row.entry.root() == root).map(|row| row.entry.id).collect();
        let kind = if says.entry.fact.is_some() { Kind::Amended } else { Kind::Withdrawn };
        let id = EntryId(uuid_v7(1_900_000_000_000 + self.decided, [0; 10]));
        let entry = Entry { id, kind, of: Some(root), replaces, ..says.entry };
        self.rows.push(Held { entry, by_staff: true, quarantined: false, ..says });
    }

    fn missing(&self) -> u64 {
        let mut missing = 0;
        for (journal, state) in &self.known.journals {
            let closed = self.settled.closed.get(journal).cloned().unwrap_or_default();
            let last = self.told.get(journal).copied().unwrap_or(0);
            missing += state.held.gaps(last).without(&closed).count();
        }
        missing
    }

    /// What is held, as it is read by the maps in force.
    fn read(&self) -> Vec<Held> {
        let mut rows = self.rows.clone();
        for row in &mut rows {
            self.settled.maps.read(row, &self.catalogue, &|ms| self.zone.local_of(ms));
        }
        rows
    }

    pub(super) fn tally(&self) -> Tally {
        let rows = self.read();
        let mut versions: BTreeMap<EntryId, BTreeSet<EntryId>> = BTreeMap::new();
        for row in &rows {
            versions.entry(row.entry.id).or_default().insert(row.entry.root());
        }
        let roots: BTreeSet<EntryId> = rows.iter().map(|row| row.entry.root()).collect();
        let alone = |root: EntryId| {
            let is_its = |row: &&Held| versions[&row.entry.id].contains(&root);
            let its: Vec<Held> = rows.iter().filter(is_its).cloned().collect();
            Occasion::of(root, &its).contribution(&self.catalogue, &|ms| self.zone.local_of(ms))
        };
        let mut tally = Tally::default();
        for group in group::groups(&roots, &self.settled.joins) {
            tally.add(group::contribution(group.iter().map(|root| (*root, alone(*root))).collect()));
        }
        tally.settled()
    }
}
