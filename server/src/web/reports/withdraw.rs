//! `/reports/{id}/withdraw`: taking a published report back, with a reason that everybody reads in its place.

use super::found;
use super::one::refused;
use super::view::{AskPage, ask_page};
use crate::clock::now_ms;
use crate::http::form::Form;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::state::App;
use crate::store::{NotTaken, ReportRow};
use crate::text;
use crate::web::page::Page;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::decision::{Unsaid, said};
use domain::report::Act;
use serde::Deserialize;
use texts::decide::unsaid;

/// `GET /reports/{id}/withdraw`.
///
/// # Errors
/// 404 for a report that isn't the viewer's partnership's, 409 for one that isn't published.
pub async fn ask_withdrawal(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let row = found(&app, &staff.viewer, &id).await?;
    page(&app, &staff, row, None).await
}

#[derive(Deserialize)]
pub struct Filled {
    #[serde(default)]
    reason: String,
}

/// `POST /reports/{id}/withdraw`.
///
/// # Errors
/// 409 for a report that isn't published; a reason that won't do is a page.
pub async fn withdraw(
    State(app): State<App>,
    staff: Staff,
    Path(id): Path<String>,
    Form(form): Form<Filled>,
) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    let row = found(&app, viewer, &id).await?;
    let reason = match text::paragraphs(&form.reason).map_err(|_| Unsaid::Unfit).and_then(|text| said(&text)) {
        Ok(reason) => reason,
        Err(why) => return page(&app, &staff, row, Some(unsaid(why))).await,
    };
    let taken = app.store.withdraw_report(&viewer.partnership, row.id, &reason, viewer.person, now_ms()).await?;
    taken.map_err(refused)?;
    Ok(Redirect::to(&format!("/reports/{}", row.id)).into_response())
}

async fn page(app: &App, staff: &Staff, row: ReportRow, reason: Option<&'static str>) -> Result<Response, Problem> {
    row.state.after(Act::Withdraw).ok_or_else(|| refused(NotTaken::Elsewhere(row.state)))?;
    let viewer = &staff.viewer;
    let in_force = app.in_force(&viewer.partnership).await?;
    let promise = in_force.catalogue.get(&row.promise).map_or_else(|| row.promise.to_string(), |p| p.title.clone());
    let page = AskPage {
        id: row.id,
        name: row.name,
        promise,
        act: Act::Withdraw,
        party: None,
        not_yet: None,
        warnings: Vec::new(),
        reason,
    };
    let status = if reason.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, Page::new(app.frame(Some(viewer), &staff.name), move |frame| ask_page(page, frame))).into_response())
}
