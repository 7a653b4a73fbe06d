//! Figures of a promise: in full for those who work with it, and by the public rule for everybody.

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

/// What everybody may see of some sums. Sensitive targets are summed over their areas first, since parts in steps of
/// five would not add up, and then rounded down.
#[must_use]
pub fn public(promise: &Promise, totals: Vec<Total>) -> Vec<Total> {
    let sensitive = |total: &Total| promise.targets().any(|t| t.id == total.target && t.sensitive);
    let (hidden, mut shown): (Vec<Total>, Vec<Total>) = totals.into_iter().partition(sensitive);
    for target in promise.targets().filter(|t| t.sensitive) {
        let mine = || hidden.iter().filter(|t| t.target == target.id);
        let floor = |n: i64| n.max(0) / PUBLIC_STEP * PUBLIC_STEP;
        if mine().next().is_some() {
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

    #[test]
    fn a_single_offence_never_shows() {
        let text = include_str!("../promises/jonkoping-2021-2022.toml");
        let promise = crate::promise_file::read(text).expect("the shipped promise is whole");
        let target = promise.targets().find(|t| t.sensitive).expect("a sensitive target").id.clone();
        let seen = |count, numerator| {
            let halves = vec![
                total(target.as_str(), "raslatt", count - count / 2, numerator),
                total(target.as_str(), "ekhagen", count / 2, 0),
            ];
            public(&promise, halves)
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
}
