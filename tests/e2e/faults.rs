//! What breaks on a phone: its storage, its tabs, its network, its clock, its version.

mod clock;
mod network;
mod storage;
mod tabs;
mod update;

use crate::steps::counts;
use anyhow::{Context, Result};
use harness::station::partnership;
use harness::{Backend, Browser, Engine, Profile, Staff, Station};

/// An officer's phone, enrolled, and a supervisor who counts.
struct Scene {
    station: Station,
    supervisor: Staff,
    browser: Browser,
    profile: Profile,
}

/// The scene; `before` runs in every page before its own scripts.
async fn begun(engine: Engine, before: Option<&str>) -> Result<Scene> {
    let station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, before).await?;
    crate::steps::enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    Ok(Scene { station, supervisor, browser, profile })
}

impl Scene {
    async fn counts(&self, n: i64) -> Result<()> {
        counts(&self.supervisor, n).await
    }

    /// The browser is closed and opened again; one that would keep nothing stays, and the page has been left.
    async fn opens_again(mut self) -> Result<Self> {
        let engine = self.browser.engine;
        if engine.lasts() {
            self.browser.closes().await?;
            self.browser = engine.opens(&self.profile, None).await?;
        }
        Ok(self)
    }

    /// Another code for the officer.
    async fn code(&self) -> Result<String> {
        let people = self.station.app().store.people(&partnership(), None).await?;
        let person = people.iter().find(|person| person.name == "Patrull 11").context("the officer")?.id;
        self.station.code(person).await
    }
}

/// Opens a form and taps save.
async fn tries_to_save(browser: &Browser) -> Result<()> {
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.taps("[data-do=save]").await
}
