//! What breaks on a phone: its storage, its tabs, its network, its clock, its version.

mod clock;
mod network;
mod storage;
mod tabs;
mod update;

use anyhow::{Context, Result};
use harness::station::{partnership, this_years_promise};
use harness::{Backend, Browser, Profile, Screen, Staff, Station, until};

/// An officer's phone, enrolled, and a supervisor who counts.
struct Scene {
    station: Station,
    supervisor: Staff,
    browser: Browser,
    profile: Profile,
}

/// The scene; `before` runs in every page before its own scripts.
async fn begun(before: Option<&str>) -> Result<Scene> {
    let station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, before).await?;
    crate::steps::enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    Ok(Scene { station, supervisor, browser, profile })
}

impl Scene {
    /// Waits until so many patrols in Råslätt count.
    async fn counts(&self, n: i64) -> Result<()> {
        let promise = this_years_promise();
        until(&format!("{n} to be counted"), || async {
            let counted = self.supervisor.count(&promise, "fotpatrull_raslatt", "raslatt").await?;
            Ok((counted == n).then_some(()))
        })
        .await
    }

    /// Another code for the officer.
    async fn code(&self) -> Result<String> {
        let people = self.station.app().store.people(&partnership(), None).await?;
        let person = people.iter().find(|person| person.name == "Patrull 11").context("the officer")?.id;
        self.station.code(person).await
    }
}

/// Waits until the phone says that so many entries wait.
async fn waits(browser: &Browser, n: u32) -> Result<()> {
    browser.sees(&format!("document.querySelector('[data-status]')?.dataset.waiting === '{n}'")).await
}

/// Opens a form and taps save.
async fn tries_to_save(browser: &Browser) -> Result<()> {
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=save]").await
}
