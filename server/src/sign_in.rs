//! Staff sign in and out, and choose a password behind a one-time link.

use crate::body::{self, Bounds};
use crate::clock::now_ms;
use crate::cookies::Cookie;
use crate::guard::SignedIn;
use crate::problem::Problem;
use crate::refusals;
use crate::secret;
use crate::state::App;
use crate::store::{Deed, Purpose, SessionOf};
use anyhow::{Context, Result};
use app::pages::sign_in::{LoginPage, LoginProblem, WelcomePage, WelcomeProblem};
use app::pages::sign_in::{link_expired_page, login_page, welcome_page};
use axum::body::Body;
use axum::extract::{Extension, Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::reach::Role;
use serde::Deserialize;
use serde_json::json;

/// Wrong passwords for one name in a quarter of an hour before it waits.
const WRONG_PASSWORDS: u32 = 10;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    next: Option<String>,
}

/// `GET /login`.
pub async fn show_login(State(app): State<App>, Query(asked): Query<Asked>) -> Html<String> {
    let page = LoginPage { name: String::new(), next: asked.next.filter(|n| is_here(n)), problem: None };
    Html(login_page(page, &app.frame(None, "")))
}

#[derive(Deserialize)]
pub struct Login {
    name: String,
    password: String,
    #[serde(default)]
    next: Option<String>,
}

/// `POST /login`: the form.
///
/// # Errors
/// When the database fails; a wrong password is a page.
pub async fn login(State(app): State<App>, Form(form): Form<Login>) -> Result<Response, Problem> {
    let next = form.next.clone().filter(|n| is_here(n));
    let (status, problem) = match check(&app, &form.name, &form.password).await? {
        Checked::Fits(of, role) => {
            let to = next.unwrap_or_else(|| home(role).to_owned());
            return with_session(&app, &of, Redirect::to(&to).into_response()).await;
        }
        Checked::Missing(problem) => (StatusCode::UNPROCESSABLE_ENTITY, problem),
        Checked::Wrong => (StatusCode::UNAUTHORIZED, LoginProblem::Wrong),
        Checked::TooMany => (StatusCode::TOO_MANY_REQUESTS, LoginProblem::TooMany),
    };
    let page = LoginPage { name: form.name, next, problem: Some(problem) };
    Ok((status, Html(login_page(page, &app.frame(None, "")))).into_response())
}

#[derive(Deserialize)]
struct ApiLogin {
    name: String,
    password: String,
}

/// `POST /api/v1/login`: the same for programs.
///
/// # Errors
/// 401 `wrong_password`, 429 after too many.
pub async fn api_login(State(app): State<App>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let form: ApiLogin = body::json(&headers, body, Bounds::SMALL).await?;
    match check(&app, &form.name, &form.password).await? {
        Checked::Fits(of, role) => {
            with_session(&app, &of, axum::Json(json!({ "person": of.person, "role": role })).into_response()).await
        }
        Checked::TooMany => Err(Problem::too_many()),
        Checked::Missing(_) | Checked::Wrong => {
            let title = "Namnet och lösenordet hör inte ihop.";
            Err(Problem::new(StatusCode::UNAUTHORIZED, "wrong_password", title))
        }
    }
}

