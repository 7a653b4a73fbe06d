//! A sign-in under way: tied to its browser by a cookie, kept in the store until it is answered.
//!
//! One cookie serves all sign-ins that a browser has under way, in as many windows as there are: a row is found by the
//! cookie's secret together with what the answer repeats (OAuth's `state`, a passkey's challenge).

use crate::http::address::Address;
use crate::http::cookies::Cookie;
use crate::http::problem::Problem;
use crate::http::throttle::Taken;
use crate::secret;
use crate::state::App;
use crate::store::{Ceremony, CeremonyKind, SessionOf};
use anyhow::{Context, Result};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use std::convert::Infallible;

/// How long the browser keeps its part after the last sign-in that it began.
const COOKIE_S: i64 = 600;
/// Ceremonies that one address may begin in a quarter of an hour: each is a write.
const OF_ADDRESS: u32 = 300;

/// The browser that begins a ceremony.
pub struct Origin {
    address: Address,
    /// The secret of its cookie, where it has one already.
    secret: Option<String>,
}

impl FromRequestParts<App> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let secret = Cookie::Ceremony.read(&parts.headers, app.secure());
        Ok(Self { address: Address::from_request_parts(parts, app).await?, secret })
    }
}

/// What is begun.
pub(super) struct New<'a> {
    pub(super) kind: CeremonyKind,
    /// Who begins it, where somebody is signed in or invited.
    pub(super) session: Option<&'a SessionOf>,
    /// What the answer repeats, unlike that of any other ceremony.
    pub(super) nonce: &'a str,
    /// What the answer is checked against.
    pub(super) state: &'a str,
}

/// Begins one, and lets an answer carry the browser's part of it.
///
/// # Errors
/// 429 for an address that begins too many, or when the database fails.
pub(super) async fn begin(
    app: &App,
    origin: Origin,
    new: New<'_>,
    mut response: Response,
) -> Result<Response, Problem> {
    let now_ms = app.clock.now_ms();
    let address = origin.address;
    if app.ways_in.guesses.take(&format!("ceremony:{address}"), OF_ADDRESS, now_ms) == Taken::Full {
        return Err(Problem::too_many());
    }
    let secret = origin.secret.map_or_else(secret::token, Ok)?;
    // The address itself is nobody's business for longer than this request.
    let place = app.keys.mark(&format!("place {address}"));
    let New { kind, session, nonce, state } = new;
    let ceremony =
        Ceremony { secret_hash: &secret_hash(&secret, nonce), kind, of: session, place: &place[..16], state };
    app.store.begin_ceremony(&ceremony, now_ms).await?;
    let cookie = Cookie::Ceremony.set(&secret, app.secure(), COOKIE_S).context("no cookie")?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Ends the one that the browser has begun with this nonce, and answers who began it and its state: once.
///
/// # Errors
/// When the database fails.
pub(super) async fn end(
    app: &App,
    kind: CeremonyKind,
    headers: &HeaderMap,
    nonce: &str,
) -> Result<Option<(Option<SessionOf>, String)>> {
    let Some(secret) = Cookie::Ceremony.read(headers, app.secure()) else { return Ok(None) };
    app.store.end_ceremony(kind, &secret_hash(&secret, nonce), app.clock.now_ms()).await
}

/// What the store finds a ceremony by. A dot is in no secret, so that no two pairs come to the same text.
fn secret_hash(secret: &str, nonce: &str) -> Vec<u8> {
    secret::hash(&format!("{secret}.{nonce}"))
}
