//! Correcting what was recorded: taking back, correcting, recording anew.

use super::{draft, save};
use crate::device::clock;
use crate::state::occasion::{Act, corrects, stamp};
use crate::state::{AppState, Saving};
use domain::form::Form;
use domain::id::EntryId;
use leptos::prelude::*;

/// Takes something back. A glove that taps twice does it once: two that didn't see each other would be a question to the supervisor.
pub(crate) fn act(app: AppState, act: Act) {
    if app.saving.get_untracked() == Saving::Busy {
        return;
    }
    let Some(stamp) = app.model.with_untracked(|m| stamp(m, clock::now())) else { return };
    let fresh = EntryId(clock::fresh_id());
    // Tried again it is the same entry.
    let before = app.backstage.with_value(|b| b.acting.filter(|(before, _)| *before == act));
    let id = before.map_or(fresh, |(_, id)| id);
    app.backstage.update_value(|b| b.acting = Some((act, id)));
    let entry = app.model.with_untracked(|m| act.entry(m, id, &stamp));
    if let Some(entry) = entry {
        app.saving.set(Saving::Busy);
        leptos::task::spawn_local(save::save(app, entry, None));
    }
}

/// A form that corrects what stands of an occasion.
pub(crate) fn correct(app: AppState, root: EntryId) {
    let id = EntryId(clock::fresh_id());
    let form = app.model.with_untracked(|m| {
        let (entry, fact) = m.standing(root)?;
        Some(Form::correcting(id, entry, fact, corrects(m, root).replaces))
    });
    if let Some(form) = form {
        draft::open_form(app, form);
    }
}

/// A refused entry was never held by the server: it is recorded anew, as a new entry.
pub(crate) fn record_anew(app: AppState, id: EntryId) {
    let form = app.model.with_untracked(|m| {
        let entry = m.entries.get(&id)?;
        let fact = entry.fact.as_ref()?;
        Some(Form::recording_anew(EntryId(clock::fresh_id()), entry, fact))
    });
    if let Some(form) = form {
        draft::open_form(app, form);
    }
}
