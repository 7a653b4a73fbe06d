//! Bodies within their bounds: so many bytes as they arrive, so many after inflating, gzip and nothing else, and all of it
//! in time.

use crate::problem::Problem;
use axum::body::{Body, BodyDataStream, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use flate2::bufread::GzDecoder;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// A body that has hardly begun is waited for so long: a phone at the edge of coverage.
const GRACE: Duration = Duration::from_secs(10);
/// Each such number of bytes that came is worth another second. The slowest network that phones meet is ten times as fast.
const BYTES_A_SECOND: u64 = 128;
/// And no body takes longer: the phone itself gives up after twenty seconds.
const AT_MOST: Duration = Duration::from_secs(30);

/// What a body may measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    pub bytes: usize,
    /// After inflating; `None` takes no encoding at all.
    pub inflated: Option<usize>,
}

impl Bounds {
    /// Forms and small requests.
    pub const SMALL: Bounds = Bounds { bytes: 16 * 1024, inflated: None };
}

/// Reads a JSON body.
///
/// # Errors
/// 413 beyond the bounds, 415 for another encoding or type, 400 for what can't be read.
pub async fn json<T: DeserializeOwned>(headers: &HeaderMap, body: Body, bounds: Bounds) -> Result<T, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(Problem::unsupported("Skicka application/json."));
    }
    let text = read(headers, body, bounds).await?;
    serde_json::from_slice(&text).map_err(|error| Problem::unreadable(&error.to_string()))
}

async fn read(headers: &HeaderMap, body: Body, bounds: Bounds) -> Result<Vec<u8>, Problem> {
    let encoding = headers.get(header::CONTENT_ENCODING).map(|v| v.to_str().unwrap_or("?").to_ascii_lowercase());
    let inflated = match (encoding.as_deref(), bounds.inflated) {
        (None | Some("identity"), _) => None,
        (Some("gzip"), Some(most)) => Some(most),
        _ => return Err(Problem::unsupported("Skicka okomprimerat eller med gzip.")),
    };
    let bytes = to_bytes(body, bounds.bytes).await.map_err(|error| {
        // The error's chain says whether the bound was met or the line was cut; both end the request.
        if format!("{error:?}").contains("LengthLimit") {
            Problem::too_large()
        } else {
            Problem::unreadable("hela meddelandet")
        }
    })?;
    let Some(most) = inflated else { return Ok(bytes.to_vec()) };
    let mut text = Vec::new();
    let mut inflating = GzDecoder::new(bytes.as_ref()).take(most as u64 + 1);
    match inflating.read_to_end(&mut text) {
        Ok(length) if length > most => Err(Problem::too_large()),
        // What stands behind the end would be lost without a word.
        Ok(_) if inflating.into_inner().into_inner().is_empty() => Ok(text),
        _ => Err(Problem::unreadable("gzip")),
    }
}

/// Every request's body, before any handler: whole within its time, and forms as browsers send them. What is too slow is
/// answered with 408, and the line is closed.
pub async fn in_time(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    if is_packed_form(request.headers()) {
        return Problem::unsupported("Skicka formuläret okomprimerat.").into_response();
    }
    let too_slow = Arc::new(AtomicBool::new(false));
    let arriving = Arriving {
        body: Body::empty().into_data_stream(),
        since: Instant::now(),
        bytes: 0,
        too_slow: too_slow.clone(),
    };
    let request = request.map(|body| {
        let arriving = Arriving { body: body.into_data_stream(), ..arriving };
        Body::from_stream(futures_util::stream::unfold(arriving, Arriving::part))
    });
    let mut response = next.run(request).await;
    if too_slow.load(Ordering::Relaxed) {
        response = Problem::too_slow().into_response();
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// No browser compresses a form, and what reads forms doesn't look for it.
fn is_packed_form(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap_or("?").to_ascii_lowercase());
    let is_packed = text(header::CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity");
    is_packed && text(header::CONTENT_TYPE).is_none_or(|kind| !kind.starts_with("application/json"))
}

/// By when the next part of a body must have come, of which so much came already.
fn due(bytes: u64) -> Duration {
    (GRACE + Duration::from_secs(bytes / BYTES_A_SECOND)).min(AT_MOST)
}

struct Arriving {
    body: BodyDataStream,
    since: Instant,
    bytes: u64,
    too_slow: Arc<AtomicBool>,
}

impl Arriving {
    async fn part(mut self) -> Option<(std::io::Result<axum::body::Bytes>, Self)> {
        let part = match tokio::time::timeout_at(self.since + due(self.bytes), self.body.next()).await {
            Ok(part) => part?.map_err(std::io::Error::other),
            Err(_) => {
                self.too_slow.store(true, Ordering::Relaxed);
                Err(std::io::ErrorKind::TimedOut.into())
            }
        };
        self.bytes += part.as_ref().map_or(0, |bytes| bytes.len() as u64);
        Some((part, self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_must_come_at_a_least_rate_and_within_a_whole_time() {
        assert_eq!(due(0), GRACE);
        assert_eq!(due(2_000), Duration::from_secs(25), "a small batch of a phone with hardly any coverage");
        assert_eq!(due(1_000_000), AT_MOST);
    }

    #[test]
    fn a_form_is_never_packed() {
        let packed = |pairs: &[(header::HeaderName, &'static str)]| {
            let pairs = pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
            is_packed_form(&HeaderMap::from_iter(pairs))
        };
        let form = (header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        assert!(!packed(std::slice::from_ref(&form)));
        assert!(packed(&[form.clone(), (header::CONTENT_ENCODING, "gzip")]));
        assert!(packed(&[(header::CONTENT_ENCODING, "br")]));
        assert!(!packed(&[form, (header::CONTENT_ENCODING, "identity")]));
        // Judged by whoever reads it.
        assert!(!packed(&[(header::CONTENT_TYPE, "application/json"), (header::CONTENT_ENCODING, "gzip")]));
    }
}
