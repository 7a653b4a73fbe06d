//! Bodies within their bounds: so many bytes as they arrive, so many after inflating, gzip and nothing else.

use crate::problem::Problem;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, StatusCode, header};
use flate2::read::GzDecoder;
use serde::de::DeserializeOwned;
use std::io::Read;

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
        return Err(unsupported("Skicka application/json."));
    }
    let text = read(headers, body, bounds).await?;
    serde_json::from_slice(&text).map_err(|error| Problem::unreadable(&error.to_string()))
}

async fn read(headers: &HeaderMap, body: Body, bounds: Bounds) -> Result<Vec<u8>, Problem> {
    let encoding = headers.get(header::CONTENT_ENCODING).map(|v| v.to_str().unwrap_or("?").to_ascii_lowercase());
    let inflated = match (encoding.as_deref(), bounds.inflated) {
        (None | Some("identity"), _) => None,
        (Some("gzip"), Some(most)) => Some(most),
        _ => return Err(unsupported("Skicka okomprimerat eller med gzip.")),
    };
    let bytes = to_bytes(body, bounds.bytes).await.map_err(|error| {
        // The error's chain says whether the bound was met or the line was cut; both end the request.
        if format!("{error:?}").contains("LengthLimit") { too_large() } else { Problem::unreadable("hela meddelandet") }
    })?;
    let Some(most) = inflated else { return Ok(bytes.to_vec()) };
    let mut text = Vec::new();
    let read = GzDecoder::new(bytes.as_ref()).take(most as u64 + 1).read_to_end(&mut text);
    match read {
        Ok(length) if length > most => Err(too_large()),
        Ok(_) => Ok(text),
        Err(_) => Err(Problem::unreadable("gzip")),
    }
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "Meddelandet är för stort. Dela det och skicka igen.")
}

fn unsupported(what: &str) -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported", what)
}
