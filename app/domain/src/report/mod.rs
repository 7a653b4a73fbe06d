//! Reports: how a promise stood at the end of a period, frozen so that what was published stays as it was.
//!
//! **Invariant: what is frozen never changes.** It has types of its own, with the words that stood beside its figures,
//! so that neither late entries nor a later Rond alter an old report. What has come in since is listed as
//! [`corrections`], and the next report is right.

mod approval;
mod correction;
mod period;
mod row;
mod state;

use crate::figure::{Percent, STEP, Value};
use crate::id::{AreaId, CommitmentId, PromiseId, TargetId};
use crate::moment::Moment;
use crate::promise::Near;
use crate::standing;
pub use approval::Approver;
pub use correction::{Audience, Change, Correction, corrections};
pub use period::{Period, PeriodKind};
pub use row::{Occurrence, RowChoice, RowCount, RowId, Texts, free_text};
use serde::{Deserialize, Serialize};
pub use state::{Act, State};

/// Characters of a narrative text.
pub const TEXT_CHARS: usize = 4_000;
/// Reports that a list shows, newest first.
pub const LISTED: usize = 200;

/// A report as it stood when its figures were read.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Report {
    pub promise: PromiseId,
    /// Of the promise: the readings that its figures go by.
    pub version: u32,
    /// "Medborgarlöfte Jönköping 2021–2022".
    pub title: String,
    /// "Tertial 1 2021".
    pub name: String,
    pub period: Period,
    /// When the figures were read.
    pub as_of: Moment,
    /// What was called *strax efter*.
    #[serde(default, skip_serializing_if = "Near::is_default")]
    pub near: Near,
    pub trust: Trust,
    /// In the promise's order.
    pub commitments: Vec<Reported>,
}

/// What was known to be missing when the figures were read.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Trust {
    /// Phones in use.
    pub devices: u32,
    /// Of these, how many nothing had been heard from for two days.
    pub silent: u32,
    /// Entries that phones said they still had.
    pub waiting: u64,
    /// Numbers that never came, by the phone's name.
    pub gaps: Vec<NamedGap>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NamedGap {
    pub device: String,
    /// First and last of each run.
    pub missing: Vec<(u64, u64)>,
}

/// One commitment in a report.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Reported {
    pub commitment: CommitmentId,
    /// Nought for what stands around the numbered lines.
    pub number: u32,
    pub owner: Owner,
    /// The signed words.
    pub text: String,
    /// How they are read, with who read them so.
    pub reading: Option<String>,
    /// What is told of it in words; holds nothing that the public may not see.
    pub narrative: String,
    /// What is told one by one: measures with cause, owner, day and outcome.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub listed: Vec<Listed>,
    /// Small figures could point at a person: the public gets them in steps.
    pub sensitive: bool,
    pub full: Standing,
    /// The same as everybody may see it (protocol, section 7).
    pub public: Standing,
}

/// A list as it stood, with the words of its form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Listed {
    pub caption: String,
    pub columns: Vec<String>,
    /// As many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// Somebody read and chose each row; before this was asked for, every row was told.
    #[serde(default)]
    pub chosen: bool,
}

/// Who owns a commitment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    Police,
    Municipality,
    Together,
}

/// How a commitment stood.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Standing {
    pub level: Level,
    pub rows: Vec<Row>,
    /// What is done but doesn't count, what isn't shown.
    pub notes: Vec<String>,
}

/// One target in one place.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Row {
    pub target: TargetIn,
    /// What the figure is: "Fotpatrull".
    pub label: String,
    /// Where: "Råslätt"; `None` where the place doesn't matter.
    pub place: Option<String>,
    pub level: Level,
    /// Whether there is a figure at all; else it is followed in words.
    pub counted: bool,
    /// The figure is hidden: `done` is the lower bound of the step that it lies in.
    pub floored: bool,
    /// From the beginning of the goal's period through the report's last day.
    pub done: i64,
    /// What follows the figure: " av 800", " av 52 veckor".
    pub rest: String,
    /// On the report's own days; `None` where that would tell too much.
    pub in_period: Option<i64>,
    /// Of a cadence: its slots, as they stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slots: Option<SlotCounts>,
    /// What is to be done at a pace: the goal, what was expected by the last day, and the days that the goal is for.
    pub paced: Option<Paced>,
    pub share: Option<ShareRow>,
    /// The areas behind a sum.
    pub parts: Vec<(String, i64)>,
    /// What stands under the figure: slots that were missed, a stage, earlier periods.
    pub said: Vec<String>,
    /// On the report's days: too short to count.
    pub too_short: i64,
    /// On the report's days, of what counts.
    pub minutes: i64,
    /// Counts of the report's weeks, oldest first.
    pub weeks: Vec<i64>,
}

