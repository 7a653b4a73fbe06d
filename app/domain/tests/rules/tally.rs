//! What an occasion adds to which figure, and when it counts (protocol, section 5).

use crate::support::{CATALOGUE, PROMISE, check_of, day, fact, moment, patrol, target, winter_time};
use domain::calendar::Day;
use domain::entry::{Fact, How};
use domain::json::Json;
use domain::promise::Target;
use domain::tally::{Amount, Cell, NotCounted, Source, Tally, contribution, counted_ms, deciding, towards};

fn added(fact: &Fact, clock_offset_ms: Option<i64>) -> Vec<(Cell, Amount)> {
    contribution(fact, clock_offset_ms, Source::phone(&"polisen".into()), &CATALOGUE, &winter_time)
}

fn one(count: i64, minutes: i64) -> Amount {
    Amount { count, minutes, ..Amount::default() }
}

/// What a fact adds to a target at the time it states.
fn at_its_time(fact: &Fact, target: &Target) -> Result<Amount, NotCounted> {
    towards(fact, target, winter_time(fact.started_at.unix_ms))
}

/// The day on which a fact counts.
fn day_of(fact: &Fact, clock_offset_ms: Option<i64>) -> Day {
    added(fact, clock_offset_ms).first().expect("it counts").0.day
}

#[test]
fn a_patrol_counts_in_the_target_of_its_area() {
    for (area, id) in [("raslatt", "fotpatrull_raslatt"), ("ekhagen", "fotpatrull_tre"), ("oxnehaga", "fotpatrull_tre")]
    {
        let added = added(&fact("foot_patrol", area, "2021-03-04T13:05:00+01:00", 35), None);
        let cell = Cell {
            promise: PROMISE.id.clone(),
            version: 1,
            target: id.into(),
            area: Some(area.into()),
            day: day("2021-03-04"),
        };
        assert_eq!(added, [(cell, one(1, 35))]);
    }
    assert_eq!(added(&fact("foot_patrol", "huskvarna", "2021-03-04T13:05:00+01:00", 35), None), []);
}

#[test]
fn a_check_counts_from_20_minutes_and_says_so_below() {
    let raslatt = target("trafik_raslatt");
    let short = |minutes| Err(NotCounted::TooShort { minutes, needed: 20 });
    assert_eq!(at_its_time(&check_of(19), raslatt), short(Some(19)));
    assert_eq!(at_its_time(&check_of(20), raslatt), Ok(one(1, 20)));
    assert_eq!(at_its_time(&check_of(60), raslatt), Ok(one(1, 60)), "an hour's check is one check");
    assert_eq!(at_its_time(&check_of(0), raslatt), short(None), "without minutes it isn't 20");
    let kept = added(&check_of(19), None);
    assert_eq!(kept[0].1, Amount { too_short: 1, ..Amount::default() });
    assert_eq!(kept.len(), 1);
}

#[test]
fn an_unknown_answer_stays_in_the_denominator_only() {
    let mut offence = fact("narcotics_offence", "raslatt", "2021-03-04T13:05:00+01:00", 0);
    for (answer, numerator) in [("yes", 1), ("no", 0), ("unknown", 0)] {
        offence.fields.insert("first_time_user".into(), Json::from(answer));
        let amount = Amount { count: 1, numerator, ..Amount::default() };
        assert_eq!(at_its_time(&offence, target("narkotika_raslatt")), Ok(amount), "{answer}");
    }
    offence.fields.clear();
    assert_eq!(at_its_time(&offence, target("narkotika_raslatt")), Ok(one(1, 0)));
    offence.fields.insert("first_time_user".into(), Json::Bool(true));
    assert_eq!(at_its_time(&offence, target("narkotika_raslatt")), Ok(one(1, 0)), "another kind of answer is none");
}

#[test]
fn what_belongs_to_another_target_says_which_way() {
    assert_eq!(at_its_time(&patrol(), target("trafik_raslatt")), Err(NotCounted::OtherActivity));
    assert_eq!(at_its_time(&patrol(), target("fotpatrull_tre")), Err(NotCounted::OtherArea));
    assert_eq!(at_its_time(&patrol(), target("lagesbild_text")), Err(NotCounted::OtherActivity), "words count nothing");
    let meeting = fact("ssg_meeting", "", "2021-03-04T13:05:00+01:00", 0);
    assert_eq!(at_its_time(&meeting, target("ssg")), Ok(one(1, 0)), "where the place doesn't matter");
}

#[test]
fn what_counts_nowhere_says_why() {
    let why = |fact: &Fact, organisation: &str, on: &str| {
        let organisation = organisation.into();
        let promise = deciding(fact, Source::phone(&organisation), day(on), &CATALOGUE);
        promise.map(|p| p.id.clone()).expect_err("it doesn't count")
    };
    let at = "2021-03-04T13:05:00+01:00";
    assert_eq!(why(&patrol(), "polisen", "2023-01-01"), NotCounted::OutsidePeriod);
    assert_eq!(why(&fact("foot_patrol", "atlantis", at, 35), "polisen", "2021-03-04"), NotCounted::UnknownArea);
    assert_eq!(why(&fact("foot_patrol", "", at, 35), "polisen", "2021-03-04"), NotCounted::NoArea);
    assert_eq!(why(&fact("swimming", "raslatt", at, 35), "polisen", "2021-03-04"), NotCounted::UnknownActivity);
    assert_eq!(why(&patrol(), "kommunen", "2021-03-04"), NotCounted::NotPermitted);
    for (organisation, counts) in [("polisen", 1), ("kommunen", 0), ("vatterhem", 0), ("nobody", 0)] {
        let added = contribution(&patrol(), None, Source::phone(&organisation.into()), &CATALOGUE, &winter_time);
        assert_eq!(added.len(), counts, "{organisation}");
    }
}

