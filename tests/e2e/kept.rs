//! "Sparad på telefonen" is said on the journal's own word, and a save that failed is said too.

use crate::steps::{
    HOLD, LET_GO, PIN, complete_is, counts, enrol, patrol, runs_long_enough_to_be_stopped, starts, unlock, waits,
};
use anyhow::Result;
use harness::station::partnership;
use harness::{Backend, Engine, Intruder, Profile, Station};
use serde_json::Value;

in_browsers!(
    what_is_saved_while_the_journal_is_read_anew_still_waits,
    saved_is_not_said_before_the_journal_has_it,
    a_save_that_fails_says_so_and_keeps_the_entry,
    a_save_that_seemed_to_fail_and_is_tapped_again_counts_once,
    a_number_is_given_with_its_entry_or_not_at_all,
    a_double_tap_is_one_entry_and_undo_takes_it_back,
    a_withdrawal_that_fails_is_not_done_later,
    a_form_that_another_takes_the_place_of_comes_forward_again,
    nothing_takes_the_place_of_a_form_that_is_being_saved,
    a_phone_with_many_closed_journals_still_sends,
);

async fn saved_is_not_said_before_the_journal_has_it(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, Some(&complete_is(HOLD))).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.value("(window.held = [], window.mode = 'readwrite')").await?;
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=save]").await?;
    browser.sees("window.held.length > 0").await?;
    let said = "document.querySelector('[data-saved]').dataset.saved !== '' || document.body.innerText.includes('Sparad på telefonen')";
    assert_eq!(browser.value(said).await?, Value::Bool(false), "it isn't on disk, so it isn't said");
    // What survives the page is there all the while.
    let first_line = "Object.keys(localStorage).filter(k => k.startsWith('rond.line1')).length";
    assert_eq!(browser.value(first_line).await?, 1);
    browser.value(LET_GO).await?;
    browser.saves("").await?;
    browser.sees(&format!("{first_line} === 0")).await?;
    Ok(())
}

/// Another tab has changed something: the journal is read, and before that has ended an entry is saved.
async fn what_is_saved_while_the_journal_is_read_anew_still_waits(engine: Engine) -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, Some(&complete_is(HOLD))).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.sees("document.querySelector('[data-status]').innerText.includes('bekräftat')").await?;
    station.stop().await?;
    browser.value("(window.held = [], window.mode = 'readonly')").await?;
    browser.value("(new BroadcastChannel('rond').postMessage('changed'), true)").await?;
    browser.sees("window.held.length > 0").await?;
    patrol(&browser, "").await?;
    waits(&browser, 1).await?;
    browser.value(LET_GO).await?;
    // By then what was read has come.
    for _ in 0..20 {
        browser.value("document.readyState").await?;
    }
    waits(&browser, 1).await?;
    station.restart().await?;
    browser.taps("[data-tab=journal]").await?;
    browser.taps("[data-do=send]").await?;
    waits(&browser, 0).await?;
    counts(&station.supervisor().await?, 1).await
}

async fn a_save_that_fails_says_so_and_keeps_the_entry(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
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
const LIE: &str = "window.lying && tx.mode === 'readwrite' ? tx.onabort({}) : tell();";

async fn a_save_that_seemed_to_fail_and_is_tapped_again_counts_once(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, Some(&complete_is(LIE))).await?;
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

async fn a_number_is_given_with_its_entry_or_not_at_all(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, Some(ENDS_HALFWAY)).await?;
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

/// Three taps with a glove, each a moment after the one before it: what they would write differs.
fn taps(what: &str) -> String {
    format!(
        "(() => {{
            const button = document.querySelector('[data-do={what}]');
            for (let tap = 0; tap < 3; tap += 1) {{
                button.click();
                for (const at = Date.now(); Date.now() - at < 5; );
            }}
            return true;
        }})()"
    )
}

async fn a_double_tap_is_one_entry_and_undo_takes_it_back(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.value(&taps("save")).await?;
    let first = browser.saves("").await?;
    let second = patrol(&browser, &first).await?;
    let supervisor = station.supervisor().await?;
    counts(&supervisor, 2).await?;
    let held = async || Intruder::at(station.database_url()).await?.entries().await;
    assert_eq!(held().await?.len(), 2, "three taps were one entry");
    browser.value(&taps("undo")).await?;
    browser.saves(&second).await?;
    counts(&supervisor, 1).await?;
    waits(&browser, 0).await?;
    assert_eq!(held().await?.len(), 3, "and three more took it back once");
    // Nor does a measurement that is stopped three times.
    let third = browser.value("document.querySelector('[data-saved]').dataset.saved").await?;
    starts(&browser, "foot_patrol").await?;
    runs_long_enough_to_be_stopped(&browser).await?;
    browser.value(&taps("stop")).await?;
    browser.saves(third.as_str().unwrap_or_default()).await?;
    counts(&supervisor, 2).await?;
    waits(&browser, 0).await?;
    assert_eq!(held().await?.len(), 4, "three taps stopped it once");
    Ok(())
}

