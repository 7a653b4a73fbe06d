//! What happens around the page: coverage, the clock, other tabs, the phone's back button.

use super::{area, clock, draft, load, navigate, sync};
use crate::device::browser::{self, Event};
use crate::device::clock::now_ms;
use crate::state::status::Connection;
use crate::state::{AppState, Saving};
use domain::sender::Trigger;
use leptos::prelude::*;

/// Listens for as long as the page lives.
pub(crate) fn listen(app: AppState) {
    browser::listen(move |event| follow(app, event));
}

fn follow(app: AppState, event: Event) {
    match event {
        Event::Online => sync::maybe_sync(app, Trigger::Online),
        Event::Offline => app.model.update(|m| m.connection = Connection::NoCoverage),
        Event::Visible => {
            lock_after_absence(app);
            clock::look(app);
            clock::tick(app);
            area::ask_again(app);
            sync::maybe_sync(app, Trigger::Visible);
        }
        Event::Hidden => app.backstage.update_value(|b| {
            b.watch.rest();
            b.hidden_at_ms = Some(now_ms());
        }),
        Event::Update => app.model.update(|m| m.update = true),
        Event::Changed => leptos::task::spawn_local(load::reload(app)),
        Event::Back => navigate::leave(app),
        Event::Second => {
            clock::look(app);
            let times = app.model.with_untracked(|m| !m.timers.is_empty());
            if times && app.screen.with_untracked(|screen| screen.shows_timers()) {
                clock::tick(app);
            }
        }
        Event::Timer => {
            clock::tick(app);
            draft::check_problems(app);
            sync::maybe_sync(app, Trigger::Timer);
        }
    }
}

/// Out of sight for so long, the app locks itself; the phone's own lock is in front of it before that.
const ABSENCE_MS: i64 = 300_000;

/// Locks what was left, unless something is being timed: that is stopped with one tap, whatever the phone did meanwhile.
fn lock_after_absence(app: AppState) {
    let hidden_at_ms = app.backstage.try_update_value(|b| b.hidden_at_ms.take()).flatten();
    let absent = hidden_at_ms.is_some_and(|at_ms| now_ms() - at_ms >= ABSENCE_MS);
    let timed = app.model.with_untracked(|m| !m.timers.is_empty());
    if absent && !timed && app.saving.get_untracked() != Saving::Busy {
        browser::start_anew();
    }
}
