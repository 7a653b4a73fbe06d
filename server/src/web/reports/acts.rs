//! `/reports/{id}/freeze` and its like: what asks first, and what does it.

use super::composition::composed;
use super::one::{read, refused};
use super::view::{AskPage, ask_page};
use super::{found, rows};
use crate::api::figures::{PUBLIC_LAG_DAYS, last_public_day};
use crate::clock::now_ms;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::print::missing_characters;
use crate::state::App;
use crate::store::{ReportRow, Step, end_of_week};
use crate::web::page::Page;
use anyhow::Context;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get};
use domain::authorization::Viewer;
use domain::promise::Target;
use domain::report::{Act, Approver};
use texts::{report as said, rows as row_words};

/// The page that asks, and the form behind its button.
pub fn acting(act: Act) -> MethodRouter<App> {
    get(move |State(app): State<App>, staff: Staff, Path(id): Path<String>| ask(app, staff, id, act))
        .post(move |State(app): State<App>, staff: Staff, Path(id): Path<String>| take(app, staff, id, act))
}

async fn ask(app: App, staff: Staff, id: String, act: Act) -> Result<Page, Problem> {
    let viewer = &staff.viewer;
    let row = found(&app, viewer, &id).await?;
    row.state.after(act).ok_or_else(|| refused(crate::store::NotTaken::Elsewhere(row.state)))?;
    let in_force = app.in_force(&viewer.partnership).await?;
    let promise = in_force.catalogue.get(&row.promise).map_or_else(|| row.promise.to_string(), |p| p.title.clone());
    let not_yet = not_yet(&app, viewer, &row, act).await?;
    let warnings = warnings(&app, viewer, &row, act).await?;
    let party = Approver::of(viewer.role);
    let page = AskPage { id: row.id, name: row.name, promise, act, party, not_yet, warnings, reason: None };
    Ok(Page::new(app.frame(Some(viewer), &staff.name), move |frame| ask_page(page, frame)))
}

/// What is said before a report is frozen, while it can still be changed: rows that nobody has decided about stay out of it, and
/// some characters can't be set in a PDF.
async fn warnings(app: &App, viewer: &Viewer, row: &ReportRow, act: Act) -> Result<Vec<String>, Problem> {
    if act != Act::Freeze {
        return Ok(Vec::new());
    }
    let figures = app.store.report_figures(&viewer.partnership, row).await?;
    let targets = figures.as_ref().and_then(|f| Some((f, f.promise(row)?)));
    let undecided = targets.map_or(0, |(figures, promise)| {
        promise.commitments.iter().map(|c| rows::counted(figures, &c.targets).undecided).sum()
    });
    let report = serde_json::to_string(&read(app, viewer, row).await?.0).context("a report can't be written down")?;
    let missing = missing_characters(&report)?;
    let rows = (undecided > 0).then(|| row_words::undecided(undecided));
    let characters = (!missing.is_empty()).then(|| said::missing_characters(&missing));
    Ok(rows.into_iter().chain(characters).collect())
}

/// Why a step can't be taken today: days that haven't ended, or that aren't public yet (protocol, section 7).
async fn not_yet(app: &App, viewer: &Viewer, row: &ReportRow, act: Act) -> Result<Option<String>, Problem> {
    let in_force = app.in_force(&viewer.partnership).await?;
    let today = in_force.zone.day_of(now_ms());
    // What is followed week by week is known when the last week is over.
    let is_weekly = in_force.catalogue.get(&row.promise).is_some_and(|p| p.targets().any(Target::by_week));
    let last = if is_weekly { end_of_week(row.period.days.to) } else { row.period.days.to };
    Ok(match act {
        Act::Approve | Act::Publish if row.frozen.as_ref().is_some_and(|report| report.has_unread_rows()) => {
            Some(row_words::UNREAD.to_owned())
        }
        Act::Freeze if !row.period.ended(today) => Some(said::not_ended(&row.period)),
        Act::Publish if last > last_public_day(today) => Some(said::not_before(last.plus(PUBLIC_LAG_DAYS + 1))),
        _ => None,
    })
}

async fn take(app: App, staff: Staff, id: String, act: Act) -> Result<Response, Problem> {
    let viewer = staff.viewer;
    let row = found(&app, &viewer, &id).await?;
    if let Some(why) = not_yet(&app, &viewer, &row, act).await? {
        return Err(Problem::new(StatusCode::CONFLICT, "too_early", why));
    }
    let (of, now_ms) = (&viewer.partnership, now_ms());
    let (id, by) = (row.id, viewer.person);
    let taken = match act {
        Act::Freeze => {
            let compose = |row: &_, figures: &_| composed(row, figures, now_ms);
            app.store.freeze_report(of, id, by, now_ms, &compose).await?
        }
        Act::Approve => {
            let party = Approver::of(viewer.role).ok_or_else(Problem::not_allowed)?;
            app.store.approve_report(of, id, party, by, now_ms).await?
        }
        Act::Publish => app.store.take_report(of, id, Step::Publish, by, now_ms).await?,
        Act::Reopen => app.store.take_report(of, id, Step::Reopen, by, now_ms).await?,
        // It asks for words, and has a form of its own (`withdraw.rs`).
        Act::Withdraw => return Err(Problem::not_found()),
    };
    taken.map_err(refused)?;
    Ok(Redirect::to(&format!("/reports/{}", row.id)).into_response())
}
