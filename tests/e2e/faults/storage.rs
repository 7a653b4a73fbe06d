//! The phone's storage: full, not there, lost on the way, emptied.

use super::{begun, tries_to_save};
use crate::steps::{PIN, fill_in, patrol, unlock, waits};
use anyhow::Result;
use harness::station::partnership;
use harness::{Backend, Browser, Engine, Profile, Screen, Station};
use serde_json::json;

in_browsers!(
    what_the_server_has_makes_room_for_what_it_has_not,
    a_lost_connection_to_the_storage_is_opened_anew_and_saves_once,
    a_full_phone_keeps_what_a_restored_server_gives_back,
    an_emptied_phone_begins_a_new_journal_and_what_it_lost_is_named,
    a_page_that_was_left_in_the_middle_of_a_write_keeps_nobody_waiting,
);

/// The quota as a browser counts it: what is there already is more than is allowed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_phone_says_so_keeps_the_form_and_saves_when_there_is_room() -> Result<()> {
    let mut scene = begun(Engine::Chromium, None).await?;
    scene.browser.closes().await?;
    scene.browser = Browser::start(&scene.profile, Screen::Phone, None).await?;
    let browser = &scene.browser;
    let origin = scene.station.url();
    // Before the storage is used: for half a minute afterwards the browser goes by what it knew.
    browser.command("Storage.overrideQuotaForOrigin", json!({ "origin": origin, "quotaSize": 1 })).await?;
    browser.goes_to(&origin).await?;
    unlock(browser, PIN).await?;
    browser.is_on("record").await?;
    tries_to_save(browser).await?;
    browser.sees("document.querySelector('[data-failed]')?.innerText.includes('Lagringen är full')").await?;
    assert_eq!(browser.value("document.querySelector('[data-saved]').dataset.saved").await?, "", "nothing is claimed");
    browser.is_on("form").await?;
    browser.sees("document.querySelector('[data-screen=form]').innerText.includes('Råslätt')").await?;
    browser.pictures("storage-full").await?;
    browser.command("Storage.overrideQuotaForOrigin", json!({ "origin": origin })).await?;
    browser.taps("[data-do=again]").await?;
    browser.saves("").await?;
    waits(browser, 0).await?;
    scene.counts(1).await
}

/// There is no room even for a receipt: what the server has now is let go instead, and what comes next is kept.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_phone_that_cannot_keep_a_receipt_sends_once_and_goes_on() -> Result<()> {
    let mut scene = begun(Engine::Chromium, None).await?;
    scene.station.stop().await?;
    let first = patrol(&scene.browser, "").await?;
    patrol(&scene.browser, &first).await?;
    scene.browser.closes().await?;
    scene.browser = Browser::start(&scene.profile, Screen::Phone, None).await?;
    let (browser, origin) = (&scene.browser, scene.station.url());
    browser.command("Storage.overrideQuotaForOrigin", json!({ "origin": origin, "quotaSize": 1 })).await?;
    scene.station.restart().await?;
    browser.goes_to(&format!("{origin}/?flik=journal")).await?;
    unlock(browser, PIN).await?;
    scene.counts(2).await?;
    waits(browser, 0).await?;
    browser.command("Storage.overrideQuotaForOrigin", json!({ "origin": origin })).await?;
    browser.taps("[data-tab=record]").await?;
    patrol(browser, "").await?;
    waits(browser, 0).await?;
    scene.counts(3).await
}

/// Storage that has no room until something is removed from it: whatever writes is undone, and told as such.
const FULL: &str = "
    const stores = IDBObjectStore.prototype;
    for (const write of ['put', 'add']) {
        const own = stores[write];
        stores[write] = function (...args) {
            this.transaction.lacks ||= window.full;
            return this.transaction.lacks ? {} : own.apply(this, args);
        };
    }
    const remove = stores.delete;
    stores.delete = function (...args) {
        window.full = false;
        window.freed = (window.freed ?? 0) + 1;
        return remove.apply(this, args);
    };
    const transactions = IDBTransaction.prototype;
    const commit = transactions.commit;
    transactions.commit = function () { return this.lacks ? this.abort() : commit.call(this); };
    const aborted = Object.getOwnPropertyDescriptor(transactions, 'onabort');
    const full = { target: { error: new DOMException('full', 'QuotaExceededError') } };
    Object.defineProperty(transactions, 'onabort', {
        set(told) { aborted.set.call(this, (event) => told.call(this, this.lacks ? full : event)); },
    });";

