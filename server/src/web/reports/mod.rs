//! `/reports`: the list, beginning a report, its page and texts, its steps, its files; and what everybody reads.

mod acts;
pub mod composition;
mod files;
mod one;
pub mod paper;
mod public;
mod rows;
pub mod sheets;
pub mod view;
mod withdraw;

pub use acts::acting;
pub use files::{pdf, public_pdf, workbook};
pub use one::{TEXT_FORM_BYTES, show, write};
pub use public::public;
pub use rows::{choose_row, show_rows};
pub use withdraw::{ask_withdrawal, withdraw};

use self::view as shown;
use crate::clock::now_ms;
use crate::http::form::Form;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::secret;
use crate::state::App;
use crate::store::{InForce, ReportFigures, ReportRow};
use crate::web::page::Page;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use composition::changed;
use domain::authorization::Viewer;
use domain::calendar::Day;
use domain::id::{PromiseId, ReportId};
use domain::promise::Promise;
use domain::report::{Audience, Correction, Period, State as At};
use serde::Deserialize;
use texts::report as said;
use view::{ListPage, Listed, NewReport, list_page};

/// `GET /reports`.
///
/// # Errors
/// When the database can't be read.
pub async fn list(State(app): State<App>, staff: Staff) -> Result<Response, Problem> {
    page(&app, &staff, NewReport::default(), false).await
}

#[derive(Deserialize)]
pub struct Filled {
    period: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

/// `POST /reports`: begins a report, or leads to the draft that there is.
///
/// # Errors
/// When the database fails; a form that won't do is a page.
pub async fn create(State(app): State<App>, staff: Staff, Form(form): Form<Filled>) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    let in_force = app.in_force(&viewer.partnership).await?;
    let now_ms = now_ms();
    let chosen = chosen(&in_force, &form, in_force.zone.day_of(now_ms));
    let Some((promise, period)) = chosen else {
        let filled = NewReport { period: form.period, from: form.from, to: form.to };
        return page(&app, &staff, filled, true).await;
    };
    let new = ReportRow {
        id: ReportId(secret::new_id(now_ms)?),
        promise: promise.id.clone(),
        name: said::period(&period),
        period,
        state: At::Draft,
        frozen: None,
        steps: Vec::new(),
        withdrawn: None,
    };
    let id = app.store.draft_report(&viewer.partnership, &new, viewer.person, now_ms).await?;
    Ok(Redirect::to(&format!("/reports/{id}")).into_response())
}

/// The promise and the period that a form names; `None` unless it may be reported.
fn chosen<'a>(in_force: &'a InForce, form: &Filled, today: Day) -> Option<(&'a Promise, Period)> {
    let (id, _) = form.period.split_once('/')?;
    let promise = in_force.catalogue.get(&PromiseId(id.to_owned()))?;
    let period = if form.period == shown::code(&promise.id, None) {
        let custom = Period::custom(Day::read(&form.from)?, Day::read(&form.to)?, promise.span());
        custom.filter(|period| period.days.from <= today)?
    } else {
        let choices = Period::choices(promise.span(), today);
        choices.into_iter().find(|period| shown::code(&promise.id, Some(period)) == form.period)?
    };
    Some((promise, period))
}

async fn page(app: &App, staff: &Staff, form: NewReport, refused: bool) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    let in_force = app.in_force(&viewer.partnership).await?;
    let today = in_force.zone.day_of(now_ms());
    let title = |id: &PromiseId| in_force.catalogue.get(id).map_or_else(|| id.to_string(), |p| p.title.clone());
    let listed = |row: ReportRow| Listed {
        id: row.id,
        promise: title(&row.promise),
        name: row.name,
        period: row.period,
        state: row.state,
    };
    let choice =
        |promise: &Promise| (promise.id.clone(), promise.title.clone(), Period::choices(promise.span(), today));
    let data = ListPage {
        reports: app.store.reports(&viewer.partnership).await?.into_iter().map(listed).collect(),
        choices: in_force.catalogue.active.iter().rev().map(|a| choice(&a.promise)).collect(),
        form,
        refused,
    };
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, Page::new(app.frame(Some(viewer), &staff.name), move |frame| list_page(data, frame))).into_response())
}

/// A report of the viewer's partnership by the id in its address.
async fn found(app: &App, viewer: &Viewer, id: &str) -> Result<ReportRow, Problem> {
    let id = ReportId::read(id).ok_or_else(Problem::not_found)?;
    app.store.report(&viewer.partnership, id).await?.ok_or_else(Problem::not_found)
}

/// What has changed since it was frozen; the outer one is none for a draft.
async fn since(
    row: &ReportRow,
    figures: Option<&ReportFigures>,
    audience: Audience,
) -> Result<Option<Option<Vec<Correction>>>, Problem> {
    let Some(frozen) = &row.frozen else { return Ok(None) };
    Ok(Some(changed(row, frozen, figures, audience, now_ms())?))
}
