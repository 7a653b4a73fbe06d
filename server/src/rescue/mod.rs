//! Rescue files: what a phone holds, saved by its officer when the phone can't send, and merged here as if it had been sent.
//!
//! A file is as sealed as the phone: without this server's key nobody reads it. Its entries keep their ids, journals and
//! numbers, so nothing counts twice, whatever the phone sends later; and what a revoked phone recorded waits for a
//! supervisor, file or not.

mod file;

pub use file::{File, FileEntry};

use crate::clock::now_ms;
use crate::escrow;
use crate::secret;
use crate::state::App;
use crate::store::{AuditEvent, Batch, Merged, NotMerged};
use anyhow::Result;
use domain::aad;
use domain::authorization::{Viewer, entries_of};
use domain::id::{DeviceId, JournalId};
use domain::merge::{Arrival, arrive};
use domain::wire::VerdictKind;
use serde_json::json;
use std::collections::BTreeMap;

/// What a file measures at most.
pub const FILE_BYTES: usize = 8 * 1024 * 1024;
/// Entries merged in one transaction, as in a request of a phone's.
const AT_ONCE: usize = 1_000;

/// What became of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Imported {
    pub fresh: usize,
    pub held_already: usize,
    /// From a revoked phone: they wait for a supervisor.
    pub quarantined: usize,
    pub refused: usize,
    /// Damaged, or never numbered on the phone.
    pub unreadable: usize,
}

/// Why nothing was taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotImported {
    /// It isn't a rescue file, or a damaged one.
    Unreadable,
    /// Sealed for another server, or of another partnership.
    Foreign,
    /// Of a person whose entries the viewer doesn't read.
    NotYours,
    /// The person has no phone on this server.
    NoPhone,
    /// Too much waits to be merged.
    Busy,
}

/// Merges a rescue file. What it holds is an officer's, in the officer's name; who brought it stands in the log.
///
/// # Errors
/// The outer error when the database fails; the inner one says why nothing was taken in.
pub async fn import(app: &App, viewer: &Viewer, text: &str) -> Result<Result<Imported, NotImported>> {
    let Some(file) = File::read(text) else { return Ok(Err(NotImported::Unreadable)) };
    if file.partnership != viewer.partnership {
        return Ok(Err(NotImported::Foreign));
    }
    let person = app.store.person(&viewer.partnership, file.person).await?;
    // Whoever may read an organisation's entries may bring them.
    if person.is_none_or(|p| entries_of(viewer) != Some(&p.organisation)) {
        return Ok(Err(NotImported::NotYours));
    }
    let place = aad::escrow(&viewer.partnership, file.person);
    let Some(key) = escrow::open(&app.keys, &file.escrow, &place)? else { return Ok(Err(NotImported::Foreign)) };
    let Some(device) = app.store.device_of(&viewer.partnership, file.person, file.device).await? else {
        return Ok(Err(NotImported::NoPhone));
    };
    let readable: Vec<Arrival> = file.entries.iter().filter_map(|entry| arrival(&key, &file, entry)).collect();
    let mut imported =
        Imported { unreadable: file.entries.len() + file.unsaved - readable.len(), ..Default::default() };
    let mut parts: Vec<&[Arrival]> = readable.chunks(AT_ONCE).rev().collect();
    while let Some(part) = parts.pop() {
        match merge(app, viewer, device, part.to_vec()).await {
            Ok(merged) => count(&merged, &mut imported),
            Err(NotMerged::TooLarge) if part.len() > 1 => {
                let (first, rest) = part.split_at(part.len() / 2);
                parts.extend([rest, first]);
            }
            Err(NotMerged::Busy | NotMerged::TooLarge) => return Ok(Err(NotImported::Busy)),
            Err(NotMerged::Failed(error)) => return Err(error),
        }
    }
    let about = json!({
        "person": file.person, "device": device, "fresh": imported.fresh, "held_already": imported.held_already,
        "quarantined": imported.quarantined, "refused": imported.refused, "unreadable": imported.unreadable,
    });
    app.store.note(&viewer.partnership, Some(viewer.person), AuditEvent::ImportRescue, about, now_ms()).await?;
    Ok(Ok(imported))
}

fn arrival(key: &escrow::PhoneKey, file: &File, entry: &FileEntry) -> Option<Arrival> {
    let kept = entry.opened(key, file.person)?;
    let json = serde_json::from_str(&kept.wire_text()).ok()?;
    Some(arrive(json, Some(kept.journal), file.person, &secret::hex_sha256))
}

async fn merge(app: &App, viewer: &Viewer, device: DeviceId, arrivals: Vec<Arrival>) -> Result<Merged, NotMerged> {
    let mut journals: BTreeMap<JournalId, u64> = BTreeMap::new();
    for read in arrivals.iter().filter_map(|a| a.outcome.as_ref().ok()) {
        let last = journals.entry(read.entry.journal).or_default();
        *last = (*last).max(read.entry.seq);
    }
    let batch = Batch {
        partnership: viewer.partnership.clone(),
        device,
        journals,
        arrivals,
        waiting: 0,
        clock: None,
        by_hand: true,
        now_ms: now_ms(),
    };
    app.writer.merge(batch).await
}

fn count(merged: &Merged, imported: &mut Imported) {
    for verdict in &merged.verdicts {
        let of = match verdict.verdict {
            VerdictKind::Accepted => &mut imported.fresh,
            VerdictKind::AlreadyHeld => &mut imported.held_already,
            VerdictKind::Quarantined => &mut imported.quarantined,
            VerdictKind::Refused | VerdictKind::Unknown => &mut imported.refused,
        };
        *of += 1;
    }
}
