//! A dashboard that is open: it shows what an officer has just sent, and leaves the reader where the reader is.

use anyhow::Result;
use harness::station::PASSWORD;
use harness::{Backend, Browser, Profile, Screen, Station, patrol};

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
    browser.types("input[name=name]", "Gruppchef Ett").await?;
    browser.types("input[name=password]", PASSWORD).await?;
    browser.taps("form button").await?;
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
