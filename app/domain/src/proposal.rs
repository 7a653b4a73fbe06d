//! Which occasions look like one patrol that two have logged; a person joins them or keeps them apart.

use crate::calendar::LocalOf;
use crate::catalogue::Catalogue;
use crate::decision::{Pair, Settled};
use crate::group::groups;
use crate::id::{ActivityId, AreaId, EntryId, PersonId};
use crate::occasion::Held;
use crate::promise::Duration;
use crate::tally;
use std::collections::BTreeMap;

/// An occasion with a length, as far as this question goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    pub root: EntryId,
    pub author: PersonId,
    pub activity: ActivityId,
    pub area: Option<AreaId>,
    pub from_ms: i64,
    /// The first millisecond after it.
    pub to_ms: i64,
}

impl Candidate {
    /// What an occasion's deciding entry says; `None` where the activity has no length, or the entry says none.
    #[must_use]
    pub fn of(root: EntryId, held: &Held, catalogue: &Catalogue, local_of: LocalOf<'_>) -> Option<Self> {
        let fact = held.entry.fact.as_ref()?;
        let from_ms = tally::counted_ms(fact, held.entry.clock_offset_ms);
        let promise = tally::deciding(fact, held.source(), local_of(from_ms).day, catalogue).ok()?;
        let timed = promise.activity(&fact.activity).is_some_and(|a| a.duration == Duration::Timed);
        let minutes = fact.minutes.filter(|m| timed && *m > 0)?;
        Some(Self {
            root,
            author: held.entry.author,
            activity: fact.activity.clone(),
            area: fact.area.clone(),
            from_ms,
            to_ms: from_ms.saturating_add(i64::from(minutes) * 60_000),
        })
    }
}

/// Candidates that are compared with each other at most: as many patrols at one time and place as nobody has.
const COMPARED: usize = 100_000;

/// Pairs that a person is asked about, the newest first.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Proposals {
    pub pairs: Vec<Pair>,
    /// There are more, or there may be.
    pub is_cut: bool,
}

/// Pairs of different authors, of the same activity in the same area, whose times overlap: none that are one already,
/// and none that a person has kept apart. At most `most` of them, those whose later one started last.
#[must_use]
pub fn proposals(candidates: &[Candidate], settled: &Settled, most: usize) -> Proposals {
    let roots = candidates.iter().map(|c| c.root).collect();
    let groups = groups(&roots, &settled.joins);
    let group_of: BTreeMap<EntryId, usize> =
        groups.iter().enumerate().flat_map(|(at, group)| group.iter().map(move |root| (*root, at))).collect();
    let alike = alike(candidates);
    let mut newest: Vec<(&Alike<'_>, usize)> =
        alike.values().flat_map(|row| (0..row.starts.len()).map(move |at| (row, at))).collect();
    newest.sort_by_key(|(row, at)| std::cmp::Reverse((row.starts[*at].from_ms, row.starts[*at].root)));
    let mut proposed = Proposals::default();
    let mut compared = 0;
    for (row, at) in newest {
        let second = row.starts[at];
        for (first, ends_ms) in row.starts[..at].iter().zip(&row.ends_ms).rev() {
            if *ends_ms <= second.from_ms {
                break;
            }
            compared += 1;
            if compared > COMPARED {
                return Proposals { is_cut: true, ..proposed };
            }
            let one = group_of.get(&first.root) == group_of.get(&second.root);
            if first.to_ms <= second.from_ms || first.author == second.author || one {
                continue;
            }
            let pair = Pair::of(first.root, second.root).filter(|pair| !settled.separated.contains(pair));
            if pair.is_some() && proposed.pairs.len() == most {
                return Proposals { is_cut: true, ..proposed };
            }
            proposed.pairs.extend(pair);
        }
    }
    proposed
}

/// Candidates of one activity in one area.
#[derive(Default)]
struct Alike<'a> {
    /// In the order in which they started.
    starts: Vec<&'a Candidate>,
    /// When the last of them and of those that started before had ended: none of them overlaps with what started later.
    ends_ms: Vec<i64>,
}

fn alike(candidates: &[Candidate]) -> BTreeMap<(&ActivityId, &Option<AreaId>), Alike<'_>> {
    let mut alike: BTreeMap<_, Alike<'_>> = BTreeMap::new();
    for candidate in candidates {
        alike.entry((&candidate.activity, &candidate.area)).or_default().starts.push(candidate);
    }
    for row in alike.values_mut() {
        row.starts.sort_by_key(|c| (c.from_ms, c.root));
        let latest = row.starts.iter().scan(i64::MIN, |latest_ms, c| {
            *latest_ms = (*latest_ms).max(c.to_ms);
            Some(*latest_ms)
        });
        row.ends_ms = latest.collect();
    }
    alike
}
