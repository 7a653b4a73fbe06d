//! Waiting for a condition, never for a time.

use anyhow::{Result, bail};
use std::future::Future;
use std::time::{Duration, Instant};

/// Far beyond what any condition takes; only a failure waits so long.
const PATIENCE: Duration = Duration::from_secs(30);
const BETWEEN: Duration = Duration::from_millis(50);
/// A single attempt that takes longer never ends.
const ATTEMPT: Duration = Duration::from_secs(120);

/// How often what takes long is done: `few` in every run of the tests, `many` in the long ones.
#[must_use]
pub fn rounds(few: u32, many: u32) -> u32 {
    if std::env::var_os("ROND_LONG").is_some() { many } else { few }
}

/// Asks until the answer is there.
///
/// # Errors
/// When it never comes; `what` says what was waited for.
pub async fn until<T, F: Future<Output = Result<Option<T>>>>(what: &str, mut ask: impl FnMut() -> F) -> Result<T> {
    let start = Instant::now();
    let mut last = None;
    while start.elapsed() < PATIENCE {
        match tokio::time::timeout(ATTEMPT, ask()).await {
            Ok(Ok(Some(found))) => return Ok(found),
            Ok(Ok(None)) => last = None,
            Ok(Err(error)) => last = Some(error),
            Err(_) => bail!("an attempt didn't end: {what}"),
        }
        tokio::time::sleep(BETWEEN).await;
    }
    match last {
        Some(error) => Err(error.context(format!("waited in vain for {what}"))),
        None => bail!("waited in vain for {what}"),
    }
}