async fn what_the_server_has_makes_room_for_what_it_has_not(engine: Engine) -> Result<()> {
    let mut scene = begun(engine, Some(FULL)).await?;
    let mut last = String::new();
    for _ in 0..2 {
        last = patrol(&scene.browser, &last).await?;
    }
    waits(&scene.browser, 0).await?;
    scene.counts(2).await?;
    scene.station.stop().await?;
    let third = patrol(&scene.browser, &last).await?;
    scene.browser.value("(window.full = true)").await?;
    patrol(&scene.browser, &third).await?;
    assert_eq!(scene.browser.value("window.freed").await?, 2, "the received ones, and never what waits");
    scene.browser.goes_to(&format!("{}/?flik=journal", scene.station.url())).await?;
    unlock(&scene.browser, PIN).await?;
    scene.browser.sees("document.querySelectorAll('li[data-entry]').length === 2").await?;
    scene.station.restart().await?;
    scene.browser.taps("[data-do=send]").await?;
    waits(&scene.browser, 0).await?;
    scene.counts(4).await
}

/// The answers of a server that was put back from a backup which lacks all that this phone has sent.
const RESTORED: &str = "
    const asks = window.fetch;
    window.fetch = async (path, asked) => {
        const answer = await asks(path, asked);
        if (!window.restored || path !== '/api/v1/sync') { return answer; }
        const body = await answer.json();
        Object.keys(body.held).forEach((journal) => { body.held[journal] = []; });
        window.heard = (window.heard ?? 0) + 1;
        return new Response(JSON.stringify({ ...body, epoch: 'another' }), { status: 200, headers: answer.headers });
    };";

/// There is no room to write down that they wait again: they aren't let go of as what the server has.
async fn a_full_phone_keeps_what_a_restored_server_gives_back(engine: Engine) -> Result<()> {
    let scene = begun(engine, Some(&[FULL, RESTORED].concat())).await?;
    let browser = &scene.browser;
    let first = patrol(browser, "").await?;
    let second = patrol(browser, &first).await?;
    waits(browser, 0).await?;
    browser.taps("[data-tab=journal]").await?;
    browser.value("(window.restored = true, window.full = true)").await?;
    browser.taps("[data-do=send]").await?;
    browser.sees("window.heard === 1").await?;
    browser.sees("document.querySelector('[data-status]').innerText.includes('Servern svarar inte')").await?;
    browser.taps("[data-tab=record]").await?;
    tries_to_save(browser).await?;
    browser.sees("document.querySelector('[data-failed]')?.innerText.includes('Lagringen är full')").await?;
    assert_eq!(browser.value("window.freed ?? 0").await?, 0, "nothing was let go of");
    // There is room again.
    browser.value("(window.full = false, true)").await?;
    browser.taps("[data-do=again]").await?;
    browser.saves(&second).await?;
    browser.taps("[data-tab=journal]").await?;
    browser.sees("document.querySelectorAll('li[data-entry]').length === 3").await?;
    browser.taps("[data-do=send]").await?;
    browser.sees("window.heard > 1").await?;
    browser.value("(window.restored = false, true)").await?;
    browser.taps("[data-do=send]").await?;
    waits(browser, 0).await?;
    scene.counts(3).await
}

/// As in a private window of some browsers, or where a policy forbids it.
const NO_STORAGE: &str = "indexedDB.open = () => { throw new DOMException('no', 'SecurityError') }";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_without_storage_says_so_before_anything_is_typed() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, Some(NO_STORAGE)).await?;
    browser.goes_to(&station.url()).await?;
    browser.sees("document.body.innerText.includes('Appen kunde inte starta')").await?;
    browser.sees("document.querySelector('dialog[open], [data-field=code] input')?.offsetParent == null").await?;
    assert_eq!(browser.value("Object.keys(localStorage).length").await?, 0, "nothing is kept where it may be lost");
    browser.taps("[data-boot-door]").await?;
    browser.sees("document.querySelector('[data-told]').textContent.includes('lagring')").await
}

/// "Connection to Indexed Database server lost", as iPhones have it: the handle is dead, the data isn't.
const LOST: &str = "
    const own = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...args) {
        if (window.losing > 0) {
            window.losing -= 1;
            throw new DOMException('Connection to Indexed Database server lost. Refresh the page to try again', 'UnknownError');
        }
        return own.apply(this, args);
    };";

