//! Group commit: one task takes all batches that wait into one transaction, and each is answered after the commit.
//!
//! A durable commit costs milliseconds whatever it holds; taken one by one, fifty phones would wait for fifty of them.

use super::audit::{self, Noted};
use super::merge::{self, Batch, Merged};
use super::{Store, Trouble, Tx};
use anyhow::{Result, anyhow};
use domain::id::PartnershipId;
use std::collections::BTreeMap;
use tokio::sync::{mpsc, oneshot};

/// Batches that may wait at once; beyond it the server says that it is busy.
const QUEUE: usize = 256;
/// Batches taken into one transaction at most, so that none waits long for its neighbours.
const GROUP: usize = 64;

/// The way to the one task that merges. Clones share it; the task ends with the last of them.
#[derive(Clone)]
pub struct Writer(mpsc::Sender<Waiting>);

struct Waiting {
    batch: Batch,
    answer: oneshot::Sender<Result<Merged>>,
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
        Self(to)
    }

    /// Batches that wait to be taken.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.0.max_capacity() - self.0.capacity()
    }

    /// Merges a batch and waits until it is durable. A caller that gives up cancels nothing.
    ///
    /// # Errors
    /// [`NotMerged`]: the batch is not kept, or, where the connection to the database broke, not known to be; sending
    /// it again is safe.
    pub async fn merge(&self, batch: Batch) -> Result<Merged, NotMerged> {
        let (answer, wait) = oneshot::channel();
        self.0.try_send(Waiting { batch, answer }).map_err(|_| NotMerged::Busy)?;
        match wait.await {
            Ok(merged) => merged.map_err(NotMerged::Failed),
            Err(_) => Err(NotMerged::Failed(anyhow!("the writer stopped before it answered"))),
        }
    }
}

async fn merge_group(store: &Store, group: Vec<Waiting>) {
    let batches: Vec<&Batch> = group.iter().map(|w| &w.batch).collect();
    match together(store, &batches).await {
        Ok(merged) => group.into_iter().zip(merged).for_each(|(waiting, merged)| answer(waiting, Ok(merged))),
        // One bad neighbour must not take the others with it.
        Err(error) if group.len() > 1 && Trouble::of(&error).is_of_the_asked() => {
            tracing::warn!(error = format!("{error:#}"), batches = group.len(), "merging batches one by one");
            for waiting in group {
                let merged = together(store, &[&waiting.batch]).await;
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
    for batch in batches {
        let in_force = store.in_force_within(tx, &batch.partnership).await?;
        let (merged, noted) = merge::merge(tx, batch, &in_force).await?;
        notes.entry(&batch.partnership).or_default().extend(noted);
        all.push(merged);
    }
    // Last of all and in ascending order, as every transaction does; one statement however many batches there are.
    for (partnership, noted) in notes.into_iter().filter(|(_, noted)| !noted.is_empty()) {
        audit::note_all(tx, partnership, noted).await?;
    }
    Ok(all)
}
