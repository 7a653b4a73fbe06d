//! The officer's page: the document around the app, the same for everybody, since the phone keeps it.

pub mod door;
pub(crate) mod languages;
pub mod shell;

use super::of_the_build;
use crate::state::App;
use crate::web::page::Page;
use axum::extract::State;
use axum::response::Response;

/// `GET /`: the officer's app. The same for everybody, since the service worker keeps it; the header tells it of which
/// build the page is.
pub async fn officer(State(app): State<App>) -> Response {
    of_the_build(&app, Page::new(app.frame(None, ""), shell::officer_page), "no-cache")
}
