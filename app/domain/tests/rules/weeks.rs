//! An ISO week over New Year, in promises that follow each other: it is of the one that its Thursday lies in, whole.

use crate::support::{CATALOGUE, day, entry_id, fact, held, recorded, winter_time};
use domain::calendar::Day;
use domain::catalogue::Catalogue;
use domain::figure::Measure;
use domain::promise::{Promise, Target};
use domain::standing::{AsOf, Status, Total, figures};
use domain::tally::{Cell, NotCounted, Source, contribution};
use domain::why::{Why, why};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The promise that ships, continued by the year.
fn continued() -> Catalogue {
    let next = |catalogue: Catalogue, on: &str| {
        let due = catalogue.due_extension(day(on)).expect("an extension is due");
        catalogue.with(due).expect("no overlap")
    };
    next(next(CATALOGUE.clone(), "2026-01-01"), "2027-01-01")
}

fn promise<'a>(catalogue: &'a Catalogue, id: &str) -> &'a Promise {
    catalogue.get(&id.into()).expect("a promise in force")
}

fn weekly(promise: &Promise) -> &Target {
    promise.targets().find(|t| t.id.as_str() == "bos_moten").expect("the weekly meetings")
}

/// What a meeting adds to the weekly meetings.
fn meeting(catalogue: &Catalogue, on: Day) -> Vec<Cell> {
    let at = format!("{on}T10:00:00+01:00");
    let by = "kommunen".into();
    let added =
        contribution(&fact("bos_meeting", "raslatt", &at, 0), None, Source::phone(&by), catalogue, &winter_time);
    added.into_iter().map(|(cell, _)| cell).filter(|cell| cell.target.as_str() == "bos_moten").collect()
}

/// The figure of the weekly meetings in Råslätt after meetings on some days, looked at on a day.
fn figure(catalogue: &Catalogue, id: &str, meetings: &[Day], today: &str) -> (Measure, Option<Status>) {
    let promise = promise(catalogue, id);
    let cells = meetings.iter().flat_map(|on| meeting(catalogue, *on)).filter(|cell| cell.promise == promise.id);
    let days = cells.map(|cell| (cell.day, 1, 0)).collect();
    let total = Total {
        target: "bos_moten".into(),
        area: Some("raslatt".into()),
        count: 0,
        numerator: None,
        minutes: 0,
        too_short: 0,
        days,
    };
    let as_of = AsOf { day: day(today).min(promise.to), today: day(today) };
    let all = figures(promise, weekly(promise), &[total], as_of);
    let raslatt = all.into_iter().find(|f| f.area().is_some_and(|a| a.as_str() == "raslatt")).expect("Råslätt");
    (raslatt.measure, raslatt.status)
}

/// Every Wednesday of 2026, and the given days.
fn wednesdays_and(more: &[&str]) -> Vec<Day> {
    let wednesdays = (0..52).map(|week| day("2025-12-31").plus(7 * week));
    wednesdays.chain(more.iter().map(|on| day(on))).collect()
}

#[test]
fn a_meeting_on_2_january_2027_keeps_week_53_of_2026() {
    let catalogue = continued();
    let cells = meeting(&catalogue, day("2027-01-02"));
    assert_eq!(cells.iter().map(|c| c.promise.as_str()).collect::<Vec<_>>(), ["jonkoping-2026"]);
    let kept = |meetings: &[Day], today| match figure(&catalogue, "jonkoping-2026", meetings, today) {
        (Measure::Cadence { kept, due, missed, remaining, .. }, status) => ([kept, due, missed, remaining], status),
        (other, _) => panic!("{other:?}"),
    };
    // Week 1 begins on 29 December 2025, in nobody's reach: its meeting on the 31st came before the promise of 2026.
    let without = wednesdays_and(&["2026-01-02"]);
    assert_eq!(kept(&without, "2026-12-31"), ([52, 52, 0, 1], Some(Status::OnPace)), "the week runs until Sunday");
    assert_eq!(kept(&without, "2027-01-03"), ([52, 52, 0, 1], Some(Status::OnPace)));
    assert_eq!(kept(&without, "2027-01-04"), ([52, 53, 1, 0], Some(Status::Behind)), "and was missed on Monday");
    let with = wednesdays_and(&["2026-01-02", "2027-01-02"]);
    assert_eq!(kept(&with, "2027-01-04"), ([53, 53, 0, 0], Some(Status::Met)));
    // The next year has nothing of it, and its first week begins on the 4th.
    match figure(&catalogue, "jonkoping-2027", &with, "2027-01-04") {
        (Measure::Cadence { kept: 0, due: 0, slots, .. }, _) => {
            assert_eq!(slots.due().map(|d| d.from), Some(day("2027-01-04")))
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_answer_to_why_is_the_figures_own() {
    let catalogue = continued();
    let at = |on: &str| {
        let work = fact("bos_meeting", "raslatt", &format!("{on}T10:00:00+01:00"), 0);
        let mut row = held(recorded(1, work));
        row.organisation = "kommunen".into();
        let group = BTreeMap::from([(entry_id(1), vec![row])]);
        let answer = why(entry_id(1), &group, &catalogue, &winter_time).expect("a promise decides");
        let weekly = answer.targets.into_iter().filter(|a| a.target.id.as_str() == "bos_moten");
        weekly.map(|a| (a.promise.id.to_string(), a.why)).collect::<Vec<_>>()
    };
    assert_eq!(at("2027-01-02"), [("jonkoping-2026".to_owned(), Why::Counts)]);
    assert_eq!(at("2027-01-04"), [("jonkoping-2027".to_owned(), Why::Counts)]);
    // 1 January 2021 is of a week of 2020, when nothing was promised.
    assert_eq!(at("2021-01-01"), [("jonkoping-2021-2022".to_owned(), Why::Not(NotCounted::OtherWeek))]);
    assert_eq!(meeting(&catalogue, day("2021-01-01")), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// On every day around a New Year between two promises a meeting is counted once, by the promise of its ISO year, and
    /// keeps a week there.
    #[test]
    fn every_day_keeps_one_week_of_one_promise(on in -10i32..10) {
        let catalogue = continued();
        let on = day("2027-01-01").plus(on);
        let (iso_year, _) = on.iso_week();
        let cells = meeting(&catalogue, on);
        prop_assert_eq!(cells.len(), 1);
        let id = format!("jonkoping-{iso_year}");
        prop_assert_eq!(cells[0].promise.as_str(), id.as_str());
        match figure(&catalogue, &id, &[on], "2028-03-01") {
            (Measure::Cadence { kept, .. }, _) => prop_assert_eq!(kept, 1),
            (other, _) => prop_assert!(false, "{other:?}"),
        }
    }
}
