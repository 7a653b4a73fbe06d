//! `server audit verify|export|replay`.

use super::{opened, tell};
use crate::audit_file;
use crate::clock::now_ms;
use crate::config::{AuditCommand, Kept};
use crate::replay::{Replayed, replay};
use crate::secret::hex;
use crate::store::{AuditEvent, Store};
use anyhow::{Context, Result};
use domain::audit::{Fault, Walk, Wrong};
use domain::id::PartnershipId;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;
use std::process::ExitCode;

pub(super) async fn audit(what: AuditCommand) -> Result<ExitCode> {
    match what {
        AuditCommand::Verify { kept, against } => verify(&kept, against.as_deref()).await,
        AuditCommand::Replay { kept, file } => {
            play(&kept, &file).await?;
            Ok(ExitCode::SUCCESS)
        }
        AuditCommand::Export { kept, file } => {
            export(&kept, &file).await?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Walks along every log, and holds it against an earlier export. Fails when anything is wrong.
async fn verify(kept: &Kept, against: Option<&Path>) -> Result<ExitCode> {
    let store = opened(kept).await?;
    let mut walks = BTreeMap::new();
    for partnership in store.logged_partnerships().await? {
        let walk = store.walk_audit(&partnership).await?;
        walks.insert(partnership, walk);
    }
    if let Some(file) = against {
        let key = own_key(kept, &store).await?.verifying_key();
        let read = File::open(file).with_context(|| format!("{} can't be read", file.display()))?;
        let told = || format!("{} proves nothing", file.display());
        audit_file::against(&store, &mut BufReader::new(read), &key, &mut walks).await.with_context(told)?;
    }
    store.close().await;
    let is_whole = walks.values().all(Walk::is_whole);
    let value = |(of, walk): (&PartnershipId, &Walk)| as_json(of, walk);
    let value = json!({ "whole": is_whole, "logs": walks.iter().map(value).collect::<Vec<Value>>() });
    tell(kept, || walks.iter().map(|(of, walk)| in_words(of, walk)).collect::<Vec<_>>().join("\n"), &value);
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Writes every log to a file; that it was taken out is its last row.
async fn export(kept: &Kept, file: &Path) -> Result<()> {
    let store = opened(kept).await?;
    let key = own_key(kept, &store).await?;
    let partnerships = store.logged_partnerships().await?;
    for partnership in &partnerships {
        store.note(partnership, None, AuditEvent::ExportAudit, json!({}), now_ms()).await?;
    }
    let told = || format!("{} can't be written: name another file", file.display());
    // Never over an earlier export, which may be all that shows what has become of the log.
    let mut to = BufWriter::new(File::create_new(file).with_context(told)?);
    let heads = audit_file::export(&store, &partnerships, &key, &mut to, now_ms()).await?;
    to.get_ref().sync_all().with_context(told)?;
    store.close().await;
    let value = |head: &domain::audit::Head| json!({ "partnership": head.partnership, "number": head.number, "hash": hex(&head.hash) });
    let value =
        json!({ "key": hex(key.verifying_key().as_bytes()), "heads": heads.iter().map(value).collect::<Vec<Value>>() });
    let line = |head: &domain::audit::Head| format!("{}: {} rows, signed.", head.partnership, head.number);
    tell(kept, || heads.iter().map(line).collect::<Vec<_>>().join("\n"), &value);
    Ok(())
}

/// Does again what a backup that was put back doesn't know; again for decisions that waited for entries.
async fn play(kept: &Kept, file: &Path) -> Result<()> {
    let store = opened(kept).await?;
    let done = replayed(kept, &store, file).await?;
    store.close().await;
    tell(kept, || done.to_string(), &json!(done));
    Ok(())
}

/// Plays a file's rows to a store.
pub(super) async fn replayed(kept: &Kept, store: &Store, file: &Path) -> Result<Replayed> {
    let key = own_key(kept, store).await?.verifying_key();
    let export = std::fs::read(file).with_context(|| format!("{} can't be read", file.display()))?;
    replay(store, &export, &key, now_ms()).await
}

async fn own_key(kept: &Kept, store: &Store) -> Result<ed25519_dalek::SigningKey> {
    let keys = kept.existing_keys()?;
    store.belongs_to(&keys.fingerprint()).await?;
    Ok(keys.audit())
}

fn in_words(partnership: &PartnershipId, walk: &Walk) -> String {
    if walk.is_whole() {
        return format!("{partnership}: {} rows, each as it was written.", walk.rows);
    }
    let mut lines: Vec<String> =
        walk.faults.iter().map(|fault| format!("{partnership}: {}", fault_in_words(*fault))).collect();
    if walk.more > 0 {
        lines.push(format!("{partnership}: and {} rows more.", walk.more));
    }
    lines.join("\n")
}

fn fault_in_words(Fault { number, wrong }: Fault) -> String {
    match wrong {
        Wrong::Changed => format!("row {number} was changed: it isn't what was hashed"),
        Wrong::Moved { from } => format!("row {number} was moved: it was written as row {from}"),
        Wrong::Unlinked => {
            format!("row {number} doesn't follow from the row before: that one was replaced, or this one put in")
        }
        Wrong::Missing { through } if through == number => format!("row {number} was removed"),
        Wrong::Missing { through } => format!("rows {number} to {through} were removed"),
        Wrong::Repeated => format!("row {number} stands twice"),
        Wrong::Unreadable => format!("row {number} can't be read"),
        Wrong::Replaced => format!("row {number} is another than was exported"),
        Wrong::CutOff { last } => format!("row {number} was exported, and the log ends at row {last}"),
    }
}

fn as_json(partnership: &PartnershipId, walk: &Walk) -> Value {
    let fault =
        |fault: &Fault| json!({ "number": fault.number, "wrong": fault.wrong.word(), "told": fault_in_words(*fault) });
    json!({
        "partnership": partnership, "rows": walk.rows, "last": walk.last, "head": hex(&walk.head),
        "faults": walk.faults.iter().map(fault).collect::<Vec<Value>>(), "more": walk.more,
    })
}
