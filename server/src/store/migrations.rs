//! The migrations, built into the program: one text for both databases, or two of one name.

use super::sql::{Tx, vals};
use Text::{Both, Each};
use anyhow::{Context, Result, ensure};
use sqlx::migrate::{Migration, MigrationType};
use sqlx::{AssertSqlSafe, SqlSafeStr};

/// The text of a migration.
enum Text {
    /// For both databases: where SQLite has the type `blob`, PostgreSQL has `bytea`.
    Both(&'static str),
    /// Where more than a type's name differs, such as triggers.
    Each { sqlite: &'static str, postgres: &'static str },
}

macro_rules! file {
    ($name:literal) => {
        include_str!(concat!("../../migrations/", $name, ".sql"))
    };
}

const MIGRATIONS: [(i64, &str, Text); 18] = [
    (1, "partnerships", Both(file!("0001_partnerships"))),
    (2, "people", Both(file!("0002_people"))),
    (3, "devices", Both(file!("0003_devices"))),
    (4, "entries", Both(file!("0004_entries"))),
    (5, "tallies", Both(file!("0005_tallies"))),
    (6, "audit", Each { sqlite: file!("0006_audit.sqlite"), postgres: file!("0006_audit.postgres") }),
    (7, "decisions", Both(file!("0007_decisions"))),
    (8, "shapes", Both(file!("0008_shapes"))),
    (9, "units", Both(file!("0009_units"))),
    (10, "reports", Both(file!("0010_reports"))),
    (
        11,
        "audit_chain",
        Each { sqlite: file!("0011_audit_chain.sqlite"), postgres: file!("0011_audit_chain.postgres") },
    ),
    (12, "sign_in", Both(file!("0012_sign_in"))),
    (13, "amounts", Both(file!("0013_amounts"))),
    (14, "counting_runs", Both(file!("0014_counting_runs"))),
    (15, "promise_files", Both(file!("0015_promise_files"))),
    (16, "report_rows", Both(file!("0016_report_rows"))),
    (17, "report_release", Both(file!("0017_report_release"))),
    (18, "crashes", Both(file!("0018_crashes"))),
];

pub(super) fn sqlite() -> Vec<Migration> {
    built(|text| match text {
        Both(text) | Each { sqlite: text, .. } => (*text).to_owned(),
    })
}

pub(super) fn postgres() -> Vec<Migration> {
    built(|text| match text {
        Both(text) => text.replace(" blob", " bytea"),
        Each { postgres, .. } => (*postgres).to_owned(),
    })
}

/// The versions that this program knows, ascending.
pub(super) fn versions() -> Vec<i64> {
    MIGRATIONS.iter().map(|(version, ..)| *version).collect()
}

/// The version of a database that is up to date.
pub(super) fn newest() -> i64 {
    versions().into_iter().max().unwrap_or_default()
}

/// Where it is kept which ones were applied, in the library's own form.
pub(super) const TABLE: &str = "_sqlx_migrations";

/// The versions that were applied to a database that has the table.
///
/// # Errors
/// When it can't be read, or one of them isn't what this program has under its number.
pub(super) async fn applied(tx: &mut Tx, known: &[Migration]) -> Result<Vec<i64>> {
    let rows = tx.all("select version, checksum from _sqlx_migrations where success order by version", vals![]).await?;
    let mut versions = Vec::with_capacity(rows.len());
    for row in &rows {
        let (version, checksum) = (row.try_get::<i64>("version")?, row.try_get::<&[u8]>("checksum")?);
        let same = known.iter().find(|migration| migration.version == version).is_none_or(|m| *m.checksum == *checksum);
        ensure!(
            same,
            "migration {version} of the database is another than this program's: it was made by another build"
        );
        versions.push(version);
    }
    Ok(versions)
}

/// Applies those that are missing, within a transaction: all of them or none.
///
/// # Errors
/// When one fails; the message says which.
pub(super) async fn apply(tx: &mut Tx, known: &[Migration]) -> Result<()> {
    tx.script(tx.migrations_table()).await?;
    let applied = applied(tx, known).await?;
    for migration in known.iter().filter(|migration| !applied.contains(&migration.version)) {
        let version = migration.version;
        tx.script(migration.sql.as_str()).await.with_context(|| format!("migration {version} failed"))?;
        let sql = "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
                   values ($1, $2, true, $3, -1)";
        tx.run(sql, vals![version, &*migration.description, &*migration.checksum]).await?;
    }
    Ok(())
}

fn built(text_for: fn(&Text) -> String) -> Vec<Migration> {
    let migration = |(version, name, text): &(i64, &'static str, Text)| {
        let sql = AssertSqlSafe(text_for(text)).into_sql_str();
        Migration::new(*version, (*name).into(), MigrationType::Simple, sql, false)
    };
    MIGRATIONS.iter().map(migration).collect()
}

#[cfg(test)]
mod tests;
