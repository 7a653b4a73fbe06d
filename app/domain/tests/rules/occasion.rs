//! Which entry of an occasion decides, and what its entries are marked with (protocol, section 4).

use crate::support::{
    CATALOGUE, amended, by, check_of, entry_id, fact, held, patrol, recorded, winter_time, withdrawn,
};
use domain::entry::{Entry, Kind};
use domain::id::EntryId;
use domain::json::Json;
use domain::occasion::{Held, Occasion};
use domain::wire::Flag;

fn all(entries: impl IntoIterator<Item = Entry>) -> Vec<Held> {
    entries.into_iter().map(held).collect()
}

/// Heads, the one that decides, and whether a person has to look.
fn outcome(rows: &[Held]) -> (Vec<EntryId>, Option<EntryId>, bool) {
    let occasion = Occasion::of(entry_id(1), rows);
    let heads = occasion.heads().iter().map(|h| h.entry.id).collect();
    (heads, occasion.deciding().map(|h| h.entry.id), occasion.in_conflict())
}

fn expect(rows: &[Held], heads: &[u8], deciding: u8, in_conflict: bool) {
    let heads = heads.iter().map(|n| entry_id(*n)).collect();
    let deciding = Some(deciding).filter(|n| *n > 0).map(entry_id);
    assert_eq!(outcome(rows), (heads, deciding, in_conflict));
}

fn flags(rows: &[Held], number: u8) -> Vec<Flag> {
    Occasion::of(entry_id(1), rows).flags(entry_id(number), &CATALOGUE, &winter_time)
}

fn flags_of(change: impl FnOnce(&mut Held)) -> Vec<Flag> {
    let mut row = held(recorded(1, patrol()));
    change(&mut row);
    flags(&[row], 1)
}

#[test]
fn one_head_decides() {
    expect(&all([recorded(1, patrol())]), &[1], 1, false);
    expect(&all([recorded(1, patrol()), amended(2, 1, &[1], patrol())]), &[2], 2, false);
    let chain = [recorded(1, patrol()), amended(2, 1, &[1], patrol()), amended(3, 1, &[1, 2], patrol())];
    expect(&all(chain), &[3], 3, false);
    expect(&all([recorded(1, patrol()), withdrawn(2, 1, &[1])]), &[2], 0, false);
}

#[test]
fn a_withdrawal_may_itself_be_corrected() {
    let entries = [recorded(1, patrol()), withdrawn(2, 1, &[1]), amended(3, 1, &[1, 2], patrol())];
    expect(&all(entries), &[3], 3, false);
}

#[test]
fn what_was_voided_can_be_put_back_and_what_its_author_withdrew_cannot() {
    let before = |rows: &[Held]| Occasion::of(entry_id(1), rows).before_it_was_voided().map(|h| h.entry.id);
    let staff = |entry: Entry| Held { by_staff: true, ..held(entry) };
    let mut rows = all([recorded(1, patrol()), amended(2, 1, &[1], patrol())]);
    assert_eq!(before(&rows), None, "it counts");
    rows.push(staff(withdrawn(3, 1, &[1, 2])));
    assert_eq!(before(&rows), Some(entry_id(2)));
    rows.push(staff(amended(4, 1, &[1, 2, 3], patrol())));
    assert_eq!(before(&rows), None, "put back");
    rows.push(staff(withdrawn(5, 1, &[1, 2, 3, 4])));
    assert_eq!(before(&rows), Some(entry_id(4)), "voided again");
    assert_eq!(before(&all([recorded(1, patrol()), withdrawn(2, 1, &[1])])), None, "its author did");
}

#[test]
fn of_several_heads_the_smallest_that_is_not_withdrawn_counts() {
    let base = || vec![recorded(1, patrol()), amended(3, 1, &[1], patrol()), amended(4, 1, &[1], patrol())];
    expect(&all(base()), &[3, 4], 3, true);
    let mut with_withdrawal = base();
    with_withdrawal.push(withdrawn(2, 1, &[1]));
    expect(&all(with_withdrawal.clone()), &[2, 3, 4], 3, true);
    let mut some = with_withdrawal.clone();
    some.push(amended(5, 1, &[1, 2, 3], patrol()));
    expect(&all(some), &[4, 5], 4, true);
    let mut settled = with_withdrawal;
    settled.push(amended(5, 1, &[1, 2, 3, 4], patrol()));
    expect(&all(settled), &[5], 5, false);
    expect(&all([recorded(1, patrol()), withdrawn(2, 1, &[1]), withdrawn(3, 1, &[1])]), &[2, 3], 0, true);
}

