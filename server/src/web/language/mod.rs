//! `POST /language`: what somebody wants the pages to speak in this browser.

use crate::http::form::Form;
use crate::http::language;
use crate::http::problem::Problem;
use crate::state::App;
use crate::web::sign_in::is_here;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use texts::language::Language;

/// The form.
#[derive(Deserialize)]
pub struct Chosen {
    language: String,
    /// The page that it stood on.
    back: String,
}

/// Remembers the language in this browser, and leads back.
///
/// # Errors
/// 400 for a language that no page is written in.
pub async fn choose(State(app): State<App>, Form(form): Form<Chosen>) -> Result<Response, Problem> {
    let chosen = Language::of_tag(&form.language).ok_or_else(|| Problem::unreadable("language"))?;
    let back = if is_here(&form.back) { form.back.as_str() } else { "/" };
    let mut response = Redirect::to(back).into_response();
    if let Some(cookie) = language::remember(chosen, app.secure()) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// A button for the other language, in its own words.
pub(crate) fn language_form(here: Language, back: &'static str) -> AnyView {
    let other = here.other();
    view! {
        <form method="post" action="/language" class="form">
            <input type="hidden" name="language" value=other.tag() />
            <input type="hidden" name="back" value=back />
            <button class="quiet" lang=other.tag()>{other.led_to()}</button>
        </form>
    }
    .into_any()
}
