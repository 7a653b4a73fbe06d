//! What is counted or followed for a commitment: every kind of target that real promises have had.

use crate::calendar::{Day, Local, Span};
use crate::id::{ActivityId, AreaId, TargetId};
use crate::period::Per;
use crate::target_kind::{JudgedBy, TargetKind};
use crate::words::word_enum;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};

/// One thing that is counted or followed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Target {
    pub id: TargetId,
    pub kind: TargetKind,
    /// What the figure is, short: "Fotpatrull", "Möten".
    pub label: String,
    #[serde(default)]
    pub activity: Option<ActivityId>,
    /// The areas it speaks of; empty where the place doesn't matter.
    #[serde(default)]
    pub areas: Vec<AreaId>,
    /// What the areas are called together: "Öxnehaga, Österängen och Ekhagen".
    #[serde(default)]
    pub areas_name: Option<String>,
    #[serde(default)]
    pub scope: Scope,
    /// How many; for a cadence in each slot (one, unless said), for an average in each `per`.
    #[serde(default)]
    pub goal: Option<u32>,
    #[serde(default)]
    pub per: Per,
    /// Days of its own within the promise's: "first week of October".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Span>,
    /// Shorter occasions are kept but don't count.
    #[serde(default)]
    pub min_minutes: Option<u32>,
    /// Only what starts then counts: "Friday and Saturday evenings".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    /// Only entries with these answers count: "beyond ordinary work".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<Answer>,
    /// The answer by which a deliverable exists, or what was asked for has been done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<Answer>,
    /// The day by which a milestone or a deliverable was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Day>,
    /// A number on the form that is summed instead of counting occasions: "vehicles stopped".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<String>,
    /// How the goal is spread over the months, January first: twelve weights. Empty for an even pace.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pace: Vec<u32>,
    #[serde(default)]
    pub share: Option<Share>,
    /// Small figures could point at a person: the public page moves in steps of five.
    #[serde(default)]
    pub sensitive: bool,
}

/// The targets of a commitment as this build can read them. How one of an unknown kind, scope or period is judged isn't
/// known; what is counted for it is, so that an entry for it still counts and its words are shown.
pub(super) fn readable<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Target>, D::Error> {
    let all = Vec::<AsSent>::deserialize(from)?;
    let target = |sent| match sent {
        AsSent::Known(target) => Some(*target),
        AsSent::Unjudged(counted) => Some(counted.into()),
        AsSent::Unreadable(_) => None,
    };
    Ok(all.into_iter().filter_map(target).collect())
}

#[derive(Deserialize)]
#[serde(untagged)]
enum AsSent {
    Known(Box<Target>),
    Unjudged(Counted),
    Unreadable(IgnoredAny),
}

/// What is counted for a target, however it is judged.
#[derive(Deserialize)]
struct Counted {
    id: TargetId,
    label: String,
    #[serde(default)]
    activity: Option<ActivityId>,
    #[serde(default)]
    areas: Vec<AreaId>,
    #[serde(default)]
    areas_name: Option<String>,
    #[serde(default)]
    within: Option<Span>,
    #[serde(default)]
    min_minutes: Option<u32>,
    #[serde(default)]
    window: Option<Window>,
    #[serde(default)]
    only: Vec<Answer>,
    #[serde(default)]
    sensitive: bool,
}

impl From<Counted> for Target {
    fn from(counted: Counted) -> Self {
        let Counted { id, label, activity, areas, areas_name, within, min_minutes, window, only, sensitive } = counted;
        Self {
            id,
            kind: TargetKind::Narrative,
            label,
            activity,
            areas,
            areas_name,
            scope: Scope::default(),
            goal: None,
            per: Per::default(),
            within,
            min_minutes,
            window,
            only,
            done: None,
            by: None,
            sum: None,
            pace: Vec::new(),
            share: None,
            sensitive,
        }
    }
}

word_enum! {
    /// Whether the goal is for each of the areas or for all together.
    #[derive(Default)]
    pub enum Scope {
        Each = "each",
        #[default]
        Sum = "sum",
        /// Reached when every one of the areas has reached it: "in all prioritised areas".
        Every = "every",
    }
}

/// A share within a count: "varav minst 20 procent ska vara förstagångsanvändare".
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Share {
    /// The field whose answer decides; an unknown one stays in the denominator only.
    pub field: String,
    pub value: String,
    pub label: String,
    pub min_percent: u32,
    /// Below so many there is no percentage: "för få för procent".
    pub floor: u32,
}

