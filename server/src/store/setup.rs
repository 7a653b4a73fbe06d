//! Setting up a server that has no partnership yet: the link behind which its first promise is loaded and its first
//! administrator gets an account.

use super::Store;
use super::audit::{self, AuditEvent};
use super::people::{self, NewPerson};
use super::promise_files::{self, NewPromiseFile};
use super::secrets::Purpose;
use super::sql::vals;
use anyhow::Result;
use domain::id::PartnershipId;
use serde_json::json;

/// A set-up link that is of use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetupLink {
    pub ends_at_ms: i64,
    /// The promise file that was checked behind it and waits to be put in force.
    pub draft: Option<String>,
}

/// The first administrator of a new partnership, with what the account is begun with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FirstAdministrator<'a> {
    pub person: &'a NewPerson,
    /// SHA-256 of the secret of the link behind which the administrator chooses a password.
    pub link_hash: &'a [u8],
    pub link_ends_at_ms: i64,
    /// The file of the promise that was put in force.
    pub file: &'a NewPromiseFile,
}

/// What a link must be to be of use. Once there is anybody, nobody sets the server up any more: whoever finds an old link
/// must not become an administrator by it.
const OF_USE: &str = "used_at is null and ends_at > $1 and not exists (select 1 from people)";

impl Store {
    /// Until when the set-up link is of use that was given before; `None` where there is none.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn setup_link_ends(&self, now_ms: i64) -> Result<Option<i64>> {
        let sql = format!("select ends_at from setup_links where {OF_USE} order by ends_at desc limit 1");
        let row = self.begin_reading().await?.first(sql, vals![now_ms]).await?;
        row.map(|row| row.try_get("ends_at")).transpose()
    }

    /// Keeps the hash of a new set-up link. Earlier ones that weren't used end; what was drafted behind the last of them
    /// is found behind the new one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn give_setup_link(&self, secret_hash: &[u8], ends_at_ms: i64, now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "select draft from setup_links where used_at is null order by created_at desc, secret_hash limit 1";
        let draft =
            tx.first(sql, vals![]).await?.map(|row| row.try_get::<Option<String>>("draft")).transpose()?.flatten();
        let sql = "update setup_links set ends_at = $1, draft = null where used_at is null and ends_at > $1";
        tx.run(sql, vals![now_ms]).await?;
        let sql = "insert into setup_links (secret_hash, created_at, ends_at, draft) values ($1, $2, $3, $4)";
        tx.run(sql, vals![secret_hash, now_ms, ends_at_ms, draft.as_deref()]).await?;
        tx.commit().await
    }

    /// The set-up link of a secret, while it is of use.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn setup_link(&self, secret_hash: &[u8], now_ms: i64) -> Result<Option<SetupLink>> {
        let sql = format!("select ends_at, draft from setup_links where {OF_USE} and secret_hash = $2");
        let row = self.begin_reading().await?.first(sql, vals![now_ms, secret_hash]).await?;
        row.map(|row| Ok(SetupLink { ends_at_ms: row.try_get("ends_at")?, draft: row.try_get("draft")? })).transpose()
    }

    /// Keeps the draft behind a link, or drops it: `false` when the link is of no use any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft_setup(&self, secret_hash: &[u8], text: Option<&str>, now_ms: i64) -> Result<bool> {
        let mut tx = self.begin().await?;
        let sql = format!("update setup_links set draft = $3 where {OF_USE} and secret_hash = $2");
        let kept = tx.run(sql, vals![now_ms, secret_hash, text]).await? == 1;
        tx.commit().await?;
        Ok(kept)
    }

    /// Uses the link up, and creates the first administrator with a link of their own: all at once, so that the way in is
    /// never lost. `false` when the link is of no use any more.
    ///
    /// # Errors
    /// When the database fails; nothing has changed then.
    pub async fn finish_setup(
        &self,
        secret_hash: &[u8],
        partnership: &PartnershipId,
        first: &FirstAdministrator<'_>,
        now_ms: i64,
    ) -> Result<bool> {
        let mut tx = self.begin().await?;
        let of = partnership.as_str();
        tx.lock(of).await?;
        let sql = format!("update setup_links set used_at = $1, draft = null where {OF_USE} and secret_hash = $2");
        if tx.run(sql, vals![now_ms, secret_hash]).await? != 1 {
            return Ok(false);
        }
        let FirstAdministrator { person, link_hash, link_ends_at_ms, file } = *first;
        promise_files::insert(&mut tx, partnership, file, Some(now_ms), now_ms).await?;
        let sql = "insert into one_time_secrets (partnership, secret_hash, purpose, person, created_at, ends_at) \
                   values ($1, $2, $3, $4, $5, $6)";
        let vals = vals![of, link_hash, Purpose::Link.word(), person.id.0, now_ms, link_ends_at_ms];
        tx.run(sql, vals).await?;
        people::insert(&mut tx, partnership, person, now_ms).await?;
        let about = json!({ "promise": file.promise, "version": file.version, "person": person.id });
        audit::note(&mut tx, partnership, None, AuditEvent::SetUp, about, now_ms).await?;
        tx.commit().await?;
        Ok(true)
    }
}
