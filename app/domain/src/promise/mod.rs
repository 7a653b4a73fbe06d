//! The promise as data: areas, activities with their fields, commitments in the words that were signed, targets.
//!
//! No activity, area or target is named in Rust (design, decision 8). This is both what a promise file says and what
//! `GET /api/v1/promises/{id}` answers; the phone reads its forms from it.

mod target;

use crate::calendar::{Day, Span};
pub use crate::field_kind::{FieldKind, Input, Reading};
use crate::id::{ActivityId, AreaId, CommitmentId, OrganisationId, PartnershipId, PromiseId};
use crate::limits;
pub use crate::period::Per;
use crate::readable;
pub use crate::target_kind::{JudgedBy, TargetKind};
use crate::words::word_enum;
use serde::{Deserialize, Serialize};
pub use target::{Answer, Scope, Share, Target, Window};

/// A promise in one version. A change of any reading is a new version; frozen reports keep theirs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Promise {
    pub id: PromiseId,
    pub version: u32,
    pub partnership: PartnershipId,
    /// "Medborgarlöfte Jönköping 2021–2022".
    pub title: String,
    /// The place alone: "Jönköping".
    pub place: String,
    /// The opening words that were signed.
    pub preamble: String,
    pub from: Day,
    pub to: Day,
    /// IANA name of the zone whose days and years count.
    pub time_zone: String,
    /// The promise that this one continues; said wherever it is shown.
    #[serde(default)]
    pub extends: Option<PromiseId>,
    /// Continues by the calendar year until another is loaded (protocol, section 5).
    #[serde(default)]
    pub continues: bool,
    /// So many months after its end the names of those who worked for it are forgotten ([`crate::retention`]); `None`
    /// keeps them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub names_kept_months: Option<u32>,
    /// Whoever wrote in a report's part, or froze its figures, doesn't approve that part: another person does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approval_by_another: bool,
    /// When something is *strax efter* rather than *efter*.
    #[serde(default, skip_serializing_if = "Near::is_default")]
    pub near: Near,
    #[serde(deserialize_with = "readable::items")]
    pub organisations: Vec<Organisation>,
    #[serde(deserialize_with = "readable::items")]
    pub areas: Vec<Area>,
    #[serde(deserialize_with = "readable::items")]
    pub activities: Vec<Activity>,
    #[serde(deserialize_with = "readable::items")]
    pub commitments: Vec<Commitment>,
}

/// How far behind still is *strax efter*. A single one is, whatever these say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Near {
    /// At most what is due in so many weeks.
    pub weeks: u32,
    /// Of a cadence: at most one missed in so many that were due.
    pub missed_one_in: u32,
}

impl Default for Near {
    fn default() -> Self {
        Self { weeks: 1, missed_one_in: 20 }
    }
}

