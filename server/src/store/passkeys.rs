//! Passkeys of staff: public keys, so that nothing here lets anybody in.

use super::Store;
use super::audit::{self, AuditEvent};
use super::sessions::SessionOf;
use super::sql::{Row, vals};
use anyhow::Result;
use domain::id::PasskeyId;
use serde_json::json;

/// Passkeys of one person.
pub(super) const MOST: i64 = 10;

/// A passkey to add.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPasskey<'a> {
    pub id: PasskeyId,
    /// The authenticator's name for it.
    pub credential: &'a [u8],
    pub name: &'a str,
    /// What checks it, as JSON.
    pub public_key: &'a str,
}

/// Why a passkey wasn't added.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotAdded {
    /// It is somebody's already.
    Taken,
    TooMany,
}

/// A passkey as its owner sees it, and as it is checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PasskeyRow {
    pub id: PasskeyId,
    pub credential: Vec<u8>,
    pub name: String,
    pub public_key: String,
    pub added_at_ms: i64,
    pub used_at_ms: Option<i64>,
}

const COLUMNS: &str = "id, credential, name, public_key, added_at, used_at";

fn passkey(row: &Row) -> Result<PasskeyRow> {
    Ok(PasskeyRow {
        id: row.try_get("id")?,
        credential: row.try_get("credential")?,
        name: row.try_get("name")?,
        public_key: row.try_get("public_key")?,
        added_at_ms: row.try_get("added_at")?,
        used_at_ms: row.try_get("used_at")?,
    })
}

impl Store {
    /// Adds a passkey to a person.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why it wasn't added.
    pub async fn add_passkey(&self, of: &SessionOf, new: &NewPasskey<'_>, now_ms: i64) -> Result<Result<(), NotAdded>> {
        let mut tx = self.begin().await?;
        let (partnership, person) = (of.partnership.as_str(), of.person.0);
        tx.lock(partnership).await?;
        let sql = "select count(*) as count from passkeys where partnership = $1 and person = $2";
        let held =
            tx.first(sql, vals![partnership, person]).await?.map(|row| row.try_get::<i64>("count")).transpose()?;
        if held.unwrap_or(0) >= MOST {
            return Ok(Err(NotAdded::TooMany));
        }
        let sql = "insert into passkeys (partnership, id, person, credential, name, public_key, added_at) \
                   values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing";
        let vals = vals![partnership, new.id.0, person, new.credential, new.name, new.public_key, now_ms];
        if tx.run(sql, vals).await? != 1 {
            return Ok(Err(NotAdded::Taken));
        }
        let about = json!({ "passkey": new.id });
        audit::note(&mut tx, &of.partnership, Some(of.person), AuditEvent::AddPasskey, about, now_ms).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// A person's passkeys, the oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn passkeys(&self, of: &SessionOf) -> Result<Vec<PasskeyRow>> {
        let sql =
            format!("select {COLUMNS} from passkeys where partnership = $1 and person = $2 order by id limit {MOST}");
        let rows = self.begin_reading().await?.all(sql, vals![of.partnership.as_str(), of.person.0]).await?;
        rows.iter().map(passkey).collect()
    }

    /// Whose passkey a credential is, unless they are disabled.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn passkey(&self, credential: &[u8]) -> Result<Option<(SessionOf, PasskeyRow)>> {
        let sql = "select k.id, k.credential, k.name, k.public_key, k.added_at, k.used_at, k.partnership, k.person \
                   from passkeys k join people p on p.partnership = k.partnership and p.id = k.person \
                   where k.credential = $1 and p.disabled_at is null";
        let row = self.begin_reading().await?.first(sql, vals![credential]).await?;
        row.map(|row| {
            let of = SessionOf { partnership: row.try_get("partnership")?, person: row.try_get("person")? };
            Ok((of, passkey(&row)?))
        })
        .transpose()
    }

    /// A passkey was used: its counter moves on. `false` when another use came between, which a copy of it may be, or
    /// when it was removed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_passkey(&self, of: &SessionOf, was: &PasskeyRow, public_key: &str, now_ms: i64) -> Result<bool> {
        let mut tx = self.begin().await?;
        let sql = "update passkeys set public_key = $4, used_at = $5 \
                   where partnership = $1 and id = $2 and public_key = $3";
        let vals = vals![of.partnership.as_str(), was.id.0, was.public_key.as_str(), public_key, now_ms];
        let used = tx.run(sql, vals).await? == 1;
        tx.commit().await?;
        Ok(used)
    }

    /// Removes one of a person's passkeys: `false` when it is none of theirs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_passkey(&self, of: &SessionOf, id: PasskeyId, now_ms: i64) -> Result<bool> {
        let mut tx = self.begin().await?;
        let sql = "delete from passkeys where partnership = $1 and person = $2 and id = $3";
        if tx.run(sql, vals![of.partnership.as_str(), of.person.0, id.0]).await? != 1 {
            return Ok(false);
        }
        let about = json!({ "passkey": id });
        audit::note(&mut tx, &of.partnership, Some(of.person), AuditEvent::RemovePasskey, about, now_ms).await?;
        tx.commit().await?;
        Ok(true)
    }
}
