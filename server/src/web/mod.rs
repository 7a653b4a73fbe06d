//! The pages that the server renders, a folder each: the handler, which loads, and the view, which is plain markup.

pub mod accessibility;
pub mod account;
pub mod audit;
pub mod dashboard;
pub mod devices;
pub mod display_names;
pub mod document;
pub mod entries;
pub mod kept_form;
pub mod language;
pub mod menu;
pub mod mine;
pub mod officer;
pub mod page;
pub mod parts;
pub mod people;
pub mod problem;
pub mod promises;
pub mod public;
pub mod quality;
pub mod questions;
pub mod reports;
pub mod rescue;
pub mod sign_in;
pub mod telefon;
#[cfg(test)]
mod tests;
pub mod too_short;

use crate::state::App;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use page::Page;

/// A page that phones keep. By the build's name they know it from one that a network of somebody else's answered with.
pub(crate) fn of_the_build(app: &App, page: Page, cache: &'static str) -> Response {
    let mut response = Html(page.into_html()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(build) = HeaderValue::from_str(&app.site.build) {
        headers.insert(HeaderName::from_static("x-rond-build"), build);
    }
    response
}
