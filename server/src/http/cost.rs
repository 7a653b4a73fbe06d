//! What one request may cost the server: stated beside each route (`router.rs`), kept by the layers in front of its handler.
//! A handler can neither read a larger body nor keep a thread busy that answers others.

use super::problem::Problem;
use domain::limits::{self, Limits};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// See the module.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cost {
    /// Bytes of a body as it arrives.
    pub body_bytes: usize,
    /// Bytes of a gzip body after inflating; `None` takes no encoding at all.
    pub inflated_bytes: Option<usize>,
    /// Values in a JSON body, nested ones included: an object costs a hundred times the memory of its text.
    pub json_values: usize,
    pub work: Work,
}

/// What a handler does while it answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Work {
    /// Waits for the database, and reckons for less than it takes to be noticed.
    Light,
    /// Keeps a core busy: on a thread of its own, when it is its turn ([`super::turns`]).
    Heavy,
}

impl Cost {
    /// Pages, forms and small JSON.
    pub const LIGHT: Cost = Cost { body_bytes: 16 * 1024, inflated_bytes: None, json_values: 512, work: Work::Light };
    /// What sets papers, or looks through thousands of entries.
    pub const HEAVY: Cost = Cost { work: Work::Heavy, ..Cost::LIGHT };
    /// A batch of a phone: as much as every answer of sync tells ([`crate::api::sync::LIMITS`]).
    pub const SYNC: Cost = Cost {
        body_bytes: Limits::USUAL.bytes as usize,
        inflated_bytes: Some(Limits::USUAL.inflated as usize),
        json_values: limits::REQUEST_VALUES,
        work: Work::Light,
    };

    /// The same for a larger form.
    #[must_use]
    pub const fn with_body(self, body_bytes: usize) -> Cost {
        Cost { body_bytes, ..self }
    }
}

/// Memory for bodies that are being read, in kibibytes: all requests together. What a body becomes takes a few times as much.
const MEMORY_KIB: u32 = 16 * 1024;
/// A request waits so long for its share; a phone gives up after twenty seconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// The memory that bodies of all requests share.
pub struct Memory(Arc<Semaphore>);

/// A body's share, until it is dropped.
#[derive(Debug)]
pub struct Share(#[expect(dead_code, reason = "held, never looked at")] OwnedSemaphorePermit);

impl Default for Memory {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MEMORY_KIB as usize)))
    }
}

impl Memory {
    /// Waits until there is room for so many bytes.
    ///
    /// # Errors
    /// 503 when there is none for ten seconds.
    pub async fn share(&self, bytes: usize) -> Result<Share, Problem> {
        let kib = u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX).clamp(1, MEMORY_KIB);
        match tokio::time::timeout(PATIENCE, self.0.clone().acquire_many_owned(kib)).await {
            Ok(Ok(permit)) => Ok(Share(permit)),
            Ok(Err(_)) | Err(_) => Err(Problem::busy()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[tokio::test]
    async fn a_body_waits_until_there_is_memory_for_it() {
        let memory = Memory::default();
        let whole = memory.share(usize::MAX).await.expect("all of it");
        assert!(memory.share(1).now_or_never().is_none(), "nothing is left, so the next one waits");
        drop(whole);
        assert!(memory.share(1).await.is_ok());
    }
}
