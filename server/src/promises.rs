//! Promises and their figures as JSON and CSV: for phones, for staff's programs, for everybody.

use crate::answer::{self, Audience};
use crate::clock::now_ms;
use crate::csv;
use crate::figures::{self, Shown};
use crate::guard::SignedIn;
use crate::problem::Problem;
use crate::state::App;
use crate::store::{DeviceRow, InForce, YearOf};
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use domain::calendar::Day;
use domain::id::PromiseId;
use domain::promise::Promise;
use domain::wire::{Completeness, Figures};
use serde::Deserialize;
use std::sync::Arc;

/// Public figures change once a day.
const PUBLIC: Audience<'_> = Audience::Everybody { max_age_s: 300 };

/// `GET /api/v1/promises/{id}`.
///
/// # Errors
/// 404 for a promise that isn't in force here.
pub async fn promise(State(app): State<App>, Path(id): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let (in_force, id) = in_force(&app, id).await?;
    let promise = in_force.catalogue.get(&id).ok_or_else(Problem::not_found)?;
    Ok(answer::json(&headers, promise, promise, Audience::Everybody { max_age_s: 0 })?)
}

/// What the public figures may be asked for by.
#[derive(Deserialize)]
pub struct Asked {
    year: Option<i32>,
}

/// `GET /api/v1/promises/{id}/public`.
///
/// # Errors
/// 404 for a promise that isn't in force here.
pub async fn public(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (in_force, id) = in_force(&app, id).await?;
    let promise = in_force.catalogue.get(&id).ok_or_else(Problem::not_found)?;
    let figures = for_everybody(&app, &in_force, promise, asked.year).await?;
    Ok(answer::json(&headers, &figures, &untimed(&figures), PUBLIC)?)
}

/// `GET /api/v1/promises/{id}/public.csv`: the same for spreadsheets.
///
/// # Errors
/// 404 for a promise that isn't in force here.
pub async fn public_csv(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (in_force, id) = in_force(&app, id).await?;
    let promise = in_force.catalogue.get(&id).ok_or_else(Problem::not_found)?;
    let figures = for_everybody(&app, &in_force, promise, asked.year).await?;
    let mut response = answer::csv(&headers, csv::table(promise, &figures), PUBLIC)?;
    let named = format!("attachment; filename=\"{id}-{}.csv\"", figures.through);
    if let Ok(named) = HeaderValue::from_str(&named) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, named);
    }
    Ok(response)
}

async fn for_everybody(
    app: &App,
    in_force: &InForce,
    promise: &Promise,
    year: Option<i32>,
) -> Result<Figures, Problem> {
    let Shown { days, day } = figures::shown_as_asked(promise, year, in_force.zone.day_of(now_ms()))?;
    let totals = figures::public(promise, app.store.totals(promise, days).await?);
    Ok(told(in_force, promise, day, totals, None))
}

/// `GET /api/v1/promises/{id}/tallies`.
///
/// # Errors
/// 404 for a promise that isn't the viewer's partnership's.
pub async fn tallies(
    State(app): State<App>,
    Path(id): Path<String>,
    Extension(signed_in): Extension<Option<SignedIn>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let viewer = signed_in.ok_or_else(Problem::not_signed_in)?.viewer;
    let in_force = app.in_force(&viewer.partnership).await?;
    let promise = in_force.catalogue.get(&PromiseId(id)).ok_or_else(Problem::not_found)?;
    let today = in_force.zone.day_of(now_ms());
    let through = today.min(promise.to);
    let year = YearOf { year: through.max(promise.from).year(), through: today };
    let totals = app.store.totals(promise, year).await?;
    let devices = app.store.devices(&viewer.partnership).await?;
    let figures = told(&in_force, promise, through, totals, Some(completeness(&devices, &in_force, today)));
    Ok(answer::json(&headers, &figures, &untimed(&figures), Audience::Reach(&viewer))?)
}

/// What is known to be missing: said beside every figure for staff.
#[must_use]
pub fn completeness(devices: &[DeviceRow], in_force: &InForce, today: Day) -> Completeness {
    let live = || devices.iter().filter(|d| !d.revoked);
    let heard_today = |d: &&DeviceRow| d.heard_at_ms.is_some_and(|at| in_force.zone.day_of(at) == today);
    Completeness {
        devices: u32::try_from(live().count()).unwrap_or(u32::MAX),
        heard_today: u32::try_from(live().filter(heard_today).count()).unwrap_or(u32::MAX),
        waiting: live().map(|d| d.waiting).sum(),
        missing: devices.iter().flat_map(|d| &d.missing).map(|(from, to)| to - from + 1).sum(),
    }
}

async fn in_force(app: &App, id: String) -> Result<(Arc<InForce>, PromiseId), Problem> {
    let id = PromiseId(id);
    let partnership = app.store.partnership_of(&id).await?.ok_or_else(Problem::not_found)?;
    Ok((app.in_force(&partnership).await?, id))
}

fn told(
    in_force: &InForce,
    promise: &Promise,
    through: Day,
    totals: Vec<domain::standing::Total>,
    completeness: Option<Completeness>,
) -> Figures {
    Figures {
        promise: promise.id.clone(),
        version: promise.version,
        as_of: in_force.zone.moment(now_ms()),
        through,
        totals,
        completeness,
    }
}

fn untimed(figures: &Figures) -> Figures {
    Figures { as_of: domain::moment::Moment { unix_ms: 0, offset_min: 0 }, ..figures.clone() }
}
