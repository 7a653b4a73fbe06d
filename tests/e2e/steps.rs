//! What several journeys begin with.

use anyhow::{Result, ensure};
use domain::authorization::Role;
use harness::station::this_years_promise;
use harness::{Backend, Browser, Engine, Line, Profile, Staff, Station, until};

/// Of every officer in these journeys.
pub(crate) const PIN: &str = "271828";
/// Of whoever chooses another.
pub(crate) const OTHER_PIN: &str = "161803";
/// How many entries the journal shows.
pub(crate) const ENTRIES: &str = "document.querySelectorAll('li[data-entry]').length";

/// An enrolled phone whose browser is closed, behind a line to a server that is stopped.
pub(crate) async fn enrolled_and_closed(engine: Engine) -> Result<(Station, Line, Profile)> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let line = Line::to(station.addr()).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
    enrol(&station, &browser, &line.url(), "Patrull 11").await?;
    station.stop().await?;
    browser.closes().await?;
    Ok((station, line, profile))
}

/// Enrols the app that is open, chooses Råslätt, and waits until it can do without coverage.
pub(crate) async fn enrol(station: &Station, browser: &Browser, url: &str, name: &str) -> Result<()> {
    let person = station.person(name, Role::Officer, "polisen").await?;
    let code = station.code(person).await?;
    browser.goes_to(url).await?;
    browser.is_on("enrol").await?;
    fill_in(browser, &code, PIN).await?;
    browser.is_on("place").await?;
    browser.taps("[data-area=raslatt]").await?;
    browser.is_on("record").await?;
    browser.sees("document.querySelector('[data-ready]')?.dataset.ready === 'true'").await
}

/// Fills in what enrolling asks for, and goes on.
pub(crate) async fn fill_in(browser: &Browser, code: &str, pin: &str) -> Result<()> {
    browser.types("[data-field=code] input", code).await?;
    browser.types("[data-field=pin] input", pin).await?;
    browser.types("[data-field=again] input", pin).await?;
    browser.taps("[data-do=enrol]").await
}

/// Taps the PIN of the one who is chosen, and opens.
pub(crate) async fn unlock(browser: &Browser, pin: &str) -> Result<()> {
    browser.is_on("unlock").await?;
    for digit in pin.chars() {
        browser.taps(&format!("[data-digit='{digit}']")).await?;
    }
    browser.taps("[data-do=unlock]").await
}

/// The two taps: the activity, then save. Answers the entry's id once the screen says that it is saved.
pub(crate) async fn patrol(browser: &Browser, last: &str) -> Result<String> {
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=save]").await?;
    browser.saves(last).await
}

/// Opens the form of an activity and starts timing it.
pub(crate) async fn starts(browser: &Browser, activity: &str) -> Result<()> {
    browser.taps(&format!("[data-activity={activity}]")).await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=start]").await?;
    browser.is_on("run").await
}

/// Waits until a tap on stop no longer asks whether the start was meant.
pub(crate) async fn runs_long_enough_to_be_stopped(browser: &Browser) -> Result<()> {
    browser.sees("/^([1-9]\\d*:|0:[1-5]\\d|0:0[5-9])/.test(document.querySelector('[data-clock]').innerText)").await
}

/// Waits until the phone says that so many entries wait.
pub(crate) async fn waits(browser: &Browser, n: u32) -> Result<()> {
    browser.sees(&format!("document.querySelector('[data-status]')?.dataset.waiting === '{n}'")).await
}

/// Waits until so many patrols in Råslätt count.
pub(crate) async fn counts(supervisor: &Staff, n: i64) -> Result<()> {
    let promise = this_years_promise();
    until(&format!("{n} to be counted"), || async {
        let counted = supervisor.count(&promise, "fotpatrull_raslatt", "raslatt").await?;
        ensure!(counted == n, "{counted} are counted");
        Ok(Some(()))
    })
    .await
}

/// A script by which the page doesn't hear that a transaction is complete, but what `instead` does: `tx` is the transaction,
/// and `tell()` tells it after all.
pub(crate) fn complete_is(instead: &str) -> String {
    format!(
        "const own = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, 'oncomplete');
        Object.defineProperty(IDBTransaction.prototype, 'oncomplete', {{
            get() {{ return own.get.call(this); }},
            set(told) {{
                const tx = this;
                own.set.call(tx, (event) => {{
                    const tell = () => told.call(tx, event);
                    {instead}
                }});
            }},
        }});"
    )
}

/// Holds back `complete` of every transaction of the mode `window.mode`.
pub(crate) const HOLD: &str = "tx.mode === window.mode ? window.held.push(tell) : tell();";
/// Lets what was held back come.
pub(crate) const LET_GO: &str = "(window.mode = null, window.held.forEach((tell) => tell()), true)";
