//! Takes up what is written beside SQLite's file into it while merging goes on: done by the writer it would hold up every
//! batch that waits.

use super::{DatabaseError, Store};
use std::future::pending;
use tokio::task::JoinHandle;

/// Bytes of entries after which it is time again.
const BYTES: usize = 1024 * 1024;

/// One at a time.
pub(super) struct Checkpoints {
    store: Store,
    bytes: usize,
    running: Option<JoinHandle<Result<(), DatabaseError>>>,
}

impl Checkpoints {
    pub(super) fn of(store: Store) -> Self {
        Self { store, bytes: 0, running: None }
    }

    /// Counts what was merged, and begins when it is time.
    pub(super) fn merged(&mut self, bytes: usize) {
        self.bytes += bytes;
        if self.bytes < BYTES || self.running.is_some() {
            return;
        }
        self.bytes = 0;
        let store = self.store.clone();
        self.running = Some(tokio::spawn(async move {
            // Where it fails for want of room, say, the writer does it itself once much more has gathered.
            store.checkpoint().await.map_err(|error| {
                tracing::warn!(error = format!("{error:#}"), "the log beside the database could not be taken up yet");
                DatabaseError::of(&error)
            })
        }));
    }

    /// Waits until the disk has failed to keep the file: the next attempt might succeed without having written what this
    /// one lost.
    pub(super) async fn disk_failed(&mut self) {
        if let Some(running) = &mut self.running {
            let ended = running.await;
            self.running = None;
            if matches!(ended, Ok(Err(DatabaseError::Untrusted))) {
                return;
            }
        }
        pending().await
    }
}
