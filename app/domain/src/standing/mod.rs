//! How a promise stands on a day: done, goal, expected by then, needed per week.
//!
//! The same arithmetic draws the dashboard, the public page and the phone's pace tab, also offline.

mod figures;
mod in_areas;
mod pace;
mod slots;

use crate::calendar::{Day, Span};
use crate::figure::{self, Figure};
use crate::id::{AreaId, TargetId};
use crate::promise::{Commitment, OrganisationKind, Promise};
pub use figures::figures;
pub(crate) use in_areas::{InAreas, reached_in_each};
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Uppfyllt: the goal is reached.
    Met,
    /// I fas: at or above what is expected by today.
    OnPace,
    /// Pågår: there is no number to reach.
    Running,
    /// Strax efter: within what the promise calls near ([`crate::promise::Near`]), by default a week's work.
    Near,
    /// Efter.
    Behind,
}

/// How far something that is to exist, or to happen by a day, has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Stage {
    NotReported,
    /// Reported, and not yet done.
    Ongoing,
    Done {
        on: Day,
    },
}

/// A period that has ended, and how many there were in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Earlier {
    pub period: Span,
    pub done: i64,
    pub met: bool,
}

/// The day that figures stand on, and the day on which they are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AsOf {
    /// The last day that they speak of.
    pub day: Day,
    /// What was due on an earlier day than this is missed; what is due on it can still be kept. An ISO week of an
    /// earlier year may run yet.
    pub today: Day,
}

impl AsOf {
    /// A day that has ended, as on the public page.
    #[must_use]
    pub fn ended(day: Day) -> Self {
        Self { day, today: day.plus(1) }
    }
}

impl From<Day> for AsOf {
    /// A day that still runs.
    fn from(day: Day) -> Self {
        Self { day, today: day }
    }
}

/// The worst of a commitment's figures and shares; without anything to count it runs.
#[must_use]
pub fn status(promise: &Promise, commitment: &Commitment, totals: &[Total], as_of: impl Into<AsOf>) -> Status {
    let as_of = as_of.into();
    let all: Vec<Figure> = commitment.targets.iter().flat_map(|t| figures(promise, t, totals, as_of)).collect();
    figure::status(&all)
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
