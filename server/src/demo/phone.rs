//! A made-up phone: enrols and syncs through the server's own router, as any phone does.

use crate::router::router;
use crate::state::App;
use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use domain::entry::Entry;
use domain::id::{JournalId, OrganisationId, PersonId};
use domain::limits::Limits;
use domain::moment::Moment;
use domain::wire::{Answer, EnrolAnswer, Request as SyncRequest, VERSION, VerdictKind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use tower::ServiceExt;

pub(super) struct Phone {
    pub(super) person: PersonId,
    pub(super) journal: JournalId,
    pub(super) organisation: OrganisationId,
    cookie: String,
    router: Router,
}

impl Phone {
    pub(super) async fn enrol(app: &App, code: &str, name: &str, organisation: OrganisationId) -> Result<Self> {
        let router = router(app);
        let body = serde_json::json!({ "code": code, "device_name": name });
        let (answer, cookie): (EnrolAnswer, _) = ask(&router, "/api/v1/enrol", "", &body).await?;
        let cookie = cookie.context("the enrolment set no cookie")?;
        // Of the person, so that the same seed makes the same entries in the same journals' order.
        let journal = JournalId(answer.device.0);
        Ok(Self { person: answer.person, journal, organisation, cookie, router })
    }

    /// Sends a batch and sees that every entry was received.
    pub(super) async fn send(&self, batch: &[Entry], clock: &Moment) -> Result<()> {
        let last = batch.iter().map(|e| e.seq).max().unwrap_or(0);
        let request = SyncRequest {
            v: VERSION,
            after: None,
            waiting: 0,
            clock: Some(*clock),
            journals: BTreeMap::from([(self.journal, last)]),
            entries: batch.iter().map(Entry::write).collect(),
        };
        let (answer, _): (Answer, _) = ask(&self.router, "/api/v1/sync", &self.cookie, &request).await?;
        let refused = answer.verdicts.iter().find(|v| v.verdict == VerdictKind::Refused);
        ensure!(refused.is_none(), "a made-up entry was refused: {refused:?}");
        Ok(())
    }
}

async fn ask<A: DeserializeOwned>(
    router: &Router,
    path: &str,
    cookie: &str,
    body: &impl Serialize,
) -> Result<(A, Option<String>)> {
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::COOKIE, cookie)
        .body(Body::from(serde_json::to_vec(body)?))?;
    let answer = router.clone().oneshot(request).await.context("the router gave up")?;
    let status = answer.status();
    let set = answer.headers().get(header::SET_COOKIE).and_then(|v| v.to_str().ok());
    let set = set.and_then(|text| text.split(';').next()).map(str::to_owned);
    let bytes = to_bytes(answer.into_body(), Limits::USUAL.inflated as usize).await?;
    ensure!(status.is_success(), "{path} answered {status}: {}", String::from_utf8_lossy(&bytes));
    Ok((serde_json::from_slice(&bytes)?, set))
}
