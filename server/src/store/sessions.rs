//! Signed-in browsers of staff. A session ends so long after its last use and so long after its beginning, whichever
//! comes first (ASVS 5.0, 7.3); only hashes of what browsers hold are kept.

use super::Store;
use super::audit::{self, AuditEvent};
use super::sql::{Row, Tx, vals};
use anyhow::{Context, Result};
use domain::id::{PartnershipId, PersonId};
use serde_json::json;
use std::collections::BTreeSet;

/// A session ends so long after its last use: longer than a lunch, shorter than a desk that was left. A dashboard that
/// lies open follows a stream, which is no use.
pub const SESSION_IDLE_MS: i64 = 2 * 3_600_000;
/// And so long after its beginning, used or not: the longest shift.
pub const SESSION_WHOLE_MS: i64 = 12 * 3_600_000;
/// How stale the last use may be in the database: not every page view is a write.
const SEEN_STEP_MS: i64 = 5 * 60_000;
/// Sessions of one person at once; the one begun first makes room.
const MOST: i64 = 20;

/// Whose session it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionOf {
    pub partnership: PartnershipId,
    pub person: PersonId,
}

/// How someone proved who they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    Password,
    Passkey,
    /// An organisation's own identity provider, by OpenID Connect.
    Oidc,
}

impl Way {
    /// As the database and the log have it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Way::Password => "password",
            Way::Passkey => "passkey",
            Way::Oidc => "oidc",
        }
    }

    fn read(word: &str) -> Option<Self> {
        [Way::Password, Way::Passkey, Way::Oidc].into_iter().find(|way| way.word() == word)
    }
}

/// How a session begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Began<'a> {
    pub secret_hash: &'a [u8],
    pub way: Way,
    /// The browser roughly: "Firefox, Windows".
    pub browser: &'a str,
    /// The session that this browser had: it ends.
    pub instead_of: Option<&'a [u8]>,
}

/// A session that lasts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    pub of: SessionOf,
    /// When the person last proved who they are in it.
    pub proved_at_ms: i64,
}

/// A session as its owner sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionRow {
    pub secret_hash: Vec<u8>,
    pub way: Way,
    pub browser: String,
    pub began_at_ms: i64,
    /// To within five minutes.
    pub seen_at_ms: i64,
}

const LASTING: &str = "from sessions s join people p on p.partnership = s.partnership and p.id = s.person \
                       where s.secret_hash = $1 and s.ends_at > $2 and s.seen_at > $3 and p.disabled_at is null";

