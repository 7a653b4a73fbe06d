//! The migrations, built into the program. Both databases have the same ones by name; the rules test compares them.

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
        ]
    };
}

pub(super) fn sqlite() -> Vec<Migration> {
    built(migrations!("sqlite"))
}

pub(super) fn postgres() -> Vec<Migration> {
    built(migrations!("postgres"))
}

fn built(list: [(i64, &'static str, &'static str); 12]) -> Vec<Migration> {
    let one = |(version, name, sql): (i64, &'static str, &'static str)| {
        let sql = AssertSqlSafe(sql).into_sql_str();
        Migration::new(version, name.into(), MigrationType::Simple, sql, false)
    };
    list.into_iter().map(one).collect()
}
