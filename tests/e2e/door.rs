//! The door: several people on one phone, a forgotten PIN, a rescue file, a sign-out, and a revoked phone.

use crate::steps::{ENTRIES, OTHER_PIN, PIN, counts, enrol, fill_in, patrol, unlock, waits};
use anyhow::{Context, Result};
use domain::authorization::Role;
use harness::station::partnership;
use harness::{Backend, Browser, Engine, Line, Profile, Station, until};

in_browsers!(
    two_officers_on_one_phone_see_their_own,
    a_forgotten_pin_costs_a_code_and_no_entry,
    a_rescue_file_carries_what_waits_and_counts_once,
    a_revoked_phone_gives_up_what_waits_and_then_its_key,
    a_sign_out_takes_nothing_that_no_file_carries,
);

/// Locks the app as its button does, and enrols somebody else on the phone.
async fn joins(station: &Station, browser: &Browser, name: &str, pin: &str) -> Result<()> {
    let person = station.person(name, Role::Officer, "polisen").await?;
    let code = station.code(person).await?;
    browser.taps("[data-do=place]").await?;
    browser.taps("[data-do=lock]").await?;
    browser.is_on("unlock").await?;
    browser.taps("[data-do=new]").await?;
    browser.is_on("enrol").await?;
    fill_in(browser, &code, pin).await?;
    browser.is_on("place").await?;
    browser.taps("[data-area=raslatt]").await?;
    browser.is_on("record").await
}

async fn two_officers_on_one_phone_see_their_own(engine: Engine) -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    let line = Line::to(station.addr()).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
    enrol(&station, &browser, &line.url(), "Patrull 11").await?;
    station.stop().await?;
    patrol(&browser, "").await?;
    station.restart().await?;
    // The first one's entry waits: it is sent when its own person is there again, or by the timer before that.
    joins(&station, &browser, "Patrull 12", OTHER_PIN).await?;
    browser.taps("[data-tab=journal]").await?;
    browser.sees(&format!("{ENTRIES} === 0")).await?;
    browser.taps("[data-tab=record]").await?;
    patrol(&browser, "").await?;
    waits(&browser, 0).await?;
    browser.taps("[data-do=place]").await?;
    browser.taps("[data-do=lock]").await?;
    browser.is_on("unlock").await?;
    browser.sees("document.querySelectorAll('[name=person]').length === 2").await?;
    browser.pictures("door-two").await?;
    // Each has a PIN of their own: the second one's doesn't open what is the first one's.
    unlock(&browser, OTHER_PIN).await?;
    browser.sees("document.querySelector('[data-wrong]').hidden === false").await?;
    unlock(&browser, PIN).await?;
    browser.is_on("record").await?;
    counts(&supervisor, 2).await?;
    browser.taps("[data-tab=journal]").await?;
    browser.sees(&format!("{ENTRIES} === 1")).await?;
    let devices = station.app().store.devices(&partnership()).await?;
    assert_eq!((devices.len(), devices[0].people.len()), (1, 2), "one phone, two people");
    Ok(())
}

async fn a_forgotten_pin_costs_a_code_and_no_entry(engine: Engine) -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    station.stop().await?;
    patrol(&browser, "").await?;
    station.restart().await?;
    browser.goes_to(&station.url()).await?;
    for _ in 0..5 {
        unlock(&browser, "000000").await?;
        browser.sees("document.querySelector('[data-wrong]').hidden === false && document.querySelector('[data-dots]').textContent === ''").await?;
    }
    browser.sees("/Vänta \\d+ sekunder/.test(document.querySelector('[data-wait]').textContent)").await?;
    // Even the right one waits now.
    unlock(&browser, PIN).await?;
    browser.sees("document.querySelector('[data-dots]').textContent === ''").await?;
    browser.is_on("unlock").await?;
    let people = station.app().store.people(&partnership(), None).await?;
    let person = people.iter().find(|p| p.name == "Patrull 11").context("the officer")?.id;
    let code = station.code(person).await?;
    browser.taps("[data-do=new]").await?;
    browser.is_on("enrol").await?;
    fill_in(&browser, &code, OTHER_PIN).await?;
    browser.is_on("record").await?;
    counts(&supervisor, 1).await?;
    browser.goes_to(&format!("{}/?flik=journal", station.url())).await?;
    unlock(&browser, OTHER_PIN).await?;
    browser.sees(&format!("{ENTRIES} === 1")).await
}

