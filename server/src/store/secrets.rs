//! Passwords, sessions and one-time secrets: what proves who someone is. Kept as hashes alone.

use super::Store;
use super::audit::{self, Deed};
use super::sql::vals;
use anyhow::Result;
use domain::id::{PartnershipId, PersonId};
use serde_json::json;
use std::collections::BTreeSet;

/// A session ends so long after its last use.
pub(super) const SESSION_IDLE_MS: i64 = 12 * 3_600_000;
/// And so long after its beginning, used or not.
pub const SESSION_WHOLE_MS: i64 = 7 * 24 * 3_600_000;
/// How stale the last use may be in the database: not every page view is a write.
const SEEN_STEP_MS: i64 = 5 * 60_000;

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

/// Whose session it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionOf {
    pub partnership: PartnershipId,
    pub person: PersonId,
}

impl Store {
    /// A person's password in PHC form, if one was chosen.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn password(&self, partnership: &PartnershipId, person: PersonId) -> Result<Option<String>> {
        let sql = "select phc from passwords where partnership = $1 and person = $2";
        let row = self.begin_reading().await?.first(sql, vals![partnership.as_str(), person.0]).await?;
        row.map(|row| row.text(0)).transpose()
    }

    /// Sets a password and ends every session that stood on the old one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_password(&self, of: &SessionOf, phc: &str, now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        let (partnership, person) = (of.partnership.as_str(), of.person.0);
        let sql = "insert into passwords (partnership, person, phc, set_at) values ($1, $2, $3, $4) \
                   on conflict (partnership, person) do update set phc = excluded.phc, set_at = excluded.set_at";
        tx.run(sql, vals![partnership, person, phc, now_ms]).await?;
        tx.run("delete from sessions where partnership = $1 and person = $2", vals![partnership, person]).await?;
        audit::note(&mut tx, &of.partnership, Some(of.person), Deed::ChoosePassword, json!({}), now_ms).await?;
        tx.commit().await
    }

    /// Begins a session; old ones of anybody that have ended are swept away.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_session(&self, of: &SessionOf, secret_hash: &[u8], now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "delete from sessions where partnership = $1 and (ends_at <= $2 or seen_at <= $3)";
        tx.run(sql, vals![of.partnership.as_str(), now_ms, now_ms - SESSION_IDLE_MS]).await?;
        let sql = "insert into sessions (partnership, secret_hash, person, created_at, seen_at, ends_at) \
                   values ($1, $2, $3, $4, $4, $5)";
        let ends_at = now_ms + SESSION_WHOLE_MS;
        tx.run(sql, vals![of.partnership.as_str(), secret_hash, of.person.0, now_ms, ends_at]).await?;
        audit::note(&mut tx, &of.partnership, Some(of.person), Deed::SignIn, json!({}), now_ms).await?;
        tx.commit().await
    }

    /// Whose session a secret is of, while it lasts. A person's use makes it last longer; what a page does by itself
    /// doesn't, so that a desk that was left signs itself out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(&self, secret_hash: &[u8], by_person: bool, now_ms: i64) -> Result<Option<SessionOf>> {
        let sql = "select s.partnership, s.person, s.seen_at from sessions s join people p \
                   on p.partnership = s.partnership and p.id = s.person \
                   where s.secret_hash = $1 and s.ends_at > $2 and s.seen_at > $3 and p.disabled_at is null";
        let vals = vals![secret_hash, now_ms, now_ms - SESSION_IDLE_MS];
        let Some(row) = self.begin_reading().await?.first(sql, vals).await? else { return Ok(None) };
        let of = SessionOf { partnership: PartnershipId(row.text(0)?), person: PersonId(row.id(1)?) };
        if by_person && now_ms - row.int(2)? > SEEN_STEP_MS {
            let mut tx = self.begin().await?;
            tx.run("update sessions set seen_at = $2 where secret_hash = $1", vals![secret_hash, now_ms]).await?;
            tx.commit().await?;
        }
        Ok(Some(of))
    }

    /// Which of some sessions last. To ask is no use of them: a page that only waits keeps nobody signed in.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn lasting(&self, secret_hashes: &[Vec<u8>], now_ms: i64) -> Result<BTreeSet<Vec<u8>>> {
        let sql = "select 1 from sessions s join people p on p.partnership = s.partnership and p.id = s.person \
                   where s.secret_hash = $1 and s.ends_at > $2 and s.seen_at > $3 and p.disabled_at is null";
        let mut tx = self.begin_reading().await?;
        let mut lasting = BTreeSet::new();
        for hash in secret_hashes {
            if tx.first(sql, vals![hash.as_slice(), now_ms, now_ms - SESSION_IDLE_MS]).await?.is_some() {
                lasting.insert(hash.clone());
            }
        }
        Ok(lasting)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(&self, of: &SessionOf, secret_hash: &[u8], now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.run("delete from sessions where secret_hash = $1", vals![secret_hash]).await?;
        audit::note(&mut tx, &of.partnership, Some(of.person), Deed::SignOut, json!({}), now_ms).await?;
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
        let deed = if purpose == Purpose::Code { Deed::GiveCode } else { Deed::GiveLink };
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
        row.map(|row| Ok(SessionOf { partnership: PartnershipId(row.text(0)?), person: PersonId(row.id(1)?) }))
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