async fn a_lost_connection_to_the_storage_is_opened_anew_and_saves_once(engine: Engine) -> Result<()> {
    let scene = begun(engine, Some(LOST)).await?;
    scene.browser.value("(window.losing = 2)").await?;
    patrol(&scene.browser, "").await?;
    assert_eq!(scene.browser.value("window.losing").await?, 0);
    waits(&scene.browser, 0).await?;
    scene.counts(1).await
}

/// A write that goes on until it is told to end, as one that a page is left in the middle of.
const GOES_ON: &str = "unlocked.transact('readwrite', (store, done) => {
    window.begun = (window.begun ?? 0) + 1;
    const again = () => { store('meta').get('device').onsuccess = window.ending ? () => done(true) : again; };
    again();
}).then(() => { window.done = true })";

/// An iPhone keeps a page that was left, for whoever goes back, and its transactions half done with it: whoever wants to write
/// would wait for as long as the page is kept.
async fn a_page_that_was_left_in_the_middle_of_a_write_keeps_nobody_waiting(engine: Engine) -> Result<()> {
    let scene = begun(engine, None).await?;
    let (browser, origin) = (&scene.browser, scene.station.url());
    browser.goes_to(&origin).await?;
    unlock(browser, PIN).await?;
    browser.is_on("record").await?;
    let at = browser.value("history.length").await?;
    browser.value(&format!("({GOES_ON}, true)")).await?;
    browser.sees("window.begun === 1").await?;
    browser.goes_to(&format!("{origin}/telefon")).await?;
    browser.goes_to(&origin).await?;
    unlock(browser, PIN).await?;
    browser.is_on("record").await?;
    patrol(browser, "").await?;
    waits(browser, 0).await?;
    // Back to the page that was left: where it was kept, what was undone is done anew.
    browser.goes_to(&format!("{origin}/telefon")).await?;
    browser.value(&format!("(history.go({at} - history.length), true)")).await?;
    browser.sees("document.querySelector('[data-door]')?.open === true || window.begun === 2").await?;
    if browser.value("window.begun === 2").await? == true {
        browser.sees("(window.ending = true, window.done === true)").await?;
    } else {
        unlock(browser, PIN).await?;
    }
    browser.is_on("record").await?;
    patrol(browser, "").await?;
    waits(browser, 0).await?;
    scene.counts(2).await
}

/// As an earlier version may do that halves what is too much: of what waits the server gets the first, and hears how far the
/// numbers go.
const FIRST_ALONE: &str = "
    const own = window.fetch;
    window.fetch = (path, asked) => {
        if (!window.halving || path !== '/api/v1/sync') { return own(path, asked); }
        const body = JSON.parse(asked.body);
        body.entries.length = Math.min(body.entries.length, 1);
        return own(path, { ...asked, body: JSON.stringify(body) });
    };";

/// Site data is cleared with one entry sent and another that the server has only heard of: that one is gone, and the supervisor
/// hears of it.
async fn an_emptied_phone_begins_a_new_journal_and_what_it_lost_is_named(engine: Engine) -> Result<()> {
    let mut scene = begun(engine, Some(FIRST_ALONE)).await?;
    scene.station.stop().await?;
    let first = patrol(&scene.browser, "").await?;
    patrol(&scene.browser, &first).await?;
    scene.browser.value("(window.halving = true)").await?;
    scene.station.restart().await?;
    scene.browser.taps("[data-tab=journal]").await?;
    scene.browser.taps("[data-do=send]").await?;
    scene.counts(1).await?;
    // The answer is for one, and two were sent: nothing leaves the phone for it.
    waits(&scene.browser, 2).await?;
    scene.browser.is_emptied(&scene.station.url()).await?;
    scene.browser.goes_to(&scene.station.url()).await?;
    scene.browser.is_on("enrol").await?;
    let code = scene.code().await?;
    fill_in(&scene.browser, &code, PIN).await?;
    scene.browser.is_on("place").await?;
    scene.browser.taps("[data-area=raslatt]").await?;
    scene.browser.is_on("record").await?;
    patrol(&scene.browser, "").await?;
    waits(&scene.browser, 0).await?;
    scene.counts(2).await?;
    let devices = scene.station.app().store.devices(&partnership()).await?;
    let mut missing: Vec<_> = devices.iter().map(|device| device.missing.clone()).collect();
    missing.sort();
    assert_eq!(missing, [vec![], vec![(2, 2)]], "the emptied phone is another one, and the second entry is missing");
    assert!(scene.supervisor.sees("/questions").await?.contains("Patrull 11"), "named to the supervisor");
    Ok(())
}
