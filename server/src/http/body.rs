//! Bodies within their bounds (`cost.rs`): so many bytes as they arrive, so many after inflating, gzip and nothing else, so
//! many JSON values, and all of it in time.

use super::cost::{Cost, Share};
use super::problem::Problem;
use crate::state::App;
use axum::body::{Body, BodyDataStream, Bytes, to_bytes};
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

/// Inflating and reading what is larger takes a while: off the threads that answer others.
const LARGE_BYTES: usize = 64 * 1024;

/// A body as it was written, with its share of the memory that all bodies have together.
#[derive(Debug)]
pub struct Text {
    bytes: Vec<u8>,
    share: Share,
    cost: Cost,
}

impl Text {
    /// Does something with the text, on a thread of its own where it is large. The share is handed on: what was made of the
    /// text takes memory too.
    ///
    /// # Errors
    /// 413 for more values than the route may cost; what the reading says.
    pub async fn read<T: Send + 'static>(
        self,
        read: impl FnOnce(&[u8]) -> Result<T, Problem> + Send + 'static,
    ) -> Result<(T, Share), Problem> {
        let Self { bytes, share, cost } = self;
        let is_large = bytes.len() > LARGE_BYTES;
        let read = move || {
            values_within(&bytes, cost)?;
            Ok((read(&bytes)?, share))
        };
        if is_large { off_threads(read).await } else { read() }
    }
}

/// Reads a small JSON body.
///
/// # Errors
/// 413 beyond what the route may cost, 415 for another encoding or type, 400 for what can't be read.
pub async fn json<T: DeserializeOwned>(headers: &HeaderMap, body: Body, cost: Cost) -> Result<T, Problem> {
    is_json(headers)?;
    let bytes = arrived(body, cost).await?;
    if encoding(headers)?.is_some() {
        return Err(unsupported_encoding());
    }
    values_within(&bytes, cost)?;
    serde_json::from_slice(&bytes).map_err(|error| Problem::unreadable(&error.to_string()))
}

/// Reads the text of a JSON body that may be large and packed. It waits for its share of the memory once all of it has
/// arrived, so that a slow line holds nobody up.
///
/// # Errors
/// As [`json`], and 503 when there is no room for it.
pub async fn text(app: &App, headers: &HeaderMap, body: Body, cost: Cost) -> Result<Text, Problem> {
    is_json(headers)?;
    let packed = match (encoding(headers)?.as_deref(), cost.inflated_bytes) {
        (None, _) => None,
        (Some("gzip"), Some(most)) => Some(most),
        _ => return Err(unsupported_encoding()),
    };
    let bytes = arrived(body, cost).await?;
    let Some(most) = packed else {
        let share = app.memory.share(bytes.len()).await?;
        return Ok(Text { bytes: bytes.into(), share, cost });
    };
    let stated = stated_bytes(&bytes).ok_or_else(|| Problem::unreadable("gzip"))?;
    if stated > most {
        return Err(Problem::too_large());
    }
    let share = app.memory.share(stated).await?;
    let inflate = move || inflated(&bytes, stated);
    let bytes = if stated > LARGE_BYTES { off_threads(inflate).await? } else { inflate()? };
    Ok(Text { bytes, share, cost })
}

async fn off_threads<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Problem::failed(&error.into()))?
}

fn is_json(headers: &HeaderMap) -> Result<(), Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(Problem::unsupported("Skicka application/json."));
    }
    Ok(())
}

/// The encoding's name in lower case; `None` where the body is sent as it is.
fn encoding(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(named) = headers.get(header::CONTENT_ENCODING) else { return Ok(None) };
    let name = named.to_str().map_err(|_| unsupported_encoding())?.to_ascii_lowercase();
    Ok(Some(name).filter(|name| name != "identity"))
}

fn unsupported_encoding() -> Problem {
    Problem::unsupported("Skicka okomprimerat eller med gzip.")
}

async fn arrived(body: Body, cost: Cost) -> Result<Bytes, Problem> {
    to_bytes(body, cost.body_bytes).await.map_err(|error| {
        // The error's chain says whether the bound was met or the line was cut; both end the request.
        if format!("{error:?}").contains("LengthLimit") {
            Problem::too_large()
        } else {
            Problem::unreadable("hela meddelandet")
        }
    })
}

/// What a gzip body says that it measures after inflating: its last four bytes (RFC 1952). What lies is found out when it is
/// inflated.
fn stated_bytes(packed: &[u8]) -> Option<usize> {
    let stated = packed.last_chunk::<4>()?;
    usize::try_from(u32::from_le_bytes(*stated)).ok()
}

/// Never more than was stated.
fn inflated(packed: &[u8], stated: usize) -> Result<Vec<u8>, Problem> {
    let mut text = Vec::with_capacity(stated);
    let mut inflating = GzDecoder::new(packed).take(stated as u64 + 1);
    match inflating.read_to_end(&mut text) {
        Ok(length) if length > stated => Err(Problem::too_large()),
        // What stands behind the end would be lost without a word.
        Ok(_) if inflating.into_inner().into_inner().is_empty() => Ok(text),
        _ => Err(Problem::unreadable("gzip")),
    }
}

/// Counted before anything is built of it.
fn values_within(text: &[u8], cost: Cost) -> Result<(), Problem> {
    if json_values(text) > cost.json_values { Err(Problem::too_large()) } else { Ok(()) }
}

/// How many values a JSON text holds, or a few more: each but the first of a list or an object follows a comma, and the
/// first one a bracket. What isn't JSON has some number too.
fn json_values(text: &[u8]) -> usize {
    let (mut values, mut in_string, mut is_escaped) = (1, false, false);
    for byte in text {
        match (byte, in_string) {
            _ if is_escaped => is_escaped = false,
            (b'\\', true) => is_escaped = true,
            (b'"', _) => in_string = !in_string,
            (b',' | b'[' | b'{', false) => values += 1,
            _ => {}
        }
    }
    values
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
    fn values_are_counted_before_they_are_read() {
        for (text, values) in
            [("1", 1), ("[]", 2), ("[1,2]", 3), (r#"{"a":[1,{}],"b,[{":"\\\",[{"}"#, 6), (r#"{"a":{"b":{"c":{}}}}"#, 5)]
        {
            assert_eq!(json_values(text.as_bytes()), values, "{text}");
        }
    }

    #[test]
    fn a_gzip_body_that_lies_about_its_length_is_read_no_further() {
        use std::io::Write;
        let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        to.write_all(&[b' '; 100_000]).expect("packed");
        let mut packed = to.finish().expect("packed");
        assert_eq!(stated_bytes(&packed), Some(100_000));
        assert_eq!(inflated(&packed, 100_000).expect("whole").len(), 100_000);
        let end = packed.len() - 4;
        packed[end..].copy_from_slice(&10_u32.to_le_bytes());
        assert_eq!(inflated(&packed, 10).expect_err("more than it says").code, "too_large");
        assert_eq!(stated_bytes(b"x"), None);
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
