//! What a figure measures. Every kind of measure is a variant; a new one doesn't compile until all of this file and its
//! words (`texts::kinds`) speak of it. What draws and tabulates figures goes by [`Progress`] and [`Number`].

use super::Value;
use crate::calendar::Day;
use crate::promise::{Per, Target};
use crate::standing::{Earlier, Slots, Stage};
use serde::{Deserialize, Serialize};

/// What is counted one by one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Occasions,
    /// The sum of a number on the form.
    Number,
    Days,
    Weeks,
    Months,
    Quarters,
    Tertials,
    Years,
    Areas,
    /// Published texts.
    Texts,
}

/// The figure itself, by what kind of thing it measures.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Measure {
    /// So many towards a goal, at a pace.
    Paced {
        done: Value,
        goal: i64,
        /// How many are due by the day: what isn't a whole one isn't due yet.
        expected: i64,
        /// `None` when the goal is met, when no time is left, and where the number is hidden.
        left: Option<Left>,
        /// Where the goal is for less than a year: how the year's earlier periods went, oldest first.
        earlier: Vec<Earlier>,
    },
    /// Days, weeks or months in which it was done.
    Cadence {
        kept: i64,
        /// Kept or missed: what can be judged by now.
        due: i64,
        missed: i64,
        /// Neither kept nor over.
        remaining: i64,
        slots: Slots,
    },
    /// Something that is to exist, or to happen by a day.
    Stage { stage: Stage, by: Option<Day>, recorded: i64 },
    /// In how many of the areas the goal is reached.
    Areas { reached: i64, areas: i64, stage: Option<Stage> },
    /// Done when somebody asks for it.
    Requests { done: i64, asked: i64 },
    /// A number without a goal; `finished` of them, where the target says what that is.
    Recorded { count: Value, finished: Option<i64> },
    /// Followed in words: how many texts of it have been published.
    Texts { published: i64 },
}

/// What is left to do, and the days to do it in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Left {
    pub count: i64,
    pub days: i64,
}

/// How far along a figure is, as pages, reports and the phone draw it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Progress<'a> {
    /// Towards a goal at a pace: a gauge.
    Pace { goal: i64, expected: i64, left: Option<Left> },
    /// In slots, each of them kept or not.
    Slots(&'a Slots),
    /// A number alone; what is said beside it tells the rest.
    Number,
    /// No number: it is followed in texts, of which so many are published.
    Texts { published: i64 },
}

/// What a number of a figure is, besides how many were done: a column of tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Number {
    Goal,
    Expected,
    Kept,
    Due,
    Missed,
    Remaining,
    Asked,
    Finished,
}

impl Measure {
    /// A cadence's slots with their numbers.
    #[must_use]
    pub fn cadence(slots: Slots) -> Self {
        let (kept, missed) = (slots.kept(), slots.missed().count() as i64);
        let remaining = slots.all.len() as i64 - kept - missed;
        Self::Cadence { kept, due: kept + missed, missed, remaining, slots }
    }

    /// The number that stands first: what has been done.
    #[must_use]
    pub fn done(&self) -> Value {
        match self {
            Self::Paced { done, .. } | Self::Recorded { count: done, .. } => *done,
            Self::Cadence { kept: n, .. }
            | Self::Stage { recorded: n, .. }
            | Self::Areas { reached: n, .. }
            | Self::Requests { done: n, .. }
            | Self::Texts { published: n } => Value::Exact(*n),
        }
    }

    /// What there is one by one, for a target that may sum a number on the form.
    #[must_use]
    pub fn unit(&self, target: &Target) -> Unit {
        match self {
            Self::Cadence { slots, .. } => match slots.per {
                Per::Day => Unit::Days,
                Per::Week => Unit::Weeks,
                Per::Month => Unit::Months,
                Per::Quarter => Unit::Quarters,
                Per::Tertial => Unit::Tertials,
                Per::Year | Per::Whole => Unit::Years,
            },
            Self::Areas { .. } => Unit::Areas,
            Self::Texts { .. } => Unit::Texts,
            Self::Paced { .. } | Self::Recorded { .. } if target.sum.is_some() => Unit::Number,
            Self::Paced { .. } | Self::Recorded { .. } | Self::Stage { .. } | Self::Requests { .. } => Unit::Occasions,
        }
    }

