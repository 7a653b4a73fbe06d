//! Group commit: one task takes all batches that wait into one transaction, and each is answered after the commit.
//!
//! A panic in a merge ends neither the task nor the batches beside it: it is an error of the batch that caused it.
//!
//! A durable commit costs milliseconds whatever it holds; taken one by one, fifty phones would wait for fifty of them.

use super::audit;
use super::batch::{Batch, Merged, TooManyRows};
use super::checkpoints::Checkpoints;
use super::merge::{Group, Outcomes};
use super::merge_state::Head;
use super::{DatabaseError, Store, Tx, statements};
use crate::tasks::caught;
use anyhow::{Context, Result, anyhow};
use domain::id::PartnershipId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// Batches that may wait at once; beyond it the server says that it is busy.
const QUEUE: usize = 256;
/// Batches taken into one transaction at most, so that none waits long for its neighbours.
const GROUP_SIZE: usize = 64;
/// A transaction that met another one is tried so many times before anybody is told to come again.
const ATTEMPTS: u32 = 4;
/// Between two attempts at first; each further one waits twice as long.
const RETRY_DELAY: Duration = Duration::from_millis(20);

/// The way to the one task that merges. Clones share it; the task ends with the last of them.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Waiting>,
    waits: Waits,
    counts: Arc<Mutex<GroupCounts>>,
}

/// What has been merged since the server started.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct GroupCounts {
    /// Transactions.
    pub groups: u64,
    pub batches: u64,
    pub entries: u64,
    pub statements: u64,
}

struct Waiting {
    batch: Batch,
    answer: oneshot::Sender<Result<Merged, NotMerged>>,
    /// Dropped with the batch, however it ends.
    _wait: Wait,
}

/// Why nothing was merged.
#[derive(Debug)]
pub enum NotMerged {
    /// The queue is full: come again.
    Busy,
    /// The batch touches too many rows at once: send it in parts.
    TooLarge,
    /// The database failed; nothing of the batch was kept.
    Failed(anyhow::Error),
}

impl Writer {
    /// Starts the task.
    #[must_use]
    pub fn start(store: Store) -> Self {
        let (queue, mut from) = mpsc::channel::<Waiting>(QUEUE);
        let counts = Arc::<Mutex<GroupCounts>>::default();
        let counted = counts.clone();
        tokio::spawn(async move {
            let mut group = Vec::with_capacity(GROUP_SIZE);
            let mut checkpoints = Checkpoints::of(store.clone());
            loop {
                let taken = tokio::select! {
                    biased;
                    () = checkpoints.disk_failed() => {
                        tracing::error!("the database's disk failed: nothing more is merged");
                        return;
                    }
                    taken = from.recv_many(&mut group, GROUP_SIZE) => taken,
                };
                if taken == 0 {
                    return;
                }
                let group = std::mem::take(&mut group);
                let (batches, entries) = (group.len(), group.iter().map(|w| w.batch.arrivals.len()).sum::<usize>());
                let bytes = group.iter().map(|waiting| bytes(&waiting.batch)).sum();
                let ((), statements) = statements::counted(merge_group(&store, group)).await;
                checkpoints.merged(bytes);
                let mut counts = counted.lock().unwrap_or_else(PoisonError::into_inner);
                counts.groups += 1;
                counts.batches += batches as u64;
                counts.entries += entries as u64;
                counts.statements += statements;
            }
        });
        Self { queue, waits: Waits::default(), counts }
    }

    /// What has been merged so far.
    #[must_use]
    pub fn counts(&self) -> GroupCounts {
        *self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Batches that wait to be taken.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// How long the oldest batch without an answer has waited, those included that are being merged; `None` when nothing
    /// waits. Seconds of it mean that the database, or another server that holds a lock in it, stands still.
    #[must_use]
    pub fn oldest_wait(&self) -> Option<Duration> {
        self.waits.oldest().map(|since| since.elapsed())
    }

    /// Whether the task still runs.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        !self.queue.is_closed()
    }

    /// Waits until the task has ended, which it does by itself only when something is badly wrong.
    pub async fn ended(&self) {
        self.queue.closed().await;
    }

    /// Merges a batch and waits until it is durable. A caller that gives up cancels nothing.
    ///
    /// # Errors
    /// [`NotMerged`]: the batch is not kept, or, where the connection to the database broke, not known to be; sending
    /// it again is safe.
    pub async fn merge(&self, batch: Batch) -> Result<Merged, NotMerged> {
        let (answer, merged) = oneshot::channel();
        let waiting = Waiting { batch, answer, _wait: self.waits.begin() };
        self.queue.try_send(waiting).map_err(|_| NotMerged::Busy)?;
        merged.await.unwrap_or_else(|_| Err(NotMerged::Failed(anyhow!("the writer stopped before it answered"))))
    }
}

/// What its entries take in the database, roughly.
fn bytes(batch: &Batch) -> usize {
    batch.arrivals.iter().filter_map(|arrival| arrival.outcome.as_ref().ok()).map(|read| read.body.len()).sum()
}

/// When each batch without an answer began to wait.
#[derive(Clone, Default)]
struct Waits(Arc<Mutex<Since>>);

#[derive(Default)]
struct Since {
    next: u64,
    by_number: BTreeMap<u64, Instant>,
}

/// One batch's wait; it ends when this is dropped.
struct Wait {
    of: Waits,
    number: u64,
}

