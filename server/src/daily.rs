//! What the server does by itself while it runs: counts of refusals by the minute, promises that continue at the start and by
//! the hour, names that are forgotten by the day.

use crate::clock::now_ms;
use crate::first_start;
use crate::http::refusal_log;
use crate::state::App;
use crate::store::Store;
use crate::tasks::caught;
use anyhow::Result;
use std::future::Future;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const MINUTES_OF_AN_HOUR: u64 = 60;
const MINUTES_OF_A_DAY: u64 = 24 * MINUTES_OF_AN_HOUR;

/// Goes on until it is dropped. What fails or panics is told, and tried again at its next time.
pub async fn run(app: App) {
    // Beside the requests: with years of entries it takes minutes.
    work("continuing promises", first_start::extend(&app.store, now_ms())).await;
    work("putting weeks over New Year right", put_weeks_right(&app.store)).await;
    for minute in 1.. {
        tokio::time::sleep(MINUTE).await;
        work("telling counts of refusals", refusal_log::tell_counts(&app, false)).await;
        if minute % MINUTES_OF_AN_HOUR == 0 {
            // So often that January needs nobody.
            work("continuing promises", first_start::extend(&app.store, now_ms())).await;
            work("removing what stopped counts have left", app.store.sweep_runs(now_ms())).await;
            work("wiping what was forgotten", app.store.finish_wiping()).await;
        }
        if minute % MINUTES_OF_A_DAY == MINUTES_OF_AN_HOUR {
            work("forgetting names", forget(&app.store, now_ms())).await;
        }
    }
}

/// Counts anew what a database of an earlier version has of weeks over New Year.
async fn put_weeks_right(store: &Store) -> Result<()> {
    for partnership in store.partnerships().await? {
        if store.put_weeks_right(&partnership).await? {
            tracing::info!(%partnership, "weeks over New Year were counted anew, each in the promise of its Thursday");
        }
    }
    Ok(())
}

async fn work(what: &str, work: impl Future<Output = Result<()>>) {
    if let Err(error) = caught(what, work).await {
        tracing::error!(error = format!("{error:#}"), "{what} failed; it is tried again");
    }
}

/// Forgets the names that are over, in every partnership.
///
/// # Errors
/// When the database fails.
pub async fn forget(store: &Store, now_ms: i64) -> Result<()> {
    for partnership in store.partnerships().await? {
        let forgotten = store.forget_names(&partnership, true, now_ms).await?;
        if !forgotten.people.is_empty() {
            tracing::info!(%partnership, people = forgotten.people.len(), "names were forgotten");
        }
    }
    Ok(())
}
