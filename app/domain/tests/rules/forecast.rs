//! Where a pace leads, and how sure one can be.

use domain::forecast::{Forecast, Stretch, forecast};
use proptest::prelude::*;

fn weeks(counts: &[i64]) -> Vec<Stretch> {
    counts.iter().map(|count| Stretch { days: 7, count: *count }).collect()
}

#[test]
fn an_even_pace_leads_straight_on_within_what_chance_does() {
    let even = forecast(&weeks(&[14; 12]), 70, 600);
    assert_eq!(even.likely, 740, "ten weeks of fourteen");
    // 140 to come from 168 seen: 1.363 * sqrt(140 * (1 + 70 / 84)).
    assert_eq!((even.low, even.high), (718, 762));
}

#[test]
fn uneven_weeks_and_few_weeks_say_less() {
    let even = forecast(&weeks(&[14; 12]), 70, 0);
    let uneven = forecast(&weeks(&[2, 26, 2, 26, 2, 26, 2, 26, 2, 26, 2, 26]), 70, 0);
    let few = forecast(&weeks(&[14; 3]), 70, 0);
    assert_eq!((even.likely, uneven.likely, few.likely), (140, 140, 140));
    assert!(uneven.high - uneven.low > 2 * (even.high - even.low), "{uneven:?}");
    assert!(few.high - few.low > even.high - even.low, "{few:?}");
}

#[test]
fn nothing_seen_and_nothing_ahead() {
    assert_eq!(forecast(&[], 70, 12), Forecast { likely: 12, low: 12, high: 12 });
    assert_eq!(forecast(&weeks(&[4, 5]), 0, 12), Forecast { likely: 12, low: 12, high: 12 });
    assert_eq!(forecast(&[Stretch { days: 0, count: 0 }], 9, 1), Forecast { likely: 1, low: 1, high: 1 });
    let none = forecast(&weeks(&[0; 12]), 70, 3);
    assert_eq!((none.likely, none.low), (3, 3));
    assert!(none.high > 3, "that nothing came doesn't show that nothing comes");
}

#[test]
fn what_is_long_ago_says_nothing() {
    let mut counts = vec![90; 30];
    counts.extend([10; 12]);
    assert_eq!(forecast(&weeks(&counts), 84, 0), forecast(&weeks(&[10; 12]), 84, 0));
}

/// A year that goes on as it began ends within the range about four times in five.
#[test]
fn about_four_in_five_end_within() {
    let mut state = 20_210_101u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / f64::from(1 << 24)
    };
    // A week of 140 chances of one in ten: near enough to Poisson with a mean of 14.
    let mut week = || (0..140).filter(|_| draw() < 0.1).count() as i64;
    let mut within = 0;
    for _ in 0..1_000 {
        let seen: Vec<i64> = (0..12).map(|_| week()).collect();
        let told = forecast(&weeks(&seen), 70, 0);
        let came: i64 = (0..10).map(|_| week()).sum();
        within += i64::from((told.low..=told.high).contains(&came));
    }
    assert!((760..=920).contains(&within), "{within} of 1000");
}

proptest! {
    #[test]
    fn the_range_holds_the_likely_and_never_takes_back(
        counts in proptest::collection::vec((0i64..8, -1i64..400), 0..20),
        ahead in -5i64..400,
        done in 0i64..2_000,
    ) {
        let seen: Vec<Stretch> = counts.into_iter().map(|(days, count)| Stretch { days, count }).collect();
        let told = forecast(&seen, ahead, done);
        prop_assert!(done <= told.low && told.low <= told.likely && told.likely <= told.high, "{:?}", told);
        prop_assert_eq!(told, forecast(&seen, ahead, done));
        let later = forecast(&seen, ahead + 7, done);
        prop_assert!(later.high >= told.high && later.likely >= told.likely, "{:?} {:?}", told, later);
    }
}
