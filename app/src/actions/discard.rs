//! Throwing away a running timer or an unfinished form, and taking it back. It can be taken back until something else is
//! saved or discarded away.

use super::{draft, navigate, timers};
use crate::device::local_store;
use crate::state::AppState;
use crate::state::recent::Discarded;
use crate::state::screen::Screen;
use domain::form::Form;
use domain::timer::Timer;
use leptos::prelude::*;

/// Throws a timer away without recording anything.
pub(crate) fn timer(app: AppState, timer: &Timer) {
    timers::end(app, timer.id);
    app.discarded.set(Some(Discarded::Timer(timer.clone())));
    navigate::show(app, Screen::Record);
}

/// Throws the form away, and what the first line holds of it.
pub(crate) fn form(app: AppState) {
    let discarded = app.form.get_untracked();
    if let Some(form) = &discarded {
        local_store::remove_entry(form.id);
    }
    draft::put_away(app);
    // One that nobody has filled in is opened again as easily.
    if let Some(form) = discarded.filter(Form::is_draft) {
        app.discarded.set(Some(Discarded::Form(form)));
    }
    if app.screen.get_untracked() == Screen::Form {
        navigate::leave(app);
    }
}

/// Brings back what was discarded away last.
pub(crate) fn restore(app: AppState) {
    match app.discarded.try_update(Option::take).flatten() {
        Some(Discarded::Timer(timer)) => timers::run(app, timer),
        Some(Discarded::Form(form)) => draft::set_form(app, form),
        None => {}
    }
}
