//! `POST /api/v1/sign-out`: a person leaves a phone. What they recorded was sent, or saved in a file; the phone records for
//! them no more.

use crate::clock::now_ms;
use crate::http::body;
use crate::http::cookies::Cookie;
use crate::http::cost::Cost;
use crate::http::problem::Problem;
use crate::state::App;
use crate::store::Credential;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::id::PersonId;
use serde::Deserialize;

#[derive(Deserialize)]
struct Leaving {
    person: PersonId,
}

/// The handler. The last of a phone's people takes its credential along.
///
/// # Errors
/// 401 without a phone's credential; 404 for somebody who isn't on it.
pub async fn sign_out(
    State(app): State<App>,
    Extension(of): Extension<Credential>,
    Extension(cost): Extension<Cost>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let leaving: Leaving = body::json(&headers, body, cost).await?;
    if !of.people.contains(&leaving.person) {
        return Err(Problem::not_found());
    }
    let now_ms = now_ms();
    app.store.leave(&of, leaving.person, now_ms).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if of.people.len() == 1
        && let Some(cookie) = Cookie::Device.set("", app.secure(), 0)
    {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
