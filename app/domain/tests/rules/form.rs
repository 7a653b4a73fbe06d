//! From a form to an entry: every problem at once, and what a correction takes over.

use crate::support::{PROMISE, entry_id, journal_id, json, moment, person};
use domain::entry::{Entry, How, Kind};
use domain::form::{self, Corrects, Form, Problem, Stamp, Unnumbered, withdrawal};
use domain::id::ActivityId;
use domain::journal::{Kept, State};
use domain::limits;
use domain::moment::Moment;
use std::collections::BTreeMap;

const NOW: &str = "2021-03-04T14:00:00+01:00";

fn now() -> Moment {
    moment(NOW)
}
fn opened(activity: &str) -> Form {
    let activity = PROMISE.activity(&activity.into()).expect("an activity");
    Form::open(entry_id(1), activity, Some("raslatt".into()), Some("33-9110".into()), now())
}
fn stamp() -> Stamp {
    Stamp {
        author: person(1),
        recorded_at: now(),
        clock_offset_ms: Some(40),
        promise: PROMISE.id.clone(),
        promise_version: 1,
    }
}
fn problems(change: impl FnOnce(&mut Form), activity: &str) -> Vec<Problem> {
    let mut form = opened(activity);
    change(&mut form);
    form.problems(&PROMISE, now())
}

/// What the server reads of it, once its journal has numbered it.
fn as_sent(unnumbered: &Unnumbered) -> Entry {
    let Unnumbered { id, author, body } = unnumbered.clone();
    let kept = Kept { id, journal: journal_id(1), seq: 7, author, body, state: State::Waiting, kept_at_ms: 0 };
    Entry::read(&json(&kept.wire_text())).expect("readable")
}
fn written(form: &Form) -> Entry {
    as_sent(&form.write(&PROMISE, &stamp()).expect("no problems"))
}

#[test]
fn a_tapped_patrol_needs_nothing_more() {
    let entry = written(&opened("foot_patrol"));
    let fact = entry.fact.as_ref().expect("a fact");
    assert_eq!((entry.id, entry.journal, entry.author, entry.seq), (entry_id(1), journal_id(1), person(1), 7));
    assert_eq!((&entry.kind, entry.of, entry.unit.as_deref()), (&Kind::Recorded, None, Some("33-9110")));
    assert_eq!(
        (fact.activity.as_str(), fact.how, fact.minutes, fact.started_at),
        ("foot_patrol", How::Tap, None, now())
    );
    assert_eq!((entry.recorded_at, entry.clock_offset_ms), (now(), Some(40)));
    assert_eq!(entry.promise, Some((PROMISE.id.clone(), 1)));
}

#[test]
fn every_problem_comes_at_once_in_the_order_of_the_form() {
    let mut form = opened("narcotics_offence");
    form.area = Some("atlantis".into());
    form.restate(now().plus_ms(3_600_000));
    form.minutes = Some(20_000);
    form.unit = Some("x".repeat(limits::UNIT_CHARS + 1));
    form.note = "En anteckning".into();
    let field = "first_time_user".to_owned();
    let all = [
        Problem::UnknownArea,
        Problem::InTheFuture,
        Problem::TooManyMinutes,
        Problem::Unanswered { field },
        Problem::UnitTooLong,
        Problem::NoteNotAllowed,
    ];
    assert_eq!(form.problems(&PROMISE, now()), all);
    assert_eq!(form.write(&PROMISE, &stamp()), Err(all.to_vec()));
}

