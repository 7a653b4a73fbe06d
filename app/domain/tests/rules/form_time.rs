//! When a form says that something was: now, a stated time, another day; and what is left of it when nobody saves.

use crate::support::{PROMISE, entry_id, json, moment, person};
use domain::calendar::Day;
use domain::entry::{Entry, How};
use domain::form::{Form, Problem, Stamp};
use domain::id::JournalId;
use domain::journal::{Kept, State};
use domain::moment::Moment;

/// Sweden's summer time of 2026: from 29 March 02:00 to 25 October 03:00.
fn sweden(unix_ms: i64) -> Moment {
    let [begins, ends] = ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"].map(|at| moment(at).unix_ms);
    Moment { unix_ms, offset_min: if (begins..ends).contains(&unix_ms) { 120 } else { 60 } }
}
fn opened(activity: &str, at: &str) -> Form {
    let activity = PROMISE.activity(&activity.into()).expect("an activity");
    Form::open(entry_id(1), activity, Some("raslatt".into()), None, moment(at))
}
fn stamp(at: &str) -> Stamp {
    let promise = PROMISE.id.clone();
    Stamp { author: person(1), recorded_at: moment(at), clock_offset_ms: None, promise, promise_version: 1 }
}
fn written(form: &Form, at: &str) -> Entry {
    let unnumbered = form.write(&PROMISE, &stamp(at)).expect("no problems");
    let kept = Kept {
        id: unnumbered.id,
        journal: JournalId([1; 16]),
        seq: 1,
        author: unnumbered.author,
        body: unnumbered.body,
        state: State::Waiting,
        kept_at_ms: 0,
    };
    Entry::read(&json(&kept.wire_text())).expect("readable")
}

#[test]
fn a_tap_has_the_time_of_the_tap_that_saves() {
    let (evening, morning) = ("2026-11-04T22:19:00+01:00", "2026-11-05T07:40:00+01:00");
    let entry = written(&opened("foot_patrol", evening), morning);
    let fact = entry.fact.expect("a fact");
    assert_eq!((fact.how, fact.started_at), (How::Tap, moment(morning)));
}

#[test]
fn a_form_that_was_only_looked_at_is_no_draft() {
    let mut form = opened("narcotics_offence", "2026-11-04T22:19:00+01:00");
    assert!(!form.is_draft());
    let entry = written(&opened("foot_patrol", "2026-11-04T22:19:00+01:00"), "2026-11-04T22:19:10+01:00");
    let fact = entry.fact.clone().expect("a fact");
    assert!(!Form::correcting(entry_id(2), &entry, &fact, vec![entry.id]).is_draft(), "nor is a correction");
    assert!(!Form::recording_anew(entry_id(2), &entry, &fact).is_draft());
    form.edited = true;
    assert!(form.is_draft());
}

#[test]
fn a_draft_that_was_left_keeps_its_own_time_and_says_it() {
    let mut form = opened("narcotics_offence", "2026-11-04T22:19:00+01:00");
    form.answers.insert("first_time_user".to_owned(), "no".to_owned());
    form.take_up_again(moment("2026-11-04T22:29:00+01:00"));
    assert!(form.is_live(), "ten minutes are still now");
    form.take_up_again(moment("2026-11-05T07:40:00+01:00"));
    assert!(!form.is_live());
    let fact = written(&form, "2026-11-05T07:41:00+01:00").fact.expect("a fact");
    assert_eq!((fact.how, fact.started_at), (How::Afterwards, moment("2026-11-04T22:19:00+01:00")));
    // A clock that was set back makes no time of it either.
    let mut form = opened("narcotics_offence", "2026-11-04T22:19:00+01:00");
    form.take_up_again(moment("2026-11-04T21:00:00+01:00"));
    assert!(!form.is_live());
}

