//! Timing: started, stopped, thrown away, each written down at once.

use super::{clock as app_clock, draft, navigate, save};
use crate::device::journal_store::{self, Change};
use crate::device::{browser, clock, local_store};
use crate::state::AppState;
use crate::state::screen::Screen;
use crate::state::timer;
use domain::id::EntryId;
use domain::readable::Items;
use domain::timer::{Stop, Timer};
use leptos::prelude::*;

/// The first line's key for the timers that run.
pub(super) const TIMERS: &str = "line1-timers";

/// The timers that the first line still has.
pub(super) fn from_local_store() -> Option<Vec<Timer>> {
    let text = local_store::get(TIMERS)?;
    serde_json::from_str(&text).ok().map(|Items(timers)| timers)
}

/// Starts timing. The start is written down at once, in both lines, since the phone may die before the stop.
pub(crate) fn start(app: AppState) {
    let Some(form) = app.form.get_untracked() else { return };
    app_clock::look(app);
    let activity = form.activity.clone();
    let timer = Timer {
        id: form.id,
        activity: form.activity,
        area: form.area,
        unit: form.unit,
        started_at: clock::now(),
        jumped: false,
    };
    run(app, timer);
    draft::put_away(app);
    navigate::show(app, Screen::Run(activity));
}

/// Lets a timer run, in place of another one of its activity.
pub(super) fn run(app: AppState, timer: Timer) {
    app.model.update(|m| timer::run(&mut m.timers, timer));
    store(app);
}

/// Stops timing and saves: one tap. One that has only just begun runs on, and how long it took is asked for where the clock
/// can't tell.
pub(crate) fn stop(app: AppState, timer: &Timer) {
    app_clock::look(app);
    let now = clock::now();
    let stopped = app.model.with_untracked(|m| Some(m.timer(&timer.activity)?.stop(m.activity(&timer.activity)?, now)));
    match stopped {
        Some(Stop::JustBegun) => app.hasty.set(true),
        Some(Stop::Form(form)) => {
            draft::set_form(app, *form);
            save::save_form(app);
        }
        None => {}
    }
}

/// Ends a timer, whatever became of it.
pub(super) fn end(app: AppState, id: EntryId) {
    if app.model.with_untracked(|m| m.timers.iter().any(|t| t.id == id)) {
        app.model.update(|m| _ = timer::end(&mut m.timers, id));
        store(app);
    }
}

/// The timers that run, in both lines.
fn store(app: AppState) {
    let mut change = Change::default();
    let text = app.model.with_untracked(|m| {
        change.set_meta("timers", &m.timers);
        serde_json::to_string(&m.timers).ok()
    });
    if let Some(text) = &text {
        local_store::set(TIMERS, text);
    }
    leptos::task::spawn_local(async move {
        if journal_store::settle(change).await.is_ok() {
            // Another timer may have been started meanwhile: the first line lets it go when the second has it.
            if local_store::get(TIMERS) == text {
                local_store::remove(TIMERS);
            }
            browser::notify_other_tabs();
        }
    });
}