/// What a phone without a server keeps is carried to the supervisor by hand; sent later by itself, it counts once.
async fn a_rescue_file_carries_what_waits_and_counts_once(engine: Engine) -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    station.stop().await?;
    let mut last = String::new();
    for _ in 0..3 {
        last = patrol(&browser, &last).await?;
    }
    // The phone's own page needs neither the server nor a PIN.
    browser.goes_to(&format!("{}/telefon", station.url())).await?;
    browser.sees("document.querySelector('[data-counts]')?.textContent === '3 osända'").await?;
    browser.pictures("telefon").await?;
    browser.sees("document.querySelector('[data-do=sign-out]').disabled === true").await?;
    browser
        .value("((own) => { URL.createObjectURL = (made) => { made.text().then((text) => { window.made = text }); return own(made) } })(URL.createObjectURL.bind(URL)) ?? true")
        .await?;
    browser.taps("[data-do=save-file]").await?;
    browser.sees("typeof window.made === 'string'").await?;
    let file = browser.value("window.made").await?.as_str().context("a file")?.to_owned();
    assert!(!file.contains("raslatt") && !file.contains("foot_patrol"), "{file}");
    browser.sees("document.querySelector('[data-do=sign-out]').disabled === false").await?;
    station.restart().await?;
    let page = supervisor.brings(&file).await?;
    assert!(page.contains("3 poster är nya"), "{page}");
    counts(&supervisor, 3).await?;
    // The phone finds the server again and sends the same.
    browser.goes_to(&station.url()).await?;
    unlock(&browser, PIN).await?;
    waits(&browser, 0).await?;
    counts(&supervisor, 3).await?;
    // And now nothing waits: signing out leaves nothing behind.
    browser.goes_to(&format!("{}/telefon", station.url())).await?;
    browser.taps("details summary").await?;
    browser.taps("[data-do=sign-out]").await?;
    browser.sees("document.querySelector('[data-told]').textContent.includes('Utloggad')").await?;
    browser.goes_to(&station.url()).await?;
    browser.is_on("enrol").await?;
    until("the server to know it", || async {
        let devices = station.app().store.devices(&partnership()).await?;
        Ok(devices.iter().all(|d| d.people.is_empty()).then_some(()))
    })
    .await
}

async fn a_revoked_phone_gives_up_what_waits_and_then_its_key(engine: Engine) -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    station.stop().await?;
    let mut last = String::new();
    for _ in 0..12 {
        last = patrol(&browser, &last).await?;
    }
    // An entry that is saved while an answer is taken in: the key stays as long as anything waits.
    let forget = "import(`${document.documentElement.dataset.parts}forget.js`).then((of) => of.forget(unlocked.person, ['waiting']))";
    browser.value(&format!("({forget}.then((gone) => {{ window.gone = gone }}), true)")).await?;
    browser.sees("window.gone === false").await?;
    station.restart().await?;
    let device = station.app().store.devices(&partnership()).await?[0].id;
    supervisor.submits(&format!("/devices/{device}/revoke"), &[]).await?.error_for_status()?;
    browser.taps("[data-tab=journal]").await?;
    browser.taps("[data-do=send]").await?;
    browser.sees("document.body.innerText.includes('spärrad')").await?;
    let kept = "(async () => { const db = await new Promise((resolve) => { indexedDB.open('rond').onsuccess = (e) => resolve(e.target.result) }); const tx = db.transaction(['entries', 'keys']); const all = (name) => new Promise((resolve) => { tx.objectStore(name).count().onsuccess = (e) => resolve(e.target.result) }); window.left = [await all('entries'), await all('keys')].join() })()";
    until("the key to be destroyed, and all that it opens", || async {
        browser.value(&format!("({kept}, true)")).await?;
        Ok((browser.value("window.left").await? == "0,0").then_some(()))
    })
    .await?;
    // What would be kept now could never be opened again: it isn't, and nobody says that it was.
    browser.taps("[data-tab=record]").await?;
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=save]").await?;
    browser.sees("document.querySelector('[data-failed]')?.innerText.includes('spärrad') === true").await?;
    assert_eq!(browser.value("document.querySelector('[data-saved]').dataset.saved").await?, last, "nothing new");
    browser.pictures("revoked-form").await?;
    browser.goes_to(&station.url()).await?;
    browser.is_on("enrol").await?;
    counts(&supervisor, 0).await?;
    let devices = station.app().store.devices(&partnership()).await?;
    assert!(devices[0].revoked && devices[0].missing.is_empty(), "all twelve came: {devices:?}");
    Ok(())
}

