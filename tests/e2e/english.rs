//! An officer who reads English: from the first screen on, over restarts, and back.

use crate::steps::{PIN, fill_in, patrol, unlock, waits};
use anyhow::Result;
use domain::authorization::Role;
use harness::{Backend, Browser, Engine, Profile, Station};

in_browsers!(an_officer_enrols_records_and_reads_the_journal_in_english);

/// Whether the page speaks English and has no Swedish but what it marks as such. Names of the promise stand in sentences too.
const IN_ENGLISH: &str = "(() => {
    const page = document.querySelector('dialog[open]') ?? document.querySelector('[data-screen]') ?? document.body;
    const copy = page.cloneNode(true);
    copy.querySelectorAll('[lang=sv], template, noscript, .phone .phone').forEach((own) => own.remove());
    const names = /\\p{Lu}\\p{L}*/gu;
    const labels = [...copy.querySelectorAll('[aria-label]')].map((one) => one.getAttribute('aria-label'));
    const text = [copy.textContent, ...labels].join(' ').replace(names, '');
    return document.documentElement.lang === 'en' && text.trim() !== '' && !/[åäö]/i.test(text);
})()";

async fn is_in_english(browser: &Browser, picture: &str) -> Result<()> {
    browser.sees(IN_ENGLISH).await?;
    browser.pictures(&format!("english-{picture}")).await
}

async fn an_officer_enrols_records_and_reads_the_journal_in_english(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let person = station.person("Patrull 11", Role::Officer, "polisen").await?;
    let code = station.code(person).await?;
    let browser = engine.opens(&Profile::fresh()?, None).await?;
    browser.goes_to(&station.url()).await?;
    browser.is_on("enrol").await?;
    // What the browser prefers is proposed; the officer chooses.
    if browser.value("document.documentElement.lang").await? != "en" {
        browser.taps("[data-speak=en]").await?;
    }
    browser.sees("document.documentElement.lang === 'en'").await?;
    browser.is_on("enrol").await?;
    browser.taps("[data-do=enrol]").await?;
    browser.sees("document.querySelector('[data-failed]').innerText.includes('Not connected')").await?;
    is_in_english(&browser, "enrol").await?;
    fill_in(&browser, &code, PIN).await?;
    browser.is_on("place").await?;
    is_in_english(&browser, "place").await?;
    browser.taps("[data-area=raslatt]").await?;
    browser.is_on("record").await?;
    browser.sees("document.querySelector('[data-ready]')?.dataset.ready === 'true'").await?;
    is_in_english(&browser, "record").await?;
    browser.taps("[data-activity=narcotics_offence]").await?;
    browser.is_on("form").await?;
    is_in_english(&browser, "form").await?;
    browser.taps("[data-do=back]").await?;
    patrol(&browser, "").await?;
    waits(&browser, 0).await?;
    browser.sees("document.querySelector('[data-last]').innerText.includes('Recorded: Fotpatrull, Råslätt')").await?;
    browser.taps("[data-tab=journal]").await?;
    browser.sees("document.querySelector('li[data-entry]').innerText.includes('Sent ')").await?;
    is_in_english(&browser, "journal").await?;
    browser.taps("li[data-entry] button").await?;
    browser.is_on("entry").await?;
    is_in_english(&browser, "entry").await?;
    browser.taps("[data-do=back]").await?;
    browser.taps("[data-tab=pace]").await?;
    is_in_english(&browser, "pace").await?;

    // The phone remembers it: on its own page, which needs no app, and at the door.
    browser.goes_to(&format!("{}/telefon", station.url())).await?;
    browser.sees("document.querySelector('section[data-person]') !== null").await?;
    is_in_english(&browser, "phone").await?;
    browser.goes_to(&station.url()).await?;
    browser.is_on("unlock").await?;
    is_in_english(&browser, "unlock").await?;
    unlock(&browser, PIN).await?;

    // And back, without starting anew.
    browser.taps("[data-do=place]").await?;
    browser.is_on("place").await?;
    browser.value("(document.querySelector('[data-field=language] input[value=sv]').click(), true)").await?;
    browser
        .sees("document.documentElement.lang === 'sv' && document.querySelector('h1').innerText === 'Var är du?'")
        .await?;
    browser.taps("[data-do=back]").await?;
    browser.is_on("record").await?;
    browser.sees("document.querySelector('[data-tab=record]').innerText.trim() === 'Registrera'").await
}
