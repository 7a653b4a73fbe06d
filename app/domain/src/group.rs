//! Joined occasions: one patrol that two have logged counts once (protocol, section 5).
//!
//! Groups are the connected components of the joins in force, so that the order in which people joined decides nothing.

use crate::decision::Pair;
use crate::id::{EntryId, PromiseId, TargetId};
use crate::tally::{Amount, Cell};
use std::collections::{BTreeMap, BTreeSet};

/// The occasions of one group; most have one.
pub type Group = BTreeSet<EntryId>;

/// Some occasions and all that joins tie to them, group by group, each in the order of its smallest id.
#[must_use]
pub fn groups(roots: &BTreeSet<EntryId>, joins: &BTreeSet<Pair>) -> Vec<Group> {
    let mut beside: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
    for Pair { one, other } in joins {
        beside.entry(*one).or_default().push(*other);
        beside.entry(*other).or_default().push(*one);
    }
    let mut seen = BTreeSet::new();
    let mut groups = Vec::new();
    for root in roots {
        let mut group = Group::new();
        let mut next = vec![*root];
        while let Some(root) = next.pop() {
            if seen.insert(root) {
                group.insert(root);
                next.extend(beside.get(&root).into_iter().flatten());
            }
        }
        if !group.is_empty() {
            groups.push(group);
        }
    }
    groups.sort();
    groups
}

/// What a group adds, from what each of its occasions would add alone. Per target it counts once if any member counts,
/// with day, area, minutes and answer of the counting member that has the smallest root; where none counts, the
/// smallest that is too short says so.
#[must_use]
pub fn contribution(members: BTreeMap<EntryId, Vec<(Cell, Amount)>>) -> Vec<(Cell, Amount)> {
    let mut chosen: BTreeMap<(PromiseId, TargetId), (Cell, Amount)> = BTreeMap::new();
    for (cell, amount) in members.into_values().flatten() {
        let key = (cell.promise.clone(), cell.target.clone());
        let stands = chosen.get(&key).is_some_and(|(_, held)| held.too_short == 0 || amount.too_short > 0);
        if !stands {
            chosen.insert(key, (cell, amount));
        }
    }
    chosen.into_values().collect()
}
