//! Deciding through forms: every one a POST that leads back to the page, or says on it why nothing was decided.

use super::occasion;
use super::view::actions::Problem as Refused;
use crate::clock::now_ms;
use crate::http::form::Form;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::secret;
use crate::state::App;
use crate::store::{DecisionRequest, NotDecided};
use crate::text;
use crate::web::questions;
use anyhow::Result;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::authorization::entries_of;
use domain::decision::{self, Decision, Pair, Unsaid};
use domain::id::{ActivityId, AreaId, EntryId, JournalId};
use serde::Deserialize;
use texts::decide as words;

/// What the forms carry; each asks for some of it.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Filled {
    message: String,
    reason: String,
    with: String,
    id: String,
    hash: String,
    head: String,
    from: String,
    to: String,
    journal: String,
    /// The numbers of a gap: "41-43".
    range: String,
    /// Where it leads: an occasion's id, or `questions`.
    back: String,
    /// What the form showed as decided until then.
    seen: Option<String>,
}

/// What is told when nothing was decided: the status, and the place on the page that it is about.
type Not = (StatusCode, Refused);

fn not(field: &'static str, told: &'static str) -> Not {
    (StatusCode::UNPROCESSABLE_ENTITY, Refused { field, told })
}

/// A message or a reason as it is kept.
fn said(text: &str) -> std::result::Result<String, Unsaid> {
    decision::said(&text::paragraphs(text).map_err(|_| Unsaid::Unfit)?)
}

/// `POST /entries/{id}/{decision}` with one of the decisions that every member of staff may do.
///
/// # Errors
/// 403 for another organisation's occasion, 404 for one that isn't there or a decision that there is none of.
pub async fn about_occasion(
    State(app): State<App>,
    staff: Staff,
    Path((id, word)): Path<(String, String)>,
    Form(form): Form<Filled>,
) -> Result<Response, Problem> {
    let root = EntryId::read(&id).ok_or_else(Problem::not_found)?;
    let decision = match word.as_str() {
        "return" => said(&form.message)
            .map(|message| Decision::Return { root, message })
            .map_err(|why| not("message", words::unsaid(why))),
        "void" => said(&form.reason)
            .map(|reason| Decision::Void { root, reason })
            .map_err(|why| not("reason", words::unsaid(why))),
        "put-back" => said(&form.reason)
            .map(|reason| Decision::PutBack { root, reason })
            .map_err(|why| not("reason", words::unsaid(why))),
        "version" => EntryId::read(&form.id)
            .map(|id| Decision::Version { id, hash: form.hash.clone() })
            .ok_or(not("actions", words::NOT_CHOSEN)),
        "head" => {
            EntryId::read(&form.head).map(|head| Decision::Head { root, head }).ok_or(not("actions", words::NOT_CHOSEN))
        }
        "join" => pair(root, &form).map(|pair| Decision::Join { pair }),
        "separate" => pair(root, &form).map(|pair| Decision::Separate { pair }),
        _ => return Err(Problem::not_found()),
    };
    on_occasion(&app, &staff, root, decision, (&form.back, form.seen)).await
}

fn pair(root: EntryId, form: &Filled) -> std::result::Result<Pair, Not> {
    EntryId::read(&form.with).and_then(|with| Pair::of(root, with)).ok_or(not("with", words::NOT_CHOSEN))
}

/// `POST /entries/{id}/accept`: what a revoked phone sent of an occasion.
///
/// # Errors
/// 403 for another organisation's occasion, 404 for one that isn't there.
pub async fn accept(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let root = EntryId::read(&id).ok_or_else(Problem::not_found)?;
    on_occasion(&app, &staff, root, Ok(Decision::AcceptOccasion { root }), ("", None)).await
}

