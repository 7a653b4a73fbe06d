//! Passwords and one-time secrets: what proves who someone is. Kept as hashes alone.

use super::audit::{self, AuditEvent};
use super::sessions::SessionOf;
use super::sql::vals;
use super::{Store, sessions};
use anyhow::Result;
use domain::id::{PartnershipId, PersonId};
use serde_json::json;

/// What a one-time secret is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Typed in the app: enrols a phone for its person.
    Code,
    /// Opened in a browser: lets staff choose a password.
    Link,
}

impl Purpose {
    pub(super) fn word(self) -> &'static str {
        match self {
            Purpose::Code => "code",
            Purpose::Link => "link",
        }
    }
}

impl Store {
    /// A person's password in PHC form, if one was chosen.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn password(&self, partnership: &PartnershipId, person: PersonId) -> Result<Option<String>> {
        let sql = "select phc from passwords where partnership = $1 and person = $2";
        let row = self.begin_reading().await?.first(sql, vals![partnership.as_str(), person.0]).await?;
        row.map(|row| row.try_get("phc")).transpose()
    }

    /// Sets a password and ends every session of the person; answers their secret hashes, whose streams are to end too.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_password(&self, of: &SessionOf, phc: &str, now_ms: i64) -> Result<Vec<Vec<u8>>> {
        let mut tx = self.begin().await?;
        let (partnership, person) = (of.partnership.as_str(), of.person.0);
        let sql = "insert into passwords (partnership, person, phc, set_at) values ($1, $2, $3, $4) \
                   on conflict (partnership, person) do update set phc = excluded.phc, set_at = excluded.set_at";
        tx.run(sql, vals![partnership, person, phc, now_ms]).await?;
        let ended = sessions::end_all(&mut tx, of, None).await?;
        audit::note(&mut tx, &of.partnership, Some(of.person), AuditEvent::ChoosePassword, json!({}), now_ms).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Notes that somebody tried to sign in and was not let in. Every partnership's log has a row, with the person where
    /// the name is known there: whose account it should have been isn't known, and a name that nobody has takes as long.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_refused_sign_in(&self, known: &[SessionOf], about: serde_json::Value, now_ms: i64) -> Result<()> {
        let partnerships = self.partnerships().await?;
        let mut tx = self.begin().await?;
        for partnership in &partnerships {
            let person = known.iter().find(|of| of.partnership == *partnership).map(|of| of.person);
            audit::note(&mut tx, partnership, person, AuditEvent::SignInRefused, about.clone(), now_ms).await?;
        }
        tx.commit().await
    }

    /// Keeps the hash of a secret that a person is given. Earlier ones of the same purpose that weren't used end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn give_secret(
        &self,
        of: &SessionOf,
        purpose: Purpose,
        secret_hash: &[u8],
        ends_at_ms: i64,
        by: Option<PersonId>,
        now_ms: i64,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let (partnership, person) = (of.partnership.as_str(), of.person.0);
        let sql = "update one_time_secrets set ends_at = $4 \
                   where partnership = $1 and person = $2 and purpose = $3 and used_at is null and ends_at > $4";
        tx.run(sql, vals![partnership, person, purpose.word(), now_ms]).await?;
        let sql = "insert into one_time_secrets (partnership, secret_hash, purpose, person, created_at, ends_at) \
                   values ($1, $2, $3, $4, $5, $6)";
        tx.run(sql, vals![partnership, secret_hash, purpose.word(), person, now_ms, ends_at_ms]).await?;
        let deed = if purpose == Purpose::Code { AuditEvent::GiveCode } else { AuditEvent::GiveLink };
        audit::note(&mut tx, &of.partnership, by, deed, json!({ "person": of.person }), now_ms).await?;
        tx.commit().await
    }

    /// Whom a one-time secret is for, while it is of use.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn secret_for(&self, purpose: Purpose, secret_hash: &[u8], now_ms: i64) -> Result<Option<SessionOf>> {
        let sql = "select o.partnership, o.person from one_time_secrets o join people p \
                   on p.partnership = o.partnership and p.id = o.person \
                   where o.secret_hash = $1 and o.purpose = $2 and o.used_at is null and o.ends_at > $3 \
                   and p.disabled_at is null";
        let row = self.begin_reading().await?.first(sql, vals![secret_hash, purpose.word(), now_ms]).await?;
        row.map(|row| Ok(SessionOf { partnership: row.try_get("partnership")?, person: row.try_get("person")? }))
            .transpose()
    }

    /// Uses up a one-time secret: `false` when somebody else just did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_secret(&self, secret_hash: &[u8], now_ms: i64) -> Result<bool> {
        let mut tx = self.begin().await?;
        let sql =
            "update one_time_secrets set used_at = $2 where secret_hash = $1 and used_at is null and ends_at > $2";
        let used = tx.run(sql, vals![secret_hash, now_ms]).await? == 1;
        tx.commit().await?;
        Ok(used)
    }
}
