//! PostgreSQL: when one machine is not enough. Several servers share one database.

use super::opening::{self, Opening, State, Step};
use super::sql::{Row, Sql, Tx, Val};
use super::{DatabaseAddress, migrations, statements};
use anyhow::{Context, Result, ensure};
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPoolOptions};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection, PgPool, Postgres, Row as _};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::AbortHandle;
use tokio::time::{sleep, timeout};

/// What advisory locks of Rond begin with, so that they don't meet another program's.
const ROND: i32 = 0x526f_6e64;
/// The locks of the ends of audit logs …
const LOGS: i32 = ROND + 1;
/// … that of all servers that run, which they share …
const SERVERS: i32 = ROND + 2;
/// … and that of whoever brings the database up to date.
const MIGRATIONS: i32 = ROND + 3;

/// How a transaction that may write begins. Said each time: what is said once at the beginning of a connection is lost where
/// a pooler shares connections among its callers by transaction.
///
/// The times, in milliseconds, keep a server that stands still, or is gone without a word, from holding up the others: what it
/// holds is free within half a minute, and who waits for it is told to come again instead of waiting for ever. A transaction
/// in which nothing is asked is rolled back; a merge holds its partnership for milliseconds; no statement of a request takes
/// seconds; and the other machine, or the line to it, may be gone.
const BEGIN: &str = "begin; set local synchronous_commit = on; set local idle_in_transaction_session_timeout = 10000; \
                     set local lock_timeout = 15000; set local statement_timeout = 120000; \
                     set local tcp_keepalives_idle = 10; set local tcp_keepalives_interval = 5; \
                     set local tcp_keepalives_count = 3; set local tcp_user_timeout = 25000";
/// How a transaction begins that brings the database up to date: others wait for it, however long it takes.
const BEGIN_MIGRATING: &str = "begin; set local synchronous_commit = on";
/// One snapshot for all that a page reads, so that its figures agree with each other.
const BEGIN_READING: &str = "begin isolation level repeatable read read only";

/// How long a server waits for whoever restores the database or brings it up to date.
const SERVERS_WITHIN: Duration = Duration::from_secs(10);
/// So often a server looks whether the connection is still there that tells others of it.
const ANNOUNCED_EVERY: Duration = Duration::from_secs(10);
/// How long a transaction can't wait to begin, unless all connections of a pooler are taken.
const PROBED_WITHIN: Duration = Duration::from_secs(2);
/// How long the first connection may take.
const REACHED_WITHIN: Duration = Duration::from_secs(15);

const UNREACHED: &str = "PostgreSQL can't be reached: check DATABASE_URL and that the database is running";

#[derive(Clone)]
pub(super) struct Pools {
    pool: PgPool,
    statements: Statements,
    /// The task that tells others that a server runs here.
    announced: Option<Arc<Announced>>,
}

struct Announced(AbortHandle);

impl Drop for Announced {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Whether statements are prepared under a name, to be used again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Statements {
    Named,
    /// Behind a pooler that shares connections by transaction a name may be another caller's.
    Unnamed,
}

/// How to reach it. Nothing is asked for at the beginning of a connection that poolers refuse or drop.
fn options(address: &DatabaseAddress) -> Result<PgConnectOptions> {
    Ok(address.postgres()?.extra_float_digits(None))
}

async fn connection(options: &PgConnectOptions) -> Result<PgConnection> {
    let reached = timeout(REACHED_WITHIN, options.connect()).await;
    // What the library says may repeat the address.
    reached.ok().and_then(Result::ok).context(UNREACHED)
}

/// How a database stands to this program, the fingerprint of its key, and settings that make commits volatile.
pub(super) async fn look(address: &DatabaseAddress) -> Result<(State, Option<String>, Vec<String>)> {
    let pools = Pools::reach(&options(address)?, 1).await?;
    let mut tx = pools.begin_reading().await?;
    let state = state(&mut tx).await?;
    let key = match state {
        State::Current | State::Older(_) => super::key_of(&mut tx).await?,
        State::Empty | State::Newer(_) | State::Foreign => None,
    };
    drop(tx);
    let volatile = volatile(&mut pools.begin().await?).await?;
    pools.close().await;
    Ok((state, key, volatile))
}

async fn state(tx: &mut Tx) -> Result<State> {
    let sql =
        "select cast(tablename as text) as tablename from pg_tables where schemaname = any (current_schemas(false))";
    let tables = tx.all(sql, Vec::new()).await?;
    let has_table =
        tables.iter().any(|row| row.try_get::<&str>("tablename").is_ok_and(|name| name == migrations::TABLE));
    let applied = match has_table {
        true => Some(migrations::applied(tx, &migrations::postgres()).await?),
        false => None,
    };
    // Others may have tables in the same schema: of theirs nothing is touched.
    Ok(State::of(applied.as_deref(), false))
}

/// Settings of the server under which it says "committed" of what a crash would take back.
async fn volatile(tx: &mut Tx) -> Result<Vec<String>> {
    let sql = "select current_setting('synchronous_commit') as synchronous_commit, current_setting('fsync') as fsync, \
               current_setting('full_page_writes') as full_page_writes";
    let row = tx.first(sql, Vec::new()).await?.context("PostgreSQL doesn't tell its settings")?;
    let mut volatile = Vec::new();
    for name in ["synchronous_commit", "fsync", "full_page_writes"] {
        let value: &str = row.try_get(name)?;
        if value == "off" {
            volatile.push(format!("{name} = {value}"));
        }
    }
    Ok(volatile)
}

pub(super) async fn open(address: &DatabaseAddress, opening: Opening) -> Result<Pools> {
    let options = options(address)?;
    let mut pools = Pools::reach(&options, 8).await?;
    pools.prepare(address, opening).await?;
    if opening == Opening::Serve {
        pools.announced = announced(&options, pools.statements).await?;
    }
    Ok(pools)
}

impl Pools {
    async fn reach(options: &PgConnectOptions, most: u32) -> Result<Self> {
        let statements = statements(options).await?;
        let pool = PgPoolOptions::new().max_connections(most).acquire_timeout(REACHED_WITHIN);
        let pool = pool.connect_with(options.clone()).await.ok().context(UNREACHED)?;
        Ok(Self { pool, statements, announced: None })
    }