#[test]
fn the_first_and_the_last_day_count() {
    for (started_at, counts) in [
        ("2020-12-31T23:59:59+01:00", 0),
        ("2021-01-01T00:00:00+01:00", 1),
        ("2022-12-31T23:59:59+01:00", 1),
        ("2023-01-01T00:00:00+01:00", 0),
    ] {
        assert_eq!(added(&fact("foot_patrol", "raslatt", started_at, 35), None).len(), counts, "{started_at}");
    }
}

#[test]
fn a_clock_that_is_off_by_more_than_two_minutes_is_put_right() {
    let mut fact = patrol();
    let start = fact.started_at.unix_ms;
    for how in [How::Tap, How::Timer] {
        fact.how = how;
        for (offset, moved) in [
            (None, 0),
            (Some(0), 0),
            (Some(120_000), 0),
            (Some(-120_000), 0),
            (Some(120_001), 120_001),
            (Some(-120_001), -120_001),
            (Some(3 * 86_400_000), 3 * 86_400_000),
        ] {
            assert_eq!(counted_ms(&fact, offset), start + moved, "{how:?} {offset:?}");
        }
    }
    fact.how = How::Afterwards;
    assert_eq!(counted_ms(&fact, Some(3 * 86_400_000)), start, "a stated time stands");
    fact.how = How::Tap;
    assert_eq!(counted_ms(&fact, Some(i64::MAX)), i64::MAX, "nothing overflows");
}

#[test]
fn the_day_is_the_local_one_of_the_counted_start() {
    let late = fact("foot_patrol", "raslatt", "2021-03-04T23:59:00+01:00", 35);
    assert_eq!(day_of(&late, None), day("2021-03-04"), "a patrol over midnight belongs to the day it started");
    assert_eq!(day_of(&late, Some(120_000)), day("2021-03-04"));
    assert_eq!(day_of(&late, Some(120_001)), day("2021-03-05"));
    // The same instant, as a phone abroad stated it: the promise's day decides.
    let abroad = fact("foot_patrol", "raslatt", "2021-03-05T06:59:00+08:00", 35);
    assert_eq!((abroad.started_at.day(), day_of(&abroad, None)), (day("2021-03-05"), day("2021-03-04")));
}

#[test]
fn the_zone_s_own_days_are_a_parameter() {
    // Stockholm's 2021, as far as these instants need it.
    let summer = moment("2021-03-28T02:00:00+01:00").unix_ms..moment("2021-10-31T03:00:00+02:00").unix_ms;
    let stockholm = |ms: i64| domain::moment::local_at(ms, if summer.contains(&ms) { 120 } else { 60 });
    for (started_at, on) in [
        ("2021-03-28T00:30:00+01:00", "2021-03-28"),
        ("2021-04-30T23:59:00+02:00", "2021-04-30"),
        ("2021-04-30T22:30:00Z", "2021-05-01"),
        ("2021-10-31T00:30:00+02:00", "2021-10-31"),
        ("2021-10-31T22:59:59Z", "2021-10-31"),
        ("2021-10-31T23:00:00Z", "2021-11-01"),
    ] {
        let patrol = fact("foot_patrol", "raslatt", started_at, 35);
        let added = contribution(&patrol, None, Source::phone(&"polisen".into()), &CATALOGUE, &stockholm);
        assert_eq!(added[0].0.day, day(on), "{started_at}");
    }
}

#[test]
fn sums_are_by_target_area_and_day() {
    let mut tally = Tally::default();
    let at = |area, started_at| added(&fact("foot_patrol", area, started_at, 30), None);
    for parts in [
        at("oxnehaga", "2021-03-04T08:00:00+01:00"),
        at("oxnehaga", "2021-03-04T20:00:00+01:00"),
        at("ekhagen", "2021-03-04T20:00:00+01:00"),
        at("oxnehaga", "2021-03-05T08:00:00+01:00"),
    ] {
        tally.add(parts);
    }
    let counts: Vec<_> =
        tally.0.iter().map(|(c, a)| (c.area.as_ref().expect("an area").as_str(), c.day.to_string(), a.count)).collect();
    let expected = [("ekhagen", "2021-03-04", 1), ("oxnehaga", "2021-03-04", 2), ("oxnehaga", "2021-03-05", 1)];
    assert_eq!(counts, expected.map(|(area, on, count)| (area, on.to_owned(), count)));
    tally.take(at("oxnehaga", "2021-03-05T09:00:00+01:00"));
    assert_eq!(tally.settled().0.len(), 2, "a cell that came out at nothing isn't there");
}
