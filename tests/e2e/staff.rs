//! The dashboard in a browser with scripting off, and what the policy lets a page do.

use anyhow::Result;
use harness::station::PASSWORD;
use harness::{Backend, Browser, Profile, Screen, Station, patrol};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_supervisor_signs_in_and_reads_the_totals_without_scripts() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let mut officer = station.officer("Patrull 11").await?;
    for _ in 0..4 {
        officer.records(&patrol("raslatt"))?;
    }
    officer.sends().await?;
    // Makes the account; the browser signs in by itself.
    station.supervisor().await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Desk, None).await?;
    browser.command("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await?;
    browser.goes_to(&format!("{}/dashboard", station.url())).await?;
    browser.signs_in("Gruppchef Ett", PASSWORD).await?;
    let words = harness::until("the dashboard", || async {
        let source = browser.driver.source().await?;
        Ok(source.contains("Råslätt").then_some(source))
    })
    .await?;
    assert!(without_tags(&words).contains("4 av 800"), "{words}");
    Ok(())
}

/// A page's words, spaces of every kind as one: with scripting off the browser itself can't be asked for them.
fn without_tags(page: &str) -> String {
    let texts = page.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text = texts.collect::<Vec<_>>().join(" ").replace("&nbsp;", " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
