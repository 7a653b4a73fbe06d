//! Refusals as rows of the audit log, or as counts of them ([`super::refusals`]).

use super::refusals::{Kind, Row};
use crate::clock::now_ms;
use crate::state::App;
use crate::store::AuditEvent;
use anyhow::Result;
use domain::id::{PartnershipId, PersonId};
use serde_json::{Value, json};

/// Logs a refusal, or counts it.
///
/// # Errors
/// When the database fails.
pub async fn refused(
    app: &App,
    partnership: &PartnershipId,
    person: Option<PersonId>,
    (event, why): (AuditEvent, &'static str),
    about: Value,
) -> Result<()> {
    let now_ms = now_ms();
    let kind = Kind { partnership: partnership.clone(), person, event, why };
    for row in app.refusals.meet(&kind, now_ms) {
        log(app, &kind, &row, about.clone(), now_ms).await?;
    }
    Ok(())
}

/// Logs what was counted in minutes that are over; at the end, of all.
///
/// # Errors
/// When the database fails.
pub async fn tell_counts(app: &App, all: bool) -> Result<()> {
    let now_ms = now_ms();
    for (kind, row) in app.refusals.take(now_ms, all) {
        log(app, &kind, &row, json!({}), now_ms).await?;
    }
    Ok(())
}

async fn log(app: &App, kind: &Kind, row: &Row, mut about: Value, now_ms: i64) -> Result<()> {
    if let Row::Counted { since_ms, times } = row {
        about = json!({ "times": times, "since_ms": since_ms });
    }
    about["why"] = json!(kind.why);
    app.store.note(&kind.partnership, kind.person, kind.event, about, now_ms).await
}
