//! An officer with a phone.

use crate::phone::{Memory, random};
use crate::station::today_at;
use anyhow::{Context, Result, ensure};
use domain::entry::{Entry, Fact, How, Kind};
use domain::id::{EntryId, PersonId, uuid_v7};
use domain::json::Json;
use domain::moment::Moment;
use domain::wire::{Answer, EnrolAnswer, Verdict};
use reqwest::{Client, Response, StatusCode};
use server::clock::{Zone, now_ms};
use std::collections::BTreeMap;
use std::time::Duration;

/// What is recorded.
#[derive(Clone, Debug)]
pub struct Work {
    pub activity: String,
    pub area: Option<String>,
    pub minutes: Option<u32>,
    pub fields: BTreeMap<String, Json>,
    /// RFC 3339; without it the beginning of today.
    pub started_at: Option<String>,
    pub how: How,
    pub clock_offset_ms: Option<i64>,
    /// The call sign.
    pub unit: Option<String>,
    pub note: Option<String>,
}

/// A foot patrol of half an hour.
#[must_use]
pub fn patrol(area: &str) -> Work {
    Work::of("foot_patrol", area).minutes(30)
}

/// A traffic check.
#[must_use]
pub fn check(area: &str, minutes: u32) -> Work {
    Work::of("traffic_check", area).minutes(minutes)
}

impl Work {
    #[must_use]
    pub fn of(activity: &str, area: &str) -> Self {
        Self {
            activity: activity.to_owned(),
            area: Some(area.to_owned()),
            minutes: None,
            fields: BTreeMap::new(),
            started_at: None,
            how: How::Afterwards,
            clock_offset_ms: None,
            unit: None,
            note: None,
        }
    }

    #[must_use]
    pub fn noting(self, note: &str) -> Self {
        Self { note: Some(note.to_owned()), ..self }
    }

    #[must_use]
    pub fn minutes(self, minutes: u32) -> Self {
        Self { minutes: Some(minutes), ..self }
    }

    #[must_use]
    pub fn answering(mut self, field: &str, answer: &str) -> Self {
        self.fields.insert(field.to_owned(), Json::from(answer));
        self
    }

    /// A number on the form.
    #[must_use]
    pub fn counting(mut self, field: &str, number: i64) -> Self {
        self.fields.insert(field.to_owned(), Json::Int(number));
        self
    }

    /// Something without a place, such as a meeting.
    #[must_use]
    pub fn anywhere(self) -> Self {
        Self { area: None, ..self }
    }

    #[must_use]
    pub fn by_unit(self, call_sign: &str) -> Self {
        Self { unit: Some(call_sign.to_owned()), ..self }
    }

    #[must_use]
    pub fn at(self, started_at: &str) -> Self {
        Self { started_at: Some(started_at.to_owned()), ..self }
    }

    /// What is written down of it.
    ///
    /// # Errors
    /// When its time is no time.
    pub fn fact(&self) -> Result<Fact> {
        let text = self.started_at.clone().map_or_else(|| today_at(0), Ok)?;
        Ok(Fact {
            activity: self.activity.as_str().into(),
            area: self.area.as_deref().map(Into::into),
            started_at: Moment::read(&text).with_context(|| format!("{text} is no time"))?,
            minutes: self.minutes,
            fields: self.fields.clone(),
            note: self.note.clone(),
            how: self.how,
        })
    }
}

/// An officer, the phone, and the way to the server.
pub struct Officer {
    url: String,
    client: Client,
    pub memory: Memory,
    zone: Zone,
}

impl Officer {
    /// Enrols a phone with a code, as the app does.
    ///
    /// # Errors
    /// When the code isn't taken.
    pub async fn enrol(url: &str, code: &str, name: &str) -> Result<Self> {
        let client =
            Client::builder().cookie_store(true).timeout(Duration::from_secs(20)).build().context("no client")?;
        let body = serde_json::json!({ "code": code, "device_name": name });
        let answer = client.post(format!("{url}/api/v1/enrol")).json(&body).send().await?.error_for_status()?;
        let enrolled: EnrolAnswer = answer.json().await?;
        let zone = Zone::named("Europe/Stockholm")?;
        Ok(Self { url: url.to_owned(), client, memory: Memory::new(enrolled.person), zone })
    }

