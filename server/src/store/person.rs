//! One person: what there is of them, and changing who they are here.

use super::Store;
use super::audit::{self, AuditEvent};
use super::people::Rejected;
use super::secrets::Purpose;
use super::sessions::{SESSION_IDLE_MS, SessionOf};
use super::sql::{Tx, vals};
use crate::fingerprint::fingerprint;
use crate::text::{folded, folded_decomposed};
use anyhow::{Context, Result};
use domain::authorization::{Role, Stays, taken_away};
use domain::id::{DeviceId, OrganisationId, PersonId};
use serde_json::json;

/// What there is of a person besides the name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Around {
    /// Until when a code that wasn't used is of use.
    pub code_ends_ms: Option<i64>,
    pub link_ends_ms: Option<i64>,
    /// Browsers that are signed in.
    pub sessions: u32,
    pub phones: Vec<PhoneOf>,
}

/// A phone that a person is on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PhoneOf {
    pub id: DeviceId,
    pub name: String,
    pub heard_at_ms: Option<i64>,
    pub waiting: u64,
    pub revoked: bool,
}

/// Who somebody is to be from now on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Becomes {
    pub name: String,
    pub role: Role,
    pub organisation: OrganisationId,
    /// The fingerprint of the person that the form was opened with ([`seen_of`]); `None` where no form was.
    pub seen: Option<String>,
}

/// The fingerprint of a person as a form shows them.
#[must_use]
pub fn seen_of(name: &str, role: Role, organisation: &OrganisationId) -> String {
    fingerprint(&[name, role.word(), organisation.as_str()])
}

/// Why nothing was changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotChanged {
    /// There is no such person.
    Unknown,
    Name(Rejected),
    Stays(Stays),
    /// Somebody else has changed the person since the form was opened.
    Overtaken,
}

/// What a change ended.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ended {
    /// The secret hashes of sessions, whose streams are to end with them.
    pub sessions: Vec<Vec<u8>>,
}

