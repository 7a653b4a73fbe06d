//! PostgreSQL: when one machine is not enough. Several servers share one database.

use super::sql::{Row, Sql, Tx, Val};
use anyhow::{Context, Result};
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, PgConnection, PgPool, Postgres, Row as _, TypeInfo, ValueRef};
use std::str::FromStr;
use std::time::Duration;

/// What locks of Rond begin with, so that they don't meet another program's: those of whole partnerships …
pub(super) const PARTNERSHIPS: i32 = 0x526f_6e64;
/// … and those of the ends of their audit logs.
pub(super) const LOGS: i32 = PARTNERSHIPS + 1;

#[derive(Clone)]
pub(super) struct Pools(PgPool);

/// The address may hold a password: it is never part of a message, nor is what the library says of it.
fn options(url: &str) -> Result<PgConnectOptions> {
    let options =
        PgConnectOptions::from_str(url).ok().context("DATABASE_URL is not an address of a PostgreSQL database")?;
    Ok(options.options([("synchronous_commit", "on"), ("timezone", "UTC")]))
}

/// Whether it answers.
pub(super) async fn reach(url: &str) -> Result<()> {
    let one = PgPoolOptions::new().max_connections(1).acquire_timeout(Duration::from_secs(5));
    let pool = one.connect_with(options(url)?).await;
    pool.context("PostgreSQL can't be reached: check DATABASE_URL and that the database is running")?.close().await;
    Ok(())
}

pub(super) async fn open(url: &str) -> Result<Pools> {
    let options = options(url)?;
    let pool = PgPoolOptions::new()
        .max_connections(8)
        .acquire_timeout(Duration::from_secs(15))
        .connect_with(options)
        .await
        .context("PostgreSQL can't be reached: check DATABASE_URL and that the database is running")?;
    Migrator::with_migrations(super::migrations::postgres())
        .run(&pool)
        .await
        .context("the database can't be brought up to date")?;
    Ok(Pools(pool))
}

impl Pools {
    pub(super) async fn begin(&self) -> Result<Tx> {
        Ok(Tx::Postgres(self.0.begin().await?))
    }

    /// One snapshot for all that a page reads, so that its figures agree with each other.
    pub(super) async fn begin_reading(&self) -> Result<Tx> {
        Ok(Tx::Postgres(self.0.begin_with("begin isolation level repeatable read read only").await?))
    }

    /// Writes the tables that names were deleted from anew; they are small.
    pub(super) async fn wipe_deleted(&self) -> Result<()> {
        for sql in ["vacuum full person_names", "vacuum full devices"] {
            sqlx::query(sql).execute(&self.0).await?;
        }
        Ok(())
    }

    pub(super) async fn close(&self) {
        self.0.close().await;
    }
}

pub(super) async fn lock(to: &mut PgConnection, what: i32, partnership: &str) -> Result<()> {
    let vals = vec![Val::from(i64::from(what)), Val::from(partnership)];
    let sql = Sql::Fixed("select pg_advisory_xact_lock(cast($1 as int), hashtext($2))");
    run(to, sql, vals).await.map(|_| ())
}

fn query(sql: Sql) -> Query<'static, Postgres, PgArguments> {
    match sql {
        Sql::Fixed(text) => sqlx::query(text),
        Sql::Built(text) => sqlx::query(AssertSqlSafe(text)).persistent(false),
    }
}

fn bound(sql: Sql, vals: Vec<Val>) -> Query<'static, Postgres, PgArguments> {
    vals.into_iter().fold(query(sql), |query, val| match val {
        Val::Int(int) => query.bind(int),
        Val::Text(text) => query.bind(text),
        Val::Bytes(bytes) => query.bind(bytes),
    })
}

pub(super) async fn run(to: &mut PgConnection, sql: Sql, vals: Vec<Val>) -> Result<u64> {
    Ok(bound(sql, vals).execute(to).await?.rows_affected())
}

pub(super) async fn all(from: &mut PgConnection, sql: Sql, vals: Vec<Val>) -> Result<Vec<Row>> {
    bound(sql, vals).fetch_all(from).await?.iter().map(row).collect()
}

fn row(from: &PgRow) -> Result<Row> {
    (0..from.len()).map(|at| val(from, at)).collect::<Result<_>>().map(Row)
}

fn val(from: &PgRow, at: usize) -> Result<Val> {
    let raw = from.try_get_raw(at)?;
    if raw.is_null() {
        return Ok(Val::Int(None));
    }
    let kind = raw.type_info().name().to_owned();
    Ok(match kind.as_str() {
        "TEXT" => Val::Text(from.try_get(at)?),
        "BYTEA" => Val::Bytes(from.try_get(at)?),
        "INT4" => Val::Int(from.try_get::<Option<i32>, _>(at)?.map(i64::from)),
        _ => Val::Int(from.try_get(at)?),
    })
}