    /// The number to reach, where there is one: so many, so many slots, so many areas.
    #[must_use]
    pub fn goal(&self) -> Option<i64> {
        match self {
            Self::Paced { goal, .. } => Some(*goal),
            Self::Cadence { due, remaining, .. } => Some(due + remaining),
            Self::Areas { areas, .. } => Some(*areas),
            Self::Stage { .. } | Self::Requests { .. } | Self::Recorded { .. } | Self::Texts { .. } => None,
        }
    }

    /// How many are due by the day, where that can be said.
    #[must_use]
    pub fn expected(&self) -> Option<i64> {
        match self {
            Self::Paced { expected, .. } => Some(*expected),
            Self::Cadence { due, .. } => Some(*due),
            Self::Stage { .. }
            | Self::Areas { .. }
            | Self::Requests { .. }
            | Self::Recorded { .. }
            | Self::Texts { .. } => None,
        }
    }

    /// A cadence's slots.
    #[must_use]
    pub fn slots(&self) -> Option<&Slots> {
        match self.progress() {
            Progress::Slots(slots) => Some(slots),
            Progress::Pace { .. } | Progress::Number | Progress::Texts { .. } => None,
        }
    }

    /// How far something has come that is to exist, or to happen by a day.
    #[must_use]
    pub fn stage(&self) -> Option<Stage> {
        match self {
            Self::Stage { stage, .. } => Some(*stage),
            Self::Areas { stage, .. } => *stage,
            Self::Paced { .. }
            | Self::Cadence { .. }
            | Self::Requests { .. }
            | Self::Recorded { .. }
            | Self::Texts { .. } => None,
        }
    }

    /// Whether all that was promised is done, for good.
    #[must_use]
    pub fn is_reached(&self) -> bool {
        match self {
            Self::Paced { done, goal, .. } => done.low() >= *goal,
            Self::Cadence { kept, due, remaining, .. } => *kept >= due + remaining,
            Self::Stage { stage, .. } => matches!(stage, Stage::Done { .. }),
            Self::Areas { reached, areas, .. } => reached >= areas,
            Self::Requests { .. } | Self::Recorded { .. } | Self::Texts { .. } => false,
        }
    }

    /// The measure with its number hidden.
    #[must_use]
    pub(super) fn hidden(self, count: Value) -> Self {
        match self {
            Self::Paced { goal, expected, .. } => {
                Self::Paced { done: count, goal, expected, left: None, earlier: Vec::new() }
            }
            // A promise may hide counts alone (`check::sensitive`); of any other kind no number is told.
            Self::Recorded { .. }
            | Self::Cadence { .. }
            | Self::Stage { .. }
            | Self::Areas { .. }
            | Self::Requests { .. }
            | Self::Texts { .. } => Self::Recorded { count, finished: None },
        }
    }

    /// How it is drawn.
    #[must_use]
    pub fn progress(&self) -> Progress<'_> {
        match self {
            Self::Paced { goal, expected, left, .. } => {
                Progress::Pace { goal: *goal, expected: *expected, left: *left }
            }
            Self::Cadence { slots, .. } => Progress::Slots(slots),
            Self::Stage { .. } | Self::Areas { .. } | Self::Requests { .. } | Self::Recorded { .. } => Progress::Number,
            Self::Texts { published } => Progress::Texts { published: *published },
        }
    }

    /// Its other numbers, for tables.
    #[must_use]
    pub fn numbers(&self) -> Vec<(Number, i64)> {
        match self {
            Self::Paced { goal, expected, .. } => vec![(Number::Goal, *goal), (Number::Expected, *expected)],
            Self::Cadence { kept, due, missed, remaining, .. } => vec![
                (Number::Goal, due + remaining),
                (Number::Kept, *kept),
                (Number::Due, *due),
                (Number::Missed, *missed),
                (Number::Remaining, *remaining),
            ],
            Self::Areas { areas, .. } => vec![(Number::Goal, *areas)],
            Self::Requests { asked, .. } => vec![(Number::Asked, *asked)],
            Self::Recorded { finished, .. } => finished.iter().map(|n| (Number::Finished, *n)).collect(),
            Self::Stage { .. } | Self::Texts { .. } => Vec::new(),
        }
    }
}
