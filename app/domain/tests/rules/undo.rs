//! *Ångra*: what takes the last entry of an occasion back.

use crate::support::{entry_id, fact, json, moment, person};
use domain::entry::{Entry, Fact, Kind};
use domain::form::{Corrects, Stamp, standing, undo};
use domain::id::{EntryId, JournalId};
use domain::journal::{Kept, State};

fn stamp() -> Stamp {
    Stamp {
        author: person(1),
        recorded_at: moment("2021-03-04T15:00:00+01:00"),
        clock_offset_ms: Some(40),
        promise: "jonkoping-2021-2022".into(),
        promise_version: 1,
    }
}
fn entry(id: u8, kind: Kind, replaces: &[u8], minutes: u32) -> Entry {
    let of = (kind != Kind::Recorded).then(|| entry_id(1));
    let stated = fact("foot_patrol", "raslatt", "2021-03-04T13:05:00+01:00", minutes);
    Entry {
        id: entry_id(id),
        journal: JournalId([1; 16]),
        author: person(1),
        seq: u64::from(id),
        unit: Some("33-9110".into()),
        fact: (kind != Kind::Withdrawn).then_some(stated),
        kind,
        of,
        replaces: replaces.iter().map(|id| entry_id(*id)).collect(),
        promise: None,
        recorded_at: moment("2021-03-04T14:00:00+01:00"),
        clock_offset_ms: Some(i64::from(id)),
    }
}
/// The occasion after its last entry is undone.
fn undone(occasion: &[Entry], id: u8) -> Vec<Entry> {
    let all: Vec<&Entry> = occasion.iter().collect();
    let last = all.last().expect("an entry");
    let corrects = Corrects { root: entry_id(1), replaces: all.iter().map(|e| e.id).collect() };
    let unnumbered = undo(entry_id(id), last, &all, &corrects, &stamp());
    let kept = Kept {
        id: unnumbered.id,
        journal: JournalId([1; 16]),
        seq: 9,
        author: unnumbered.author,
        body: unnumbered.body,
        state: State::Waiting,
        kept_at_ms: 0,
    };
    let new = Entry::read(&json(&kept.wire_text())).expect("readable");
    occasion.iter().cloned().chain([new]).collect()
}
fn stands(occasion: &[Entry]) -> Option<(EntryId, Fact)> {
    let all: Vec<&Entry> = occasion.iter().collect();
    standing(&all).map(|(entry, fact)| (entry.id, fact.clone()))
}
fn minutes(occasion: &[Entry]) -> Option<u32> {
    stands(occasion).and_then(|(_, fact)| fact.minutes)
}

#[test]
fn a_recorded_entry_is_withdrawn_and_comes_back() {
    let recorded = vec![entry(1, Kind::Recorded, &[], 30)];
    let gone = undone(&recorded, 2);
    assert_eq!((gone[1].kind.clone(), stands(&gone)), (Kind::Withdrawn, None));
    let back = undone(&gone, 3);
    assert_eq!((back[2].kind.clone(), &back[2].replaces), (Kind::Amended, &vec![entry_id(1), entry_id(2)]));
    assert_eq!(back[2].fact, recorded[0].fact, "as it was, whatever today's form asks");
    assert_eq!((back[2].unit.as_deref(), minutes(&back)), (Some("33-9110"), Some(30)));
    let gone_again = undone(&back, 4);
    assert_eq!(stands(&gone_again), None);
}

#[test]
fn a_correction_gives_way_to_what_it_corrected() {
    let corrected = vec![entry(1, Kind::Recorded, &[], 30), entry(2, Kind::Amended, &[1], 45)];
    assert_eq!(minutes(&corrected), Some(45));
    let back = undone(&corrected, 3);
    assert_eq!((back[2].kind.clone(), minutes(&back)), (Kind::Amended, Some(30)));
    // A stated time stands by today's clock; one that the phone's clock gave keeps the offset that it had.
    assert_eq!(back[2].clock_offset_ms, Some(1));
    assert_eq!(minutes(&undone(&back, 4)), Some(45));
}

#[test]
fn a_withdrawal_of_a_corrected_entry_brings_the_correction_back() {
    let occasion = [entry(1, Kind::Recorded, &[], 30), entry(2, Kind::Amended, &[1], 45)];
    let gone: Vec<Entry> = occasion.into_iter().chain([entry(3, Kind::Withdrawn, &[1, 2], 0)]).collect();
    assert_eq!(stands(&gone), None);
    assert_eq!(minutes(&undone(&gone, 4)), Some(45));
}
