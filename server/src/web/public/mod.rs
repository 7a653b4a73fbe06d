//! `GET /promise/{id}`: promised against done, for everybody, in Swedish or English.

pub mod view;

use crate::api::figures::{self, Shown};
use crate::clock::now_ms;
use crate::http::language;
use crate::http::problem::Problem;
use crate::state::App;
use crate::store::ReportRow;
use crate::web::page::Page;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::calendar::Day;
use domain::figure::describe;
use domain::id::{PartnershipId, PromiseId};
use domain::promise::Promise;
use domain::report::Audience;
use serde::Deserialize;
use texts::language::Language;
use view::{PublicPage, Published, public_page};

#[derive(Deserialize)]
pub struct PublicQuery {
    year: Option<i32>,
    /// "sv" or "en".
    lang: Option<String>,
}

/// The handler.
///
/// # Errors
/// 404 for a promise that isn't in force here.
pub async fn public(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(query): Query<PublicQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = PromiseId(id);
    let partnership = app.store.partnership_of(&id).await?.ok_or_else(Problem::not_found)?;
    let in_force = app.in_force(&partnership).await?;
    let promise = in_force.catalogue.get(&id).ok_or_else(Problem::not_found)?;
    let now_ms = now_ms();
    let shown = figures::shown_as_asked(promise, query.year, in_force.zone.day_of(now_ms))?;
    let Shown { days, day } = shown;
    let totals = app.store.totals(promise, days).await?;
    let language = language::asked(query.lang.as_deref(), &headers)?;
    let reports = app.store.published_reports(&partnership, &id).await?;
    let published = last(&app, promise, &reports, day).await?;
    let page = PublicPage {
        published,
        promise: promise.clone(),
        others: in_force.catalogue.active.iter().map(|a| (a.promise.id.clone(), a.promise.title.clone())).collect(),
        years: promise.years().filter(|year| *year <= day.year().max(days.year)).collect(),
        year: days.year,
        language,
        day,
        as_of: in_force.zone.moment(now_ms),
        described: describe(promise, &totals, shown.as_of(), Audience::Public),
        reports: listed(&app, &partnership, &id, reports).await?,
    };
    let mut response = in_language(Page::new(app.frame(None, ""), move |frame| public_page(page, frame)), language);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    Ok(response)
}

/// The published reports, and those that were taken back with a reason: that is told where they were found.
async fn listed(
    app: &App,
    partnership: &PartnershipId,
    promise: &PromiseId,
    published: Vec<ReportRow>,
) -> Result<Vec<(String, String)>, Problem> {
    let zone = app.in_force(partnership).await?.zone.clone();
    let href = |row: &ReportRow| format!("/promise/{promise}/reports/{}", row.id);
    let mut listed: Vec<(String, String)> = published.iter().map(|row| (href(row), row.name.clone())).collect();
    for row in app.store.withdrawn_reports(partnership, promise).await? {
        let at = row.steps.iter().find(|step| step.state == domain::report::State::Withdrawn);
        let name = at.map(|step| texts::release::withdrawn_name(&row.name, zone.moment(step.at_ms)));
        listed.extend(name.map(|name| (href(&row), name)));
    }
    Ok(listed)
}

/// The last published report of the shown year whose days are over: what the year's figures go on from.
async fn last(app: &App, promise: &Promise, reports: &[ReportRow], day: Day) -> Result<Option<Published>, Problem> {
    let is_of_year = |r: &&ReportRow| r.period.days.to <= day && r.period.days.to.year() == day.year();
    let Some(newest) = reports.iter().filter(is_of_year).max_by_key(|r| (r.period.days.to, r.id)) else {
        return Ok(None);
    };
    let found = app.store.published_report(&promise.id, newest.id).await?;
    let href = format!("/promise/{}/reports/{}", promise.id, newest.id);
    Ok(found.and_then(|(_, row)| row.frozen).map(|report| Published { href, report }))
}

/// A page that is answered in the language that was asked for: whoever keeps it, keeps it by language.
pub(super) fn in_language(page: Page, language: Language) -> Response {
    let mut response = page.into_response();
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    response
}
