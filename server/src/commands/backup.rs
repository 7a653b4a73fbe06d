//! `server backup`, `server restore`.

use super::{audit, tell};
use crate::clock::now_ms;
use crate::config::{Kept, Restore};
use crate::replay::Replayed;
use crate::secret;
use crate::store::{Store, backup as copies};
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Never over an earlier file, and never half of one.
pub(super) async fn backup(kept: &Kept, file: &Path) -> Result<()> {
    let url = kept.told()?.unwrap_or_else(|| kept.own());
    let database = copies::file_of(&url)?.context(
        "PostgreSQL is copied by its own tools: pg_dump --format=custom makes a backup, pg_restore puts it back; then run \
         `server restore` without a file",
    )?;
    let proved = copies::copy(&database, file).await?;
    let line = || {
        format!(
            "{}: {} entries, {} bytes, read through and whole. Keep {} apart from it: without that key it opens nothing.",
            file.display(),
            proved.entries,
            proved.bytes,
            kept.key_place().display()
        )
    };
    tell(kept, line, &json!({ "file": file, "entries": proved.entries, "bytes": proved.bytes }));
    Ok(())
}

/// Makes a backup ready beside the database, and lets it take the place in one step.
pub(super) async fn restore(restore: &Restore) -> Result<()> {
    let Restore { kept, file, log } = restore;
    let key = kept.key_place();
    ensure!(key.exists(), "put the key file back first ({}): the database can't be used with another", key.display());
    let url = kept.database()?;
    let place = copies::file_of(&url)?;
    let (work, proved) = match (file, &place) {
        (Some(file), Some(place)) => {
            let (work, proved) = copies::working_copy(file, place).await?;
            (Some(work), Some(proved))
        }
        (Some(_), None) => {
            anyhow::bail!("PostgreSQL is put back by pg_restore: do that first, then run this without a file")
        }
        (None, _) => (None, None),
    };
    let opened = work.as_ref().map_or(url, |work| format!("sqlite:{}", work.display()));
    let done = takes_over(kept, &opened, log.as_deref(), work.as_deref().zip(place.as_deref())).await;
    if let (Err(_), Some(work)) = (&done, &work) {
        copies::discard(work)?;
    }
    let (replayed, aside) = done?;
    let entries = proved.map(|proved| proved.entries);
    let line = || in_words(entries, replayed.as_ref(), aside.as_ref());
    tell(kept, line, &json!({ "entries": entries, "replayed": replayed, "aside": aside }));
    Ok(())
}

/// Makes a database ready, and lets it take another's place where it isn't in its own already.
async fn takes_over(
    kept: &Kept,
    url: &str,
    log: Option<&Path>,
    work_and_place: Option<(&Path, &Path)>,
) -> Result<(Option<Replayed>, Option<PathBuf>)> {
    let replayed = make_ready(kept, url, log).await?;
    let aside = match work_and_place {
        Some((work, place)) => copies::take_place(work, place, now_ms()).await?,
        None => None,
    };
    Ok((replayed, aside))
}

async fn make_ready(kept: &Kept, url: &str, log: Option<&Path>) -> Result<Option<Replayed>> {
    let store = Store::open(url).await?;
    store.belongs_to(&kept.keys()?.fingerprint()).await?;
    store.begin_anew(&secret::epoch()?, now_ms()).await?;
    let replayed = match log {
        Some(log) => Some(audit::replayed(kept, &store, log).await?),
        None => None,
    };
    store.close().await;
    Ok(replayed)
}

fn in_words(entries: Option<u64>, replayed: Option<&Replayed>, aside: Option<&PathBuf>) -> String {
    let mut lines = vec![match entries {
        Some(entries) => format!("The backup with {entries} entries is in place; the server can be started."),
        None => "The database is ready; the server can be started.".to_owned(),
    }];
    lines.extend(aside.map(|aside| format!("What was there lies at {}.", aside.display())));
    lines.push(
        "Phones offer again what they still have. Everybody signs in anew; codes and links are to be given anew."
            .to_owned(),
    );
    lines.push(match replayed {
        Some(replayed) => replayed.to_string(),
        None => "No log was played: phones that were revoked since are welcome again until `server audit replay FILE`."
            .to_owned(),
    });
    lines.join("\n")
}
