//! "Sparad på telefonen" is said on the journal's own word, and a save that failed is said too.

use crate::steps::{PIN, enrol, patrol, unlock};
use anyhow::Result;
use harness::{Backend, Browser, Profile, Screen, Station, until};
use serde_json::Value;

/// Holds back `complete` of every writing transaction while `window.held` is set.
const HOLD_COMPLETE: &str = "
    window.held = null;
    const own = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, 'oncomplete');
    Object.defineProperty(IDBTransaction.prototype, 'oncomplete', {
        get() { return own.get.call(this); },
        set(told) {
            own.set.call(this, (event) => {
                if (window.held && this.mode === 'readwrite') { window.held.push(() => told.call(this, event)); }
                else { told.call(this, event); }
            });
        },
    });";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn saved_is_not_said_before_the_journal_has_it() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, Some(HOLD_COMPLETE)).await?;
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
    let supervisor = station.supervisor().await?;
    let promise = harness::station::this_years_promise();
    until("the entry to be counted", || async {
        Ok((supervisor.count(&promise, "fotpatrull_raslatt", "raslatt").await? == 1).then_some(()))
    })
    .await
}

/// What is complete is told as failed while `window.lying` is set, as by a browser that gives up on a slow disk.
const LIE: &str = "
    const own = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, 'oncomplete');
    Object.defineProperty(IDBTransaction.prototype, 'oncomplete', {
        get() { return own.get.call(this); },
        set(told) {
            own.set.call(this, (event) => {
                if (window.lying && this.mode === 'readwrite') { this.onabort(event); }
                else { told.call(this, event); }
            });
        },
    });";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_save_that_seemed_to_fail_and_is_tapped_again_counts_once() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, Some(LIE)).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.value("(window.lying = true)").await?;
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=save]").await?;
    browser.sees("document.querySelector('[data-failed]') !== null").await?;
    browser.value("(window.lying = false, true)").await?;
    browser.taps("[data-do=save]").await?;
    browser.saves("").await?;
    browser.sees("document.querySelector('[data-status]').dataset.waiting === '0'").await?;
    let supervisor = station.supervisor().await?;
    let promise = harness::station::this_years_promise();
    assert_eq!(supervisor.count(&promise, "fotpatrull_raslatt", "raslatt").await?, 1, "both saves were of one form");
    browser.goes_to(&format!("{}/?flik=journal", station.url())).await?;
    unlock(&browser, PIN).await?;
    browser.sees("document.body.innerText.includes('Ersatt av rättning')").await?;
    browser.sees("!document.body.innerText.includes('Kräver åtgärd')").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_tap_is_one_entry_and_undo_takes_it_back() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.value("(() => { const b = document.querySelector('[data-do=save]'); b.click(); b.click(); b.click(); return true })()").await?;
    let first = browser.saves("").await?;
    let second = patrol(&browser, &first).await?;
    let supervisor = station.supervisor().await?;
    let promise = harness::station::this_years_promise();
    let counted = async |n: i64| {
        until(&format!("{n} to be counted"), || async {
            Ok((supervisor.count(&promise, "fotpatrull_raslatt", "raslatt").await? == n).then_some(()))
        })
        .await
    };
    counted(2).await?;
    browser.taps("[data-do=undo]").await?;
    browser.saves(&second).await?;
    counted(1).await
}
