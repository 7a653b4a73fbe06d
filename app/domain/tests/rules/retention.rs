//! Whose name is forgotten on which day.

use crate::check::problems;
use crate::support::{CATALOGUE, day, person};
use domain::authorization::Role;
use domain::calendar::{Day, Span};
use domain::catalogue::Active;
use domain::retention::{Named, forgotten, is_over};
use proptest::prelude::*;

/// The promise that ships in force on some days, with months or none.
fn promise(id: &str, from: &str, to: &str, months: Option<u32>) -> Active {
    let mut promise = CATALOGUE.active[0].promise.clone();
    (promise.id, promise.names_kept_months) = (id.into(), months);
    Active { promise, span: Span { from: day(from), to: day(to) } }
}

fn officer(days: &[&str], seen: &str) -> Named {
    let days = days.iter().map(|text| day(text)).collect();
    Named { person: person(1), role: Role::Officer, disabled: false, days, seen: day(seen) }
}

fn first_day(person: &Named, promises: &[Active]) -> Option<String> {
    let from = day("2022-01-01");
    let days = (0..5_000).map(|n| from.plus(n));
    days.into_iter().find(|day| is_over(person, promises, *day)).map(|day| day.to_string())
}

#[test]
fn a_name_is_forgotten_the_day_after_its_months_have_passed() {
    let promises = [promise("a", "2021-01-01", "2022-12-31", Some(12))];
    let gone = officer(&["2021-03-04", "2022-05-01"], "2022-06-01");
    assert_eq!(first_day(&gone, &promises).as_deref(), Some("2024-01-01"), "the promise ended on 31 December 2022");
    let months = |months| [promise("a", "2021-01-01", "2022-12-31", months)];
    assert_eq!(first_day(&gone, &months(Some(0))).as_deref(), Some("2023-01-01"));
    assert_eq!(first_day(&gone, &months(Some(2))).as_deref(), Some("2023-03-01"), "28 February is its month's last");
    assert_eq!(first_day(&gone, &months(None)), None, "a promise that sets no time keeps names");
}

#[test]
fn who_is_active_keeps_the_name() {
    let promises = [promise("a", "2021-01-01", "2022-12-31", Some(12))];
    let seen = officer(&["2022-05-01"], "2023-12-20");
    assert_eq!(first_day(&seen, &promises).as_deref(), Some("2024-12-21"), "a year after the phone was heard from");
    let disabled = Named { disabled: true, ..seen };
    assert_eq!(first_day(&disabled, &promises).as_deref(), Some("2024-12-21"), "the log of that year says who it was");
    let administrator = Named { role: Role::Administrator, ..officer(&[], "2021-01-01") };
    assert_eq!(first_day(&administrator, &promises), None, "somebody must be able to get in");
    let disabled = Named { disabled: true, ..administrator };
    assert_eq!(first_day(&disabled, &promises).as_deref(), Some("2024-01-01"), "seen while the promise ran");
}

#[test]
fn every_promise_that_somebody_worked_for_must_be_over() {
    let promises = [
        promise("a", "2021-01-01", "2022-12-31", Some(12)),
        promise("b", "2023-01-01", "2023-12-31", Some(24)),
        promise("c", "2024-01-01", "2024-12-31", None),
    ];
    for (days, first) in [
        (vec!["2022-05-01"], Some("2024-01-01")),
        (vec!["2022-05-01", "2023-01-01"], Some("2026-01-01")),
        (vec!["2022-05-01", "2024-07-01"], None),
        // Who only read was seen while it ran.
        (vec![], Some("2024-01-01")),
    ] {
        assert_eq!(first_day(&officer(&days, "2022-05-01"), &promises).as_deref(), first, "{days:?}");
    }
    let before = officer(&["2019-05-01"], "2020-01-01");
    assert_eq!(first_day(&before, &promises), None, "of no promise, while one of all sets no time");
    assert_eq!(first_day(&before, &promises[..2]).as_deref(), Some("2022-01-02"));
    assert_eq!(first_day(&officer(&["2022-05-01"], "2020-01-01"), &[]), None, "no promise, no time");
}

#[test]
fn what_was_recorded_outside_a_promise_keeps_the_name_as_long() {
    let promises = [promise("a", "2021-01-01", "2021-12-31", Some(12))];
    let later = Named { disabled: true, ..officer(&["2021-05-01", "2023-05-01"], "2023-05-01") };
    assert_eq!(first_day(&later, &promises).as_deref(), Some("2024-05-02"));
}

#[test]
fn those_who_are_over_are_named_and_nobody_else() {
    let promises = [promise("a", "2021-01-01", "2022-12-31", Some(12))];
    let over = officer(&["2021-03-04"], "2021-03-04");
    let active = Named { person: person(2), ..officer(&["2021-03-04"], "2023-12-31") };
    assert_eq!(forgotten(&[active, over], &promises, day("2024-01-01")), [person(1)]);
}

proptest! {
    /// Once forgotten, always: nothing comes back by waiting.
    #[test]
    fn waiting_never_brings_a_name_back(days in prop::collection::btree_set(18_600i32..19_700, 0..5), seen in 18_600i32..20_500,
        disabled: bool, months in prop::option::of(0u32..40), on in 18_600i32..22_000) {
        let promises = [promise("a", "2021-01-01", "2022-12-31", months), promise("b", "2023-01-01", "2023-12-31", Some(6))];
        let days = days.into_iter().map(Day).collect();
        let named = Named { disabled, days, seen: Day(seen), ..officer(&[], "2021-01-01") };
        if is_over(&named, &promises, Day(on)) {
            prop_assert!(is_over(&named, &promises, Day(on + 1)));
            prop_assert!(named.days.iter().all(|day| *day < Day(on)));
        }
    }

    #[test]
    fn months_later_is_the_same_date_or_the_months_last(number in 0i32..40_000, months in 0u32..200) {
        let later = Day(number).plus_months(months);
        let ((year, month, date), (y, m, d)) = (Day(number).date(), later.date());
        prop_assert_eq!(y * 12 + m as i32, year * 12 + month as i32 + months as i32);
        prop_assert!(d == date || (d < date && later.plus(1).date().2 == 1));
    }
}

#[test]
fn a_promise_file_says_for_how_long() {
    let with = |text: &str| problems(&[("to = 2021-12-31", &format!("to = 2021-12-31\n{text}"))]);
    assert_eq!(with("names_kept_months = 12"), [""; 0]);
    assert_eq!(with("names_kept_months = 121"), ["9:21: talet ska ligga mellan 0 och 120"]);
    assert_eq!(with("names_kept_months = \"ett\""), ["9:21: här ska stå ett heltal"]);
}
