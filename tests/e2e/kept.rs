//! "Sparad på telefonen" is said on the journal's own word, and a save that failed is said too.

use crate::steps::{PIN, complete_is, counts, enrol, patrol, unlock, waits};
use anyhow::Result;
use harness::station::partnership;
use harness::{Backend, Browser, Intruder, Profile, Screen, Station};
use serde_json::Value;

/// Holds back `complete` of every writing transaction while `window.held` is set.
const HOLD: &str = "window.held ? window.held.push(tell) : tell();";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn saved_is_not_said_before_the_journal_has_it() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, Some(&complete_is(HOLD))).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.value("(window.held = [], true)").await?;
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=save]").await?;
    browser.sees("window.held.length > 0").await?;
    let said = "document.querySelector('[data-saved]').dataset.saved !== '' || document.body.innerText.includes('Sparad på telefonen')";
    assert_eq!(browser.value(said).await?, Value::Bool(false), "it isn't on disk, so it isn't said");
    // What survives the page is there all the while.
    let first_line = "Object.keys(localStorage).filter(k => k.startsWith('rond.line1')).length";
    assert_eq!(browser.value(first_line).await?, 1);
    browser
        .value("(() => { const held = window.held; window.held = null; held.forEach(tell => tell()); return true })()")
        .await?;
    browser.saves("").await?;
    browser.sees(&format!("{first_line} === 0")).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_save_that_fails_says_so_and_keeps_the_entry() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser
        .value("(IDBDatabase.prototype.transaction = () => { throw new DOMException('x', 'UnknownError') }, true)")
        .await?;
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=save]").await?;
    browser.sees("document.querySelector('[data-failed]') !== null").await?;
    let saved = browser.value("document.querySelector('[data-saved]').dataset.saved").await?;
    assert_eq!(saved, "", "nothing is claimed");
    // The next start brings it over from the first line of defence, and it is counted once.
    browser.goes_to(&format!("{}/?flik=journal", station.url())).await?;
    unlock(&browser, PIN).await?;
    browser.sees("document.querySelectorAll('li[data-entry]').length === 1").await?;
    counts(&station.supervisor().await?, 1).await
}

/// What is complete is told as failed while `window.lying` is set, as by a browser that gives up on a slow disk.
const LIE: &str = "window.lying ? tx.onabort({}) : tell();";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_save_that_seemed_to_fail_and_is_tapped_again_counts_once() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, Some(&complete_is(LIE))).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.value("(window.lying = true)").await?;
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=save]").await?;
    browser.sees("document.querySelector('[data-failed]') !== null").await?;
    browser.value("(window.lying = false, true)").await?;
    browser.taps("[data-do=save]").await?;
    browser.saves("").await?;
    waits(&browser, 0).await?;
    // Both saves were of one form.
    counts(&station.supervisor().await?, 1).await?;
    browser.goes_to(&format!("{}/?flik=journal", station.url())).await?;
    unlock(&browser, PIN).await?;
    browser.sees("document.body.innerText.includes('Ersatt av rättning')").await?;
    browser.sees("!document.body.innerText.includes('Kräver åtgärd')").await
}

/// The transaction ends just before the entry is added, after its number was given.
const ENDS_HALFWAY: &str = "
    const own = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = function (...args) {
        if (window.ending) {
            window.ending = false;
            this.transaction.abort();
        }
        return own.apply(this, args);
    };";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_is_given_with_its_entry_or_not_at_all() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, Some(ENDS_HALFWAY)).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.value("(window.ending = true)").await?;
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=save]").await?;
    browser.sees("document.querySelector('[data-failed]') !== null").await?;
    browser.taps("[data-do=save]").await?;
    browser.saves("").await?;
    counts(&station.supervisor().await?, 1).await?;
    let devices = station.app().store.devices(&partnership()).await?;
    assert!(devices[0].missing.is_empty(), "the entry that is there has the first number: {:?}", devices[0].missing);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_tap_is_one_entry_and_undo_takes_it_back() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    // Each tap a moment after the one before it: what they would write differs.
    let taps = "(() => {
        const button = document.querySelector('[data-do=save]');
        for (let tap = 0; tap < 3; tap += 1) {
            button.click();
            for (const at = Date.now(); Date.now() - at < 5; );
        }
        return true;
    })()";
    browser.value(taps).await?;
    let first = browser.saves("").await?;
    let second = patrol(&browser, &first).await?;
    let supervisor = station.supervisor().await?;
    counts(&supervisor, 2).await?;
    let held = Intruder::at(station.database_url()).await?.entries().await?;
    assert_eq!(held.len(), 2, "three taps were one entry: {held:?}");
    browser.taps("[data-do=undo]").await?;
    browser.saves(&second).await?;
    counts(&supervisor, 1).await
}
