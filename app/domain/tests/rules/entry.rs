//! Reading an entry as it was sent (protocol, section 2).

use crate::support::{entry_id, held, journal_id, json, patrol, person, recorded, sha256, withdrawn};
use domain::entry::{Entry, Fault, How, Kind, Refusal};
use domain::json::Json;
use domain::limits;
use domain::merge::{Arrival, arrive};
use std::collections::BTreeMap;

/// A readable entry with some members set otherwise, or left out by null.
fn with(changes: &[(&str, Json)]) -> Json {
    let Json::Map(mut map) = recorded(1, patrol()).write() else { panic!("an entry is an object") };
    map.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    Json::Map(map)
}

fn fault(changes: &[(&str, Json)]) -> (Refusal, &'static str) {
    let Err(Fault { refusal, member, .. }) = Entry::read(&with(changes)) else { panic!("readable: {changes:?}") };
    (refusal, member)
}

fn long(chars: usize) -> Json {
    Json::Text("å".repeat(chars))
}

fn arrived(sent: Json) -> Arrival {
    arrive(sent, Some(journal_id(1)), person(1), &sha256)
}

#[test]
fn an_entry_is_read_as_it_was_written() {
    let mut first = recorded(1, patrol());
    first.unit = Some("33-9110".into());
    let mut amendment = recorded(2, patrol());
    (amendment.kind, amendment.of, amendment.replaces) = (Kind::Amended, Some(first.id), vec![first.id, entry_id(9)]);
    let mut narcotics = recorded(3, patrol());
    if let Some(fact) = &mut narcotics.fact {
        (fact.minutes, fact.area, fact.how, fact.note) = (None, None, How::Tap, Some("Två ord".into()));
        fact.fields = BTreeMap::from([("first_time_user".into(), Json::from("yes")), ("number".into(), Json::Int(2))]);
    }
    for entry in [first, amendment, narcotics, withdrawn(4, 1, &[1])] {
        assert_eq!(Entry::read(&entry.write()), Ok(entry));
    }
}

#[test]
fn what_must_be_there_is_named_when_it_is_missing() {
    for member in ["id", "journal", "author", "seq", "kind", "activity", "started_at", "recorded_at"] {
        assert_eq!(fault(&[(member, Json::Null)]), (Refusal::Unreadable, member));
        assert_eq!(fault(&[(member, Json::Bool(true))]), (Refusal::Unreadable, member));
    }
    assert_eq!(fault(&[("kind", Json::from("amended"))]), (Refusal::Unreadable, "of"));
    assert_eq!(fault(&[("kind", Json::from("withdrawn"))]), (Refusal::Unreadable, "of"));
    for not_an_object in [Json::Null, Json::Int(1), Json::from("x"), Json::List(vec![with(&[])])] {
        assert_eq!(Entry::read(&not_an_object).map_err(|f| f.member), Err("entry"));
    }
}

#[test]
fn what_cannot_be_read_is_unreadable() {
    let text = Json::from;
    for (member, value) in [
        ("id", text("7")),
        ("seq", Json::Int(0)),
        ("seq", Json::Int(-1)),
        ("seq", Json::Int(limits::SEQ as i64 + 1)),
        ("minutes", text("35")),
        ("minutes", json("35.5")),
        ("started_at", text("2021-03-04 13:05")),
        ("recorded_at", text("yesterday")),
        ("fields", Json::List(Vec::new())),
        ("replaces", text("all")),
        ("replaces", Json::List(vec![text("not an id")])),
        ("unit", Json::Int(9110)),
        ("note", Json::Bool(false)),
        ("clock_offset_ms", text("0")),
        ("area", text("raslatt\0")),
        ("unit", text("\0")),
        ("kind", text("rec\0rded")),
    ] {
        assert_eq!(fault(&[(member, value)]), (Refusal::Unreadable, member));
    }
}

#[test]
fn what_is_beyond_the_limits_says_which() {
    let many: BTreeMap<_, _> = (0..=limits::FIELDS).map(|n| (format!("f{n}"), Json::Int(1))).collect();
    let ids = |n: usize| Json::List(vec![Json::Text(entry_id(9).to_string()); n]);
    for (member, value) in [
        ("note", long(limits::NOTE_CHARS + 1)),
        ("unit", long(limits::UNIT_CHARS + 1)),
        ("activity", long(limits::WORD_CHARS + 1)),
        ("area", long(limits::WORD_CHARS + 1)),
        ("kind", long(limits::WORD_CHARS + 1)),
        ("promise", long(limits::WORD_CHARS + 1)),
        ("minutes", Json::Int(-1)),
        ("minutes", Json::Int(limits::MINUTES + 1)),
        ("replaces", ids(limits::REPLACES + 1)),
        ("fields", Json::Map(many)),
        ("fields", Json::Map([("f".repeat(limits::FIELD_NAME_CHARS + 1), Json::Int(1))].into())),
        ("fields", Json::Map([("f".to_owned(), long(limits::FIELD_TEXT_CHARS + 1))].into())),
    ] {
        assert_eq!(fault(&[(member, value)]), (Refusal::OverLimit, member));
    }
    let most =
        [("note", long(limits::NOTE_CHARS)), ("unit", long(limits::UNIT_CHARS)), ("replaces", ids(limits::REPLACES))];
    assert!(Entry::read(&with(&most)).is_ok(), "characters count, not bytes");
    assert!(Entry::read(&with(&[("minutes", Json::Int(limits::MINUTES))])).is_ok());
}

