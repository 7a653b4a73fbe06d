//! The product whole: over HTTP, on both databases.

mod access;
mod addresses;
mod administration;
mod attacks;
mod audit;
mod backups;
mod bounds;
mod commands;
mod commitments;
mod contract;
mod crashes;
mod cut;
mod decisions;
mod edits;
mod entry_content;
mod example;
mod faults;
mod feedback;
mod figures;
mod foreign;
mod guessing;
mod headers;
mod histories;
mod identities;
mod kept_forms;
mod languages;
mod limits;
mod live;
mod logged;
mod matrix;
mod menu;
mod often;
mod other_promises;
mod partnerships;
mod people;
mod phones;
mod promises;
mod public_page;
mod quality;
mod questions;
mod recount;
mod report_release;
mod report_rows;
mod reports;
mod rescue;
mod restored;
mod retention;
mod returned;
mod road;
mod rules;
mod scale;
mod setup;
mod shell;
mod sign_in;
mod simulator;
mod size;
mod slow;
mod suppression;
mod texts;
mod watched;
mod writes;
mod year;

/// One test on each database.
macro_rules! on_both {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        mod on_sqlite {$(
            $(#[$doc])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() -> anyhow::Result<()> {
                super::$name(harness::Backend::Sqlite).await
            }
        )+}
        mod on_postgres {$(
            $(#[$doc])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() -> anyhow::Result<()> {
                super::$name(harness::Backend::Postgres).await
            }
        )+}
    };
}
pub(crate) use on_both;
