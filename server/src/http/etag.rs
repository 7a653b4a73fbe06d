//! Answers that can be asked for again cheaply: with an ETag.

use crate::secret;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::authorization::Viewer;
use serde::Serialize;

/// Who may be given the same answer again (protocol, section 7). It is part of the tag: what was kept for one reach is
/// never taken for another's, even where the figures happen to be the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Audience<'a> {
    /// Everybody, and any cache between; for so many seconds without asking anew.
    Everybody { max_age_s: u32 },
    /// The browser of somebody with this reach, which asks anew each time.
    Reach(&'a Viewer),
}

impl Audience<'_> {
    fn cache_control(self) -> String {
        match self {
            Audience::Everybody { max_age_s: 0 } => "public, no-cache".to_owned(),
            Audience::Everybody { max_age_s } => format!("public, max-age={max_age_s}"),
            Audience::Reach(_) => "private, no-cache".to_owned(),
        }
    }

    fn key(self) -> String {
        match self {
            Audience::Everybody { .. } => "everybody".to_owned(),
            Audience::Reach(of) => format!("{}/{}/{}", of.partnership, of.organisation, of.role.word()),
        }
    }
}

/// A JSON answer. `tagged` is what its ETag is taken over: all that makes one answer differ from another, without the
/// time at which it was given.
///
/// # Errors
/// When the value can't be written as JSON.
pub fn json(
    headers: &HeaderMap,
    value: &impl Serialize,
    tagged: &impl Serialize,
    audience: Audience<'_>,
) -> anyhow::Result<Response> {
    let body = || Ok(serde_json::to_vec(value)?);
    tagged_as(headers, &serde_json::to_string(tagged)?, "application/json", audience, body)
}

/// A table of comma-separated values, whose ETag is taken over the whole.
///
/// # Errors
/// None that a table can cause.
pub fn csv(headers: &HeaderMap, table: String, audience: Audience<'_>) -> anyhow::Result<Response> {
    tagged_as(headers, &table.clone(), "text/csv; charset=utf-8; header=present", audience, || Ok(table.into_bytes()))
}

fn tagged_as(
    headers: &HeaderMap,
    tagged: &str,
    kind: &'static str,
    audience: Audience<'_>,
    body: impl FnOnce() -> anyhow::Result<Vec<u8>>,
) -> anyhow::Result<Response> {
    // Weak: two answers that differ only in their time are the same to whoever asks.
    let tag = format!("W/\"{}\"", &secret::hex_sha256(&format!("{} {tagged}", audience.key()))[..32]);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let mut response = if known.split(',').any(|one| one.trim() == tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Body::from(body()?).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, HeaderValue::from_str(&tag)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_str(&audience.cache_control())?);
    if matches!(audience, Audience::Reach(_)) {
        headers.insert(header::VARY, HeaderValue::from_static("cookie"));
    }
    Ok(response)
}
