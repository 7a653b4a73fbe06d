//! How things are recorded: what leaves which trace, that nobody can be found in it, and what stands out.

use crate::histories::history;
use crate::support::{CATALOGUE, PROMISE, amended, check_of, fact, held, journal_id, moment, patrol, person, recorded};
use crate::support::{winter_time, withdrawn};
use domain::entry::{Entry, Fact, How};
use domain::id::EntryId;
use domain::occasion::{Held, Occasion};
use domain::quality::{Burst, Cell, Counts, Late, Month, PileUp, Shape, Shapes, Shown, least_minutes, shape};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn of(entries: Vec<Entry>) -> Vec<Cell> {
    let root = entries[0].root();
    let held: Vec<Held> = entries.into_iter().map(held).collect();
    shape(&Occasion::of(root, &held), &CATALOGUE, &winter_time)
}

fn at(cells: &[Cell], shape: Shape) -> Option<i64> {
    cells.iter().find(|c| c.shape == shape).map(|c| c.at)
}

#[test]
fn an_occasion_stands_once_in_each_shape() {
    // Thursday 4 March 2021 at 13:05, recorded the same day.
    let cells = of(vec![recorded(1, patrol())]);
    assert_eq!(at(&cells, Shape::Start), Some(3 * 24 + 13));
    assert_eq!((at(&cells, Shape::Late), at(&cells, Shape::Recorded)), (Some(0), Some(4)));
    assert_eq!(at(&cells, Shape::Minutes), None, "a patrol counts whatever its length");
    assert!(cells.iter().all(|c| c.month == Month::numbered(2021, 3)));
    assert_eq!((cells[0].month.year(), cells[0].month.number()), (2021, 3));
    for (minutes, more) in [(1, -10), (19, -1), (20, 0), (29, 9), (30, 10), (300, 10)] {
        assert_eq!(at(&of(vec![recorded(1, check_of(minutes))]), Shape::Minutes), Some(more), "{minutes}");
    }
    assert_eq!(least_minutes(&PROMISE, &"traffic_check".into()), Some(20));
}

#[test]
fn late_is_stated_afterwards_and_more_than_a_day_after_the_start() {
    let late = |how: How, recorded_at: &str| {
        let entry = Entry { recorded_at: moment(recorded_at), ..recorded(1, Fact { how, ..patrol() }) };
        at(&of(vec![entry]), Shape::Late)
    };
    assert_eq!(late(How::Afterwards, "2021-03-05T13:05:00+01:00"), Some(0), "a day to the second");
    assert_eq!(late(How::Afterwards, "2021-03-05T13:05:01+01:00"), Some(1));
    assert_eq!(late(How::Timer, "2021-03-09T13:05:00+01:00"), Some(0), "the phone's own clock gave the start");
}

#[test]
fn a_clock_that_is_off_is_put_right_first() {
    // The phone was three days ahead when it stored what was stated for the day before.
    let stated = Fact { how: How::Afterwards, ..patrol() };
    let ahead = Entry {
        recorded_at: moment("2021-03-07T13:40:00+01:00"),
        clock_offset_ms: Some(-3 * 86_400_000),
        ..recorded(1, stated)
    };
    let cells = of(vec![ahead]);
    assert_eq!((at(&cells, Shape::Late), at(&cells, Shape::Recorded)), (Some(0), Some(4)));
}

#[test]
fn a_correction_is_no_late_recording_and_a_withdrawal_leaves_nothing() {
    let longer = Fact { minutes: Some(20), how: How::Afterwards, ..check_of(19) };
    let corrected = Entry { recorded_at: moment("2021-04-30T08:00:00+02:00"), ..amended(2, 1, &[1], longer) };
    let cells = of(vec![recorded(1, check_of(19)), corrected.clone()]);
    assert_eq!((at(&cells, Shape::Late), at(&cells, Shape::Recorded)), (Some(0), Some(4)));
    assert_eq!(at(&cells, Shape::Minutes), Some(0), "the fact that stands");
    assert_eq!(of(vec![recorded(1, check_of(19)), corrected, withdrawn(3, 1, &[1, 2])]), []);
    assert_eq!(of(vec![amended(2, 1, &[1], patrol())]), [], "nothing before the root has come");
}

#[test]
fn what_is_sensitive_or_counts_for_no_promise_leaves_nothing() {
    let somewhere = |activity, area, when| of(vec![recorded(1, fact(activity, area, when, 30))]);
    assert_eq!(somewhere("narcotics_offence", "raslatt", "2021-03-04T13:05:00+01:00"), []);
    assert_eq!(somewhere("foot_patrol", "atlantis", "2021-03-04T13:05:00+01:00"), []);
    assert_eq!(somewhere("foot_patrol", "raslatt", "2019-03-04T13:05:00+01:00"), []);
    assert_eq!(somewhere("foot_patrol", "raslatt", "2021-03-04T13:05:00+01:00").len(), 3);
}

