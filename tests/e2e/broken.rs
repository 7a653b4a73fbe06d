//! The client doesn't start: the page says so, and the way to what lies on the phone is there.

use crate::steps::{enrol, patrol};
use anyhow::Result;
use harness::{Backend, Browser, Profile, Screen, Station};

/// As on a browser that can't run the client.
const NO_WASM: &str =
    "WebAssembly.instantiateStreaming = WebAssembly.instantiate = () => Promise.reject(new Error('no'))";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_fails_hides_nothing() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    station.stop().await?;
    patrol(&browser, "").await?;
    browser.closes().await?;

    let browser = Browser::start(&profile, Screen::Phone, Some(NO_WASM)).await?;
    browser.goes_to(&station.url()).await?;
    browser.sees("document.body.innerText.includes('Appen kunde inte starta')").await?;
    browser.sees("document.querySelector('[data-boot-door]').textContent.includes('Osända poster: 1')").await?;
    browser.pictures("broken").await?;
    browser.taps("[data-boot-door]").await?;
    browser.sees("document.querySelector('[data-counts]')?.textContent === '1 osända'").await
}
