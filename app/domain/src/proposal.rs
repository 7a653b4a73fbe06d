//! Which occasions look like one patrol that two have logged; a person joins them or keeps them apart.

use crate::calendar::LocalOf;
use crate::catalogue::Catalogue;
use crate::decision::{Pair, Settled};
use crate::group::groups;
use crate::id::{ActivityId, AreaId, EntryId, PersonId};
use crate::occasion::Held;
use crate::promise::Duration;
use crate::tally;
use std::collections::{BTreeMap, BTreeSet};

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

/// Pairs of different authors, of the same activity in the same area, whose times overlap: none that are one already,
/// and none that a person has kept apart.
#[must_use]
pub fn proposals(candidates: &[Candidate], settled: &Settled) -> BTreeSet<Pair> {
    let mut alike: BTreeMap<(&ActivityId, &Option<AreaId>), Vec<&Candidate>> = BTreeMap::new();
    for candidate in candidates {
        alike.entry((&candidate.activity, &candidate.area)).or_default().push(candidate);
    }
    let roots = candidates.iter().map(|c| c.root).collect();
    let groups = groups(&roots, &settled.joins);
    let group_of: BTreeMap<EntryId, usize> =
        groups.iter().enumerate().flat_map(|(at, group)| group.iter().map(move |root| (*root, at))).collect();
    let mut proposed = BTreeSet::new();
    for mut row in alike.into_values() {
        row.sort_by_key(|c| (c.from_ms, c.root));
        for (at, first) in row.iter().enumerate() {
            let overlapping = row[at + 1..].iter().take_while(|c| c.from_ms < first.to_ms);
            for second in overlapping.filter(|c| c.author != first.author) {
                let one = group_of.get(&first.root) == group_of.get(&second.root);
                proposed.extend(Pair::of(first.root, second.root).filter(|p| !one && !settled.separated.contains(p)));
            }
        }
    }
    proposed
}
