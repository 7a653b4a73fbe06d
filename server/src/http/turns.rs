//! Work that keeps a core busy is done by a few threads at a time, so that a storm of it leaves the other cores to the phones.

use super::problem::Problem;
use anyhow::{Context, Result};
use domain::authorization::Rule;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Requests that wait for their turn, of those who are known and of the others; beyond it the server says that it is busy.
const QUEUE: usize = 64;

/// Whose work it is. Those who are known wait for each other and for what is under way, and never for a queue of the others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Caller {
    Known,
    Unknown,
}

impl Caller {
    /// Who gets past a route's rule.
    #[must_use]
    pub fn past(rule: Rule) -> Self {
        match rule {
            Rule::Everyone | Rule::Enrol | Rule::SetUp => Self::Unknown,
            _ => Self::Known,
        }
    }
}

/// The way to the threads.
pub struct Turns {
    /// Half of the cores, so that phones are answered meanwhile.
    free: Arc<Semaphore>,
    /// As many of those who aren't known may ask for a thread at a time.
    unknown: Arc<Semaphore>,
    known_queue: Arc<Semaphore>,
    unknown_queue: Arc<Semaphore>,
}

/// A thread, until the work is done.
struct Turn {
    _thread: OwnedSemaphorePermit,
    _unknown: Option<OwnedSemaphorePermit>,
}

impl Default for Turns {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let of = |permits| Arc::new(Semaphore::new(permits));
        let threads = (cores / 2).clamp(1, 8);
        Self { free: of(threads), unknown: of(threads), known_queue: of(QUEUE), unknown_queue: of(QUEUE) }
    }
}

impl Turns {
    /// Does work on a thread of its own when it is its turn.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub async fn run<T: Send + 'static>(
        &self,
        caller: Caller,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = self.take(caller).await?;
        let done = tokio::task::spawn_blocking(move || {
            // The thread's and not the request's: whoever hangs up frees no turn early.
            let _turn = turn;
            work()
        });
        Ok(done.await.context("the work stopped")?)
    }

    async fn take(&self, caller: Caller) -> Result<Turn, Problem> {
        const ENDED: &str = "turns are given no more";
        let (queue, others) = match caller {
            Caller::Known => (&self.known_queue, None),
            Caller::Unknown => (&self.unknown_queue, Some(&self.unknown)),
        };
        let waiting = queue.clone().try_acquire_owned().map_err(|_| Problem::busy())?;
        let unknown = match others {
            Some(others) => Some(others.clone().acquire_owned().await.context(ENDED)?),
            None => None,
        };
        let thread = self.free.clone().acquire_owned().await.context(ENDED)?;
        drop(waiting);
        Ok(Turn { _thread: thread, _unknown: unknown })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_storm_is_worked_off_a_few_at_a_time_and_what_is_too_much_is_told() {
        let turns = Arc::new(Turns::default());
        let (at_once, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let free = turns.free.available_permits();
        let storm: Vec<_> = (0..300)
            .map(|_| {
                let (turns, at_once, most) = (turns.clone(), at_once.clone(), most.clone());
                tokio::spawn(async move {
                    let work = move || {
                        most.fetch_max(at_once.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        at_once.fetch_sub(1, Ordering::SeqCst);
                    };
                    turns.run(Caller::Unknown, work).await.map_err(|problem| problem.code)
                })
            })
            .collect();
        for one in storm {
            assert!(matches!(one.await.expect("a task"), Ok(()) | Err("busy")));
        }
        assert!((1..=free).contains(&most.load(Ordering::SeqCst)), "{most:?} of {free}");
        let places = turns.unknown_queue.clone().acquire_many_owned(QUEUE as u32).await.expect("an empty queue");
        assert_eq!(turns.run(Caller::Unknown, || ()).await.map_err(|problem| problem.code), Err("busy"));
        assert!(turns.run(Caller::Known, || ()).await.is_ok(), "their queue is another");
        drop(places);
        assert!(turns.run(Caller::Unknown, || ()).await.is_ok());
    }

    /// Sixty papers that citizens ask for, and then a supervisor's page.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn whoever_is_known_waits_for_no_queue_of_the_others() {
        let turns = Arc::new(Turns::default());
        let threads = turns.free.available_permits();
        let done = Arc::new(Mutex::new(Vec::new()));
        // Work waits until the sender is dropped.
        let (closed, gate) = std::sync::mpsc::channel::<()>();
        let gate = Arc::new(Mutex::new(gate));
        let begin = |caller| {
            let (turns, done, gate) = (turns.clone(), done.clone(), gate.clone());
            tokio::spawn(async move {
                let work = move || {
                    let _ = gate.lock().expect("a gate").recv();
                    done.lock().expect("a list").push(caller);
                };
                turns.run(caller, work).await.map_err(|problem| problem.code)
            })
        };
        let mut all: Vec<_> = (0..60).map(|_| begin(Caller::Unknown)).collect();
        let waiting = |queue: &Semaphore| QUEUE - queue.available_permits();
        while turns.free.available_permits() > 0 || waiting(&turns.unknown_queue) < 60 - threads {
            tokio::task::yield_now().await;
        }
        all.push(begin(Caller::Known));
        while waiting(&turns.known_queue) == 0 {
            tokio::task::yield_now().await;
        }
        drop(closed);
        for one in all {
            assert_eq!(one.await.expect("a task"), Ok(()));
        }
        let place = done.lock().expect("a list").iter().position(|caller| *caller == Caller::Known);
        assert!(place.is_some_and(|place| place <= 2 * threads), "{place:?} of 61 on {threads} threads");
    }
}
