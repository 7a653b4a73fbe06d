//! Every kind of question: which answers it takes, and how they are kept.

use crate::support::{PROMISE, day, moment, patrol, person};
use domain::entry::{Entry, Fact};
use domain::form::{Form, Problem, Stamp};
use domain::json::Json;
use domain::promise::{Activity, Choice, Field, FieldKind, Promise};
use domain::tally::is_plausible;

/// Of each kind: what is typed with what is kept of it, and what is typed that is no answer.
fn typed(kind: FieldKind) -> (Vec<(&'static str, Json)>, Vec<&'static str>) {
    match kind {
        FieldKind::YesNoUnknown => (vec![("yes", "yes".into()), ("unknown", "unknown".into())], vec!["maybe", "Ja"]),
        FieldKind::Number => (vec![("0", Json::Int(0)), (" 14 ", Json::Int(14))], vec!["-1", "1,5", "många"]),
        FieldKind::Text => (vec![("Mörk gångväg", "Mörk gångväg".into()), ("14", "14".into())], Vec::new()),
        FieldKind::Choice => (vec![("done", "done".into()), ("open", "open".into())], vec!["gone", "Klar"]),
        FieldKind::Date => (vec![("2026-12-24", "2026-12-24".into())], vec!["2026-02-30", "24/12", "i morgon"]),
    }
}

fn field(kind: FieldKind) -> Field {
    let option = |value: &str, label: &str| Choice { value: value.to_owned(), label: label.to_owned() };
    let options = vec![option("done", "Klar"), option("open", "Öppen")];
    Field { id: "f".into(), label: "Fråga?".into(), kind, required: false, hint: None, max: None, options }
}

/// The promise that ships, with the field as the only question of a patrol.
fn asking(field: &Field) -> Promise {
    let ask = |activity: &Activity| {
        let fields = if activity.id.as_str() == "foot_patrol" { vec![field.clone()] } else { activity.fields.clone() };
        Activity { fields, ..activity.clone() }
    };
    Promise { activities: PROMISE.activities.iter().map(ask).collect(), ..PROMISE.clone() }
}

/// What a form keeps of an answer as it was typed.
fn kept(promise: &Promise, answer: &str) -> Result<Option<Json>, Vec<Problem>> {
    let now = moment("2021-03-04T13:05:00+01:00");
    let activity = promise.activity(&"foot_patrol".into()).expect("an activity");
    let mut form = Form::open(crate::support::entry_id(1), activity, Some("raslatt".into()), None, now);
    form.answers.insert("f".into(), answer.into());
    let stamp = Stamp {
        author: person(1),
        recorded_at: now,
        clock_offset_ms: None,
        promise: promise.id.clone(),
        promise_version: promise.version,
    };
    let body = form.write(promise, &stamp)?.body;
    let Json::Map(mut entry) = crate::support::json(&body) else { panic!("an entry is an object: {body}") };
    entry.extend([
        ("id".into(), crate::support::entry_id(1).to_string().as_str().into()),
        ("journal".into(), crate::support::journal_id(1).to_string().as_str().into()),
        ("author".into(), person(1).to_string().as_str().into()),
        ("seq".into(), Json::Int(1)),
    ]);
    let fact = Entry::read(&Json::Map(entry)).expect("an entry").fact.expect("a fact");
    Ok(fact.fields.get("f").cloned())
}

#[test]
fn what_is_typed_is_kept_as_the_kind_says_or_not_taken() {
    for kind in FieldKind::ALL {
        let promise = asking(&field(*kind));
        let (answers, others) = typed(*kind);
        for (answer, keeps) in answers {
            assert_eq!(kept(&promise, answer), Ok(Some(keeps)), "{kind:?} {answer}");
        }
        for other in others {
            let told = match kind {
                FieldKind::Number => Problem::NotANumber { field: "f".into() },
                _ => Problem::Unanswered { field: "f".into() },
            };
            assert_eq!(kept(&promise, other), Err(vec![told]), "{kind:?} {other}");
        }
        assert_eq!(kept(&promise, " "), Ok(None), "{kind:?} unanswered");
    }
}

#[test]
fn made_up_answers_are_answers() {
    for kind in FieldKind::ALL {
        let field = field(*kind);
        let promise = asking(&field);
        let activity = promise.activity(&"foot_patrol".into()).expect("an activity");
        for drawn in 0..70 {
            let made_up = field.example(day("2021-03-04"), drawn).expect("an answer");
            let typed = made_up.text().map(str::to_owned).or_else(|| made_up.int().map(|n| n.to_string()));
            assert_eq!(kept(&promise, &typed.expect("text or a number")), Ok(Some(made_up.clone())), "{kind:?}");
            let fact = Fact { fields: [("f".to_owned(), made_up)].into(), ..patrol() };
            assert!(is_plausible(&fact, activity, 1_440), "{kind:?}");
        }
    }
}

#[test]
fn only_what_nobody_can_write_a_name_in_is_shown_unread() {
    let free: Vec<&str> = FieldKind::ALL.iter().filter(|kind| kind.is_free_text()).map(|kind| kind.as_str()).collect();
    assert_eq!(free, ["text"]);
}
