//! Sign-ins under way, between the question and what an authenticator or an identity provider answers.
//!
//! They are here and not sealed in the browser's cookie because each may be answered once: whoever copied a cookie and
//! an answer could else sign in again with both, and several servers share what has been used.

use super::Store;
use super::sessions::SessionOf;
use super::sql::vals;
use anyhow::Result;
use domain::id::{PartnershipId, PersonId};

/// A person finds the key or types at the provider within this.
const LASTS_MS: i64 = 10 * 60_000;
/// Ceremonies that may be under way at once from one address; the oldest of it makes room.
const OF_A_PLACE: i64 = 30;
/// And in all: about two megabytes.
const IN_ALL: i64 = 3_000;

/// What is under way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CeremonyKind {
    PasskeySignIn,
    PasskeyConfirm,
    PasskeyAdd,
    Oidc,
}

impl CeremonyKind {
    fn word(self) -> &'static str {
        match self {
            CeremonyKind::PasskeySignIn => "passkey_sign_in",
            CeremonyKind::PasskeyConfirm => "passkey_confirm",
            CeremonyKind::PasskeyAdd => "passkey_add",
            CeremonyKind::Oidc => "oidc",
        }
    }
}

/// A ceremony to begin.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ceremony<'a> {
    /// Of the secret in the browser's cookie.
    pub secret_hash: &'a [u8],
    pub kind: CeremonyKind,
    /// Who begins it, where somebody is known.
    pub of: Option<&'a SessionOf>,
    /// A keyed hash of the address that it begins from.
    pub place: &'a [u8],
    /// What the answer is checked against.
    pub state: &'a str,
}

impl Store {
    /// Begins a ceremony; those that have ended are swept away, and the oldest make room.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_ceremony(&self, ceremony: &Ceremony<'_>, now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.run("delete from ceremonies where ends_at <= $1", vals![now_ms]).await?;
        let sql = "delete from ceremonies where place = $1 and secret_hash not in \
                   (select secret_hash from ceremonies where place = $1 order by ends_at desc, secret_hash limit $2)";
        tx.run(sql, vals![ceremony.place, OF_A_PLACE - 1]).await?;
        let sql = "delete from ceremonies where secret_hash not in \
                   (select secret_hash from ceremonies order by ends_at desc, secret_hash limit $1)";
        tx.run(sql, vals![IN_ALL - 1]).await?;
        let sql = "insert into ceremonies (secret_hash, kind, partnership, person, place, state, ends_at) \
                   values ($1, $2, $3, $4, $5, $6, $7)";
        let partnership = ceremony.of.map(|of| of.partnership.as_str());
        let person = ceremony.of.map(|of| of.person.0);
        let Ceremony { secret_hash, kind, place, state, .. } = *ceremony;
        tx.run(sql, vals![secret_hash, kind.word(), partnership, person, place, state, now_ms + LASTS_MS]).await?;
        tx.commit().await
    }

    /// Ends a ceremony and answers who began it and its state, once: `None` when it is another, has ended or was used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_ceremony(
        &self,
        kind: CeremonyKind,
        secret_hash: &[u8],
        now_ms: i64,
    ) -> Result<Option<(Option<SessionOf>, String)>> {
        let mut tx = self.begin().await?;
        let sql = "delete from ceremonies where secret_hash = $1 and kind = $2 and ends_at > $3 \
                   returning partnership, person, state";
        let Some(row) = tx.first(sql, vals![secret_hash, kind.word(), now_ms]).await? else { return Ok(None) };
        tx.commit().await?;
        let of = row.try_get::<Option<PartnershipId>>("partnership")?.zip(row.try_get::<Option<PersonId>>("person")?);
        let of = of.map(|(partnership, person)| SessionOf { partnership, person });
        Ok(Some((of, row.try_get("state")?)))
    }
}
