//! `GET /promise/{id}`: promised against done, for everybody.

use super::dashboard::last_day;
use crate::clock::now_ms;
use crate::figures;
use crate::problem::Problem;
use crate::state::App;
use crate::store::YearOf;
use app::pages::public::{PublicPage, public_page};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use domain::id::PromiseId;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Asked {
    year: Option<i32>,
}

/// The handler.
///
/// # Errors
/// 404 for a promise that isn't in force here.
pub async fn public(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let id = PromiseId(id);
    let partnership = app.store.partnership_of(&id).await?.ok_or_else(Problem::not_found)?;
    let in_force = app.in_force(&partnership).await?;
    let promise = in_force.catalogue.get(&id).ok_or_else(Problem::not_found)?;
    let now_ms = now_ms();
    let shown = figures::last_public_day(in_force.zone.day_of(now_ms));
    let year = asked.year.unwrap_or(shown.year()).clamp(promise.from.year(), promise.to.year());
    let day = last_day(promise, year, shown);
    let totals = app.store.totals(promise, YearOf { year, through: shown }).await?;
    let reports = app.store.published_reports(&partnership, &id).await?;
    let page = PublicPage {
        promise: promise.clone(),
        others: in_force.catalogue.active.iter().map(|a| (a.promise.id.clone(), a.promise.title.clone())).collect(),
        years: promise.years().collect(),
        year,
        day,
        as_of: in_force.zone.moment(now_ms),
        totals: figures::public(promise, totals),
        reports: reports.into_iter().map(|r| (format!("/promise/{id}/reports/{}", r.id), r.name)).collect(),
    };
    let mut response = Html(public_page(page, &app.frame(None, ""))).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    Ok(response)
}