#[test]
fn own_and_other_occasions_ids_are_ignored() {
    let stranger = amended(3, 9, &[1, 2], patrol());
    let rows = all([recorded(1, patrol()), amended(2, 1, &[1, 2], patrol()), stranger]);
    expect(&rows, &[2], 2, false);
    let recorded_that_replaces = Entry { replaces: vec![entry_id(1)], ..recorded(5, patrol()) };
    expect(&all([recorded(1, patrol()), recorded_that_replaces]), &[1], 1, false);
    let root_that_replaces = Entry { replaces: vec![entry_id(2)], ..recorded(1, patrol()) };
    expect(&all([root_that_replaces, amended(2, 1, &[], patrol())]), &[1, 2], 1, true);
}

#[test]
fn entries_that_replace_each_other_in_a_ring_are_shown_to_a_person() {
    let rows = all([recorded(1, patrol()), amended(2, 1, &[1, 3], patrol()), amended(3, 1, &[1, 2], patrol())]);
    expect(&rows, &[], 0, true);
}

#[test]
fn a_correction_without_its_root_counts_nothing_until_the_root_comes() {
    let mut rows = all([amended(2, 1, &[1], patrol())]);
    expect(&rows, &[2], 0, false);
    assert_eq!(flags(&rows, 2), [Flag::Orphan]);
    rows.push(held(recorded(1, patrol())));
    expect(&rows, &[2], 2, false);
    assert_eq!(flags(&rows, 2), []);
}

#[test]
fn from_phones_only_the_root_s_author_corrects() {
    let foreign = held(by(2, amended(2, 1, &[1], check_of(30))));
    let rows = [held(recorded(1, patrol())), foreign.clone()];
    expect(&rows, &[1], 1, false);
    assert_eq!(flags(&rows, 2), [Flag::MayNotCorrect]);
    let by_staff = Held { by_staff: true, ..foreign.clone() };
    let rows = [held(recorded(1, patrol())), by_staff];
    expect(&rows, &[2], 2, false);
    assert_eq!(flags(&rows, 2), []);
    assert_eq!(flags(&[foreign], 2), [Flag::Orphan], "whose root it is shows when that comes");
}

#[test]
fn what_is_quarantined_is_no_head_and_replaces_nothing() {
    let held_back = |entry| Held { quarantined: true, ..held(entry) };
    expect(&[held(recorded(1, patrol())), held_back(amended(2, 1, &[1], patrol()))], &[1], 1, false);
    expect(&[held(recorded(1, patrol())), held_back(withdrawn(2, 1, &[1]))], &[1], 1, false);
    expect(&[held_back(recorded(1, patrol()))], &[], 0, false);
}

#[test]
fn a_kind_of_another_version_is_no_head_and_replaces_nothing() {
    let joined = Entry { kind: Kind::Unknown("joined".into()), fact: None, ..amended(2, 1, &[1], patrol()) };
    expect(&all([recorded(1, patrol()), joined.clone()]), &[1], 1, false);
    assert_eq!(Occasion::of(joined.id, &all([joined.clone()])).deciding(), None);
}

/// Two contents of id 2, with hashes as given.
fn two_versions(first: &str, second: &str) -> [Held; 3] {
    let version = |hash: &str, minutes| Held { hash: hash.into(), ..held(amended(2, 1, &[1], check_of(minutes))) };
    [held(recorded(1, check_of(20))), version(first, 30), version(second, 40)]
}

fn deciding_minutes(rows: &[Held]) -> Option<u32> {
    Occasion::of(entry_id(1), rows).deciding()?.entry.fact.as_ref()?.minutes
}

#[test]
fn of_two_contents_of_an_id_the_smaller_hash_counts_and_a_person_has_to_look() {
    for (rows, minutes) in [(two_versions("a", "b"), 30), (two_versions("b", "a"), 40)] {
        assert_eq!(deciding_minutes(&rows), Some(minutes));
        expect(&rows, &[2], 2, true);
    }
}

#[test]
fn a_decision_or_a_correction_settles_two_contents() {
    let mut rows = two_versions("a", "b").to_vec();
    rows.push(Held { hash: "c".into(), ..rows[1].clone() });
    rows[2].decided = true;
    assert_eq!(deciding_minutes(&rows), Some(40));
    expect(&rows, &[2], 2, false);
    let mut rows = two_versions("a", "b").to_vec();
    rows.push(held(amended(3, 1, &[1, 2], check_of(50))));
    expect(&rows, &[3], 3, false);
}

#[test]
fn a_quarantined_content_cannot_outvote_what_was_held() {
    let mut rows = two_versions("b", "a");
    rows[2].quarantined = true;
    assert_eq!(deciding_minutes(&rows), Some(30));
}

