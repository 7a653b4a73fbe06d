//! *Varför räknas den inte?* For an occasion and every target of the promise that decides: whether it counts, else why.
//! Asked of the same functions that tally, so that the answer is never another than the figure.

use crate::calendar::LocalOf;
use crate::catalogue::Catalogue;
use crate::entry::Fact;
use crate::id::EntryId;
use crate::occasion::{Held, Occasion};
use crate::promise::{Promise, Target};
use crate::tally::{self, NotCounted};
use std::collections::BTreeMap;

/// What an occasion is to a target.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    Counts,
    /// The group counts once, by this other occasion of it.
    CountsBy(EntryId),
    Not(NotCounted),
}

/// Why an occasion counts towards no target at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stopped {
    /// A correction waits for the entry that it corrects.
    NoRoot,
    /// From a revoked phone, and nobody has accepted it.
    Quarantined,
    /// By its author, or by staff.
    Withdrawn { by_staff: bool },
    /// Its entries replace each other in a ring: none decides.
    NoneDecides,
    /// Of a kind that a newer phone knows.
    UnknownKind,
    /// No promise decides over it.
    Not(NotCounted),
}

/// The whole answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer<'a> {
    /// The promise that decides.
    pub promise: &'a Promise,
    /// The fact that is counted, by the maps in force.
    pub fact: &'a Fact,
    /// Every target that it is held against: the promise's own in its order, and those of the promise that the week of
    /// the day belongs to, where that is another ([`tally::targets`]).
    pub targets: Vec<TargetAnswer<'a>>,
}

/// What an occasion is to one target.
#[derive(Clone, PartialEq, Debug)]
pub struct TargetAnswer<'a> {
    pub promise: &'a Promise,
    pub target: &'a Target,
    pub why: Why,
}

impl Answer<'_> {
    /// Whether it is in any figure, alone or through its group.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.targets.iter().any(|answer| matches!(answer.why, Why::Counts | Why::CountsBy(_)))
    }
}

/// Why an occasion counts or doesn't. `group` holds the rows of the occasion and of those joined with it, as they are
/// counted: read by the maps in force.
///
/// # Errors
/// The reason for which nothing of it can count.
pub fn why<'a>(
    root: EntryId,
    group: &'a BTreeMap<EntryId, Vec<Held>>,
    catalogue: &'a Catalogue,
    local_of: LocalOf<'_>,
) -> Result<Answer<'a>, Stopped> {
    let rows = group.get(&root).map(Vec::as_slice).unwrap_or_default();
    let occasion = Occasion::of(root, rows);
    let held = occasion.deciding().ok_or_else(|| silent(&occasion, rows))?;
    let fact = held.entry.fact.as_ref().ok_or(Stopped::NoneDecides)?;
    let at = local_of(tally::counted_ms(fact, held.entry.clock_offset_ms));
    let promise = tally::deciding(fact, held.source(), at.day, catalogue).map_err(Stopped::Not)?;
    // By occasion what it would add alone: of a group the first that counts stands for all.
    let alone: Vec<(EntryId, Vec<_>)> =
        group.iter().map(|(r, rows)| (*r, Occasion::of(*r, rows).contribution(catalogue, local_of))).collect();
    let stands = |of: &Promise, target: &Target| {
        let counting = |(cell, amount): &(tally::Cell, tally::Amount)| {
            cell.promise == of.id && cell.target == target.id && amount.too_short == 0
        };
        alone.iter().find(|(_, parts)| parts.iter().any(counting)).map(|(root, _)| *root)
    };
    let answer = |(of, target, week): (&'a Promise, &'a Target, Result<(), NotCounted>)| {
        let why = match week.and_then(|()| tally::towards(fact, target, at)) {
            Err(not) => Why::Not(not),
            Ok(_) => match stands(of, target) {
                Some(other) if other != root => Why::CountsBy(other),
                _ => Why::Counts,
            },
        };
        TargetAnswer { promise: of, target, why }
    };
    let targets = tally::targets(promise, fact, &held.organisation, at.day, catalogue);
    Ok(Answer { promise, fact, targets: targets.into_iter().map(answer).collect() })
}

/// Why no entry of an occasion decides.
fn silent(occasion: &Occasion<'_>, rows: &[Held]) -> Stopped {
    let heads = occasion.heads();
    let held_back = rows.iter().any(|held| held.quarantined);
    match heads.first() {
        Some(_) if !occasion.has_root() => Stopped::NoRoot,
        Some(head) => Stopped::Withdrawn { by_staff: head.by_staff },
        None if held_back => Stopped::Quarantined,
        None if occasion.candidates().next().is_some() => Stopped::NoneDecides,
        None if !occasion.has_root() && occasion.entries().iter().any(|h| h.entry.id != occasion.root) => {
            Stopped::NoRoot
        }
        None => Stopped::UnknownKind,
    }
}

impl Why {
    /// A stable word for programs.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Why::Counts => "counts",
            Why::CountsBy(_) => "counts_by",
            Why::Not(not) => word(not),
        }
    }
}

impl Stopped {
    /// A stable word for programs.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Stopped::NoRoot => "orphan",
            Stopped::Quarantined => "quarantined",
            Stopped::Withdrawn { .. } => "withdrawn",
            Stopped::NoneDecides => "none_decides",
            Stopped::UnknownKind => "unknown_kind",
            Stopped::Not(not) => word(not),
        }
    }
}

fn word(not: &NotCounted) -> &'static str {
    match not {
        NotCounted::OutsidePeriod => "outside_period",
        NotCounted::UnknownArea => "unknown_area",
        NotCounted::UnknownActivity => "unknown_activity",
        NotCounted::NotPermitted => "not_permitted",
        NotCounted::NoArea => "no_area",
        NotCounted::Implausible => "implausible",
        NotCounted::OtherActivity => "other_activity",
        NotCounted::OtherArea => "other_area",
        NotCounted::OtherDays => "other_days",
        NotCounted::OtherWeek => "other_week",
        NotCounted::OtherHours => "other_hours",
        NotCounted::OtherAnswer { .. } => "other_answer",
        NotCounted::TooShort { .. } => "too_short",
    }
}