/// Decides, and leads back to the occasion or to the page that it was decided on.
async fn on_occasion(
    app: &App,
    staff: &Staff,
    root: EntryId,
    decision: std::result::Result<Decision, Not>,
    (back, seen): (&str, Option<String>),
) -> Result<Response, Problem> {
    let done = decision.as_ref().map(Decision::word).unwrap_or_default();
    let to = if back == "questions" { "/questions".to_owned() } else { format!("/entries/{root}?done={done}") };
    match carried_out(app, staff, decision, seen, "actions").await? {
        Ok(()) => Ok(Redirect::to(&to).into_response()),
        Err(not) => occasion::page(app, staff, &root.to_string(), Some(not)).await,
    }
}

/// `POST /questions/area`, `/activity`, `/journal`, `/gap`.
///
/// # Errors
/// 403 for another organisation's journal, 404 for one that isn't there.
pub async fn about_all(
    State(app): State<App>,
    staff: Staff,
    Path(what): Path<String>,
    Form(form): Form<Filled>,
) -> Result<Response, Problem> {
    let journal = || JournalId::read(&form.journal).ok_or_else(Problem::not_found);
    let chosen = |field| if form.to.is_empty() { Err(not(field, words::NOT_CHOSEN)) } else { Ok(()) };
    let (from, to) = (form.from.as_str(), form.to.as_str());
    let (field, decision) = match what.as_str() {
        "area" => {
            ("unknown", chosen("unknown").map(|()| Decision::MapArea { from: AreaId::from(from), to: to.into() }))
        }
        "activity" => {
            let map = |()| Decision::MapActivity { from: ActivityId::from(from), to: to.into() };
            ("unknown", chosen("unknown").map(map))
        }
        "journal" => ("quarantined", Ok(Decision::AcceptJournal { journal: journal()? })),
        "gap" => ("gaps", gap(journal()?, &form)),
        _ => return Err(Problem::not_found()),
    };
    match carried_out(&app, &staff, decision, form.seen, field).await? {
        Ok(()) => {
            let back = EntryId::read(&form.back).map(|root| format!("/entries/{root}"));
            Ok(Redirect::to(&back.unwrap_or_else(|| format!("/questions#{field}"))).into_response())
        }
        Err(not) => questions::page(&app, &staff, Some(not)).await,
    }
}

fn gap(journal: JournalId, form: &Filled) -> std::result::Result<Decision, Not> {
    let range = form.range.split_once('-').and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    let (from, to) = range.ok_or(not("gaps", words::NOT_CHOSEN))?;
    let reason = said(&form.reason).map_err(|why| not("gaps", words::unsaid(why)))?;
    Ok(Decision::CloseGap { journal, from, to, reason })
}

/// Asks the store; what it refuses is told at a place on the page.
async fn carried_out(
    app: &App,
    staff: &Staff,
    decision: std::result::Result<Decision, Not>,
    seen: Option<String>,
    field: &'static str,
) -> Result<std::result::Result<(), Not>, Problem> {
    let decision = match decision {
        Ok(decision) => decision,
        Err(not) => return Ok(Err(not)),
    };
    let viewer = &staff.viewer;
    let now_ms = now_ms();
    let already = words::already(&decision);
    let asked = DecisionRequest {
        partnership: viewer.partnership.clone(),
        by: viewer.person,
        organisation: entries_of(viewer).ok_or_else(Problem::not_allowed)?.clone(),
        decision,
        fresh: (EntryId(secret::new_id(now_ms)?), JournalId(secret::new_id(now_ms)?)),
        seen,
        now_ms,
    };
    match app.store.decide(&asked).await? {
        Ok(_) => Ok(Ok(())),
        Err(NotDecided::Unknown) => Err(Problem::not_found()),
        Err(NotDecided::NotTheirs) => Err(Problem::not_allowed()),
        Err(NotDecided::Already) => Ok(Err((StatusCode::CONFLICT, Refused { field, told: already }))),
        Err(NotDecided::Word) => Ok(Err(not(field, words::UNFIT_WORD))),
    }
}
