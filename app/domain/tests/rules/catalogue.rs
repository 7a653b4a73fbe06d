//! Which promise decides for an area on a day (protocol, section 5).

use crate::support::{CATALOGUE, PROMISE, day};
use domain::calendar::Span;
use domain::catalogue::{Catalogue, Conflict, OtherTimeZone, Overlap};
use domain::promise::Promise;

/// The same commitments under another id, for other days, without the areas that are left out.
fn promise(id: &str, from: &str, to: &str, without: &[&str]) -> Promise {
    let mut promise = PROMISE.clone();
    (promise.id, promise.from, promise.to, promise.continues) = (id.into(), day(from), day(to), false);
    promise.areas.retain(|a| !without.contains(&a.id.as_str()));
    promise
}

fn at(catalogue: &Catalogue, area: &str, on: &str) -> Option<String> {
    let area = Some(area).filter(|a| !a.is_empty()).map(Into::into);
    catalogue.at(area.as_ref(), day(on)).map(|p| p.id.to_string())
}

fn with(catalogue: &Catalogue, promise: Promise) -> Catalogue {
    catalogue.with(promise).expect("no overlap")
}

/// With the extension for 2026 in force.
fn extended() -> Catalogue {
    let due = CATALOGUE.due_extension(day("2026-11-22")).expect("an extension is due");
    with(&CATALOGUE, due)
}

#[test]
fn area_and_day_decide() {
    let shipped = Some("jonkoping-2021-2022".to_owned());
    for (area, on, decides) in [
        ("raslatt", "2021-01-01", true),
        ("raslatt", "2022-12-31", true),
        ("raslatt", "2020-12-31", false),
        ("raslatt", "2023-01-01", false),
        ("atlantis", "2021-06-01", false),
        ("", "2021-06-01", true),
        ("", "2023-06-01", false),
    ] {
        assert_eq!(at(&CATALOGUE, area, on), shipped.clone().filter(|_| decides), "{area} {on}");
    }
    assert!(CATALOGUE.knows_area(&"raslatt".into()) && !CATALOGUE.knows_area(&"atlantis".into()));
    assert_eq!(CATALOGUE.get(&PROMISE.id), Some(&*PROMISE));
    assert_eq!(CATALOGUE.get(&"other".into()), None);
}

#[test]
fn promises_for_other_areas_or_other_days_stand_side_by_side() {
    let east = promise("east", "2022-01-01", "2023-12-31", &["raslatt", "oxnehaga", "osterangen", "ekhagen"]);
    let west = promise("west", "2022-01-01", "2022-12-31", &["huskvarna", "ovriga"]);
    let both = with(&with(&Catalogue::default(), east), west);
    assert_eq!(at(&both, "raslatt", "2022-06-01").as_deref(), Some("west"));
    assert_eq!(at(&both, "huskvarna", "2022-06-01").as_deref(), Some("east"));
    let later = with(&both, promise("later", "2023-01-01", "2023-12-31", &["huskvarna", "ovriga"]));
    assert_eq!(at(&later, "raslatt", "2023-06-01").as_deref(), Some("later"));
}

#[test]
fn two_promises_on_one_area_and_day_are_refused() {
    let days = Span { from: day("2022-12-31"), to: day("2022-12-31") };
    let overlap = Overlap { with: PROMISE.id.clone(), area: "huskvarna".into(), days };
    let next = promise("next", "2022-12-31", "2023-12-31", &["raslatt", "oxnehaga", "osterangen", "ekhagen"]);
    assert_eq!(CATALOGUE.with(next), Err(Conflict::Overlap(overlap)));
}

