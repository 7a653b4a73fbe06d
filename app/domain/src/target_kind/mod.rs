//! The kinds of target. Each has a file with all that it decides: which keys of the promise file it has, and how it is
//! judged. Serde, the reader of promise files, the check, the figures and the phone go by this table.

mod average;
mod cadence;
mod conditional;
mod count;
mod deliverable;
mod indicator;
mod milestone;
mod narrative;

use crate::calendar::Span;
use crate::figure::{Figure, Measure};
use crate::period::Per;
use crate::promise::Target;
use crate::standing::{InAreas, Status};
use crate::words::word_enum;

word_enum! {
    /// How a target is judged.
    pub enum TargetKind {
        /// So many in the period, optionally of a least duration and with a share within.
        Count = "count",
        /// One (or `goal`) in each day, week or month; a missed one stays missed.
        Cadence = "cadence",
        /// So many a week or month on average: what is missed can be made up for.
        Average = "average",
        /// Something that is to have happened by a day.
        Milestone = "milestone",
        /// Something that is to exist, with a status.
        Deliverable = "deliverable",
        /// Done whenever somebody asks for it.
        Conditional = "conditional",
        /// A figure that is shown without a goal.
        Indicator = "indicator",
        /// Followed in words.
        Narrative = "narrative",
    }
}

impl TargetKind {
    /// What the kind decides.
    pub(crate) fn rules(self) -> &'static Rules {
        match self {
            Self::Count => &count::RULES,
            Self::Cadence => &cadence::RULES,
            Self::Average => &average::RULES,
            Self::Milestone => &milestone::RULES,
            Self::Deliverable => &deliverable::RULES,
            Self::Conditional => &conditional::RULES,
            Self::Indicator => &indicator::RULES,
            Self::Narrative => &narrative::RULES,
        }
    }

    /// What the kind looks at to judge a target.
    #[must_use]
    pub fn judged_by(self) -> JudgedBy {
        self.rules().judged_by
    }

    /// Whether how much is done is what matters: such work is compared between areas and weeks.
    #[must_use]
    pub fn is_volume(self) -> bool {
        self.rules().is_volume
    }

    /// Whether it is followed in words, so that a report may list what was done one by one.
    #[must_use]
    pub fn is_in_words(self) -> bool {
        self.rules().is_in_words
    }
}

/// All that a kind of target decides. No member has a default: whoever adds a kind is asked for each of them.
pub(crate) struct Rules {
    pub(crate) keys: Keys,
    pub(crate) judged_by: JudgedBy,
    /// What period the goal is for, where the target's `per` is this one.
    pub(crate) goal_period: fn(Per) -> Per,
    pub(crate) is_volume: bool,
    pub(crate) is_in_words: bool,
    /// What to write instead of a goal for periods that the target's days cut in two; `None` where nothing is cut.
    pub(crate) cut_goal: fn(target: &Target, goal: u32, days: Span) -> Option<String>,
    /// What is measured in some areas together, and how it stands.
    pub(crate) judge: fn(&InAreas<'_>) -> (Measure, Status),
    /// The same where every one of several areas must reach the goal. Besides the areas together it gets the figure of
    /// each. Not asked for where [`Keys::every`] is refused.
    pub(crate) judge_every: fn(&InAreas<'_>, &[Figure]) -> (Measure, Option<Status>),
}

/// What a kind looks at to judge a target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JudgedBy {
    /// Sums over the period.
    Sum,
    /// The day on which it was done.
    Day,
    /// What was reported last.
    LastReport,
    /// Each of the period's days, weeks or months.
    Slot,
}

/// Which keys of the promise file mean something for a kind.
#[derive(Clone, Copy)]
pub(crate) struct Keys {
    pub(crate) activity: Key,
    pub(crate) goal: Key,
    pub(crate) per: PerKey,
    pub(crate) by: Key,
    pub(crate) done: Key,
    pub(crate) share: Key,
    pub(crate) sum: Key,
    pub(crate) pace: Key,
    /// `scope = "every"`.
    pub(crate) every: Key,
    pub(crate) sensitive: SensitiveKey,
}

/// Whether a kind has a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Key {
    Needed,
    Optional,
    Refused,
}

/// Which periods a kind takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PerKey {
    Any,
    /// Slots alone: days, weeks, months, quarters, tertials.
    Slots,
    /// The year or the whole promise.
    Whole,
}

/// Whether a kind's figures can be rounded so that nobody works out the exact ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SensitiveKey {
    /// As long as the target isn't judged by when it was done.
    Optional,
    /// With why, and what to write instead.
    Refused(&'static str),
}

/// For kinds whose goal no days can cut.
fn never_cut(_: &Target, _: u32, _: Span) -> Option<String> {
    None
}
