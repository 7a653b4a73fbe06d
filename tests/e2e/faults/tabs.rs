//! Two tabs of one browser.

use super::{begun, waits};
use crate::steps::{PIN, patrol, unlock};
use anyhow::{Context, Result};
use harness::Intruder;

/// Both save, both send at once, and nothing keeps them apart: as in a browser without Web Locks.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_tabs_save_and_send_and_nothing_doubles() -> Result<()> {
    for locks in [true, false] {
        let mut scene = begun(None).await?;
        let url = scene.station.url();
        let driver = scene.browser.driver.clone();
        let first = driver.windows().await?.first().context("the tab")?.clone();
        let second = driver.new_tab().await?;
        driver.switch_to_window(second.clone()).await?;
        scene.browser.goes_to(&url).await?;
        unlock(&scene.browser, PIN).await?;
        scene.browser.is_on("record").await?;
        scene.station.stop().await?;
        let mut last = [String::new(), String::new()];
        for _ in 0..2 {
            for (tab, last) in [&first, &second].into_iter().zip(&mut last) {
                driver.switch_to_window(tab.clone()).await?;
                *last = patrol(&scene.browser, last).await?;
            }
        }
        scene.station.restart().await?;
        for tab in [&first, &second] {
            driver.switch_to_window(tab.clone()).await?;
            if !locks {
                scene.browser.value("(Object.defineProperty(navigator, 'locks', { value: undefined }), true)").await?;
            }
            scene.browser.taps("[data-tab=journal]").await?;
        }
        for tab in [&first, &second] {
            driver.switch_to_window(tab.clone()).await?;
            scene.browser.value("(document.querySelector('[data-do=send]').click(), true)").await?;
        }
        for tab in [&first, &second] {
            driver.switch_to_window(tab.clone()).await?;
            waits(&scene.browser, 0).await?;
        }
        scene.counts(4).await?;
        let held = Intruder::at(scene.station.database_url()).await?.entries().await?;
        assert_eq!(held.len(), 4, "locks: {locks}");
    }
    Ok(())
}
