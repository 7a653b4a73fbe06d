//! Days, weeks, ranges and times at their edges.

use crate::support::{day, moment};
use domain::calendar::{Day, Span};
use domain::moment::{Moment, day_at};
use domain::ranges::Ranges;

#[test]
fn leap_years_are_gregorian() {
    for (year, leap) in [(1900, false), (2000, true), (2021, false), (2024, true), (2100, false), (2400, true)] {
        assert_eq!(Day::of(year, 2, 29).is_some(), leap, "{year}");
        let days = Span::of_year(year).expect("a year").days();
        assert_eq!(days, if leap { 366 } else { 365 }, "{year}");
    }
}

#[test]
fn there_is_no_such_date() {
    for text in
        ["2021-00-10", "2021-13-10", "2021-04-31", "2021-01-00", "2021-1-01", "2021/01/01", "20210101", "+021-01-01"]
    {
        assert_eq!(Day::read(text), None, "{text}");
    }
}

#[test]
fn the_days_follow_one_another() {
    let (first, last) = (day("1999-12-25"), day("2030-01-05"));
    let mut date = first.date();
    for number in first.0 + 1..=last.0 {
        let next = Day(number).date();
        let same_month = (next.0, next.1) == (date.0, date.1) && next.2 == date.2 + 1;
        let next_month = next.2 == 1 && (next.0 * 12 + next.1 as i32) == (date.0 * 12 + date.1 as i32) + 1;
        assert!(same_month || next_month, "{date:?} {next:?}");
        date = next;
    }
}

#[test]
fn weeks_around_new_year_belong_to_the_year_of_their_thursday() {
    for (text, week) in [
        ("2020-12-31", (2020, 53)),
        ("2021-01-03", (2020, 53)),
        ("2021-01-04", (2021, 1)),
        ("2021-12-31", (2021, 52)),
        ("2022-01-02", (2021, 52)),
        ("2022-01-03", (2022, 1)),
        ("2024-12-29", (2024, 52)),
        ("2024-12-30", (2025, 1)),
        ("2026-12-28", (2026, 53)),
        ("2027-01-03", (2026, 53)),
        ("2027-01-04", (2027, 1)),
    ] {
        assert_eq!(day(text).iso_week(), week, "{text}");
    }
}

#[test]
fn spans_meet_and_count_both_their_ends() {
    let span = |from, to| Span { from: day(from), to: day(to) };
    let march = span("2021-03-01", "2021-03-31");
    assert_eq!((march.days(), march.holds(march.from), march.holds(march.to)), (31, true, true));
    assert!(!march.holds(day("2021-04-01")));
    assert_eq!(march.meet(span("2021-03-31", "2021-04-30")), Some(span("2021-03-31", "2021-03-31")));
    assert_eq!(march.meet(span("2021-04-01", "2021-04-30")), None);
    assert_eq!(span("2021-03-02", "2021-03-01").days(), 0);
    let begun = |text| march.days_begun(day(text));
    assert_eq!([begun("2021-02-28"), begun("2021-03-01"), begun("2021-03-31"), begun("2021-05-01")], [0, 1, 31, 31]);
}

#[test]
fn a_time_is_read_at_any_offset() {
    let utc = moment("2026-10-25T00:30:00Z");
    for text in
        ["2026-10-25T02:30:00+02:00", "2026-10-25T01:30:00+01:00", "2026-10-24T19:00:00-05:30", "2026-10-25t00:30:00z"]
    {
        assert_eq!(moment(text).unix_ms, utc.unix_ms, "{text}");
    }
    assert_eq!(moment("2026-10-24T19:00:00-05:30").to_string(), "2026-10-24T19:00:00-05:30");
    assert_eq!(moment("1969-12-31T23:59:59.999Z").unix_ms, -1);
    assert_eq!(moment("2021-03-04T13:05:00.1239Z").unix_ms % 1000, 123, "cut off, not rounded");
    for wrong in [
        "2021-03-04T13:05:60Z",
        "2021-03-04T13:60:00Z",
        "2021-03-04 13:05:00Z",
        "2021-02-29T13:05:00Z",
        "2021-03-04T13:05:00+24:00",
        "2021-03-04T13:05:00+01:60",
        "2021-03-04T13:05:00+0100",
        "2021-03-04T13:05:00Zx",
        "2021-03-04T13:05:00.1234567890Z",
        "2021-03-04T13:05:00.1x3Z",
        "2021-03-0åT13:05:00Z",
    ] {
        assert_eq!(Moment::read(wrong), None, "{wrong}");
    }
}

#[test]
fn midnight_belongs_to_the_day_that_begins() {
    assert_eq!(day_at(moment("2021-03-05T00:00:00+01:00").unix_ms, 60), day("2021-03-05"));
    assert_eq!(day_at(moment("2021-03-04T23:59:59.999+01:00").unix_ms, 60), day("2021-03-04"));
    assert_eq!(moment("2021-03-04T23:00:00Z").day(), day("2021-03-04"), "where it was stated");
    assert_eq!(moment("2021-03-04T23:00:00Z").plus_ms(3_600_000).day(), day("2021-03-05"));
}

#[test]
fn ranges_close_their_holes() {
    let mut ranges = Ranges::default();
    for number in [5, 1, 3, 4, 5] {
        ranges.add(number);
    }
    assert_eq!((ranges.0.as_slice(), ranges.last(), ranges.count()), ([(1, 1), (3, 5)].as_slice(), 5, 4));
    assert_eq!(ranges.gaps(5).0, [(2, 2)]);
    assert_eq!(ranges.gaps(7).0, [(2, 2), (6, 7)], "trailing ones included");
    ranges.add(2);
    assert_eq!(ranges.0, [(1, 5)]);
    assert_eq!(serde_json::to_string(&ranges).expect("JSON"), "[[1,5]]");
}
