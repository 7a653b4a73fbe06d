//! How a promise stands on a day: pace, shares and words of status.

use crate::support::{PROMISE, day, target};
use domain::calendar::{Day, Span};
use domain::promise::{Commitment, Per, Promise, Scope, Target};
use domain::standing::{Line, Pace, Party, Place, Status, Total, lines, party, status};

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

fn one_line(target: &Target, totals: &[Total], on: &str) -> Line {
    let mut all = lines(&PROMISE, target, totals, day(on));
    assert_eq!(all.len(), 1, "one row");
    all.remove(0)
}

fn raslatt(count: i64, on: &str) -> Line {
    one_line(target("fotpatrull_raslatt"), &[total("fotpatrull_raslatt", "raslatt", count)], on)
}

#[test]
fn eight_hundred_of_eight_hundred_is_met() {
    let met = raslatt(800, "2021-06-01");
    assert_eq!((met.done, met.goal, met.status, met.needed_per_week), (800, Some(800), Status::Met, None));
    assert_eq!(raslatt(799, "2021-12-30").status, Status::OnPace);
    assert_eq!(raslatt(799, "2021-12-30").needed_per_week, Some(7), "one in the day that is left");
    let missed = raslatt(799, "2021-12-31");
    assert_eq!((missed.status, missed.needed_per_week, missed.expected), (Status::Behind, None, Some(800)));
}

#[test]
fn the_pace_is_an_even_share_of_the_days() {
    let year = Span::of_year(2021).expect("a year");
    let on = |text| Pace::of(year, day(text));
    assert_eq!([on("2020-12-31"), on("2021-01-01"), on("2021-12-31")].map(|p| p.expected(800)), [0, 2, 800]);
    assert_eq!(on("2021-07-02").days_begun, 183);
    assert_eq!(on("2021-07-02").expected(800), 401, "183 of 365 days, rounded half up");
    assert_eq!(on("2022-06-01").expected(800), 800, "a period that ended");
    assert_eq!(Pace::even(4, 2).expected(1), 1);
    assert_eq!(Pace::even(0, 0).expected(800), 0);
}

#[test]
fn needed_per_week_is_rounded_up() {
    let pace = Pace::even(365, 183);
    assert_eq!(pace.days_left(), 182);
    assert_eq!([800, 801, 826].map(|goal| pace.needed_per_week(800, goal)), [None, Some(1), Some(1)]);
    assert_eq!(pace.needed_per_week(800, 827), Some(2), "27 in 26 weeks");
    assert_eq!(pace.needed_per_week(0, 800), Some(31));
    assert_eq!(Pace::even(365, 365).needed_per_week(0, 800), None, "no time is left");
}

#[test]
fn the_words_of_status() {
    let pace = Pace::even(365, 183);
    // 401 are expected; a week's work is 800 × 7 / 365, a little more than 15.
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
fn a_sum_over_areas_is_one_row_with_its_parts() {
    let totals = [
        total("fotpatrull_tre", "oxnehaga", 500),
        total("fotpatrull_tre", "ekhagen", 300),
        total("fotpatrull_raslatt", "raslatt", 7),
        total("fotpatrull_tre", "huskvarna", 9),
    ];
    let line = one_line(target("fotpatrull_tre"), &totals, "2021-06-01");
    assert_eq!((line.done, line.status), (800, Status::Met));
    assert_eq!(line.place, Place::Areas("Öxnehaga, Österängen och Ekhagen".into()));
    let parts: Vec<_> = line.parts.iter().map(|(area, count)| (area.as_str(), *count)).collect();
    assert_eq!(parts, [("oxnehaga", 500), ("osterangen", 0), ("ekhagen", 300)]);
}

#[test]
fn areas_without_a_name_of_their_own_are_listed() {
    let mut unnamed = target("fotpatrull_tre").clone();
    unnamed.areas_name = None;
    let line = one_line(&unnamed, &[], "2021-06-01");
    assert_eq!(line.place, Place::Areas("Öxnehaga, Österängen och Ekhagen".into()));
}

#[test]
fn each_area_has_a_row_and_a_goal_of_its_own() {
    let mut each = target("fotpatrull_tre").clone();
    each.scope = Scope::Each;
    let totals = [total("fotpatrull_tre", "oxnehaga", 800), total("fotpatrull_tre", "ekhagen", 20)];
    let rows = lines(&PROMISE, &each, &totals, day("2021-12-31"));
    let said: Vec<_> = rows.iter().map(|l| (l.place.clone(), l.done, l.goal, l.status)).collect();
    let area = |id: &str| Place::Area(id.into());
    assert_eq!(
        said,
        [
            (area("oxnehaga"), 800, Some(800), Status::Met),
            (area("osterangen"), 0, Some(800), Status::Behind),
            (area("ekhagen"), 20, Some(800), Status::Behind),
        ]
    );
}

#[test]
fn where_the_place_does_not_matter_all_is_summed() {
    let line = one_line(target("ssg"), &[total("ssg", "", 3), total("ssg", "raslatt", 2)], "2021-06-01");
    assert_eq!((line.place, line.done, line.goal), (Place::Everywhere, 5, Some(8)));
}

#[test]
fn without_a_goal_it_runs() {
    let line = one_line(target("atgarder"), &[total("atgarder", "raslatt", 3)], "2021-06-01");
    assert_eq!((line.done, line.goal, line.expected, line.status), (3, None, None, Status::Running));
}

fn offences(count: i64, numerator: i64, on: &str) -> Line {
    let one = Total { numerator: Some(numerator), ..total("narkotika_raslatt", "raslatt", count) };
    one_line(target("narkotika_raslatt"), &[one], on)
}

#[test]
fn a_share_has_no_percentage_below_its_floor() {
    for (count, numerator, percent, status) in [
        (0, 0, None, Status::Running),
        (4, 4, None, Status::Running),
        (5, 1, Some(20), Status::OnPace),
        (5, 0, Some(0), Status::Behind),
        (61, 14, Some(23), Status::OnPace),
        (61, 12, Some(20), Status::Behind),
        (8, 1, Some(13), Status::Behind),
    ] {
        let share = offences(count, numerator, "2021-06-01").share.expect("a share");
        assert_eq!((share.numerator, share.denominator, share.min_percent), (numerator, count, 20));
        assert_eq!((share.percent, share.status), (percent, status), "{numerator} of {count}");
    }
    assert_eq!(offences(61, 14, "2021-12-31").share.expect("a share").status, Status::Met);
    assert_eq!(offences(61, 12, "2021-12-31").share.expect("a share").status, Status::Behind);
}

#[test]
fn what_was_too_short_is_told_beside_the_figure() {
    let short = |area, too_short| Total { too_short, ..total("trafik_tre", area, 1) };
    let line = one_line(target("trafik_tre"), &[short("oxnehaga", 2), short("ekhagen", 3)], "2021-06-01");
    assert_eq!((line.done, line.too_short), (2, 5));
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
    assert_eq!((line.expected, line.status), (Some(400), Status::OnPace), "half of two years");
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

#[test]
fn a_status_is_never_better_for_having_done_less() {
    for number in (day("2021-01-01").0..=day("2021-12-31").0).step_by(9) {
        let pace = Pace::of(Span::of_year(2021).expect("a year"), Day(number));
        let all: Vec<Status> = (0..=200).map(|done| pace.status(done, 200)).collect();
        assert!(all.windows(2).all(|w| w[0] >= w[1]), "{:?}", Day(number));
    }
}
