//! What happens in a history: entries with their conflicts and corrections in any order, and what is decided.

use super::naive::Line;
use domain::decision::{Decision, Pair};
use domain::entry::{Entry, Fact, How, Kind};
use domain::id::{EntryId, JournalId, PersonId, uuid_v7};
use domain::json::Json;
use domain::moment::Moment;
use domain::promise::Promise;
use std::collections::BTreeMap;

/// Of the officers, by number. The phone of number 2 is revoked on the way.
pub(super) const ORGANISATIONS: [&str; 4] = ["polisen", "polisen", "polisen", "kommunen"];

/// The same numbers for the same seed.
pub(super) struct Rng(pub(super) u64);

impl Rng {
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }

    pub(super) fn one_of<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }

    pub(super) fn bytes(&mut self) -> [u8; 10] {
        std::array::from_fn(|_| self.below(256) as u8)
    }
}

#[derive(Clone)]
pub(super) enum Step {
    /// An officer sends some entries.
    Send(usize, Vec<Json>),
    Revoke(usize),
    NewVersion,
    /// Something is decided of what is held then.
    Decide,
}

pub(super) struct Made {
    pub(super) authors: Vec<PersonId>,
    pub(super) journals: Vec<JournalId>,
    pub(super) steps: Vec<Step>,
}

impl Made {
    pub(super) fn new(chance: &mut Rng, authors: &[PersonId]) -> Self {
        let journal = |_: &PersonId| JournalId(uuid_v7(1_600_000_000_000, chance.bytes()));
        let journals: Vec<JournalId> = authors.iter().map(journal).collect();
        let mut entries: Vec<(usize, Json)> = Vec::new();
        let mut recorded: Vec<(usize, EntryId)> = Vec::new();
        let mut all: Vec<(EntryId, EntryId)> = Vec::new();
        let mut seqs = [0; 4];
        for number in 0..14 + chance.below(6) {
            let author = *chance.one_of(&[0, 0, 1, 1, 1, 2, 2, 3]).unwrap_or(&0);
            let id = EntryId(uuid_v7(1_614_859_500_000 + number as i64, chance.bytes()));
            seqs[author] += 1;
            let (kind, of) = match chance.below(10) {
                0..=5 => (Kind::Recorded, None),
                6..=8 => (Kind::Amended, root(chance, &recorded, author)),
                _ => (Kind::Withdrawn, root(chance, &recorded, author)),
            };
            let kind = if of.is_some() { kind } else { Kind::Recorded };
            if kind == Kind::Recorded {
                recorded.push((author, id));
            }
            all.push((of.unwrap_or(id), id));
            // Of its own occasion mostly, sometimes not all, sometimes another's or its own id.
            let mut replaces = Vec::new();
            for (of_root, id) in &all {
                let own = Some(*of_root) == of || chance.below(12) == 0;
                replaces.extend(Some(*id).filter(|_| own && chance.below(4) > 0));
            }
            let who = (authors[author], journals[author], seqs[author]);
            let entry = |chance: &mut Rng| entry(chance, (id, kind.clone(), of), replaces.clone(), who).write();
            entries.push((author, entry(chance)));
            if chance.below(6) == 0 {
                entries.push((author, entry(chance)));
            }
            if chance.below(8) == 0 {
                entries.push((author, entries[entries.len() - 1].1.clone()));
            }
        }
        Self { authors: authors.to_vec(), journals, steps: steps(chance, entries) }
    }
}

/// An occasion to correct: one's own mostly.
fn root(chance: &mut Rng, recorded: &[(usize, EntryId)], author: usize) -> Option<EntryId> {
    let any = chance.below(6) == 0;
    let choice: Vec<EntryId> = recorded.iter().filter(|(by, _)| any || *by == author).map(|(_, id)| *id).collect();
    chance.one_of(&choice).copied()
}

type Who = (PersonId, JournalId, u64);

fn entry(
    chance: &mut Rng,
    (id, kind, of): (EntryId, Kind, Option<EntryId>),
    replaces: Vec<EntryId>,
    (author, journal, seq): Who,
) -> Entry {
    let fact = (kind != Kind::Withdrawn).then(|| fact(chance));
    let clock_offset_ms = *chance.one_of(&[None, Some(0), Some(120_001), Some(-90_000_000)]).unwrap_or(&None);
    Entry {
        id,
        journal,
        author,
        seq,
        unit: ["20-1110", "20-1120"].get(usize::from(id.0[15] % 3)).map(|unit| (*unit).to_owned()),
        kind,
        of,
        replaces,
        promise: None,
        fact,
        recorded_at: Moment { unix_ms: 1_614_862_000_000, offset_min: 60 },
        clock_offset_ms,
    }
}