/// Days are told apart by the partnership's zone, whichever promise decides.
#[test]
fn the_promises_of_a_partnership_share_a_time_zone() {
    let mut later = promise("later", "2023-01-01", "2023-12-31", &[]);
    assert!(CATALOGUE.with(later.clone()).is_ok());
    later.time_zone = "Europe/Helsinki".into();
    let other = OtherTimeZone { with: PROMISE.id.clone(), time_zone: "Europe/Stockholm".into() };
    assert_eq!(CATALOGUE.with(later), Err(Conflict::OtherTimeZone(other)));
    let alone = Promise { version: 2, time_zone: "Europe/Helsinki".into(), ..PROMISE.clone() };
    assert!(CATALOGUE.with(alone).is_ok(), "a new version of the only promise");
}

#[test]
fn a_new_version_replaces_the_old_one() {
    let new = Promise { version: 2, title: "Ny läsning".into(), ..PROMISE.clone() };
    let catalogue = with(&CATALOGUE, new.clone());
    assert_eq!(catalogue.active.len(), 1);
    assert_eq!(catalogue.get(&PROMISE.id), Some(&new));
}

#[test]
fn a_promise_that_continues_is_extended_by_the_year() {
    let due = CATALOGUE.due_extension(day("2026-11-22")).expect("due");
    assert_eq!(
        (due.id.as_str(), due.version, due.title.as_str()),
        ("jonkoping-2026", 1, "Medborgarlöfte Jönköping 2026")
    );
    assert_eq!((due.from, due.to), (day("2026-01-01"), day("2026-12-31")));
    assert_eq!(due.extends, Some(PROMISE.id.clone()), "and says so");
    assert_eq!(due.commitments, PROMISE.commitments);
    let catalogue = with(&CATALOGUE, due);
    assert_eq!(catalogue.due_extension(day("2026-11-22")), None, "once");
    let next = catalogue.due_extension(day("2027-01-01")).expect("due");
    assert_eq!((next.id.as_str(), next.extends), ("jonkoping-2027", Some(PROMISE.id.clone())), "the origin stays");
}

/// Days of a year that has gone would make targets that nothing can count for.
#[test]
fn what_has_a_day_of_its_own_has_it_in_the_extension_too() {
    let mut dated = PROMISE.clone();
    let target = &mut dated.commitments[1].targets[0];
    target.by = Some(day("2021-03-31"));
    target.within = Some(Span { from: day("2020-12-20"), to: day("2021-01-10") });
    let moved = |year| {
        let extension = dated.extended_to(year).expect("it continues");
        let target = &extension.commitments[1].targets[0];
        (target.by.expect("a day").to_string(), target.within.expect("days"))
    };
    assert_eq!(moved(2023), ("2023-03-31".to_owned(), Span { from: day("2022-12-20"), to: day("2023-01-10") }));
    dated.commitments[1].targets[0].by = Some(day("2020-02-29"));
    let leap = |year| dated.extended_to(year).and_then(|e| e.commitments[1].targets[0].by).map(|by| by.to_string());
    assert_eq!((leap(2023).as_deref(), leap(2024).as_deref()), (Some("2023-02-28"), Some("2024-02-29")));
}

#[test]
fn nothing_is_due_while_one_runs_or_where_none_continues() {
    assert_eq!(CATALOGUE.due_extension(day("2022-12-31")), None);
    assert_eq!(CATALOGUE.due_extension(day("2020-06-01")), None, "none has ended yet");
    assert_eq!(Catalogue::default().due_extension(day("2026-06-01")), None);
    assert_eq!(PROMISE.extended_to(2022), None, "a year of its own");
    let ended = with(&CATALOGUE, promise("new", "2023-01-01", "2024-12-31", &[]));
    assert_eq!(ended.due_extension(day("2026-06-01")), None, "the last one that ended doesn't continue");
}

#[test]
fn another_area_s_promise_stops_no_extension() {
    let only = ["raslatt", "oxnehaga", "osterangen", "ekhagen", "ovriga"];
    let mut west = promise("west", "2021-01-01", "2022-12-31", &["huskvarna"]);
    west.continues = true;
    let both = with(&with(&Catalogue::default(), west), promise("east", "2021-01-01", "2026-12-31", &only));
    assert_eq!(both.due_extension(day("2026-06-01")).expect("due").extends, Some("west".into()));
}