#[test]
fn a_kind_that_is_not_known_is_kept_and_states_nothing() {
    let read = Entry::read(&with(&[("kind", Json::from("joined")), ("started_at", Json::Null)])).expect("readable");
    assert_eq!((&read.kind, &read.fact, read.root()), (&Kind::Unknown("joined".into()), &None, read.id));
}

#[test]
fn how_is_afterwards_when_it_is_absent_or_unknown() {
    for (sent, how) in [
        (Json::Null, How::Afterwards),
        (Json::from("dictated"), How::Afterwards),
        (Json::from("afterwards"), How::Afterwards),
        (Json::from("tap"), How::Tap),
        (Json::from("timer"), How::Timer),
    ] {
        let read = Entry::read(&with(&[("how", sent)])).expect("readable");
        assert_eq!(read.fact.map(|f| f.how), Some(how));
    }
}

#[test]
fn the_occasion_of_a_correction_is_that_of_its_root() {
    assert_eq!(recorded(1, patrol()).root(), entry_id(1));
    assert_eq!(withdrawn(2, 1, &[1]).root(), entry_id(1));
    let sent = with(&[("of", Json::Text(entry_id(9).to_string()))]);
    assert_eq!(Entry::read(&sent).map(|e| e.root()), Ok(entry_id(1)), "a recorded entry has no other root");
}

#[test]
fn journal_and_author_are_filled_before_hashing() {
    let whole = arrived(with(&[])).outcome.expect("readable");
    let without = with(&[("journal", Json::Null), ("author", Json::Null)]);
    let filled = arrived(without.clone()).outcome.expect("readable");
    assert_eq!((&filled.body, &filled.hash), (&whole.body, &whole.hash));
    assert_eq!(filled.entry, whole.entry);
    let unknown = arrive(without, None, person(1), &sha256).outcome.expect_err("no journal to fill in");
    assert_eq!(unknown.member, "journal");
}

#[test]
fn nulls_and_the_order_of_members_change_no_hash() {
    let body = arrived(with(&[])).outcome.expect("readable").body;
    let again = arrived(with(&[("unit", Json::Null), ("of", Json::Null)])).outcome.expect("readable");
    assert_eq!(again.body, body);
    assert_eq!(again.hash, held(again.entry).hash, "the hash is that of the canonical form");
}

#[test]
fn fields_of_another_version_are_kept_verbatim() {
    let sent = json(r#"{"z":[1,{"b":null,"a":"\u00e5"}],"x":true}"#);
    let kept = arrived(with(&[("weather", sent)])).outcome.expect("readable");
    assert!(kept.body.contains(r#""weather":{"x":true,"z":[1,{"a":"å","b":null}]}"#), "{}", kept.body);
    let plain = arrived(with(&[])).outcome.expect("readable");
    assert_eq!(kept.entry, plain.entry);
    assert_ne!(kept.hash, plain.hash, "they are content");
}

#[test]
fn a_bad_entry_still_tells_its_id() {
    for (bad, message) in [
        (r#""weather":1.5"#, "tal ska vara heltal"),
        (r#""weather":{"a":1,"a":2}"#, "ett fält är angivet två gånger"),
        (r#""seq":1,"seq":2"#, "ett fält är angivet två gånger"),
    ] {
        let text = with(&[]).canonical().expect("canonical");
        let arrival = arrived(json(&format!("{{{bad},{}", &text[1..])));
        assert_eq!(arrival.id, Some(entry_id(1)));
        let fault = arrival.outcome.expect_err(bad);
        assert_eq!((fault.refusal, fault.message), (Refusal::Unreadable, message));
    }
    assert_eq!(arrived(Json::from("not an object")).id, None);
}

#[test]
fn an_entry_is_at_most_so_large() {
    let padded = |chars: usize| arrived(with(&[("weather", Json::Text("x".repeat(chars)))])).outcome;
    let overhead = padded(0).expect("readable").body.len();
    assert!(padded(limits::ENTRY_BYTES - overhead).is_ok());
    let fault = padded(limits::ENTRY_BYTES - overhead + 1).expect_err("too large");
    assert_eq!(fault.refusal, Refusal::OverLimit);
}
