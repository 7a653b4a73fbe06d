//! A one-time code is read off a picture, in a browser that can't read codes itself.

use anyhow::{Context, Result};
use domain::authorization::Role;
use harness::{Backend, Browser, Profile, Screen, Station};
use server::qr;
use std::collections::BTreeSet;

/// Pixels of a module, the smallest square of a code.
const MODULE_PX: usize = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_is_scanned_on_the_phone_itself() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let person = station.person("Patrull 11", Role::Officer, "polisen").await?;
    let code = station.code(person).await?;
    let profile = Profile::fresh()?;
    let pictured = |name: &str, text: &str| -> Result<String> {
        let picture = profile.path().join(name);
        std::fs::write(&picture, bitmap(text)?)?;
        Ok(picture.to_str().context("a path")?.to_owned())
    };
    let (without, with) = (pictured("without.bmp", "")?, pictured("code.bmp", &qr::content(&station.url(), &code))?);
    let browser = Browser::start(&profile, Screen::Phone, Some("delete globalThis.BarcodeDetector;")).await?;
    browser.goes_to(&station.url()).await?;
    browser.is_on("enrol").await?;
    // Without somebody to choose a file the browser would take the question back at once.
    browser.command("Page.setInterceptFileChooserDialog", serde_json::json!({ "enabled": true })).await?;
    takes(&browser, &without).await?;
    browser.sees("document.querySelector('[data-why=unread]')?.offsetParent !== null").await?;
    takes(&browser, &with).await?;
    browser.sees(&format!("document.querySelector('[data-field=code] input').value === '{code}'")).await
}

/// Takes a picture to scan.
async fn takes(browser: &Browser, picture: &str) -> Result<()> {
    browser.taps("[data-do=scan]").await?;
    browser.sees("!!document.querySelector('input[type=file]')").await?;
    browser.types("input[type=file]", picture).await
}

/// A text as a code on a picture of 24 bits a pixel (BMP).
fn bitmap(text: &str) -> Result<Vec<u8>> {
    let drawn = qr::drawn(text)?;
    let module = |part: &str| {
        let (x, y) = part.split_once("h1v1h-1z")?.0.split_once(' ')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    };
    let dark: BTreeSet<(usize, usize)> = drawn.path.split('M').filter_map(module).collect();
    let side = drawn.side as usize * MODULE_PX;
    let row_bytes = (side * 3).next_multiple_of(4);
    let (header_bytes, side_px) = (54, u32::try_from(side)?);
    let mut file = Vec::from(*b"BM");
    for number in [u32::try_from(header_bytes + row_bytes * side)?, 0, 54, 40, side_px, side_px, 1 | 24 << 16, 0, 0] {
        file.extend(number.to_le_bytes());
    }
    file.resize(header_bytes, 0);
    // From the lowest row to the highest.
    for y in (0..side).rev() {
        let shade = |x: usize| if dark.contains(&(x / MODULE_PX, y / MODULE_PX)) { 0 } else { 255 };
        let row = (0..side).flat_map(|x| [shade(x); 3]);
        file.extend(row.chain([0; 3]).take(row_bytes));
    }
    Ok(file)
}