#[test]
fn each_problem_alone() {
    assert_eq!(problems(|f| f.activity = ActivityId::from("swimming"), "measure"), [Problem::UnknownActivity]);
    assert_eq!(problems(|f| f.area = None, "foot_patrol"), [Problem::NoArea]);
    assert_eq!(problems(|f| f.area = None, "ssg_meeting"), []);
    assert_eq!(problems(|f| f.how = How::Afterwards, "foot_patrol"), [Problem::NoMinutes]);
    assert_eq!(problems(|f| f.how = How::Afterwards, "situation_picture"), [], "no duration, no minutes");
    let starting = |ms: i64| problems(|f| f.restate(now().plus_ms(ms)), "situation_picture");
    assert_eq!(starting(300_000), [], "now rounds up");
    assert_eq!(starting(300_001), [Problem::InTheFuture]);
    assert_eq!(starting(36_000_000), [Problem::DayInTheFuture], "ten hours later it is tomorrow");
    assert_eq!(problems(|f| f.minutes = Some(5), "foot_patrol"), []);
    assert_eq!(problems(|f| f.minutes = Some(6), "foot_patrol"), [Problem::EndsInTheFuture]);
    let measure = |f: &mut Form, note: usize, outcome: &str, due: &str| {
        f.note = "x".repeat(note);
        for (id, text) in [("cause", "Nedskräpning"), ("owner", "kommunen"), ("outcome", outcome), ("due", due)] {
            f.answers.insert(id.to_owned(), text.to_owned());
        }
    };
    let most = limits::NOTE_CHARS;
    assert_eq!(problems(|f| measure(f, most, "ongoing", "2021-06-30"), "measure"), []);
    assert_eq!(problems(|f| measure(f, most + 1, "ongoing", ""), "measure"), [Problem::NoteTooLong]);
    let unanswered = |field: &str| Problem::Unanswered { field: field.to_owned() };
    assert_eq!(problems(|f| measure(f, 0, "sometime", ""), "measure"), [unanswered("outcome")], "no option");
    assert_eq!(problems(|f| measure(f, 0, "done", "juni"), "measure"), [unanswered("due")], "no day");
    assert_eq!(problems(|f| f.note = "  \n".into(), "foot_patrol"), [], "blank is no note");
}