impl Near {
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Organisation {
    pub id: OrganisationId,
    pub name: String,
    /// `police`, `municipality` or `housing_company`: what decides reach (protocol, section 7).
    pub kind: OrganisationKind,
}

word_enum! {
    /// What decides reach.
    pub enum OrganisationKind {
        Police = "police",
        Municipality = "municipality",
        HousingCompany = "housing_company",
    }
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Area {
    pub id: AreaId,
    pub name: String,
    /// Whether the promise is about it: phones offer it before the others.
    #[serde(default)]
    pub focus: bool,
    /// The word before the name in a sentence, as people of the place say it: "på" for Råslätt. "i" without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preposition: Option<String>,
}

/// The prepositions that a promise file may give an area, the usual one first.
pub const PREPOSITIONS: [&str; 4] = ["i", "på", "vid", "kring"];

/// The drawings that a promise file may give an activity. Without one its key has the general drawing.
pub const ICONS: [&str; 3] = ["foot", "car", "pill"];

/// Something that is done and recorded.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Activity {
    pub id: ActivityId,
    /// In the singular, as on the key: "Fotpatrull".
    pub name: String,
    /// In the plural, as in sentences: "fotpatruller".
    pub plural: String,
    /// The drawing on its key, of [`ICONS`]; without it, or with one that this build doesn't know, a general one.
    #[serde(default)]
    pub icon: Option<String>,
    /// Who may record it; others' entries are flagged `not_permitted`.
    pub organisations: Vec<OrganisationId>,
    #[serde(default)]
    pub duration: Duration,
    /// Longer occasions wait for a person; `None` for what [`Promise::most_minutes`] says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_minutes: Option<u32>,
    /// Whether an entry needs an area.
    #[serde(default = "yes")]
    pub in_area: bool,
    /// Whether a note may be written. Off where free text could name a person.
    #[serde(default)]
    pub note: bool,
    #[serde(default, deserialize_with = "readable::items")]
    pub fields: Vec<Field>,
}

fn yes() -> bool {
    true
}

word_enum! {
    /// Whether an occasion of an activity has a length.
    #[derive(Default)]
    pub enum Duration {
        /// Start and stop, or minutes stated afterwards.
        Timed = "timed",
        /// A point in time; also what a duration is read as that this build doesn't know.
        #[default]
        #[serde(other)]
        None = "none",
    }
}

/// Whether something that is done counts towards any target, as far as its length goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Counting {
    /// No target is about the activity there. It is kept all the same.
    Never,
    /// Whatever its length.
    Always,
    /// From so many minutes.
    From(u32),
}

impl Counting {
    /// The shortest length that counts, where one is asked for.
    #[must_use]
    pub fn least_minutes(self) -> Option<u32> {
        match self {
            Counting::From(minutes) => Some(minutes),
            Counting::Never | Counting::Always => None,
        }
    }
}

/// A question on an activity's form.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Field {
    pub id: String,
    /// The question: "Förstagångsanvändare av narkotika?".
    pub label: String,
    pub kind: FieldKind,
    #[serde(default)]
    pub required: bool,
    /// What stands below the question.
    #[serde(default)]
    pub hint: Option<String>,
    /// Larger answers wait for a person, for [`FieldKind::Number`]; `None` for [`limits::PLAUSIBLE_NUMBER`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// What may be chosen, for [`FieldKind::Choice`].
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "readable::items")]
    pub options: Vec<Choice>,
}

/// An answer that may be chosen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Choice {
    /// What the entry says: "done".
    pub value: String,
    /// What the person reads: "Klar".
    pub label: String,
}

/// A line of the promise, word for word, with what is counted for it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Commitment {
    pub id: CommitmentId,
    /// The number that readers see.
    pub number: u32,
    /// The heading it stands under in the promise.
    pub section: String,
    pub owners: Vec<OrganisationId>,
    /// The signed words, never shortened.
    pub text: String,
    /// How the words are read where they can be read in two ways; shown beside the figure.
    #[serde(default)]
    pub note: Option<InterpretationNote>,
    #[serde(default, deserialize_with = "target::readable")]
    pub targets: Vec<Target>,
}

/// Tolkningsnot: the reading, by whom and when.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct InterpretationNote {
    pub text: String,
    pub by: String,
    pub on: Day,
}

impl Field {
    /// The largest number that counts unasked.
    #[must_use]
    pub fn most(&self) -> u32 {
        self.max.unwrap_or(limits::PLAUSIBLE_NUMBER)
    }
}

impl Activity {
    /// The most minutes that a timer is believed; beyond them somebody states when it really ended.
    #[must_use]
    pub fn most_timed_minutes(&self) -> u32 {
        self.max_minutes.unwrap_or(limits::TIMER_MINUTES)
    }
}

impl Promise {
    #[must_use]
    pub fn span(&self) -> Span {
        Span { from: self.from, to: self.to }
    }

    #[must_use]
    pub fn activity(&self, id: &ActivityId) -> Option<&Activity> {
        self.activities.iter().find(|a| a.id == *id)
    }

