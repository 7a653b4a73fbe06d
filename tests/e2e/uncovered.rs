//! The journey that every phone must be able to make, whatever its engine.

use crate::steps::{PIN, counts, enrol, patrol, unlock, waits};
use anyhow::Result;
use harness::{Backend, Engine, Profile, Station};

in_browsers!(what_is_recorded_without_coverage_survives_a_reload_and_counts_once);

/// Enrolled, two taps, no server, a reload without one, and then a server again.
async fn what_is_recorded_without_coverage_survives_a_reload_and_counts_once(engine: Engine) -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    let first = patrol(&browser, "").await?;
    waits(&browser, 0).await?;
    station.stop().await?;
    patrol(&browser, &first).await?;
    waits(&browser, 1).await?;
    browser.goes_to(&format!("{}/?flik=journal", station.url())).await?;
    unlock(&browser, PIN).await?;
    waits(&browser, 1).await?;
    browser.pictures("uncovered").await?;
    station.restart().await?;
    browser.taps("[data-do=send]").await?;
    waits(&browser, 0).await?;
    counts(&station.supervisor().await?, 2).await
}