/// The phone's own page was drawn before something was recorded in another window.
async fn a_sign_out_takes_nothing_that_no_file_carries(engine: Engine) -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    let driver = browser.driver.clone();
    let app = driver.windows().await?.first().context("the app")?.clone();
    let page = driver.new_tab().await?;
    let counted = |text: &str| format!("document.querySelector('[data-counts]')?.textContent === '{text}'");
    driver.switch_to_window(page.clone()).await?;
    browser.goes_to(&format!("{}/telefon", station.url())).await?;
    browser.sees("document.querySelector('[data-do=sign-out]')?.disabled === false").await?;
    station.stop().await?;
    driver.switch_to_window(app.clone()).await?;
    let first = patrol(&browser, "").await?;
    driver.switch_to_window(page.clone()).await?;
    let tap = |what: &str| format!("(document.querySelector('[data-do={what}]').click(), true)");
    browser.value(&tap("sign-out")).await?;
    browser.sees(&counted("1 osända")).await?;
    browser.sees("document.querySelector('[data-do=sign-out]').disabled").await?;
    // What a file carries may go, but not what came after the file.
    browser.value(&tap("save-file")).await?;
    browser.sees("document.querySelector('[data-do=sign-out]').disabled === false").await?;
    driver.switch_to_window(app.clone()).await?;
    let second = patrol(&browser, &first).await?;
    // This window hears nothing more, neither from the server nor from the other window: it would notice that its person is gone.
    browser.value("(window.fetch = () => Promise.reject(new TypeError('cut')), true)").await?;
    driver.switch_to_window(page.clone()).await?;
    browser.value(&tap("sign-out")).await?;
    browser.sees(&counted("2 osända")).await?;
    browser.value(&tap("save-file")).await?;
    browser.sees("document.querySelector('[data-do=sign-out]').disabled === false").await?;
    browser.value(&tap("sign-out")).await?;
    browser.sees("document.querySelector('[data-told]').textContent.includes('Utloggad')").await?;
    station.restart().await?;
    // Enrolled anew the person has another key. The window that goes on with the old one says of nothing that it is saved.
    let people = station.app().store.people(&partnership(), None).await?;
    let person = people.iter().find(|p| p.name == "Patrull 11").context("the officer")?.id;
    let code = station.code(person).await?;
    browser.goes_to(&station.url()).await?;
    browser.is_on("enrol").await?;
    browser.value("(BroadcastChannel.prototype.postMessage = () => {}, true)").await?;
    fill_in(&browser, &code, OTHER_PIN).await?;
    browser.is_on("place").await?;
    driver.switch_to_window(app).await?;
    browser.taps("[data-tab=record]").await?;
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=save]").await?;
    browser.sees("document.querySelector('[data-failed]') !== null").await?;
    assert_eq!(browser.value("document.querySelector('[data-saved]').dataset.saved").await?, second, "nothing new");
    driver.switch_to_window(page).await?;
    browser.taps("[data-area=raslatt]").await?;
    patrol(&browser, "").await?;
    counts(&supervisor, 1).await
}
