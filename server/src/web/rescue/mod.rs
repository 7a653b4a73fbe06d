//! `/rescue`: a supervisor brings the file that an officer saved from a phone.

pub mod view;

use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::rescue::{self, Imported, NotImported};
use crate::state::App;
use crate::web::page::Page;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use view::{Brought, RescuePage, rescue_page};

/// The form around the file.
pub const FORM_BYTES: usize = rescue::FILE_BYTES + 16 * 1024;

/// `GET /rescue`.
///
/// # Errors
/// Never; nobody comes here without a session.
pub async fn show(State(app): State<App>, staff: Staff) -> Result<Response, Problem> {
    Ok(page(&app, &staff, None))
}

/// `POST /rescue`: merges a file.
///
/// # Errors
/// When the database fails; a file that won't do is a page.
pub async fn import(State(app): State<App>, staff: Staff, form: Multipart) -> Result<Response, Problem> {
    let text = sent(form).await?;
    let brought = match rescue::import(&app, &staff.viewer, &text).await? {
        Ok(Imported { fresh, held_already, quarantined, refused, unreadable }) => {
            Brought::Merged { fresh, held_already, quarantined, refused, unreadable }
        }
        Err(NotImported::Unreadable) => Brought::Unreadable,
        Err(NotImported::Foreign) => Brought::Foreign,
        Err(NotImported::NotYours) => Brought::NotYours,
        Err(NotImported::NoPhone) => Brought::NoPhone,
        Err(NotImported::Busy) => return Err(Problem::busy()),
    };
    Ok(page(&app, &staff, Some(brought)))
}

/// The text of the form's file.
async fn sent(mut form: Multipart) -> Result<String, Problem> {
    let unreadable = |_| Problem::unreadable("filen");
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        if field.name() == Some("file") {
            return field.text().await.map_err(unreadable);
        }
    }
    Ok(String::new())
}

fn page(app: &App, staff: &Staff, brought: Option<Brought>) -> Response {
    let merged = brought.is_none_or(|b| matches!(b, Brought::Merged { .. }));
    let status = if merged { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = app.frame(Some(&staff.viewer), &staff.name);
    (status, Page::new(frame, move |frame| rescue_page(&RescuePage { brought }, frame))).into_response()
}
