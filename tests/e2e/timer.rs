//! A running check outlives the app, and counts from its minimum on.

use crate::steps::{PIN, enrol, unlock};
use anyhow::Result;
use harness::{Backend, Browser, Profile, Screen, Station, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_check_survives_a_killed_app() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.closes().await?;

    let browser = Browser::start(&profile, Screen::Phone, None).await?;
    browser.goes_to(&station.url()).await?;
    unlock(&browser, PIN).await?;
    browser.taps("[data-activity=traffic_check]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=start]").await?;
    browser.is_on("run").await?;
    browser.sees("/0:0[1-9]/.test(document.querySelector('[data-clock]').innerText)").await?;
    browser.is_killed()?;

    let browser = Browser::start(&profile, Screen::Phone, None).await?;
    browser.goes_to(&station.url()).await?;
    unlock(&browser, PIN).await?;
    browser
        .sees("document.querySelector('[data-activity=traffic_check]')?.innerText.includes('Pågår') === true")
        .await?;
    browser.taps("[data-activity=traffic_check]").await?;
    browser.is_on("run").await?;
    browser.taps("[data-do=stop]").await?;
    browser.saves("").await?;
    // A minute or so isn't twenty: kept, and it says why it doesn't count.
    let supervisor = station.supervisor().await?;
    let promise = harness::station::this_years_promise();
    until("the check to be received", || async {
        let total = supervisor.total(&promise, "trafik_raslatt", Some("raslatt")).await?;
        Ok((total.count == 0 && total.too_short == 1).then_some(()))
    })
    .await
}
