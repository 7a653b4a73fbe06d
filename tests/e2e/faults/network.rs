//! The network of a phone: a captive portal, and a credential that ended while there was no coverage.

use super::begun;
use crate::steps::{PIN, enrol, patrol, unlock, waits};
use anyhow::Result;
use harness::station::this_years_promise;
use harness::{Backend, Cut, Engine, Line, Profile, Station};

in_browsers!(a_captive_portal_takes_nothing_and_spoils_nothing, an_ended_credential_stops_sending_and_nothing_else,);

/// A train's network answers everything with its own page and 200. Nothing leaves the phone, nothing of the app is replaced.
async fn a_captive_portal_takes_nothing_and_spoils_nothing(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    let line = Line::to(station.addr()).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
    enrol(&station, &browser, &line.url(), "Patrull 11").await?;
    line.cut(Cut::Portal);
    patrol(&browser, "").await?;
    browser.taps("[data-tab=journal]").await?;
    browser.taps("[data-do=send]").await?;
    waits(&browser, 1).await?;
    let update =
        "navigator.serviceWorker.getRegistration().then(r => r.update()).then(() => 'updated', () => 'refused')";
    browser.value(&format!("({update}.then(word => window.word = word), true)")).await?;
    browser.sees("window.word === 'refused'").await?;
    browser.goes_to(&format!("{}/?flik=journal", line.url())).await?;
    unlock(&browser, PIN).await?;
    browser.is_on("journal").await?;
    waits(&browser, 1).await?;
    line.cut(Cut::Nowhere);
    browser.taps("[data-do=send]").await?;
    waits(&browser, 0).await?;
    assert_eq!(supervisor.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await?, 1);
    Ok(())
}

/// The credential is gone: recording goes on, what waits stays, and a new code sends it.
async fn an_ended_credential_stops_sending_and_nothing_else(engine: Engine) -> Result<()> {
    let scene = begun(engine, None).await?;
    let browser = &scene.browser;
    browser.driver.delete_all_cookies().await?;
    let first = patrol(browser, "").await?;
    patrol(browser, &first).await?;
    browser.taps("[data-tab=journal]").await?;
    browser.taps("[data-do=send]").await?;
    browser.sees("document.querySelector('[data-do=enter-code]') !== null").await?;
    waits(browser, 2).await?;
    browser.pictures("signed-out").await?;
    let code = scene.code().await?;
    browser.taps("[data-do=enter-code]").await?;
    browser.types("[data-field=code] input", &code).await?;
    browser.taps("[data-do=enrol]").await?;
    waits(browser, 0).await?;
    scene.counts(2).await
}
