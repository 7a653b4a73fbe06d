//! The client doesn't start, or crashes: the page says so, and the way to what lies on the phone is there.

use crate::steps::{PIN, enrol, patrol, unlock};
use anyhow::{Result, ensure};
use harness::{Backend, Browser, Profile, Screen, Station, until};

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

/// The browser makes no more elements, which the client doesn't expect: it panics at the next screen.
const NO_ELEMENTS: &str = "(document.createElement = document.createElementNS = () => { \
                           throw new Error('Möte i parken') }, true)";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_loses_nothing_and_the_server_hears_of_it() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.taps("[data-activity=narcotics_offence]").await?;
    browser.is_on("form").await?;
    browser.value("(document.querySelector('[name=first_time_user][value=no]').click(), true)").await?;
    browser.value(NO_ELEMENTS).await?;
    browser.taps("[data-do=back]").await?;
    browser.sees("document.body.innerText.includes('Något gick fel i appen')").await?;
    browser.sees("document.querySelector('[data-boot-door]').textContent.includes('Osända poster: 0')").await?;
    browser.pictures("crashed").await?;
    browser.taps("[data-boot-again]").await?;
    unlock(&browser, PIN).await?;
    // What was being filled in is there, as it was.
    browser.is_on("form").await?;
    browser.sees("document.querySelector('[name=first_time_user][value=no]').checked").await?;
    browser.taps("[data-do=save]").await?;
    browser.saves("").await?;
    let supervisor = station.supervisor().await?;
    let page = until("the crash to be told", || async {
        let page = supervisor.sees("/devices").await?;
        ensure!(page.contains("Fel i appen"), "{page}");
        Ok(Some(page))
    });
    let page = page.await?;
    assert!(page.contains("called `Result::unwrap()` on an `Err` value") && page.contains(".rs:"), "{page}");
    assert!(!page.contains("Möte i parken"), "what an error says isn't told");
    browser.sees("localStorage.getItem('rond.crashes') === null").await
}
