//! One entry: what it says, what has become of it, and the two things that can be done about it.

use super::app::App;
use super::keep::Act;
use super::model::Model;
use super::{journal, keep, sheet};
use crate::parts::key::{back, go, heading, key, quiet};
use crate::parts::piece::{Piece, el, live, text};
use domain::entry::Fact;
use domain::id::EntryId;
use domain::journal::{Kept, State};
use texts::officer as words;

/// The screen.
pub(crate) fn screen(app: App, id: EntryId) -> Vec<Piece> {
    let title = app.model.with_untracked(|m| m.kept.iter().find(|k| k.id == id).map(|k| journal::title(m, k).0));
    let display = vec![
        back("left", words::BACK, "back").taps(move || app.leave()),
        heading("", &title.unwrap_or_default()),
        sheet::line(app),
    ];
    vec![sheet::display(display), live(move || inside(app, id))]
}

fn inside(app: App, id: EntryId) -> Vec<Piece> {
    app.model.with(|m| {
        let Some(kept) = m.kept.iter().find(|k| k.id == id) else {
            return vec![el("main", "body", vec![el("p", "", vec![text(words::NO_LONGER_HERE)])])];
        };
        let mut body =
            vec![live(move || super::form::failure(app)), el("p", "sheet", vec![text(&journal::reason(m, kept))])];
        body.extend(m.entries.get(&id).and_then(|e| e.fact.as_ref()).map(|fact| facts(m, id, fact)));
        let body =
            el("main", "body", body).set("data-entry", &id.to_string()).set("data-state", journal::state(m, kept));
        vec![body, el("div", "keys", keys(app, m, kept))]
    })
}

fn facts(model: &Model, id: EntryId, fact: &Fact) -> Piece {
    let entry = model.entries.get(&id);
    let mut rows = vec![(words::BEGAN.to_owned(), words::day_and_clock(fact.started_at))];
    rows.extend(fact.minutes.map(|m| (words::LENGTH.to_owned(), words::minutes(m))));
    rows.extend(entry.and_then(|e| e.unit.clone()).map(|unit| (words::UNIT_SHORT.to_owned(), unit)));
    let fields = model.activity(&fact.activity).map(|a| a.fields.as_slice()).unwrap_or_default();
    for (name, value) in &fact.fields {
        let field = fields.iter().find(|f| f.id == *name);
        let label = field.map_or_else(|| words::OTHER_ANSWER.to_owned(), |f| f.label.clone());
        rows.extend(words::answer(field, value).map(|answer| (label, answer)));
    }
    rows.extend(fact.note.clone().map(|note| (words::NOTE.to_owned(), note)));
    rows.push((words::HOW.to_owned(), words::how(fact.how).to_owned()));
    let mut list = Vec::new();
    for (term, detail) in rows {
        list.extend([el("dt", "", vec![text(&term)]), el("dd", "", vec![text(&detail)])]);
    }
    el("dl", "facts", list)
}

/// Correcting and withdrawing are entries too. A refused one is neither: it is recorded anew.
fn keys(app: App, model: &Model, kept: &Kept) -> Vec<Piece> {
    let id = kept.id;
    let Some(entry) = model.entries.get(&id) else { return Vec::new() };
    if matches!(kept.state, State::Refused { .. }) {
        let anew = || go("correct", "pen", words::RECORD_ANEW, None).taps(move || keep::record_anew(app, id));
        return entry.fact.iter().map(|_| anew()).collect();
    }
    let root = entry.root();
    if let Some(withdrawal) = model.withdrawal(root) {
        let last = withdrawal.id;
        let bring_back = quiet("undo", words::BRING_BACK, "bring-back");
        return vec![bring_back.taps(move || keep::act(app, Act::Undo { last }))];
    }
    if model.is_replaced(entry) || model.standing(root).is_none() {
        return Vec::new();
    }
    vec![
        quiet("undo", words::WITHDRAW, "withdraw").taps(move || keep::act(app, Act::Withdraw { root })),
        key("key", "correct", "pen", words::CORRECT, None).taps(move || keep::correct(app, root)),
    ]
}
