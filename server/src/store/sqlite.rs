//! SQLite: embedded, one file in the data folder, one writer.

use super::hold::Hold;
use super::opening::{self, Opening, State, Step};
use super::sql::{Row, Sql, Tx, Val};
use super::{DatabaseAddress, backup, migrations, statements};
use crate::clock::now_ms;
use anyhow::{Context, Result, bail, ensure};
use sqlx::query::Query;
use sqlx::sqlite::SqliteSynchronous;
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, Connection, Row as _, Sqlite, SqliteConnection, SqlitePool};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a command, or the preparation of a database, waits for whoever writes at the moment.
const PATIENT: Duration = Duration::from_secs(60);
/// How long a request waits: a phone that is told to come again is better off than one that gives up waiting.
const IMPATIENT: Duration = Duration::from_secs(5);
/// How long somebody else's preparation of the same database is waited for.
const PREPARED_WITHIN: Duration = Duration::from_secs(10);
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// Texts of statements that a connection keeps prepared: each table that takes many rows has one for each size of chunk.
const PREPARED: usize = 256;
/// Pages of the log beside the file after which the writer itself takes them up into the file: only where the task that does
/// it beside the writer doesn't keep up. 64 MiB.
const WRITER_CHECKPOINT_PAGES: &str = "16384";

/// Readers that never wait for the writer (WAL), and the one writer.
#[derive(Clone)]
pub(super) struct Pools {
    read: SqlitePool,
    write: SqlitePool,
    /// `None` for a working copy, and for a database in memory.
    hold: Option<Arc<Hold>>,
    /// Of a server alone: there is one on a database.
    serving: Option<Arc<Hold>>,
}

/// How a database stands to this program. Nothing is created or changed.
///
/// # Errors
/// When its folder isn't there, or it can't be read as a database.
pub(super) async fn look(address: &DatabaseAddress) -> Result<State> {
    let Some(file) = address.file()? else { return Ok(State::Empty) };
    if !is_there(&file)? {
        return Ok(State::Empty);
    }
    let told = || format!("{} can't be read as a database", file.display());
    let mut tx = looking(address).await.with_context(told)?;
    state(&mut tx).await.with_context(told)
}

/// Whether a database's file is there. One that nobody may look for is no new one.
pub(super) fn is_there(file: &Path) -> Result<bool> {
    let told = || format!("{} can't be looked for: run this as the server's user, or mend --data-dir", file.display());
    file.try_exists().with_context(told)
}

/// A transaction that only reads.
pub(super) async fn looking(address: &DatabaseAddress) -> Result<Tx> {
    let options = address.sqlite()?.read_only(true).busy_timeout(PATIENT);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    Ok(Tx::Sqlite(pool.begin().await?))
}

async fn state(tx: &mut Tx) -> Result<State> {
    let tables = tx.all("select name from sqlite_schema where type = 'table'", Vec::new()).await?;
    let tables = tables.iter().map(|row| row.try_get::<&str>("name")).collect::<Result<Vec<_>>>()?;
    let applied = match tables.contains(&migrations::TABLE) {
        true => Some(migrations::applied(tx, &migrations::sqlite()).await?),
        false => None,
    };
    Ok(State::of(applied.as_deref(), !tables.is_empty()))
}

pub(super) async fn open(address: &DatabaseAddress, opening: Opening) -> Result<Pools> {
    let file = address.file()?;
    let hold = match &file {
        Some(file) if opening != Opening::WorkingCopy => Some(Arc::new(held(address, file, opening).await?)),
        Some(_) => {
            prepare(address, opening::step(address, look(address).await?, opening)?, None).await?;
            None
        }
        None => None,
    };
    let serving = match &file {
        Some(file) if opening == Opening::Serve => Some(Arc::new(Hold::serving(file)?)),
        _ => None,
    };
    let busy = if opening == Opening::Serve { IMPATIENT } else { PATIENT };
    let mut options = options(address)?.busy_timeout(busy);
    if opening == Opening::Serve {
        options = options.journal_mode(SqliteJournalMode::Wal);
        file.as_deref().map_or(Ok(()), crate::private::make_private)?;
    }
    let writing = match opening {
        Opening::Serve => options.clone().pragma("wal_autocheckpoint", WRITER_CHECKPOINT_PAGES),
        _ => options.clone(),
    };
    let write = pool()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(60))
        .connect_with(writing)
        .await
        .with_context(|| format!("the database {address} can't be opened: may it be written?"))?;
    if file.is_none() {
        apply(&write).await?;
    }
    // One of them may be taken for minutes by a count.
    let read = pool().max_connections(5).connect_lazy_with(options);
    Ok(Pools { read, write, hold, serving })
}

/// A lock on a database that is up to date, which it is made first where that is allowed. Whoever else prepares it at the same
/// moment is waited for.
async fn held(address: &DatabaseAddress, file: &Path, opening: Opening) -> Result<Hold> {
    let began = Instant::now();
    loop {
        match opening::step(address, look(address).await?, opening)? {
            Step::Nothing if opening == Opening::Alone => return Hold::alone(file),
            Step::Nothing => {
                if let Some(hold) = Hold::try_shared(file, opening != Opening::Existing)? {
                    return Ok(hold);
                }
            }
            Step::Create | Step::Migrate => {
                if let Some(_alone) = Hold::try_alone(file)? {
                    // Somebody else may have prepared it meanwhile.
                    prepare(address, opening::step(address, look(address).await?, opening)?, Some(file)).await?;
                    continue;
                }
            }
        }
        if began.elapsed() > PREPARED_WITHIN {
            bail!("{address} is in use by a server or another command: stop the server first, then try again");
        }
        tokio::time::sleep(BETWEEN_TRIES).await;
    }
}

