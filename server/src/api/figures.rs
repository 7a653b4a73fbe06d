//! Which of a promise's figures everybody may see, and for which days. What is told of them is `domain::figure`'s.

use crate::http::problem::Problem;
use crate::store::YearOf;
use domain::calendar::Day;
use domain::promise::Promise;
use domain::standing::AsOf;

/// Days that ended less than so many days ago aren't public (protocol, section 7).
pub const PUBLIC_LAG_DAYS: i32 = 7;

/// The last day whose figures are public today.
#[must_use]
pub fn last_public_day(today: Day) -> Day {
    today.plus(-PUBLIC_LAG_DAYS - 1)
}

/// Which figures everybody may see of a promise, for the year that was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shown {
    pub days: YearOf,
    /// The last day that the figures speak of. Where none of the promise's days is public yet, the day before its first.
    pub day: Day,
}

impl Shown {
    /// The figures' day, looked at from the last day that is public: a week of an earlier year may run yet.
    #[must_use]
    pub fn as_of(&self) -> AsOf {
        AsOf { day: self.day, today: self.days.through.max(self.day).plus(1) }
    }
}

/// The year that was asked for, or the last one of which a day is public; never one that lies ahead.
#[must_use]
pub fn shown(promise: &Promise, asked: Option<i32>, today: Day) -> Shown {
    let through = last_public_day(today);
    let last = through.year().clamp(promise.from.year(), promise.to.year());
    let year = asked.map_or(last, |year| year.clamp(promise.from.year(), last));
    let year_ends = Day::of(year, 12, 31).unwrap_or(promise.to);
    let day = through.min(year_ends).min(promise.to).max(promise.from.plus(-1));
    Shown { days: YearOf::through(year, through), day }
}

/// The same, where it is the year that was asked for.
///
/// # Errors
/// 404 for a year that the promise isn't in force in, or of which no day is public yet: another year's figures would look
/// like that year's.
pub fn shown_as_asked(promise: &Promise, asked: Option<i32>, today: Day) -> Result<Shown, Problem> {
    let shown = shown(promise, asked, today);
    match asked {
        Some(year) if year != shown.days.year => Err(Problem::no_such_year(year)),
        _ => Ok(shown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promise() -> Promise {
        crate::promise_file::read(crate::promise_file::SHIPPED).expect("the shipped promise is whole")
    }

    #[test]
    fn the_last_public_day_ended_seven_days_ago() {
        let today = Day::read("2026-11-23").expect("a day");
        assert_eq!(last_public_day(today).to_string(), "2026-11-15");
    }

    #[test]
    fn a_year_that_lies_ahead_is_not_shown() {
        let promise = promise();
        let day = |text| Day::read(text).expect("a day");
        for (today, asked, year, through) in [
            ("2021-09-08", None, 2021, "2021-08-31"),
            ("2021-09-08", Some(2022), 2021, "2021-08-31"),
            ("2021-09-08", Some(1999), 2021, "2021-08-31"),
            ("2022-01-04", None, 2021, "2021-12-27"),
            ("2022-03-01", Some(2021), 2021, "2021-12-31"),
            ("2022-03-01", Some(2022), 2022, "2022-02-21"),
            ("2026-11-23", None, 2022, "2022-12-31"),
            ("2021-01-04", None, 2021, "2020-12-31"),
        ] {
            let shown = shown(&promise, asked, day(today));
            assert_eq!((shown.days.year, shown.day), (year, day(through)), "{today} {asked:?}");
            assert_eq!(shown.days.through, last_public_day(day(today)));
        }
    }
}
