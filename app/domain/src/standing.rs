//! Road, step 6 of 6: show. How a promise stands on a day: done, goal, expected by then, needed per week.
//!
//! The same arithmetic draws the dashboard, the public page and the phone's pace tab, also offline.

use crate::calendar::{Day, Span};
use crate::id::{AreaId, TargetId};
use crate::promise::{Commitment, OrganisationKind, Promise, Scope, Target, TargetKind};
use crate::tally::Amount;
use serde::{Deserialize, Serialize};

/// A target's sum in one area over its period: what `tallies` says on the wire.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Total {
    pub target: TargetId,
    pub area: Option<AreaId>,
    pub count: i64,
    /// Of the count, how many have the share's answer; null where the target has no share.
    pub numerator: Option<i64>,
    pub minutes: i64,
    /// Kept but too short to count.
    #[serde(default)]
    pub too_short: i64,
}

/// How something stands against where it should be now. Ordered from best to worst.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Status {
    /// Uppfyllt: the goal is reached.
    Met,
    /// I fas: at or above what is expected by today.
    OnPace,
    /// Pågår: there is no number to reach.
    Running,
    /// Strax efter: at most one week's work behind.
    Near,
    /// Efter.
    Behind,
}

/// A row: one target in one place.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    pub place: Place,
    pub done: i64,
    pub goal: Option<i64>,
    /// By the end of the day, at an even pace; `None` where there is no goal.
    pub expected: Option<i64>,
    /// To reach the goal in the time that is left; `None` when met, without a goal, or over.
    pub needed_per_week: Option<i64>,
    pub status: Status,
    pub too_short: i64,
    pub share: Option<ShareLine>,
    /// The areas behind a sum, each with its part.
    pub parts: Vec<(AreaId, i64)>,
}

/// Where a row's figure comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    Area(AreaId),
    /// Several areas as one.
    Areas(String),
    Everywhere,
}

/// "14 av 61 (23 %)".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShareLine {
    pub numerator: i64,
    pub denominator: i64,
    /// Rounded; `None` below the floor: "för få för procent".
    pub percent: Option<i64>,
    pub min_percent: i64,
    pub status: Status,
}

/// Where a day lies in a target's period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pace {
    pub days: i64,
    pub days_begun: i64,
}

impl Pace {
    #[must_use]
    pub fn of(period: Span, day: Day) -> Self {
        Self { days: period.days(), days_begun: period.days_begun(day) }
    }

    #[must_use]
    pub fn days_left(self) -> i64 {
        self.days - self.days_begun
    }

    /// An even share of the goal, rounded half up.
    #[must_use]
    pub fn expected(self, goal: i64) -> i64 {
        if self.days == 0 { 0 } else { (goal * self.days_begun * 2 + self.days) / (self.days * 2) }
    }

    /// Rounded up, since half a patrol isn't walked. `None` when nothing is left to do or no time to do it.
    #[must_use]
    pub fn needed_per_week(self, done: i64, goal: i64) -> Option<i64> {
        let (left, days_left) = (goal - done, self.days_left());
        (left > 0 && days_left > 0).then(|| (left * 7 + days_left - 1) / days_left)
    }

    /// *Strax efter* is at most one week's work behind.
    #[must_use]
    pub fn status(self, done: i64, goal: i64) -> Status {
        let behind = self.expected(goal) - done;
        if done >= goal {
            Status::Met
        } else if self.days_left() == 0 {
            Status::Behind
        } else if behind <= 0 {
            Status::OnPace
        } else if behind * self.days <= goal * 7 {
            Status::Near
        } else {
            Status::Behind
        }
    }
}

