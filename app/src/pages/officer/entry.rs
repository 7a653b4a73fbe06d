//! One entry: what it says, what has become of it, and the two things that can be done about it.

use super::app::App;
use super::model::Model;
use super::{journal, keep, sheet};
use crate::parts::phone::key::{Key, back, quiet, soft, tap};
use crate::parts::phone::piece::{Piece, live, nothing, perhaps, piece};
use crate::words::officer as words;
use domain::entry::Fact;
use domain::id::EntryId;
use domain::journal::{Kept, State};
use domain::json::Json;
use leptos::prelude::*;

/// The screen.
pub(crate) fn screen(app: App, id: EntryId) -> Piece {
    let heading = app.model.with_untracked(|m| m.kept.iter().find(|k| k.id == id).map(|k| journal::title(m, k).0));
    piece(view! {
        <header class="display">
            {back("left", words::BACK, "back", tap(move || app.leave()))}
            <h1 tabindex="-1" data-focus="">{soft(&heading.unwrap_or_default())}</h1>
            {sheet::line(app)}
        </header>
        {live(move || inside(app, id))}
    })
}

fn inside(app: App, id: EntryId) -> Piece {
    app.model.with(|m| {
        let Some(kept) = m.kept.iter().find(|k| k.id == id) else {
            return piece(view! { <main class="body"><p>{words::NO_LONGER_HERE}</p></main> });
        };
        let said = journal::reason(m, kept);
        let fact = m.entries.get(&id).and_then(|e| e.fact.as_ref());
        piece(view! {
            <main class="body" data-entry=id.to_string() data-state=journal::state(m, kept)>
                {live(move || super::form::failure(app))}
                <p class="sheet">{said}</p>
                {fact.map_or_else(nothing, |fact| facts(m, id, fact))}
            </main>
            <div class="keys">{keys(app, m, kept)}</div>
        })
    })
}

fn facts(model: &Model, id: EntryId, fact: &Fact) -> Piece {
    let entry = model.entries.get(&id);
    let mut rows = vec![(words::BEGAN.to_owned(), words::day_and_clock(fact.started_at))];
    rows.extend(fact.minutes.map(|m| (words::LENGTH.to_owned(), words::minutes(m))));
    rows.extend(entry.and_then(|e| e.unit.clone()).map(|unit| (words::UNIT_SHORT.to_owned(), unit)));
    let fields = model.activity(&fact.activity).map(|a| a.fields.as_slice()).unwrap_or_default();
    for (name, value) in &fact.fields {
        let label = fields.iter().find(|f| f.id == *name).map_or(name.clone(), |f| f.label.clone());
        let answer = match value {
            Json::Text(text) => words::answer(text),
            Json::Int(number) => number.to_string(),
            _ => continue,
        };
        rows.push((label, answer));
    }
    rows.extend(fact.note.clone().map(|note| (words::NOTE.to_owned(), note)));
    rows.push((words::HOW.to_owned(), words::how(fact.how).to_owned()));
    let row = |(term, detail): (String, String)| piece(view! { <dt>{term}</dt><dd>{detail}</dd> });
    let rows: Vec<Piece> = rows.into_iter().map(row).collect();
    piece(view! { <dl class="facts">{rows}</dl> })
}

/// Correcting and withdrawing are entries too. A refused one is neither: it is recorded anew.
fn keys(app: App, model: &Model, kept: &Kept) -> Piece {
    let id = kept.id;
    let Some(entry) = model.entries.get(&id) else { return nothing() };
    if matches!(kept.state, State::Refused { .. }) {
        let anew = entry
            .fact
            .is_some()
            .then(|| Key::new("pen", words::RECORD_ANEW).go("correct", tap(move || keep::record_anew(app, id))));
        return perhaps(anew);
    }
    let root = entry.root();
    if model.is_replaced(entry) || model.standing(root).is_none() {
        return nothing();
    }
    piece(view! {
        {quiet("undo", words::WITHDRAW, "withdraw", tap(move || keep::withdraw(app, root)))}
        {Key::new("pen", words::CORRECT).plain("correct", tap(move || keep::correct(app, root)))}
    })
}
