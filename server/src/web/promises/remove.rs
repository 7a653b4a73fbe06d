//! `/promises/{id}/remove`: taking away a promise that was never used.

use super::may_about;
use super::view::{RemovePage, Stays, remove_page};
use crate::clock::now_ms;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::state::App;
use crate::store::NotUnloaded;
use crate::web::page::Page;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::PromiseId;

/// `GET /promises/{id}/remove`: asks first.
///
/// # Errors
/// 404 for a promise that isn't the partnership's.
pub async fn ask(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let of = &staff.viewer.partnership;
    let today = app.in_force(of).await?.zone.day_of(now_ms());
    let id = PromiseId(id);
    let asked = app.store.try_unload(of, &id, today).await?;
    page(&app, &staff, id, asked.err()).await
}

/// `POST /promises/{id}/remove`.
///
/// # Errors
/// As [`ask`]; a promise that stays is a page that says why.
pub async fn remove(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    may_about(viewer, &viewer.partnership)?;
    let (id, now_ms) = (PromiseId(id), now_ms());
    let today = app.in_force(&viewer.partnership).await?.zone.day_of(now_ms);
    match app.store.unload_promise(&viewer.partnership, &id, Some(viewer.person), (today, now_ms)).await? {
        Ok(()) => Ok(Redirect::to(&format!("/promises?removed={id}")).into_response()),
        Err(not) => page(&app, &staff, id, Some(not)).await,
    }
}

async fn page(app: &App, staff: &Staff, id: PromiseId, not: Option<NotUnloaded>) -> Result<Response, Problem> {
    let in_force = app.in_force(&staff.viewer.partnership).await?;
    let promise = in_force.catalogue.get(&id).ok_or_else(Problem::not_found)?;
    let stays = match not {
        None => None,
        Some(NotUnloaded::Unknown) => return Err(Problem::not_found()),
        Some(NotUnloaded::Only) => Some(Stays::Only),
        Some(NotUnloaded::Continues { origin }) => {
            let known = in_force.catalogue.get(&origin);
            Some(Stays::Continues { origin: known.map_or_else(|| origin.to_string(), |p| p.title.clone()) })
        }
        Some(NotUnloaded::Entries(n)) => Some(Stays::Entries(n)),
        Some(NotUnloaded::Reports(n)) => Some(Stays::Reports(n)),
    };
    let status = if stays.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let data = RemovePage { title: promise.title.clone(), id, stays };
    let frame = app.frame(Some(&staff.viewer), &staff.name);
    Ok((status, Page::new(frame, move |frame| remove_page(&data, frame))).into_response())
}
