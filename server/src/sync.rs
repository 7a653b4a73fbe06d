//! `POST /api/v1/sync`: push what waits, pull what changed, in one round trip (protocol, section 9).

use crate::body::{self, Bounds};
use crate::clock::now_ms;
use crate::cookies::Cookie;
use crate::people;
use crate::problem::Problem;
use crate::refusals;
use crate::secret;
use crate::state::App;
use crate::store::{Batch, ChangeRow, Changes, Credential, Deed, InForce, Merged, NotMerged, YearOf};
use axum::Json;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::cursor::{self, Position};
use domain::entry::Refusal;
use domain::id::{EntryId, JournalId, OrganisationId, PersonId};
use domain::limits::{self, Limits};
use domain::merge::arrive;
use domain::promise::{Promise, Target};
use domain::standing::Total;
use domain::wire::{Answer, Change, PromiseVersion, Request, VERSION, Verdict};
use serde_json::json;
use std::collections::BTreeMap;

/// What this server takes in one request; told in every answer.
pub const LIMITS: Limits = Limits::USUAL;
const BOUNDS: Bounds = Bounds { bytes: LIMITS.bytes as usize, inflated: Some(LIMITS.inflated as usize) };

/// Changes told in one answer.
const CHANGES: usize = 200;

/// The handler.
///
/// # Errors
/// The whole request is refused only when it can't be read, is too large, or nobody is known to send it; single
/// entries are refused in their verdicts.
pub async fn sync(
    State(app): State<App>,
    Extension(credential): Extension<Credential>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let now_ms = now_ms();
    let request: Request = body::json(&headers, body, BOUNDS).await?;
    within_limits(&request)?;
    let in_force = app.in_force(&credential.partnership).await?;
    let merged = app.writer.merge(batch(&request, &credential, now_ms)?).await.map_err(|not| match not {
        NotMerged::Busy => Problem::busy(),
        NotMerged::Failed(error) => Problem::failed(&error),
    })?;
    log_not_yours(&app, &credential, &merged).await?;
    app.counts.merged(&merged.verdicts);
    let renewed = Cookie::Device.read(&headers, app.secure()).filter(|_| credential.renewed);
    let after = cursor::read(request.after.as_deref(), &merged.epoch);
    let answer = answer(&app, &credential, &in_force, merged, after, now_ms).await?;
    let mut response = Json(answer).into_response();
    if let Some(cookie) = renewed.and_then(|secret| Cookie::Device.set(&secret, app.secure(), device_age_s())) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Logs that a phone sent what isn't its people's: once a minute, however often it tries again.
async fn log_not_yours(app: &App, credential: &Credential, merged: &Merged) -> Result<(), Problem> {
    let not_yours = |verdict: &&Verdict| verdict.code.as_deref() == Some(Refusal::NotYours.code());
    let ids: Vec<EntryId> = merged.verdicts.iter().filter(not_yours).filter_map(|verdict| verdict.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let about = json!({ "device": credential.device, "entries": ids.len(), "ids": ids });
    let kind = (Deed::Refused, Refusal::NotYours.code());
    let person = credential.people.first().copied();
    Ok(refusals::refused(app, &credential.partnership, person, kind, about).await?)
}

/// For how long a browser keeps the credential, in seconds.
#[must_use]
pub fn device_age_s() -> i64 {
    crate::store::CREDENTIAL_MS / 1000
}

fn within_limits(request: &Request) -> Result<(), Problem> {
    if request.v != VERSION {
        let title = "Appens och serverns versioner förstår inte varandra. Uppdatera appen.";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "unknown_version", title));
    }
    if request.entries.len() > LIMITS.entries as usize || request.journals.len() > limits::JOURNALS {
        let title = "För många poster eller journaler på en gång. Dela upp dem och skicka igen.";
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_many_entries", title));
    }
    Ok(())
}

/// Reads and hashes what was sent. What lacks a journal or an author gets the credential's, where that is clear.
fn batch(request: &Request, credential: &Credential, now_ms: i64) -> Result<Batch, Problem> {
    let author: PersonId = *credential.people.first().ok_or_else(Problem::not_signed_in)?;
    let only_journal: Option<JournalId> = match request.journals.len() {
        1 => request.journals.keys().next().copied(),
        _ => None,
    };
    let arrivals =
        request.entries.iter().map(|sent| arrive(sent.clone(), only_journal, author, &secret::hex_sha256)).collect();
    Ok(Batch {
        partnership: credential.partnership.clone(),
        device: credential.device,
        journals: request.journals.clone(),
        arrivals,
        waiting: request.waiting,
        clock: request.clock,
        by_hand: false,
        now_ms,
    })
}

/// Whether any of some organisations records what a target counts.
fn records(promise: &Promise, target: &Target, organisations: &[OrganisationId]) -> bool {
    let activity = target.activity.as_ref().and_then(|id| promise.activity(id));
    activity.is_some_and(|a| a.organisations.iter().any(|o| organisations.contains(o)))
}

/// The answer: receipts, and what the phone needs to know. A revoked phone gets its receipts and nothing else.
async fn answer(
    app: &App,
    credential: &Credential,
    in_force: &InForce,
    merged: Merged,
    after: Position,
    now_ms: i64,
) -> Result<Answer, Problem> {
    let revoked = credential.revoked || merged.revoked;
    let (mut promises, mut tallies) = (Vec::new(), BTreeMap::new());
    let mut told = Changes::default();
    // A phone that is told nothing has been told nothing more: enrolled anew it hears what it missed.
    let mut so_far = after;
    if !revoked {
        let journals: Vec<JournalId> = merged.held.keys().copied().collect();
        told = app.store.changes(&credential.partnership, &journals, after, merged.commit_no, CHANGES).await?;
        so_far = told.next.unwrap_or(Position { commit_no: merged.commit_no, within: None });
        let day = in_force.zone.day_of(now_ms);
        if let Some(promise) = in_force.catalogue.nearest(day) {
            promises.push(PromiseVersion { id: promise.id.clone(), version: promise.version });
            let through = YearOf { year: day.clamp(promise.from, promise.to).year(), through: day };
            let mut totals: Vec<Total> = app.store.totals(promise, through).await?;
            let theirs = people::organisations_of(&app.store, &credential.partnership, &credential.people).await?;
            // The days are for what is due: nothing is for activities that these people don't record.
            let spare =
                |t: &&mut Total| !promise.targets().any(|of| of.id == t.target && records(promise, of, &theirs));
            totals.iter_mut().filter(spare).for_each(|total| total.days.clear());
            tallies.insert(promise.id.clone(), totals);
        }
    }
    Ok(Answer {
        v: VERSION,
        server_time: in_force.zone.moment(now_ms),
        // Decisions about the phone's own occasions follow this; it never runs ahead of what was committed.
        cursor: cursor::write(&merged.epoch, so_far),
        epoch: merged.epoch,
        more: told.next.is_some(),
        verdicts: merged.verdicts,
        held: merged.held,
        changes: told.changes.into_iter().map(|row| change(row, in_force)).collect(),
        promises,
        tallies,
        limits: LIMITS,
        revoked,
        seal: Some(app.seal.clone()),
    })
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
