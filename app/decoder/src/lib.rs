//! Reads a one-time code off a grey picture, on phones whose browser has no `BarcodeDetector`. On the phone, since decoding
//! takes as long as whoever draws the picture wants: a picture full of finder patterns keeps a core busy for minutes.
//!
//! A WebAssembly module apart from the app, which every phone loads; `public/scan.js` fetches it when somebody scans.

use wasm_bindgen::prelude::wasm_bindgen;

/// The text of the first code in a picture of one byte per pixel, row by row; `None` where there is none to be read.
#[wasm_bindgen]
#[must_use]
pub fn decode(width: usize, grey: &[u8]) -> Option<String> {
    if width == 0 {
        return None;
    }
    let height = grey.len() / width;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| grey[y * width + x]);
    image.detect_grids().into_iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_without_a_code_says_nothing() {
        assert_eq!(decode(0, &[]), None);
        assert_eq!(decode(64, &[]), None);
        assert_eq!(decode(64, &[255; 64 * 64]), None);
        let noise: Vec<u8> = (0..64u32 * 64).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        assert_eq!(decode(64, &noise), None);
    }
}
