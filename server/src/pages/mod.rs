//! The pages that the server renders: what each needs, fetched and handed to `app`.

pub mod account;
pub mod audit;
pub mod dashboard;
pub mod decide;
pub mod devices;
pub mod entries;
pub mod mine;
pub mod occasion;
pub mod people;
pub mod public;
pub mod quality;
pub mod questions;
pub mod reports;
pub mod rescue;

use crate::language;
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
pub async fn officer(State(app): State<App>, headers: HeaderMap) -> Response {
    let page = officer_page(&app.frame(None, ""));
    let takes = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !takes.split(',').any(|coding| coding.trim() == "br") {
        return of_the_build(&app, page);
    }
    // Every phone loads it, over the worst network there is: pressed once, as well as it goes.
    let pressed = app.pressed.get_or_init(|| pressed(&page)).clone();
    let mut response = of_the_build(&app, pressed);
    response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    response
}

fn pressed(page: &str) -> Vec<u8> {
    let mut small = Vec::new();
    let how = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    // Reading from memory and writing into it doesn't fail.
    brotli::BrotliCompress(&mut page.as_bytes(), &mut small, &how).ok();
    small
}

/// `GET /telefon`: the phone's own page, kept with the app's.
pub async fn telefon(State(app): State<App>) -> Response {
    of_the_build(&app, telefon_page(&app.frame(None, "")))
}

fn of_the_build(app: &App, page: impl Into<axum::body::Body>) -> Response {
    let mut response = Html(page.into()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
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
pub async fn accessibility(State(app): State<App>, Query(spoken): Query<Spoken>, headers: HeaderMap) -> Response {
    let language = language::asked(spoken.lang.as_deref(), &headers);
    public::in_language(Html(accessibility_page(language, &app.frame(None, ""))), language)
}
