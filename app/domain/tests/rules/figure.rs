//! What everybody is told of a figure: hidden numbers as bounds, nothing that the steps don't say, no status that one of
//! the possible numbers would contradict.

use crate::support::{PROMISE, day, judged, target};
use domain::figure::{Described, Figure, Measure, STEP, Value, describe, figures};
use domain::promise::Target;
use domain::report::Audience;
use domain::standing::{AsOf, Status, Total};
use proptest::prelude::*;
use serde_json::json;

fn offences(of: &Target, by_area: &[(&str, i64, i64)]) -> Vec<Total> {
    let total = |(area, count, numerator): &(&str, i64, i64)| Total {
        target: of.id.clone(),
        area: Some((*area).into()),
        count: *count,
        numerator: Some(*numerator),
        minutes: 7,
        too_short: 1,
        days: Vec::new(),
    };
    by_area.iter().map(total).collect()
}

fn public(of: &Target, totals: &[Total], on: &str) -> Figure {
    let mut all = figures(&PROMISE, of, totals, AsOf::ended(day(on)), Audience::Public);
    assert_eq!(all.len(), 1, "areas are not told apart");
    all.remove(0)
}

#[test]
fn a_hidden_number_is_told_as_hidden() {
    let three = target("narkotika_tre");
    let figure = public(three, &offences(three, &[("oxnehaga", 2, 1), ("ekhagen", 1, 0)]), "2021-06-30");
    assert_eq!(figure.done(), Value::Hidden { low: 0, high: 4 });
    let written = serde_json::to_value(&figure).expect("JSON");
    assert_eq!(written["measure"]["done"], json!({ "count": null, "low": 0, "high": 4 }));
    assert_eq!(written["share"]["numerator"], json!({ "count": null, "low": 0, "high": 4 }));
    assert_eq!(
        (&written["share"]["percent"], &written["parts"], &written["too_short"]),
        (&json!(null), &json!([]), &json!(0))
    );
    assert_eq!(serde_json::from_value::<Figure>(written).expect("a figure"), figure);
    let open = target("fotpatrull_raslatt");
    let patrols =
        [Total { target: open.id.clone(), numerator: None, ..offences(open, &[("raslatt", 3, 0)]).remove(0) }];
    let written = serde_json::to_value(public(open, &patrols, "2021-06-30")).expect("JSON");
    assert_eq!(written["measure"]["done"], json!({ "count": 3, "low": 3, "high": 3 }));
    assert_eq!(written["place"], json!({ "kind": "area", "area": "raslatt", "name": "Råslätt" }));
}

#[test]
fn a_status_that_the_step_leaves_open_is_not_told() {
    let one = target("narkotika_raslatt");
    let on = |count, on| public(one, &offences(one, &[("raslatt", count, 0)]), on).status;
    // 181 of 365 days: 25 of 52 are due; a week before, 24.8 were.
    assert_eq!([30, 25].map(|n| on(n, "2021-06-30")), [Some(Status::OnPace); 2]);
    assert_eq!(on(24, "2021-06-30"), None, "20 to 24 may be slightly behind, or behind");
    assert_eq!(on(19, "2021-06-30"), Some(Status::Behind));
    assert_eq!([50, 54].map(|n| on(n, "2021-12-31")), [None; 2], "52 may be among them");
    assert_eq!([49, 55].map(|n| on(n, "2021-12-31")), [Some(Status::Behind), Some(Status::Met)]);
}

#[test]
fn a_promise_is_described_whole() {
    let described = describe(&PROMISE, &[], AsOf::ended(day("2021-08-31")), Audience::Public);
    let targets: Vec<_> = described.iter().flat_map(|d: &Described| &d.figures).map(|f| f.target.clone()).collect();
    assert!(PROMISE.targets().all(|t| targets.contains(&t.id)), "zeros and cadences too: {targets:?}");
    let words: Vec<_> = described.iter().map(|d| (d.number, d.text.as_str())).collect();
    assert_eq!(words, PROMISE.commitments.iter().map(|c| (c.number, c.text.as_str())).collect::<Vec<_>>());
    let weekly = described.iter().flat_map(|d| &d.figures).find(|f| f.target.as_str() == "lagesbild_vecka");
    let weekly = weekly.expect("the weekly picture");
    // 4 January to 29 August: 34 weeks; 30 and 31 August are in the 35th.
    let Measure::Cadence { kept, due, missed, remaining, .. } = weekly.measure else { panic!("{weekly:?}") };
    assert_eq!((kept, due, missed, remaining), (0, 34, 34, 18));
    assert_eq!((weekly.period.from, weekly.through), (day("2021-01-01"), day("2021-08-31")));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever lies in the same steps is told alike, the true number lies within the bounds, and where a status is told
    /// it is the true one.
    #[test]
    fn nothing_but_the_steps_is_told(counts in prop::collection::vec((0i64..60, 0i64..20), 3), on in 0i32..365) {
        let three = target("narkotika_tre");
        let on = day("2021-01-01").plus(on);
        let areas = ["oxnehaga", "osterangen", "ekhagen"];
        let by_area: Vec<(&str, i64, i64)> =
            areas.into_iter().zip(&counts).map(|(area, (count, first))| (area, *count, *first.min(count))).collect();
        let (count, first) = by_area.iter().fold((0, 0), |sum, one| (sum.0 + one.1, sum.1 + one.2));
        let told = |totals: &[Total], audience| {
            figures(&PROMISE, three, totals, AsOf::ended(on), audience).remove(0)
        };
        let public = told(&offences(three, &by_area), Audience::Public);
        let floor = |n: i64| n / STEP * STEP;
        let alike = offences(three, &[("ekhagen", floor(count), floor(first))]);
        prop_assert_eq!(&public, &told(&alike, Audience::Public));
        let exact = told(&offences(three, &by_area), Audience::Staff);
        let share = public.share.as_ref().expect("a share");
        for (known, n) in [(public.done(), count), (share.numerator, first), (share.denominator, count)] {
            prop_assert!(known.is_hidden() && known.low() <= n && n <= known.high(), "{known:?} of {n}");
        }
        prop_assert!(public.status.is_none_or(|status| status == judged(&exact)));
        let truly = exact.share.as_ref().and_then(|share| share.status);
        prop_assert!(share.status.is_none() || truly.is_none() || share.status == truly);
    }
}
