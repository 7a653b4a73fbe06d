//! A running check outlives the app, and counts from its minimum on.

use crate::steps::{HOLD, LET_GO, PIN, complete_is, enrol, runs_long_enough_to_be_stopped, starts, unlock};
use anyhow::Result;
use harness::{Backend, Engine, Profile, Station, until};

in_lasting_browsers!(
    a_running_check_survives_a_killed_app,
    a_second_timer_stays_in_the_first_line_until_the_journal_has_it,
);

async fn a_running_check_survives_a_killed_app(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.closes().await?;

    let browser = engine.opens(&profile, None).await?;
    browser.goes_to(&station.url()).await?;
    unlock(&browser, PIN).await?;
    starts(&browser, "traffic_check").await?;
    browser.sees("/0:0[1-9]/.test(document.querySelector('[data-clock]').innerText)").await?;
    browser.is_killed()?;

    let browser = engine.opens(&profile, None).await?;
    browser.goes_to(&station.url()).await?;
    unlock(&browser, PIN).await?;
    browser
        .sees("document.querySelector('[data-activity=traffic_check]')?.innerText.includes('Pågår') === true")
        .await?;
    browser.taps("[data-activity=traffic_check]").await?;
    browser.is_on("run").await?;
    runs_long_enough_to_be_stopped(&browser).await?;
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

/// Two are started so quickly that the journal has only told of the first.
async fn a_second_timer_stays_in_the_first_line_until_the_journal_has_it(engine: Engine) -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, Some(&complete_is(HOLD))).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.sees("document.querySelector('[data-status]').innerText.includes('bekräftat')").await?;
    station.stop().await?;
    browser.value("(window.held = [], window.mode = 'readwrite')").await?;
    for activity in ["traffic_check", "foot_patrol"] {
        starts(&browser, activity).await?;
        browser.taps("[data-do=back]").await?;
        browser.is_on("record").await?;
    }
    browser.sees("window.held.length === 2").await?;
    let first_line = "Object.keys(localStorage).some((key) => key.endsWith('.line1-timers'))";
    browser.value("(window.held.shift()(), true)").await?;
    // By then the first one's word has come.
    for _ in 0..20 {
        assert_eq!(browser.value(first_line).await?, true, "the second one isn't in the journal yet");
    }
    browser.value(LET_GO).await?;
    browser.sees(&format!("!{first_line}")).await
}
