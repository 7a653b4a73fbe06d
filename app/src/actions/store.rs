//! What the journal stores beside the entries.

use crate::device::browser;
use crate::device::journal_store::{self, Change};
use crate::state::AppState;
use crate::state::model::Model;
use leptos::prelude::*;

/// Stores something beside the entries. What is only convenient may fail in silence.
pub(super) fn save_meta(app: AppState, fill: impl FnOnce(&Model, &mut Change)) {
    let mut change = Change::default();
    app.model.with_untracked(|model| fill(model, &mut change));
    leptos::task::spawn_local(async move {
        journal_store::settle(change).await.ok();
        browser::notify_other_tabs();
    });
}
