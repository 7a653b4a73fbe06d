//! Work that keeps a core busy is done by a few threads at a time, so that a storm of it leaves the other cores to the phones.

use super::problem::Problem;
use anyhow::{Context, Result};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Requests that wait for their turn; beyond it the server says that it is busy.
const QUEUE: usize = 64;

/// The way to the threads.
pub struct Turns {
    /// Half of the cores, so that phones are answered meanwhile.
    free: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

impl Default for Turns {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { free: Arc::new(Semaphore::new((cores / 2).clamp(1, 8))), queue: Arc::new(Semaphore::new(QUEUE)) }
    }
}

impl Turns {
    /// Does work on a thread of its own when it is its turn.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let turn = self.take().await?;
        let done = tokio::task::spawn_blocking(move || {
            // The thread's and not the request's: whoever hangs up frees no turn early.
            let _turn = turn;
            work()
        });
        Ok(done.await.context("the work stopped")?)
    }

    async fn take(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let waiting = self.queue.clone().try_acquire_owned().map_err(|_| Problem::busy())?;
        let turn = self.free.clone().acquire_owned().await.context("turns are given no more")?;
        drop(waiting);
        Ok(turn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
                    turns.run(work).await.map_err(|problem| problem.code)
                })
            })
            .collect();
        for one in storm {
            assert!(matches!(one.await.expect("a task"), Ok(()) | Err("busy")));
        }
        assert!((1..=free).contains(&most.load(Ordering::SeqCst)), "{most:?} of {free}");
        let places = turns.queue.clone().acquire_many_owned(QUEUE as u32).await.expect("an empty queue");
        assert_eq!(turns.run(|| ()).await.map_err(|problem| problem.code), Err("busy"));
        drop(places);
        assert!(turns.run(|| ()).await.is_ok());
    }
}
