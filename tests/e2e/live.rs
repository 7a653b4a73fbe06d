//! A dashboard that is open: it shows what an officer has just sent, and leaves the reader where the reader is.

use anyhow::{Context, Result};
use harness::station::PASSWORD;
use harness::{Backend, Browser, Line, Profile, Screen, Station, patrol, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_dashboard_shows_a_new_figure_by_itself() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    station.supervisor().await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Desk, None).await?;
    browser.goes_to(&format!("{}/dashboard", station.url())).await?;
    browser.signs_in("Gruppchef Ett", PASSWORD).await?;
    let shows = |figure: &str| format!("document.querySelector('#c-fotpatrull .done').innerText.includes('{figure}')");
    browser.sees(&shows("1 av 800")).await?;

    // Where the reader is: a table unfolded, the page scrolled, a link focused. A reload would take all of it away.
    browser.taps("#heat-table summary").await?;
    browser
        .value("(window.mark = 'not reloaded', document.querySelector('main .switch a').focus(), scrollTo(0, 700))")
        .await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    browser.sees(&shows("2 av 800")).await?;
    browser.sees("/^Uppdaterad \\d\\d:\\d\\d$/.test(document.querySelector('[role=status]').textContent)").await?;
    browser.sees("document.querySelector('#heat-table tbody').innerText.includes('2')").await?;
    browser.sees("window.mark === 'not reloaded' && scrollY === 700").await?;
    browser.sees("document.querySelector('#heat-table').open").await?;
    browser.sees("document.activeElement === document.querySelector('main .switch a')").await?;

    // The line is lost: the page says so, and comes back by itself with what was missed.
    station.stop().await?;
    browser
        .sees("document.querySelector('[role=status]').textContent.startsWith('Ingen kontakt med servern.')")
        .await?;
    browser.sees(&shows("2 av 800")).await?;
    station.restart().await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    browser.sees(&shows("3 av 800")).await?;
    browser.sees("document.querySelector('[role=status]').textContent.startsWith('Uppdaterad')").await?;
    browser.sees("window.mark === 'not reloaded'").await
}

/// Ten of the page's seconds in each that passes.
const FAST: &str =
    "const real = setTimeout; window.setTimeout = (what, ms, ...with_) => real(what, ms / 10, ...with_);";

/// What the page says of how its figures come.
fn says(words: &str) -> String {
    format!("document.querySelector('[role=status]').textContent.startsWith('{words}')")
}

fn shows(figure: &str) -> String {
    format!("document.querySelector('#c-fotpatrull .done').innerText.includes('{figure}')")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dashboard_behind_a_proxy_that_holds_streams_back_says_so_and_asks_by_the_minute() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let mut officer = station.officer("Patrull 11").await?;
    station.supervisor().await?;
    // The line passes on whole answers alone: of a stream that doesn't end, nothing.
    let line = Line::to(station.addr()).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Desk, Some(FAST)).await?;
    browser.goes_to(&format!("{}/dashboard", line.url())).await?;
    browser.signs_in("Gruppchef Ett", PASSWORD).await?;
    browser.sees(&says("Nya siffror kommer inte fram löpande i det här nätverket.")).await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    browser.sees(&shows("1 av 800")).await?;
    browser.sees(&says("Nya siffror kommer inte fram löpande i det här nätverket.")).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dashboard_beyond_those_that_are_followed_says_what_it_is_and_asks_by_the_minute() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let mut officer = station.officer("Patrull 11").await?;
    station.supervisor().await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Desk, Some(FAST)).await?;
    browser.goes_to(&format!("{}/account", station.url())).await?;
    browser.signs_in("Gruppchef Ett", PASSWORD).await?;
    browser.sees("location.pathname === '/account'").await?;
    // Four other windows of the same session.
    let cookies = browser.driver.get_all_cookies().await?;
    let cookie = cookies.iter().map(|c| format!("{}={}", c.name, c.value)).collect::<Vec<_>>().join("; ");
    let client = reqwest::Client::new();
    let stream = format!("{}/api/v1/promises/{}/tallies/stream", station.url(), harness::station::this_years_promise());
    let mut windows = Vec::new();
    for _ in 0..4 {
        windows.push(client.get(&stream).header("cookie", &cookie).send().await?.error_for_status()?);
    }
    browser.goes_to(&format!("{}/dashboard", station.url())).await?;
    browser.sees(&says("Siffrorna följs redan i så många fönster som servern klarar.")).await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    browser.sees(&shows("1 av 800")).await?;

    // A window is closed: from the next minute on this one is followed.
    windows.pop().context("a window")?;
    until("the server to have seen it", || async { Ok((station.app().live.count() < 4).then_some(())) }).await?;
    browser.sees(&says("Uppdaterad")).await
}
