//! Answers that can be asked for again cheaply: with an ETag.

use crate::secret;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// A JSON answer. `tagged` is what its ETag is taken over: all that makes one answer differ from another, without the
/// time at which it was given.
///
/// # Errors
/// When the value can't be written as JSON.
pub fn json(
    headers: &HeaderMap,
    value: &impl Serialize,
    tagged: &impl Serialize,
    cache: &'static str,
) -> anyhow::Result<Response> {
    let body = || Ok(serde_json::to_vec(value)?);
    tagged_as(headers, &serde_json::to_string(tagged)?, "application/json", cache, body)
}

/// A table of comma-separated values, whose ETag is taken over the whole.
///
/// # Errors
/// None that a table can cause.
pub fn csv(headers: &HeaderMap, table: String, cache: &'static str) -> anyhow::Result<Response> {
    tagged_as(headers, &table.clone(), "text/csv; charset=utf-8; header=present", cache, || Ok(table.into_bytes()))
}

fn tagged_as(
    headers: &HeaderMap,
    tagged: &str,
    kind: &'static str,
    cache: &'static str,
    body: impl FnOnce() -> anyhow::Result<Vec<u8>>,
) -> anyhow::Result<Response> {
    // Weak: two answers that differ only in their time are the same to whoever asks.
    let tag = format!("W/\"{}\"", &secret::hex_sha256(tagged)[..32]);
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
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    Ok(response)
}
