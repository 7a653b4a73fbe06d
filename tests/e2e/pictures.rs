//! Pictures of what people see, to look at and for the README: `target/pictures`.

use crate::steps::{PIN, enrol, patrol, unlock, waits};
use anyhow::Result;
use domain::authorization::Role;
use harness::station::PASSWORD;
use harness::{Backend, Browser, Profile, Screen, Station};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_phone_in_light_and_dark() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    let mut last = String::new();
    for _ in 0..2 {
        last = patrol(&browser, &last).await?;
    }
    waits(&browser, 0).await?;
    let both = async |name: &str| {
        for (dark, word) in [(false, "light"), (true, "dark")] {
            browser.darkens(dark).await?;
            browser.pictures(&format!("phone-{name}-{word}")).await?;
        }
        anyhow::Ok(())
    };
    both("record").await?;
    browser.taps("[data-activity=narcotics_offence]").await?;
    browser.is_on("form").await?;
    both("form").await?;
    browser.taps("[data-do=save]").await?;
    browser.sees("document.querySelector('[role=alert]') !== null").await?;
    both("problem").await?;
    browser.taps("[data-do=back]").await?;
    browser.taps("[data-activity=traffic_check]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=start]").await?;
    browser.is_on("run").await?;
    browser.taps("[data-do=stop]").await?;
    browser.sees("document.querySelector('[data-hasty]') !== null").await?;
    both("hasty").await?;
    browser.taps("[data-do=drop]").await?;
    browser.is_on("record").await?;
    both("thrown").await?;
    browser.taps("[data-activity=traffic_check]").await?;
    browser.is_on("form").await?;
    both("check").await?;
    browser.taps("[data-do=start]").await?;
    browser.is_on("run").await?;
    both("timer").await?;
    browser.taps("[data-do=drop]").await?;
    browser.is_on("record").await?;
    browser.taps("[data-activity=traffic_check]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=afterwards]").await?;
    browser.sees("document.querySelector('[data-step=minutes]') !== null").await?;
    both("stated").await?;
    browser.taps("[data-do=back]").await?;
    browser.taps("[data-do=place]").await?;
    browser.is_on("place").await?;
    both("place").await?;
    browser.goes_to(&station.url()).await?;
    unlock(&browser, PIN).await?;
    // The form that was left comes first.
    browser.is_on("form").await?;
    browser.value("(history.back(), true)").await?;
    browser.is_on("record").await?;
    browser.taps("[data-tab=journal]").await?;
    browser.is_on("journal").await?;
    both("journal").await?;
    browser.taps("[data-tab=pace]").await?;
    browser.is_on("pace").await?;
    both("pace").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_with_a_year_of_made_up_entries() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let now_ms = server::clock::now_ms();
    let seed = (server::demo::SEED, None);
    server::demo::fill(station.app(), &harness::station::partnership(), seed, now_ms, &mut |_, _| {}).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Desk, None).await?;
    browser.goes_to(&format!("{}/login", station.url())).await?;
    browser.types("input[name=name]", "Gruppchef Demo").await?;
    browser.types("input[name=password]", server::demo::PASSWORD).await?;
    browser.taps("form button").await?;
    browser.sees("location.pathname === '/dashboard'").await?;
    for (dark, word) in [(false, "light"), (true, "dark")] {
        browser.darkens(dark).await?;
        browser.goes_to(&format!("{}/dashboard", station.url())).await?;
        browser.pictures(&format!("dashboard-{word}")).await?;
        let promise = harness::station::this_years_promise();
        browser.goes_to(&format!("{}/promise/{promise}", station.url())).await?;
        browser.pictures(&format!("public-{word}")).await?;
    }
    browser.darkens(false).await?;
    for path in ["people", "devices"] {
        browser.goes_to(&format!("{}/{path}", station.url())).await?;
        browser.pictures(path).await?;
    }
    Ok(())
}

/// Where administrators manage people: the list, a person with a new code, and what is asked before access is taken away.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_at_a_desk_and_on_a_phone() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.person("Gruppchef Ett", Role::Supervisor, "polisen").await?;
    station.staff("Administratör Två", Role::Administrator, "kommunen").await?;
    let officer = station.officer("Patrull 11").await?;
    let id = officer.person();
    for (screen, size) in [(Screen::Desk, "desk"), (Screen::Phone, "phone")] {
        let profile = Profile::fresh()?;
        let browser = Browser::start(&profile, screen, None).await?;
        browser.goes_to(&format!("{}/login", station.url())).await?;
        browser.types("input[name=name]", "Administratör Två").await?;
        browser.types("input[name=password]", PASSWORD).await?;
        browser.taps("form button").await?;
        browser.sees("location.pathname === '/people'").await?;
        for (dark, word) in [(false, "light"), (true, "dark")] {
            browser.darkens(dark).await?;
            let picture = async |name: &str| browser.pictures(&format!("people-{name}-{size}-{word}")).await;
            browser.goes_to(&format!("{}/people", station.url())).await?;
            picture("list").await?;
            browser.goes_to(&format!("{}/people/{id}", station.url())).await?;
            browser.taps(&format!("form[action='/people/{id}/code'] button")).await?;
            browser.sees("!!document.querySelector('svg.qr')").await?;
            picture("code").await?;
            browser.goes_to(&format!("{}/people/{supervisor}/disable", station.url())).await?;
            picture("disable").await?;
        }
    }
    Ok(())
}
