//! `POST /api/v1/sync`: push what waits, pull what changed, in one round trip (protocol, section 9).

use super::rendered_totals::RenderedTotals;
use super::sync_body::{self, Head};
use crate::clock::now_ms;
use crate::http::body;
use crate::http::cookies::Cookie;
use crate::http::cost::Cost;
use crate::http::problem::Problem;
use crate::http::refusal_log;
use crate::state::App;
use crate::store::{AsOfCommit, AuditEvent, Batch, ChangeRow, Changes, Credential, InForce, Merged, NotMerged};
use anyhow::Result;
use axum::Json;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use domain::cursor::{self, Position};
use domain::entry::Refusal;
use domain::id::{EntryId, JournalId, PersonId};
use domain::limits::Limits;
use domain::merge::Arrival;
use domain::wire::{Answer, Change, PromiseVersion, VERSION, Verdict};
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Duration;

/// What this server takes in one request; told in every answer.
pub const LIMITS: Limits = Limits::USUAL;

/// Changes told in one answer.
const CHANGES: usize = 200;

/// What is read after the commit may take so long.
const AFTER_COMMIT: Duration = Duration::from_secs(5);

/// The handler. A receipt depends on the merge alone: what can't be read after it is left out of the answer.
///
/// # Errors
/// The whole request is refused only when it can't be read, is too large, or nobody is known to send it; single
/// entries are refused in their verdicts.
pub async fn sync(
    State(app): State<App>,
    Extension(credential): Extension<Credential>,
    Extension(cost): Extension<Cost>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let now_ms = now_ms();
    let author: PersonId = *credential.people.first().ok_or_else(Problem::not_signed_in)?;
    let text = body::text(&app, &headers, body, cost).await?;
    let ((head, arrivals), share) = text.read(move |text| sync_body::read(text, author)).await?;
    let after = head.after.clone();
    let merged = app.writer.merge(batch(head, arrivals, &credential, now_ms)).await.map_err(|not| match not {
        NotMerged::Busy => Problem::busy(),
        NotMerged::TooLarge => Problem::too_large(),
        NotMerged::Failed(error) => Problem::failed(&error),
    })?;
    drop(share);
    // From here on nothing fails: what was merged is answered.
    or_without("the log of refusals", log_not_yours(&app, &credential, &merged)).await;
    app.counts.merged(&merged.verdicts);
    let renewed = Cookie::Device.read(&headers, app.secure()).filter(|_| credential.renewed);
    let after = cursor::read(after.as_deref(), &merged.epoch);
    let answer = answer(&app, &credential, merged, after, now_ms).await;
    let mut response = Json(answer).into_response();
    if let Some(cookie) = renewed.and_then(|secret| Cookie::Device.set(&secret, app.secure(), device_age_s())) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Logs that a phone sent what isn't its people's: once a minute, however often it tries again.
async fn log_not_yours(app: &App, credential: &Credential, merged: &Merged) -> Result<()> {
    let not_yours = |verdict: &&Verdict| verdict.code.as_deref() == Some(Refusal::NotYours.code());
    let ids: Vec<EntryId> = merged.verdicts.iter().filter(not_yours).filter_map(|verdict| verdict.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let about = json!({ "device": credential.device, "entries": ids.len(), "ids": ids });
    let kind = (AuditEvent::Refused, Refusal::NotYours.code());
    let person = credential.people.first().copied();
    refusal_log::refused(app, &credential.partnership, person, kind, about).await
}

/// For how long a browser keeps the credential, in seconds.
#[must_use]
pub fn device_age_s() -> i64 {
    crate::store::CREDENTIAL_MS / 1000
}

fn batch(head: Head, arrivals: Vec<Arrival>, credential: &Credential, now_ms: i64) -> Batch {
    Batch {
        partnership: credential.partnership.clone(),
        device: credential.device,
        journals: head.journals,
        arrivals,
        waiting: head.waiting,
        clock: head.clock,
        by_hand: false,
        now_ms,
    }
}

/// What is done after the commit; `None`, and a line in the log, where it fails or takes too long.
async fn or_without<T>(what: &'static str, done: impl Future<Output = Result<T>>) -> Option<T> {
    match tokio::time::timeout(AFTER_COMMIT, done).await {
        Ok(Ok(done)) => Some(done),
        Ok(Err(error)) => {
            tracing::error!(error = format!("{error:#}"), "a sync is answered without {what}");
            None
        }
        Err(_) => {
            tracing::error!("a sync is answered without {what}, which took too long");
            None
        }
    }
}

/// The answer: receipts, and what the phone needs to know. A revoked phone gets its receipts and nothing else.
async fn answer(
    app: &App,
    credential: &Credential,
    merged: Merged,
    after: Position,
    now_ms: i64,
) -> Answer<RenderedTotals> {
    let in_force = merged.in_force.as_ref();
    let revoked = credential.revoked || merged.revoked;
    let (mut promises, mut tallies) = (Vec::new(), BTreeMap::new());
    let mut changes = Changes::default();
    // A phone that is told nothing has been told nothing more: enrolled anew it hears what it missed.
    let mut so_far = after;
    if !revoked {
        let journals: Vec<JournalId> = merged.held.keys().copied().collect();
        // Of most phones nothing was decided since they last asked.
        let through = if after.commit_no < merged.decided_no { merged.commit_no } else { after.commit_no };
        let told = app.store.changes(&credential.partnership, &journals, after, through, CHANGES);
        if let Some(told) = or_without("what was decided", told).await {
            so_far = told.next.unwrap_or(Position { commit_no: merged.commit_no, within: None });
            changes = told;
        }
        let day = in_force.zone.day_of(now_ms);
        // Over New Year the running week is of the promise that its Thursday lies in, and may still be due there.
        let thursday = day.plus(4 - day.weekday() as i32);
        let today = in_force.catalogue.nearest(day);
        let of_week = in_force.catalogue.at(None, thursday).filter(|of| today.is_none_or(|t| t.id != of.id));
        for promise in today.into_iter().chain(of_week) {
            promises.push(PromiseVersion { id: promise.id.clone(), version: promise.version });
            let as_of = AsOfCommit { epoch: merged.epoch.clone(), commit_no: merged.commit_no };
            let totals = app.totals.of(&app.store, promise, &merged.organisations, day, as_of);
            let totals = or_without("the totals", totals).await;
            tallies.extend(totals.map(|totals| (promise.id.clone(), totals)));
        }
    }
    Answer {
        v: VERSION,
        server_time: in_force.zone.moment(now_ms),
        // Decisions about the phone's own occasions follow this; it never runs ahead of what was committed.
        cursor: cursor::write(&merged.epoch, so_far),
        epoch: merged.epoch,
        more: changes.next.is_some(),
        verdicts: merged.verdicts,
        held: merged.held,
        changes: changes.changes.into_iter().map(|row| change(row, in_force)).collect(),
        promises,
        tallies,
        limits: LIMITS,
        revoked,
        seal: Some(app.seal.clone()),
    }
}

fn change(row: ChangeRow, in_force: &InForce) -> Change {
    Change {
        id: row.root,
        change: row.change.to_owned(),
        at: in_force.zone.moment(row.at_ms),
        message: row.message,
        heads: row.heads,
        entries: row.entries,
    }
}