#[test]
fn one_id_counts_in_one_occasion_even_if_its_contents_name_two() {
    // Id 2 is at once an occasion of its own and a correction of 1.
    let own = Held { hash: "b".into(), ..held(recorded(2, check_of(30))) };
    let correcting = Held { hash: "a".into(), ..held(amended(2, 1, &[1], check_of(40))) };
    let rows = [held(recorded(1, check_of(20))), own, correcting];
    assert_eq!(deciding_minutes(&rows), Some(40));
    assert_eq!(Occasion::of(entry_id(2), &rows).deciding(), None, "not both");
}

#[test]
fn flags_say_why_a_fact_counts_nothing() {
    let state = |row: &mut Held, fact| row.entry.fact = Some(fact);
    let at = "2021-03-04T13:05:00+01:00";
    assert_eq!(flags_of(|_| {}), []);
    assert_eq!(flags_of(|r| state(r, fact("foot_patrol", "atlantis", at, 35))), [Flag::UnknownArea]);
    assert_eq!(flags_of(|r| state(r, fact("foot_patrol", "", at, 35))), [Flag::UnknownArea]);
    assert_eq!(flags_of(|r| state(r, fact("swimming", "raslatt", at, 35))), [Flag::UnknownActivity]);
    let before = fact("foot_patrol", "raslatt", "2020-12-31T23:59:00+01:00", 35);
    assert_eq!(flags_of(|r| state(r, before)), [Flag::OutsidePeriod]);
    assert_eq!(flags_of(|r| r.organisation = "kommunen".into()), [Flag::NotPermitted]);
    assert_eq!(flags_of(|r| r.cloned = true), [Flag::Cloned]);
}

#[test]
fn flags_that_stop_and_flags_that_do_not() {
    let stopping = [
        Flag::UnknownArea,
        Flag::UnknownActivity,
        Flag::OutsidePeriod,
        Flag::NotPermitted,
        Flag::Implausible,
        Flag::MayNotCorrect,
        Flag::Orphan,
    ];
    let counting = [Flag::ClockOff, Flag::InvalidToday, Flag::Cloned, Flag::Unknown];
    assert!(stopping.into_iter().all(Flag::stops));
    assert!(!counting.into_iter().any(Flag::stops));
}

#[test]
fn every_flag_has_its_word() {
    for flag in [
        Flag::ClockOff,
        Flag::InvalidToday,
        Flag::Cloned,
        Flag::UnknownArea,
        Flag::UnknownActivity,
        Flag::OutsidePeriod,
        Flag::NotPermitted,
        Flag::Implausible,
        Flag::MayNotCorrect,
        Flag::Orphan,
    ] {
        let word = format!("\"{}\"", flag.word());
        assert_eq!(serde_json::to_string(&flag).expect("JSON"), word);
        assert_eq!(serde_json::from_str::<Flag>(&word).expect("a flag"), flag);
    }
    assert_eq!(serde_json::from_str::<Flag>("\"of_a_newer_server\"").expect("a flag"), Flag::Unknown);
}

#[test]
fn what_was_valid_when_recorded_counts_although_today_s_form_asks_for_more() {
    let narcotics = |answer: Option<Json>| {
        let mut fact = fact("narcotics_offence", "raslatt", "2021-03-04T13:05:00+01:00", 0);
        fact.fields.extend(answer.map(|a| ("first_time_user".to_owned(), a)));
        fact
    };
    for (answer, marked) in [
        (Some(Json::from("unknown")), false),
        (None, true),
        (Some(Json::from("perhaps")), true),
        (Some(Json::Int(1)), true),
    ] {
        let rows = [held(recorded(1, narcotics(answer)))];
        let occasion = Occasion::of(entry_id(1), &rows);
        assert_eq!(flags(&rows, 1), if marked { vec![Flag::InvalidToday] } else { Vec::new() });
        assert_eq!(occasion.contribution(&CATALOGUE, &winter_time).len(), 1);
    }
}

#[test]
fn a_flagged_head_decides_too() {
    let rows = all([
        recorded(1, patrol()),
        amended(2, 1, &[1], fact("foot_patrol", "atlantis", "2021-03-04T13:05:00+01:00", 35)),
    ]);
    expect(&rows, &[2], 2, false);
    assert_eq!(Occasion::of(entry_id(1), &rows).contribution(&CATALOGUE, &winter_time), []);
}

#[test]
fn a_clock_that_is_off_is_marked_whether_or_not_it_gave_the_time() {
    for (offset, marked) in [(120_000, false), (120_001, true), (-120_000, false), (-120_001, true), (i64::MIN, true)] {
        assert_eq!(flags_of(|r| r.entry.clock_offset_ms = Some(offset)).contains(&Flag::ClockOff), marked, "{offset}");
    }
    assert_eq!(flags_of(|r| r.entry.clock_offset_ms = None), []);
}