#[test]
fn an_extension_ends_before_a_promise_that_is_loaded_already() {
    let loaded = with(&CATALOGUE, promise("new", "2026-07-01", "2027-12-31", &[]));
    let due = loaded.due_extension(day("2026-06-01")).expect("due");
    assert_eq!((due.from, due.to), (day("2026-01-01"), day("2026-06-30")));
    let both = with(&loaded, due);
    assert_eq!(at(&both, "raslatt", "2026-06-30").as_deref(), Some("jonkoping-2026"));
    assert_eq!(at(&both, "raslatt", "2026-07-01").as_deref(), Some("new"));
}

#[test]
fn loading_over_a_running_extension_ends_it_the_day_before() {
    let catalogue = with(&extended(), promise("new", "2026-12-01", "2027-12-31", &[]));
    assert_eq!(at(&catalogue, "raslatt", "2026-11-30").as_deref(), Some("jonkoping-2026"));
    assert_eq!(at(&catalogue, "raslatt", "2026-12-01").as_deref(), Some("new"));
    let extension = catalogue.active.iter().find(|a| a.promise.id.as_str() == "jonkoping-2026").expect("kept");
    assert_eq!((extension.span.to, extension.promise.to), (day("2026-11-30"), day("2026-12-31")));
}

#[test]
fn the_year_s_own_promise_takes_the_whole_year_from_its_extension() {
    let catalogue = with(&extended(), promise("new", "2026-01-01", "2026-12-31", &[]));
    for on in ["2026-01-01", "2026-06-01", "2026-12-31"] {
        assert_eq!(at(&catalogue, "raslatt", on).as_deref(), Some("new"), "{on}");
    }
    assert!(catalogue.get(&"jonkoping-2026".into()).is_some(), "it stays to be read by");
    assert_eq!(catalogue.nearest(day("2027-06-01")).map(|p| p.id.as_str()), Some("new"));
    with(&catalogue, promise("after", "2027-01-01", "2027-12-31", &[]));
}

#[test]
fn the_nearest_is_in_force_or_ended_last_or_comes_first() {
    let catalogue = with(&CATALOGUE, promise("later", "2030-01-01", "2030-12-31", &[]));
    let nearest = |on| catalogue.nearest(day(on)).map(|p| p.id.as_str());
    assert_eq!(nearest("2021-06-01"), Some("jonkoping-2021-2022"));
    assert_eq!(nearest("2025-06-01"), Some("jonkoping-2021-2022"));
    assert_eq!(nearest("2019-06-01"), Some("jonkoping-2021-2022"));
    assert_eq!(nearest("2031-06-01"), Some("later"));
    assert_eq!(Catalogue::default().nearest(day("2021-06-01")), None);
}

#[test]
fn an_extension_runs_on_when_the_promise_that_ended_it_is_taken_away() {
    let extended = extended();
    for from in ["2026-01-01", "2026-12-01"] {
        let new = promise("new", from, "2027-12-31", &[]);
        assert_eq!(with(&extended, new).without(&"new".into()), extended, "{from}");
    }
    // Unless another promise has taken over too.
    let first = with(&extended, promise("first", "2026-07-01", "2026-09-30", &["huskvarna"]));
    let both = with(&first, promise("second", "2026-10-01", "2026-12-31", &["huskvarna"]));
    let left = both.without(&"first".into());
    assert_eq!(at(&left, "raslatt", "2026-09-30").as_deref(), Some("jonkoping-2026"));
    assert_eq!(at(&left, "raslatt", "2026-10-01").as_deref(), Some("second"));
    assert_eq!(both.without(&"unheard-of".into()), both);
    // What ended by its own days ends there still.
    assert_eq!(extended.without(&"jonkoping-2026".into()), *CATALOGUE);
}
