//! A coordinator records in the same app: what is due stands first, without coverage too, and goes when it is done.

use crate::steps::{PIN, fill_in};
use anyhow::Result;
use domain::authorization::Role;
use harness::{Backend, Browser, Profile, Screen, Station, until};

/// The rows under *Att göra* that speak of Råslätt's weekly picture.
const PICTURES: &str = "[...document.querySelectorAll('[data-due] li')].filter(li => li.innerText.replace(/\\u00ad/g, '').includes('Lägesbild, Råslätt'))";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_due_is_recorded_without_coverage_and_counts() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let coordinator = station.coordinator().await?;
    let person = station.person("Samordnare Två", Role::Coordinator, "kommunen").await?;
    let code = station.code(person).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, None).await?;
    browser.goes_to(&station.url()).await?;
    browser.is_on("enrol").await?;
    fill_in(&browser, &code, PIN).await?;
    browser.is_on("place").await?;
    browser.taps("[data-area=huskvarna]").await?;
    browser.is_on("record").await?;
    browser.sees("document.querySelector('[data-ready]')?.dataset.ready === 'true'").await?;
    // The year has begun long ago: last week's picture is late.
    browser.sees(&format!("{PICTURES}.length === 1")).await?;
    browser.sees("document.querySelectorAll('[data-activity]').length === 6").await?;
    browser.pictures("coordinator-due").await?;
    station.stop().await?;

    browser.value(&format!("({PICTURES}[0].querySelector('button').click(), true)")).await?;
    browser.is_on("form").await?;
    browser.sees("document.querySelector('h1').innerText.replace(/\\u00ad/g, '').includes('Lägesbild')").await?;
    browser.taps("[data-do=save]").await?;
    let saved = browser.saves("").await?;
    browser.is_on("record").await?;
    // Today's picture is this week's: what was missed before it can't be made good.
    browser.sees(&format!("{PICTURES}.every(li => li.dataset.late === 'true')")).await?;

    browser.taps("[data-activity=measure]").await?;
    browser.is_on("form").await?;
    browser.types("[data-field=cause] input", "Skadegörelse vid torget").await?;
    browser.value("(document.querySelector('[data-field=owner] input[value=kommunen]').click(), document.querySelector('[data-field=outcome] input[value=decided]').click(), true)").await?;
    let due = format!("{}-12-24", harness::station::today().year());
    let dates = "const own = document.querySelector('[data-field=due] input');
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;";
    browser
        .value(&format!("(() => {{ {dates} set.call(own, '{due}'); own.dispatchEvent(new Event('input', {{ bubbles: true }})); own.dispatchEvent(new Event('change', {{ bubbles: true }})) }})(), true"))
        .await?;
    browser.pictures("coordinator-measure").await?;
    browser.taps("[data-do=save]").await?;
    let measure = browser.saves(&saved).await?;
    // The entry's own page says it in the form's words, and a day as a day.
    browser.taps("[data-tab=journal]").await?;
    browser.taps(&format!("li[data-entry='{measure}'] button")).await?;
    browser.sees(&format!("document.querySelector('main').dataset.entry === '{measure}'")).await?;
    let facts = browser.value("document.querySelector('.facts').innerText").await?;
    let facts = facts.as_str().unwrap_or_default();
    for needed in ["Kommunen", "Beslutad", "Skadegörelse vid torget", "24 december"] {
        assert!(facts.contains(needed), "{needed}: {facts}");
    }
    for code in ["decided", "kommunen", "-12-24"] {
        assert!(!facts.contains(code), "{code}: {facts}");
    }

    station.restart().await?;
    let promise = harness::station::this_years_promise();
    until("both to be counted", || async {
        let picture = coordinator.count(&promise, "lagesbild_vecka", "raslatt").await?;
        let measure = coordinator.count(&promise, "atgarder", "huskvarna").await?;
        Ok(((picture, measure) == (1, 1)).then_some(()))
    })
    .await
}