/// Which target, and in which area where it has one for each.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TargetIn {
    pub target: TargetId,
    pub area: Option<AreaId>,
}

impl Default for TargetIn {
    fn default() -> Self {
        Self { target: TargetId(String::new()), area: None }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Paced {
    pub goal: i64,
    pub expected: i64,
    pub days: i64,
}

/// How many of a cadence's slots were kept and missed, of those that were due, and how many remained.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SlotCounts {
    pub kept: i64,
    pub due: i64,
    pub missed: i64,
    pub remaining: i64,
}

impl SlotCounts {
    /// As the slots stand.
    #[must_use]
    pub fn of(slots: &standing::Slots) -> Self {
        let (kept, missed) = (slots.kept(), slots.missed().count() as i64);
        Self { kept, due: kept + missed, missed, remaining: slots.all.len() as i64 - kept - missed }
    }
}

/// "14 av 61 (23 %)".
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ShareRow {
    /// "varav förstagångsanvändare".
    pub label: String,
    /// As it reads.
    pub text: String,
    /// `None` where it can't be said.
    pub level: Option<Level>,
    pub numerator: i64,
    pub denominator: i64,
    pub percent: Option<Percent>,
    pub min_percent: i64,
    /// Why it isn't judged.
    #[serde(default)]
    pub note: Option<String>,
}

/// [`standing::Status`] as reports keep it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Met,
    OnPace,
    #[default]
    Running,
    Near,
    Behind,
}

impl From<standing::Status> for Level {
    fn from(status: standing::Status) -> Self {
        match status {
            standing::Status::Met => Self::Met,
            standing::Status::OnPace => Self::OnPace,
            standing::Status::Running => Self::Running,
            standing::Status::Near => Self::Near,
            standing::Status::Behind => Self::Behind,
        }
    }
}

impl From<Level> for standing::Status {
    fn from(level: Level) -> Self {
        match level {
            Level::Met => Self::Met,
            Level::OnPace => Self::OnPace,
            Level::Running => Self::Running,
            Level::Near => Self::Near,
            Level::Behind => Self::Behind,
        }
    }
}

impl From<standing::Party> for Owner {
    fn from(party: standing::Party) -> Self {
        match party {
            standing::Party::Police => Self::Police,
            standing::Party::Municipality => Self::Municipality,
            standing::Party::Together => Self::Together,
        }
    }
}

impl From<Owner> for standing::Party {
    fn from(owner: Owner) -> Self {
        match owner {
            Owner::Police => Self::Police,
            Owner::Municipality => Self::Municipality,
            Owner::Together => Self::Together,
        }
    }
}

impl Row {
    /// The figure, or the step that it lies in.
    #[must_use]
    pub fn value(&self) -> Value {
        as_known(self.done, self.floored)
    }
}

/// A number of a row that is exact or the lower bound of a step.
#[must_use]
pub fn as_known(n: i64, is_lower_bound: bool) -> Value {
    if is_lower_bound { Value::Hidden { low: n, high: n + STEP - 1 } } else { Value::Exact(n) }
}

impl Reported {
    /// As an audience may see it.
    #[must_use]
    pub fn standing(&self, audience: Audience) -> &Standing {
        match audience {
            Audience::Staff => &self.full,
            Audience::Public => &self.public,
        }
    }
}

impl Report {
    /// How many commitments stood so.
    #[must_use]
    pub fn count(&self, level: Level, audience: Audience) -> usize {
        self.commitments.iter().filter(|c| c.standing(audience).level == level).count()
    }

    /// Whether it has rows that nobody chose: frozen by an earlier version.
    #[must_use]
    pub fn has_unread_rows(&self) -> bool {
        self.commitments.iter().flat_map(|c| &c.listed).any(|list| !list.chosen && !list.rows.is_empty())
    }

    /// Those that a party owns.
    pub fn of(&self, owner: Owner) -> impl Iterator<Item = &Reported> {
        self.commitments.iter().filter(move |c| c.owner == owner)
    }
}
