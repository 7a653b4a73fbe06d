//! Passwords are hashed by a few threads at a time: hashing one costs 19 megabytes and tens of milliseconds of a core on
//! purpose, and a storm of sign-ins must cost no more than that.

use crate::problem::Problem;
use crate::secret;
use anyhow::{Context, Result};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Sign-ins that wait for their turn; beyond it the server says that it is busy.
const QUEUE: usize = 64;

/// The way to the hashing threads.
pub struct Hashing {
    /// Half of the cores, so that phones are answered meanwhile.
    turns: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

impl Default for Hashing {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let turns = Arc::new(Semaphore::new((cores / 2).clamp(1, 8)));
        Self { turns, queue: Arc::new(Semaphore::new(QUEUE)) }
    }
}

impl Hashing {
    /// A password's hash.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub async fn hash(&self, password: String) -> Result<String, Problem> {
        Ok(self.in_turn(move || secret::hash_password(&password)).await??)
    }

    /// The first of some hashes that a password fits, by its place. Every one of them is as slow as any, those that
    /// aren't there too: neither who has an account nor who has chosen a password can be told from the time.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub async fn fitting(&self, password: String, hashes: Vec<Option<String>>) -> Result<Option<usize>, Problem> {
        self.in_turn(move || {
            if hashes.is_empty() {
                let _ = secret::fits(&password, None);
            }
            hashes.iter().position(|phc| secret::fits(&password, phc.as_deref()))
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let waiting = self.queue.clone().try_acquire_owned().map_err(|_| Problem::busy())?;
        let turn = self.turns.clone().acquire_owned().await.context("hashing has stopped")?;
        drop(waiting);
        let done = tokio::task::spawn_blocking(move || {
            // The thread's and not the request's: whoever hangs up frees no turn early.
            let _turn = turn;
            work()
        });
        Ok(done.await.context("hashing the password stopped")?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_storm_is_hashed_a_few_at_a_time_and_what_is_too_much_is_told() {
        let hashing = Arc::new(Hashing::default());
        let (at_once, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let turns = hashing.turns.available_permits();
        let storm: Vec<_> = (0..300)
            .map(|_| {
                let (hashing, at_once, most) = (hashing.clone(), at_once.clone(), most.clone());
                tokio::spawn(async move {
                    let work = move || {
                        most.fetch_max(at_once.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        at_once.fetch_sub(1, Ordering::SeqCst);
                    };
                    hashing.in_turn(work).await.map_err(|problem| problem.code)
                })
            })
            .collect();
        for one in storm {
            assert!(matches!(one.await.expect("a task"), Ok(()) | Err("busy")));
        }
        assert!((1..=turns).contains(&most.load(Ordering::SeqCst)), "{most:?} of {turns}");
        let places = hashing.queue.clone().acquire_many_owned(QUEUE as u32).await.expect("an empty queue");
        assert_eq!(hashing.in_turn(|| ()).await.map_err(|problem| problem.code), Err("busy"));
        drop(places);
        assert!(hashing.in_turn(|| ()).await.is_ok());
    }
}
