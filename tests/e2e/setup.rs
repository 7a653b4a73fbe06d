//! From an empty server to the first patrol that counts, by what the first start prints and the pages say.

use anyhow::{Context, Result, ensure};
use domain::authorization::Role;
use harness::station::{PASSWORD, today};
use harness::{Backend, Browser, Officer, Profile, Screen, Station, Work, shipped_as, until};
use server::first_start::{FirstLink, Given};

/// What the administrator does with hand or keyboard, one after the other.
struct Steps<'a> {
    browser: &'a Browser,
    taken: u32,
}

impl Steps<'_> {
    async fn taps(&mut self, selector: &str) -> Result<()> {
        self.taken += 1;
        self.browser.taps(selector).await
    }

    async fn types(&mut self, selector: &str, text: &str) -> Result<()> {
        self.taken += 1;
        self.browser.types(selector, text).await
    }

    async fn sees(&self, words: &str) -> Result<()> {
        self.browser.sees(&format!("document.body.innerText.includes('{words}')")).await?;
        self.browser.sees("document.documentElement.scrollWidth <= innerWidth").await.context("no sideways scroll")
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_municipality_starts_in_the_browser_and_its_first_patrol_counts() -> Result<()> {
    let station = Station::start_empty(Backend::Sqlite).await?;
    let [FirstLink { partnership: None, given: Given::Now { url } }] = station.first_links() else {
        anyhow::bail!("not one set-up link: {:?}", station.first_links())
    };
    let year = today().year().unsigned_abs();
    let file = station.folder().join("ortnas.toml");
    let text = shipped_as("habo-2018-2019", "ortnas", year);
    std::fs::write(&file, text.replacen("version = 1", "version = 0", 1))?;

    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Desk, None).await?;
    let mut steps = Steps { browser: &browser, taken: 0 };
    browser.goes_to(url).await?;
    steps.sees("Starta med ert löfte").await?;
    browser.pictures("setup-desk").await?;

    // A slip is told at its line, beside the text.
    steps.types("#file", &file.display().to_string()).await?;
    steps.taps("form[enctype] .go").await?;
    steps.sees("Filen behöver rättas").await?;
    browser.sees("document.querySelector('#text').value.includes('version = 0')").await?;
    browser.pictures("setup-problems-desk").await?;

    std::fs::write(&file, &text)?;
    steps.types("#file", &file.display().to_string()).await?;
    steps.taps("form[enctype] .go").await?;
    steps.sees("Så här blir löftet").await?;
    browser.pictures("setup-preview-desk").await?;
    let public = format!("{}/promise/ortnas-{year}", station.url());
    ensure!(reqwest::get(&public).await?.status() == 404, "not public yet");

    steps.types("#name", "Administratör Ortnäs").await?;
    steps.taps("form[action$='/in-force'] .go").await?;
    steps.types("#password", PASSWORD).await?;
    steps.taps("form .go").await?;
    browser.sees("location.pathname === '/people'").await?;
    ensure!(reqwest::get(&public).await?.status() == 200, "public from now on");

    steps.types("form[action='/people'][method=post] #name", "Patrull 11").await?;
    steps.taps("form[action='/people'][method=post] .key").await?;
    browser.sees("!!document.querySelector('.code')").await?;
    let code = browser.value("document.querySelector('.code').innerText").await?;
    let mut phone = Officer::enrol(&station.url(), code.as_str().context("a code")?, "Patrull 11").await?;
    let work = Work { area: None, ..Work::of("traffic_check", "").minutes(30) };
    phone.records(&work)?;
    phone.sends().await?;
    let of = "ortnas".into();
    let supervisor = station.staff_in(&of, "Gruppchef Ett", Role::Supervisor, "polisen").await?;
    until("the patrol to be counted", || async {
        let totals = supervisor.figures(&format!("ortnas-{year}")).await?.totals;
        Ok((totals.iter().map(|total| total.count).sum::<i64>() == 1).then_some(()))
    })
    .await?;
    println!("{} steps from the printed link to a person's code, a slip in the file among them", steps.taken);
    ensure!(steps.taken == 10, "{} steps", steps.taken);

    // The same pages for the promise of the next year, which nobody else sees yet.
    let next = station.folder().join("next.toml");
    std::fs::write(&next, shipped_as("habo-2018-2019", "ortnas", year + 1))?;
    browser.goes_to(&format!("{}/promises", station.url())).await?;
    steps.sees("Löften i kraft").await?;
    browser.pictures("promises-desk").await?;
    steps.types("#file", &next.display().to_string()).await?;
    steps.taps("form[enctype] .go").await?;
    steps.sees("Ingen siffra ändras").await?;
    browser.pictures("promise-draft-desk").await?;
    steps.taps("form[action$='/in-force'] .go").await?;
    steps.sees("Kommande").await
}
