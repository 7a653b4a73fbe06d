//! Figures of a promise: in full for those who work with it, and by the public rule for everybody.

use crate::problem::Problem;
use crate::store::YearOf;
use domain::calendar::Day;
use domain::promise::Promise;
use domain::standing::Total;

/// Days that ended less than so many days ago aren't public (protocol, section 7).
pub const PUBLIC_LAG_DAYS: i32 = 7;
/// Sensitive figures move by so many at a time, so that subtraction shows no single offence.
pub const PUBLIC_STEP: i64 = 5;

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

/// The year that was asked for, or the last one of which a day is public; never one that lies ahead.
#[must_use]
pub fn shown(promise: &Promise, asked: Option<i32>, today: Day) -> Shown {
    let through = last_public_day(today);
    let last = through.year().clamp(promise.from.year(), promise.to.year());
    let year = asked.map_or(last, |year| year.clamp(promise.from.year(), last));
    let year_ends = Day::of(year, 12, 31).unwrap_or(promise.to);
    let day = through.min(year_ends).min(promise.to).max(promise.from.plus(-1));
    Shown { days: YearOf { year, through }, day }
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

/// What everybody may see of some sums. Sensitive targets are summed over their areas first, since parts in steps of
/// five would not add up, and then rounded down. They are there even where nothing was recorded: that a sum appears
/// would tell of the first one.
#[must_use]
pub fn public(promise: &Promise, totals: Vec<Total>) -> Vec<Total> {
    let sensitive = |total: &Total| promise.targets().any(|t| t.id == total.target && t.sensitive);
    let (hidden, mut shown): (Vec<Total>, Vec<Total>) = totals.into_iter().partition(sensitive);
    for target in promise.targets().filter(|t| t.sensitive && t.activity.is_some()) {
        let mine = || hidden.iter().filter(|t| t.target == target.id);
        let floor = |n: i64| n.max(0) / PUBLIC_STEP * PUBLIC_STEP;
        shown.push(Total {
            target: target.id.clone(),
            area: None,
            count: floor(mine().map(|t| t.count).sum()),
            numerator: target.share.as_ref().map(|_| floor(mine().filter_map(|t| t.numerator).sum())),
            minutes: 0,
            too_short: 0,
            days: Vec::new(),
        });
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::{AreaId, TargetId};

    fn total(target: &str, area: &str, count: i64, numerator: i64) -> Total {
        let area = Some(AreaId::from(area));
        Total {
            target: TargetId::from(target),
            area,
            count,
            numerator: Some(numerator),
            minutes: 7,
            too_short: 1,
            days: Vec::new(),
        }
    }

    fn promise() -> Promise {
        crate::promise_file::read(crate::promise_file::SHIPPED).expect("the shipped promise is whole")
    }

    #[test]
    fn a_single_offence_never_shows() {
        let promise = promise();
        let target = promise.targets().find(|t| t.sensitive).expect("a sensitive target").id.clone();
        let seen = |count, numerator| {
            let halves = vec![
                total(target.as_str(), "raslatt", count - count / 2, numerator),
                total(target.as_str(), "ekhagen", count / 2, 0),
            ];
            public(&promise, halves).into_iter().filter(|t| t.target == target).collect::<Vec<_>>()
        };
        let mut before = seen(0, 0);
        for count in 1..60 {
            let after = seen(count, count / 3);
            assert_eq!(after.len(), 1, "areas are not told apart");
            for (was, is) in
                [(before[0].count, after[0].count), (before[0].numerator.unwrap_or(0), after[0].numerator.unwrap_or(0))]
            {
                assert!(is == was || is == was + PUBLIC_STEP, "{was} -> {is} at {count}");
            }
            assert_eq!((after[0].minutes, after[0].too_short), (0, 0));
            before = after;
        }
    }

    #[test]
    fn the_last_public_day_ended_seven_days_ago() {
        let today = Day::read("2026-11-23").expect("a day");
        assert_eq!(last_public_day(today).to_string(), "2026-11-15");
    }

    #[test]
    fn the_first_offence_does_not_make_a_sum_appear() {
        let promise = promise();
        let sensitive = || promise.targets().filter(|t| t.sensitive);
        let one: Vec<Total> = sensitive().map(|t| total(t.id.as_str(), "raslatt", 1, 1)).collect();
        assert_eq!(public(&promise, one), public(&promise, Vec::new()));
        assert_eq!(public(&promise, Vec::new()).len(), sensitive().count());
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
