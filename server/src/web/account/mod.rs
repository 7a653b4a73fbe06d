//! `/account`: one's own ways in, sessions and phones.

pub mod view;

use self::view as shown;
use super::devices;
use super::sign_in::view::WelcomeProblem;
use super::sign_in::welcome::unfit;
use super::sign_in::{Caller, with_session};
use crate::http::form::Form;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::state::App;
use crate::store::{DeviceRow, PasskeyRow, SessionRow, Way};
use crate::web::page::Page;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::{DeviceId, PasskeyId};
use serde::Deserialize;
use view::{AccountDone, AccountPage, AccountProblem, WayIn, account_page};

#[derive(Deserialize)]
pub struct AccountQuery {
    /// What was just done, by its word.
    done: Option<String>,
}

/// `GET /account`.
///
/// # Errors
/// When the database can't be read.
pub async fn show(State(app): State<App>, me: Staff, Query(query): Query<AccountQuery>) -> Result<Response, Problem> {
    page(&app, &me, None, query.done.as_deref().and_then(AccountDone::read)).await
}

/// The page, with what went wrong or was just done.
///
/// # Errors
/// When the database can't be read.
pub(crate) async fn page(
    app: &App,
    me: &Staff,
    problem: Option<AccountProblem>,
    done: Option<AccountDone>,
) -> Result<Response, Problem> {
    let (of, now_ms) = (me.of(), app.clock.now_ms());
    let zone = app.in_force(&of.partnership).await?.zone.clone();
    let identity = app.store.identity(&of).await?;
    let provider = app.ways_in.providers.of(&of.partnership, &me.viewer.organisation);
    let session = |row: SessionRow| shown::SessionRow {
        id: hex(&row.secret_hash),
        way: way(row.way),
        browser: row.browser,
        began: zone.moment(row.began_at_ms),
        seen: zone.moment(row.seen_at_ms),
        here: row.secret_hash == me.secret_hash,
    };
    let passkey = |row: PasskeyRow| shown::PasskeyRow {
        id: row.id,
        name: row.name,
        added: zone.moment(row.added_at_ms),
        used: row.used_at_ms.map(|at| zone.moment(at)),
    };
    let phone = |row: DeviceRow| shown::PhoneRow {
        id: row.id,
        name: row.name,
        last_heard: row.heard_at_ms.map(|at| zone.moment(at)),
        revoked: row.revoked,
    };
    let data = AccountPage {
        proved: me.proved_lately(now_ms).is_ok(),
        has_password: app.store.password(&of.partnership, of.person).await?.is_some(),
        passkeys: app.store.passkeys(&of).await?.into_iter().map(passkey).collect(),
        may_add_passkeys: app.ways_in.passkeys.is_some(),
        provider: provider.as_ref().map(|provider| provider.name().to_owned()),
        linked: provider
            .zip(identity)
            .filter(|(p, i)| p.issuer() == i.issuer)
            .map(|(_, i)| zone.moment(i.linked_at_ms)),
        sessions: app.store.sessions(&of, now_ms).await?.into_iter().map(session).collect(),
        phones: app.store.devices_of(&of).await?.into_iter().map(phone).collect(),
        problem,
        done,
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let frame = app.frame(Some(&me.viewer), &me.name).speaks(me.language);
    Ok((status, Page::new(frame, move |frame| account_page(data, frame))).into_response())
}

fn way(way: Way) -> WayIn {
    match way {
        Way::Password => WayIn::Password,
        Way::Passkey => WayIn::Passkey,
        Way::Oidc => WayIn::Provider,
    }
}

fn done(what: AccountDone) -> Response {
    Redirect::to(&format!("/account?done={}", what.word())).into_response()
}

#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default, rename = "new-password")]
    password: String,
}

/// `POST /account/password`: a new password. It ends every session; this browser gets a new one.
///
/// # Errors
/// When the database fails; a password that won't do is a page.
pub async fn choose_password(
    State(app): State<App>,
    me: Staff,
    headers: HeaderMap,
    Form(form): Form<Chosen>,
) -> Result<Response, Problem> {
    if me.proved_lately(app.clock.now_ms()).is_err() {
        return page(&app, &me, Some(AccountProblem::ConfirmFirst), None).await;
    }
    if let Some(problem) = unfit(&form.password, &me.name) {
        let problem = match problem {
            WelcomeProblem::TooShort => AccountProblem::TooShort,
            WelcomeProblem::TooCommon => AccountProblem::TooCommon,
        };
        return page(&app, &me, Some(problem), None).await;
    }
    let phc = app.ways_in.hashing.hash(form.password).await?;
    let ended = app.store.set_password(&me.of(), &phc, app.clock.now_ms()).await?;
    ended.iter().for_each(|session| app.live.end(session));
    let from = Caller { headers: &headers, way: Way::Password };
    with_session(&app, &me.of(), &from, done(AccountDone::Password)).await
}

/// `POST /account/passkeys/{id}/remove`.
///
/// # Errors
/// When the database fails, or 404 for a key of somebody else.
pub async fn remove_passkey(State(app): State<App>, me: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = PasskeyId::read(&id).ok_or_else(Problem::not_found)?;
    if me.proved_lately(app.clock.now_ms()).is_err() {
        return page(&app, &me, Some(AccountProblem::ConfirmFirst), None).await;
    }
    match app.store.remove_passkey(&me.of(), id, app.clock.now_ms()).await? {
        true => Ok(done(AccountDone::Passkey)),
        false => Err(Problem::not_found()),
    }
}

/// `POST /account/sessions/{id}/end`.
///
/// # Errors
/// When the database fails, or 404 for a session of somebody else.
pub async fn end_session(State(app): State<App>, me: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let session = from_hex(&id).ok_or_else(Problem::not_found)?;
    if !app.store.end_own_session(&me.of(), &session, app.clock.now_ms()).await? {
        return Err(Problem::not_found());
    }
    app.live.end(&session);
    Ok(done(AccountDone::Session))
}

/// `POST /account/sessions/end`: all but this one.
///
/// # Errors
/// When the database fails.
pub async fn end_other_sessions(State(app): State<App>, me: Staff) -> Result<Response, Problem> {
    let ended = app.store.end_other_sessions(&me.of(), &me.secret_hash, app.clock.now_ms()).await?;
    ended.iter().for_each(|session| app.live.end(session));
    Ok(done(AccountDone::Sessions))
}

/// `GET /account/devices/{id}/revoke`: what it means, before it is done.
///
/// # Errors
/// 404 for a phone of somebody else.
pub async fn ask_revoke(State(app): State<App>, me: Staff, Path(id): Path<String>) -> Result<Page, Problem> {
    let row = own_phone(&app, &me, &id).await?;
    Ok(devices::asked(&app, &me, row, "/account"))
}

/// `POST /account/devices/{id}/revoke`: final.
///
/// # Errors
/// 404 for a phone of somebody else.
pub async fn revoke(State(app): State<App>, me: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let row = own_phone(&app, &me, &id).await?;
    let of = me.of();
    app.store.revoke(&of.partnership, row.id, Some(of.person), app.clock.now_ms()).await?;
    Ok(done(AccountDone::Phone))
}

async fn own_phone(app: &App, me: &Staff, id: &str) -> Result<DeviceRow, Problem> {
    let id = DeviceId::read(id).ok_or_else(Problem::not_found)?;
    let own = app.store.devices_of(&me.of()).await?;
    own.into_iter().find(|row| row.id == id && !row.revoked).ok_or_else(Problem::not_found)
}

/// A session's name in its owner's pages. It opens nothing: the cookie holds what this is the hash of.
fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    (0..32).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()).collect()
}
