//! What no other way tells: commits of other servers on the same database, and sessions that have ended elsewhere.

use crate::state::App;
use crate::tasks::caught;
use anyhow::Result;
use std::time::Duration;

/// How long another server's commit may go unheard.
const EVERY: Duration = Duration::from_secs(3);

/// Polls for as long as any stream is open: once for all of them.
pub(super) fn start(app: &App) {
    let app = app.clone();
    tokio::spawn(async move {
        while let Some(sessions) = app.live.sessions() {
            if let Err(error) = caught("reading commits of others", look(&app, &sessions)).await {
                tracing::warn!(error = format!("{error:#}"), "commits of others can't be read; trying again");
            }
            tokio::time::sleep(EVERY).await;
        }
    });
}

async fn look(app: &App, sessions: &[Vec<u8>]) -> Result<()> {
    app.store.read_commits().await?;
    let lasting = app.store.lasting(sessions, app.clock.now_ms()).await?;
    sessions.iter().filter(|session| !lasting.contains(*session)).for_each(|session| app.live.end(session));
    Ok(())
}
