//! Copies of an SQLite database: taken while it is in use, proved before they are called copies, and put back in its place.
//!
//! PostgreSQL has tools of its own for this (`pg_dump`, `pg_restore`, archives of its log), which know more than we could.

use super::opening::COPY_MARK;
use super::sql::{Sql, vals};
use super::sqlite;
use crate::private;
use anyhow::{Context, Result, bail, ensure};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a database that a server still has open is waited for.
const IN_USE_WITHIN: Duration = Duration::from_secs(1);

/// A file that was read through and is a whole database of Rond.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Proved {
    pub bytes: u64,
    pub entries: u64,
}

/// Copies a database as it stands at one moment; whoever writes meanwhile goes on. Nothing lies at `to` before the copy is
/// whole, proved and on the disk.
///
/// # Errors
/// When `to` is there already, the database can't be read, or its copy not written or proved.
pub async fn copy(from: &Path, to: &Path) -> Result<Proved> {
    ensure!(!to.exists(), "{} is there already: name a new file, so that no backup is lost", to.display());
    ensure!(sqlite::is_there(from)?, "there is no database at {}: name its folder by --data-dir", from.display());
    let part = beside(to, "part");
    remove(&part)?;
    let written = write(from, &part).await;
    let Ok(proved) = written else {
        remove(&part)?;
        return written;
    };
    put(&part, to)?;
    Ok(proved)
}

/// Copies a database beside itself before it is brought up to date, so that there is a way back. It needn't be one that a
/// server was ever started on; that every page can be read is proved all the same.
///
/// # Errors
/// When there is no room for it, or the database is damaged.
pub async fn copy_aside(database: &Path, now_ms: i64) -> Result<PathBuf> {
    let to = with_end(database, &format!("{COPY_MARK}{now_ms}"));
    let part = beside(&to, "part");
    remove(&part)?;
    let copied = async {
        vacuum_into(database, &part).await?;
        let mut one = SqliteConnectOptions::new().filename(&part).read_only(true).connect().await?;
        is_whole(&mut one).await?;
        Ok(one.close().await?)
    };
    let copied: Result<()> = copied.await;
    if copied.is_err() {
        remove(&part)?;
    }
    copied.context("the database can't be copied before it is brought up to date, and is left as it is")?;
    put(&part, &to)?;
    Ok(to)
}

async fn write(from: &Path, part: &Path) -> Result<Proved> {
    vacuum_into(from, part).await?;
    prove(part).await
}

async fn vacuum_into(from: &Path, part: &Path) -> Result<()> {
    let name = part.to_str().context("the file's name should be text")?;
    let mut one = SqliteConnectOptions::new().filename(from).connect().await.context("the database can't be opened")?;
    let told = || format!("the copy can't be written to {}: is there room, and may it be written?", part.display());
    sqlite::run(&mut one, Sql::Fixed("vacuum into $1"), vals![name]).await.with_context(told)?;
    Ok(one.close().await?)
}

/// Reads a file through: every page, every index, and that it is Rond's.
///
/// # Errors
/// When it is not such a database, or damaged; the message says which.
pub async fn prove(file: &Path) -> Result<Proved> {
    let told = || format!("{} is not a whole database of Rond", file.display());
    let bytes = fs::metadata(file).with_context(told)?.len();
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut one = options.connect().await.with_context(told)?;
    let entries = entries(&mut one).await.with_context(told)?;
    one.close().await?;
    Ok(Proved { bytes, entries })
}

/// Fails for a file with a damaged page or index.
async fn is_whole(one: &mut SqliteConnection) -> Result<()> {
    let rows = sqlite::all(one, Sql::Fixed("pragma integrity_check"), vals![]).await?;
    let whole: &str = rows.first().context("nothing was answered")?.try_get("integrity_check")?;
    ensure!(whole == "ok", "it is damaged: {whole}");
    Ok(())
}

async fn entries(one: &mut SqliteConnection) -> Result<u64> {
    is_whole(one).await?;
    let epoch = "select fact from server_facts where name = 'epoch'";
    let epoch = sqlite::all(one, Sql::Fixed(epoch), vals![]).await?;
    ensure!(!epoch.is_empty(), "no server was ever started on it");
    let count = sqlite::all(one, Sql::Fixed("select count(*) as count from entries"), vals![]).await?;
    count.first().context("nothing was answered")?.try_get("count")
}

/// A working copy of a backup that was proved, in the folder of a database, to be made ready there and then [`take_place`].
///
/// # Errors
/// When the backup can't be copied.
pub fn working_copy(backup: &Path, place: &Path) -> Result<PathBuf> {
    let work = beside(place, "restoring");
    discard(&work)?;
    // What lies in a log beside a file that was copied by hand belongs to it.
    for rest in ["", "-wal"] {
        let (from, to) = (with_end(backup, rest), with_end(&work, rest));
        if rest.is_empty() || from.exists() {
            let told = || format!("{} can't be copied to {}", from.display(), to.display());
            fs::copy(&from, &to).with_context(told)?;
        }
    }
    // A file that was copied elsewhere may have come back readable by everybody.
    private::make_private(&work)?;
    Ok(work)
}

/// Removes a working copy that came to nothing: nobody looks for another database's worth of entries there.
///
/// # Errors
/// When a file of it can't be removed.
pub fn discard(work: &Path) -> Result<()> {
    ["", "-wal", "-shm"].iter().try_for_each(|rest| remove(&with_end(work, rest)))
}

/// Puts a working copy in a database's place, in one step; what was there is kept beside it and named.
///
/// # Errors
/// When a server has the database open, or the files can't be moved: then nothing has changed.
pub async fn take_place(work: &Path, place: &Path, now_ms: i64) -> Result<Option<PathBuf>> {
    set_down(work).await?;
    let aside = match place.exists() {
        true => {
            let aside = beside(place, &format!("before-{now_ms}"));
            set_down(place).await?;
            // The name stays taken all the while: a server that is started in between finds one or the other.
            for rest in ["", "-wal", "-shm"] {
                let (of, to) = (with_end(place, rest), with_end(&aside, rest));
                if of.exists() {
                    fs::hard_link(&of, &to).or_else(|_| fs::copy(&of, &to).map(drop))?;
                }
            }
            Some(aside)
        }
        false => None,
    };
    for rest in ["-wal", "-shm"] {
        remove(&with_end(place, rest))?;
    }
    put(work, place)?;
    aside.as_deref().map_or(Ok(()), private::make_private)?;
    Ok(aside)
}

/// Leaves nothing of a database beside its file. Taking it out of WAL needs it alone, so that this also tells whether
/// somebody has it open. A damaged one, which may be why it is replaced, is left as it is.
async fn set_down(place: &Path) -> Result<()> {
    let options = SqliteConnectOptions::new().filename(place).busy_timeout(IN_USE_WITHIN);
    match options.journal_mode(SqliteJournalMode::Delete).connect().await {
        Ok(one) => Ok(one.close().await?),
        Err(error) if error.to_string().contains("locked") => {
            bail!("{} is in use: stop the server first, then try again", place.display())
        }
        Err(_) => Ok(()),
    }
}

/// Gives a finished file its name, on the disk.
fn put(part: &Path, to: &Path) -> Result<()> {
    let told = || format!("{} can't be written", to.display());
    File::open(part).and_then(|file| file.sync_all()).with_context(told)?;
    fs::rename(part, to).with_context(told)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).with_context(told)
}

fn beside(file: &Path, word: &str) -> PathBuf {
    with_end(file, &format!(".{word}"))
}

fn with_end(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

fn remove(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} can't be removed", file.display()))
        }
        _ => Ok(()),
    }
}
