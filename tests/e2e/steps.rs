//! What several journeys begin with.

use anyhow::Result;
use domain::reach::Role;
use harness::{Browser, Station};

/// Enrols the app that is open, chooses Råslätt, and waits until it can do without coverage.
pub(crate) async fn enrol(station: &Station, browser: &Browser, url: &str, name: &str) -> Result<()> {
    let person = station.person(name, Role::Officer, "polisen").await?;
    let code = station.code(person).await?;
    browser.goes_to(url).await?;
    browser.is_on("enrol").await?;
    browser.types("[data-field=code] input", &code).await?;
    browser.taps("[data-do=enrol]").await?;
    browser.is_on("place").await?;
    browser.taps("[data-area=raslatt]").await?;
    browser.is_on("record").await?;
    browser.sees("document.querySelector('[data-ready]')?.dataset.ready === 'true'").await
}

/// The two taps: the activity, then save. Answers the entry's id once the screen says that it is saved.
pub(crate) async fn patrol(browser: &Browser, last: &str) -> Result<String> {
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=save]").await?;
    browser.saves(last).await
}
