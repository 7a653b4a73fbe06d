//! What was thrown away, a running timer or an unfinished form: it can be taken back until something else is saved or thrown.

use super::app::{App, Screen};
use super::{form, keep};
use crate::device::{clock, first_line};
use crate::parts::key::{icon_of, quiet};
use crate::parts::piece::{Piece, el, text};
use domain::form::Form;
use domain::timer::Timer;
use texts::officer as words;

/// What *Ångra* brings back.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Thrown {
    Timer(Timer),
    Form(Form),
}

/// Throws a timer away without recording anything.
pub(super) fn timer(app: App, timer: &Timer) {
    keep::end_timer(app, timer.id);
    app.thrown.set(Some(Thrown::Timer(timer.clone())));
    app.show(Screen::Record);
}

/// Throws the form away, and what the first line holds of it.
pub(super) fn form(app: App) {
    let thrown = app.form.get_untracked();
    if let Some(form) = &thrown {
        first_line::release(form.id);
    }
    form::put_away(app);
    // One that nobody has filled in is opened again as easily.
    if let Some(form) = thrown.filter(Form::is_draft) {
        app.thrown.set(Some(Thrown::Form(form)));
    }
    if app.screen.get_untracked() == Screen::Form {
        app.leave();
    }
}

/// What was thrown last, with *Ångra*.
pub(super) fn card(app: App) -> Vec<Piece> {
    let Some(thrown) = app.thrown.get() else { return Vec::new() };
    let now = clock::now();
    let title = app.model.with(|m| match &thrown {
        Thrown::Timer(timer) => {
            // Another one runs in its place by now.
            let title = || m.title(&timer.activity, timer.area.as_ref());
            m.timer(&timer.activity).is_none().then(|| words::thrown(&title(), timer.started_at, now))
        }
        Thrown::Form(form) => {
            let title = m.title(&form.activity, form.area.as_ref());
            Some(words::thrown(&title, form.starts_at(now), now))
        }
    });
    let Some(title) = title else { return Vec::new() };
    let told = el("p", "", vec![el("b", "", vec![text(&title)])]);
    let undo = quiet("undo", words::UNDO, "take-back").taps(move || take_back(app));
    let inside = vec![el("div", "note", vec![icon_of("x", "i"), told]), undo];
    vec![el("section", "sheet settle", inside).set("aria-label", words::LAST_THROWN).set("data-thrown", "")]
}

fn take_back(app: App) {
    match app.thrown.update(Option::take) {
        Some(Thrown::Timer(timer)) => keep::run_timer(app, timer),
        Some(Thrown::Form(form)) => form::hold(app, form),
        None => {}
    }
}
