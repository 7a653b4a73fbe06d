//! Where a day lies in a period: what is expected by then, and what is needed from here.

use super::Status;
use crate::calendar::{Day, Span};
use crate::period::Per;

/// Where a day lies in a target's period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pace {
    pub days: i64,
    pub days_begun: i64,
    /// The same in what the days weigh; an even pace weighs them alike.
    weight: i64,
    weight_begun: i64,
}

impl Pace {
    #[must_use]
    pub fn of(period: Span, day: Day) -> Self {
        Self::even(period.days(), period.days_begun(day))
    }

    /// So many days, of which so many have begun.
    #[must_use]
    pub fn even(days: i64, days_begun: i64) -> Self {
        Self { days, days_begun, weight: days, weight_begun: days_begun }
    }

    /// By a calendar that the promise gives: what each month weighs, January first. Within a month the days are alike.
    #[must_use]
    pub fn weighted(period: Span, day: Day, months: &[u32]) -> Self {
        let mut pace = Self::of(period, day);
        if months.len() == 12 {
            let weigh = |days: Span| -> i64 {
                // A month's weight is spread over its days in parts that every length of a month divides.
                const PARTS: i64 = 28 * 29 * 30 * 31 / 2;
                let of_month = |slot: Span| {
                    let whole = Per::Month.around(slot.from).map_or(1, Span::days);
                    let (_, month, _) = slot.from.date();
                    i64::from(months[month as usize - 1]) * PARTS / whole * slot.days()
                };
                Per::Month.slots(days, days).into_iter().map(of_month).sum()
            };
            pace.weight = weigh(period);
            pace.weight_begun =
                if pace.days_begun == 0 { 0 } else { weigh(Span { from: period.from, to: day.min(period.to) }) };
        }
        pace
    }

    #[must_use]
    pub fn days_left(self) -> i64 {
        self.days - self.days_begun
    }

    /// The share of the goal that is due, rounded half up.
    #[must_use]
    pub fn expected(self, goal: i64) -> i64 {
        if self.weight == 0 { 0 } else { (goal * self.weight_begun * 2 + self.weight) / (self.weight * 2) }
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
