//! What a unit's entries added up to, and the published report: read in the app, without coverage too.

use crate::steps::{PIN, enrol, patrol, unlock};
use anyhow::{Context, Result};
use harness::{Backend, Browser, Cut, Line, Profile, Screen, Station, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn feedback_and_the_published_report_are_read_without_coverage() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    // A report of the first half of last year: over, and public.
    let promise = "jonkoping-2021-2022";
    let form = [("period", "jonkoping-2021-2022/tertial/2022-01-01/2022-04-30")];
    let begun = supervisor.submits("/reports", &form).await?;
    let place = begun.headers().get("location").context("a new report")?.to_str()?.to_owned();
    let coordinator = station.coordinator().await?;
    let way = [(&supervisor, "freeze"), (&supervisor, "approve"), (&coordinator, "approve"), (&supervisor, "publish")];
    for (staff, act) in way {
        let done = staff.submits(&format!("{place}/{act}"), &[]).await?;
        assert!(done.status().as_u16() < 400, "{act}: {}", done.status());
    }
    let report = format!("/promise/{promise}{place}");
    let line = Line::to(station.addr()).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, None).await?;
    enrol(&station, &browser, &line.url(), "Patrull 11").await?;
    browser.taps("[data-do=place]").await?;
    browser.is_on("place").await?;
    browser.types("[data-field=unit] input", "91-1110").await?;
    browser.taps("[data-area=raslatt]").await?;
    browser.is_on("record").await?;
    patrol(&browser, "").await?;
    let name = harness::station::this_years_promise();
    until("the patrol to be counted", || async {
        Ok((supervisor.count(&name, "fotpatrull_raslatt", "raslatt").await? == 1).then_some(()))
    })
    .await?;
    browser.taps("[data-tab=pace]").await?;
    browser.taps("[data-do=feedback]").await?;
    browser.sees("document.body.innerText.includes('91-1110')").await?;
    browser.pictures("feedback").await?;
    let kept =
        format!("caches.match('{report}', {{ cacheName: 'read' }}).then((found) => {{ window.isKept = !!found }})");
    browser.sees(&format!("({kept}, window.isKept === true)")).await.context("the report is fetched ahead")?;
    let shows_the_report = async || {
        browser.goes_to(&format!("{}{report}", line.url())).await?;
        browser.sees("document.body.innerText.includes('Tertial 1 2022')").await
    };
    line.cut(Cut::Portal);
    shows_the_report().await.context("not the network's own page")?;
    line.cut(Cut::Before);
    shows_the_report().await.context("nor is that kept in its place")?;
    browser.goes_to(&line.url()).await?;
    unlock(&browser, PIN).await?;
    browser.taps("[data-tab=pace]").await?;
    browser.taps("[data-do=feedback]").await?;
    browser.sees("document.body.innerText.includes('Enheten har bidragit med 1 registrering')").await
}
