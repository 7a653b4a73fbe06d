//! Promises and their figures as JSON and CSV: for phones, for staff's programs, for everybody.

use super::csv::{self, Dialect};
use super::figures;
use super::public_cache::Reading;
use crate::clock::now_ms;
use crate::http::etag::{self, Audience, Tagged};
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::state::App;
use crate::store::{DeviceRow, InForce, YearOf};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::calendar::Day;
use domain::figure::{PublicFigures, describe};
use domain::id::PromiseId;
use domain::moment::Moment;
use domain::promise::Promise;
use domain::wire::{Completeness, Figures};
use serde::Deserialize;
use std::sync::Arc;

/// Stands for the time at which an answer was given, where its tag is taken.
const NO_TIME: Moment = Moment { unix_ms: 0, offset_min: 0 };
/// Public figures change once a day.
const PUBLIC: Audience<'_> = Audience::Everybody { max_age_s: 300 };

/// `GET /api/v1/promises/{id}`.
///
/// # Errors
/// 404 for a promise that isn't in force here.
pub async fn promise(State(app): State<App>, Path(id): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let (in_force, id) = in_force(&app, id).await?;
    let promise = in_force.catalogue.get(&id).ok_or_else(Problem::not_found)?;
    Ok(etag::json(&headers, promise, promise, Audience::Everybody { max_age_s: 0 })?)
}

/// What the public figures may be asked for by.
#[derive(Deserialize)]
pub struct FiguresQuery {
    year: Option<i32>,
}

/// `GET /api/v1/promises/{id}/public`.
///
/// # Errors
/// 404 for a promise that isn't in force here.
pub async fn public(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(query): Query<FiguresQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let key = (PromiseId(id), query.year);
    let now_ms = now_ms();
    if let Some(answer) = app.public.fresh(&app.store, &key, now_ms) {
        return Ok(answer.answer(&headers));
    }
    let (in_force, id) = in_force(&app, key.0.0.clone()).await?;
    let promise = in_force.catalogue.get(&id).ok_or_else(Problem::not_found)?;
    let reading = Reading::begin(&app.store, &promise.partnership, &in_force.zone, now_ms);
    let figures = for_everybody(&app, &in_force, promise, query.year).await?;
    let untimed = PublicFigures { as_of: NO_TIME, ..figures.clone() };
    let answer = Tagged::json(&figures, &untimed, PUBLIC)?;
    app.public.keep(key, reading, answer.clone());
    Ok(answer.answer(&headers))
}

#[derive(Deserialize)]
pub struct TableQuery {
    year: Option<i32>,
    /// "excel": as Excel opens it where decimals have commas. Without, as RFC 4180 has it.
    format: Option<String>,
}

/// `GET /api/v1/promises/{id}/public.csv`: the same for spreadsheets.
///
/// # Errors
/// 400 for another format than `excel`, 404 for a promise that isn't in force here.
pub async fn public_csv(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(query): Query<TableQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let dialect = match query.format.as_deref() {
        None => Dialect::Standard,
        Some("excel") => Dialect::Excel,
        Some(_) => {
            let told = "format är \"excel\", eller utelämnas för kommatecken";
            return Err(Problem::new(StatusCode::BAD_REQUEST, "unknown_format", told));
        }
    };
    let (in_force, id) = in_force(&app, id).await?;
    let promise = in_force.catalogue.get(&id).ok_or_else(Problem::not_found)?;
    let figures = for_everybody(&app, &in_force, promise, query.year).await?;
    let mut response = etag::csv(&headers, csv::table(&figures, dialect)?, PUBLIC)?;
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
) -> Result<PublicFigures, Problem> {
    let now_ms = now_ms();
    let shown = figures::shown_as_asked(promise, year, in_force.zone.day_of(now_ms))?;
    let totals = app.store.totals(promise, shown.days).await?;
    Ok(PublicFigures {
        promise: promise.id.clone(),
        version: promise.version,
        title: promise.title.clone(),
        as_of: in_force.zone.moment(now_ms),
        through: shown.day,
        commitments: describe(promise, &totals, shown.as_of(), domain::report::Audience::Public),
    })
}

/// `GET /api/v1/promises/{id}/tallies`.
///
/// # Errors
/// 404 for a promise that isn't the viewer's partnership's.
pub async fn tallies(
    State(app): State<App>,
    Path(id): Path<String>,
    Staff { viewer, .. }: Staff,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let in_force = app.in_force(&viewer.partnership).await?;
    let promise = in_force.catalogue.get(&PromiseId(id)).ok_or_else(Problem::not_found)?;
    let today = in_force.zone.day_of(now_ms());
    let through = today.min(promise.to);
    let year = YearOf::through(through.max(promise.from).year(), today);
    let totals = app.store.totals(promise, year).await?;
    let devices = app.store.devices(&viewer.partnership).await?;
    let figures = Figures {
        promise: promise.id.clone(),
        version: promise.version,
        as_of: in_force.zone.moment(now_ms()),
        through,
        totals,
        completeness: Some(completeness(&devices, &in_force, today)),
    };
    let untimed = Figures { as_of: NO_TIME, ..figures.clone() };
    Ok(etag::json(&headers, &figures, &untimed, Audience::Reach(&viewer))?)
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
