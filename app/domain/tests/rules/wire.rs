//! The wire, version 1, frozen. Phones in the field write and read these very files: a file may be added, never
//! changed, and what each one means stays what it meant.

use crate::support::{json, moment, sha256};
use domain::entry::{Entry, How, Kind};
use domain::figure::PublicFigures;
use domain::id::{EntryId, JournalId, PersonId};
use domain::journal::{Kept, State};
use domain::json::Json;
use domain::limits::Limits;
use domain::merge::{Arrival, arrive};
use domain::sender::request_text;
use domain::wire::{Answer, EnrolAnswer, EnrolRequest, Figures, Flag, Problem, Request, VERSION, VerdictKind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::PathBuf;

/// Every file with the SHA-256 of its bytes.
const FROZEN: [(&str, &str); 17] = [
    ("answer.json", "3c3ac01172d22759eab93c74708d0fbddf13d2a01b46496528320265cdcb2f65"),
    ("answer_revoked.json", "a13fd488ff11a641c124a061793d9b96573b615c294bf848ed18d1e757a38ea8"),
    ("canonical.json", "177f987b2bfab67b6a708887f748d85695b6ac37e77fbc43185707e1b991bdfc"),
    ("enrol_answer.json", "9ed6f02e874d27d63fea5e60bf33c5597356ae0f1b92e93d203a8c0aac875a0b"),
    ("enrol_request.json", "801bf77ba209b8a4b92197b6397f7e7d69140139f3f6e49adcbb709830a53ec3"),
    ("entry_amended.json", "df3877fad6472f445ab71c0124171e288d69b3ec302772ef7a41f4e1ccca6e69"),
    ("entry_recorded.json", "f805a3d4298f4cdfa88c5304c4a67b47f25da43621bbc741f0c2695f30d20c55"),
    ("entry_unknown_fields.json", "c95f653ee97a5c151b5fb210beff68100572e59ffcf2cf0f00b3f002b4bac200"),
    ("entry_unknown_kind.json", "7375efbba08e12a64a0b4a841b65d9a2e628f6782c076a4e079f930adee01b89"),
    ("entry_with_answer.json", "c1b1f167727fc4947ff0cd835b1d01e2444fe62287be4d431ce855e1ff663261"),
    ("entry_withdrawn.json", "5f99b86f1485e536bd925c7c8e60d4738ce71068de377479e13abd2b0f23cd6e"),
    ("figures.json", "88768f007878049b22ced80461fa57b9337eeb4c63bc1424b35f40ccb9768c35"),
    ("problem.json", "9b1f5e2e1a1b6a010b57ec131621285fc506a72ac553dfddd32aa20056f6fb4d"),
    ("public.json", "4c57cf43094cc55c057bc370014655764715db45e1238c398e283e64640495fb"),
    ("request.json", "d66ee1be81b128cda8613db3514665f27febc4af4d73f275a408305a867adf33"),
    ("request_first.json", "78bbd177bb8fcf5ec578b61df0634a0c17ba134873da1d320f6f2fbebcc10a3b"),
    ("request_of_2026.json", "bef1f57de8ebf95be9113c088003923ded5b3600034534dc3f73d2fedc32ee79"),
];

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/wire/v1"))
}
fn file(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}
fn read<T: DeserializeOwned>(name: &str) -> T {
    serde_json::from_str(&file(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What is written of a value equals the file, whatever the order and the blanks.
fn same<T: Serialize + DeserializeOwned>(name: &str) {
    let written = serde_json::to_value(read::<T>(name)).expect("JSON");
    assert_eq!(written, read::<Value>(name), "{name}");
}

fn arrived(name: &str) -> Arrival {
    arrive(json(&file(name)), None, PersonId([0; 16]), &sha256)
}
fn entry(name: &str) -> Entry {
    arrived(name).outcome.unwrap_or_else(|fault| panic!("{name}: {fault:?}")).entry
}
fn id(text: &str) -> EntryId {
    EntryId::read(text).expect("an id")
}
fn root() -> EntryId {
    id("0178a5c0-1e2f-7a3b-8c4d-0123456789ab")
}
fn journal() -> JournalId {
    JournalId::read("01789a00-0000-7000-8000-00000000000a").expect("an id")
}

#[test]
fn no_file_has_changed() {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .expect("the folder of files")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, FROZEN.map(|(name, _)| name), "every file is frozen here");
    for (name, hash) in FROZEN {
        assert_eq!(sha256(&file(name)), hash, "{name} may not be changed");
    }
}

#[test]
fn what_is_written_equals_the_file() {
    assert_eq!(VERSION, 1);
    same::<Request>("request.json");
    same::<Request>("request_first.json");
    same::<Request>("request_of_2026.json");
    same::<Answer>("answer.json");
    same::<Answer>("answer_revoked.json");
    same::<EnrolRequest>("enrol_request.json");
    same::<EnrolAnswer>("enrol_answer.json");
    same::<Problem>("problem.json");
    same::<Figures>("figures.json");
    same::<PublicFigures>("public.json");
    for name in ["entry_recorded.json", "entry_with_answer.json", "entry_amended.json", "entry_withdrawn.json"] {
        assert_eq!(entry(name).write(), json(&file(name)), "{name}");
    }
}

#[test]
fn every_entry_has_its_canonical_text_and_hash() {
    // Computed by another program.
    let all: Value = read("canonical.json");
    let all = all.as_object().expect("an object");
    assert_eq!(all.len(), FROZEN.iter().filter(|(name, _)| name.starts_with("entry_")).count());
    for (name, expected) in all {
        let read = arrived(name).outcome.unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
        assert_eq!(expected["canonical"], read.body, "{name}");
        assert_eq!(expected["sha256"], read.hash, "{name}");
    }
}

#[test]
fn a_recorded_entry_means_what_it_meant() {
    let entry = entry("entry_recorded.json");
    let fact = entry.fact.as_ref().expect("a fact");
    assert_eq!((entry.id, entry.journal, entry.seq, &entry.kind), (root(), journal(), 41, &Kind::Recorded));
    assert_eq!(entry.promise, Some(("jonkoping-2021-2022".into(), 1)));
    assert_eq!((fact.activity.as_str(), fact.minutes, fact.how), ("foot_patrol", Some(35), How::Timer));
    assert_eq!(fact.area, Some("raslatt".into()));
    assert_eq!(fact.started_at, moment("2021-03-04T13:05:00+01:00"));
    assert_eq!(entry.recorded_at, moment("2021-03-04T13:40:12+01:00"));
    assert_eq!((entry.clock_offset_ms, entry.unit, entry.of), (Some(0), None, None));
}

#[test]
fn an_answered_entry_means_what_it_meant() {
    let entry = entry("entry_with_answer.json");
    let fact = entry.fact.as_ref().expect("a fact");
    assert_eq!(fact.fields.get("first_time_user"), Some(&Json::from("unknown")));
    assert_eq!((fact.minutes, fact.how, entry.clock_offset_ms), (None, How::Tap, Some(-125_000)));
    assert_eq!((fact.started_at.unix_ms % 1000, entry.unit.as_deref()), (250, Some("33-9110")));
}

#[test]
fn corrections_mean_what_they_meant() {
    let amended = entry("entry_amended.json");
    let fact = amended.fact.as_ref().expect("the fact anew");
    assert_eq!((&amended.kind, amended.of, &amended.replaces), (&Kind::Amended, Some(root()), &vec![root()]));
    assert_eq!((fact.minutes, fact.how, fact.note.as_deref()), (Some(21), How::Afterwards, Some("Även på skolgården")));
    let withdrawn = entry("entry_withdrawn.json");
    assert_eq!((&withdrawn.kind, withdrawn.of, &withdrawn.fact), (&Kind::Withdrawn, Some(root()), &None));
    assert_eq!(withdrawn.replaces, [root(), amended.id]);
}

#[test]
fn what_a_newer_phone_sends_is_kept_verbatim() {
    let kind = entry("entry_unknown_kind.json");
    assert_eq!((&kind.kind, &kind.fact), (&Kind::Unknown("handed_over".into()), &None));
    let fields = arrived("entry_unknown_fields.json").outcome.expect("readable");
    assert_eq!(fields.entry, entry("entry_recorded.json"), "this version reads of it what it knows");
    for (name, value) in
        [("weather", r#"{"rain":true,"wind":[3,{"gust":null,"from":"väst"}]}"#), ("\u{fb33}", r#""dalet""#)]
    {
        assert_eq!(json(&fields.body).get(name), Some(&json(value)), "{name}");
    }
}

#[test]
fn the_phone_writes_the_request_of_the_file() {
    let request: Request = read("request.json");
    let kept = |sent: &Json| {
        let Json::Map(mut body) = sent.clone() else { panic!("an entry is an object") };
        let entry = Entry::read(sent).expect("readable");
        body.retain(|name, _| !["id", "journal", "seq", "author"].contains(&name.as_str()));
        Kept {
            id: entry.id,
            journal: entry.journal,
            seq: entry.seq,
            author: entry.author,
            body: Json::Map(body).canonical().expect("canonical"),
            state: State::Waiting,
            kept_at_ms: 0,
        }
    };
    let all: Vec<Kept> = request.entries.iter().map(kept).collect();
    let batch: Vec<&Kept> = all.iter().collect();
    let clock = request.clock.expect("a clock");
    let text = request_text(request.after.as_deref(), 2, clock, &request.journals, &batch);
    assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), read::<Value>("request.json"));
    assert_eq!((request.v, request.journals[&journal()]), (1, 44));
}

#[test]
fn an_answer_means_what_it_meant() {
    let answer: Answer = read("answer.json");
    let verdicts: Vec<VerdictKind> = answer.verdicts.iter().map(|v| v.verdict).collect();
    use VerdictKind::{Accepted, AlreadyHeld, Quarantined, Refused};
    assert_eq!(verdicts, [Accepted, AlreadyHeld, Refused, Quarantined]);
    assert_eq!(answer.verdicts[0].id, Some(root()));
    assert_eq!(answer.verdicts[0].flags, [Flag::ClockOff, Flag::InvalidToday, Flag::Cloned]);
    assert_eq!(answer.verdicts[1].flags.iter().filter(|f| f.stops()).count(), 6);
    assert_eq!((answer.verdicts[2].id, answer.verdicts[2].code.as_deref()), (None, Some("unreadable")));
    assert_eq!(answer.held[&journal()].0, [(1, 41), (43, 44)]);
    assert_eq!(answer.held[&journal()].gaps(44).0, [(42, 42)]);
    assert_eq!((answer.more, answer.revoked, answer.limits), (true, false, Limits::USUAL));
    assert_eq!((answer.epoch.as_str(), answer.cursor.as_str()), ("e1", "e1.1240"));
    assert_eq!(answer.changes[0].change, "amended");
    assert_eq!(answer.changes[0].entries, [json(&file("entry_amended.json"))], "whole");
    let totals = &answer.tallies[&"jonkoping-2021-2022".into()];
    assert_eq!(totals.iter().map(|t| (t.count, t.numerator)).collect::<Vec<_>>(), [(3, None), (7, Some(2)), (1, None)]);
    assert!(read::<Answer>("answer_revoked.json").revoked);
}

#[test]
fn what_a_newer_side_adds_disturbs_nobody() {
    let mut answer: Value = read("answer.json");
    answer["weather"] = "regn".into();
    answer["verdicts"][0]["mood"] = 1.5.into();
    answer["verdicts"][0]["flags"] = serde_json::json!(["of_tomorrow"]);
    answer["verdicts"][1]["verdict"] = "pondered".into();
    answer["changes"][0]["change"] = "weighed".into();
    answer.as_object_mut().expect("an object").remove("more");
    let read_anyway: Answer = serde_json::from_value(answer).expect("an answer");
    assert_eq!(read_anyway.verdicts[0].flags, [Flag::Unknown]);
    assert_eq!(read_anyway.verdicts[1].verdict, VerdictKind::Unknown);
    assert_eq!(read_anyway.verdicts[2].verdict, VerdictKind::Refused, "its neighbours mean what they meant");
    assert_eq!((read_anyway.changes[0].change.as_str(), read_anyway.more), ("weighed", false));
    let least: Request = serde_json::from_str(r#"{"v":1,"weather":"regn"}"#).expect("a request");
    assert_eq!((least.after, least.waiting, least.entries.len(), least.journals.len()), (None, 0, 0, 0));
}

#[test]
fn one_bad_entry_leaves_the_request_readable() {
    let text = r#"{"v":1,"entries":[{"a":1.5},{"a":1,"a":2},7,null,-9223372036854775808]}"#;
    let request: Request = serde_json::from_str(text).expect("a request");
    assert_eq!(request.entries.len(), 5);
    for entry in request.entries {
        assert!(arrive(entry, None, PersonId([0; 16]), &sha256).outcome.is_err());
    }
}
