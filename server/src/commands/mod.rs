//! The commands of an administrator, each in a file of its own.

mod audit;
mod backup;
mod config;
mod devices;
mod migrate;
mod partnership;
mod people;
mod promise;
mod rebuild;
mod serve;

use crate::config::{Command, Kept, Partnership, What};
use crate::output::print_line;
use crate::store::{Opening, Store};
use anyhow::{Context, Result, bail};
use domain::id::PartnershipId;
use std::process::ExitCode;

/// Carries out a command.
///
/// # Errors
/// What went wrong, in a sentence that says what to do.
pub async fn run(command: Command) -> Result<ExitCode> {
    match command.what {
        What::Serve(serve) => serve::serve(&serve).await?,
        What::People { what } => people::people(what).await?,
        What::Codes { what } => people::codes(what).await?,
        What::Devices { what } => devices::devices(what).await?,
        What::Promise { what } => return promise::promise(what).await,
        What::Partnership { what } => partnership::partnership(what).await?,
        What::Audit { what } => return audit::audit(what).await,
        What::Rebuild { kept, of } => rebuild::rebuild(&kept, &of).await?,
        What::Backup { kept, file } => backup::backup(&kept, &file).await?,
        What::Restore(restore) => backup::restore(&restore).await?,
        What::Migrate(kept) => migrate::migrate(&kept).await?,
        What::Demo(demo) => serve::demo(&demo).await?,
        What::Config { what } => return config::config(what).await,
    }
    Ok(ExitCode::SUCCESS)
}

/// Opens the database of a command, which is there: looking creates nothing.
async fn opened(kept: &Kept) -> Result<Store> {
    Store::open(&kept.database()?, Opening::Existing).await
}

/// The one partnership that a command is about.
///
/// # Errors
/// When there is none of that id, or several and none is named: the message names them.
async fn one_partnership(store: &Store, of: &Partnership) -> Result<PartnershipId> {
    let mut all = partnerships(store, of).await?;
    if all.len() > 1 {
        bail!("this server holds several partnerships: say which by --partnership, one of {}", ids(&all));
    }
    all.pop().context(NO_PARTNERSHIP)
}

/// The partnerships that a command is about: the one that is named, or all.
///
/// # Errors
/// When there is none of that id.
async fn partnerships(store: &Store, of: &Partnership) -> Result<Vec<PartnershipId>> {
    let all = store.partnerships().await?;
    let Some(id) = &of.id else { return Ok(all) };
    match all.iter().find(|known| known.as_str() == id) {
        Some(known) => Ok(vec![known.clone()]),
        None if all.is_empty() => bail!(NO_PARTNERSHIP),
        None => bail!("this server holds no partnership {id}: --partnership is one of {}", ids(&all)),
    }
}

const NO_PARTNERSHIP: &str = "no promise is in force: load one with `server promise load FILE`, or in the browser \
                              behind the link that `server people link` prints";

fn ids(all: &[PartnershipId]) -> String {
    all.iter().map(PartnershipId::as_str).collect::<Vec<_>>().join(", ")
}

/// Waits for a count, or until the person stops it: then nothing has changed, and nothing of it is left.
async fn unless_stopped<T>(store: &Store, counting: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::select! {
        counted = counting => counted,
        stopped = tokio::signal::ctrl_c() => {
            stopped.context("Ctrl-C can't be heard")?;
            store.stop_begun().await?;
            bail!("stopped: nothing was changed")
        }
    }
}

/// Prints a line for people, or a value for scripts.
fn tell(kept: &Kept, line: impl FnOnce() -> String, value: &serde_json::Value) {
    if kept.json { print_line!("{value}") } else { print_line!("{}", line()) }
}
