//! The journeys of a phone in the other engines: that of iPhones, and Firefox's.

use crate::steps::{PIN, counts, enrol, patrol, unlock, waits};
use anyhow::Result;
use harness::{Backend, Other, Profile, Station};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn webkit_records_without_coverage_and_counts_once() -> Result<()> {
    records_without_coverage_and_counts_once(Other::WebKit).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn webkit_says_when_a_save_fails() -> Result<()> {
    says_when_a_save_fails(Other::WebKit).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Firefox and geckodriver: `cargo xtask test --long`"]
async fn firefox_records_without_coverage_and_counts_once() -> Result<()> {
    records_without_coverage_and_counts_once(Other::Firefox).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Firefox and geckodriver: `cargo xtask test --long`"]
async fn firefox_says_when_a_save_fails() -> Result<()> {
    says_when_a_save_fails(Other::Firefox).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Firefox and geckodriver: `cargo xtask test --long`"]
async fn firefox_keeps_what_it_said_was_saved_when_it_is_killed() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Other::Firefox.starts(&profile).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    station.stop().await?;
    patrol(&browser, "").await?;
    browser.is_killed()?;
    let browser = Other::Firefox.starts(&profile).await?;
    browser.goes_to(&station.url()).await?;
    unlock(&browser, PIN).await?;
    waits(&browser, 1).await?;
    station.restart().await?;
    browser.taps("[data-tab=journal]").await?;
    browser.taps("[data-do=send]").await?;
    waits(&browser, 0).await?;
    counts(&station.supervisor().await?, 1).await
}

/// Enrolled, two taps, no server, a reload without one, and then a server again.
async fn records_without_coverage_and_counts_once(other: Other) -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = other.starts(&profile).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    let first = patrol(&browser, "").await?;
    waits(&browser, 0).await?;
    station.stop().await?;
    patrol(&browser, &first).await?;
    waits(&browser, 1).await?;
    browser.goes_to(&format!("{}/?flik=journal", station.url())).await?;
    unlock(&browser, PIN).await?;
    waits(&browser, 1).await?;
    browser.driver.screenshot(&harness::browser::pictures().join(format!("{other:?}.png"))).await?;
    station.restart().await?;
    browser.taps("[data-do=send]").await?;
    waits(&browser, 0).await?;
    counts(&station.supervisor().await?, 2).await
}

/// The storage refuses: nothing is claimed, and the next start brings it over.
async fn says_when_a_save_fails(other: Other) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = other.starts(&profile).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    let fails = "(IDBDatabase.prototype.transaction = () => { throw new DOMException('x', 'UnknownError') }, true)";
    browser.value(fails).await?;
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=save]").await?;
    browser.sees("document.querySelector('[data-failed]') !== null").await?;
    assert_eq!(browser.value("document.querySelector('[data-saved]').dataset.saved").await?, "", "nothing is claimed");
    browser.goes_to(&format!("{}/?flik=journal", station.url())).await?;
    unlock(&browser, PIN).await?;
    browser.sees("document.querySelectorAll('li[data-entry]').length === 1").await?;
    counts(&station.supervisor().await?, 1).await
}
