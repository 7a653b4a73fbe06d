//! The migrations, built into the program. Both databases have the same ones by name; the rules test compares them.

use super::sql::{Tx, vals};
use anyhow::{Context, Result, ensure};
use sqlx::migrate::{Migration, MigrationType};
use sqlx::{AssertSqlSafe, SqlSafeStr};

macro_rules! migrations {
    ($dialect:literal) => {
        [
            (1, "partnerships", include_str!(concat!("../../migrations/", $dialect, "/0001_partnerships.sql"))),
            (2, "people", include_str!(concat!("../../migrations/", $dialect, "/0002_people.sql"))),
            (3, "devices", include_str!(concat!("../../migrations/", $dialect, "/0003_devices.sql"))),
            (4, "entries", include_str!(concat!("../../migrations/", $dialect, "/0004_entries.sql"))),
            (5, "tallies", include_str!(concat!("../../migrations/", $dialect, "/0005_tallies.sql"))),
            (6, "audit", include_str!(concat!("../../migrations/", $dialect, "/0006_audit.sql"))),
            (7, "decisions", include_str!(concat!("../../migrations/", $dialect, "/0007_decisions.sql"))),
            (8, "shapes", include_str!(concat!("../../migrations/", $dialect, "/0008_shapes.sql"))),
            (9, "units", include_str!(concat!("../../migrations/", $dialect, "/0009_units.sql"))),
            (10, "reports", include_str!(concat!("../../migrations/", $dialect, "/0010_reports.sql"))),
            (11, "audit_chain", include_str!(concat!("../../migrations/", $dialect, "/0011_audit_chain.sql"))),
            (12, "sign_in", include_str!(concat!("../../migrations/", $dialect, "/0012_sign_in.sql"))),
            (13, "amounts", include_str!(concat!("../../migrations/", $dialect, "/0013_amounts.sql"))),
            (14, "counting_runs", include_str!(concat!("../../migrations/", $dialect, "/0014_counting_runs.sql"))),
            (15, "promise_files", include_str!(concat!("../../migrations/", $dialect, "/0015_promise_files.sql"))),
            (16, "report_rows", include_str!(concat!("../../migrations/", $dialect, "/0016_report_rows.sql"))),
            (17, "report_release", include_str!(concat!("../../migrations/", $dialect, "/0017_report_release.sql"))),
            (18, "crashes", include_str!(concat!("../../migrations/", $dialect, "/0018_crashes.sql"))),
        ]
    };
}

pub(super) fn sqlite() -> Vec<Migration> {
    built(&migrations!("sqlite"))
}

pub(super) fn postgres() -> Vec<Migration> {
    built(&migrations!("postgres"))
}

/// The versions that this program knows, ascending.
pub(super) fn versions() -> Vec<i64> {
    sqlite().iter().map(|migration| migration.version).collect()
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

fn built(list: &[(i64, &'static str, &'static str)]) -> Vec<Migration> {
    let one = |&(version, name, sql): &(i64, &'static str, &'static str)| {
        let sql = AssertSqlSafe(sql).into_sql_str();
        Migration::new(version, name.into(), MigrationType::Simple, sql, false)
    };
    list.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// A file that isn't in the list above would never be applied.
    #[test]
    fn every_migration_file_is_in_the_list() {
        for (dialect, list) in [("sqlite", sqlite()), ("postgres", postgres())] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(dialect);
            let files = std::fs::read_dir(folder).expect("the folder of migrations").count();
            let versions: Vec<i64> = list.iter().map(|migration| migration.version).collect();
            assert_eq!(versions, (1..=files as i64).collect::<Vec<_>>(), "{dialect}");
        }
    }
}
