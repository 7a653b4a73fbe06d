//! Writing a report in a browser with scripting off: a session that ends keeps the text, and rows are chosen one by one.

use anyhow::{Context, Result};
use harness::station::PASSWORD;
use harness::{Backend, Browser, Profile, Screen, Station, Work, until};
use serde_json::json;

const TEXT: &str = "Vi gick kvällspass.";
/// The form for the first text that the viewer may write.
const TEXT_FORM: &str = "form[action*='/texts']";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_that_outlived_its_session_is_sent_by_a_click() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let coordinator = station.coordinator().await?;
    let mut municipal = station.officer_of("kommunen", "Kommunvakt 1").await?;
    let measure = Work::of("measure", "ekhagen").answering("cause", "Mörk gångväg vid Exempelgatan");
    let measure = measure.answering("owner", "kommunen").answering("outcome", "decided");
    let root = municipal.records(&measure.clone().at("2021-02-03T10:00:00+01:00"))?;
    municipal.corrects(root, &[root], &measure.answering("outcome", "done").at("2021-02-03T10:00:00+01:00"))?;
    municipal.sends().await?;
    let form = [("period", "jonkoping-2021-2022/tertial/2021-01-01/2021-04-30")];
    let begun = coordinator.submits("/reports", &form).await?;
    let report = begun.headers().get("location").context("a report")?.to_str()?.to_owned();

    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, None).await?;
    browser.command("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await?;
    let says = async |what: &str| {
        until(what, || async { Ok(browser.driver.source().await?.contains(what).then_some(())) }).await
    };
    // A picture waits for what moves, and asks the page for it.
    let shows = async |name: &str| {
        browser.command("Emulation.setScriptExecutionDisabled", json!({ "value": false })).await?;
        browser.pictures(name).await?;
        browser.command("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await
    };
    browser.goes_to(&format!("{}{report}", station.url())).await?;
    signs_in(&browser).await?;
    says("Uppföljning i ord").await?;
    shows("report-draft-phone").await?;
    browser.types(&format!("{TEXT_FORM} textarea"), TEXT).await?;
    // The session ends elsewhere while the text is written.
    browser.driver.delete_all_cookies().await?;
    browser.taps(&format!("{TEXT_FORM} button")).await?;
    says("Du är utloggad").await?;
    says(TEXT).await?;
    shows("signed-out-with-a-text-phone").await?;
    signs_in(&browser).await?;
    says("Du är inloggad igen").await?;
    shows("signed-in-again-phone").await?;
    browser.taps(&format!("{TEXT_FORM} button")).await?;
    says("Texten är sparad.").await?;

    browser.goes_to(&format!("{}{report}/rows", station.url())).await?;
    says("Inte vald: tas inte med").await?;
    shows("report-rows-phone").await?;
    browser.taps("button[value=show]").await?;
    says("<b>Tas med</b>").await?;
    for page in [format!("/entries/{root}"), "/questions".to_owned(), "/entries".to_owned()] {
        browser.goes_to(&format!("{}{page}", station.url())).await?;
        let name = page.split('/').nth(1).unwrap_or_default().to_owned();
        let name = if page.matches('/').count() > 1 { "occasion".to_owned() } else { name };
        shows(&format!("staff-{name}-phone")).await?;
    }
    Ok(())
}

async fn signs_in(browser: &Browser) -> Result<()> {
    browser.types("input[name=name]", "Samordnare Ett").await?;
    browser.types("input[name=password]", PASSWORD).await?;
    browser.taps("form[action='/login'] button").await
}

/// What staff see of entries and reports on a desk, to look at.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_staff_decide_about_is_seen_whole_on_a_desk() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    let mut officer = station.officer("Patrull 11").await?;
    let day = "2021-02-03T10:00:00+01:00";
    let offence = |answer: &str| {
        let work = Work::of("narcotics_offence", "raslatt").answering("first_time_user", answer);
        work.at(day).by_unit("20-1470")
    };
    let root = officer.records(&offence("yes"))?;
    officer.corrects(root, &[root], &offence("no").noting("Vid torget"))?;
    let voided = officer.records(&harness::patrol("raslatt").at(day))?;
    let returned = officer.records(&harness::check("raslatt", 18).at(day))?;
    officer.sends().await?;
    supervisor.submits(&format!("/entries/{voided}/void"), &[("reason", "Övning")]).await?;
    supervisor.submits(&format!("/entries/{returned}/return"), &[("message", "18 eller 28 minuter?")]).await?;

    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Desk, None).await?;
    browser.goes_to(&format!("{}/questions", station.url())).await?;
    browser.types("input[name=name]", "Gruppchef Ett").await?;
    browser.types("input[name=password]", PASSWORD).await?;
    browser.taps("form[action='/login'] button").await?;
    browser.sees("document.body.innerText.includes('Återsända poster')").await?;
    for (name, path) in [
        ("questions", "/questions".to_owned()),
        ("corrected", format!("/entries/{root}")),
        ("voided", format!("/entries/{voided}")),
        ("entries", "/entries".to_owned()),
    ] {
        browser.goes_to(&format!("{}{path}", station.url())).await?;
        browser.sees("document.querySelector('h1') !== null").await?;
        let wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        browser.sees(wide).await?;
        browser.pictures(&format!("staff-{name}-desk")).await?;
    }
    browser.goes_to(&format!("{}/entries/{root}", station.url())).await?;
    browser.sees("document.querySelector('table.changes').innerText.includes('Nej')").await
}