/// `POST /logout`, `POST /api/v1/logout`.
///
/// # Errors
/// When the database fails.
pub async fn logout(
    State(app): State<App>,
    Extension(signed_in): Extension<Option<SignedIn>>,
    request: axum::extract::Request,
) -> Result<Response, Problem> {
    let signed_in = signed_in.ok_or_else(Problem::not_signed_in)?;
    let of = SessionOf { partnership: signed_in.viewer.partnership, person: signed_in.viewer.person };
    app.store.end_session(&of, &signed_in.secret_hash, now_ms()).await?;
    app.live.end(&signed_in.secret_hash);
    let is_page = !request.uri().path().starts_with("/api/");
    let mut response =
        if is_page { Redirect::to("/login").into_response() } else { StatusCode::NO_CONTENT.into_response() };
    if let Some(cookie) = Cookie::Session.set("", app.secure(), 0) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `GET /welcome/{token}`.
///
/// # Errors
/// When the database fails; an old link is a page.
pub async fn show_welcome(State(app): State<App>, Path(token): Path<String>) -> Result<Response, Problem> {
    Ok(match invited(&app, &token).await? {
        Some((_, name)) => {
            let page = WelcomePage { token, name, problem: None };
            Html(welcome_page(page, &app.frame(None, ""))).into_response()
        }
        None => expired(&app),
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
    Path(token): Path<String>,
    Form(form): Form<Chosen>,
) -> Result<Response, Problem> {
    let Some((of, name)) = invited(&app, &token).await? else { return Ok(expired(&app)) };
    if let Some(problem) = unfit(&form.password, &name) {
        let page = WelcomePage { token, name, problem: Some(problem) };
        let page = Html(welcome_page(page, &app.frame(None, "")));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let phc = off_thread(move || secret::hash_password(&form.password)).await??;
    if !app.store.use_secret(&secret::hash(&token), now_ms()).await? {
        return Ok(expired(&app));
    }
    app.store.set_password(&of, &phc, now_ms()).await?;
    let person = app.store.person(&of.partnership, of.person).await?.context("the person is gone")?;
    with_session(&app, &of, Redirect::to(home(person.role)).into_response()).await
}

async fn invited(app: &App, token: &str) -> Result<Option<(SessionOf, String)>> {
    let Some(of) = app.store.secret_for(Purpose::Link, &secret::hash(token), now_ms()).await? else { return Ok(None) };
    let person = app.store.person(&of.partnership, of.person).await?;
    Ok(person.map(|person| (of, person.name)))
}

fn expired(app: &App) -> Response {
    (StatusCode::GONE, Html(link_expired_page(&app.frame(None, "")))).into_response()
}

fn unfit(password: &str, name: &str) -> Option<WelcomeProblem> {
    if !secret::is_long_enough(password) {
        Some(WelcomeProblem::TooShort)
    } else if secret::is_common(password, name) {
        Some(WelcomeProblem::TooCommon)
    } else {
        None
    }
}

enum Checked {
    Fits(SessionOf, Role),
    Missing(LoginProblem),
    Wrong,
    TooMany,
}

async fn check(app: &App, name: &str, password: &str) -> Result<Checked> {
    if name.trim().is_empty() {
        return Ok(Checked::Missing(LoginProblem::NameMissing));
    }
    if password.is_empty() {
        return Ok(Checked::Missing(LoginProblem::PasswordMissing));
    }
    let key = format!("login:{}", name.trim().to_lowercase().chars().take(100).collect::<String>());
    if app.throttle.is_full(&key, WRONG_PASSWORDS, now_ms()) || password.chars().count() > secret::PASSWORD_MOST_CHARS {
        return Ok(Checked::TooMany);
    }
    let mut candidates = Vec::new();
    for (partnership, person) in app.store.people_named(name).await? {
        let phc = app.store.password(&partnership, person.id).await?.filter(|_| !person.disabled);
        candidates.push((SessionOf { partnership, person: person.id }, person.role, phc));
    }
    let known: Vec<_> = candidates.iter().map(|(of, ..)| of.clone()).collect();
    let password = password.to_owned();
    let found = off_thread(move || {
        if candidates.is_empty() {
            // As slow as for a name that exists.
            let _ = secret::fits(&password, None);
        }
        candidates.into_iter().find(|(_, _, phc)| secret::fits(&password, phc.as_deref()))
    })
    .await?;
    if let Some((of, role, _)) = found {
        app.throttle.succeeded(&key);
        return Ok(Checked::Fits(of, role));
    }
    app.throttle.failed(&key, now_ms());
    not_let_in(app, known).await?;
    Ok(Checked::Wrong)
}

/// Logs a refused sign-in: with those whose name it was, or of nobody in every partnership. What was typed as a name is
/// never written down; it may be a password.
async fn not_let_in(app: &App, known: Vec<SessionOf>) -> Result<()> {
    if known.is_empty() {
        for partnership in app.store.partnerships().await? {
            let kind = (Deed::SignInRefused, "unknown_name");
            refusals::refused(app, &partnership, None, kind, json!({})).await?;
        }
    }
    for of in known {
        let kind = (Deed::SignInRefused, "wrong_password");
        refusals::refused(app, &of.partnership, Some(of.person), kind, json!({})).await?;
    }
    Ok(())
}

/// Hashing takes tens of milliseconds of a core: not on a thread that answers others.
async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.context("hashing the password stopped")
}

async fn with_session(app: &App, of: &SessionOf, mut response: Response) -> Result<Response, Problem> {
    let secret = secret::token()?;
    app.store.begin_session(of, &secret::hash(&secret), now_ms()).await?;
    let age_s = crate::store::SESSION_WHOLE_MS / 1000;
    let cookie = Cookie::Session.set(&secret, app.secure(), age_s).context("no cookie")?;
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

/// The page where a role's work is.
#[must_use]
pub fn home(role: Role) -> &'static str {
    match role {
        Role::Supervisor | Role::Coordinator => "/dashboard",
        Role::Administrator => "/people",
        Role::Officer => "/",
    }
}

/// Only ways on this server: a login page that leads elsewhere is a trap.
fn is_here(next: &str) -> bool {
    next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') && next.len() < 400
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_login_page_leads_nowhere_else() {
        assert!(is_here("/dashboard?promise=x"));
        for elsewhere in ["//evil.example", "https://evil.example", "/\\evil.example", ""] {
            assert!(!is_here(elsewhere), "{elsewhere}");
        }
    }
}