#[test]
fn answers_are_judged_by_the_kind_of_their_field() {
    let mut promise = PROMISE.clone();
    let activity = promise.activities.iter_mut().find(|a| a.id.as_str() == "narcotics_offence").expect("there");
    let number = || json(r#"{"id":"n","label":"Antal","kind":"number"}"#);
    let text = || json(r#"{"id":"t","label":"Text","kind":"text"}"#);
    for field in [number(), text()] {
        let field = serde_json::to_string(&field).expect("JSON");
        activity.fields.push(serde_json::from_str(&field).expect("a field"));
    }
    let long = "x".repeat(limits::FIELD_TEXT_CHARS + 1);
    let named = |field: &str| field.to_owned();
    for (field, answer, problem) in [
        ("first_time_user", "yes", None),
        ("first_time_user", " unknown ", None),
        ("first_time_user", "perhaps", Some(Problem::Unanswered { field: named("first_time_user") })),
        ("first_time_user", " ", Some(Problem::Unanswered { field: named("first_time_user") })),
        ("n", "12", None),
        ("n", "-1", Some(Problem::NotANumber { field: named("n") })),
        ("n", "två", Some(Problem::NotANumber { field: named("n") })),
        ("n", "", None),
        ("t", "två", None),
        ("t", long.as_str(), Some(Problem::TextTooLong { field: named("t") })),
    ] {
        let mut form = opened("narcotics_offence");
        form.answers = BTreeMap::from([(named("first_time_user"), named("no")), (named(field), named(answer))]);
        assert_eq!(form.problems(&promise, now()), problem.into_iter().collect::<Vec<_>>(), "{field}: {answer}");
    }
    let mut form = opened("narcotics_offence");
    form.answers = [("first_time_user", "no"), ("n", "007"), ("t", " ord "), ("u", "")]
        .map(|(id, answer)| (named(id), named(answer)))
        .into();
    let fields = as_sent(&form.write(&promise, &stamp()).expect("no problems")).fact.expect("a fact").fields;
    assert_eq!(domain::json::Json::Map(fields), json(r#"{"first_time_user":"no","n":7,"t":"ord"}"#));
}

#[test]
fn what_is_resent_is_the_same_bytes() {
    let form = opened("foot_patrol");
    assert_eq!(form.write(&PROMISE, &stamp()), form.write(&PROMISE, &stamp()));
    let body = form.write(&PROMISE, &stamp()).expect("no problems").body;
    assert_eq!(json(&body).canonical(), Ok(body), "frozen in canonical form");
}

/// An entry of a phone whose clock was three days slow, and the form that corrects it once the clock is right.
fn correction() -> (Entry, Form) {
    let mut entry = written(&opened("foot_patrol"));
    entry.clock_offset_ms = Some(3 * 86_400_000);
    let fact = entry.fact.clone().expect("a fact");
    let form = Form::correcting(entry_id(2), &entry, &fact, vec![entry.id]);
    (entry, form)
}

#[test]
fn a_correction_takes_over_what_it_does_not_restate() {
    let (entry, mut form) = correction();
    form.area = Some("ekhagen".into());
    let amended = written(&form);
    assert_eq!((&amended.kind, amended.of, &amended.replaces), (&Kind::Amended, Some(entry.id), &vec![entry.id]));
    let (before, after) = (entry.fact.expect("a fact"), amended.fact.expect("a fact"));
    assert_eq!((after.how, after.started_at, amended.unit), (before.how, before.started_at, entry.unit));
    assert_eq!(amended.clock_offset_ms, Some(3 * 86_400_000), "the offset belongs to the start, not to today's clock");
    assert_eq!(after.area.expect("an area").as_str(), "ekhagen");
}

#[test]
fn a_restated_time_stands_as_stated() {
    let (_, mut form) = correction();
    form.restate(now().plus_ms(-3_600_000));
    form.minutes = Some(30);
    let amended = written(&form);
    let fact = amended.fact.expect("a fact");
    assert_eq!((fact.how, fact.started_at), (How::Afterwards, now().plus_ms(-3_600_000)));
    assert_eq!(amended.clock_offset_ms, Some(40), "the clock it was saved by");
}

#[test]
fn a_correction_of_a_correction_names_the_same_root() {
    let (entry, form) = correction();
    let amended = written(&form);
    let fact = amended.fact.clone().expect("a fact");
    let again = Form::correcting(entry_id(3), &amended, &fact, vec![entry.id, amended.id]);
    assert_eq!(again.corrects, Some(Corrects { root: entry.id, replaces: vec![entry.id, amended.id] }));
}

#[test]
fn a_withdrawal_states_nothing_but_what_it_removes() {
    let corrects = Corrects { root: entry_id(1), replaces: vec![entry_id(1), entry_id(2)] };
    let entry = as_sent(&withdrawal(entry_id(3), &corrects, None, &stamp()));
    assert_eq!((&entry.kind, &entry.fact, entry.of), (&Kind::Withdrawn, &None, Some(entry_id(1))));
    assert_eq!(entry.replaces, corrects.replaces);
    assert_eq!(entry.seq, 7, "it has a number of its own: numbers have no holes");
}

#[test]
fn an_unfinished_form_is_kept_as_it_is() {
    let (_, form) = correction();
    let text = serde_json::to_string(&form).expect("JSON");
    assert_eq!(serde_json::from_str::<Form>(&text).expect("a form"), form);
}

#[test]
fn an_activity_without_a_place_opens_without_one() {
    assert_eq!(opened("ssg_meeting").area, None);
    assert_eq!(opened("foot_patrol").area.expect("an area").as_str(), "raslatt");
    assert_eq!(opened("foot_patrol").starts_at(now()), now());
}

#[test]
fn a_form_that_was_kept_after_all_is_corrected_and_counts_once() {
    let first = opened("foot_patrol").write(&PROMISE, &stamp()).expect("no problems");
    let body = || json(&first.body);
    let again = form::again(&first, body(), entry_id(9)).expect("an entry's body");
    let entry = as_sent(&again);
    assert_eq!((entry.id, entry.author, &entry.kind), (entry_id(9), person(1), &Kind::Amended));
    assert_eq!((entry.of, &entry.replaces), (Some(entry_id(1)), &vec![entry_id(1)]));
    assert_eq!(entry.fact, as_sent(&first).fact);
    let third = as_sent(&form::again(&again, json(&again.body), entry_id(11)).expect("an entry's body"));
    assert_eq!((third.of, third.replaces), (Some(entry_id(1)), vec![entry_id(1), entry_id(9)]), "the root stays");
    let corrects = Corrects { root: entry_id(1), replaces: vec![entry_id(1)] };
    let gone = withdrawal(entry_id(4), &corrects, None, &stamp());
    let gone = as_sent(&form::again(&gone, json(&gone.body), entry_id(5)).expect("an entry's body"));
    assert_eq!((&gone.kind, gone.of, gone.replaces.len()), (&Kind::Withdrawn, Some(entry_id(1)), 2));
    assert_eq!(form::again(&first, json("[]"), entry_id(9)), None);
}
