//! A one-time code for the phone's camera: a QR code (ISO/IEC 18004) as one path for the page.

use crate::web::people::view::Qr;
use anyhow::{Result, anyhow};
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// Light modules around the code that cameras need to find it.
const QUIET: usize = 4;

/// What the app's camera is to read: the server's address with the code behind `#`, which browsers never send anywhere.
#[must_use]
pub fn content(public_url: &str, code: &str) -> String {
    format!("{public_url}/#kod={code}")
}

/// Draws a text, with as much of it repeated as a scratched or glaring screen takes.
///
/// # Errors
/// When it is too long for any QR code.
pub fn drawn(text: &str) -> Result<Qr> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M);
    let code = code.map_err(|error| anyhow!("no QR code can be made: {error}"))?;
    let width = code.width();
    let mut path = String::new();
    for (place, _) in code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark) {
        write!(path, "M{} {}h1v1h-1z", place % width + QUIET, place / width + QUIET)?;
    }
    Ok(Qr { side: u32::try_from(width + 2 * QUIET)?, path })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn what_is_drawn_reads_as_it_was_written() {
        let text = content("https://rond.kommunen.example", "7KQ2M-XH4TP");
        assert_eq!(text, "https://rond.kommunen.example/#kod=7KQ2M-XH4TP");
        let qr = drawn(&text).expect("a code");
        let dark: BTreeSet<(usize, usize)> = qr
            .path
            .split('M')
            .filter_map(|part| part.split_once("h1v1h-1z")?.0.split_once(' '))
            .map(|(x, y)| (x.parse().expect("a number"), y.parse().expect("a number")))
            .collect();
        let inside = QUIET..qr.side as usize - QUIET;
        assert!(dark.iter().all(|(x, y)| inside.contains(x) && inside.contains(y)), "a quiet zone around it");
        let (module, width) = (4, qr.side as usize * 4);
        let is_dark = |pixel: usize| dark.contains(&(pixel % width / module, pixel / width / module));
        let grey: Vec<u8> = (0..width * width).map(|pixel| if is_dark(pixel) { 0 } else { 255 }).collect();
        assert_eq!(decoder::decode(width, &grey).as_deref(), Some(text.as_str()));
    }
}
