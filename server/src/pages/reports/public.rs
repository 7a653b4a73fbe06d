//! `GET /promise/{id}/reports/{report}`: a published report, for everybody.

use super::since;
use crate::pages::of_the_build;
use crate::problem::Problem;
use crate::reports::Shown;
use crate::state::App;
use app::pages::report::{PublicReportPage, public_report_page};
use app::words::report as said;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::id::{PromiseId, ReportId};
use domain::moment::Moment;
use domain::report::{Audience, State as At};

/// The handler.
///
/// # Errors
/// 404 unless the report is published.
pub async fn public(State(app): State<App>, Path((promise, id)): Path<(String, String)>) -> Result<Response, Problem> {
    let id = ReportId::read(&id).ok_or_else(Problem::not_found)?;
    let (shown, published_at) = published(&app, promise, id).await?;
    let page = PublicReportPage { id, report: shown.report, published_at, corrections: shown.corrections.flatten() };
    Ok(of_the_build(&app, public_report_page(page, &app.frame(None, "")), "public, max-age=300"))
}

/// A published report as everybody may see it, and since when.
pub(super) async fn published(app: &App, promise: String, id: ReportId) -> Result<(Shown, Moment), Problem> {
    let found = app.store.published_report(&PromiseId(promise), id).await?;
    let (partnership, row) = found.ok_or_else(Problem::not_found)?;
    let report = row.frozen.clone().ok_or_else(Problem::not_found)?;
    let figures = app.store.report_figures(&partnership, &row).await?;
    let zone = app.in_force(&partnership).await?.zone.clone();
    // Who took a step is for staff.
    let steps = row.steps.iter().filter(|step| step.state != At::Draft);
    let steps = steps.map(|step| said::done_at(step.state, zone.moment(step.at_ms), None)).collect();
    let at = row.steps.iter().find(|step| step.state == At::Published).map_or(report.as_of.unix_ms, |step| step.at_ms);
    let corrections = since(&row, figures.as_ref(), Audience::Public).await?;
    Ok((
        Shown { report, audience: Audience::Public, named: false, demo: app.demo, corrections, steps },
        zone.moment(at),
    ))
}
