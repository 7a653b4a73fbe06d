//! Random histories of several journals, and a server in a few lines that merges them as the real one does.

use crate::support::{CATALOGUE, amended, by, held, known, recorded, sha256, winter_time, withdrawn};
use domain::entry::{Entry, Fact, How};
use domain::id::EntryId;
use domain::json::Json;
use domain::merge::{Known, arrive};
use domain::moment::Moment;
use domain::occasion::{Held, Occasion};
use domain::tally::Tally;
use domain::wire::VerdictKind;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Entries have these numbers; occasions go by them too, so that corrections meet roots, orphans and one another.
const NUMBERS: std::ops::RangeInclusive<u8> = 1..=8;

fn started_at() -> impl Strategy<Value = Moment> {
    // Around midnight, around the end of the promise, and on plain days.
    let texts = [
        "2021-03-04T13:05:00+01:00",
        "2021-03-04T23:59:30+01:00",
        "2021-03-05T00:00:00+01:00",
        "2022-12-31T23:58:00+01:00",
        "2023-01-01T00:01:00+01:00",
        "2021-07-01T12:00:00+02:00",
    ];
    prop::sample::select(texts.map(crate::support::moment).to_vec())
}

fn a_fact() -> impl Strategy<Value = Fact> {
    let activity = prop::sample::select(vec!["foot_patrol", "traffic_check", "narcotics_offence", "swimming"]);
    let area = prop::sample::select(vec!["raslatt", "oxnehaga", "ekhagen", "huskvarna", "atlantis", ""]);
    let minutes = prop::sample::select(vec![None, Some(19), Some(20), Some(21)]);
    let how = prop::sample::select(vec![How::Tap, How::Timer, How::Afterwards]);
    let answer = prop::sample::select(vec!["yes", "no", "unknown"]);
    (activity, area, minutes, how, answer, started_at()).prop_map(
        |(activity, area, minutes, how, answer, started_at)| Fact {
            activity: activity.into(),
            area: Some(area).filter(|a| !a.is_empty()).map(Into::into),
            started_at,
            minutes,
            fields: BTreeMap::from([("first_time_user".to_owned(), Json::from(answer))]),
            note: None,
            how,
        },
    )
}

/// One content for an id: recorded, or a correction of some occasion that replaces some entries.
fn content(number: u8) -> impl Strategy<Value = Entry> {
    let replaces = prop::sample::subsequence(NUMBERS.collect::<Vec<u8>>(), 0..=6);
    let offset = prop::sample::select(vec![None, Some(0), Some(120_000), Some(120_001), Some(-90_000_000)]);
    (0..5u8, prop_oneof![4 => 1..=2u8, 1 => NUMBERS], replaces, a_fact(), offset).prop_map(
        move |(kind, of, replaces, fact, clock_offset_ms)| {
            let entry = match kind {
                0 | 1 => recorded(number, fact),
                2 | 3 => amended(number, of, &replaces, fact),
                _ => withdrawn(number, of, &replaces),
            };
            Entry { clock_offset_ms, ..entry }
        },
    )
}

/// An id's contents: one, or rarely several, all in the journal of one person. Person 3's phone is revoked.
fn contents(number: u8) -> impl Strategy<Value = Vec<Entry>> {
    let author = prop_oneof![5 => Just(1u8), 3 => Just(2), 1 => Just(3)];
    let several = prop_oneof![5 => Just(1usize), 1 => Just(2), 1 => Just(3)];
    (author, several.prop_flat_map(move |n| prop::collection::vec(content(number), n)))
        .prop_map(|(author, entries)| entries.into_iter().map(|e| by(author, e)).collect())
}

pub(crate) fn history() -> impl Strategy<Value = Vec<Entry>> {
    let all: Vec<_> = NUMBERS.map(contents).collect();
    all.prop_map(|of_ids| of_ids.into_iter().flatten().collect())
}

