//! A database that was put back from a backup: what it no longer knows must not be believed (protocol, section 7).

use super::Store;
use super::audit::{self, AuditEvent};
use super::sessions::SessionOf;
use super::sql::vals;
use anyhow::Result;
use domain::decision::Decision;
use domain::id::{DeviceId, JournalId, OrganisationId, PartnershipId, PersonId};
use serde_json::json;

/// A journal as the log has it, with the last number that its phone had given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LoggedJournal {
    pub journal: JournalId,
    pub person: PersonId,
    pub device: DeviceId,
    pub through: u64,
}

impl Store {
    /// Begins a new epoch, so that phones offer again what they keep; ends every session, code, link and sign-in under way:
    /// some of them had been used or ended since.
    ///
    /// # Errors
    /// When a server runs on the database, or it fails; nothing has changed then.
    pub async fn begin_anew(&self, epoch: &str, now_ms: i64) -> Result<()> {
        let partnerships = self.partnerships().await?;
        let mut tx = self.begin().await?;
        tx.keep_servers_out().await?;
        let sql = "insert into server_facts (name, fact) values ('epoch', $1) \
                   on conflict (name) do update set fact = excluded.fact";
        tx.run(sql, vals![epoch]).await?;
        tx.run("delete from sessions", vals![]).await?;
        tx.run("delete from ceremonies", vals![]).await?;
        let sql = "update one_time_secrets set ends_at = $1 where used_at is null and ends_at > $1";
        tx.run(sql, vals![now_ms]).await?;
        let sql = "update setup_links set ends_at = $1 where used_at is null and ends_at > $1";
        tx.run(sql, vals![now_ms]).await?;
        for partnership in &partnerships {
            audit::note(&mut tx, partnership, None, AuditEvent::Restore, json!({ "epoch": epoch }), now_ms).await?;
        }
        tx.commit().await
    }

    /// Learns how far a journal went, so that what is missing of it has names. Whether it could be learned: a journal whose
    /// person or phone isn't known here any more has no place.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn learn_of(&self, partnership: &PartnershipId, told: LoggedJournal) -> Result<bool> {
        let mut tx = self.begin().await?;
        tx.lock(partnership.as_str()).await?;
        let through = i64::try_from(told.through.min(domain::limits::SEQ)).unwrap_or(i64::MAX);
        let sql = "select 1 from device_people where partnership = $1 and device = $2 and person = $3";
        let vals = vals![partnership.as_str(), told.device.0, told.person.0];
        let is_known = tx.first(sql, vals).await?.is_some();
        let sql = "update journals set last_told = case when $3 > last_told then $3 else last_told end \
                   where partnership = $1 and id = $2 and device is not null";
        let mut learned = tx.run(sql, vals![partnership.as_str(), told.journal.0, through]).await? > 0;
        if !learned && is_known {
            let sql = "insert into journals (partnership, id, person, device, last_told, held, revoked) \
                       values ($1, $2, $3, $4, $5, '[]', 0) on conflict (partnership, id) do nothing";
            let vals = vals![partnership.as_str(), told.journal.0, told.person.0, told.device.0, through];
            learned = tx.run(sql, vals).await? > 0;
        }
        tx.commit().await?;
        Ok(learned)
    }

    /// Whether a decision is kept already, word for word.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn has_decided(
        &self,
        partnership: &PartnershipId,
        decision: &Decision,
        (by, at_ms): (PersonId, i64),
    ) -> Result<bool> {
        let sql = "select 1 from decisions where partnership = $1 and person = $2 and at = $3 and about = $4";
        let vals = vals![partnership.as_str(), by.0, at_ms, serde_json::to_string(decision)?];
        Ok(self.begin_reading().await?.first(sql, vals).await?.is_some())
    }

    /// Whether a row of the log stands here too: one that was written before the backup was taken.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn has_logged(&self, partnership: &PartnershipId, number: u64, at_ms: i64) -> Result<bool> {
        let sql = "select 1 from audit where partnership = $1 and number = $2 and at = $3";
        let vals = vals![partnership.as_str(), i64::try_from(number)?, at_ms];
        Ok(self.begin_reading().await?.first(sql, vals).await?.is_some())
    }

    /// Whether this log says of a person, at a time or after it, that access was taken away or given.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn has_access_word_since(&self, of: &SessionOf, at_ms: i64) -> Result<bool> {
        let sql = "select 1 from audit where partnership = $1 and at >= $2 and deed in ($3, $4) and about like $5";
        let (disable, enable) = (AuditEvent::DisablePerson.word(), AuditEvent::EnablePerson.word());
        let vals = vals![of.partnership.as_str(), at_ms, disable, enable, format!("%{}%", of.person)];
        Ok(self.begin_reading().await?.first(sql, vals).await?.is_some())
    }

    /// Whether this log says that a person was enrolled on a phone, at a time or after it.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn has_enrolled_since(&self, of: &SessionOf, device: DeviceId, at_ms: i64) -> Result<bool> {
        let sql =
            "select 1 from audit where partnership = $1 and at >= $2 and deed = $3 and person = $4 and about like $5";
        let (enrol, about) = (AuditEvent::Enrol.word(), format!("%{device}%"));
        let vals = vals![of.partnership.as_str(), at_ms, enrol, of.person.0, about];
        Ok(self.begin_reading().await?.first(sql, vals).await?.is_some())
    }

    /// The organisation of a person; `None` for who isn't known.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn organisation_of(
        &self,
        partnership: &PartnershipId,
        person: PersonId,
    ) -> Result<Option<OrganisationId>> {
        let mut tx = self.begin_reading().await?;
        let sql = "select organisation from people where partnership = $1 and id = $2";
        let row = tx.first(sql, vals![partnership.as_str(), person.0]).await?;
        row.map(|row| row.try_get("organisation")).transpose()
    }
}
