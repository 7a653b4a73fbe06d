//! Ids by number, entries by their few interesting members, the promise as it ships.

use crate::toml;
use domain::calendar::{Day, Local};
use domain::catalogue::Catalogue;
use domain::entry::{Entry, Fact, How, Kind};
use domain::figure::{Figure, Left, Measure};
use domain::id::{DeviceId, EntryId, JournalId, PersonId, uuid_v7};
use domain::json::Json;
use domain::merge::{JournalState, Known};
use domain::moment::{Moment, local_at};
use domain::occasion::Held;
use domain::promise::{Promise, Target};
use domain::standing::Status;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::LazyLock;

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../server/promises/jonkoping-2021-2022.toml");

pub(crate) static SHIPPED_TEXT: LazyLock<String> =
    LazyLock::new(|| std::fs::read_to_string(SHIPPED).expect("the promise that ships"));

pub(crate) static PROMISE: LazyLock<Promise> = LazyLock::new(|| {
    toml::promise(&SHIPPED_TEXT).unwrap_or_else(|problems| panic!("the promise that ships: {problems:?}"))
});

pub(crate) static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::default().with(PROMISE.clone()).expect("no other is in force"));

pub(crate) fn target(id: &str) -> &'static Target {
    PROMISE.targets().find(|t| t.id.as_str() == id).expect("a target of the promise that ships")
}

/// A figure's status, where nothing is hidden.
pub(crate) fn judged(figure: &Figure) -> Status {
    figure.status.expect("nothing is hidden")
}

/// What is left of a paced figure.
pub(crate) fn left(figure: &Figure) -> Option<Left> {
    match figure.measure {
        Measure::Paced { left, .. } => left,
        _ => None,
    }
}

/// Ids by number, in the order of the numbers.
pub(crate) fn entry_id(number: u8) -> EntryId {
    EntryId(uuid_v7(1_614_859_500_000 + i64::from(number), [number; 10]))
}
pub(crate) fn journal_id(number: u8) -> JournalId {
    JournalId(uuid_v7(1_600_000_000_000 + i64::from(number), [number; 10]))
}
pub(crate) fn person(number: u8) -> PersonId {
    PersonId(uuid_v7(1_500_000_000_000 + i64::from(number), [number; 10]))
}

pub(crate) fn moment(text: &str) -> Moment {
    Moment::read(text).unwrap_or_else(|| panic!("not a time: {text}"))
}
pub(crate) fn day(text: &str) -> Day {
    Day::read(text).unwrap_or_else(|| panic!("not a day: {text}"))
}
pub(crate) fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Local time at winter's offset: enough for every test that isn't about the zone.
pub(crate) fn winter_time(unix_ms: i64) -> Local {
    local_at(unix_ms, 60)
}

pub(crate) fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What an officer did; `minutes` of 0 stand for none.
pub(crate) fn fact(activity: &str, area: &str, started_at: &str, minutes: u32) -> Fact {
    Fact {
        activity: activity.into(),
        area: Some(area).filter(|a| !a.is_empty()).map(Into::into),
        started_at: moment(started_at),
        minutes: Some(minutes).filter(|m| *m > 0),
        fields: BTreeMap::new(),
        note: None,
        how: How::Timer,
    }
}

pub(crate) fn patrol() -> Fact {
    fact("foot_patrol", "raslatt", "2021-03-04T13:05:00+01:00", 35)
}
pub(crate) fn check_of(minutes: u32) -> Fact {
    fact("traffic_check", "raslatt", "2021-03-04T13:05:00+01:00", minutes)
}

/// A recorded entry of person 1 in journal 1; its number in the journal is that of its id.
pub(crate) fn recorded(number: u8, fact: Fact) -> Entry {
    Entry {
        id: entry_id(number),
        journal: journal_id(1),
        author: person(1),
        seq: u64::from(number),
        unit: None,
        kind: Kind::Recorded,
        of: None,
        replaces: Vec::new(),
        promise: Some(("jonkoping-2021-2022".into(), 1)),
        fact: Some(fact),
        recorded_at: moment("2021-03-04T13:40:12+01:00"),
        clock_offset_ms: Some(0),
    }
}

pub(crate) fn amended(number: u8, of: u8, replaces: &[u8], fact: Fact) -> Entry {
    let replaces = replaces.iter().map(|n| entry_id(*n)).collect();
    Entry { kind: Kind::Amended, of: Some(entry_id(of)), replaces, ..recorded(number, fact) }
}

pub(crate) fn withdrawn(number: u8, of: u8, replaces: &[u8]) -> Entry {
    Entry { kind: Kind::Withdrawn, fact: None, ..amended(number, of, replaces, patrol()) }
}

/// The same entry, in another person's journal.
pub(crate) fn by(number: u8, entry: Entry) -> Entry {
    Entry { journal: journal_id(number), author: person(number), ..entry }
}

/// An entry as the server holds it.
pub(crate) fn held(entry: Entry) -> Held {
    let hash = sha256(&entry.write().canonical().expect("canonical"));
    Held {
        entry,
        hash,
        organisation: "polisen".into(),
        quarantined: false,
        cloned: false,
        by_staff: false,
        decided: false,
    }
}

/// A server that knows some people on the device and holds nothing.
pub(crate) fn known(people: &[u8]) -> Known {
    Known {
        device: DeviceId([9; 16]),
        device_revoked: false,
        people: people.iter().map(|n| person(*n)).collect(),
        disabled: Default::default(),
        journals: people
            .iter()
            .map(|n| {
                (
                    journal_id(*n),
                    JournalState { person: person(*n), revoked: false, by_server: false, held: Default::default() },
                )
            })
            .collect(),
        held: BTreeMap::new(),
        occasions: BTreeMap::new(),
    }
}

/// Every order of some things.
pub(crate) fn orders<T: Clone>(things: &[T]) -> Vec<Vec<T>> {
    if things.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for place in 0..things.len() {
        let mut rest = things.to_vec();
        let first = rest.remove(place);
        for mut order in orders(&rest) {
            order.insert(0, first.clone());
            all.push(order);
        }
    }
    all
}
