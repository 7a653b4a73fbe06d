//! Taking access away from a person, and giving it back.

use super::Store;
use super::audit::{self, AuditEvent};
use super::sessions::{self, SessionOf};
use super::sql::vals;
use anyhow::Result;
use domain::authorization::Role;
use domain::id::PersonId;
use serde_json::json;

/// Why nobody was disabled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotDisabled {
    /// There is no such person, or access was taken away before.
    Unknown,
    /// Nobody would be left who could give access back.
    LastAdministrator,
}

impl Store {
    /// Takes a person's access away, all at once: sessions, one-time secrets and ceremonies under way end, and every
    /// journal that a phone keeps for the person is revoked, which is final (protocol, section 3.7). Passkeys, the
    /// password and a linked identity stay and open nothing meanwhile. Journals that the server keeps are written by
    /// signed-in people alone and need no such mark.
    ///
    /// Answers the secret hashes of the sessions that ended, whose streams are to end with them.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why nothing was done.
    pub async fn disable(
        &self,
        of: &SessionOf,
        by: Option<PersonId>,
        now_ms: i64,
    ) -> Result<Result<Vec<Vec<u8>>, NotDisabled>> {
        let mut tx = self.begin().await?;
        let (partnership, person) = (of.partnership.as_str(), of.person.0);
        // What phones send is merged before this or after it, never beside it.
        tx.lock(partnership).await?;
        let sql = "select role from people where partnership = $1 and id = $2 and disabled_at is null";
        let Some(row) = tx.first(sql, vals![partnership, person]).await? else { return Ok(Err(NotDisabled::Unknown)) };
        if row.try_get::<Role>("role")? == Role::Administrator {
            let sql = "select 1 from people where partnership = $1 and role = $3 and id <> $2 and disabled_at is null";
            let vals = vals![partnership, person, Role::Administrator.word()];
            if tx.first(sql, vals).await?.is_none() {
                return Ok(Err(NotDisabled::LastAdministrator));
            }
        }
        let sql = "update people set disabled_at = $3 where partnership = $1 and id = $2";
        tx.run(sql, vals![partnership, person, now_ms]).await?;
        let ended = sessions::end_all(&mut tx, of, None).await?;
        let sql = "update one_time_secrets set ends_at = $3 \
                   where partnership = $1 and person = $2 and used_at is null and ends_at > $3";
        tx.run(sql, vals![partnership, person, now_ms]).await?;
        for sql in [
            "delete from ceremonies where partnership = $1 and person = $2",
            "update journals set revoked = 1 where partnership = $1 and person = $2 and device is not null",
        ] {
            tx.run(sql, vals![partnership, person]).await?;
        }
        let about = json!({ "person": of.person });
        audit::note(&mut tx, &of.partnership, by, AuditEvent::DisablePerson, about, now_ms).await?;
        tx.commit().await?;
        Ok(Ok(ended))
    }

    /// Gives access back: `false` when the person has it, or doesn't exist. Nothing that ended begins again: the person
    /// signs in anew, and a phone starts new journals after a new code, since revoked ones stay revoked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enable(&self, of: &SessionOf, by: Option<PersonId>, now_ms: i64) -> Result<bool> {
        let mut tx = self.begin().await?;
        let partnership = of.partnership.as_str();
        tx.lock(partnership).await?;
        let sql = "update people set disabled_at = null where partnership = $1 and id = $2 and disabled_at is not null";
        if tx.run(sql, vals![partnership, of.person.0]).await? != 1 {
            return Ok(false);
        }
        let about = json!({ "person": of.person });
        audit::note(&mut tx, &of.partnership, by, AuditEvent::EnablePerson, about, now_ms).await?;
        tx.commit().await?;
        Ok(true)
    }
}
