//! `server devices list|revoke`.

use super::{one_partnership, opened, tell};
use crate::clock::now_ms;
use crate::config::DevicesCommand;
use crate::output::print_line;
use crate::store::DeviceRow;
use anyhow::{Context, Result, bail};
use domain::id::DeviceId;
use serde_json::{Value, json};

pub(super) async fn devices(what: DevicesCommand) -> Result<()> {
    match what {
        DevicesCommand::List { kept, of } => {
            let store = opened(&kept).await?;
            let partnership = one_partnership(&store, &of).await?;
            let zone = store.in_force(&partnership).await?.zone.clone();
            let rows = store.devices(&partnership).await?;
            let heard = |row: &DeviceRow| row.heard_at_ms.map(|at| zone.moment(at).to_string());
            if kept.json {
                let value = |row: &DeviceRow| {
                    json!({ "id": row.id, "name": row.name, "heard_at": heard(row), "waiting": row.waiting,
                            "missing": row.missing, "revoked": row.revoked })
                };
                print_line!("{}", Value::Array(rows.iter().map(value).collect()));
            } else {
                for row in &rows {
                    let heard = heard(row).unwrap_or_else(|| "never".to_owned());
                    let mark = if row.revoked { "  revoked" } else { "" };
                    let DeviceRow { id, name, waiting, .. } = row;
                    print_line!("{id}  {name}  heard {heard}  waiting {waiting}{mark}");
                }
            }
            store.close().await;
        }
        DevicesCommand::Revoke { kept, of, device } => {
            let id = DeviceId::read(&device).context("that is not a phone's id: see `server devices list`")?;
            let store = opened(&kept).await?;
            let partnership = one_partnership(&store, &of).await?;
            if !store.revoke(&partnership, id, None, now_ms()).await? {
                bail!("there is no such phone: see `server devices list`");
            }
            tell(
                &kept,
                || "Revoked. What it still holds will wait for a supervisor.".to_owned(),
                &json!({ "revoked": id }),
            );
            store.close().await;
        }
    }
    Ok(())
}
