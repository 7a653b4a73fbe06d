//! Saving: first line, second line, and only then *Sparad på telefonen*.

use super::{act, clock as app_clock, draft, load, navigate, sync, timers};
use crate::device::journal_store::{self, Failure};
use crate::device::local_store::{self, PendingEntry};
use crate::device::{browser, clock};
use crate::state::occasion::stamp;
use crate::state::problem::{first_question, question_id};
use crate::state::screen::Screen;
use crate::state::{AppState, Saving};
use domain::form::{self, Form, Unnumbered};
use domain::id::{EntryId, JournalId};
use domain::journal::Kept;
use domain::json::Json;
use domain::sender::Trigger;
use leptos::prelude::*;

/// Saves the form. What is wrong with it is shown; the form stays until the entry is saved.
pub(crate) fn save_form(app: AppState) {
    if app.saving.get_untracked() == Saving::Busy {
        return;
    }
    app_clock::look(app);
    let Some(form) = app.form.get_untracked() else { return };
    let Some(stamp) = app.model.with_untracked(|m| stamp(m, clock::now())) else {
        app.saving.set(Saving::Failed(Failure::Silent));
        return;
    };
    let written = app.model.with_untracked(|m| Some(form.write(m.promise(stamp.recorded_at.day())?, &stamp)));
    match written {
        Some(Ok(entry)) => {
            app.problems.set(Vec::new());
            app.saving.set(Saving::Busy);
            app.backstage.update_value(|b| b.acting = None);
            leptos::task::spawn_local(save(app, entry, Some(form)));
        }
        Some(Err(problems)) => {
            app.tried.set(true);
            draft::check_problems(app);
            if app.screen.get_untracked() != Screen::Form {
                navigate::show(app, Screen::Form);
            }
            match first_question(&problems) {
                Some(question) => browser::show_question(&question_id(question)),
                None => browser::screen_changed("[role=alert]"),
            }
        }
        None => app.saving.set(Saving::Failed(Failure::Silent)),
    }
}

/// What failed, once more: what was to be taken back, or the form.
pub(crate) fn try_again(app: AppState) {
    match app.backstage.with_value(|b| b.acting) {
        Some((act, _)) => act::act(app, act),
        None => save_form(app),
    }
}

pub(super) async fn save(app: AppState, entry: Unnumbered, form: Option<Form>) {
    let partnership = app.model.with_untracked(|m| m.identity.as_ref().map(|i| i.partnership.to_string()));
    let left = PendingEntry {
        id: entry.id,
        author: entry.author,
        body: entry.body,
        partnership: partnership.clone(),
        kept_at_ms: Some(clock::now_ms()),
    };
    // Whether the first line holds or not, only the second one's word counts.
    local_store::store_entry(&left);
    let id = left.id;
    match store_in_journal(left, &partnership.unwrap_or_default()).await {
        Ok(kept) => {
            if kept.id != id {
                // What it corrects was kept behind our back, and is to be sent before it.
                load::reload(app).await;
            }
            saved(app, kept, form);
        }
        Err(failure) => {
            app.saving.set(Saving::Failed(failure));
            if form.is_none() {
                // Nobody has filled anything in: whoever doesn't try again has withdrawn nothing.
                local_store::remove_entry(id);
                return;
            }
            if app.screen.get_untracked() != Screen::Form {
                navigate::show(app, Screen::Form);
            }
            browser::screen_changed("[role=alert]");
        }
    }
}

/// Brings an entry into the journal and lets the first line go. Where the journal has the same form already, kept with other
/// content by a save that seemed to fail, this corrects it; the first line has it under its new id before the second does, so
/// that nobody who starts again makes a third.
///
/// # Errors
/// [`Failure`]; the first line still has it.
pub(crate) async fn store_in_journal(mut left: PendingEntry, partnership: &str) -> Result<Kept, Failure> {
    loop {
        let fresh = JournalId(clock::fresh_id());
        if let Some(kept) = journal_store::append(&left, partnership, clock::now_ms(), fresh).await? {
            local_store::remove_entry(left.id);
            return Ok(kept);
        }
        let taken = Unnumbered { id: left.id, author: left.author, body: String::new() };
        let body = serde_json::from_str(&left.body).unwrap_or(Json::Null);
        let Some(again) = form::again(&taken, body, EntryId(clock::fresh_id())) else { return Err(Failure::Silent) };
        left = PendingEntry { id: again.id, body: again.body, ..left };
        local_store::store_entry(&left);
        local_store::remove_entry(taken.id);
    }
}

/// The entry is saved: now, and not before, it is said.
fn saved(app: AppState, kept: Kept, form: Option<Form>) {
    let entry = load::parse_entry(&kept);
    let id = kept.id;
    app.model.update(|m| {
        m.take(kept, entry);
        m.saved = Some(id);
    });
    if let Some(form) = form {
        draft::put_away(app);
        timers::end(app, form.id);
        navigate::show(app, Screen::Record);
    } else {
        app.backstage.update_value(|b| b.acting = None);
        if matches!(app.screen.get_untracked(), Screen::Entry(_)) {
            navigate::leave(app);
        }
    }
    app.discarded.set(None);
    app.saving.set(Saving::Open);
    browser::vibrate();
    browser::persist();
    browser::notify_other_tabs();
    sync::maybe_sync(app, Trigger::Saved);
}
