//! `GET /promise/{id}/reports/{report}`: a published report, for everybody.

use super::composition::Shown;
use super::since;
use super::view::{PublicReportPage, WithdrawnPage, public_report_page, withdrawn_page};
use crate::http::problem::Problem;
use crate::state::App;
use crate::web::of_the_build;
use crate::web::page::Page;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::{PromiseId, ReportId};
use domain::moment::Moment;
use domain::report::{Audience, State as At};
use texts::report as said;

/// The handler.
///
/// # Errors
/// 404 unless the report was published.
pub async fn public(State(app): State<App>, Path((promise, id)): Path<(String, String)>) -> Result<Response, Problem> {
    let id = ReportId::read(&id).ok_or_else(Problem::not_found)?;
    let frame = app.frame(None, "");
    let page = match published(&app, promise, id).await? {
        Published::Withdrawn(page) => {
            let mut response =
                of_the_build(&app, Page::new(frame, move |frame| withdrawn_page(&page, frame)), "public, max-age=300");
            *response.status_mut() = StatusCode::GONE;
            return Ok(response);
        }
        Published::Valid(shown, published_at) => {
            let corrections = shown.corrections.flatten();
            PublicReportPage { id, report: shown.report, published_at, corrections }
        }
    };
    let page = Page::new(frame, move |frame| public_report_page(page, frame));
    Ok(of_the_build(&app, page, "public, max-age=300"))
}

/// A report that was published.
pub(super) enum Published {
    /// As everybody may see it, and since when.
    Valid(Box<Shown>, Moment),
    /// What is said in its place.
    Withdrawn(WithdrawnPage),
}

/// A report that was published, by its address.
pub(super) async fn published(app: &App, promise: String, id: ReportId) -> Result<Published, Problem> {
    let found = app.store.published_report(&PromiseId(promise), id).await?;
    let (partnership, row) = found.ok_or_else(Problem::not_found)?;
    let report = row.frozen.clone().ok_or_else(Problem::not_found)?;
    let zone = app.in_force(&partnership).await?.zone.clone();
    let at = |state: At| row.steps.iter().find(|step| step.state == state).map_or(report.as_of.unix_ms, |s| s.at_ms);
    if row.state == At::Withdrawn {
        return Ok(Published::Withdrawn(WithdrawnPage {
            promise: row.promise.clone(),
            title: report.title.clone(),
            name: row.name.clone(),
            at: zone.moment(at(At::Withdrawn)),
            reason: row.withdrawn.clone(),
            instead: app.store.instead_of(&partnership, &row).await?,
        }));
    }
    let figures = app.store.report_figures(&partnership, &row).await?;
    // Who took a step is for staff.
    let steps = row.steps.iter().filter(|step| step.state != At::Draft);
    let steps = steps.map(|step| said::done_at(step.state, zone.moment(step.at_ms), None)).collect();
    let published_at = zone.moment(at(At::Published));
    let corrections = since(&row, figures.as_ref(), Audience::Public).await?;
    let shown = Shown { report, audience: Audience::Public, named: false, demo: app.demo, corrections, steps };
    Ok(Published::Valid(Box::new(shown), published_at))
}
