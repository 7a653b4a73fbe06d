//! Somebody who has the database itself: past every route, and past the triggers once they are switched off. The one file
//! outside the store that speaks SQL.

use anyhow::{Context, Result};
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection, raw_sql};

/// A connection of its own. What is done is done to the shipped promise's partnership, the only one in these tests.
pub enum Intruder {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Intruder {
    /// # Errors
    /// When the database can't be reached.
    pub async fn at(url: &str) -> Result<Self> {
        Ok(if url.starts_with("sqlite:") {
            Self::Sqlite(SqliteConnection::connect(url).await.context("the file can't be opened")?)
        } else {
            Self::Postgres(PgConnection::connect(url).await.context("the database can't be reached")?)
        })
    }

    async fn runs(&mut self, sql: String) -> Result<()> {
        let sql = raw_sql(AssertSqlSafe(sql));
        match self {
            Self::Sqlite(connection) => sql.execute(connection).await.map(|_| ())?,
            Self::Postgres(connection) => sql.execute(connection).await.map(|_| ())?,
        }
        Ok(())
    }

    /// Whatever the database lets nobody do to the log, each with what it said; an empty text where it let it happen.
    ///
    /// # Errors
    /// Never: a refusal is what is asked for.
    pub async fn tries(&mut self) -> Result<Vec<(String, String)>> {
        let mut all = vec!["update audit set deed = 'x'", "delete from audit", "delete from audit where number = 1"];
        match self {
            Self::Sqlite(_) => all.push(
                "insert or replace into audit select partnership, number, at, person, 'x', about, prev, hash from audit",
            ),
            Self::Postgres(_) => all.extend([
                "truncate audit",
                "insert into audit select partnership, number, at, person, deed, about, prev, hash from audit \
                 on conflict (partnership, number) do update set deed = 'x'",
            ]),
        }
        let mut told = Vec::new();
        for sql in all {
            let said = self.runs(sql.to_owned()).await.err().map(|error| format!("{error:#}")).unwrap_or_default();
            told.push((sql.to_owned(), said));
        }
        Ok(told)
    }

    /// Switches off what refuses.
    ///
    /// # Errors
    /// When that fails.
    pub async fn frees(&mut self) -> Result<()> {
        let sql = match self {
            Self::Sqlite(_) => {
                "drop trigger if exists audit_row_is_never_changed; drop trigger if exists audit_row_is_never_deleted"
            }
            Self::Postgres(_) => "alter table audit disable trigger user",
        };
        self.runs(sql.to_owned()).await
    }

    /// Puts another letter in the place of the first one of a row's deed.
    ///
    /// # Errors
    /// When that fails.
    pub async fn changes(&mut self, number: u64) -> Result<()> {
        self.runs(format!("update audit set deed = 'x' || substr(deed, 2) where number = {number}")).await
    }

    /// # Errors
    /// When that fails.
    pub async fn removes(&mut self, from: u64, through: u64) -> Result<()> {
        self.runs(format!("delete from audit where number between {from} and {through}")).await
    }

    /// Lets two rows change their numbers.
    ///
    /// # Errors
    /// When that fails.
    pub async fn swaps(&mut self, one: u64, other: u64) -> Result<()> {
        for (from, to) in [(one as i64, -1), (other as i64, one as i64), (-1, other as i64)] {
            self.runs(format!("update audit set number = {to} where number = {from}")).await?;
        }
        Ok(())
    }

    /// Brings the log back to where an older Rond left it: its rows unchained, in a table of their own.
    ///
    /// # Errors
    /// When that fails.
    pub async fn unchains(&mut self) -> Result<()> {
        self.frees().await?;
        let sql = "insert into audit_unchained (partnership, at, person, deed, about) \
                   select partnership, at, person, deed, about from audit order by partnership, number; \
                   delete from audit";
        self.runs(sql.to_owned()).await
    }
}
