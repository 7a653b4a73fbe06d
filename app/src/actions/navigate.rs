//! From screen to screen.

use super::{clock, draft};
use crate::device::browser;
use crate::state::AppState;
use crate::state::screen::Screen;
use leptos::prelude::*;

/// Goes to a screen. Its heading gets the focus, and the phone's back button leads out of it.
pub(crate) fn show(app: AppState, screen: Screen) {
    let before = app.screen.get_untracked();
    if before.is_origin() {
        app.backstage.update_value(|b| b.from = before);
    }
    browser::set_inside(!screen.is_tab());
    app.hasty.set(false);
    clock::tick(app);
    app.screen.set(screen);
    browser::screen_changed("[data-focus]");
}

/// Back to the tab that the screen was reached from.
pub(crate) fn leave(app: AppState) {
    if app.screen.get_untracked() == Screen::Form {
        draft::left(app);
    }
    show(app, app.backstage.with_value(|b| b.from.clone()));
}
