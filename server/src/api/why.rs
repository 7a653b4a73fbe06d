//! Why an occasion counts or doesn't, asked of the domain: for the page, and as JSON for programs.

use crate::clock::now_ms;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::state::App;
use crate::store::{History, InForce, NotDecided};
use axum::Json;
use axum::extract::{Path, State};
use domain::authorization::entries_of;
use domain::id::{CommitmentId, EntryId, PromiseId, TargetId};
use domain::promise::Promise;
use domain::tally::NotCounted;
use domain::why::{Answer, Stopped, TargetAnswer, Why, why};
use serde::Serialize;

/// `GET /api/v1/entries/{id}/why`.
#[derive(Serialize)]
pub struct Explanation {
    occasion: EntryId,
    counts: bool,
    /// Why nothing of it can count, as a stable word; null where a promise decides.
    stopped: Option<&'static str>,
    promise: Option<PromiseId>,
    targets: Vec<ExplainedTarget>,
}

#[derive(Serialize)]
struct ExplainedTarget {
    target: TargetId,
    /// Whose target it is, where that is another promise than the one that decides: an ISO week over New Year is of the
    /// year that its Thursday lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    promise: Option<PromiseId>,
    commitment: Option<CommitmentId>,
    /// `counts`, `counts_by`, or why not.
    why: &'static str,
    /// The occasion that stands for the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<EntryId>,
    /// Where it was too short: how long it was and what it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    needed: Option<u32>,
}

/// The handler. The read is in the audit log before the answer is given.
///
/// # Errors
/// 403 for another organisation's occasion, 404 for one that isn't there.
pub async fn told(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Json<Explanation>, Problem> {
    let (root, history) = history(&app, &staff, &id).await?;
    let in_force = app.in_force(&staff.viewer.partnership).await?;
    Ok(Json(match answer(root, &history, &in_force) {
        Err(stopped) => Explanation {
            occasion: root,
            counts: false,
            stopped: Some(stopped.word()),
            promise: None,
            targets: Vec::new(),
        },
        Ok(answer) => Explanation {
            occasion: root,
            counts: answer.counts(),
            stopped: None,
            promise: Some(answer.promise.id.clone()),
            targets: answer.targets.iter().map(|target| told_target(answer.promise, target)).collect(),
        },
    }))
}

fn told_target(deciding: &Promise, answer: &TargetAnswer<'_>) -> ExplainedTarget {
    let mut commitments = answer.promise.commitments.iter();
    let commitment = commitments.find(|c| c.targets.iter().any(|t| t.id == answer.target.id)).map(|c| c.id.clone());
    let by = match &answer.why {
        Why::CountsBy(other) => Some(*other),
        _ => None,
    };
    let (minutes, needed) = match &answer.why {
        Why::Not(NotCounted::TooShort { minutes, needed }) => (*minutes, Some(*needed)),
        _ => (None, None),
    };
    let promise = (answer.promise.id != deciding.id).then(|| answer.promise.id.clone());
    ExplainedTarget {
        target: answer.target.id.clone(),
        promise,
        commitment,
        why: answer.why.word(),
        by,
        minutes,
        needed,
    }
}

/// The history of an occasion that a viewer may read.
///
/// # Errors
/// 403 for another organisation's occasion, 404 for one that isn't there.
pub async fn history(app: &App, staff: &Staff, id: &str) -> Result<(EntryId, History), Problem> {
    let viewer = &staff.viewer;
    let root = EntryId::read(id).ok_or_else(Problem::not_found)?;
    let organisation = entries_of(viewer).ok_or_else(Problem::not_allowed)?;
    let reader = (viewer.person, now_ms());
    match app.store.history(&viewer.partnership, organisation, root, reader).await? {
        Ok(history) => Ok((root, history)),
        Err(NotDecided::NotTheirs) => Err(Problem::not_allowed()),
        Err(_) => Err(Problem::not_found()),
    }
}

/// The domain's answer.
///
/// # Errors
/// Why nothing of the occasion can count.
pub fn answer<'a>(root: EntryId, history: &'a History, in_force: &'a InForce) -> Result<Answer<'a>, Stopped> {
    why(root, &history.group, &in_force.catalogue, &|ms| in_force.zone.local_of(ms))
}
