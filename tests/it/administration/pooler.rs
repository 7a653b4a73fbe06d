//! Behind a pooler that shares PostgreSQL's connections by transaction, as PgBouncer does.

use anyhow::{Context, Result};
use harness::databases::Pooler;
use harness::station::this_years_promise;
use harness::{Backend, Station, patrol};

/// Ten officers at a time on two connections, which each caller gets for one transaction.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pooler_that_shares_connections_is_no_obstacle() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let url = Backend::Postgres.fresh(folder.path())?;
    let pooler = Pooler::start(&url).await?;
    let through = pooler.url();
    let mut station =
        Station::start_with(Backend::Sqlite, |serve| serve.kept.database_url = Some(through.clone())).await?;
    let supervisor = station.supervisor().await?;
    let mut working = Vec::new();
    for at in 0..10 {
        let mut officer = station.officer(&format!("Patrull 1{at}")).await?;
        working.push(tokio::spawn(async move {
            for _ in 0..5 {
                officer.records(&patrol("raslatt"))?;
                officer.sends().await?;
            }
            anyhow::Ok(officer)
        }));
    }
    for done in working {
        done.await?.context("an officer")?;
    }
    let counted = supervisor.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await?;
    assert_eq!(counted, 50);
    // Durable whatever the database's own setting says.
    let name = url.split(['/', '?']).nth(3).context("its name")?;
    let alter = format!("alter database {name} set synchronous_commit = off");
    harness::databases::tool("psql", &["--dbname", &url, "--command", &alter])?;
    station.restart().await?;
    assert_eq!(station.app().store.volatile_settings().await?, ["fsync = off"]);
    Ok(())
}
