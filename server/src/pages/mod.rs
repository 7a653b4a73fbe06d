//! The pages that the server renders: what each needs, fetched and handed to `app`.

pub mod access;
pub mod account;
pub mod audit;
pub mod dashboard;
pub mod decide;
pub mod devices;
pub mod entries;
pub mod mine;
pub mod occasion;
pub mod people;
pub mod person;
pub mod promises;
pub mod public;
pub mod quality;
pub mod questions;
pub mod reports;
pub mod rescue;

use crate::language;
use crate::problem::Problem;
use crate::state::App;
use app::pages::accessibility::accessibility_page;
use app::pages::officer::officer_page;
use app::pages::telefon::telefon_page;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

/// `GET /`: the officer's app. The same for everybody, since the service worker keeps it; the header tells it of which
/// build the page is.
pub async fn officer(State(app): State<App>) -> Response {
    of_the_build(&app, officer_page(&app.frame(None, "")), "no-cache")
}

/// `GET /telefon`: the phone's own page, kept with the app's.
pub async fn telefon(State(app): State<App>) -> Response {
    of_the_build(&app, telefon_page(&app.frame(None, "")), "no-cache")
}

/// A page that phones keep. By the build's name they know it from one that a network of somebody else's answered with.
pub(crate) fn of_the_build(app: &App, page: String, cache: &'static str) -> Response {
    let mut response = Html(page).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(build) = HeaderValue::from_str(&app.site.build) {
        headers.insert(HeaderName::from_static("x-rond-build"), build);
    }
    response
}

#[derive(Deserialize)]
pub struct Spoken {
    /// "sv" or "en".
    lang: Option<String>,
}

/// `GET /accessibility`.
///
/// # Errors
/// 400 for a language that the page isn't written in.
pub async fn accessibility(
    State(app): State<App>,
    Query(spoken): Query<Spoken>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let language = language::asked(spoken.lang.as_deref(), &headers)?;
    Ok(public::in_language(Html(accessibility_page(language, &app.frame(None, ""))), language))
}

/// A word as it stands in an address.
pub(crate) fn escaped(text: &str) -> String {
    let byte = |b: u8| match b {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(b).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}
