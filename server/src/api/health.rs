//! Is it alive, is it ready: for whatever watches over the server. Answered in JSON, and soon, whatever doesn't work.

use crate::state::App;
use anyhow::{Context, Result};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::timeout;

/// How long the database is waited for. Whoever asks gives up soon after.
pub const DATABASE_WITHIN: Duration = Duration::from_millis(1_500);
/// A batch that waits longer than this is one whose phone is about to give up.
const BATCH_WITHIN: Duration = Duration::from_secs(10);

/// `GET /healthz`: the process answers.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: whether requests should be sent here. 503 when the database doesn't answer in time, when batches wait too
/// long for their commit, or when a task that the server needs has ended.
pub async fn readyz(State(app): State<App>) -> (StatusCode, Json<Value>) {
    let answered = database_answers(&app).await;
    if let Err(error) = &answered {
        tracing::warn!(error = format!("{error:#}"), "not ready: the database doesn't answer");
    }
    let seen = Seen {
        database_answers: answered.is_ok(),
        merges: app.writer.is_alive(),
        oldest_batch: app.writer.oldest_wait(),
        ended: app.tasks.ended(),
    };
    let body = json!({
        "ready": seen.is_ready(),
        "database": app.store.name(),
        "database_answers": seen.database_answers,
        "writer": {
            "alive": seen.merges,
            "waiting": app.writer.waiting(),
            "oldest_ms": seen.oldest_batch.map_or(0, |waited| waited.as_millis()),
        },
        "tasks_ended": seen.ended,
        "build": app.site.build,
    });
    (if seen.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, Json(body))
}

async fn database_answers(app: &App) -> Result<()> {
    timeout(DATABASE_WITHIN, app.store.ping()).await.context("it took too long")?
}

/// What readiness is judged by.
struct Seen {
    database_answers: bool,
    merges: bool,
    oldest_batch: Option<Duration>,
    ended: Vec<&'static str>,
}

impl Seen {
    fn is_ready(&self) -> bool {
        let is_fast = self.oldest_batch.is_none_or(|waited| waited < BATCH_WITHIN);
        self.database_answers && self.merges && is_fast && self.ended.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_ready_when_all_of_it_works() {
        let well = || Seen {
            database_answers: true,
            merges: true,
            oldest_batch: Some(Duration::from_millis(5)),
            ended: vec![],
        };
        assert!(well().is_ready());
        for ill in [
            Seen { database_answers: false, ..well() },
            Seen { merges: false, ..well() },
            Seen { oldest_batch: Some(BATCH_WITHIN), ..well() },
            Seen { ended: vec!["daily"], ..well() },
        ] {
            assert!(!ill.is_ready());
        }
    }
}
