//! What is wrong with the form: a summary on top, and each message at its question.

use super::app::App;
use crate::device::{clock, phone};
use crate::parts::key::alert;
use crate::parts::piece::{Piece, el, live, text};
use domain::form::Problem;
use texts::officer as words;

/// The element of a question.
pub(super) fn id_of(question: &str) -> String {
    ["question-", question].concat()
}

/// Looks again at what is wrong with the form. Before somebody has tried to save it, only what is wrong whatever else is
/// filled in.
pub(super) fn look(app: App) {
    let now = clock::now();
    let tried = app.tried.get_untracked();
    let mut problems = app.form.with_untracked(|form| {
        let Some(form) = form else { return Vec::new() };
        app.model.with_untracked(|m| m.promise(now.day()).map(|p| form.problems(p, now)).unwrap_or_default())
    });
    problems.retain(|problem| tried || problem.is_told_at_once());
    if app.problems.with_untracked(|p| *p != problems) {
        app.problems.set(problems);
    }
}

/// All that kept the form from being saved, each with the way to its question.
pub(super) fn summary(app: App) -> Vec<Piece> {
    let problems = app.problems.get();
    if problems.is_empty() || !app.tried.get() {
        return Vec::new();
    }
    let line = |problem: &Problem| {
        let question = problem.question();
        let label = label(app, question).map(|label| [" ", &label].concat()).unwrap_or_default();
        let said = text(&[&words::problem(problem), label.as_str()].concat());
        if question.is_empty() {
            return el("li", "", vec![said]);
        }
        let id = id_of(question);
        let link = el("a", "", vec![said]).set("href", &["#", &id].concat());
        // Shown by hand: an address of its own would be a step in the history, which leads out of the form.
        let link = link.hears(
            "click",
            Box::new(move |event| {
                phone::stay_here(&event);
                phone::show_question(&id);
            }),
        );
        el("li", "", vec![link])
    };
    vec![alert(words::NOT_SAVED, vec![el("ul", "", problems.iter().map(line).collect())])]
}

/// A question of the form, with what is wrong with it.
pub(super) fn question(app: App, name: &str, question: Piece) -> Piece {
    let of_message = name.to_owned();
    let message = live(move || {
        let found = app.problems.with(|all| all.iter().find(|p| p.question() == of_message).map(words::problem));
        found.map(|problem| el("p", "wrong", vec![text(&problem)])).into_iter().collect()
    });
    let message = el("div", "", vec![message]).set("id", &message_id(name)).set("role", "status");
    question.set("id", &id_of(name)).holds(message)
}

/// Marks the element that holds the answer: whether it is wrong, and where that is said.
pub(super) fn mark(app: App, name: &str, answer: Piece) -> Piece {
    let of_mark = name.to_owned();
    let invalid = move || app.problems.with(|all| all.iter().any(|p| p.question() == of_mark)).to_string();
    answer.set("aria-describedby", &message_id(name)).says("aria-invalid", invalid)
}

fn message_id(name: &str) -> String {
    ["problem-", name].concat()
}

/// What a question is called.
fn label(app: App, question: &str) -> Option<String> {
    let own = match question {
        "area" => Some(words::WHERE),
        "day" => Some(words::WHICH_DAY),
        "start" => Some(words::WHEN),
        "minutes" => Some(words::HOW_LONG),
        "note" => Some(words::NOTE),
        _ => None,
    };
    let activity = app.form.with_untracked(|f| f.as_ref().map(|f| f.activity.clone()))?;
    own.map(str::to_owned).or_else(|| {
        app.model.with_untracked(|m| {
            let field = m.activity(&activity)?.fields.iter().find(|f| f.id == *question)?;
            Some(field.label.clone())
        })
    })
}