    /// Creates what is missing, or brings it up to date: whole or not at all, and one at a time.
    async fn prepare(&self, address: &DatabaseAddress, opening: Opening) -> Result<()> {
        let mut tx = Tx::Postgres(self.pool.begin_with(BEGIN_MIGRATING).await?, self.statements);
        let sql = "select pg_advisory_xact_lock(cast($1 as int), 0)";
        tx.run(sql, vec![Val::from(i64::from(MIGRATIONS))]).await?;
        let step = opening::step(address, state(&mut tx).await?, opening)?;
        if step == Step::Nothing {
            return Ok(());
        }
        if step == Step::Migrate {
            tx.keep_servers_out().await?;
        }
        let applied = migrations::apply(&mut tx, &migrations::postgres()).await;
        applied.context("the database can't be brought up to date")?;
        tx.commit().await
    }

    pub(super) async fn begin(&self) -> Result<Tx> {
        statements::count();
        Ok(Tx::Postgres(self.pool.begin_with(BEGIN).await?, self.statements))
    }

    pub(super) async fn begin_reading(&self) -> Result<Tx> {
        Ok(Tx::Postgres(self.pool.begin_with(BEGIN_READING).await?, self.statements))
    }

    pub(super) async fn rows(&self, sql: &'static str, vals: Vec<Val>) -> Result<Vec<Row>> {
        match self.statements {
            Statements::Named => all(&mut *self.pool.acquire().await?, self.statements, Sql::Fixed(sql), vals).await,
            // Outside of a transaction a pooler may let one process prepare a statement and another one run it.
            Statements::Unnamed => self.begin_reading().await?.all(sql, vals).await,
        }
    }

    /// Settings of the server under which it says "committed" of what a crash would take back.
    pub(super) async fn volatile(&self) -> Result<Vec<String>> {
        volatile(&mut self.begin().await?).await
    }

    /// The same for minutes: whatever limits the server sets to statements and to transactions that rest don't end it.
    pub(super) async fn begin_snapshot(&self) -> Result<Tx> {
        let mut tx = self.begin_reading().await?;
        for sql in ["set local statement_timeout = 0", "set local idle_in_transaction_session_timeout = 0"] {
            tx.run(sql, Vec::new()).await?;
        }
        Ok(tx)
    }

    /// Writes the tables that names were deleted from anew; they are small.
    pub(super) async fn wipe_deleted(&self) -> Result<()> {
        for sql in ["vacuum full person_names", "vacuum full devices"] {
            sqlx::raw_sql(sql).execute(&self.pool).await?;
        }
        Ok(())
    }