impl Waits {
    fn begin(&self) -> Wait {
        let mut since = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = since.next;
        since.next += 1;
        since.by_number.insert(number, Instant::now());
        Wait { of: self.clone(), number }
    }

    fn oldest(&self) -> Option<Instant> {
        let since = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        since.by_number.first_key_value().map(|(_, since)| *since)
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        self.of.0.lock().unwrap_or_else(PoisonError::into_inner).by_number.remove(&self.number);
    }
}

async fn merge_group(store: &Store, group: Vec<Waiting>) {
    let batches: Vec<&Batch> = group.iter().map(|w| &w.batch).collect();
    match caught("merging", merge_retrying(store, &batches)).await {
        Ok(merged) => group.into_iter().zip(merged).for_each(|(waiting, merged)| answer(waiting, Ok(merged))),
        // One bad neighbour must not take the others with it.
        Err(error) if group.len() > 1 && DatabaseError::of(&error).may_spare_others() => {
            tracing::warn!(error = format!("{error:#}"), batches = group.len(), "merging batches one by one");
            for waiting in group {
                let merged = caught("merging", merge_retrying(store, &[&waiting.batch])).await;
                answer(waiting, merged.map(|mut merged| merged.remove(0)));
            }
        }
        Err(error) => {
            let kind = DatabaseError::of(&error);
            group.into_iter().for_each(|waiting| answer(waiting, Err(anyhow!(kind).context(format!("{error:#}")))));
        }
    }
}

fn answer(waiting: Waiting, merged: Result<Result<Merged, TooManyRows>>) {
    let merged = match merged {
        Ok(Ok(merged)) => Ok(merged),
        Ok(Err(TooManyRows)) => Err(NotMerged::TooLarge),
        Err(error) => Err(NotMerged::Failed(error)),
    };
    // Who doesn't wait any more gets the same answer by sending again.
    let _ = waiting.answer.send(merged);
}

/// Merges some batches in one transaction, which is begun anew while the database ends it in favour of another one.
async fn merge_retrying(store: &Store, batches: &[&Batch]) -> Result<Vec<Result<Merged, TooManyRows>>> {
    let mut delay = RETRY_DELAY;
    for _ in 1..ATTEMPTS {
        match together(store, batches).await {
            Err(error) if DatabaseError::of(&error) == DatabaseError::Conflict => {
                tracing::warn!(error = format!("{error:#}"), batches = batches.len(), "merging batches once more");
                tokio::time::sleep(delay).await;
                delay *= 2;
            }
            ended => return ended,
        }
    }
    together(store, batches).await
}

async fn together(store: &Store, batches: &[&Batch]) -> Result<Vec<Result<Merged, TooManyRows>>> {
    let mut tx = store.begin().await?;
    let mut places: BTreeMap<&PartnershipId, Vec<usize>> = BTreeMap::new();
    for (at, batch) in batches.iter().enumerate() {
        places.entry(&batch.partnership).or_default().push(at);
    }
    // In ascending order, so that two servers can't wait for each other.
    for partnership in places.keys() {
        tx.lock(partnership.as_str()).await?;
    }
    let mut merged: Vec<Option<Result<Merged, TooManyRows>>> = batches.iter().map(|_| None).collect();
    let mut notes = Vec::with_capacity(places.len());
    for (of, places) in &places {
        let (outcomes, noted) =
            of_partnership(store, &mut tx, of, places.iter().map(|at| batches[*at]).collect()).await?;
        places.iter().zip(outcomes).for_each(|(at, outcome)| merged[*at] = Some(outcome));
        notes.push((of, noted));
    }
    // Last of all and in ascending order, as every transaction does; one statement however many batches there are.
    for (partnership, noted) in notes.into_iter().filter(|(_, noted)| !noted.is_empty()) {
        audit::note_all(&mut tx, partnership, noted).await?;
    }
    tx.commit().await?;
    let merged =
        merged.into_iter().map(|outcome| outcome.context("a batch without an outcome")).collect::<Result<Vec<_>>>()?;
    let tell = |(batch, merged): (&&Batch, &Merged)| store.commits.tell(&batch.partnership, merged.commit_no);
    batches.iter().zip(&merged).filter_map(|(batch, merged)| Some((batch, merged.as_ref().ok()?))).for_each(tell);
    Ok(merged)
}

async fn of_partnership(store: &Store, tx: &mut Tx, of: &PartnershipId, batches: Vec<&Batch>) -> Result<Outcomes> {
    let head = Head::read(tx, of).await?;
    let in_force = store.in_force_numbered(tx, of, head.catalogue_no).await?;
    Group { of, head, in_force }.merge(tx, &batches).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[tokio::test]
    async fn a_task_that_has_ended_is_noticed() {
        let (queue, from) = mpsc::channel(1);
        let writer = Writer { queue, waits: Waits::default(), counts: Arc::default() };
        assert!(writer.ended().now_or_never().is_none(), "it goes on");
        drop(from);
        writer.ended().await;
    }

    #[test]
    fn the_oldest_wait_is_that_of_the_first_batch_without_an_answer() {
        let waits = Waits::default();
        assert_eq!(waits.oldest(), None);
        let (first, second) = (waits.begin(), waits.begin());
        let oldest = waits.oldest().expect("one waits");
        drop(first);
        assert!(waits.oldest().expect("the other waits") >= oldest);
        drop(second);
        assert_eq!(waits.oldest(), None, "an answered batch waits no more, and neither does one that was dropped");
    }
}
