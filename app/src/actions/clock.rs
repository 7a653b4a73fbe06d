//! The state follows the phone's clock, and notices when it jumped.

use super::store;
use crate::device::{browser, clock};
use crate::state::AppState;
use crate::state::clock::is_another_minute;
use leptos::prelude::*;

/// Lets the screens follow the clock.
pub(super) fn tick(app: AppState) {
    let now = clock::now();
    app.now.set(now);
    if is_another_minute(app.minute.get_untracked(), now) {
        app.minute.set(now);
    }
}

/// Looks at the clock. When it jumped, the offset no longer holds, and what is being timed will ask for its minutes.
pub(super) fn look(app: AppState) {
    let (wall_ms, monotonic_ms) = (clock::now_ms(), browser::monotonic_ms() as i64);
    let jumped = app.backstage.try_update_value(|b| b.watch.look(wall_ms, monotonic_ms));
    if jumped == Some(true) {
        app.model.update(|m| m.clock_jumped());
        store::save_meta(app, |model, change| {
            change.set_meta("contact", &model.contact);
            change.set_meta("timers", &model.timers);
        });
    }
}
