//! A request of every route that changes something, which goes through.

use super::Scene;
use anyhow::{Context, Result};
use domain::authorization::Role;
use harness::station::{PASSWORD, partnership};
use harness::{Officer, Staff, check, patrol, shipped_as};
use reqwest::StatusCode;
use serde_json::json;
use server::clock::now_ms;
use server::people;

impl Scene {
    /// A request of the route that goes through.
    pub(super) async fn changes(&mut self, path: &str) -> Result<StatusCode> {
        let (station, supervisor) = (&self.station, &self.supervisor);
        let posts = async |staff: &Staff, path: &str, form: &[(&str, &str)]| -> Result<StatusCode> {
            Ok(staff.submits(path, form).await?.status())
        };
        match path {
            "/api/v1/enrol" => {
                let person = station.person("Patrull 12", Role::Officer, "polisen").await?;
                let code = station.code(person).await?;
                Officer::enrol(&station.url(), &code, "Telefon 12").await.map(|_| StatusCode::OK)
            }
            "/api/v1/sync" => {
                self.officer.records(&check("raslatt", 25))?;
                self.officer.sends().await.map(|_| StatusCode::OK)
            }
            "/people" => {
                let form = [("name", "Patrull 13"), ("role", "officer"), ("organisation", "polisen")];
                posts(supervisor, path, &form).await
            }
            "/people/{id}/code" => posts(supervisor, &format!("/people/{}/code", self.officer.person()), &[]).await,
            "/people/{id}/link" => {
                let person = station.person("Samordnare Två", Role::Coordinator, "kommunen").await?;
                posts(&self.administrator, &format!("/people/{person}/link"), &[]).await
            }
            "/rescue" => {
                self.officer.records(&patrol("raslatt"))?;
                let file = crate::rescue::file(station, &self.officer)?.to_string();
                let page = supervisor.brings(&file).await?;
                Ok(if page.contains("är nya") { StatusCode::OK } else { StatusCode::BAD_REQUEST })
            }
            "/account/sessions/end" => {
                Staff::sign_in(&station.url(), "Gruppchef Ett", PASSWORD).await?;
                posts(supervisor, path, &[]).await
            }
            "/api/v1/sign-out" => {
                let leaving = station.officer("Patrull 15").await?;
                let body = json!({ "person": leaving.person() });
                let to = format!("{}{path}", leaving.url());
                Ok(leaving.client().post(to).json(&body).send().await?.status())
            }
            "/devices/{id}/revoke" => {
                let devices = station.app().store.devices(&partnership()).await?;
                let device = devices.iter().find(|d| d.name == "Patrull 11").context("the phone")?.id;
                posts(supervisor, &format!("/devices/{device}/revoke"), &[]).await
            }
            "/entries/{id}/accept" => {
                let held_back = self.officer.records(&patrol("raslatt"))?;
                self.officer.sends().await?;
                posts(supervisor, &format!("/entries/{held_back}/accept"), &[]).await
            }
            "/entries/{id}/{decision}" => {
                posts(supervisor, &format!("/entries/{}/return", self.root), &[("message", "Stämmer tiden?")]).await
            }
            "/questions/{what}" => {
                posts(supervisor, "/questions/area", &[("from", "atlantis"), ("to", "raslatt")]).await
            }
            "/welcome/{token}" => {
                let person = station.person("Samordnare Tre", Role::Coordinator, "kommunen").await?;
                let link = people::give_link(&station.app().store, &partnership(), person, None, now_ms()).await?;
                posts(supervisor, &format!("/welcome/{}", link.secret), &[("password", PASSWORD)]).await
            }
            person if person.starts_with("/people/{id}/") => self.people(person).await,
            promise if promise.starts_with("/promises") => self.promises(promise).await,
            report if report.starts_with("/reports") => self.reports(report).await,
            _ => self.signs(path).await,
        }
    }

