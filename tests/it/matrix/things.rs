//! What the addresses of the table name, all of it of the police in jonkoping. What a request may change is made anew for
//! each, so that every cell begins with the same.

use super::table::parts;
use anyhow::{Context, Result, bail};
use domain::authorization::Role;
use domain::calendar::Day;
use harness::station::{partnership, this_years_promise};
use harness::{Officer, Staff, Station, Work, patrol, shipped_as};
use reqwest::Method;
use server::store::NewPromiseFile;
use std::collections::HashMap;

/// Of a promise that is over, so that its reports can go all the way.
const REPORTED: &str = "jonkoping-2021-2022";

pub(crate) struct Things<'a> {
    station: &'a Station,
    supervisor: Staff,
    coordinator: Staff,
    officer: Officer,
    /// What reading doesn't change: made once.
    kept: HashMap<String, String>,
    made: u32,
}

impl<'a> Things<'a> {
    pub(crate) async fn of(station: &'a Station) -> Result<Self> {
        let supervisor = station.staff("Gruppchef i tabellen", Role::Supervisor, "polisen").await?;
        let coordinator = station.staff("Samordnare i tabellen", Role::Coordinator, "kommunen").await?;
        let officer = station.officer("Patrull i tabellen").await?;
        Ok(Self { station, supervisor, coordinator, officer, kept: HashMap::new(), made: 0 })
    }

    /// A line's path or what it sends, with a thing in each of its places.
    pub(crate) async fn filled(&mut self, path: &str, text: &str, method: &Method) -> Result<String> {
        let mut filled = text.to_owned();
        for (name, which) in parts(text) {
            // JSON has braces of its own.
            let Some(name) = name.filter(|name| !name.is_empty() && !name.contains('"')) else { continue };
            let place = which.map_or_else(|| format!("{{{name}}}"), |which| format!("{{{name}={which}}}"));
            let of = format!(
                "{} {name} {}",
                path.trim_start_matches("/api/v1").split('/').nth(1).unwrap_or_default(),
                which.unwrap_or_default()
            );
            let reads = *method == Method::GET && text == path;
            let thing = match self.kept.get(&of).filter(|_| reads) {
                Some(kept) => kept.clone(),
                None => self.thing(of.trim()).await.with_context(|| format!("{place} in {path}"))?,
            };
            if reads {
                self.kept.insert(of, thing.clone());
            }
            filled = filled.replacen(&place, &thing, 1);
        }
        Ok(filled)
    }

    /// By what the address begins with, the name of the place, and which of the kind is asked for.
    async fn thing(&mut self, of: &str) -> Result<String> {
        self.made += 1;
        let name = format!("Någon {}", self.made);
        match of {
            "people id" => Ok(self.station.person(&name, Role::Officer, "polisen").await?.to_string()),
            "people id staff" => Ok(self.station.person(&name, Role::Coordinator, "polisen").await?.to_string()),
            "devices id" => {
                self.station.officer(&name).await?;
                let devices = self.station.app().store.devices(&partnership()).await?;
                Ok(devices.into_iter().find(|d| d.name == name).context("the phone")?.id.to_string())
            }
            "entries id" | "entries entry" => self.entry().await,
            "entries id voided" => {
                let id = self.entry().await?;
                self.supervisor.submits(&format!("/entries/{id}/void"), &[("reason", "Dubblett")]).await?;
                Ok(id)
            }
            "reports row" => Ok("01890000-0000-7000-8000-000000000001".to_owned()),
            "entries id quarantined" => Ok(self.quarantined(&name).await?.0),
            "questions journal" => Ok(self.quarantined(&name).await?.1),
            "questions word" => {
                let word = format!("plats{}", self.made);
                self.officer.records(&Work::of("foot_patrol", &word).minutes(30))?;
                self.officer.sends().await?;
                Ok(word)
            }
            "reports id draft" => self.report(&[]).await,
            "reports id frozen" => self.report(&["freeze"]).await,
            "reports id approved" => self.report(&["freeze", "approve"]).await,
            "reports id published" => self.report(&["freeze", "approve", "publish"]).await,
            "promise report" => self.report(&["freeze", "approve", "publish"]).await,
            "promise report draft" => self.report(&[]).await,
            "promise id" => Ok(REPORTED.to_owned()),
            "promises id unused" => self.unused_promise().await,
            "promises id" => Ok(this_years_promise()),
            "promises draft" => self.draft().await,
            "promises shipped" => Ok("habo-2018-2019".to_owned()),
            "enrol code" => {
                let person = self.station.person(&name, Role::Officer, "polisen").await?;
                self.station.code(person).await
            }
            "setup token" | "welcome token" | "pkg *file" | "icons *file" | "login organisation" => Ok("x".to_owned()),
            // Of one's own account nobody else's is reached, whatever it is called.
            "account id" => Ok("01890000-0000-7000-8000-000000000001".to_owned()),
            of if of.ends_with(" name") => Ok(name.replace(' ', "-")),
            // An action is named for itself: {decision=void}.
            of => match of.rsplit_once(' ') {
                Some((rest, which)) if rest.ends_with("decision") || rest.ends_with("what") => Ok(which.to_owned()),
                _ => bail!("matrix/things.rs makes nothing called {of}"),
            },
        }
    }

