//! Throwing away a running timer or an unfinished form, and taking it back. It can be taken back until something else is
//! saved or thrown away.

use super::{draft, navigate, timers};
use crate::device::first_line;
use crate::state::AppState;
use crate::state::recent::Thrown;
use crate::state::screen::Screen;
use domain::form::Form;
use domain::timer::Timer;
use leptos::prelude::*;

/// Throws a timer away without recording anything.
pub(crate) fn timer(app: AppState, timer: &Timer) {
    timers::end(app, timer.id);
    app.thrown.set(Some(Thrown::Timer(timer.clone())));
    navigate::show(app, Screen::Record);
}

/// Throws the form away, and what the first line holds of it.
pub(crate) fn form(app: AppState) {
    let thrown = app.form.get_untracked();
    if let Some(form) = &thrown {
        first_line::release(form.id);
    }
    draft::put_away(app);
    // One that nobody has filled in is opened again as easily.
    if let Some(form) = thrown.filter(Form::is_draft) {
        app.thrown.set(Some(Thrown::Form(form)));
    }
    if app.screen.get_untracked() == Screen::Form {
        navigate::leave(app);
    }
}

/// Brings back what was thrown away last.
pub(crate) fn take_back(app: AppState) {
    match app.thrown.try_update(Option::take).flatten() {
        Some(Thrown::Timer(timer)) => timers::run(app, timer),
        Some(Thrown::Form(form)) => draft::hold(app, form),
        None => {}
    }
}
