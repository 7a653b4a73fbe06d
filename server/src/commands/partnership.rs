//! `server partnership list|remove`.

use super::{opened, tell};
use crate::clock::now_ms;
use crate::config::PartnershipCommand;
use crate::store::{NotRemoved, PartnershipRow};
use anyhow::{Result, bail};
use domain::id::{PartnershipId, PromiseId};
use serde_json::json;

pub(super) async fn partnership(what: PartnershipCommand) -> Result<()> {
    match what {
        PartnershipCommand::List(kept) => {
            let store = opened(&kept).await?;
            let rows = store.partnership_rows().await?;
            let lines = || rows.iter().map(line).collect::<Vec<_>>().join("\n");
            tell(&kept, || if rows.is_empty() { super::NO_PARTNERSHIP.to_owned() } else { lines() }, &json!(rows));
            store.close().await;
        }
        PartnershipCommand::Remove { kept, id } => {
            let store = opened(&kept).await?;
            let of = PartnershipId(id);
            let removed = match store.remove_partnership(&of, now_ms()).await? {
                Ok(removed) => removed,
                Err(not) => bail!(stays(&of, &not)),
            };
            let line = || {
                format!(
                    "{of} was removed: {} promises, {} people, {} revoked phones, {} reports. Its audit log stays.",
                    removed.promises, removed.people, removed.phones, removed.reports
                )
            };
            tell(&kept, line, &json!({ "partnership": of, "removed": removed }));
            store.close().await;
        }
    }
    Ok(())
}

/// "habo: habo-2026; 3 people, 2 phones, 41 entries".
fn line(row: &PartnershipRow) -> String {
    let promises: Vec<&str> = row.promises.iter().map(PromiseId::as_str).collect();
    let PartnershipRow { partnership, people, phones, entries, .. } = row;
    format!("{partnership}: {}; {people} people, {phones} phones, {entries} entries", promises.join(", "))
}

/// Why a partnership stays, and what to do instead.
fn stays(partnership: &PartnershipId, not: &NotRemoved) -> String {
    match not {
        NotRemoved::Unknown => {
            format!("this server holds no partnership {partnership}: `server partnership list` names those it holds")
        }
        NotRemoved::Entries(n) => format!("{partnership} holds {n} entries: what was recorded is never removed"),
        NotRemoved::Phones(n) => format!(
            "{n} phones are enrolled in {partnership} and may hold entries: `server devices revoke --partnership {partnership}` ends each"
        ),
    }
}