    /// Enrols the same phone anew, with all that it holds, where the server doesn't know it any more.
    ///
    /// # Errors
    /// When the code isn't taken, or is another person's.
    pub async fn enrols_again(&mut self, code: &str) -> Result<()> {
        let enrolled = self.lends(code).await?;
        ensure!(enrolled.person == self.memory.person, "the code is somebody else's");
        Ok(())
    }

    #[must_use]
    pub fn person(&self) -> PersonId {
        self.memory.person
    }

    /// Records on the phone; nothing is sent.
    ///
    /// # Errors
    /// When the work can't be written down.
    pub fn records(&mut self, work: &Work) -> Result<EntryId> {
        self.keeps(Kind::Recorded, Some(work), None, &[])
    }

    /// Corrects an occasion, replacing what is named.
    ///
    /// # Errors
    /// When the work can't be written down.
    pub fn corrects(&mut self, root: EntryId, replaces: &[EntryId], work: &Work) -> Result<EntryId> {
        self.keeps(Kind::Amended, Some(work), Some(root), replaces)
    }

    /// Withdraws an occasion.
    ///
    /// # Errors
    /// Never for a whole journal.
    pub fn withdraws(&mut self, root: EntryId, replaces: &[EntryId]) -> Result<EntryId> {
        self.keeps(Kind::Withdrawn, None, Some(root), replaces)
    }

    fn keeps(&mut self, kind: Kind, work: Option<&Work>, of: Option<EntryId>, replaces: &[EntryId]) -> Result<EntryId> {
        let now_ms = now_ms();
        let id = EntryId(uuid_v7(now_ms, random()));
        let entry = Entry {
            id,
            journal: self.memory.journal,
            author: self.memory.person,
            seq: self.memory.last_seq + 1,
            unit: work.and_then(|w| w.unit.clone()),
            kind,
            of,
            replaces: replaces.to_vec(),
            promise: None,
            fact: work.map(Work::fact).transpose()?,
            recorded_at: self.zone.moment(now_ms),
            clock_offset_ms: work.and_then(|w| w.clock_offset_ms),
        };
        self.memory.keep(id, serde_json::to_string(&Json::Map(entry.body()))?, now_ms);
        Ok(id)
    }

    /// Sends one batch, by hand.
    ///
    /// # Errors
    /// When nothing came back that fits: then everything still waits.
    pub async fn sends(&mut self) -> Result<Vec<Verdict>> {
        let (text, ids) = self.memory.request(self.zone.moment(now_ms()));
        let answer = self.posts(text).await?;
        ensure!(answer.status() == StatusCode::OK, "sync answered {}", answer.status());
        self.memory.settle(&ids, answer.json::<Answer>().await?)
    }

    /// Sends until nothing waits.
    ///
    /// # Errors
    /// When a batch isn't answered.
    pub async fn sends_all(&mut self) -> Result<Vec<Verdict>> {
        let mut verdicts = self.sends().await?;
        while self.memory.waiting() > 0 {
            verdicts.extend(self.sends().await?);
        }
        Ok(verdicts)
    }

    /// Posts a sync body as it is.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn posts(&self, body: impl Into<reqwest::Body>) -> Result<Response> {
        let to = format!("{}/api/v1/sync", self.url);
        Ok(self.client.post(to).header("content-type", "application/json").body(body).send().await?)
    }

    /// Enrols another person on this phone.
    ///
    /// # Errors
    /// When the code isn't taken.
    pub async fn lends(&self, code: &str) -> Result<EnrolAnswer> {
        let body = serde_json::json!({ "code": code, "device_name": "delad" });
        let to = format!("{}/api/v1/enrol", self.url);
        Ok(self.client.post(to).json(&body).send().await?.error_for_status()?.json().await?)
    }

    /// Tells of crashes of the app.
    ///
    /// # Errors
    /// When the server doesn't take them.
    pub async fn tells_of_crashes(&self, crashes: &[serde_json::Value]) -> Result<()> {
        let to = format!("{}/api/v1/crashes", self.url);
        let body = serde_json::json!({ "crashes": crashes });
        self.client.post(to).json(&body).send().await?.error_for_status()?;
        Ok(())
    }

    /// Takes a person off this phone.
    ///
    /// # Errors
    /// When the server doesn't agree.
    pub async fn is_left_by(&self, person: PersonId) -> Result<()> {
        let to = format!("{}/api/v1/sign-out", self.url);
        let body = serde_json::json!({ "person": person });
        self.client.post(to).json(&body).send().await?.error_for_status()?;
        Ok(())
    }

    /// Where the phone sends to.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The client with the phone's cookie.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }
}
