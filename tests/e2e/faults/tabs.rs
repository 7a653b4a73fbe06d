//! Two tabs of one browser.

use super::begun;
use crate::steps::{PIN, patrol, unlock, waits};
use anyhow::{Context, Result};
use harness::{Backend, Engine, Intruder, Profile, Station};

in_browsers!(
    an_old_tab_that_holds_the_storage_is_told_of_and_waited_for,
    two_tabs_save_and_send_and_nothing_doubles,
    two_tabs_that_were_closed_leave_two_forms
);

/// What version 1 of the storage was, and nothing that makes way.
const OLD: &str = "(() => {
    const asked = indexedDB.open('rond', 1);
    asked.onupgradeneeded = () => {
        const entries = asked.result.createObjectStore('entries', { keyPath: 'id' });
        entries.createIndex('number', ['journal', 'seq'], { unique: true });
        entries.createIndex('is', 'state.is');
        asked.result.createObjectStore('journals', { keyPath: 'id' });
        asked.result.createObjectStore('meta');
    };
    asked.onsuccess = () => { window.held = asked.result };
    return true;
})()";

/// An old tab holds the storage in an older form and doesn't make way: the new one says that it can't start, and starts once
/// the old one is closed.
async fn an_old_tab_that_holds_the_storage_is_told_of_and_waited_for(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
    let driver = browser.driver.clone();
    browser.goes_to(&format!("{}/accessibility", station.url())).await?;
    browser.value(OLD).await?;
    browser.sees("window.held !== undefined").await?;
    let old = driver.windows().await?.first().context("the tab")?.clone();
    let new = driver.new_tab().await?;
    driver.switch_to_window(new.clone()).await?;
    browser.goes_to(&station.url()).await?;
    browser.sees("document.body.innerText.includes('Appen kunde inte starta')").await?;
    driver.switch_to_window(old).await?;
    driver.close_window().await?;
    driver.switch_to_window(new).await?;
    browser.is_on("enrol").await?;
    browser.sees("!document.body.innerText.includes('Appen kunde inte starta')").await
}

/// Both save, both send at once, and nothing keeps them apart: as in a browser without Web Locks.
async fn two_tabs_save_and_send_and_nothing_doubles(engine: Engine) -> Result<()> {
    for locks in [true, false] {
        let mut scene = begun(engine, None).await?;
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

/// A form is open in each of them: the next start finds one, and the one after that the other.
async fn two_tabs_that_were_closed_leave_two_forms(engine: Engine) -> Result<()> {
    let scene = begun(engine, None).await?;
    let (browser, url) = (&scene.browser, scene.station.url());
    let driver = browser.driver.clone();
    let first = driver.windows().await?.first().context("the tab")?.clone();
    let second = driver.new_tab().await?;
    driver.switch_to_window(second.clone()).await?;
    browser.goes_to(&url).await?;
    unlock(browser, PIN).await?;
    browser.is_on("record").await?;
    let third = driver.new_tab().await?;
    for tab in [first, second] {
        driver.switch_to_window(tab).await?;
        browser.taps("[data-activity=foot_patrol]").await?;
        browser.is_on("form").await?;
        // Somebody has stated something: what was only looked at is nothing to find.
        browser.taps("[data-do=afterwards]").await?;
        browser.sees("document.querySelector('[data-step=minutes]') !== null").await?;
        driver.close_window().await?;
    }
    driver.switch_to_window(third).await?;
    for nth in 1..=2 {
        browser.goes_to(&url).await?;
        unlock(browser, PIN).await?;
        browser.is_on("form").await?;
        browser.taps("[data-do=save]").await?;
        browser.saves("").await?;
        scene.counts(nth).await?;
    }
    Ok(())
}
