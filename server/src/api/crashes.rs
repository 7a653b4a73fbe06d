//! `POST /api/v1/crashes`: a phone tells that the app has crashed on it. Nothing follows from it but a line for whoever looks
//! after the phones.

use crate::http::body;
use crate::http::cost::Cost;
use crate::http::problem::Problem;
use crate::state::App;
use crate::store::Credential;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode};
use domain::crash::CrashRequest;

/// The handler. More than a phone may tell of in a day is taken and not stored: it shouldn't try again.
///
/// # Errors
/// 401 without a phone's credential.
pub async fn crashes(
    State(app): State<App>,
    Extension(of): Extension<Credential>,
    Extension(cost): Extension<Cost>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    let CrashRequest { crashes } = body::json(&headers, body, cost).await?;
    if !crashes.is_empty() {
        app.store.add_crashes(&of, &crashes, app.clock.now_ms()).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