impl Store {
    /// Begins a session; old ones of anybody that have ended are swept away. `false` when the person has been disabled
    /// meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_session(&self, of: &SessionOf, began: &Began<'_>, now_ms: i64) -> Result<bool> {
        let mut tx = self.begin().await?;
        let (partnership, person) = (of.partnership.as_str(), of.person.0);
        // Before the person is looked at: disabling takes the same lock, so that no session slips in behind it.
        tx.lock(partnership).await?;
        let sql = "select 1 from people where partnership = $1 and id = $2 and disabled_at is null";
        if tx.first(sql, vals![partnership, person]).await?.is_none() {
            return Ok(false);
        }
        let sql = "delete from sessions where partnership = $1 and (ends_at <= $2 or seen_at <= $3)";
        tx.run(sql, vals![partnership, now_ms, now_ms - SESSION_IDLE_MS]).await?;
        // Of whichever person and partnership it was.
        let before = vals![began.instead_of.unwrap_or_default()];
        tx.run("delete from sessions where secret_hash = $1", before).await?;
        let sql = "delete from sessions where partnership = $1 and person = $2 and secret_hash not in \
                   (select secret_hash from sessions where partnership = $1 and person = $2 \
                   order by created_at desc, secret_hash limit $3)";
        tx.run(sql, vals![partnership, person, MOST - 1]).await?;
        let sql = "insert into sessions \
                   (partnership, secret_hash, person, created_at, seen_at, ends_at, way, browser, proved_at) \
                   values ($1, $2, $3, $4, $4, $5, $6, $7, $4)";
        let ends_at = now_ms + SESSION_WHOLE_MS;
        let Began { secret_hash, way, browser, .. } = *began;
        tx.run(sql, vals![partnership, secret_hash, person, now_ms, ends_at, way.word(), browser]).await?;
        let about = json!({ "by": way.word() });
        audit::note(&mut tx, &of.partnership, Some(of.person), AuditEvent::SignIn, about, now_ms).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The session of a secret, while it lasts. A person's use makes it last longer; what a page does by itself
    /// doesn't, so that a desk that was left signs itself out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(&self, secret_hash: &[u8], by_person: bool, now_ms: i64) -> Result<Option<Session>> {
        let sql = format!("select s.partnership, s.person, s.seen_at, s.proved_at {LASTING}");
        let vals = vals![secret_hash, now_ms, now_ms - SESSION_IDLE_MS];
        let Some(row) = self.begin_reading().await?.first(sql, vals).await? else { return Ok(None) };
        let of = SessionOf { partnership: row.try_get("partnership")?, person: row.try_get("person")? };
        if by_person && now_ms - row.try_get::<i64>("seen_at")? > SEEN_STEP_MS {
            let mut tx = self.begin().await?;
            tx.run("update sessions set seen_at = $2 where secret_hash = $1", vals![secret_hash, now_ms]).await?;
            tx.commit().await?;
        }
        Ok(Some(Session { of, proved_at_ms: row.try_get("proved_at")? }))
    }

    /// Which of some sessions last. To ask is no use of them: a page that only waits keeps nobody signed in.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn lasting(&self, secret_hashes: &[Vec<u8>], now_ms: i64) -> Result<BTreeSet<Vec<u8>>> {
        let mut tx = self.begin_reading().await?;
        let mut lasting = BTreeSet::new();
        for hash in secret_hashes {
            let vals = vals![hash.as_slice(), now_ms, now_ms - SESSION_IDLE_MS];
            if tx.first(format!("select 1 {LASTING}"), vals).await?.is_some() {
                lasting.insert(hash.clone());
            }
        }
        Ok(lasting)
    }

    /// A person's sessions that last, the one used last first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn sessions(&self, of: &SessionOf, now_ms: i64) -> Result<Vec<SessionRow>> {
        let sql = "select secret_hash, way, browser, created_at, seen_at from sessions \
                   where partnership = $1 and person = $2 and ends_at > $3 and seen_at > $4 \
                   order by seen_at desc, created_at desc limit $5";
        let vals = vals![of.partnership.as_str(), of.person.0, now_ms, now_ms - SESSION_IDLE_MS, MOST];
        self.begin_reading().await?.all(sql, vals).await?.iter().map(shown).collect()
    }

    /// The person of a session has proved again who they are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prove(&self, of: &SessionOf, secret_hash: &[u8], way: Way, now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "update sessions set proved_at = $3 where partnership = $1 and secret_hash = $2";
        tx.run(sql, vals![of.partnership.as_str(), secret_hash, now_ms]).await?;
        let about = json!({ "by": way.word(), "again": true });
        audit::note(&mut tx, &of.partnership, Some(of.person), AuditEvent::SignIn, about, now_ms).await?;
        tx.commit().await
    }

    /// Ends a session by signing out of it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(&self, of: &SessionOf, secret_hash: &[u8], now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.run("delete from sessions where secret_hash = $1", vals![secret_hash]).await?;
        audit::note(&mut tx, &of.partnership, Some(of.person), AuditEvent::SignOut, json!({}), now_ms).await?;
        tx.commit().await
    }

    /// Ends one of a person's sessions from another: `false` when it is none of theirs, or has ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_own_session(&self, of: &SessionOf, secret_hash: &[u8], now_ms: i64) -> Result<bool> {
        let mut tx = self.begin().await?;
        let sql = "delete from sessions where partnership = $1 and person = $2 and secret_hash = $3";
        if tx.run(sql, vals![of.partnership.as_str(), of.person.0, secret_hash]).await? != 1 {
            return Ok(false);
        }
        let about = json!({ "person": of.person, "sessions": 1 });
        audit::note(&mut tx, &of.partnership, Some(of.person), AuditEvent::EndSessions, about, now_ms).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Ends all of a person's sessions but the one that asks; answers the secret hashes of those that ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_other_sessions(&self, of: &SessionOf, but: &[u8], now_ms: i64) -> Result<Vec<Vec<u8>>> {
        let mut tx = self.begin().await?;
        let ended = end_all(&mut tx, of, Some(but)).await?;
        let about = json!({ "person": of.person, "sessions": ended.len() });
        audit::note(&mut tx, &of.partnership, Some(of.person), AuditEvent::EndSessions, about, now_ms).await?;
        tx.commit().await?;
        Ok(ended)
    }
}

/// Ends a person's sessions, all or all but one; answers which.
pub(super) async fn end_all(tx: &mut Tx, of: &SessionOf, but: Option<&[u8]>) -> Result<Vec<Vec<u8>>> {
    // No hash is empty: it is all of them then.
    let vals = vals![of.partnership.as_str(), of.person.0, but.unwrap_or_default()];
    let sql = "delete from sessions where partnership = $1 and person = $2 and secret_hash <> $3 returning secret_hash";
    tx.all(sql, vals).await?.iter().map(|row| row.try_get("secret_hash")).collect()
}

fn shown(row: &Row) -> Result<SessionRow> {
    Ok(SessionRow {
        secret_hash: row.try_get("secret_hash")?,
        way: Way::read(row.try_get("way")?).context("an unknown way of signing in in the database")?,
        browser: row.try_get("browser")?,
        began_at_ms: row.try_get("created_at")?,
        seen_at_ms: row.try_get("seen_at")?,
    })
}
