//! The protocol, sections 3 to 5, counted by hand over the whole list of what was kept and decided. Written from its
//! text and as plainly as can be; slow, and nothing of the store's own counting in it.

use domain::decision::Decision;
use domain::entry::{Entry, Fact, How, Kind};
use domain::id::{EntryId, PersonId};
use domain::merge::Readable;
use domain::promise::{Per, Promise, Target, TargetKind};
use domain::tally::{Amount, Cell, NotCounted, Tally, towards};
use server::clock::Zone;
use std::collections::{BTreeMap, BTreeSet};

/// Something that is held.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) entry: Entry,
    pub(super) hash: String,
    organisation: String,
    pub(super) quarantined: bool,
    by_staff: bool,
    decided: bool,
}

impl Line {
    pub(super) fn id(&self) -> EntryId {
        self.entry.id
    }

    pub(super) fn root(&self) -> EntryId {
        if self.entry.kind == Kind::Recorded { self.entry.id } else { self.entry.of.unwrap_or(self.entry.id) }
    }
}

/// Everything that is known, in the order in which it came.
pub(super) struct Ledger {
    lines: Vec<Line>,
    pub(super) promise: Promise,
    supervisor: PersonId,
    /// Those whose phone is revoked.
    pub(super) revoked: BTreeSet<PersonId>,
    /// By pair, the last word: joined or not.
    pairs: BTreeMap<[EntryId; 2], bool>,
    areas: BTreeMap<String, String>,
    activities: BTreeMap<String, String>,
    zone: Zone,
}

impl Ledger {
    pub(super) fn new(promise: &Promise, supervisor: PersonId) -> Self {
        Self {
            lines: Vec::new(),
            promise: promise.clone(),
            supervisor,
            revoked: BTreeSet::new(),
            pairs: BTreeMap::new(),
            areas: BTreeMap::new(),
            activities: BTreeMap::new(),
            zone: Zone::named("Europe/Stockholm").expect("built in"),
        }
    }

    pub(super) fn held(&self) -> Vec<Line> {
        self.lines.clone()
    }

    /// Section 3: an entry that is new, or new under its id, is kept; of a revoked phone it is quarantined.
    pub(super) fn arrives(&mut self, read: &Readable, organisation: &str) {
        if self.lines.iter().any(|l| l.id() == read.entry.id && l.hash == read.hash) {
            return;
        }
        let entry = read.entry.clone();
        let quarantined = self.revoked.contains(&entry.author);
        let (hash, organisation) = (read.hash.clone(), organisation.to_owned());
        self.lines.push(Line { entry, hash, organisation, quarantined, by_staff: false, decided: false });
    }

    /// What a decision that was carried out has changed.
    pub(super) fn decides(&mut self, decision: &Decision, fresh: EntryId) {
        match decision {
            Decision::Join { pair } => drop(self.pairs.insert([pair.one, pair.other], true)),
            Decision::Separate { pair } => drop(self.pairs.insert([pair.one, pair.other], false)),
            Decision::AcceptOccasion { root } => {
                self.lines.iter_mut().filter(|l| l.root() == *root).for_each(|l| l.quarantined = false);
            }
            Decision::AcceptJournal { journal } => {
                self.lines.iter_mut().filter(|l| l.entry.journal == *journal).for_each(|l| l.quarantined = false);
            }
            Decision::Version { id, hash } => {
                self.lines.iter_mut().filter(|l| l.id() == *id).for_each(|l| l.decided = l.hash == *hash);
            }
            Decision::MapArea { from, to } => drop(self.areas.insert(from.to_string(), to.to_string())),
            Decision::MapActivity { from, to } => drop(self.activities.insert(from.to_string(), to.to_string())),
            Decision::Head { root, head } => {
                let chosen = self.of(*root).into_iter().find(|l| l.id() == *head).cloned().expect("it was chosen");
                self.staff_writes(*root, fresh, chosen.entry);
            }
            Decision::Void { root, .. } => {
                let any = self.of(*root)[0].entry.clone();
                self.staff_writes(*root, fresh, Entry { fact: None, ..any });
            }
            Decision::CloseGap { .. } | Decision::Return { .. } => {}
            // `made.rs` makes none; `returned.rs` tries it.
            Decision::PutBack { .. } => unreachable!("no history puts back"),
        }
    }

    /// An entry in a server-kept journal replaces all that is held of the occasion.
    fn staff_writes(&mut self, root: EntryId, id: EntryId, says: Entry) {
        let replaces = self.of(root).iter().map(|l| l.id()).collect();
        let kind = if says.fact.is_some() { Kind::Amended } else { Kind::Withdrawn };
        let entry = Entry { id, kind, of: Some(root), replaces, author: self.supervisor, ..says };
        self.lines.push(Line {
            entry,
            hash: String::new(),
            organisation: "polisen".to_owned(),
            quarantined: false,
            by_staff: true,
            decided: false,
        });
    }

    /// Of every id the version that counts: a person's choice, else what isn't held back, else the smallest hash.
    fn counting(&self) -> Vec<&Line> {
        let mut by_id: BTreeMap<EntryId, &Line> = BTreeMap::new();
        for line in &self.lines {
            let better = |held: &&Line| {
                (!line.decided, line.quarantined, &line.hash) < (!held.decided, held.quarantined, &held.hash)
            };
            if by_id.get(&line.id()).is_none_or(better) {
                by_id.insert(line.id(), line);
            }
        }
        by_id.into_values().collect()
    }

