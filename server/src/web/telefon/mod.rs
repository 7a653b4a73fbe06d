//! The phone's own page.

pub mod view;

use super::of_the_build;
use crate::state::App;
use crate::web::page::Page;
use axum::extract::State;
use axum::response::Response;

/// `GET /telefon`: the phone's own page, kept with the app's.
pub async fn telefon(State(app): State<App>) -> Response {
    of_the_build(&app, Page::new(app.frame(None, ""), view::telefon_page), "no-cache")
}