/// A target's rows on a day, from its totals by area.
#[must_use]
pub fn lines(promise: &Promise, target: &Target, totals: &[Total], day: Day) -> Vec<Line> {
    let pace = Pace::of(promise.period(target, day), day);
    let mine: Vec<&Total> = totals.iter().filter(|t| t.target == target.id).collect();
    let sum = |areas: &[AreaId]| {
        let mut sum = Amount::default();
        for t in &mine {
            // A sum that doesn't tell its areas apart, as public figures of sensitive targets, belongs to all of them.
            let within = match &t.area {
                Some(area) => areas.is_empty() || areas.contains(area),
                None => areas.is_empty() || areas == target.areas,
            };
            if within {
                let numerator = t.numerator.unwrap_or(0);
                sum += Amount { count: t.count, numerator, minutes: t.minutes, too_short: t.too_short };
            }
        }
        sum
    };
    match (target.scope, target.areas.as_slice()) {
        (_, []) => vec![line(target, Place::Everywhere, sum(&[]), pace)],
        (_, [only]) => vec![line(target, Place::Area(only.clone()), sum(std::slice::from_ref(only)), pace)],
        (Scope::Each, areas) => {
            areas.iter().map(|a| line(target, Place::Area(a.clone()), sum(std::slice::from_ref(a)), pace)).collect()
        }
        (Scope::Sum, areas) => {
            let name = target.areas_name.clone().unwrap_or_else(|| names(promise, areas));
            let mut one = line(target, Place::Areas(name), sum(areas), pace);
            one.parts = areas.iter().map(|a| (a.clone(), sum(std::slice::from_ref(a)).count)).collect();
            vec![one]
        }
    }
}

fn line(target: &Target, place: Place, sum: Amount, pace: Pace) -> Line {
    let goal = target.goal.filter(|_| target.kind == TargetKind::Count).map(i64::from);
    let ended = pace.days_left() == 0;
    let share = target.share.as_ref().map(|share| {
        let (numerator, denominator) = (sum.numerator, sum.count);
        let min_percent = i64::from(share.min_percent);
        let enough = numerator * 100 >= min_percent * denominator;
        ShareLine {
            numerator,
            denominator,
            percent: (denominator >= i64::from(share.floor.max(1)))
                .then(|| (numerator * 200 + denominator) / (denominator * 2)),
            min_percent,
            status: match (denominator < i64::from(share.floor.max(1)), enough, ended) {
                (true, ..) => Status::Running,
                (_, true, true) => Status::Met,
                (_, true, false) => Status::OnPace,
                (_, false, _) => Status::Behind,
            },
        }
    });
    Line {
        place,
        done: sum.count,
        goal,
        expected: goal.map(|g| pace.expected(g)),
        needed_per_week: goal.and_then(|g| pace.needed_per_week(sum.count, g)),
        status: goal.map_or(Status::Running, |g| pace.status(sum.count, g)),
        too_short: sum.too_short,
        share,
        parts: Vec::new(),
    }
}

fn names(promise: &Promise, areas: &[AreaId]) -> String {
    let mut names = areas.iter().filter_map(|a| promise.area(a)).map(|a| a.name.as_str());
    let last = names.next_back().unwrap_or_default();
    let rest: Vec<&str> = names.collect();
    if rest.is_empty() { last.to_owned() } else { format!("{} och {last}", rest.join(", ")) }
}

/// The worst of a commitment's rows and shares; without anything to count it runs.
#[must_use]
pub fn status(promise: &Promise, commitment: &Commitment, totals: &[Total], day: Day) -> Status {
    commitment
        .targets
        .iter()
        .filter(|t| t.kind == TargetKind::Count && t.goal.is_some())
        .flat_map(|t| lines(promise, t, totals, day))
        .flat_map(|l| [Some(l.status), l.share.map(|s| s.status).filter(|s| *s != Status::Running)])
        .flatten()
        .max()
        .unwrap_or(Status::Running)
}

/// Who a commitment's figures stand under on the pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Party {
    Police,
    Municipality,
    Together,
}

/// The party that owns a commitment.
#[must_use]
pub fn party(promise: &Promise, commitment: &Commitment) -> Party {
    let kinds = commitment.owners.iter().filter_map(|o| promise.organisation(o)).map(|o| o.kind);
    let (mut police, mut others) = (false, false);
    for kind in kinds {
        match kind {
            OrganisationKind::Police => police = true,
            OrganisationKind::Municipality | OrganisationKind::HousingCompany => others = true,
        }
    }
    match (police, others) {
        (true, false) => Party::Police,
        (false, true) => Party::Municipality,
        _ => Party::Together,
    }
}
