//! SQLite: embedded, one file in the data folder, one writer.

use super::sql::{Row, Sql, Tx, Val};
use anyhow::{Context, Result};
use sqlx::migrate::Migrator;
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow};
use sqlx::sqlite::{SqliteSynchronous, SqliteValueRef};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Row as _, Sqlite, SqliteConnection, SqlitePool, TypeInfo, ValueRef,
};
use std::str::FromStr;
use std::time::Duration;

/// Readers that never wait for the writer (WAL), and the one writer.
#[derive(Clone)]
pub(super) struct Pools {
    read: SqlitePool,
    write: SqlitePool,
}

/// Whether the file can be read as a database. One that isn't there yet is made by the first start, in a folder that is.
pub(super) async fn reach(url: &str) -> Result<()> {
    let told = || format!("{url} is not an address of an SQLite database");
    let options = SqliteConnectOptions::from_str(url).with_context(told)?;
    let file = options.get_filename().to_owned();
    if !file.exists() {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
        anyhow::ensure!(folder.is_dir(), "the folder of the database, {}, isn't there", folder.display());
        return Ok(());
    }
    let mut one = options.read_only(true).connect().await.with_context(|| format!("{url} can't be opened"))?;
    all(&mut one, Sql::Fixed("select count(*) from sqlite_schema"), Vec::new())
        .await
        .with_context(|| format!("{} is not a database", file.display()))?;
    Ok(one.close().await?)
}

pub(super) async fn open(url: &str) -> Result<Pools> {
    let options = SqliteConnectOptions::from_str(url)
        .with_context(|| format!("{url} is not an address of an SQLite database"))?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // A receipt means durable: with NORMAL a power cut takes back what was committed last.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // Another process, such as a command beside a running server, may hold the file. A phone that is told to come again
        // is better off than one that gives up waiting.
        .busy_timeout(Duration::from_secs(5))
        .pragma("cache_size", "-16384")
        // What is deleted is overwritten where its page is written anyway.
        .pragma("secure_delete", "fast")
        // "insert or replace" must meet the triggers that refuse deleting.
        .pragma("recursive_triggers", "on")
        .pragma("temp_store", "memory");
    let write = pool()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(60))
        .connect_with(options.clone())
        .await
        .with_context(|| format!("the database {url} can't be opened: is its folder there, and may it be written?"))?;
    Migrator::with_migrations(super::migrations::sqlite())
        .run(&write)
        .await
        .context("the database can't be brought up to date")?;
    let read = pool().max_connections(4).connect_lazy_with(options);
    Ok(Pools { read, write })
}

/// SQLite rolls back by itself when the disk is full, and the library then goes on counting the transaction as open, so that
/// none could begin on that connection ever again: it is let go, and another opened.
fn pool() -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .before_acquire(|connection, _| Box::pin(async move { Ok(!Connection::is_in_transaction(connection)) }))
}

impl Pools {
    pub(super) async fn begin(&self) -> Result<Tx> {
        Ok(Tx::Sqlite(self.write.begin_with("begin immediate").await?))
    }

    pub(super) async fn begin_reading(&self) -> Result<Tx> {
        Ok(Tx::Sqlite(self.read.begin().await?))
    }

    /// Writes the whole file anew without its free space, and empties the journal of writes beside it.
    pub(super) async fn wipe_deleted(&self) -> Result<()> {
        sqlx::query("vacuum").execute(&self.write).await?;
        sqlx::query("pragma wal_checkpoint(truncate)").execute(&self.write).await?;
        Ok(())
    }

    pub(super) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

fn query(sql: Sql) -> Query<'static, Sqlite, SqliteArguments> {
    match sql {
        Sql::Fixed(text) => sqlx::query(text),
        Sql::Built(text) => sqlx::query(AssertSqlSafe(text)).persistent(false),
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
    Ok(bound(sql, vals).execute(to).await?.rows_affected())
}

pub(super) async fn all(from: &mut SqliteConnection, sql: Sql, vals: Vec<Val>) -> Result<Vec<Row>> {
    bound(sql, vals).fetch_all(from).await?.iter().map(row).collect()
}

fn row(from: &SqliteRow) -> Result<Row> {
    (0..from.len()).map(|at| val(from, at)).collect::<Result<_>>().map(Row)
}

fn val(from: &SqliteRow, at: usize) -> Result<Val> {
    let raw: SqliteValueRef<'_> = from.try_get_raw(at)?;
    if raw.is_null() {
        return Ok(Val::Int(None));
    }
    let kind = raw.type_info().name().to_owned();
    Ok(match kind.as_str() {
        "TEXT" => Val::Text(from.try_get_unchecked(at)?),
        "BLOB" => Val::Bytes(from.try_get_unchecked(at)?),
        _ => Val::Int(from.try_get_unchecked(at)?),
    })
}
