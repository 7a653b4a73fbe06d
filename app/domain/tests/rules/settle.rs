//! What an answer changes on the phone (protocol, sections 3.8 and 3.9).

use crate::journal::{kept, received, refused};
use crate::support::{entry_id, journal_id, moment};
use domain::journal::{State, names_all, settle, settled};
use domain::limits::Limits;
use domain::ranges::Ranges;
use domain::wire::{Answer, Flag, Verdict, VerdictKind};
use std::collections::BTreeMap;

const SERVER_TIME: &str = "2021-03-04T13:41:00+01:00";

fn verdict(number: u8, kind: VerdictKind, code: Option<&str>) -> Verdict {
    Verdict {
        id: Some(entry_id(number)),
        hash: None,
        verdict: kind,
        code: code.map(str::to_owned),
        message: code.map(|_| "så här".to_owned()),
        flags: if kind == VerdictKind::Accepted { vec![Flag::ClockOff] } else { Vec::new() },
    }
}

fn answer(verdicts: Vec<Verdict>, held: &[(u8, &[u64])]) -> Answer {
    let ranges = |numbers: &[u64]| numbers.iter().copied().collect::<Ranges>();
    Answer {
        v: 1,
        server_time: moment(SERVER_TIME),
        epoch: "e1".into(),
        cursor: "c".into(),
        more: false,
        verdicts,
        held: held.iter().map(|(journal, numbers)| (journal_id(*journal), ranges(numbers))).collect(),
        changes: Vec::new(),
        promises: Vec::new(),
        tallies: BTreeMap::new(),
        limits: Limits::USUAL,
        revoked: false,
        seal: None,
    }
}

fn now() -> State {
    received(moment(SERVER_TIME).unix_ms)
}

#[test]
fn each_verdict_has_its_state() {
    let at_ms = 5;
    let state = |kind, code| settled(&verdict(1, kind, code), at_ms);
    let marked = |flags, quarantined| State::Received { at_ms, flags, quarantined };
    assert_eq!(state(VerdictKind::Accepted, None), marked(vec![Flag::ClockOff], false));
    assert_eq!(state(VerdictKind::AlreadyHeld, None), marked(Vec::new(), false));
    assert_eq!(state(VerdictKind::Quarantined, None), marked(Vec::new(), true));
    let refused = State::Refused { code: "conflicting".into(), message: Some("så här".into()) };
    assert_eq!(state(VerdictKind::Refused, Some("conflicting")), refused);
}

#[test]
fn an_entry_leaves_the_queue_on_its_own_verdict_only() {
    let all = [kept(1, 1, State::Waiting), kept(1, 2, State::Waiting), kept(1, 3, State::Waiting)];
    let sent = [entry_id(1), entry_id(2)];
    let verdicts =
        vec![verdict(1, VerdictKind::Refused, Some("unreadable")), verdict(2, VerdictKind::AlreadyHeld, None)];
    // `held` names the third's number too: that alone is no verdict.
    let changed = settle(&all, &sent, &answer(verdicts, &[(1, &[1, 2, 3])]), Some("e1"));
    let unreadable = State::Refused { code: "unreadable".into(), message: Some("så här".into()) };
    assert_eq!(changed, BTreeMap::from([(entry_id(1), unreadable), (entry_id(2), now())]));
}

#[test]
fn an_entry_with_a_verdict_of_a_newer_server_waits_on() {
    let all = [kept(1, 1, State::Waiting), kept(1, 2, State::Waiting)];
    let verdicts = vec![verdict(1, VerdictKind::Unknown, None), verdict(2, VerdictKind::AlreadyHeld, None)];
    let changed = settle(&all, &[entry_id(1), entry_id(2)], &answer(verdicts, &[]), Some("e1"));
    assert_eq!(changed, BTreeMap::from([(entry_id(1), State::Waiting), (entry_id(2), now())]));
}

#[test]
fn a_null_id_stands_for_the_entry_in_its_place() {
    let mut nameless = verdict(1, VerdictKind::Refused, Some("unreadable"));
    nameless.id = None;
    let changed = settle(&[kept(1, 1, State::Waiting)], &[entry_id(1)], &answer(vec![nameless], &[]), None);
    assert!(matches!(changed[&entry_id(1)], State::Refused { .. }));
}

#[test]
fn an_answer_that_does_not_fit_changes_nothing() {
    let all = [kept(1, 1, State::Waiting), kept(1, 2, State::Waiting), kept(1, 3, received(0))];
    let accepted = |n| verdict(n, VerdictKind::Accepted, None);
    let sent = [entry_id(1), entry_id(2)];
    for verdicts in
        [vec![accepted(1)], vec![accepted(2), accepted(1)], vec![accepted(1), accepted(2), accepted(3)], Vec::new()]
    {
        assert_eq!(settle(&all, &sent, &answer(verdicts, &[(1, &[])]), Some("e0")), BTreeMap::new());
    }
}

#[test]
fn what_the_server_no_longer_holds_waits_again() {
    let all = [
        kept(1, 1, received(0)),
        kept(1, 2, received(0)),
        kept(1, 3, refused("conflicting")),
        kept(1, 4, State::Waiting),
        kept(2, 5, received(0)),
    ];
    let changed = settle(&all, &[], &answer(Vec::new(), &[(1, &[1])]), Some("e1"));
    assert_eq!(changed, BTreeMap::from([(entry_id(2), State::Waiting)]), "a journal that isn't named says nothing");
}

#[test]
fn a_changed_epoch_returns_everything_received() {
    let all = [
        kept(1, 1, received(0)),
        kept(2, 2, received(0)),
        kept(1, 3, refused("not_yours")),
        kept(1, 4, State::Waiting),
    ];
    let sent = [entry_id(4)];
    let held: [(u8, &[u64]); 1] = [(1, &[1, 4])];
    let told = || answer(vec![verdict(4, VerdictKind::AlreadyHeld, None)], &held);
    let changed = settle(&all, &sent, &told(), Some("e0"));
    let returned = [(entry_id(1), State::Waiting), (entry_id(2), State::Waiting), (entry_id(4), now())];
    assert_eq!(changed, BTreeMap::from(returned), "refused never returns; what was just sent has its verdict");
    assert_eq!(settle(&all, &sent, &told(), Some("e1")).len(), 1);
    assert_eq!(settle(&all, &sent, &told(), None).len(), 1, "the first epoch is no change");
}

#[test]
fn a_request_that_left_out_a_journal_hears_nothing_of_it() {
    let all = [kept(1, 1, State::Waiting), kept(2, 2, received(0))];
    let named = |journals: &[u8]| journals.iter().map(|journal| (journal_id(*journal), 1)).collect();
    assert!(names_all(&named(&[1, 2]), &all) && names_all(&named(&[1, 2, 3]), &all));
    assert!(!names_all(&named(&[1]), &all) && !names_all(&named(&[2]), &all));
    assert!(names_all(&named(&[]), &[]));
}