fn counted(cells: &[(Shape, i64, i64)]) -> Shapes {
    let cell = |&(shape, at, n): &(Shape, i64, i64)| {
        let (activity, area) = ("check".into(), Some("norr".into()));
        (Cell { activity, area, month: Month::numbered(2021, 4), shape, at }, n)
    };
    Shapes(cells.iter().map(cell).collect())
}

#[test]
fn what_stands_out_is_many_and_far_from_even() {
    let (activity, area) = ("check".into(), "norr".into());
    let shown = Shown { activity: &activity, area: Some(&area) };
    let late = |late, of: i64| counted(&[(Shape::Late, 1, late), (Shape::Late, 0, of - late)]).late(shown);
    assert_eq!(late(12, 60), Late { late: 12, of: 60 });
    assert_eq!([late(12, 60), late(12, 61), late(9, 9)].map(Late::stands_out), [true, false, false]);

    let piled = |exactly, next: i64| {
        let shapes = counted(&[(Shape::Minutes, 0, exactly), (Shape::Minutes, 3, next), (Shape::Minutes, 10, 90)]);
        shapes.pile_up(shown).expect("some")
    };
    assert_eq!((piled(12, 20).of, piled(12, 20).next_five), (122, 20));
    assert_eq!([piled(12, 20), piled(12, 21), piled(9, 0)].map(|p: PileUp| p.stands_out()), [true, false, false]);
    assert_eq!(counted(&[(Shape::Late, 0, 3)]).pile_up(shown), None);

    let april = |last, others: i64| {
        let shapes = counted(&[(Shape::Recorded, 29, last), (Shape::Recorded, 28, others)]);
        let months = shapes.months(shown, 2021);
        assert_eq!(months.len(), 12);
        (months[3], Shapes::tertials(&months)[0])
    };
    let (month, tertial) = april(12, 48);
    assert_eq!(month, Burst { last: 12, of: 60, last_days: 2, days: 30 });
    assert_eq!(tertial, Burst { last: 12, of: 60, last_days: 2, days: 31 + 28 + 31 + 30 });
    assert!(month.stands_out() && tertial.stands_out());
    assert!(!april(12, 49).0.stands_out() && !april(9, 0).0.stands_out());
    assert_eq!(counted(&[]).months(shown, 2024)[1].days, 29);
    assert_eq!(counted(&[(Shape::Start, 167, 2)]).hours(shown)[167], 2);
}

#[test]
fn the_words_of_the_shapes_read_back() {
    assert_eq!(Shape::ALL.map(|shape| Shape::read(shape.word())), Shape::ALL.map(Some));
    assert_eq!(Shape::read("person"), None);
}

fn cells_of(entries: &[Entry]) -> Counts {
    let held: Vec<Held> = entries.iter().cloned().map(held).collect();
    let roots: BTreeSet<EntryId> = entries.iter().map(Entry::root).collect();
    let mut counts = Counts::default();
    roots.into_iter().for_each(|root| counts.add(shape(&Occasion::of(root, &held), &CATALOGUE, &winter_time)));
    counts.settled()
}

proptest! {
    /// What was before taken away and what is after added comes to a count from scratch, wherever a history is cut.
    #[test]
    fn taking_before_and_adding_after_is_counting_anew(entries in history(), cut in 0usize..20) {
        let cut = cut.min(entries.len());
        let (before, all) = (cells_of(&entries[..cut]), cells_of(&entries));
        let mut counts = before.clone();
        let held: Vec<Held> = entries.iter().cloned().map(held).collect();
        let roots: BTreeSet<EntryId> = entries.iter().map(Entry::root).collect();
        for root in roots {
            counts.take(shape(&Occasion::of(root, &held[..cut]), &CATALOGUE, &winter_time));
            counts.add(shape(&Occasion::of(root, &held), &CATALOGUE, &winter_time));
        }
        prop_assert_eq!(counts.settled(), all);
    }

    /// Another officer, unit and phone leave the same trace.
    #[test]
    fn nobody_can_be_found_in_it(minutes in 1u32..60, who in 2u8..9, unit in "[0-9]{2}-[0-9]{4}") {
        let mine = recorded(1, check_of(minutes));
        let theirs = Entry { author: person(who), journal: journal_id(who), unit: Some(unit), seq: 77, ..mine.clone() };
        prop_assert_eq!(of(vec![mine]), of(vec![theirs]));
    }
}
