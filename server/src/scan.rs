//! `POST /api/v1/scan`: reads a one-time code off a grey picture, for phones whose browser can't. Nothing of it is kept.

use crate::problem::Problem;
use axum::Json;
use axum::body::Bytes;
use axum::extract::Query;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

/// A picture's longest side, in pixels; each is one byte.
const SIDE_PX: usize = 640;
/// What a picture measures at most.
pub const PICTURE_BYTES: usize = SIDE_PX * SIDE_PX;
/// An address with a code in it is far shorter.
const TEXT_BYTES: usize = 300;

#[derive(Deserialize)]
pub struct Asked {
    /// Pixels in a row.
    width: usize,
}

/// What the picture says.
#[derive(Serialize)]
pub struct Read {
    text: String,
}

/// The handler.
///
/// # Errors
/// 422 `no_code` where there is none to be read; 400 for what isn't a picture.
pub async fn scan(Query(asked): Query<Asked>, picture: Bytes) -> Result<Json<Read>, Problem> {
    let width = asked.width;
    if width == 0 || width > SIDE_PX || picture.is_empty() || !picture.len().is_multiple_of(width) {
        return Err(Problem::unreadable("bilden"));
    }
    let read = tokio::task::spawn_blocking(move || text_in(width, &picture)).await;
    let text = read.map_err(|error| Problem::failed(&error.into()))?;
    let title = "Det gick inte att läsa någon kod i bilden. Håll telefonen närmare, eller skriv koden.";
    text.map(|text| Json(Read { text })).ok_or_else(|| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "no_code", title))
}

/// Decoding takes milliseconds of a core: off the threads that answer others.
fn text_in(width: usize, picture: &[u8]) -> Option<String> {
    let height = picture.len() / width;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| picture[y * width + x]);
    let texts = image.detect_grids().into_iter().filter_map(|grid| grid.decode().ok());
    texts.map(|(_, text)| text).find(|text| text.len() <= TEXT_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_without_a_code_says_nothing() {
        assert_eq!(text_in(64, &[255; 64 * 64]), None);
        let noise: Vec<u8> = (0..64u32 * 64).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        assert_eq!(text_in(64, &noise), None);
    }
}
