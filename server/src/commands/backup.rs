//! `server backup`, `server restore`.

use super::{audit, tell};
use crate::clock::now_ms;
use crate::config::{Kept, Restore};
use crate::replay::Replayed;
use crate::secret;
use crate::store::{DatabaseAddress, Hold, Opening, Store, backup as copies};
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Never over an earlier file, and never half of one.
pub(super) async fn backup(kept: &Kept, file: &Path) -> Result<()> {
    let database = kept.database()?.file()?.context(
        "PostgreSQL is copied by its own tools: pg_dump --format=custom makes a backup, pg_restore puts it back; then run \
         `server restore --in-place`",
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
    let Restore { kept, file, log, in_place } = restore;
    ensure!(
        file.is_some() || *in_place,
        "name the backup FILE that is put back; where another tool has put the database back already, say --in-place"
    );
    let key = kept.key_place();
    ensure!(key.exists(), "put the key file back first ({}): the database can't be used with another", key.display());
    let Some(file) = file else {
        let replayed = make_ready(kept, &kept.database()?, Opening::Alone, log.as_deref()).await?;
        tell(kept, || in_words(None, replayed.as_ref(), None), &json!({ "entries": null, "replayed": replayed }));
        return Ok(());
    };
    let address = kept.database_to_create()?;
    let place = address.file()?.context(
        "PostgreSQL is put back by pg_restore: do that first, then run this with --in-place instead of a file",
    )?;
    let is_itself =
        std::fs::canonicalize(file).ok().zip(std::fs::canonicalize(&place).ok()).is_some_and(|(a, b)| a == b);
    ensure!(!is_itself, "{} is the database itself: to use it as it lies, say --in-place", file.display());
    let proved = copies::prove(file).await?;
    // From here on nobody may write what is to be replaced.
    let _alone = Hold::alone(&place)?;
    let work = copies::working_copy(file, &place)?;
    let done = takes_over(kept, log.as_deref(), (&work, &place)).await;
    if done.is_err() {
        copies::discard(&work)?;
    }
    let (replayed, aside) = done?;
    let entries = Some(proved.entries);
    let line = || in_words(entries, replayed.as_ref(), aside.as_ref());
    tell(kept, line, &json!({ "entries": entries, "replayed": replayed, "aside": aside }));
    Ok(())
}

/// Makes a working copy ready, and lets it take the database's place.
async fn takes_over(
    kept: &Kept,
    log: Option<&Path>,
    (work, place): (&Path, &Path),
) -> Result<(Option<Replayed>, Option<PathBuf>)> {
    let address = DatabaseAddress::File(work.to_owned());
    let replayed = make_ready(kept, &address, Opening::WorkingCopy, log).await?;
    Ok((replayed, copies::take_place(work, place, now_ms()).await?))
}

async fn make_ready(
    kept: &Kept,
    address: &DatabaseAddress,
    opening: Opening,
    log: Option<&Path>,
) -> Result<Option<Replayed>> {
    let store = Store::open(address, opening).await?;
    store.belongs_to(&kept.existing_keys()?.fingerprint()).await?;
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