/// An answer on the form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answer {
    pub field: String,
    pub value: String,
}

/// Weekdays and hours. A window over midnight belongs to the day on which it opened: Saturday at 01:00 is Friday evening.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Window {
    /// 1 = Monday … 7 = Sunday; empty for every day.
    #[serde(default)]
    pub weekdays: Vec<u32>,
    /// Minutes after midnight at which it opens.
    pub from_min: u32,
    /// And closes; not later than it opens means on the next day.
    pub to_min: u32,
}

impl Window {
    /// Whether something that starts then falls within.
    #[must_use]
    pub fn holds(&self, at: Local) -> bool {
        let on = |day: Day| self.weekdays.is_empty() || self.weekdays.contains(&day.weekday());
        let minute = at.minute;
        if self.from_min < self.to_min {
            return on(at.day) && (self.from_min..self.to_min).contains(&minute);
        }
        minute >= self.from_min && on(at.day) || minute < self.to_min && on(at.day.plus(-1))
    }
}

impl Target {
    /// Whether an occasion in this area belongs to the target.
    #[must_use]
    pub fn covers(&self, area: Option<&AreaId>) -> bool {
        self.areas.is_empty() || area.is_some_and(|a| self.areas.contains(a))
    }

    /// Whether it is followed in words alone: its figure is how many texts of it have been published.
    #[must_use]
    pub fn in_words(&self) -> bool {
        self.kind.is_in_words() && self.activity.is_none()
    }

    /// What its figure on a day is for. Cadences and averages are followed over the year, whatever their slot; a
    /// milestone is reached once, in whichever year of the promise.
    #[must_use]
    pub fn goal_for(&self) -> Per {
        (self.kind.rules().goal_period)(self.per)
    }

    /// Whether it is judged by when it was done, so that sums over the year don't say enough.
    #[must_use]
    pub fn by_day(&self) -> bool {
        let by_kind = match self.kind.judged_by() {
            JudgedBy::Day | JudgedBy::LastReport | JudgedBy::Slot => true,
            JudgedBy::Sum => false,
        };
        by_kind || !matches!(self.goal_for(), Per::Year | Per::Whole)
    }

    /// Whether it is judged week by week: then an occasion belongs to the promise that holds its week's Thursday, as the
    /// week itself does.
    #[must_use]
    pub fn by_week(&self) -> bool {
        self.kind.judged_by() == JudgedBy::Slot && self.per == Per::Week
    }

    /// Moves its own days to another year, the one in which they end: those of a year that has gone can't be kept any more.
    pub(super) fn move_to(&mut self, year: i32) {
        self.by = self.by.map(|by| by.in_year(year));
        self.within = self.within.map(|days| {
            let years = year - days.to.year();
            Span { from: days.from.in_year(days.from.year() + years), to: days.to.in_year(year) }
        });
    }

    /// The field and the answer that make an occasion part of the numerator.
    #[must_use]
    pub fn numerator(&self) -> Option<(&str, &str)> {
        let share = self.share.as_ref().map(|s| (s.field.as_str(), s.value.as_str()));
        share.or(self.done.as_ref().map(|d| (d.field.as_str(), d.value.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_over_midnight_belongs_to_the_evening() {
        let evenings = Window { weekdays: vec![5, 6], from_min: 20 * 60, to_min: 3 * 60 };
        let at = |day: &str, hour: u32, minute: u32| Local {
            day: Day::read(day).expect("a day"),
            minute: hour * 60 + minute,
        };
        // 2021-03-05 is a Friday.
        for (day, hour, minute, within) in [
            ("2021-03-05", 19, 59, false),
            ("2021-03-05", 20, 0, true),
            ("2021-03-06", 2, 59, true),
            ("2021-03-06", 3, 0, false),
            ("2021-03-06", 23, 0, true),
            ("2021-03-07", 1, 0, true),
            ("2021-03-07", 21, 0, false),
            ("2021-03-05", 1, 0, false),
        ] {
            assert_eq!(evenings.holds(at(day, hour, minute)), within, "{day} {hour}:{minute}");
        }
        let days = Window { weekdays: Vec::new(), from_min: 8 * 60, to_min: 17 * 60 };
        assert!(days.holds(at("2021-03-07", 8, 0)) && !days.holds(at("2021-03-07", 17, 0)));
    }
}
