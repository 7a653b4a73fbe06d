//! The journey that Rond exists for: no coverage, three entries, a dead phone, and nothing lost.

use crate::steps::{PIN, enrolled_and_closed, patrol, unlock, waits};
use anyhow::Result;
use harness::station::this_years_promise;
use harness::{Cut, Engine, until};

in_lasting_browsers!(three_entries_survive_a_dead_phone_and_count_three,);

/// Offline from a cold start: three entries, SIGKILL right after the third "Sparad", and the dashboard counts exactly
/// three; the answer to the first sending is lost, so the same batch comes twice, and still three.
async fn three_entries_survive_a_dead_phone_and_count_three(engine: Engine) -> Result<()> {
    let (mut station, line, profile) = enrolled_and_closed(engine).await?;

    let browser = engine.opens(&profile, None).await?;
    browser.goes_to(&line.url()).await?;
    unlock(&browser, PIN).await?;
    browser.is_on("record").await?;
    let mut last = String::new();
    for _ in 0..3 {
        last = patrol(&browser, &last).await?;
        browser.sees("document.body.innerText.includes('Sparad på telefonen')").await?;
    }
    browser.is_killed()?;

    let browser = engine.opens(&profile, None).await?;
    browser.goes_to(&line.url()).await?;
    unlock(&browser, PIN).await?;
    waits(&browser, 3).await?;
    // Cut before there is a server: the phone tries again by itself, and this answer must be lost.
    line.cut(Cut::Reply);
    station.restart().await?;
    let supervisor = station.supervisor().await?;
    let promise = this_years_promise();
    let count = async || supervisor.count(&promise, "fotpatrull_raslatt", "raslatt").await;

    browser.taps("[data-tab=journal]").await?;
    browser.taps("[data-do=send]").await?;
    until("the batch to be merged", || async { Ok((count().await? == 3).then_some(())) }).await?;
    waits(&browser, 3).await?;
    line.cut(Cut::Nowhere);
    browser.taps("[data-do=send]").await?;
    waits(&browser, 0).await?;
    assert_eq!(count().await?, 3, "the same batch again is still three");
    let page = supervisor.sees("/dashboard").await?;
    assert!(page.contains("800"), "{page}");
    let states = "[...document.querySelectorAll('li[data-entry]')].map(e => e.dataset.state).join()";
    assert_eq!(browser.value(states).await?, "received,received,received");
    Ok(())
}
