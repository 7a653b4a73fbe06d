//! Takes up what is written beside SQLite's file into it while merging goes on: done by the writer it would hold up every
//! batch that waits.

use super::Store;
use tokio::task::JoinHandle;

/// Bytes of entries after which it is time again.
const BYTES: usize = 1024 * 1024;

/// One at a time.
pub(super) struct Checkpoints {
    store: Store,
    bytes: usize,
    running: Option<JoinHandle<()>>,
}

impl Checkpoints {
    pub(super) fn of(store: Store) -> Self {
        Self { store, bytes: 0, running: None }
    }

    /// Counts what was merged, and begins when it is time.
    pub(super) fn merged(&mut self, bytes: usize) {
        self.bytes += bytes;
        if self.bytes < BYTES || self.running.as_ref().is_some_and(|running| !running.is_finished()) {
            return;
        }
        self.bytes = 0;
        let store = self.store.clone();
        self.running = Some(tokio::spawn(async move {
            // The writer does it itself once much more has gathered.
            if let Err(error) = store.checkpoint().await {
                tracing::warn!(error = format!("{error:#}"), "the log beside the database could not be taken up yet");
            }
        }));
    }
}
