//! `server rebuild`: every figure anew from the entries, with a bar that shows how far it has come.

use super::{opened, partnerships, tell, unless_stopped};
use crate::clock::now_ms;
use crate::config::{Kept, Partnership};
use crate::store::{AuditEvent, Progress};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

pub(super) async fn rebuild(kept: &Kept, of: &Partnership) -> Result<()> {
    let store = opened(kept).await?;
    for partnership in partnerships(&store, of).await? {
        let bar = bar(&format!("counting {partnership} anew"));
        let mut told = |progress| tell_bar(&bar, progress);
        let occasions = unless_stopped(&store, store.rebuild(&partnership, &mut told)).await?;
        bar.finish_and_clear();
        store.note(&partnership, None, AuditEvent::Rebuild, json!({ "occasions": occasions }), now_ms()).await?;
        let line = || format!("{partnership}: {occasions} occasions counted anew.");
        tell(kept, line, &json!({ "partnership": partnership, "occasions": occasions }));
    }
    store.close().await;
    Ok(())
}

/// A bar on standard error; silent where nobody looks.
pub(super) fn bar(what: &str) -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos} of {len}, {eta} left") {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    bar
}

/// Moves a bar to where a count has come.
pub(super) fn tell_bar(bar: &ProgressBar, Progress { occasions, of }: Progress) {
    bar.set_length(of);
    bar.set_position(occasions);
}
