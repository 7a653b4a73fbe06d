//! What a phone may repeat without end is bounded, and beyond the bound the order of arrival still decides no figure.

use crate::histories::Server;
use crate::support::{CATALOGUE, amended, by, entry_id, fact, held, known, patrol, recorded, sha256, winter_time};
use domain::entry::{Entry, Refusal};
use domain::json::Json;
use domain::limits::{AMOUNT, MINUTES, OCCASION_ENTRIES, PLAUSIBLE_MINUTES, PLAUSIBLE_NUMBER, VERSIONS};
use domain::merge::{arrive, keep_bounded};
use domain::occasion::{Held, Occasion};
use domain::promise::{Field, FieldKind};
use domain::tally::{is_plausible, towards};
use domain::wire::{Flag, VerdictKind};
use proptest::prelude::*;

/// So many contents of one id.
fn contents(id: u8, many: usize) -> Vec<Entry> {
    let content = |n| Entry { unit: Some(format!("33-{n}")), ..recorded(id, patrol()) };
    (0..many).map(content).collect()
}

/// A patrol and so many corrections of it, none of which knows another.
fn corrections(many: u8) -> Vec<Entry> {
    let correction = |n| amended(n, 1, &[1], fact("foot_patrol", "raslatt", "2021-03-04T13:05:00+01:00", u32::from(n)));
    std::iter::once(recorded(1, patrol())).chain((2..2 + many).map(correction)).collect()
}

fn pushed(entries: &[Entry]) -> Server {
    let mut server = Server::new();
    entries.iter().for_each(|entry| _ = server.push(std::slice::from_ref(entry)));
    server
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn beyond_the_bounds_every_order_comes_to_the_same_figures(
        versions in Just(contents(9, VERSIONS + 4)).prop_shuffle(),
        entries in Just(corrections(OCCASION_ENTRIES as u8 + 9)).prop_shuffle(),
    ) {
        for server in [pushed(&versions), pushed(&entries)] {
            prop_assert!(server.tally.clone().settled().0.is_empty(), "which of them are held is chance: nothing counts");
            prop_assert_eq!(server.rebuilt(), server.tally.clone().settled());
        }
        prop_assert_eq!(pushed(&versions).rows.len(), VERSIONS);
        prop_assert_eq!(pushed(&entries).rows.len(), OCCASION_ENTRIES);
    }
}

#[test]
fn within_the_bounds_nothing_is_refused_for_them() {
    let server = pushed(&contents(9, VERSIONS - 1));
    assert_eq!((server.rows.len(), server.rebuilt().0.len()), (VERSIONS - 1, 1));
    let server = pushed(&corrections(OCCASION_ENTRIES as u8 - 2));
    assert_eq!((server.rows.len(), server.rebuilt().0.len()), (OCCASION_ENTRIES - 1, 1));
}

#[test]
fn what_is_beyond_the_bound_is_conflicting_and_its_neighbours_are_not() {
    let mut known = known(&[1, 2]);
    let mut judge = |entry: &Entry| {
        let judgement = known.judge(&arrive(entry.write(), None, entry.author, &sha256));
        (judgement.verdict, judgement.refusal, judgement.keep.is_some())
    };
    let versions = contents(9, VERSIONS + 2);
    for (place, entry) in versions.iter().enumerate() {
        assert_eq!(judge(entry).2, place < VERSIONS, "content {place}");
    }
    assert_eq!(judge(versions.last().expect("one")), (VerdictKind::Refused, Some(Refusal::Conflicting), false));
    let entries = corrections(OCCASION_ENTRIES as u8);
    let kept = entries.iter().filter(|entry| judge(entry).2).count();
    assert_eq!(kept, OCCASION_ENTRIES);
    // Nobody fills another's occasion, and what is full stops nothing else.
    assert!(judge(&by(2, amended(200, 1, &[1], patrol()))).2, "another author's");
    assert!(judge(&recorded(201, patrol())).2, "another occasion");
}

#[test]
fn a_revoked_phone_fills_nothing_for_what_is_not_held_back() {
    let mut known = known(&[1]);
    known.device_revoked = true;
    let judge = |known: &mut domain::merge::Known, entry: &Entry| {
        known.judge(&arrive(entry.write(), None, entry.author, &sha256)).keep.is_some()
    };
    let mut versions = contents(9, 2 * VERSIONS);
    let last = versions.pop().expect("one");
    assert_eq!(versions.iter().filter(|entry| judge(&mut known, entry)).count(), VERSIONS);
    known.device_revoked = false;
    known.journals.values_mut().for_each(|journal| journal.revoked = false);
    assert!(judge(&mut known, &last));
    // Held back they outvote nothing, however many they are.
    let held_back = contents(9, VERSIONS).into_iter().map(|entry| Held { quarantined: true, ..held(entry) });
    let rows: Vec<Held> = held_back.chain([held(last.clone())]).collect();
    let occasion = Occasion::of(entry_id(9), &rows);
    assert_eq!(occasion.deciding().map(|h| h.hash.clone()), Some(held(last).hash));
}

