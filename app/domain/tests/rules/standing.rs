//! How a promise stands on a day: pace, shares and words of status.

use crate::support::{PROMISE, day, judged, left, target};
use domain::calendar::Span;
use domain::figure::{Figure, Left, Percent, Place, Value};
use domain::promise::{Commitment, Near, Per, Promise, Scope, Target};
use domain::standing::{Pace, Party, Status, Total, figures, party, status};
use proptest::prelude::*;

fn total(target: &str, area: &str, count: i64) -> Total {
    Total {
        target: target.into(),
        area: Some(area).filter(|a| !a.is_empty()).map(Into::into),
        count,
        numerator: None,
        minutes: count * 30,
        too_short: 0,
        days: Vec::new(),
    }
}

fn one_line(target: &Target, totals: &[Total], on: &str) -> Figure {
    let mut all = figures(&PROMISE, target, totals, day(on));
    assert_eq!(all.len(), 1, "one row");
    all.remove(0)
}

fn raslatt(count: i64, on: &str) -> Figure {
    one_line(target("fotpatrull_raslatt"), &[total("fotpatrull_raslatt", "raslatt", count)], on)
}

#[test]
fn eight_hundred_of_eight_hundred_is_met() {
    let met = raslatt(800, "2021-06-01");
    assert_eq!((met.done(), met.goal(), judged(&met), left(&met)), (Value::Exact(800), Some(800), Status::Met, None));
    assert_eq!(judged(&raslatt(799, "2021-12-30")), Status::OnPace);
    assert_eq!(left(&raslatt(799, "2021-12-30")), Some(Left { count: 1, days: 1 }));
    let missed = raslatt(799, "2021-12-31");
    assert_eq!((judged(&missed), left(&missed), missed.expected()), (Status::Behind, None, Some(800)));
}

fn year() -> Span {
    Span::of_year(2021).expect("a year")
}

#[test]
fn the_pace_is_an_even_share_of_the_days() {
    let on = |text| Pace::of(year(), day(text));
    assert_eq!([on("2020-12-31"), on("2021-01-01"), on("2021-12-31")].map(|p| p.expected(800)), [0, 2, 800]);
    assert_eq!(on("2021-07-02").days_begun, 183);
    assert_eq!(on("2021-07-02").expected(800), 401, "183 of 365 days are 401.1");
    assert_eq!(on("2021-08-31").expected(73), 48, "48.6: the 49th isn't due yet");
    assert_eq!(on("2022-06-01").expected(800), 800, "a period that ended");
    let none = Span { from: day("2021-02-01"), to: day("2021-01-31") };
    assert_eq!(Pace::of(none, day("2021-03-01")).expected(800), 0);
}

#[test]
fn what_is_left_is_told_with_the_days_it_is_left_for() {
    let on = |text| Pace::of(year(), day(text));
    assert_eq!(on("2021-11-28").left(6, 8), Some(Left { count: 2, days: 33 }));
    assert_eq!([800, 801].map(|done| on("2021-07-02").left(done, 800)), [None, None]);
    assert_eq!(on("2021-12-31").left(0, 800), None, "no time is left");
}

#[test]
fn the_words_of_status() {
    let pace = Pace::of(year(), day("2021-07-02"));
    // 401 are due. A week before, 385.8 were.
    for (done, status) in [
        (800, Status::Met),
        (401, Status::OnPace),
        (400, Status::Near),
        (386, Status::Near),
        (385, Status::Behind),
        (0, Status::Behind),
    ] {
        assert_eq!(pace.status(done, 800), status, "{done}");
    }
    assert!(Status::Met < Status::OnPace && Status::OnPace < Status::Near && Status::Near < Status::Behind);
}

#[test]
fn a_small_goal_is_slightly_behind_before_it_is_behind() {
    // 28 November: eight a year are 7.28, seven are due. 31 August: 52 a year are 34.6, 34 are due.
    let year = Span::of_year(2026).expect("a year");
    for (goal, on, by_done) in [
        (8, "2026-11-28", [(7, Status::OnPace), (6, Status::Near), (5, Status::Behind)]),
        (52, "2026-08-31", [(34, Status::OnPace), (33, Status::Near), (32, Status::Behind)]),
    ] {
        for (done, status) in by_done {
            assert_eq!(Pace::of(year, day(on)).status(done, goal), status, "{done} of {goal}");
        }
    }
}

#[test]
fn a_promise_may_say_what_is_near() {
    let on = day("2021-07-02");
    let wide = Near { weeks: 4, ..Near::default() };
    // Four weeks before, 339.7 were due.
    let pace = |near| Pace::weighted(year(), on, &[], near);
    assert_eq!([340, 339].map(|done| pace(wide).status(done, 800)), [Status::Near, Status::Behind]);
    let none = Near { weeks: 0, ..wide };
    assert_eq!([400, 399].map(|done| pace(none).status(done, 800)), [Status::Near, Status::Behind], "a single one");
}

