//! What runs beside the requests: a panic in it is an error like others, and a task that ends all the same is noticed.

use anyhow::{Result, anyhow};
use futures_util::FutureExt;
use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use tokio::task::AbortHandle;

/// The tasks of a server that is to have all of them for as long as it runs.
#[derive(Clone, Default)]
pub struct Tasks(Arc<Shared>);

#[derive(Default)]
struct Shared {
    running: Mutex<Vec<(&'static str, AbortHandle)>>,
    ended: Notify,
}

impl Tasks {
    /// Starts a task that goes on until the server stops.
    pub fn start(&self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        let mark = Mark(self.0.clone());
        let task = tokio::spawn(async move {
            let _mark = mark;
            task.await;
        });
        self.running().push((name, task.abort_handle()));
    }

    /// The tasks that have ended, by their names.
    #[must_use]
    pub fn ended(&self) -> Vec<&'static str> {
        self.running().iter().filter(|(_, task)| task.is_finished()).map(|(name, _)| *name).collect()
    }

    /// Waits until one of them has ended.
    pub async fn one_ended(&self) {
        self.0.ended.notified().await;
    }

    /// Ends all of them, as the server stops.
    pub fn stop(&self) {
        self.running().iter().for_each(|(_, task)| task.abort());
    }

    fn running(&self) -> MutexGuard<'_, Vec<(&'static str, AbortHandle)>> {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Goes with a task, however that ends.
struct Mark(Arc<Shared>);

impl Drop for Mark {
    fn drop(&mut self) {
        self.0.ended.notify_one();
    }
}

/// Runs something to its end; a panic in it is an error that says where.
///
/// # Errors
/// Its own, or that it panicked.
pub async fn caught<T>(what: &str, work: impl Future<Output = Result<T>>) -> Result<T> {
    // What was under way is dropped with the unwinding, transactions included, which leave nothing behind then.
    match AssertUnwindSafe(work).catch_unwind().await {
        Ok(done) => done,
        Err(panic) => Err(anyhow!("{what} panicked: {}", words(panic.as_ref()))),
    }
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a word")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_an_error_and_what_follows_goes_on() {
        let broken = caught("counting", async { if true { panic!("no such day") } else { Ok(1) } }).await;
        assert_eq!(format!("{:#}", broken.expect_err("an error")), "counting panicked: no such day");
        assert_eq!(caught("counting", async { Ok(2) }).await.expect("two"), 2);
    }

    #[tokio::test]
    async fn a_task_that_ends_is_noticed_by_its_name() {
        let tasks = Tasks::default();
        tasks.start("endless", std::future::pending());
        assert!(tasks.ended().is_empty());
        tasks.start("short", async {});
        tasks.one_ended().await;
        while tasks.ended() != ["short"] {
            tokio::task::yield_now().await;
        }
        tasks.stop();
        tasks.one_ended().await;
        while tasks.ended().len() < 2 {
            tokio::task::yield_now().await;
        }
    }
}
