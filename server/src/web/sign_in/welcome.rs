//! Behind a one-time link: somebody who is new, or has forgotten the password, chooses one, or uses what the own
//! organisation gives.

use super::view::{WelcomePage, WelcomeProblem, link_expired_page, welcome_page};
use super::{Caller, with_session};
use crate::http::form::Form;
use crate::http::language::Spoken;
use crate::http::problem::Problem;
use crate::secret;
use crate::state::App;
use crate::store::{PersonRow, Purpose, SessionOf, Way};
use crate::web::menu::home;
use crate::web::page::Page;
use anyhow::Result;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use texts::language::Language;

/// `GET /welcome/{token}`.
///
/// # Errors
/// When the database fails; an old link is a page.
pub async fn show_welcome(
    State(app): State<App>,
    Spoken(language): Spoken,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    Ok(match invited(&app, &token).await? {
        Some((of, person)) => page(&app, language, token, &of, person, None).into_response(),
        None => expired(&app, language),
    })
}

#[derive(Deserialize)]
pub struct Chosen {
    password: String,
}

/// `POST /welcome/{token}`: chooses the password and signs in.
///
/// # Errors
/// When the database fails; a password that won't do is a page.
pub async fn welcome(
    State(app): State<App>,
    Spoken(language): Spoken,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(form): Form<Chosen>,
) -> Result<Response, Problem> {
    let Some((of, person)) = invited(&app, &token).await? else { return Ok(expired(&app, language)) };
    if let Some(problem) = unfit(&form.password, &person.name) {
        let page = page(&app, language, token, &of, person, Some(problem));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let phc = app.ways_in.hashing.hash(form.password).await?;
    let now_ms = app.clock.now_ms();
    if !app.store.use_secret(&secret::hash(&token), now_ms).await? {
        return Ok(expired(&app, language));
    }
    let ended = app.store.set_password(&of, &phc, now_ms).await?;
    ended.iter().for_each(|session| app.live.end(session));
    let to = Redirect::to(home(person.role)).into_response();
    with_session(&app, &of, &Caller { headers: &headers, way: Way::Password }, to).await
}

/// Whom a link is for, while it is of use.
pub(super) async fn invited(app: &App, token: &str) -> Result<Option<(SessionOf, PersonRow)>> {
    let now_ms = app.clock.now_ms();
    let Some(of) = app.store.secret_for(Purpose::Link, &secret::hash(token), now_ms).await? else { return Ok(None) };
    let person = app.store.person(&of.partnership, of.person).await?;
    Ok(person.map(|person| (of, person)))
}

/// What an old link answers.
pub(super) fn expired(app: &App, language: Language) -> Response {
    (StatusCode::GONE, Page::new(app.frame(None, "").speaks(language), link_expired_page)).into_response()
}

fn page(
    app: &App,
    language: Language,
    token: String,
    of: &SessionOf,
    person: PersonRow,
    problem: Option<WelcomeProblem>,
) -> Page {
    let provider = app.ways_in.providers.of(&of.partnership, &person.organisation).map(|p| p.name().to_owned());
    let page = WelcomePage { token, name: person.name, provider, problem };
    Page::new(app.frame(None, "").speaks(language), move |frame| welcome_page(page, frame))
}

/// Why a password won't do.
pub(crate) fn unfit(password: &str, name: &str) -> Option<WelcomeProblem> {
    if !secret::is_long_enough(password) {
        Some(WelcomeProblem::TooShort)
    } else if secret::is_common(password, name) {
        Some(WelcomeProblem::TooCommon)
    } else {
        None
    }
}