    /// The entries of an occasion, in the order of their ids.
    fn of(&self, root: EntryId) -> Vec<&Line> {
        self.counting().into_iter().filter(|l| l.root() == root).collect()
    }

    /// Section 4: the head that decides.
    fn deciding(&self, root: EntryId) -> Option<&Line> {
        let all = self.of(root);
        let first = *all.iter().find(|l| l.id() == root && l.entry.kind == Kind::Recorded)?;
        let may = |l: &&&Line| !l.quarantined && (l.by_staff || l.entry.author == first.entry.author);
        let speaking: Vec<&Line> = all.iter().filter(may).copied().collect();
        let replaced = |l: &Line| {
            speaking
                .iter()
                .any(|o| o.id() != l.id() && o.entry.kind != Kind::Recorded && o.entry.replaces.contains(&l.id()))
        };
        speaking.iter().copied().find(|l| !replaced(l) && l.entry.fact.is_some())
    }

    /// Section 5: what an occasion alone adds to each target.
    fn adds(&self, root: EntryId) -> Vec<(Cell, Amount)> {
        let Some(line) = self.deciding(root) else { return Vec::new() };
        let Some(mut fact) = line.entry.fact.clone() else { return Vec::new() };
        let area = fact.area.as_ref().map(|a| a.as_str().to_owned());
        let known = |area: &str| self.promise.areas.iter().any(|a| a.id.as_str() == area);
        if let Some(to) = area.filter(|a| !known(a)).and_then(|a| self.areas.get(&a)) {
            fact.area = Some(to.as_str().into());
        }
        let names = |activity: &str| self.promise.activities.iter().find(|a| a.id.as_str() == activity);
        if names(fact.activity.as_str()).is_none()
            && let Some(to) = self.activities.get(fact.activity.as_str())
        {
            fact.activity = to.as_str().into();
        }
        let at = self.zone.local_of(counted(&fact, line.entry.clock_offset_ms));
        let day = at.day;
        let Some(activity) = names(fact.activity.as_str()) else { return Vec::new() };
        let in_force = self.promise.from <= day && day <= self.promise.to;
        let placed = match &fact.area {
            Some(area) => known(area.as_str()),
            None => !activity.in_area,
        };
        if !in_force || !placed || activity.organisations.iter().all(|o| o.as_str() != line.organisation) {
            return Vec::new();
        }
        let amount = |target| match towards(&fact, target, at) {
            Ok(amount) => Some(amount),
            Err(NotCounted::TooShort { .. }) => Some(Amount { too_short: 1, ..Amount::default() }),
            Err(_) => None,
        };
        let (promise, version) = (&self.promise.id, self.promise.version);
        let cell = |target| Cell { promise: promise.clone(), version, target, area: fact.area.clone(), day };
        // A week is of the year that its Thursday lies in, and nothing else is promised here.
        let thursday = day.plus(4 - day.weekday() as i32);
        let has_week = self.promise.from <= thursday && thursday <= self.promise.to;
        let is_weekly = |t: &Target| t.kind == TargetKind::Cadence && t.per == Per::Week;
        let targets = self.promise.commitments.iter().flat_map(|c| &c.targets).filter(|t| has_week || !is_weekly(t));
        targets.filter_map(|t| Some((cell(t.id.clone()), amount(t)?))).collect()
    }

    /// Everything: per group and target once, by the counting member with the smallest root.
    pub(super) fn tally(&self) -> Tally {
        let roots: BTreeSet<EntryId> = self.lines.iter().map(Line::root).collect();
        let mut left = roots;
        let mut tally = Tally::default();
        while let Some(first) = left.pop_first() {
            let mut group = BTreeSet::from([first]);
            loop {
                let touching =
                    self.pairs.iter().filter(|(pair, joined)| **joined && pair.iter().any(|r| group.contains(r)));
                let more: Vec<EntryId> = touching.flat_map(|(pair, _)| *pair).filter(|r| !group.contains(r)).collect();
                if more.is_empty() {
                    break;
                }
                group.extend(more);
            }
            left.retain(|root| !group.contains(root));
            let parts: Vec<(Cell, Amount)> = group.iter().flat_map(|root| self.adds(*root)).collect();
            let targets: BTreeSet<_> = parts.iter().map(|(cell, _)| cell.target.clone()).collect();
            for target in targets {
                let mine = || parts.iter().filter(|(cell, _)| cell.target == target);
                let chosen = mine().find(|(_, amount)| amount.too_short == 0).or_else(|| mine().next());
                tally.add(chosen.cloned());
            }
        }
        tally.settled()
    }
}

/// The instant that counts: the start, moved by the phone's error where the phone's clock gave it and was off.
fn counted(fact: &Fact, offset_ms: Option<i64>) -> i64 {
    let off = offset_ms.unwrap_or(0);
    let moved = fact.how != How::Afterwards && off.abs() > 120_000;
    fact.started_at.unix_ms + if moved { off } else { 0 }
}
