//! Keys: made once for each person, from whatever was there before, and never another in their place.

use crate::steps::{ENTRIES, OTHER_PIN, PIN, counts, enrol, fill_in, patrol, unlock, waits};
use anyhow::{Context, Result};
use domain::authorization::Role;
use domain::id::{DeviceId, PersonId};
use harness::station::{partnership, this_years_promise};
use harness::{Backend, Browser, Engine, Profile, Station, until};

in_browsers!(
    what_was_kept_before_there_were_pins_is_sealed_and_sent,
    two_windows_that_enrol_leave_what_was_kept_open,
    a_clock_that_was_ahead_keeps_the_door_shut_no_longer,
    a_key_that_another_window_puts_there_while_one_opens_the_door_stays,
);

/// Version 1 of the phone's storage was plain. It is planted as that version wrote it.
async fn plants_what_was_plain(browser: &Browser, person: PersonId, device: DeviceId) -> Result<()> {
    let promise = this_years_promise();
    let plant = format!(
        r#"(async () => {{
            const promise = await (await fetch('/api/v1/promises/{promise}')).json();
            const db = await new Promise((resolve) => {{
                const asked = indexedDB.open('rond', 1);
                asked.onupgradeneeded = () => {{
                    const entries = asked.result.createObjectStore('entries', {{ keyPath: 'id' }});
                    entries.createIndex('number', ['journal', 'seq'], {{ unique: true }});
                    entries.createIndex('is', 'state.is');
                    asked.result.createObjectStore('journals', {{ keyPath: 'id' }});
                    asked.result.createObjectStore('meta');
                }};
                asked.onsuccess = () => resolve(asked.result);
            }});
            const tx = db.transaction(['entries', 'journals', 'meta'], 'readwrite');
            const at = new Date().toISOString().slice(0, 19) + '+00:00';
            const journal = '01890000-0000-7000-8000-0000000000aa';
            const body = JSON.stringify({{ kind: 'recorded', promise: '{promise}', promise_version: 1, activity: 'foot_patrol', area: 'raslatt', started_at: at, minutes: 30, fields: {{}}, how: 'afterwards', recorded_at: at }});
            tx.objectStore('entries').add({{ id: '01890000-0000-7000-8000-000000000001', journal, seq: 1, author: '{person}', body, state: {{ is: 'waiting' }}, kept_at_ms: Date.now() }});
            tx.objectStore('journals').add({{ id: journal, person: '{person}', partnership: 'jonkoping', last_seq: 1, closed: false }});
            tx.objectStore('meta').put({{ device: '{device}', person: '{person}', partnership: 'jonkoping', organisation: 'polisen' }}, 'identity');
            tx.objectStore('meta').put({{ promises: [{{ id: '{promise}', version: promise.version }}], revoked: false }}, 'contact');
            tx.objectStore('meta').put(promise, 'promise/{promise}');
            tx.oncomplete = () => {{ db.close(); window.planted = true; }};
        }})()"#
    );
    browser.value(&format!("({plant}, true)")).await?;
    browser.sees("window.planted === true").await
}

/// The PIN that what was plain is sealed under. No code is asked for: only what locks.
async fn chooses_a_pin(browser: &Browser) -> Result<()> {
    browser.is_on("enrol").await?;
    browser.sees("document.querySelector('[data-field=code]').offsetParent === null").await?;
    browser.types("[data-field=pin] input", PIN).await?;
    browser.types("[data-field=again] input", PIN).await?;
    browser.taps("[data-do=enrol]").await
}

/// The transaction ends once, just before what was plain is removed.
const ENDS_HALFWAY: &str = "
    const own = IDBObjectStore.prototype.delete;
    IDBObjectStore.prototype.delete = function (...args) {
        if (window.ending) {
            window.ending = false;
            this.transaction.abort();
        }
        return own.apply(this, args);
    };";

async fn what_was_kept_before_there_were_pins_is_sealed_and_sent(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    let officer = station.officer("Patrull 11").await?;
    let (person, device) = (officer.person(), station.app().store.devices(&partnership()).await?[0].id);
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, Some(ENDS_HALFWAY)).await?;
    browser.goes_to(&format!("{}/accessibility", station.url())).await?;
    plants_what_was_plain(&browser, person, device).await?;
    // Another window asks for a PIN as well.
    let driver = browser.driver.clone();
    let first = driver.windows().await?.first().context("the tab")?.clone();
    let second = driver.new_tab().await?;
    driver.switch_to_window(second.clone()).await?;
    browser.goes_to(&station.url()).await?;
    browser.is_on("enrol").await?;
    driver.switch_to_window(first.clone()).await?;
    // A first time it ends halfway: neither a key nor anything sealed is left of it, and it can be done again.
    browser.goes_to(&station.url()).await?;
    browser.value("(window.ending = true)").await?;
    chooses_a_pin(&browser).await?;
    browser.sees("document.querySelector('[data-why=storage]').offsetParent !== null").await?;
    browser.goes_to(&station.url()).await?;
    chooses_a_pin(&browser).await?;
    browser.is_on("place").await?;
    browser.taps("[data-area=raslatt]").await?;
    browser.is_on("record").await?;
    // A key of the other window's own would shut what lies here for ever.
    driver.switch_to_window(second).await?;
    chooses_a_pin(&browser).await?;
    browser.sees("document.querySelector('[data-why=unopened]').offsetParent !== null").await?;
    driver.switch_to_window(first).await?;
    // The app starts anew before the server has heard of the key: it is sealed for the server all the same, so that a forgotten
    // PIN costs no entry.
    browser.goes_to(&format!("{}/?flik=journal", station.url())).await?;
    unlock(&browser, PIN).await?;
    browser.sees(&format!("{ENTRIES} === 1")).await?;
    // This browser never got the phone's cookie: it asks for a code, and only then sends.
    browser
        .sees("document.querySelector('[data-do=enter-code]') !== null || document.body.innerText.includes('Logga in')")
        .await?;
    let code = station.code(person).await?;
    browser.taps("[data-tab=record]").await?;
    browser.taps("[data-do=enter-code]").await?;
    browser.is_on("enrol").await?;
    browser.types("[data-field=code] input", &code).await?;
    browser.taps("[data-do=enrol]").await?;
    counts(&supervisor, 1).await?;
    let key = of_the_key("escrow");
    until("the key to be sealed for the server", || async {
        browser.value(&format!("({key}, true)")).await?;
        Ok(browser.value("window.found").await?.as_str().map(drop))
    })
    .await
}

