//! Group commit: one task takes all batches that wait into one transaction, and each is answered after the commit.
//!
//! A panic in a merge ends neither the task nor the batches beside it: it is an error of the batch that caused it.
//!
//! A durable commit costs milliseconds whatever it holds; taken one by one, fifty phones would wait for fifty of them.

use super::audit::{self, Noted};
use super::merge::{self, Batch, Merged};
use super::{Store, Trouble, Tx};
use crate::tasks::caught;
use anyhow::{Result, anyhow};
use domain::id::PartnershipId;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// Batches that may wait at once; beyond it the server says that it is busy.
const QUEUE: usize = 256;
/// Batches taken into one transaction at most, so that none waits long for its neighbours.
const GROUP: usize = 64;

/// The way to the one task that merges. Clones share it; the task ends with the last of them.
#[derive(Clone)]
pub struct Writer {
    to: mpsc::Sender<Waiting>,
    since: Arc<Since>,
}

struct Waiting {
    batch: Batch,
    answer: oneshot::Sender<Result<Merged>>,
    /// Until it is answered.
    _place: Place,
}

/// Since when each batch waits that isn't answered yet, in the order of their arrival.
#[derive(Default)]
struct Since {
    next: AtomicU64,
    waiting: Mutex<BTreeMap<u64, Instant>>,
}

impl Since {
    fn place(self: &Arc<Self>) -> Place {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(number, Instant::now());
        Place { since: self.clone(), number }
    }

    fn oldest(&self) -> Option<Duration> {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.first_key_value().map(|(_, since)| since.elapsed())
    }
}

/// One batch's place in the queue; given back when it is dropped.
struct Place {
    since: Arc<Since>,
    number: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.since.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}

/// Why nothing was merged.
#[derive(Debug)]
pub enum NotMerged {
    /// The queue is full: come again.
    Busy,
    /// The database failed; nothing of the batch was kept.
    Failed(anyhow::Error),
}

impl Writer {
    /// Starts the task.
    #[must_use]
    pub fn start(store: Store) -> Self {
        let (to, mut from) = mpsc::channel::<Waiting>(QUEUE);
        tokio::spawn(async move {
            let mut group = Vec::with_capacity(GROUP);
            while from.recv_many(&mut group, GROUP).await > 0 {
                merge_group(&store, std::mem::take(&mut group)).await;
            }
        });
        Self { to, since: Arc::default() }
    }

    /// Batches that wait to be taken.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.to.max_capacity() - self.to.capacity()
    }

    /// How long the oldest batch that isn't answered has waited, merging included.
    #[must_use]
    pub fn oldest(&self) -> Option<Duration> {
        self.since.oldest()
    }

    /// Whether the task still runs.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        !self.to.is_closed()
    }

    /// Waits until the task has ended, which it does by itself only when something is badly wrong.
    pub async fn ended(&self) {
        self.to.closed().await;
    }

    /// Merges a batch and waits until it is durable. A caller that gives up cancels nothing.
    ///
    /// # Errors
    /// [`NotMerged`]: the batch is not kept, or, where the connection to the database broke, not known to be; sending
    /// it again is safe.
    pub async fn merge(&self, batch: Batch) -> Result<Merged, NotMerged> {
        let (answer, wait) = oneshot::channel();
        let waiting = Waiting { batch, answer, _place: self.since.place() };
        self.to.try_send(waiting).map_err(|_| NotMerged::Busy)?;
        match wait.await {
            Ok(merged) => merged.map_err(NotMerged::Failed),
            Err(_) => Err(NotMerged::Failed(anyhow!("the writer stopped before it answered"))),
        }
    }
}

async fn merge_group(store: &Store, group: Vec<Waiting>) {
    let batches: Vec<&Batch> = group.iter().map(|w| &w.batch).collect();
    match caught("merging", together(store, &batches)).await {
        Ok(merged) => group.into_iter().zip(merged).for_each(|(waiting, merged)| answer(waiting, Ok(merged))),
        // One bad neighbour must not take the others with it.
        Err(error) if group.len() > 1 && Trouble::of(&error).is_of_the_asked() => {
            tracing::warn!(error = format!("{error:#}"), batches = group.len(), "merging batches one by one");
            for waiting in group {
                let merged = caught("merging", together(store, &[&waiting.batch])).await;
                answer(waiting, merged.map(|mut merged| merged.remove(0)));
            }
        }
        Err(error) => {
            let trouble = Trouble::of(&error);
            group.into_iter().for_each(|waiting| answer(waiting, Err(anyhow!(trouble).context(format!("{error:#}")))));
        }
    }
}

fn answer(waiting: Waiting, merged: Result<Merged>) {
    // Who doesn't wait any more gets the same answer by sending again.
    let _ = waiting.answer.send(merged);
}

async fn together(store: &Store, batches: &[&Batch]) -> Result<Vec<Merged>> {
    let mut tx = store.begin().await?;
    let mut partnerships: Vec<&str> = batches.iter().map(|b| b.partnership.as_str()).collect();
    partnerships.sort_unstable();
    partnerships.dedup();
    // In ascending order, so that two servers can't wait for each other.
    for partnership in partnerships {
        tx.lock(partnership).await?;
    }
    let merged = each(store, &mut tx, batches).await?;
    tx.commit().await?;
    batches.iter().zip(&merged).for_each(|(b, m)| store.commits.tell(&b.partnership, m.commit_no));
    Ok(merged)
}

async fn each(store: &Store, tx: &mut Tx, batches: &[&Batch]) -> Result<Vec<Merged>> {
    let mut all = Vec::with_capacity(batches.len());
    let mut notes: BTreeMap<&PartnershipId, Vec<Noted>> = BTreeMap::new();
    let epoch = super::epoch_within(tx).await?;
    for batch in batches {
        let in_force = store.in_force_within(tx, &batch.partnership).await?;
        let (merged, noted) = merge::merge(tx, batch, &in_force, &epoch).await?;
        notes.entry(&batch.partnership).or_default().extend(noted);
        all.push(merged);
    }
    // Last of all and in ascending order, as every transaction does; one statement however many batches there are.
    for (partnership, noted) in notes.into_iter().filter(|(_, noted)| !noted.is_empty()) {
        audit::note_all(tx, partnership, noted).await?;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_batch_is_the_first_that_is_not_answered() {
        let since = Arc::new(Since::default());
        assert_eq!(since.oldest(), None);
        let (first, second) = (since.place(), since.place());
        let both = since.oldest().expect("two wait");
        drop(first);
        assert!(since.oldest().expect("one waits") <= both + Duration::from_secs(60));
        assert_eq!(since.waiting.lock().expect("unpoisoned").len(), 1);
        drop(second);
        assert_eq!(since.oldest(), None);
    }
}
