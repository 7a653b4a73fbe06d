//! Road, step 6 of 6: show. How a promise stands on a day: done, goal, expected by then, needed per week.
//!
//! The same arithmetic draws the dashboard, the public page and the phone's pace tab, also offline.

mod lines;
mod pace;
mod slots;

use crate::calendar::{Day, Span};
use crate::id::{AreaId, TargetId};
use crate::promise::{Commitment, OrganisationKind, Promise};
pub use lines::lines;
pub use pace::Pace;
use serde::{Deserialize, Serialize};
pub use slots::{Slot, SlotState, Slots};

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
    /// The days on which something was done, for targets that are judged by when ([`crate::promise::Target::by_day`]).
    /// They may reach a few days beyond the year, since a week does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Done>,
}

/// What was done on a day: the day, how many, and how many of them with the answer that the target asks for.
pub type Done = (Day, i64, i64);

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
    /// The areas behind a sum, each with its part; where every area must reach the goal, what each has reached.
    pub parts: Vec<(AreaId, i64)>,
    /// The days that the goal is for.
    pub period: Span,
    /// Of a cadence: its days, weeks or months.
    pub slots: Option<Slots>,
    /// Of a milestone or a deliverable.
    pub stage: Option<Stage>,
    /// How many asked for it, where it is done on request.
    pub asked: Option<i64>,
    /// Of what is only shown, how many are finished, where the target says what that is.
    pub finished: Option<i64>,
    /// Where the goal is for less than a year: how the year's earlier periods went, oldest first.
    pub earlier: Vec<Earlier>,
}

/// How far something that is to exist, or to happen by a day, has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    NotReported,
    /// Reported, and not yet done.
    Ongoing,
    Done {
        on: Day,
    },
}

/// A period that has ended, and how many there were in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Earlier {
    pub period: Span,
    pub done: i64,
    pub met: bool,
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

/// The day that figures stand on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AsOf {
    pub day: Day,
    /// Whether it is over: what was due on it is missed. A day that runs can still bring it.
    pub over: bool,
}

impl AsOf {
    /// A day that has ended, as on the public page and in reports.
    #[must_use]
    pub fn ended(day: Day) -> Self {
        Self { day, over: true }
    }
}

impl From<Day> for AsOf {
    /// A day that still runs.
    fn from(day: Day) -> Self {
        Self { day, over: false }
    }
}

/// The worst of a commitment's rows and shares; without anything to count it runs.
#[must_use]
pub fn status(promise: &Promise, commitment: &Commitment, totals: &[Total], as_of: impl Into<AsOf>) -> Status {
    let as_of = as_of.into();
    commitment
        .targets
        .iter()
        .flat_map(|t| lines(promise, t, totals, as_of))
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
