//! The accessibility statement.

pub mod view;

use super::public;
use crate::http::language;
use crate::http::problem::Problem;
use crate::state::App;
use crate::web::page::Page;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use view::accessibility_page;

#[derive(Deserialize)]
pub struct LanguageQuery {
    /// "sv" or "en".
    lang: Option<String>,
}

/// `GET /accessibility`.
///
/// # Errors
/// 400 for a language that the page isn't written in.
pub async fn accessibility(
    State(app): State<App>,
    Query(spoken): Query<LanguageQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let language = language::asked(spoken.lang.as_deref(), &headers)?;
    Ok(public::in_language(Page::new(app.frame(None, ""), move |frame| accessibility_page(language, frame)), language))
}
