//! Who is meant by an identity provider's subject. An identity is linked behind a one-time link that an administrator
//! gave, so that nobody becomes a member of staff by having an account elsewhere.

use super::Store;
use super::audit::{self, AuditEvent};
use super::sessions::SessionOf;
use super::sql::vals;
use anyhow::Result;
use domain::id::PartnershipId;
use serde_json::json;

/// Why an identity wasn't linked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotLinked {
    /// The one-time link was used or ended meanwhile.
    LinkExpired,
    /// It is another person's.
    Taken,
}

/// An identity as its owner sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkedIdentity {
    pub issuer: String,
    pub linked_at_ms: i64,
}

impl Store {
    /// Links an identity to the person of a one-time link, which is used up by it. It takes the place of the one that
    /// the person had.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why nothing was linked.
    pub async fn link_identity(
        &self,
        of: &SessionOf,
        (issuer, subject): (&str, &str),
        link_hash: &[u8],
        now_ms: i64,
    ) -> Result<Result<(), NotLinked>> {
        let mut tx = self.begin().await?;
        let (partnership, person) = (of.partnership.as_str(), of.person.0);
        tx.lock(partnership).await?;
        let sql = "update one_time_secrets set used_at = $4 where partnership = $1 and person = $2 \
                   and secret_hash = $3 and purpose = 'link' and used_at is null and ends_at > $4";
        if tx.run(sql, vals![partnership, person, link_hash, now_ms]).await? != 1 {
            return Ok(Err(NotLinked::LinkExpired));
        }
        tx.run("delete from identities where partnership = $1 and person = $2", vals![partnership, person]).await?;
        let sql = "insert into identities (partnership, issuer, subject, person, linked_at) \
                   values ($1, $2, $3, $4, $5) on conflict do nothing";
        if tx.run(sql, vals![partnership, issuer, subject, person, now_ms]).await? != 1 {
            return Ok(Err(NotLinked::Taken));
        }
        // The subject is as good as a name: the log has the person instead.
        let about = json!({ "person": of.person, "issuer": issuer });
        audit::note(&mut tx, &of.partnership, Some(of.person), AuditEvent::LinkIdentity, about, now_ms).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// Whom a provider's subject is linked to, unless they are disabled.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn identified(
        &self,
        partnership: &PartnershipId,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<SessionOf>> {
        let sql = "select i.person from identities i join people p on p.partnership = i.partnership and p.id = i.person \
                   where i.partnership = $1 and i.issuer = $2 and i.subject = $3 and p.disabled_at is null";
        let row = self.begin_reading().await?.first(sql, vals![partnership.as_str(), issuer, subject]).await?;
        row.map(|row| Ok(SessionOf { partnership: partnership.clone(), person: row.try_get("person")? })).transpose()
    }

    /// The identity that is linked to a person.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn identity(&self, of: &SessionOf) -> Result<Option<LinkedIdentity>> {
        let sql = "select issuer, linked_at from identities where partnership = $1 and person = $2";
        let row = self.begin_reading().await?.first(sql, vals![of.partnership.as_str(), of.person.0]).await?;
        row.map(|row| Ok(LinkedIdentity { issuer: row.try_get("issuer")?, linked_at_ms: row.try_get("linked_at")? }))
            .transpose()
    }
}
