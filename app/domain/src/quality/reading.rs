//! What the small counts say: shares, and what stands out far enough to ask about. A pattern is a question to the people
//! of an area, never an answer about one of them.

use super::{AROUND, Cell, Month, Shape};
use crate::calendar::Day;
use crate::id::{ActivityId, AreaId};

/// Nothing is said to stand out on fewer than so many.
const FEWEST: i64 = 10;
/// From so many per cent recorded late.
const LATE_PERCENT: i64 = 20;
/// Exactly the least, or at the end of a period, so many times more than even.
const TIMES: i64 = 3;
/// Days at the end of a period that are looked at.
const LAST_DAYS: u32 = 2;

/// Counts as they were read from the store.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Shapes(pub Vec<(Cell, i64)>);

/// Which of them: an activity in an area, where `None` is what has no place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shown<'a> {
    pub activity: &'a ActivityId,
    pub area: Option<&'a AreaId>,
}

/// How many were recorded late.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Late {
    pub late: i64,
    pub of: i64,
}

/// How many last exactly the least that counts, against those that last a little longer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PileUp {
    /// From `-AROUND` to `AROUND` minutes more than the least; the ends hold what is beyond them.
    pub minutes: Vec<i64>,
    pub exactly: i64,
    pub of: i64,
    /// Of the five minutes above the least together.
    pub next_five: i64,
}

/// How much of a period's recording was done on its last days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Burst {
    pub last: i64,
    pub of: i64,
    pub last_days: i64,
    pub days: i64,
}

impl Late {
    #[must_use]
    pub fn stands_out(self) -> bool {
        self.late >= FEWEST && self.late * 100 >= self.of * LATE_PERCENT
    }
}

impl PileUp {
    #[must_use]
    pub fn stands_out(&self) -> bool {
        self.exactly >= FEWEST && self.exactly * 5 >= self.next_five * TIMES
    }
}

impl Burst {
    #[must_use]
    pub fn stands_out(self) -> bool {
        self.last >= FEWEST && self.last * self.days >= self.of * self.last_days * TIMES
    }

    fn with(self, other: Self) -> Self {
        Self { of: self.of + other.of, days: self.days + other.days, ..other }
    }
}

impl Shapes {
    fn of<'a>(&'a self, shown: Shown<'a>, shape: Shape) -> impl Iterator<Item = (&'a Cell, i64)> {
        let mine = move |cell: &Cell| cell.activity == *shown.activity && cell.area.as_ref() == shown.area;
        self.0.iter().filter(move |(cell, _)| cell.shape == shape && mine(cell)).map(|(cell, n)| (cell, *n))
    }

    /// The hours of the week, Monday first, 24 to a day.
    #[must_use]
    pub fn hours(&self, shown: Shown<'_>) -> Vec<i64> {
        let mut hours = vec![0; 7 * 24];
        for (cell, n) in self.of(shown, Shape::Start) {
            if let Some(hour) = usize::try_from(cell.at).ok().and_then(|at| hours.get_mut(at)) {
                *hour += n;
            }
        }
        hours
    }

    #[must_use]
    pub fn late(&self, shown: Shown<'_>) -> Late {
        let cells = self.of(shown, Shape::Late);
        cells.fold(Late::default(), |sum, (cell, n)| Late { late: sum.late + n * cell.at, of: sum.of + n })
    }

    /// `None` where no length was ever stated.
    #[must_use]
    pub fn pile_up(&self, shown: Shown<'_>) -> Option<PileUp> {
        let mut minutes = vec![0; 2 * AROUND as usize + 1];
        for (cell, n) in self.of(shown, Shape::Minutes) {
            if let Some(minute) = usize::try_from(cell.at + AROUND).ok().and_then(|at| minutes.get_mut(at)) {
                *minute += n;
            }
        }
        let least = AROUND as usize;
        let of = minutes.iter().sum();
        let next_five = minutes[least + 1..=least + 5].iter().sum();
        (of > 0).then(|| PileUp { exactly: minutes[least], of, next_five, minutes })
    }

    /// The months of a year, each with how much of what was recorded in it came on its last days.
    #[must_use]
    pub fn months(&self, shown: Shown<'_>, year: i32) -> Vec<Burst> {
        let of_month = |number: u32| {
            let days = days_in(year, number);
            let month = Month::numbered(year, number);
            let cells = self.of(shown, Shape::Recorded).filter(|(cell, _)| cell.month == month);
            let empty = Burst { last: 0, of: 0, last_days: i64::from(LAST_DAYS), days: i64::from(days) };
            cells.fold(empty, |sum, (cell, n)| {
                let is_last = cell.at > i64::from(days - LAST_DAYS);
                Burst { last: sum.last + if is_last { n } else { 0 }, of: sum.of + n, ..sum }
            })
        };
        (1..=12).map(of_month).collect()
    }

    /// The same for the tertials: the last days are those of their last month.
    #[must_use]
    pub fn tertials(months: &[Burst]) -> Vec<Burst> {
        months.chunks(4).filter_map(|of| of.iter().copied().reduce(Burst::with)).collect()
    }
}

fn days_in(year: i32, month: u32) -> u32 {
    (28..=31).rev().find(|day| Day::of(year, month, *day).is_some()).unwrap_or(28)
}