/// A script that finds a member of the only key's record.
fn of_the_key(member: &str) -> String {
    format!(
        "import(`${{document.documentElement.dataset.parts}}journal.js`).then(({{ transact }}) => transact('readonly', (store) => {{
            store('keys').getAll().onsuccess = (e) => {{ window.found = e.target.result[0].{member} }};
        }}))"
    )
}

/// Both were open before anybody was enrolled: the one that comes later opens what was kept in the other, with a PIN of its own.
async fn two_windows_that_enrol_leave_what_was_kept_open(engine: Engine) -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    let person = station.person("Patrull 11", Role::Officer, "polisen").await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
    let driver = browser.driver.clone();
    let first = driver.windows().await?.first().context("the tab")?.clone();
    let second = driver.new_tab().await?;
    for tab in [&first, &second] {
        driver.switch_to_window(tab.clone()).await?;
        browser.goes_to(&station.url()).await?;
        browser.is_on("enrol").await?;
    }
    driver.switch_to_window(first).await?;
    fill_in(&browser, &station.code(person).await?, PIN).await?;
    browser.is_on("place").await?;
    browser.taps("[data-area=raslatt]").await?;
    browser.is_on("record").await?;
    browser.sees("document.querySelector('[data-status]').innerText.includes('bekräftat')").await?;
    station.stop().await?;
    patrol(&browser, "").await?;
    station.restart().await?;
    driver.switch_to_window(second).await?;
    fill_in(&browser, &station.code(person).await?, OTHER_PIN).await?;
    browser.is_on("record").await?;
    browser.goes_to(&format!("{}/?flik=journal", station.url())).await?;
    unlock(&browser, OTHER_PIN).await?;
    browser.sees(&format!("{ENTRIES} === 1")).await?;
    waits(&browser, 0).await?;
    counts(&supervisor, 1).await
}

/// A PIN was mistyped while the phone's clock was three days ahead.
async fn a_clock_that_was_ahead_keeps_the_door_shut_no_longer(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.goes_to(&station.url()).await?;
    browser.is_on("unlock").await?;
    browser
        .value(
            "((page) => { const own = page.now; page.now = () => own() + 3 * 86_400_000; return true })(window.Date)",
        )
        .await?;
    for _ in 0..5 {
        unlock(&browser, "000000").await?;
        browser.sees("document.querySelector('[data-wrong]').hidden === false && document.querySelector('[data-dots]').textContent === ''").await?;
    }
    browser.goes_to(&station.url()).await?;
    unlock(&browser, PIN).await?;
    browser.is_on("record").await
}

/// Deciphering waits where `window.shut` is set, until `window.open_gate()`.
const WAITS_AT_A_GATE: &str = "
    const own = crypto.subtle.decrypt.bind(crypto.subtle);
    crypto.subtle.decrypt = async (...args) => {
        if (window.shut) {
            window.shut = false;
            await new Promise((open) => { window.open_gate = open; });
        }
        return own(...args);
    };";

/// Somebody signs out and enrols anew in another window while the PIN of the earlier key is being tried here.
async fn a_key_that_another_window_puts_there_while_one_opens_the_door_stays(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, Some(WAITS_AT_A_GATE)).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.goes_to(&station.url()).await?;
    browser.is_on("unlock").await?;
    browser.value("(window.shut = true)").await?;
    unlock(&browser, PIN).await?;
    browser.sees("window.open_gate !== undefined").await?;
    let put = "import(`${document.documentElement.dataset.parts}journal.js`).then(({ transact }) => transact('readwrite', (store, done) => {
        store('keys').getAll().onsuccess = (e) => {
            store('keys').put({ ...e.target.result[0], salt: new Uint8Array(16).fill(7) });
            done(true);
        };
    })).then(() => { window.put = true; })";
    browser.value(&format!("({put}, true)")).await?;
    browser.sees("window.put === true").await?;
    browser.value("(window.open_gate(), true)").await?;
    browser.sees("document.querySelector('[data-wrong]').hidden === false").await?;
    let salt = of_the_key("salt[0]");
    until("the other key", || async {
        browser.value(&format!("({salt}, true)")).await?;
        Ok((browser.value("window.found").await? == 7).then_some(()))
    })
    .await
}
