//! What the phone keeps, and what is shown of it.

use crate::support::{entry_id, journal_id, json, person};
use domain::entry::Entry;
use domain::journal::{KEPT_AFTER_RECEIPT_MS, Kept, Queue, State, enrolled, outlived, queue};

pub(crate) fn kept(journal: u8, seq: u8, state: State) -> Kept {
    Kept {
        id: entry_id(seq),
        journal: journal_id(journal),
        seq: u64::from(seq),
        author: person(1),
        body: r#"{"kind":"withdrawn","of":"0178a5c0-1e2f-7a3b-8c4d-0123456789ab","recorded_at":"2021-03-04T13:40:12+01:00"}"#.into(),
        state,
        kept_at_ms: 1_000 * i64::from(seq),
    }
}

pub(crate) fn received(at_ms: i64) -> State {
    State::Received { at_ms, flags: Vec::new(), quarantined: false }
}

pub(crate) fn refused(code: &str) -> State {
    State::Refused { code: code.into(), message: None }
}

#[test]
fn the_wire_text_is_the_frozen_body_with_its_number() {
    let one = kept(1, 7, State::Waiting);
    let read = Entry::read(&json(&one.wire_text())).expect("readable");
    assert_eq!((read.id, read.journal, read.author, read.seq), (one.id, one.journal, one.author, 7));
    assert!(one.wire_text().ends_with(&one.body[1..]), "byte by byte");
    let empty = Kept { body: "{}".into(), ..one };
    assert!(empty.wire_text().ends_with(r#""seq":7}"#), "{}", empty.wire_text());
}

#[test]
fn a_receipt_is_outlived_after_72_hours_by_server_time() {
    let all = [
        kept(1, 1, received(0)),
        kept(1, 2, received(1)),
        kept(1, 3, State::Waiting),
        kept(1, 4, refused("conflicting")),
    ];
    assert_eq!(KEPT_AFTER_RECEIPT_MS, 72 * 60 * 60 * 1000);
    assert_eq!(outlived(&all, KEPT_AFTER_RECEIPT_MS - 1), []);
    assert_eq!(outlived(&all, KEPT_AFTER_RECEIPT_MS), [entry_id(1)]);
    assert_eq!(outlived(&all, i64::MAX), [entry_id(1), entry_id(2)], "never one that waits or was refused");
}

#[test]
fn the_queue_is_computed_from_what_is_kept() {
    assert_eq!(queue(&[], 0), Queue::default());
    let all = [
        kept(1, 5, State::Waiting),
        kept(2, 3, State::Waiting),
        kept(1, 1, received(0)),
        kept(1, 2, refused("unreadable")),
    ];
    assert_eq!(queue(&all, 10_000), Queue { waiting: 2, oldest_age_ms: Some(7_000), refused: 1 });
    assert_eq!(queue(&all, 0).oldest_age_ms, Some(0), "a clock that was set back makes nothing younger than new");
}

#[test]
fn a_kept_entry_survives_its_storage() {
    for state in [State::Waiting, received(5), refused("over_limit")] {
        let one = kept(1, 1, state);
        let text = serde_json::to_string(&one).expect("JSON");
        assert_eq!(serde_json::from_str::<Kept>(&text).expect("kept"), one);
    }
}

#[test]
fn who_enrols_anew_sends_what_a_stranger_could_not() {
    let all = [
        kept(1, 1, refused("not_yours")),
        kept(1, 2, refused("conflicting")),
        kept(1, 3, received(0)),
        kept(1, 4, State::Waiting),
        kept(1, 5, refused("not_yours")),
    ];
    assert_eq!(enrolled(&all), [entry_id(1), entry_id(5)]);
}
