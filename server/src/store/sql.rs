//! One way to speak to both databases: the same SQL text with `$1`, values in and rows out.
//!
//! What differs lives in `sqlite.rs` and `postgres.rs`, and nowhere else.

pub(super) use super::row::Row;
use super::{postgres, sqlite, statements};
use anyhow::Result;
use sqlx::{Postgres, Sqlite, Transaction};

/// A value on its way into or out of the database; `None` is SQL's null.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Val {
    Int(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

impl From<i64> for Val {
    fn from(int: i64) -> Self {
        Val::Int(Some(int))
    }
}
impl From<Option<i64>> for Val {
    fn from(int: Option<i64>) -> Self {
        Val::Int(int)
    }
}
impl From<bool> for Val {
    fn from(flag: bool) -> Self {
        Val::Int(Some(i64::from(flag)))
    }
}
impl From<&str> for Val {
    fn from(text: &str) -> Self {
        Val::Text(Some(text.to_owned()))
    }
}
impl From<String> for Val {
    fn from(text: String) -> Self {
        Val::Text(Some(text))
    }
}
impl From<Option<&str>> for Val {
    fn from(text: Option<&str>) -> Self {
        Val::Text(text.map(str::to_owned))
    }
}
impl From<&[u8]> for Val {
    fn from(bytes: &[u8]) -> Self {
        Val::Bytes(Some(bytes.to_vec()))
    }
}
impl From<[u8; 16]> for Val {
    fn from(bytes: [u8; 16]) -> Self {
        Val::Bytes(Some(bytes.to_vec()))
    }
}
impl From<Option<[u8; 16]>> for Val {
    fn from(bytes: Option<[u8; 16]>) -> Self {
        Val::Bytes(bytes.map(|b| b.to_vec()))
    }
}

/// The values of a statement, in the order of `$1`, `$2` …
macro_rules! vals {
    ($($val:expr),* $(,)?) => { vec![$($crate::store::sql::Val::from($val)),*] };
}
pub(super) use vals;

/// The values of a statement that is put together: each gets the next place.
#[derive(Default)]
pub(super) struct Placeholders(Vec<Val>);

impl Placeholders {
    /// The place of a value: `$1`, `$2` …
    pub(super) fn of(&mut self, val: impl Into<Val>) -> String {
        self.0.push(val.into());
        format!("${}", self.0.len())
    }

    pub(super) fn vals(self) -> Vec<Val> {
        self.0
    }
}

/// A statement's text. What is put together at run time is put together of fixed words and numbered places alone.
pub(super) enum Sql {
    Fixed(&'static str),
    /// One of so many texts that preparing it for later is no gain.
    Built(String),
    /// One of few texts: prepared once and found again.
    Repeated(String),
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Sql::Fixed(text)
    }
}
impl From<String> for Sql {
    fn from(text: String) -> Self {
        Sql::Built(text)
    }
}

/// A transaction on either database. Dropped without [`Tx::commit`] it leaves nothing behind.
pub(super) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>, postgres::Statements),
}

impl Tx {
    /// Carries out a statement; answers how many rows it touched.
    pub(super) async fn run(&mut self, sql: impl Into<Sql>, vals: Vec<Val>) -> Result<u64> {
        match self {
            Tx::Sqlite(tx) => sqlite::run(tx, sql.into(), vals).await,
            Tx::Postgres(tx, statements) => postgres::run(tx, *statements, sql.into(), vals).await,
        }
    }

    pub(super) async fn all(&mut self, sql: impl Into<Sql>, vals: Vec<Val>) -> Result<Vec<Row>> {
        match self {
            Tx::Sqlite(tx) => sqlite::all(tx, sql.into(), vals).await,
            Tx::Postgres(tx, statements) => postgres::all(tx, *statements, sql.into(), vals).await,
        }
    }

    /// The first row, if there is any.
    pub(super) async fn first(&mut self, sql: impl Into<Sql>, vals: Vec<Val>) -> Result<Option<Row>> {
        Ok(self.all(sql, vals).await?.into_iter().next())
    }

    /// After this it is durable (`synchronous=FULL`, `synchronous_commit=on`).
    pub(super) async fn commit(self) -> Result<()> {
        statements::count();
        match self {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Postgres(tx, _) => tx.commit().await?,
        }
        Ok(())
    }

    /// Holds a partnership until the end of the transaction: two servers on one PostgreSQL must not both take the
    /// same contribution away, and cursors must not skip. On SQLite the single writer is that lock.
    pub(super) async fn lock(&mut self, partnership: &str) -> Result<()> {
        match self {
            Tx::Sqlite(_) => Ok(()),
            Tx::Postgres(tx, statements) => postgres::lock_partnership(tx, *statements, partnership).await,
        }
    }

    /// Holds the end of a partnership's audit log until the end of the transaction: always the last lock of all, and by
    /// transactions that hold nothing else too.
    pub(super) async fn lock_log(&mut self, partnership: &str) -> Result<()> {
        match self {
            Tx::Sqlite(_) => Ok(()),
            Tx::Postgres(tx, statements) => postgres::lock_log(tx, *statements, partnership).await,
        }
    }

    /// Keeps every server out until the end of the transaction. On SQLite that has been done already, by a lock on a file
    /// (`hold.rs`).
    ///
    /// # Errors
    /// When a server runs on the database.
    pub(super) async fn keep_servers_out(&mut self) -> Result<()> {
        match self {
            Tx::Sqlite(_) => Ok(()),
            Tx::Postgres(tx, statements) => postgres::keep_servers_out(tx, *statements).await,
        }
    }

    /// Runs a script of several statements, without values.
    pub(super) async fn script(&mut self, sql: &str) -> Result<()> {
        match self {
            Tx::Sqlite(tx) => sqlite::script(tx, sql).await,
            Tx::Postgres(tx, _) => postgres::script(tx, sql).await,
        }
    }

    /// The statement that makes the table of applied migrations, as sqlx does, where it isn't there.
    pub(super) fn migrations_table(&self) -> &'static str {
        match self {
            Tx::Sqlite(_) => {
                "create table if not exists _sqlx_migrations (version bigint primary key, description text not null, \
                 installed_on timestamp not null default current_timestamp, success boolean not null, \
                 checksum blob not null, execution_time bigint not null)"
            }
            Tx::Postgres(..) => {
                "create table if not exists _sqlx_migrations (version bigint primary key, description text not null, \
                 installed_on timestamptz not null default now(), success boolean not null, \
                 checksum bytea not null, execution_time bigint not null)"
            }
        }
    }
}
