//! After a backup was put back: what the exported log says was taken away since is taken away again (protocol, section 7).
//! A restored backup must revive no revoked phone, and let in nobody who was disabled.

use crate::audit_file;
use crate::store::{Deed, SessionOf, Store};
use anyhow::{Context, Result};
use domain::id::{DeviceId, PersonId};
use ed25519_dalek::VerifyingKey;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Cursor;

/// What was done again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Replayed {
    pub devices: usize,
    pub people: usize,
}

/// What a row of those deeds names.
#[derive(Deserialize)]
struct About {
    #[serde(default)]
    device: Option<DeviceId>,
    #[serde(default)]
    person: Option<PersonId>,
}

/// Does again what an export tells; what was never undone is left as it is. Rows count in their order, so that who was
/// given access back keeps it.
///
/// # Errors
/// When the export isn't signed by this server's key, can't be read, or the database fails; what was done until then stays
/// done, and the same may be tried again.
pub async fn replay(store: &Store, export: &[u8], key: &VerifyingKey, now_ms: i64) -> Result<Replayed> {
    let mut walks = BTreeMap::new();
    for partnership in store.logged_partnerships().await? {
        let walk = store.walk_audit(&partnership).await?;
        walks.insert(partnership, walk);
    }
    // Signed and unbroken, or it proves nothing. That this database's log is shorter is what a restored backup is.
    audit_file::against(store, &mut Cursor::new(export), key, &mut walks).await.context("the export proves nothing")?;
    let mut done = Replayed::default();
    for (partnership, deed, about) in audit_file::told(export)? {
        let about: About = serde_json::from_str(&about).context("a row of the export can't be read")?;
        if deed == Deed::Revoke.word()
            && let Some(device) = about.device
        {
            done.devices += usize::from(store.revoke(&partnership, device, None, now_ms).await?);
        }
        let Some(person) = about.person else { continue };
        let of = SessionOf { partnership, person };
        if deed == Deed::DisablePerson.word() {
            done.people += usize::from(store.disable(&of, None, now_ms).await?.is_ok());
        } else if deed == Deed::EnablePerson.word() {
            store.enable(&of, None, now_ms).await?;
        }
    }
    Ok(done)
}
