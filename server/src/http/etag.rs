//! Answers that can be asked for again cheaply: with an ETag.

use crate::secret;
use axum::body::{Body, Bytes};
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

/// A body with its tag, for all who ask for it with the same reach.
#[derive(Clone, Debug)]
pub struct Tagged {
    tag: HeaderValue,
    kind: &'static str,
    cache_control: HeaderValue,
    is_for_one_reach: bool,
    body: Bytes,
}

impl Tagged {
    /// As JSON. `tagged` is what its ETag is taken over: all that makes one answer differ from another, without the time at
    /// which it was given.
    ///
    /// # Errors
    /// When the value can't be written as JSON.
    pub fn json(value: &impl Serialize, tagged: &impl Serialize, audience: Audience<'_>) -> anyhow::Result<Self> {
        let body = serde_json::to_vec(value)?;
        Self::new(body.into(), &serde_json::to_string(tagged)?, "application/json", audience)
    }

    fn new(body: Bytes, tagged: &str, kind: &'static str, audience: Audience<'_>) -> anyhow::Result<Self> {
        // Weak: two answers that differ only in their time are the same to whoever asks.
        let tag = format!("W/\"{}\"", &secret::hex_sha256(&format!("{} {tagged}", audience.key()))[..32]);
        Ok(Self {
            tag: HeaderValue::from_str(&tag)?,
            kind,
            cache_control: HeaderValue::from_str(&audience.cache_control())?,
            is_for_one_reach: matches!(audience, Audience::Reach(_)),
            body,
        })
    }

    /// The answer to a request: 304 for who has it already.
    #[must_use]
    pub fn answer(&self, headers: &HeaderMap) -> Response {
        let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let mut response = if known.split(',').any(|one| one.trim().as_bytes() == self.tag.as_bytes()) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let mut response = Body::from(self.body.clone()).into_response();
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
            response
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.tag.clone());
        headers.insert(header::CACHE_CONTROL, self.cache_control.clone());
        if self.is_for_one_reach {
            headers.insert(header::VARY, HeaderValue::from_static("cookie"));
        }
        response
    }
}

/// A JSON answer; see [`Tagged::json`].
///
/// # Errors
/// When the value can't be written as JSON.
pub fn json(
    headers: &HeaderMap,
    value: &impl Serialize,
    tagged: &impl Serialize,
    audience: Audience<'_>,
) -> anyhow::Result<Response> {
    Ok(Tagged::json(value, tagged, audience)?.answer(headers))
}

/// A table of comma-separated values, whose ETag is taken over the whole.
///
/// # Errors
/// None that a table can cause.
pub fn csv(headers: &HeaderMap, table: String, audience: Audience<'_>) -> anyhow::Result<Response> {
    let kind = "text/csv; charset=utf-8; header=present";
    Ok(Tagged::new(table.clone().into(), &table, kind, audience)?.answer(headers))
}