    pub(super) async fn close(&self) {
        self.announced.iter().for_each(|announced| announced.0.abort());
        self.pool.close().await;
    }
}

/// Which statements can be used: two callers of a pooler that shares connections by transaction meet in the same process of
/// PostgreSQL, or get another one than before.
async fn statements(options: &PgConnectOptions) -> Result<Statements> {
    let (mut one, mut other) = (connection(options).await?, connection(options).await?);
    let before = process(&mut one).await?;
    sqlx::raw_sql("begin").execute(&mut other).await?;
    let taken = process(&mut other).await?;
    let after = timeout(PROBED_WITHIN, process(&mut one)).await.ok().transpose()?;
    Ok(if after == Some(before) && taken != before { Statements::Named } else { Statements::Unnamed })
}

async fn process(of: &mut PgConnection) -> Result<i32> {
    Ok(sqlx::raw_sql("select pg_backend_pid()").fetch_one(of).await?.try_get(0)?)
}

/// Shares, for as long as the server runs, the lock by which whoever restores the database sees that one does. Behind a
/// pooler no connection stays one's own, so that nobody can be told; a restored database is then noticed by its epoch alone.
async fn announced(options: &PgConnectOptions, statements: Statements) -> Result<Option<Arc<Announced>>> {
    if statements == Statements::Unnamed {
        tracing::warn!("behind a pooler that shares connections, `server restore` can't see that this server runs");
        return Ok(None);
    }
    let options = options.clone();
    let mut line = connection(&options).await?;
    let waited = timeout(SERVERS_WITHIN, announce(&mut line)).await;
    waited
        .ok()
        .context("the database is being restored or brought up to date: start the server again after that")??;
    let task = tokio::spawn(async move {
        loop {
            sleep(ANNOUNCED_EVERY).await;
            if sqlx::raw_sql("select 1").execute(&mut line).await.is_err() {
                // PostgreSQL was restarted, say.
                let Ok(again) = connection(&options).await else { continue };
                line = again;
                if let Err(error) = announce(&mut line).await {
                    tracing::warn!(error = format!("{error:#}"), "other programs can't be told that this server runs");
                }
            }
        }
    });
    Ok(Some(Arc::new(Announced(task.abort_handle()))))
}

async fn announce(line: &mut PgConnection) -> Result<()> {
    let sql = format!("select pg_advisory_lock_shared({SERVERS}, 0)");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(line).await?;
    Ok(())
}

/// See [`Tx::keep_servers_out`].
pub(super) async fn keep_servers_out(to: &mut PgConnection, statements: Statements) -> Result<()> {
    let sql =
        Sql::Fixed("select cast(cast(pg_try_advisory_xact_lock(cast($1 as int), 0) as int) as bigint) as is_free");
    let rows = all(to, statements, sql, vec![Val::from(i64::from(SERVERS))]).await?;
    let is_free: bool = rows.first().context("PostgreSQL doesn't answer")?.try_get("is_free")?;
    ensure!(is_free, "a server runs on the database: stop the server first, then try again");
    Ok(())
}

/// The partnership's own row is its lock: unlike an advisory one it is the same on every node that holds the row. Rows that
/// refer to it can be written by others meanwhile.
pub(super) async fn lock_partnership(to: &mut PgConnection, statements: Statements, partnership: &str) -> Result<()> {
    let sql = Sql::Fixed("select id from partnerships where id = $1 for no key update");
    run(to, statements, sql, vec![Val::from(partnership)]).await.map(|_| ())
}

pub(super) async fn lock_log(to: &mut PgConnection, statements: Statements, partnership: &str) -> Result<()> {
    let vals = vec![Val::from(i64::from(LOGS)), Val::from(partnership)];
    let sql = Sql::Fixed("select pg_advisory_xact_lock(cast($1 as int), hashtext($2))");
    run(to, statements, sql, vals).await.map(|_| ())
}

/// Runs a script of several statements.
pub(super) async fn script(to: &mut PgConnection, sql: &str) -> Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(to).await?;
    Ok(())
}

pub(super) fn query(statements: Statements, sql: Sql) -> Query<'static, Postgres, PgArguments> {
    match sql {
        Sql::Fixed(text) => sqlx::query(text).persistent(statements == Statements::Named),
        Sql::Built(text) => sqlx::query(AssertSqlSafe(text)).persistent(false),
        Sql::Repeated(text) => sqlx::query(AssertSqlSafe(text)).persistent(statements == Statements::Named),
    }
}

pub(super) fn bound(statements: Statements, sql: Sql, vals: Vec<Val>) -> Query<'static, Postgres, PgArguments> {
    vals.into_iter().fold(query(statements, sql), |query, val| match val {
        Val::Int(int) => query.bind(int),
        Val::Text(text) => query.bind(text),
        Val::Bytes(bytes) => query.bind(bytes),
    })
}

pub(super) async fn run(to: &mut PgConnection, statements: Statements, sql: Sql, vals: Vec<Val>) -> Result<u64> {
    statements::count();
    Ok(bound(statements, sql, vals).execute(to).await?.rows_affected())
}

pub(super) async fn all(from: &mut PgConnection, statements: Statements, sql: Sql, vals: Vec<Val>) -> Result<Vec<Row>> {
    statements::count();
    Ok(bound(statements, sql, vals).fetch_all(from).await?.into_iter().map(Row::Postgres).collect())
}
