//! What the unit's entries added up to: asked for beside the sending, now and then.

use crate::device::journal_store::{self, Change};
use crate::device::{clock, http};
use crate::state::AppState;
use leptos::prelude::*;

/// How often it is asked for beside the sending.
const FRESH_MS: i64 = 3_600_000;

/// Asks for it at once, whenever it was asked for before.
pub(crate) fn refresh(app: AppState) {
    app.backstage.update_value(|b| b.feedback_at_ms = 0);
    refresh_if_due(app);
}

/// Asks for it while there is coverage, now and then. The server's own markup is kept, sealed like everything else.
pub(super) fn refresh_if_due(app: AppState) {
    let now_ms = clock::now_ms();
    if now_ms - app.backstage.with_value(|b| b.feedback_at_ms) < FRESH_MS {
        return;
    }
    app.backstage.update_value(|b| b.feedback_at_ms = now_ms);
    leptos::task::spawn_local(async move {
        let Some(page) = http::feedback().await else { return };
        let mut change = Change::default();
        change.set_meta("feedback", &page);
        if journal_store::settle(change).await.is_ok() {
            app.model.update(|m| m.feedback = Some(page));
        }
    });
}