    /// A file of a promise of jonkoping's, for a year of long ago that no other has.
    fn promise_file(&self) -> String {
        shipped_as("habo-2018-2019", "jonkoping", 1000 + self.made)
    }

    /// A draft that can be put in force.
    async fn draft(&mut self) -> Result<String> {
        let text = self.promise_file();
        let promise = server::promise_file::read(&text).map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
        let (id, now_ms) = (server::secret::new_id(server::clock::now_ms())?, server::clock::now_ms());
        let file = NewPromiseFile { id, promise: promise.id, version: promise.version, text, by: None };
        let kept = self.station.app().store.draft_promise(&partnership(), &file, now_ms).await?;
        kept.map_err(|_| anyhow::anyhow!("too many drafts"))?;
        Ok(domain::id::EntryId(id).to_string())
    }

    /// A promise in force within whose days nothing was recorded.
    async fn unused_promise(&mut self) -> Result<String> {
        let promise = server::promise_file::read(&self.promise_file()).map_err(|all| anyhow::anyhow!("{all:?}"))?;
        let id = promise.id.to_string();
        self.station.loads(promise).await?;
        Ok(id)
    }

    /// An occasion.
    async fn entry(&mut self) -> Result<String> {
        let id = self.officer.records(&patrol("raslatt"))?;
        self.officer.sends().await?;
        Ok(id.to_string())
    }

    /// What a revoked phone sent: the occasion and its journal.
    async fn quarantined(&mut self, name: &str) -> Result<(String, String)> {
        let mut officer = self.station.officer(name).await?;
        let devices = self.station.app().store.devices(&partnership()).await?;
        let phone = devices.into_iter().find(|d| d.name == name).context("the phone")?;
        self.supervisor.submits(&format!("/devices/{}/revoke", phone.id), &[]).await?.error_for_status()?;
        let id = officer.records(&patrol("raslatt"))?;
        officer.sends().await?;
        Ok((id.to_string(), officer.memory.journal.to_string()))
    }

    /// A report of days that no other has, after some steps.
    async fn report(&mut self, steps: &[&str]) -> Result<String> {
        let made = i32::try_from(self.made)?;
        let from = Day::of(2021, 1, 1).context("a day")?.plus(made % 300);
        let to = Day::of(2022, 1, 1).context("a day")?.plus(made / 300);
        let (from, to) = (from.to_string(), to.to_string());
        let period = format!("{REPORTED}/custom");
        let form = [("period", period.as_str()), ("from", from.as_str()), ("to", to.as_str())];
        let answer = self.supervisor.submits("/reports", &form).await?;
        let to = answer.headers().get("location").context("no draft was begun")?.to_str()?.to_owned();
        for step in steps {
            let taken = self.supervisor.submits(&format!("{to}/{step}"), &[]).await?;
            anyhow::ensure!(taken.status().is_redirection(), "{step}: {}", taken.status());
            if *step == "approve" {
                // Each party its own part.
                self.coordinator.submits(&format!("{to}/{step}"), &[]).await?.error_for_status()?;
            }
        }
        Ok(to.trim_start_matches("/reports/").to_owned())
    }
}
