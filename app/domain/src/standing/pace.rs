//! Where a day lies in a period: what is expected by then, and what is left from here.
//!
//! Judged and shown by the same rule: what isn't a whole one isn't due yet. With a goal of eight a year seven are due
//! after 320 days, and the eighth on the last one.

use super::Status;
use crate::calendar::{Day, Span};
use crate::figure::Left;
use crate::period::Per;
use crate::promise::Near;

/// Where a day lies in a target's period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pace {
    pub days: i64,
    pub days_begun: i64,
    /// The same in what the days weigh; an even pace weighs them alike.
    weight: i64,
    weight_begun: i64,
    /// What had begun so many weeks ago as count as near.
    weight_near: i64,
}

impl Pace {
    #[must_use]
    pub fn of(period: Span, day: Day) -> Self {
        Self::weighted(period, day, &[], Near::default())
    }

    /// By a calendar that the promise gives: what each month weighs, January first; without twelve of them the days
    /// are alike, as they are within a month.
    #[must_use]
    pub fn weighted(period: Span, day: Day, months: &[u32], near: Near) -> Self {
        let begun = |day: Day| Span { from: period.from, to: day.min(period.to) };
        let weigh = |days: Span| if months.len() == 12 { weight(days, months) } else { days.days() };
        let earlier = day.plus(i32::try_from(near.weeks).unwrap_or(i32::MAX / 7).saturating_mul(-7));
        Self {
            days: period.days(),
            days_begun: period.days_begun(day),
            weight: weigh(period),
            weight_begun: weigh(begun(day)),
            weight_near: weigh(begun(earlier)),
        }
    }

    #[must_use]
    pub fn days_left(self) -> i64 {
        self.days - self.days_begun
    }

    /// How many are due by the end of the day: whole ones.
    #[must_use]
    pub fn expected(self, goal: i64) -> i64 {
        if self.weight == 0 { 0 } else { goal * self.weight_begun / self.weight }
    }

    /// What is left to do, and the days to do it in; `None` when there is nothing, or no time.
    #[must_use]
    pub fn left(self, done: i64, goal: i64) -> Option<Left> {
        let left = Left { count: goal - done, days: self.days_left() };
        (left.count > 0 && left.days > 0).then_some(left)
    }

    /// *Strax efter* is a single one behind, or at most what was due as many weeks ago as the promise calls near.
    #[must_use]
    pub fn status(self, done: i64, goal: i64) -> Status {
        let expected = self.expected(goal);
        if done >= goal {
            Status::Met
        } else if self.days_left() == 0 {
            Status::Behind
        } else if done >= expected {
            Status::OnPace
        } else if done + 1 >= expected || done * self.weight >= goal * self.weight_near {
            Status::Near
        } else {
            Status::Behind
        }
    }
}

/// What some days weigh, by what each month does.
fn weight(days: Span, months: &[u32]) -> i64 {
    // A month's weight is spread over its days in parts that every length of a month divides.
    const PARTS: i64 = 28 * 29 * 30 * 31 / 2;
    let of_month = |slot: Span| {
        let whole = Per::Month.around(slot.from).map_or(1, Span::days);
        let (_, month, _) = slot.from.date();
        i64::from(months[month as usize - 1]) * PARTS / whole * slot.days()
    };
    Per::Month.slots(days, days).into_iter().map(of_month).sum()
}