impl Store {
    /// What there is of a person.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn around(&self, of: &SessionOf, now_ms: i64) -> Result<Around> {
        let mut tx = self.begin_reading().await?;
        let (partnership, person) = (of.partnership.as_str(), of.person.0);
        let sql = "select count(*) as count from sessions where partnership = $1 and person = $2 and ends_at > $3 and seen_at > $4";
        let vals = vals![partnership, person, now_ms, now_ms - SESSION_IDLE_MS];
        let sessions = tx.first(sql, vals).await?.context("nothing was counted")?.try_get("count")?;
        let sql = "select v.id, v.name, v.heard_at, v.waiting, v.revoked_at from devices v \
                   join device_people d on d.partnership = v.partnership and d.device = v.id \
                   where d.partnership = $1 and d.person = $2 \
                   order by case when v.revoked_at is null then 0 else 1 end, v.name, v.id";
        let mut phones = Vec::new();
        for row in tx.all(sql, vals![partnership, person]).await? {
            phones.push(PhoneOf {
                id: row.try_get("id")?,
                name: row.try_get("name")?,
                heard_at_ms: row.try_get("heard_at")?,
                waiting: row.try_get("waiting")?,
                revoked: row.try_get::<Option<i64>>("revoked_at")?.is_some(),
            });
        }
        Ok(Around {
            code_ends_ms: waits(&mut tx, of, Purpose::Code, now_ms).await?,
            link_ends_ms: waits(&mut tx, of, Purpose::Link, now_ms).await?,
            sessions,
            phones,
        })
    }

    /// Gives somebody another name, role or organisation. Another role or organisation ends sessions and what waits to be
    /// used; entries keep the organisation that they were merged with.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why nothing was changed.
    pub async fn change_person(
        &self,
        of: &SessionOf,
        becomes: &Becomes,
        by: Option<PersonId>,
        now_ms: i64,
    ) -> Result<Result<Option<Ended>, NotChanged>> {
        let mut tx = self.begin().await?;
        let (partnership, person) = (of.partnership.as_str(), of.person.0);
        tx.lock(partnership).await?;
        let sql = "select p.role, p.organisation, n.name, p.disabled_at from people p \
                   join person_names n on n.partnership = p.partnership and n.person = p.id \
                   where p.partnership = $1 and p.id = $2";
        let Some(row) = tx.first(sql, vals![partnership, person]).await? else { return Ok(Err(NotChanged::Unknown)) };
        let role = row.try_get::<Role>("role")?;
        let (organisation, name, active) = (
            row.try_get::<String>("organisation")?,
            row.try_get::<String>("name")?,
            row.try_get::<Option<i64>>("disabled_at")?.is_none(),
        );
        let renamed = name != becomes.name;
        let moved = role != becomes.role || organisation != becomes.organisation.as_str();
        if !renamed && !moved {
            return Ok(Ok(None));
        }
        let there = seen_of(&name, role, &OrganisationId(organisation.clone()));
        if becomes.seen.as_ref().is_some_and(|seen| *seen != there) {
            return Ok(Err(NotChanged::Overtaken));
        }
        if role != becomes.role && active {
            let administrators = administrators(&mut tx, partnership).await?;
            if let Err(stays) = taken_away(by, of.person, role, administrators) {
                return Ok(Err(NotChanged::Stays(stays)));
            }
        }
        let sql = "select 1 from person_names where partnership = $1 and folded in ($2, $3) and person <> $4";
        let keys = vals![partnership, folded(&becomes.name), folded_decomposed(&becomes.name), person];
        if tx.first(sql, keys).await?.is_some() {
            return Ok(Err(NotChanged::Name(Rejected::NameTaken)));
        }
        let sql = "update person_names set name = $3, folded = $4 where partnership = $1 and person = $2";
        tx.run(sql, vals![partnership, person, becomes.name.as_str(), folded(&becomes.name)]).await?;
        let sql = "update people set role = $3, organisation = $4 where partnership = $1 and id = $2";
        tx.run(sql, vals![partnership, person, becomes.role.word(), becomes.organisation.as_str()]).await?;
        let mut ended = Ended::default();
        if moved {
            ended.sessions = end_sessions(&mut tx, of).await?;
            take_back(&mut tx, of, now_ms).await?;
        }
        let about = json!({
            "person": of.person, "renamed": renamed, "role": [role, becomes.role],
            "organisation": [organisation, becomes.organisation],
        });
        audit::note(&mut tx, &of.partnership, by, AuditEvent::ChangePerson, about, now_ms).await?;
        tx.commit().await?;
        Ok(Ok(Some(ended)))
    }

    /// Ends codes and links that a person was given and hasn't used; answers how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn withdraw_secrets(&self, of: &SessionOf, by: Option<PersonId>, now_ms: i64) -> Result<u64> {
        let mut tx = self.begin().await?;
        let ended = take_back(&mut tx, of, now_ms).await?;
        if ended > 0 {
            let about = json!({ "person": of.person, "withdrawn": ended });
            audit::note(&mut tx, &of.partnership, by, AuditEvent::ChangePerson, about, now_ms).await?;
            tx.commit().await?;
        }
        Ok(ended)
    }

    /// How many administrators of a partnership have access.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn administrators(&self, partnership: &domain::id::PartnershipId) -> Result<u64> {
        administrators(&mut self.begin_reading().await?, partnership.as_str()).await
    }
}

async fn administrators(tx: &mut Tx, partnership: &str) -> Result<u64> {
    let sql = "select count(*) as count from people where partnership = $1 and role = $2 and disabled_at is null";
    let row = tx.first(sql, vals![partnership, Role::Administrator.word()]).await?;
    row.context("nothing was counted")?.try_get("count")
}

async fn waits(tx: &mut Tx, of: &SessionOf, purpose: Purpose, now_ms: i64) -> Result<Option<i64>> {
    let sql = "select max(ends_at) as ends_at from one_time_secrets \
               where partnership = $1 and person = $2 and purpose = $3 and used_at is null and ends_at > $4";
    let row = tx.first(sql, vals![of.partnership.as_str(), of.person.0, purpose.word(), now_ms]).await?;
    row.context("nothing was found")?.try_get("ends_at")
}

async fn end_sessions(tx: &mut Tx, of: &SessionOf) -> Result<Vec<Vec<u8>>> {
    let (partnership, person) = (of.partnership.as_str(), of.person.0);
    let sql = "select secret_hash from sessions where partnership = $1 and person = $2";
    let sessions = tx.all(sql, vals![partnership, person]).await?;
    tx.run("delete from sessions where partnership = $1 and person = $2", vals![partnership, person]).await?;
    sessions.iter().map(|row| row.try_get("secret_hash")).collect()
}

async fn take_back(tx: &mut Tx, of: &SessionOf, now_ms: i64) -> Result<u64> {
    let sql = "update one_time_secrets set ends_at = $3 \
               where partnership = $1 and person = $2 and used_at is null and ends_at > $3";
    tx.run(sql, vals![of.partnership.as_str(), of.person.0, now_ms]).await
}