#[test]
fn a_person_may_choose_where_too_many_are_held() {
    let mut rows: Vec<Held> = contents(1, VERSIONS).into_iter().map(held).collect();
    let occasion = Occasion::of(entry_id(1), &rows);
    assert!(occasion.in_conflict() && occasion.deciding().is_none() && occasion.candidates().count() == 1);
    rows[3].decided = true;
    let occasion = Occasion::of(entry_id(1), &rows);
    assert_eq!(occasion.deciding().map(|h| &h.hash), Some(&rows[3].hash));
    assert!(!occasion.in_conflict());

    let mut rows: Vec<Held> = corrections(OCCASION_ENTRIES as u8 - 1).into_iter().map(held).collect();
    let occasion = Occasion::of(entry_id(1), &rows);
    assert!(occasion.in_conflict() && occasion.deciding().is_none());
    assert_eq!(occasion.candidates().count(), OCCASION_ENTRIES);
    rows.push(Held { by_staff: true, ..held(by(2, amended(200, 1, &[1], patrol()))) });
    let occasion = Occasion::of(entry_id(1), &rows);
    assert_eq!(occasion.deciding().map(|h| h.entry.id), Some(entry_id(200)));
    assert!(!occasion.in_conflict());
}

#[test]
fn of_the_versions_of_an_older_database_those_are_looked_at_that_may_count() {
    let all: Vec<Held> = contents(1, 100).into_iter().map(held).collect();
    let mut kept = all.clone();
    keep_bounded(&mut kept);
    assert_eq!(kept.len(), 2 * VERSIONS);
    assert!(kept.contains(all.iter().min_by_key(|h| &h.hash).expect("one")));
    let mut few = all[..VERSIONS].to_vec();
    keep_bounded(&mut few);
    assert_eq!(few, all[..VERSIONS], "those within the bound stay as they are");
}

#[test]
fn what_is_implausible_counts_nothing_until_a_person_takes_it_over() {
    let flags = |minutes: u32, by_staff: bool| {
        let fact = fact("foot_patrol", "raslatt", "2021-03-04T13:05:00+01:00", minutes);
        let rows = [Held { by_staff, ..held(recorded(1, fact)) }];
        let occasion = Occasion::of(entry_id(1), &rows);
        let counts = !occasion.contribution(&CATALOGUE, &winter_time).is_empty();
        (occasion.flags(entry_id(1), &CATALOGUE, &winter_time), counts)
    };
    assert_eq!(flags(PLAUSIBLE_MINUTES, false), (vec![], true));
    assert_eq!(flags(PLAUSIBLE_MINUTES + 1, false), (vec![Flag::Implausible], false));
    assert_eq!(flags(PLAUSIBLE_MINUTES + 1, true), (vec![], true));
    assert!(Flag::Implausible.stops());
}

#[test]
fn numbers_are_plausible_up_to_what_the_promise_says() {
    let mut promise = CATALOGUE.active[0].promise.clone();
    let mut activity = promise.activities[0].clone();
    let stated = |number: i64| {
        let mut fact = patrol();
        fact.fields.insert("stopped".to_owned(), Json::Int(number));
        fact
    };
    assert!(is_plausible(&stated(1_000_000), &activity, 35), "a question that isn't asked");
    activity.fields.push(Field {
        id: "stopped".to_owned(),
        label: "Stoppade fordon".to_owned(),
        kind: FieldKind::Number,
        required: false,
        hint: None,
        max: None,
        options: Vec::new(),
    });
    let most = i64::from(PLAUSIBLE_NUMBER);
    let plausible = |number, activity: &_| is_plausible(&stated(number), activity, 35);
    assert_eq!([-1, 0, most, most + 1].map(|n| plausible(n, &activity)), [true, true, true, false]);
    activity.fields.last_mut().expect("the question").max = Some(20);
    assert_eq!([20, 21].map(|n| plausible(n, &activity)), [true, false]);
    assert!(!is_plausible(&stated(0), &activity, 34), "35 minutes where 34 are the most");

    assert_eq!(promise.most_minutes(&activity), PLAUSIBLE_MINUTES);
    activity.max_minutes = Some(30);
    assert_eq!(promise.most_minutes(&activity), 30);
    activity.max_minutes = None;
    let target = promise.commitments.iter_mut().flat_map(|c| &mut c.targets).next().expect("a target");
    (target.activity, target.min_minutes) = (Some(activity.id.clone()), Some(7 * 1_440));
    assert_eq!(i64::from(promise.most_minutes(&activity)), MINUTES, "an effort of a week was promised");
}

#[test]
fn one_occasion_adds_so_much_and_no_more() {
    let mut target = crate::support::target("fotpatrull_raslatt").clone();
    target.sum = Some("stopped".to_owned());
    let adds = |number: i64| {
        let mut fact = patrol();
        fact.fields.insert("stopped".to_owned(), Json::Int(number));
        towards(&fact, &target, winter_time(fact.started_at.unix_ms)).expect("it counts").count
    };
    assert_eq!([-5, 7, AMOUNT, AMOUNT + 1, i64::MAX].map(adds), [0, 7, AMOUNT, AMOUNT, AMOUNT]);
}