#[test]
fn another_day_is_the_same_time_by_the_clock() {
    for (from, day, to) in [
        // Across the end of summer time, both ways, and across its beginning.
        ("2026-11-05T23:40:00+01:00", "2026-10-24", "2026-10-24T23:40:00+02:00"),
        ("2026-10-24T00:20:00+02:00", "2026-10-26", "2026-10-26T00:20:00+01:00"),
        ("2026-04-02T00:20:00+02:00", "2026-03-28", "2026-03-28T00:20:00+01:00"),
        ("2026-03-28T23:40:00+01:00", "2026-03-29", "2026-03-29T23:40:00+02:00"),
        // The hour that comes twice is the first one, and the one that doesn't come is an hour later.
        ("2026-10-26T02:30:00+01:00", "2026-10-25", "2026-10-25T02:30:00+02:00"),
        ("2026-03-30T02:30:00+02:00", "2026-03-29", "2026-03-29T03:30:00+02:00"),
        ("2028-03-01T08:00:00+01:00", "2028-02-29", "2028-02-29T08:00:00+01:00"),
        ("2027-01-01T00:10:00+01:00", "2026-12-31", "2026-12-31T00:10:00+01:00"),
    ] {
        let mut form = opened("foot_patrol", from);
        form.restate(moment(from));
        form.move_to_day(Day::read(day).expect("a day"), moment(from), &sweden);
        assert_eq!((form.started_at, form.how), (moment(to), How::Afterwards), "{from} to {day}");
        assert_eq!(form.started_at.day().to_string(), day);
    }
}

#[test]
fn steps_over_midnight_change_the_day_and_bounds_are_told_at_once() {
    let now = moment("2026-11-05T00:03:00+01:00");
    let mut form = opened("foot_patrol", "2026-11-05T00:03:00+01:00");
    form.move_start(-1, now, &sweden);
    assert_eq!(form.started_at, moment("2026-11-05T00:00:00+01:00"), "the nearest five minutes");
    form.move_start(-1, now, &sweden);
    assert_eq!((form.started_at.day().to_string().as_str(), form.started_at.clock()), ("2026-11-04", (23, 55)));
    form.move_start(9, now, &sweden);
    assert_eq!(form.started_at, now, "never beyond now");
    form.minutes = Some(20);
    form.move_to_day(Day::read("2026-11-06").expect("a day"), now, &sweden);
    let problems = form.problems(&PROMISE, now);
    assert_eq!(problems, [Problem::DayInTheFuture]);
    assert_eq!((problems[0].question(), problems[0].is_told_at_once()), ("day", true));
    form.move_start(-1, now, &sweden);
    assert_eq!(form.started_at, now, "a step back from tomorrow comes to now");
    assert_eq!(form.problems(&PROMISE, now), [Problem::EndsInTheFuture]);
}

#[test]
fn lengths_go_by_five_minutes_and_begin_with_the_usual_one() {
    let now = moment("2026-11-05T14:02:00+01:00");
    let activity = PROMISE.activity(&"foot_patrol".into()).expect("an activity");
    let mut form = opened("foot_patrol", "2026-11-05T14:02:00+01:00");
    form.state_afterwards(now, &sweden);
    assert_eq!((form.minutes, form.started_at), (Some(20), moment("2026-11-05T13:42:00+01:00")));
    form.minutes = None;
    for (steps, minutes) in [(1, 20), (1, 25), (-1, 20), (-9, 0)] {
        form.move_length(steps, activity, now);
        assert_eq!((form.minutes, form.how), (Some(minutes), How::Afterwards));
    }
    form.minutes = Some(23);
    form.move_length(-1, activity, now);
    assert_eq!(form.minutes, Some(20), "down to the nearest five");
}

#[test]
fn what_is_not_answered_yet_is_told_when_somebody_saves() {
    let field = "first_time_user".to_owned();
    for (problem, question, at_once) in [
        (Problem::Unanswered { field: field.clone() }, "first_time_user", false),
        (Problem::NotANumber { field: field.clone() }, "first_time_user", true),
        (Problem::NoMinutes, "minutes", false),
        (Problem::NoArea, "area", false),
        (Problem::InTheFuture, "start", true),
        (Problem::EndsInTheFuture, "minutes", true),
        (Problem::NoteTooLong, "note", true),
        (Problem::UnknownActivity, "", true),
    ] {
        assert_eq!((problem.question(), problem.is_told_at_once()), (question, at_once), "{problem:?}");
    }
}