/// Creates a database, or brings it up to date: whole or not at all. `original` is copied first where it is an older one.
async fn prepare(address: &DatabaseAddress, step: Step, original: Option<&Path>) -> Result<()> {
    if step == Step::Nothing {
        return Ok(());
    }
    if step == Step::Migrate
        && let Some(file) = original
    {
        let copy = backup::copy_aside(file, now_ms()).await?;
        tracing::info!(copy = %copy.display(), "the database was copied before it is brought up to date");
    }
    let options = options(address)?.create_if_missing(step == Step::Create).busy_timeout(PATIENT);
    let options = if original.is_some() { options.journal_mode(SqliteJournalMode::Wal) } else { options };
    let one = SqlitePoolOptions::new().max_connections(1).connect_with(options).await;
    let one =
        one.with_context(|| format!("the database {address} can't be opened: is its folder there, and writable?"))?;
    let applied = apply(&one).await;
    one.close().await;
    applied.with_context(|| format!("the database {address} can't be brought up to date"))
}

async fn apply(to: &SqlitePool) -> Result<()> {
    let mut tx = Tx::Sqlite(to.begin_with("begin immediate").await?);
    migrations::apply(&mut tx, &migrations::sqlite()).await?;
    tx.commit().await
}

/// Whether the folder of a database that isn't there yet is.
///
/// # Errors
/// When it isn't.
pub(super) fn has_folder(file: &Path) -> Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    ensure!(folder.is_dir(), "the folder of the database, {}, isn't there: make it, or name another", folder.display());
    Ok(())
}

fn options(address: &DatabaseAddress) -> Result<SqliteConnectOptions> {
    Ok(address
        .sqlite()?
        // A receipt means durable: with NORMAL a power cut takes back what was committed last.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .statement_cache_capacity(PREPARED)
        .pragma("cache_size", "-16384")
        // What is deleted is overwritten where its page is written anyway.
        .pragma("secure_delete", "fast")
        // "insert or replace" must meet the triggers that refuse deleting.
        .pragma("recursive_triggers", "on")
        .pragma("temp_store", "memory"))
}

/// SQLite rolls back by itself when the disk is full, and the library then goes on counting the transaction as open, so that
/// none could begin on that connection ever again: it is let go, and another opened.
fn pool() -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        // There is no line that could be cut.
        .test_before_acquire(false)
        .before_acquire(|connection, _| Box::pin(async move { Ok(!Connection::is_in_transaction(connection)) }))
}

impl Pools {
    pub(super) async fn begin(&self) -> Result<Tx> {
        statements::count();
        Ok(Tx::Sqlite(self.write.begin_with("begin immediate").await?))
    }

    pub(super) async fn begin_reading(&self) -> Result<Tx> {
        Ok(Tx::Sqlite(self.read.begin().await?))
    }

    pub(super) async fn rows(&self, sql: &'static str, vals: Vec<Val>) -> Result<Vec<Row>> {
        all(&mut *self.read.acquire().await?, Sql::Fixed(sql), vals).await
    }

    /// Writes the whole file anew without its free space, and empties the journal of writes beside it.
    pub(super) async fn wipe_deleted(&self) -> Result<()> {
        sqlx::query("vacuum").execute(&self.write).await?;
        let row = sqlx::query("pragma wal_checkpoint(truncate)").fetch_one(&self.write).await?;
        let is_blocked: i64 = row.try_get(0)?;
        ensure!(is_blocked == 0, "somebody reads the database all the while, so that its log can't be emptied");
        Ok(())
    }

    /// By a reader, so that the writer goes on meanwhile; what others still read stays where it is.
    pub(super) async fn checkpoint(&self) -> Result<()> {
        sqlx::query("pragma wal_checkpoint(passive)").execute(&self.read).await?;
        Ok(())
    }

    pub(super) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
        self.hold.iter().chain(&self.serving).for_each(|hold| hold.release());
    }
}

fn query(sql: Sql) -> Query<'static, Sqlite, SqliteArguments> {
    match sql {
        Sql::Fixed(text) => sqlx::query(text),
        Sql::Built(text) => sqlx::query(AssertSqlSafe(text)).persistent(false),
        Sql::Repeated(text) => sqlx::query(AssertSqlSafe(text)),
    }
}

fn bound(sql: Sql, vals: Vec<Val>) -> Query<'static, Sqlite, SqliteArguments> {
    vals.into_iter().fold(query(sql), |query, val| match val {
        Val::Int(int) => query.bind(int),
        Val::Text(text) => query.bind(text),
        Val::Bytes(bytes) => query.bind(bytes),
    })
}

pub(super) async fn run(to: &mut SqliteConnection, sql: Sql, vals: Vec<Val>) -> Result<u64> {
    statements::count();
    Ok(bound(sql, vals).execute(to).await?.rows_affected())
}

/// Runs a script of several statements.
pub(super) async fn script(to: &mut SqliteConnection, sql: &str) -> Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(to).await?;
    Ok(())
}

pub(super) async fn all(from: &mut SqliteConnection, sql: Sql, vals: Vec<Val>) -> Result<Vec<Row>> {
    statements::count();
    Ok(bound(sql, vals).fetch_all(from).await?.into_iter().map(Row::Sqlite).collect())
}