/// A history, and the same in another order, partly sent twice, cut into batches.
pub(crate) fn resent() -> impl Strategy<Value = (Vec<Entry>, Vec<Vec<Entry>>)> {
    history().prop_flat_map(|entries| {
        let twice: Vec<Entry> = entries.iter().chain(entries.iter().step_by(2)).cloned().collect();
        let cuts = prop::collection::vec(1..6usize, twice.len());
        (Just(entries), Just(twice).prop_shuffle(), cuts).prop_map(|(entries, mut order, cuts)| {
            let mut batches = Vec::new();
            for size in cuts {
                let rest = order.split_off(size.min(order.len()));
                batches.push(std::mem::replace(&mut order, rest));
            }
            (entries, batches)
        })
    })
}

/// What the server keeps: a set of rows, and the sums that every merge moves.
pub(crate) struct Server {
    known: Known,
    pub(crate) rows: Vec<Held>,
    pub(crate) tally: Tally,
}

impl Server {
    pub(crate) fn new() -> Self {
        let mut known = known(&[1, 2, 3]);
        if let Some(journal) = known.journals.get_mut(&crate::support::journal_id(3)) {
            journal.revoked = true;
        }
        Self { known, rows: Vec::new(), tally: Tally::default() }
    }

    /// Merges a batch: for each occasion touched, its contribution after minus its contribution before.
    pub(crate) fn push(&mut self, batch: &[Entry]) -> Vec<VerdictKind> {
        let mut verdicts = Vec::new();
        let mut fresh = Vec::new();
        for entry in batch {
            let judgement = self.known.judge(&arrive(entry.write(), None, entry.author, &sha256));
            verdicts.push(judgement.verdict);
            if let Some(keep) = judgement.keep {
                fresh.push(Held { quarantined: keep.quarantined, cloned: keep.cloned, ..held(entry.clone()) });
            }
        }
        // An id's new content may name another occasion than the content it outvotes.
        let ids: BTreeSet<EntryId> = fresh.iter().map(|row| row.entry.id).collect();
        let versions = self.rows.iter().chain(&fresh).filter(|row| ids.contains(&row.entry.id));
        let touched: BTreeSet<EntryId> = versions.map(|row| row.entry.root()).collect();
        touched.iter().for_each(|root| self.tally.take(contribution(*root, &self.rows)));
        self.rows.extend(fresh);
        touched.iter().for_each(|root| self.tally.add(contribution(*root, &self.rows)));
        verdicts
    }

    /// The sums as a rebuild makes them.
    pub(crate) fn rebuilt(&self) -> Tally {
        let mut tally = Tally::default();
        self.roots().into_iter().for_each(|root| tally.add(contribution(root, &self.rows)));
        tally.settled()
    }

    pub(crate) fn roots(&self) -> BTreeSet<EntryId> {
        self.rows.iter().map(|row| row.entry.root()).collect()
    }

    /// Everything that is shown but the words of the verdicts: rows, heads, who decides, conflicts, figures.
    pub(crate) fn shown(&self) -> Shown {
        let rows = self.rows.iter().map(|row| (row.entry.id, row.hash.clone(), row.quarantined)).collect();
        let occasion = |root: EntryId| {
            let occasion = Occasion::of(root, &self.rows);
            let heads = occasion.heads().iter().map(|h| (h.entry.id, h.hash.clone())).collect();
            let deciding = occasion.deciding().map(|h| h.hash.clone());
            (root, (heads, deciding, occasion.in_conflict()))
        };
        Shown { rows, occasions: self.roots().into_iter().map(occasion).collect(), tally: self.tally.clone().settled() }
    }
}

type Heads = Vec<(EntryId, String)>;

#[derive(PartialEq, Debug)]
pub(crate) struct Shown {
    rows: BTreeSet<(EntryId, String, bool)>,
    occasions: BTreeMap<EntryId, (Heads, Option<String>, bool)>,
    tally: Tally,
}

fn contribution(root: EntryId, rows: &[Held]) -> Vec<(domain::tally::Cell, domain::tally::Amount)> {
    Occasion::of(root, rows).contribution(&CATALOGUE, &winter_time)
}