    async fn people(&self, path: &str) -> Result<StatusCode> {
        let act = path.rsplit('/').next().unwrap_or_default();
        let of = &partnership();
        let all = self.station.app().store.people(of, None).await?;
        let person = match all.iter().find(|p| p.name == "Patrull 14") {
            Some(person) => person.id,
            None => self.station.person("Patrull 14", Role::Officer, "polisen").await?,
        };
        if act == "withdraw" {
            self.station.code(person).await?;
        }
        let form = [("name", "Patrull 14"), ("role", "officer"), ("organisation", "kommunen")];
        let to = format!("/people/{person}/{act}");
        if act != "change" {
            return Ok(self.administrator.submits(&to, &[]).await?.status());
        }
        let opened = self.administrator.opens(&format!("/people/{person}"), &to).await?;
        let filled = form.iter().fold(opened, |opened, (name, value)| opened.with(name, value));
        Ok(self.administrator.sends_form(&filled).await?.status())
    }

    async fn promises(&mut self, path: &str) -> Result<StatusCode> {
        let drafts = async |year| -> Result<String> {
            let text = shipped_as("habo-2018-2019", "jonkoping", year);
            let answer = self.administrator.uploads("/promises", text.as_bytes()).await?;
            Ok(answer.headers().get("location").context("no draft")?.to_str()?.to_owned())
        };
        let path = match path {
            "/promises" => {
                drafts(1990).await?;
                return Ok(StatusCode::OK);
            }
            "/promises/drafts/{draft}/in-force" => format!("{}/in-force", drafts(1991).await?),
            "/promises/drafts/{draft}/drop" => format!("{}/drop", drafts(1992).await?),
            _ => "/promises/jonkoping-1991/remove".to_owned(),
        };
        Ok(self.administrator.submits(&path, &[]).await?.status())
    }

    async fn reports(&mut self, path: &str) -> Result<StatusCode> {
        let supervisor = &self.supervisor;
        let act = |act: &str| format!("/reports/{}/{act}", self.report);
        match path {
            "/reports" => {
                let period = "jonkoping-2021-2022/tertial/2021-01-01/2021-04-30";
                let answer = supervisor.submits("/reports", &[("period", period)]).await?;
                let to = answer.headers()["location"].to_str()?.to_owned();
                self.report = to.trim_start_matches("/reports/").to_owned();
                Ok(answer.status())
            }
            "/reports/{id}/texts" => {
                let form = [("commitment", "fotpatrull"), ("text", "Kvällspass i alla områden.")];
                Ok(supervisor.submits(&act("texts"), &form).await?.status())
            }
            "/reports/{id}/publish" => {
                for step in ["freeze", "approve"] {
                    supervisor.submits(&act(step), &[]).await?;
                }
                self.station.coordinator().await?.submits(&act("approve"), &[]).await?;
                Ok(supervisor.submits(&act("publish"), &[]).await?.status())
            }
            "/reports/{id}/withdraw" => {
                Ok(supervisor.submits(&act("withdraw"), &[("reason", "Ett tal var fel.")]).await?.status())
            }
            _ => {
                let step = path.rsplit('/').next().unwrap_or_default();
                Ok(supervisor.submits(&act(step), &[]).await?.status())
            }
        }
    }

    async fn signs(&self, path: &str) -> Result<StatusCode> {
        let url = self.station.url();
        let signed_in = async || Staff::sign_in(&url, "Administratör Två", PASSWORD).await;
        match path {
            "/login" => signed_in().await.map(|_| StatusCode::OK),
            "/api/v1/login" => {
                let body = json!({ "name": "Administratör Två", "password": PASSWORD });
                let nobody = self.station.citizen()?;
                Ok(nobody.sends(|c, url| c.post(format!("{url}{path}")).json(&body)).await?.status())
            }
            "/logout" | "/api/v1/logout" => Ok(signed_in().await?.submits(path, &[]).await?.status()),
            other => anyhow::bail!("{other} is not tried"),
        }
    }
}
