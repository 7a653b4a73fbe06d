//! A sign-in under way: tied to its browser by a cookie, kept in the store until it is answered.

use crate::address::Address;
use crate::cookies::Cookie;
use crate::problem::Problem;
use crate::secret;
use crate::state::App;
use crate::store::{Ceremony, CeremonyKind, SessionOf};
use crate::throttle::Taken;
use anyhow::{Context, Result};
use axum::http::{HeaderMap, header};
use axum::response::Response;

/// How long the browser keeps its part.
const COOKIE_S: i64 = 600;
/// Ceremonies that one address may begin in a quarter of an hour: each is a write.
const OF_ADDRESS: u32 = 300;

/// Begins one, and lets an answer carry the browser's part of it.
///
/// # Errors
/// 429 for an address that begins too many, or when the database fails.
pub(super) async fn begin(
    app: &App,
    kind: CeremonyKind,
    of: Option<&SessionOf>,
    address: Address,
    state: &str,
    mut response: Response,
) -> Result<Response, Problem> {
    let now_ms = app.clock.now_ms();
    if app.ways_in.guesses.take(&format!("ceremony:{address}"), OF_ADDRESS, now_ms) == Taken::Full {
        return Err(Problem::too_many());
    }
    let secret = secret::token()?;
    let secret_hash = secret::hash(&secret);
    // The address itself is nobody's business for longer than this request.
    let place = app.keys.mark(&format!("place {address}"));
    let ceremony = Ceremony { secret_hash: &secret_hash, kind, of, place: &place[..16], state };
    app.store.begin_ceremony(&ceremony, now_ms).await?;
    let cookie = Cookie::Ceremony.set(&secret, app.secure(), COOKIE_S).context("no cookie")?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Ends the one that the browser has begun, and answers who began it and its state: once.
///
/// # Errors
/// When the database fails.
pub(super) async fn end(
    app: &App,
    kind: CeremonyKind,
    headers: &HeaderMap,
) -> Result<Option<(Option<SessionOf>, String)>> {
    let Some(secret) = Cookie::Ceremony.read(headers, app.secure()) else { return Ok(None) };
    app.store.end_ceremony(kind, &secret::hash(&secret), app.clock.now_ms()).await
}
