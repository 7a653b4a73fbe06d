//! Somebody who has the database itself: past every route, and past the triggers once they are switched off. The one file
//! outside the store that speaks SQL.

mod many;

use anyhow::{Context, Result};
use domain::calendar::Day;
use domain::id::{EntryId, JournalId, PersonId};
use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection, query_scalar, raw_sql};
use std::collections::BTreeSet;
use std::str::FromStr;

/// A row of `entries` as a merge would have written it: recorded by somebody of the police, neither corrected nor marked.
pub struct Filled {
    pub id: EntryId,
    pub hash: String,
    pub journal: JournalId,
    pub seq: u64,
    pub author: PersonId,
    pub activity: String,
    pub area: String,
    pub day: Day,
    pub body: String,
}

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
            let file = SqliteConnectOptions::from_str(url)?.create_if_missing(true);
            Self::Sqlite(SqliteConnection::connect_with(&file).await.context("the file can't be opened")?)
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

    /// Fills an empty database with what another one was dumped to.
    ///
    /// # Errors
    /// When the SQL can't be run.
    pub async fn puts_back(&mut self, dump: String) -> Result<()> {
        self.runs(dump).await
    }

    /// Takes from frozen reports the word that their rows were chosen, as versions kept them that knew no choosing.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn forgets_who_chose(&mut self) -> Result<()> {
        self.runs("update reports set body = replace(body, ',\"chosen\":true', '')".to_owned()).await
    }

    /// Takes published reports back to where they were approved.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn unpublishes(&mut self) -> Result<()> {
        self.runs("update reports set state = 'approved', published_at = null, published_by = null".to_owned()).await
    }

    /// The ids of all entries, whoever serves the database or nobody.
    ///
    /// # Errors
    /// When they can't be read.
    pub async fn entries(&mut self) -> Result<BTreeSet<EntryId>> {
        let sql = "select id from entries";
        let ids: Vec<Vec<u8>> = match self {
            Self::Sqlite(connection) => query_scalar(sql).fetch_all(connection).await?,
            Self::Postgres(connection) => query_scalar(sql).fetch_all(connection).await?,
        };
        ids.into_iter().map(|id| Ok(EntryId(id.as_slice().try_into()?))).collect()
    }

    /// "ok", or what SQLite finds wrong with its file; PostgreSQL looks after itself.
    ///
    /// # Errors
    /// When it can't be read.
    pub async fn checks(&mut self) -> Result<String> {
        match self {
            Self::Sqlite(connection) => Ok(query_scalar("pragma integrity_check").fetch_one(connection).await?),
            Self::Postgres(_) => Ok("ok".to_owned()),
        }
    }

    /// Leaves the database as a newer version of the server would: with a migration that this one doesn't know.
    ///
    /// # Errors
    /// When it can't be written.
    pub async fn updates_beyond_us(&mut self) -> Result<()> {
        let sql = "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
                   select 9999, 'newer', success, checksum, 0 from _sqlx_migrations where version = 1";
        self.runs(sql.to_owned()).await
    }

    /// Changes a fact that the server keeps of itself, such as its epoch.
    ///
    /// # Errors
    /// When it can't be written.
    pub async fn changes_fact(&mut self, name: &str, fact: &str) -> Result<()> {
        self.runs(format!("update server_facts set fact = '{fact}' where name = '{name}'")).await
    }

    /// Begins to read people's names, and goes on reading until it is dropped. How many there are.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn reads_on(&mut self) -> Result<i64> {
        self.runs("begin".to_owned()).await?;
        self.names().await
    }

    /// How many people have names.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn names(&mut self) -> Result<i64> {
        let sql = "select count(*) from person_names";
        Ok(match self {
            Self::Sqlite(connection) => query_scalar(sql).fetch_one(connection).await?,
            Self::Postgres(connection) => query_scalar(sql).fetch_one(connection).await?,
        })
    }

    /// A fact that the server keeps of itself.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn fact(&mut self, name: &str) -> Result<Option<String>> {
        let sql = "select fact from server_facts where name = $1";
        Ok(match self {
            Self::Sqlite(connection) => query_scalar(sql).bind(name).fetch_optional(connection).await?,
            Self::Postgres(connection) => query_scalar(sql).bind(name).fetch_optional(connection).await?,
        })
    }

    /// Leaves an SQLite file as a crash does between forgetting a name and wiping it.
    ///
    /// # Errors
    /// When it can't be written.
    pub async fn forgets_halfway(&mut self, name: &str) -> Result<()> {
        self.runs(format!(
            "pragma secure_delete = off; delete from person_names where name = '{name}'; \
             insert into server_facts (name, fact) values ('wiping', 'due')"
        ))
        .await
    }

    /// Takes SQLite's one place to write, and keeps it.
    ///
    /// # Errors
    /// When somebody else has it.
    pub async fn holds(&mut self) -> Result<()> {
        self.runs("begin immediate".to_owned()).await
    }

    /// How many entries are kept, every version of an id counted.
    ///
    /// # Errors
    /// When they can't be read.
    pub async fn rows(&mut self) -> Result<i64> {
        let sql = "select count(*) from entries";
        Ok(match self {
            Self::Sqlite(connection) => query_scalar(sql).fetch_one(connection).await?,
            Self::Postgres(connection) => query_scalar(sql).fetch_one(connection).await?,
        })
    }

    /// Takes the view away that every figure is read from, while what is merged goes on being written; the statement that
    /// puts it back.
    ///
    /// # Errors
    /// When it can't be taken away.
    pub async fn hides_figures(&mut self) -> Result<String> {
        let definition: String = match self {
            Self::Sqlite(connection) => {
                query_scalar("select sql from sqlite_master where name = 'tallies'").fetch_one(connection).await?
            }
            Self::Postgres(connection) => {
                let sql = "select 'create view tallies as ' || pg_get_viewdef('tallies'::regclass)";
                query_scalar(sql).fetch_one(connection).await?
            }
        };
        self.runs("drop view tallies".to_owned()).await?;
        Ok(definition)
    }

    /// Puts back what [`Self::hides_figures`] took away.
    ///
    /// # Errors
    /// When it can't be made.
    pub async fn shows_figures(&mut self, definition: String) -> Result<()> {
        self.runs(definition).await
    }

    /// On PostgreSQL: keeps every phone from being heard of, until [`Self::lets_go`]. A merge that has begun waits for it
    /// and holds its partnership meanwhile. Should the two wait for each other, the merge notices.
    ///
    /// # Errors
    /// When that fails.
    pub async fn holds_phones(&mut self) -> Result<()> {
        self.postgres()?;
        self.runs("set deadlock_timeout = '60s'; begin; select id from devices for update".to_owned()).await
    }

    /// On PostgreSQL: waits for the partnership that a merge holds, as another merge would.
    ///
    /// # Errors
    /// When it is the one of the two that gives way.
    pub async fn wants_partnership(&mut self, partnership: &str) -> Result<()> {
        let lock = format!("select id from partnerships where id = '{partnership}' for no key update");
        self.postgres()?;
        self.runs(lock).await
    }

    /// Ends what it holds.
    ///
    /// # Errors
    /// When that fails.
    pub async fn lets_go(&mut self) -> Result<()> {
        self.runs("rollback".to_owned()).await
    }

    /// On PostgreSQL: lets connections that are opened from now on look for deadlocks only after so long.
    ///
    /// # Errors
    /// When that fails.
    pub async fn delays_deadlocks(&mut self, seconds: u32) -> Result<()> {
        let name: String = query_scalar("select current_database()").fetch_one(self.postgres()?).await?;
        self.runs(format!("alter database {name} set deadlock_timeout = '{seconds}s'")).await
    }

    /// On PostgreSQL: how many wait for a lock.
    ///
    /// # Errors
    /// When that can't be read.
    pub async fn waiting_for_locks(&mut self) -> Result<i64> {
        let sql =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        query_scalar(sql).fetch_one(self.postgres()?).await.context("the waits can't be read")
    }

    /// The process of somebody else's connection to PostgreSQL.
    ///
    /// # Errors
    /// When there is none.
    pub async fn another(&mut self) -> Result<i32> {
        let sql =
            "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() limit 1";
        query_scalar(sql).fetch_one(self.postgres()?).await.context("nobody else is connected")
    }

    /// Others' transactions that are open without doing anything. On SQLite one that writes would keep us from writing.
    ///
    /// # Errors
    /// When the database can't be read, or can't be written.
    pub async fn open_transactions(&mut self) -> Result<i64> {
        match self {
            Self::Sqlite(_) => {
                self.holds().await?;
                self.runs("rollback".to_owned()).await?;
                Ok(0)
            }
            Self::Postgres(connection) => {
                let sql = "select count(*) from pg_stat_activity where datname = current_database() \
                           and state like 'idle in transaction%'";
                Ok(query_scalar(sql).fetch_one(connection).await?)
            }
        }
    }

    fn postgres(&mut self) -> Result<&mut PgConnection> {
        match self {
            Self::Postgres(connection) => Ok(connection),
            Self::Sqlite(_) => anyhow::bail!("there is nobody but ourselves"),
        }
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