#[test]
fn a_sum_over_areas_is_one_row_with_its_parts() {
    let totals = [
        total("fotpatrull_tre", "oxnehaga", 500),
        total("fotpatrull_tre", "ekhagen", 300),
        total("fotpatrull_raslatt", "raslatt", 7),
        total("fotpatrull_tre", "huskvarna", 9),
    ];
    let line = one_line(target("fotpatrull_tre"), &totals, "2021-06-01");
    assert_eq!((line.done().low(), judged(&line)), (800, Status::Met));
    assert_eq!(line.place, Place::Areas { name: "Öxnehaga, Österängen och Ekhagen".into() });
    let parts: Vec<_> = line.parts.iter().map(|part| (part.area.as_str(), part.done)).collect();
    assert_eq!(parts, [("oxnehaga", 500), ("osterangen", 0), ("ekhagen", 300)]);
}

#[test]
fn areas_without_a_name_of_their_own_are_listed() {
    let mut unnamed = target("fotpatrull_tre").clone();
    unnamed.areas_name = None;
    let line = one_line(&unnamed, &[], "2021-06-01");
    assert_eq!(line.place, Place::Areas { name: "Öxnehaga, Österängen och Ekhagen".into() });
}

#[test]
fn each_area_has_a_row_and_a_goal_of_its_own() {
    let mut each = target("fotpatrull_tre").clone();
    each.scope = Scope::Each;
    let totals = [total("fotpatrull_tre", "oxnehaga", 800), total("fotpatrull_tre", "ekhagen", 20)];
    let rows = figures(&PROMISE, &each, &totals, day("2021-12-31"));
    let said: Vec<_> =
        rows.iter().map(|l| (l.area().expect("an area").as_str(), l.done().low(), l.goal(), judged(l))).collect();
    assert_eq!(
        said,
        [
            ("oxnehaga", 800, Some(800), Status::Met),
            ("osterangen", 0, Some(800), Status::Behind),
            ("ekhagen", 20, Some(800), Status::Behind),
        ]
    );
}

#[test]
fn where_the_place_does_not_matter_all_is_summed() {
    let line = one_line(target("ssg"), &[total("ssg", "", 3), total("ssg", "raslatt", 2)], "2021-06-01");
    assert_eq!((line.place.clone(), line.done().low(), line.goal()), (Place::Everywhere, 5, Some(8)));
}

#[test]
fn without_a_goal_it_runs() {
    let line = one_line(target("atgarder"), &[total("atgarder", "raslatt", 3)], "2021-06-01");
    assert_eq!((line.done().low(), line.goal(), line.expected(), judged(&line)), (3, None, None, Status::Running));
}

fn offences(count: i64, numerator: i64, on: &str) -> Figure {
    let one = Total { numerator: Some(numerator), ..total("narkotika_raslatt", "raslatt", count) };
    one_line(target("narkotika_raslatt"), &[one], on)
}

#[test]
fn a_share_has_no_percentage_below_its_floor() {
    for (count, numerator, percent, status) in [
        (0, 0, None, None),
        (4, 4, None, None),
        (5, 1, Some("20"), Some(Status::OnPace)),
        (5, 0, Some("0"), Some(Status::Behind)),
        (61, 14, Some("23"), Some(Status::OnPace)),
        (61, 12, Some("19,6"), Some(Status::Behind)),
        (200, 39, Some("19,5"), Some(Status::Behind)),
        (8, 1, Some("13"), Some(Status::Behind)),
    ] {
        let share = offences(count, numerator, "2021-06-01").share.expect("a share");
        let told = (share.numerator, share.denominator, share.min_percent);
        assert_eq!(told, (Value::Exact(numerator), Value::Exact(count), 20));
        let shown = share.percent.map(|percent| percent.text(','));
        assert_eq!((shown.as_deref(), share.status), (percent, status), "{numerator} of {count}");
    }
    assert_eq!(offences(61, 14, "2021-12-31").share.expect("a share").status, Some(Status::Met));
    assert_eq!(offences(61, 12, "2021-12-31").share.expect("a share").status, Some(Status::Behind));
}

#[test]
fn what_was_too_short_is_told_beside_the_figure() {
    let short = |area, too_short| Total { too_short, ..total("trafik_tre", area, 1) };
    let line = one_line(target("trafik_tre"), &[short("oxnehaga", 2), short("ekhagen", 3)], "2021-06-01");
    assert_eq!((line.done().low(), line.too_short), (2, 5));
}

