//! The form that is being filled in. What somebody has stated in it survives the page, and what another form takes the
//! place of comes forward again.

use super::navigate;
use crate::device::{clock, local_store};
use crate::state::form::{displaced, is_put_away};
use crate::state::problem::problems;
use crate::state::screen::Screen;
use crate::state::{AppState, Saving};
use domain::form::Form;
use domain::id::{ActivityId, AreaId, EntryId};
use domain::promise::Activity;
use leptos::prelude::*;

/// Opens a fresh form: its entry gets its id now, so that a double tap is one entry.
pub(crate) fn open(app: AppState, activity: &ActivityId) {
    let area = app.model.with_untracked(|m| m.area.clone());
    if area.is_none() && app.model.with_untracked(|m| m.activity(activity).is_some_and(|a| a.in_area)) {
        navigate::show(app, Screen::Area);
        return;
    }
    open_in(app, activity, area);
}

/// The same, for an area that may not be the shift's.
pub(crate) fn open_in(app: AppState, activity: &ActivityId, area: Option<AreaId>) {
    let form = app.model.with_untracked(|m| {
        let activity = m.activity(activity)?;
        Some(Form::open(EntryId(clock::fresh_id()), activity, area, m.unit.clone(), clock::now()))
    });
    if let Some(form) = form {
        open_form(app, form);
    }
}

/// Holds a form and shows it.
pub(crate) fn open_form(app: AppState, form: Form) {
    set_form(app, form);
    navigate::show(app, Screen::Form);
}

/// Takes up the form that was left.
pub(crate) fn resume(app: AppState) {
    app.form.update(|form| {
        if let Some(form) = form {
            form.take_up_again(clock::now());
        }
    });
    check_problems(app);
    navigate::show(app, Screen::Form);
}

/// Holds a form, and one that somebody has filled in also through the death of the page. A draft that it takes the place of
/// comes forward again after it; nothing takes the place of one that is being saved.
pub(crate) fn set_form(app: AppState, form: Form) {
    if app.saving.get_untracked() == Saving::Busy {
        return;
    }
    app.saving.set(Saving::Open);
    let other = displaced(app.form.get_untracked(), &form);
    app.backstage.update_value(|b| {
        if let Some(other) = other {
            // By its own name: to the next start it is one that a dead tab left.
            local_store::store_draft(&other.id.to_string(), Some(&other));
            b.aside.push(other);
        }
        local_store::store_draft(&b.tab, Some(&form).filter(|form| form.is_draft()));
    });
    app.form.set(Some(form));
    app.tried.set(false);
    check_problems(app);
}

/// Changes the form: from now on it is a draft.
pub(crate) fn change(app: AppState, edit: impl FnOnce(&mut Form)) {
    app.form.update(|form| {
        if let Some(form) = form {
            edit(form);
            form.edited = true;
            app.backstage.with_value(|b| local_store::store_draft(&b.tab, Some(form)));
        }
    });
    check_problems(app);
}

/// Goes from the key's *now* to a time that is stated.
pub(crate) fn state_afterwards(app: AppState) {
    change(app, |form| form.state_afterwards(clock::now(), &clock::at));
}

/// Moves the length of the form by whole steps.
pub(crate) fn move_length(app: AppState, steps: i64) {
    let activity = app.form.with_untracked(|form| form.as_ref().map(|form| form.activity.clone()));
    let find = |id: ActivityId| app.model.with_untracked(|m| m.activity(&id).cloned());
    let activity: Option<Activity> = activity.and_then(find);
    if let Some(activity) = activity {
        change(app, |form| form.move_length(steps, &activity, clock::now()));
    }
}

/// The form has become an entry, or was discarded. The one that it took the place of is held again.
pub(crate) fn put_away(app: AppState) {
    app.saving.set(Saving::Open);
    let next = app.backstage.try_update_value(|b| {
        let next = b.aside.pop();
        local_store::store_draft(&b.tab, next.as_ref());
        if let Some(form) = &next {
            local_store::store_draft(&form.id.to_string(), None);
        }
        next
    });
    app.form.set(next.flatten());
    app.tried.set(false);
    check_problems(app);
}

/// The form's screen is left. One that was only looked at is put away; one that is being saved, or couldn't be, stays.
pub(super) fn left(app: AppState) {
    let is_open = app.saving.get_untracked() == Saving::Open;
    if app.form.with_untracked(|form| is_put_away(form.as_ref(), is_open)) {
        put_away(app);
    }
}

/// Looks again for what is wrong with the form.
pub(super) fn check_problems(app: AppState) {
    let (now, tried) = (clock::now(), app.tried.get_untracked());
    let found = app.form.with_untracked(|form| app.model.with_untracked(|m| problems(form.as_ref(), m, tried, now)));
    if app.problems.with_untracked(|before| *before != found) {
        app.problems.set(found);
    }
}