    /// The most minutes of an activity that count unasked. Where the promise is about efforts longer than that, and doesn't
    /// say, as many as an entry may have.
    #[must_use]
    pub fn most_minutes(&self, activity: &Activity) -> u32 {
        let is_long = |target: &Target| {
            target.activity.as_ref() == Some(&activity.id)
                && target.min_minutes.is_some_and(|least| least > limits::PLAUSIBLE_MINUTES)
        };
        let unsaid = if self.targets().any(is_long) { limits::MINUTES as u32 } else { limits::PLAUSIBLE_MINUTES };
        activity.max_minutes.unwrap_or(unsaid)
    }

    #[must_use]
    pub fn area(&self, id: &AreaId) -> Option<&Area> {
        self.areas.iter().find(|a| a.id == *id)
    }

    /// The word before an area's name in a sentence.
    #[must_use]
    pub fn preposition(&self, id: &AreaId) -> &str {
        self.area(id).and_then(|area| area.preposition.as_deref()).unwrap_or(PREPOSITIONS[0])
    }

    #[must_use]
    pub fn organisation(&self, id: &OrganisationId) -> Option<&Organisation> {
        self.organisations.iter().find(|o| o.id == *id)
    }

    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        self.commitments.iter().flat_map(|c| &c.targets)
    }

    /// Whether an activity counts in an area, and from what length.
    #[must_use]
    pub fn counting(&self, activity: &ActivityId, area: Option<&AreaId>) -> Counting {
        let covering = self.targets().filter(|t| t.activity.as_ref() == Some(activity) && t.covers(area));
        match covering.map(|t| t.min_minutes.unwrap_or(0)).min() {
            None => Counting::Never,
            Some(0) => Counting::Always,
            Some(minutes) => Counting::From(minutes),
        }
    }

    /// The days that a target may count on at all.
    #[must_use]
    pub fn days_of(&self, target: &Target) -> Span {
        target.within.and_then(|own| own.meet(self.span())).unwrap_or(self.span())
    }

    /// The days that a target's goal on `day` is for: the calendar period around it, or all days that count.
    #[must_use]
    pub fn period(&self, target: &Target, day: Day) -> Span {
        let days = self.days_of(target);
        let day = day.clamp(days.from, days.to);
        target.goal_for().around(day).and_then(|period| period.meet(days)).unwrap_or(days)
    }

    /// The days whose sums are read for a target on `day`: its calendar year, or all days that count.
    #[must_use]
    pub fn shown(&self, target: &Target, day: Day) -> Span {
        let days = self.days_of(target);
        let day = day.clamp(days.from, days.to);
        if target.goal_for() == Per::Whole {
            return days;
        }
        Per::Year.around(day).and_then(|year| year.meet(days)).unwrap_or(days)
    }

    /// The calendar years it spans.
    #[must_use]
    pub fn years(&self) -> std::ops::RangeInclusive<i32> {
        self.from.year()..=self.to.year()
    }

    /// The same commitments for another calendar year, under an id of its own: promises get extended in real life. What
    /// was promised for days of its own is promised for the same days of that year.
    /// `None` unless this promise continues and has ended before that year.
    #[must_use]
    pub fn extended_to(&self, year: i32) -> Option<Promise> {
        let span = Span::of_year(year)?;
        if !self.continues || self.to >= span.from {
            return None;
        }
        let origin = self.extends.clone().unwrap_or_else(|| self.id.clone());
        let base = self.partnership.as_str();
        let mut commitments = self.commitments.clone();
        commitments.iter_mut().flat_map(|c| &mut c.targets).for_each(|target| target.move_to(year));
        Some(Promise {
            id: PromiseId(format!("{base}-{year}")),
            version: 1,
            title: format!("Medborgarlöfte {} {year}", self.place),
            from: span.from,
            to: span.to,
            extends: Some(origin),
            commitments,
            ..self.clone()
        })
    }
}