fn fact(chance: &mut Rng) -> Fact {
    let mut word = |words: &[&'static str]| chance.one_of(words).copied().unwrap_or_default();
    let activity =
        word(&["foot_patrol", "foot_patrol", "traffic_check", "traffic_check", "narcotics_offence", "swimming"]);
    let area = word(&["raslatt", "raslatt", "oxnehaga", "ekhagen", "huskvarna", "atlantis", "mu", ""]);
    let answer = word(&["yes", "no", "unknown"]);
    let started_at = word(&[
        "2021-03-04T13:05:00+01:00",
        "2021-03-04T23:59:30+01:00",
        "2021-07-01T12:00:00+02:00",
        "2022-12-31T23:58:00+01:00",
        "2023-01-01T00:01:00+01:00",
    ]);
    Fact {
        activity: activity.into(),
        area: Some(area).filter(|a| !a.is_empty()).map(Into::into),
        started_at: Moment::read(started_at).expect("a time"),
        minutes: *chance.one_of(&[None, Some(14), Some(19), Some(20), Some(45)]).unwrap_or(&None),
        fields: BTreeMap::from([("first_time_user".to_owned(), Json::from(answer))]),
        note: None,
        how: *chance.one_of(&[How::Tap, How::Timer, How::Afterwards]).unwrap_or(&How::Tap),
    }
}

/// Entries in any order, so that corrections come before what they correct, with decisions between them; a phone is
/// revoked and a new version of the promise put in force somewhere in the middle.
fn steps(chance: &mut Rng, mut entries: Vec<(usize, Json)>) -> Vec<Step> {
    for at in (1..entries.len()).rev() {
        entries.swap(at, chance.below(at + 1));
    }
    let mut steps: Vec<Step> = Vec::new();
    for (author, entry) in entries {
        match steps.last_mut() {
            Some(Step::Send(of, batch)) if *of == author && chance.below(3) > 0 => batch.push(entry),
            _ => steps.push(Step::Send(author, vec![entry])),
        }
        for _ in 0..chance.below(3) {
            steps.push(Step::Decide);
        }
    }
    steps.insert(steps.len() / 4 + chance.below(steps.len() / 4), Step::Revoke(2));
    steps.insert(steps.len() / 2 + chance.below(steps.len() / 4), Step::NewVersion);
    steps.extend((0..6).map(|_| Step::Decide));
    steps
}

/// Something that a supervisor may decide of what is held. Much of it is refused: then nothing changes.
pub(super) fn decision(chance: &mut Rng, held: &[Line], revoked: JournalId) -> Option<Decision> {
    let line = chance.one_of(held)?;
    let (root, other) = (line.root(), chance.one_of(held)?.root());
    let known = ["raslatt", "oxnehaga", "ekhagen"];
    Some(match chance.below(18) {
        0..=4 => Decision::Join { pair: Pair::of(root, other)? },
        5..=7 => {
            // Mostly of such that have something to be kept apart.
            Decision::Separate { pair: Pair::of(root, other)? }
        }
        8 | 9 => Decision::AcceptOccasion { root: held.iter().find(|l| l.quarantined).unwrap_or(line).root() },
        10 => Decision::AcceptJournal { journal: revoked },
        11 | 12 => {
            let twice = held.iter().filter(|l| held.iter().filter(|o| o.id() == l.id()).count() > 1);
            let twice: Vec<&Line> = twice.collect();
            let chosen = chance.one_of(&twice)?;
            Decision::Version { id: chosen.id(), hash: chosen.hash.clone() }
        }
        13 | 14 => Decision::Head { root, head: line.id() },
        15 if chance.below(2) == 0 => Decision::Void { root, reason: "dubblett".to_owned() },
        15 => Decision::Return { root, message: "vilket område?".to_owned() },
        16 => Decision::MapArea { from: "atlantis".into(), to: (*chance.one_of(&known)?).into() },
        _ => Decision::MapActivity { from: "swimming".into(), to: "traffic_check".into() },
    })
}

/// The promise read otherwise from its second version on: other least lengths, another word for an area.
pub(super) fn second_version(first: &Promise) -> Promise {
    let mut second = Promise { version: first.version + 1, ..first.clone() };
    for target in second.commitments.iter_mut().flat_map(|c| &mut c.targets) {
        target.min_minutes = target.min_minutes.map(|m| m - 5);
    }
    second.areas.retain(|area| area.id.as_str() != "ekhagen");
    let mut named = first.areas[0].clone();
    named.id = "mu".into();
    second.areas.push(named);
    second
}