/// Every write fails while `window.failing` is set.
const FAILS: &str = "
    const own = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
        if (window.failing && mode === 'readwrite') {
            throw new DOMException('x', 'UnknownError');
        }
        return own.call(this, stores, mode, ...rest);
    };";

/// "Inte sparad" was said of it: what counted goes on counting, also after the next start, until it is tried again and done once.
async fn a_withdrawal_that_fails_is_not_done_later(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, Some(FAILS)).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    let first = patrol(&browser, "").await?;
    counts(&supervisor, 1).await?;
    waits(&browser, 0).await?;
    let fails = async || {
        browser.value("(window.failing = true)").await?;
        browser.taps("[data-do=undo]").await?;
        browser.sees("document.querySelector('[data-failed]') !== null").await?;
        browser.value("(window.failing = false, true)").await
    };
    fails().await?;
    browser.goes_to(&station.url()).await?;
    unlock(&browser, PIN).await?;
    browser.is_on("record").await?;
    let second = patrol(&browser, "").await?;
    counts(&supervisor, 2).await?;
    // With a form left behind, what is tried again is the withdrawal, and the form stays.
    browser.taps("[data-activity=traffic_check]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=afterwards]").await?;
    browser.taps("[data-do=back]").await?;
    browser.is_on("record").await?;
    fails().await?;
    browser.taps("[data-do=again]").await?;
    browser.saves(&second).await?;
    browser.sees("document.querySelector('[data-do=resume]') !== null").await?;
    counts(&supervisor, 1).await?;
    waits(&browser, 0).await?;
    let held = Intruder::at(station.database_url()).await?.entries().await?;
    assert_eq!(held.len(), 3, "two patrols, {first} and {second}, and one withdrawal");
    Ok(())
}

/// The answer that makes a form one that somebody has filled in.
const ANSWER: &str = "document.querySelector('[name=first_time_user][value=yes]')";

async fn a_form_that_another_takes_the_place_of_comes_forward_again(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.taps("[data-activity=narcotics_offence]").await?;
    browser.is_on("form").await?;
    browser.value(&format!("({ANSWER}.click(), true)")).await?;
    browser.taps("[data-do=back]").await?;
    browser.is_on("record").await?;
    patrol(&browser, "").await?;
    let answered = format!("{ANSWER}?.checked === true");
    browser.taps("[data-do=resume]").await?;
    browser.sees(&answered).await?;
    browser.taps("[data-do=back]").await?;
    browser.is_on("record").await?;
    // Also where the page dies with the other one open.
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=afterwards]").await?;
    browser.sees("document.querySelector('[data-step=minutes]') !== null").await?;
    browser.goes_to(&station.url()).await?;
    unlock(&browser, PIN).await?;
    browser.sees("document.querySelector('[data-step=minutes]') !== null").await?;
    browser.taps("[data-do=save]").await?;
    browser.is_on("record").await?;
    browser.goes_to(&station.url()).await?;
    unlock(&browser, PIN).await?;
    browser.is_on("form").await?;
    browser.sees(&answered).await
}

/// The storage is slow: while one form is being saved another is asked for.
async fn nothing_takes_the_place_of_a_form_that_is_being_saved(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, Some(&complete_is(HOLD))).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.value("(window.held = [], window.mode = 'readwrite')").await?;
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=save]").await?;
    browser.sees("window.held.length > 0").await?;
    browser.taps("[data-do=back]").await?;
    browser.is_on("record").await?;
    browser.taps("[data-activity=narcotics_offence]").await?;
    browser.is_on("form").await?;
    assert_eq!(browser.value(&format!("{ANSWER} === null")).await?, true, "the form is the one that is being saved");
    browser.value(LET_GO).await?;
    browser.saves("").await?;
    browser.is_on("record").await?;
    browser.taps("[data-activity=narcotics_offence]").await?;
    browser.sees(&format!("{ANSWER} !== null")).await?;
    counts(&station.supervisor().await?, 1).await
}

/// Years of clones and of signing out close journals, more of them than a request may name.
async fn a_phone_with_many_closed_journals_still_sends(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    let plant = "import(`${document.documentElement.dataset.parts}journal.js`).then(({ transact }) => transact('readwrite', (store, done) => {
        store('keys').getAll().onsuccess = ({ target: { result: [{ person, partnership }] } }) => {
            for (let n = 10; n < 90; n += 1) {
                const id = `01890000-0000-7000-8000-0000000000${n}`;
                store('journals').put({ id, person, partnership, last_seq: 1, closed: true });
            }
            done(true);
        };
    })).then(() => { window.planted = true; })";
    browser.value(&format!("({plant}, true)")).await?;
    browser.sees("window.planted === true").await?;
    browser.goes_to(&station.url()).await?;
    unlock(&browser, PIN).await?;
    browser.is_on("record").await?;
    patrol(&browser, "").await?;
    waits(&browser, 0).await?;
    counts(&supervisor, 1).await
}