#[test]
fn the_goal_is_for_the_year_or_for_the_whole_period() {
    let mut patrol = target("fotpatrull_raslatt").clone();
    let span = |from, to| Span { from: day(from), to: day(to) };
    assert_eq!(PROMISE.period(&patrol, day("2021-06-01")), span("2021-01-01", "2021-12-31"));
    assert_eq!(PROMISE.period(&patrol, day("2022-06-01")), span("2022-01-01", "2022-12-31"));
    assert_eq!(PROMISE.period(&patrol, day("2019-06-01")), span("2021-01-01", "2021-12-31"), "before: the first");
    assert_eq!(PROMISE.period(&patrol, day("2026-06-01")), span("2022-01-01", "2022-12-31"), "after: the last");
    for (per, from, to) in [
        (Per::Tertial, "2021-05-01", "2021-08-31"),
        (Per::Quarter, "2021-04-01", "2021-06-30"),
        (Per::Month, "2021-06-01", "2021-06-30"),
        (Per::Week, "2021-05-31", "2021-06-06"),
        (Per::Day, "2021-06-01", "2021-06-01"),
    ] {
        patrol.per = per;
        assert_eq!(PROMISE.period(&patrol, day("2021-06-01")), span(from, to), "{per:?}");
        assert_eq!(PROMISE.shown(&patrol, day("2021-06-01")), span("2021-01-01", "2021-12-31"), "{per:?}");
    }
    patrol.per = Per::Whole;
    assert_eq!(PROMISE.period(&patrol, day("2021-06-01")), span("2021-01-01", "2022-12-31"));
    let line = one_line(&patrol, &[total("fotpatrull_raslatt", "raslatt", 400)], "2021-12-31");
    assert_eq!((line.expected(), judged(&line)), (Some(400), Status::OnPace), "half of two years");
    let short = Promise { from: day("2021-03-01"), ..PROMISE.clone() };
    let yearly = target("fotpatrull_raslatt");
    assert_eq!(
        short.period(yearly, day("2021-06-01")),
        span("2021-03-01", "2021-12-31"),
        "the part of the year it holds"
    );
    assert_eq!(PROMISE.years(), 2021..=2022);
}

fn commitment(id: &str) -> &'static Commitment {
    PROMISE.commitments.iter().find(|c| c.id.as_str() == id).expect("a commitment")
}

#[test]
fn a_commitment_stands_as_its_worst_row() {
    let on = |totals: &[Total], id, text| status(&PROMISE, commitment(id), totals, day(text));
    let (one, other) = (total("fotpatrull_raslatt", "raslatt", 800), total("fotpatrull_tre", "ekhagen", 800));
    assert_eq!(on(&[one.clone(), other], "fotpatrull", "2021-06-01"), Status::Met);
    assert_eq!(on(&[one], "fotpatrull", "2021-12-31"), Status::Behind);
    assert_eq!(on(&[], "lagesbild", "2021-12-31"), Status::Running, "nothing to count");
    assert_eq!(on(&[], "lagesbild_raslatt", "2021-12-31"), Status::Behind, "no week has its picture");
    let offences =
        |count, numerator| Total { numerator: Some(numerator), ..total("narkotika_raslatt", "raslatt", count) };
    assert_eq!(on(&[offences(52, 11)], "narkotika_raslatt", "2021-12-31"), Status::Met);
    assert_eq!(on(&[offences(52, 10)], "narkotika_raslatt", "2021-12-31"), Status::Behind, "the share is part of it");
}

#[test]
fn the_party_is_that_of_the_owners() {
    assert_eq!(party(&PROMISE, commitment("fotpatrull")), Party::Police);
    assert_eq!(party(&PROMISE, commitment("est")), Party::Municipality);
    assert_eq!(party(&PROMISE, commitment("ssg")), Party::Together);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is shown and what is judged are one rule: on pace is exactly what is shown as expected, and less done never
    /// reads better.
    #[test]
    fn a_figure_is_judged_by_what_is_shown(goal in 1i64..2_000, on in 0i32..400, months in months(), weeks in 0u32..6) {
        let pace = Pace::weighted(year(), day("2021-01-01").plus(on), &months, Near { weeks, missed_one_in: 20 });
        let expected = pace.expected(goal);
        prop_assert!((0..=goal).contains(&expected));
        let mut worst = Status::Met;
        for done in (0..=goal).rev() {
            let status = pace.status(done, goal);
            prop_assert!(status >= worst, "{done} of {goal} is {status:?}, more was {worst:?}");
            worst = status;
            let is_good = status <= Status::OnPace;
            prop_assert_eq!(is_good, done >= expected || done >= goal, "{} of {}, {} expected", done, goal, expected);
            let is_left = pace.left(done, goal).is_some();
            prop_assert_eq!(is_left, done < goal && pace.days_left() > 0);
        }
    }

    /// A percentage never stands on the other side of its line than the share, and is never more than half a percent off.
    #[test]
    fn a_percentage_never_crosses_its_line(denominator in 1i64..5_000, part in 0.0f64..=1.0, line in 1i64..=100) {
        let numerator = (denominator as f64 * part) as i64;
        let tenths = Percent::of(numerator, denominator, line).expect("a percentage").tenths();
        prop_assert_eq!(tenths >= line * 10, numerator * 100 >= line * denominator);
        prop_assert!((tenths * denominator - numerator * 1000).abs() <= 5 * denominator);
        let written = serde_json::to_string(&Percent::of(numerator, denominator, line)).expect("JSON");
        prop_assert_eq!(serde_json::from_str::<Option<Percent>>(&written).expect("a percentage"), Percent::of(numerator, denominator, line));
    }
}

/// An even pace, or what each month weighs.
fn months() -> impl Strategy<Value = Vec<u32>> {
    let weighed = prop::collection::vec(0u32..5, 12).prop_filter("one month at least", |m| m.iter().any(|w| *w > 0));
    prop_oneof![Just(Vec::new()), weighed]
}
