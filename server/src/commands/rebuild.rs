//! `server rebuild`: every figure anew from the entries, with a bar that shows how far it has come.

use super::{opened, tell};
use crate::clock::now_ms;
use crate::config::Kept;
use crate::store::{Deed, Progress};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

pub(super) async fn rebuild(kept: &Kept) -> Result<()> {
    let store = opened(kept).await?;
    for partnership in store.partnerships().await? {
        let bar = bar(&format!("counting {partnership} anew"));
        let mut told = |Progress { occasions, of }| {
            bar.set_length(of);
            bar.set_position(occasions);
        };
        let occasions = store.rebuild(&partnership, &mut told).await?;
        bar.finish_and_clear();
        store.note(&partnership, None, Deed::Rebuild, json!({ "occasions": occasions }), now_ms()).await?;
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
