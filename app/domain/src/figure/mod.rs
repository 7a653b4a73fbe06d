//! The one description of a figure, from which page, JSON, CSV, workbook, paper and phone are made.
//!
//! **Invariant: what a figure doesn't say, nothing made from it can say.** A public figure of a sensitive target is
//! computed from the steps that its sums lie in alone, so that no renderer can show more by mistake.

mod measure;
mod public;
mod value;

use crate::calendar::{Day, Span};
use crate::id::{AreaId, CommitmentId, PromiseId, TargetId};
use crate::moment::Moment;
use crate::promise::{Commitment, Promise, Scope, Target, TargetKind};
use crate::report::Audience;
use crate::standing::{self, AsOf, Slots, Stage, Status, Total};
pub use measure::{Left, Measure, Number, Progress, Unit};
use serde::{Deserialize, Serialize};
pub use value::{Percent, STEP, Value};

/// One target in one place on a day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Figure {
    pub target: TargetId,
    /// What is counted: "Fotpatrull".
    pub label: String,
    pub kind: TargetKind,
    /// Whether the goal is for each of the areas or for all together.
    pub scope: Scope,
    pub place: Place,
    pub unit: Unit,
    /// The days that the goal is for.
    pub period: Span,
    /// The last day that the figure speaks of.
    pub through: Day,
    /// `None` where the steps that a hidden number lies in don't decide it.
    pub status: Option<Status>,
    pub measure: Measure,
    pub share: Option<Share>,
    /// The areas behind a sum, each with its part; empty where there is one area, or where they aren't told apart.
    pub parts: Vec<Part>,
    /// Recorded, but too short to count.
    pub too_short: i64,
}

/// Where a figure comes from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Place {
    Area {
        area: AreaId,
        name: String,
    },
    /// Several areas as one.
    Areas {
        name: String,
    },
    Everywhere,
}

/// One of the areas behind a sum.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Part {
    pub area: AreaId,
    pub name: String,
    pub done: i64,
}

/// "14 av 61 (23 %), minst 20 %".
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Share {
    pub label: String,
    pub numerator: Value,
    pub denominator: Value,
    /// `None` below the floor, and where the numbers are hidden.
    pub percent: Option<Percent>,
    pub min_percent: i64,
    /// `None` where there are too few to judge, and where the steps don't decide it.
    pub status: Option<Status>,
}

/// A commitment with its figures.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Described {
    pub commitment: CommitmentId,
    /// The number that readers see; nought for what stands around the numbered lines.
    pub number: u32,
    /// The signed words.
    pub text: String,
    pub status: Status,
    pub figures: Vec<Figure>,
}

/// What everybody may read of a promise: `GET /api/v1/promises/{id}/public`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PublicFigures {
    pub promise: PromiseId,
    pub version: u32,
    pub title: String,
    /// When the figures were read.
    pub as_of: Moment,
    /// The last day that the figures speak of.
    pub through: Day,
    pub commitments: Vec<Described>,
}

/// A target's figures as an audience may see them.
#[must_use]
pub fn figures(
    promise: &Promise,
    target: &Target,
    totals: &[Total],
    as_of: impl Into<AsOf>,
    audience: Audience,
) -> Vec<Figure> {
    let as_of = as_of.into();
    match audience {
        Audience::Public if target.sensitive => public::figures(promise, target, totals, as_of),
        Audience::Public | Audience::Staff => standing::figures(promise, target, totals, as_of),
    }
}

/// Every commitment of a promise with its figures, in the promise's order.
#[must_use]
pub fn describe(promise: &Promise, totals: &[Total], as_of: impl Into<AsOf>, audience: Audience) -> Vec<Described> {
    let as_of = as_of.into();
    let describe = |commitment: &Commitment| {
        let all: Vec<Figure> =
            commitment.targets.iter().flat_map(|t| figures(promise, t, totals, as_of, audience)).collect();
        Described {
            commitment: commitment.id.clone(),
            number: commitment.number,
            text: commitment.text.clone(),
            status: status(&all),
            figures: all,
        }
    };
    promise.commitments.iter().map(describe).collect()
}

/// A commitment's status: the worst of its figures and shares. What the steps of a hidden number leave open is never
/// called met: the count runs, the share is on pace at best.
#[must_use]
pub fn status(figures: &[Figure]) -> Status {
    let of = |figure: &Figure| {
        let share = figure.share.as_ref().and_then(|share| {
            let is_open = share.numerator.is_hidden() && figure.goal().is_some();
            share.status.or(is_open.then_some(Status::OnPace))
        });
        [Some(figure.status.unwrap_or(Status::Running)), share]
    };
    figures.iter().flat_map(of).flatten().max().unwrap_or(Status::Running)
}

impl Figure {
    /// What has been done.
    #[must_use]
    pub fn done(&self) -> Value {
        self.measure.done()
    }

    /// The number to reach, where there is one: so many, so many slots, so many areas.
    #[must_use]
    pub fn goal(&self) -> Option<i64> {
        self.measure.goal()
    }

    /// How many are due by the day, where that can be said.
    #[must_use]
    pub fn expected(&self) -> Option<i64> {
        self.measure.expected()
    }

    #[must_use]
    pub fn slots(&self) -> Option<&Slots> {
        self.measure.slots()
    }

    #[must_use]
    pub fn stage(&self) -> Option<Stage> {
        self.measure.stage()
    }

    /// The area, where the figure is of one alone.
    #[must_use]
    pub fn area(&self) -> Option<&AreaId> {
        match &self.place {
            Place::Area { area, .. } => Some(area),
            Place::Areas { .. } | Place::Everywhere => None,
        }
    }

    /// The place by name; `None` where it doesn't matter.
    #[must_use]
    pub fn place_name(&self) -> Option<&str> {
        match &self.place {
            Place::Area { name, .. } | Place::Areas { name } => Some(name),
            Place::Everywhere => None,
        }
    }
}
