//! The ways in for staff: a password, a passkey, an organisation's own identity provider; and the way out.
//!
//! Each ends in [`with_session`]. What opens another way in (a passkey, a new password) asks for a proof that is no
//! older than [`crate::http::staff::PROOF_MS`], which any of the ways gives.

mod ceremony;
pub mod confirm;
pub mod oidc;
pub mod passkey_routes;
pub mod passkeys;
pub mod password;
pub mod view;
pub mod ways;
pub mod welcome;

use crate::http::browser_name;
use crate::http::cookies::Cookie;
use crate::http::known_browser;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::secret;
use crate::state::App;
use crate::store::{Began, SessionOf, Way};
use anyhow::Context;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

/// The browser that signs in: what its request says.
pub struct Caller<'a> {
    pub headers: &'a HeaderMap,
    pub way: Way,
}

/// Begins a session and lets an answer carry it, with the mark of a browser that is known from now on. The session that
/// the browser had ends: another person's, or an older one of the same.
///
/// # Errors
/// When the database fails; 401 for a person who was disabled meanwhile.
pub async fn with_session(
    app: &App,
    of: &SessionOf,
    from: &Caller<'_>,
    mut response: Response,
) -> Result<Response, Problem> {
    let now_ms = app.clock.now_ms();
    let secret = secret::token()?;
    let before = Cookie::Session.read(from.headers, app.secure()).map(|secret| secret::hash(&secret));
    let began = Began {
        secret_hash: &secret::hash(&secret),
        way: from.way,
        browser: &browser_name::of(from.headers),
        instead_of: before.as_deref(),
    };
    if !app.store.begin_session(of, &began, now_ms).await? {
        return Err(Problem::not_signed_in());
    }
    before.iter().for_each(|ended| app.live.end(ended));
    let age_s = crate::store::SESSION_WHOLE_MS / 1000;
    let session = Cookie::Session.set(&secret, app.secure(), age_s).context("no cookie")?;
    response.headers_mut().append(header::SET_COOKIE, session);
    if let Some(known) = known_browser::cookie(&app.keys, of.person, app.secure())? {
        response.headers_mut().append(header::SET_COOKIE, known);
    }
    Ok(response)
}

/// `POST /logout`, `POST /api/v1/logout`.
///
/// # Errors
/// When the database fails.
pub async fn logout(
    State(app): State<App>,
    staff: Staff,
    request: axum::extract::Request,
) -> Result<Response, Problem> {
    app.store.end_session(&staff.of(), &staff.secret_hash, app.clock.now_ms()).await?;
    app.live.end(&staff.secret_hash);
    let is_page = !request.uri().path().starts_with("/api/");
    let mut response =
        if is_page { Redirect::to("/login").into_response() } else { StatusCode::NO_CONTENT.into_response() };
    if let Some(cookie) = Cookie::Session.set("", app.secure(), 0) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Only ways on this server: a login page that leads elsewhere is a trap.
pub(crate) fn is_here(next: &str) -> bool {
    let plain = next.chars().all(|c| !c.is_control());
    next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') && plain && next.len() < 400
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_login_page_leads_nowhere_else() {
        assert!(is_here("/dashboard?promise=x"));
        for elsewhere in ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", ""] {
            assert!(!is_here(elsewhere), "{elsewhere}");
        }
    }
}
