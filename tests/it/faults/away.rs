//! The database is held by somebody else, or is restarted under the server.

use super::receipted;
use crate::limits::expect;
use crate::on_both;
use anyhow::Result;
use harness::databases::Cluster;
use harness::station::this_years_promise;
use harness::{Backend, Intruder, Station, patrol, rounds, until};
use reqwest::StatusCode;
use std::collections::BTreeSet;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_held_database_is_only_a_pause() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let mut officer = station.officer("Patrull 11").await?;
    let supervisor = station.supervisor().await?;
    let mut other = Intruder::at(station.database_url()).await?;
    other.holds().await?;
    officer.records(&patrol("raslatt"))?;
    let (text, _) = officer.memory.request(server::clock::Zone::utc().moment(server::clock::now_ms()));
    let answer = officer.posts(text).await?;
    assert!(answer.headers().contains_key("retry-after"));
    expect(answer, StatusCode::SERVICE_UNAVAILABLE, "busy").await?;
    assert!(supervisor.sees("/dashboard").await?.contains("Råslätt"), "reading waits for nobody");
    drop(other);
    officer.sends().await?;
    assert_eq!(supervisor.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await?, 1);
    Ok(())
}

/// The work goes on without whoever asked for it, and is whole.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_who_hangs_up_cancels_nothing_that_has_begun() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let mut officer = station.officer("Patrull 11").await?;
    let supervisor = station.supervisor().await?;
    let id = officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    let mut other = Intruder::at(station.database_url()).await?;
    other.holds().await?;
    // The decision waits for the database when its caller loses patience.
    let (path, form) = (format!("/entries/{id}/void"), [("reason", "Skriven två gånger")]);
    let asked = tokio::time::timeout(Duration::from_secs(1), supervisor.submits(&path, &form)).await;
    assert!(asked.is_err(), "it waits");
    drop(other);
    until("the decision to be made all the same", || async {
        let counted = supervisor.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await?;
        Ok((counted == 0).then_some(()))
    })
    .await
}

on_both!(callers_who_hang_up_leave_no_transaction_behind);

/// Whoever gives up in the middle of a request, wherever that is: nothing of it stays open in the database.
async fn callers_who_hang_up_leave_no_transaction_behind(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    let supervisor = station.supervisor().await?;
    for nth in 0..60_u64 {
        officer.records(&patrol("raslatt"))?;
        let patience = Duration::from_micros(nth * 150);
        // Only the caller hangs up: what became of the batch is unknown to the phone.
        let _ = tokio::time::timeout(patience, officer.sends()).await;
        let _ = tokio::time::timeout(patience, supervisor.sees("/dashboard")).await;
    }
    officer.sends_all().await?;
    let counted = supervisor.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await?;
    assert_eq!(counted, i64::try_from(officer.memory.last_seq)?);
    until("no transaction to be open", || async {
        let open = Intruder::at(station.database_url()).await?.open_transactions().await?;
        Ok((open == 0).then_some(()))
    })
    .await
}

/// PostgreSQL crashes and recovers while phones send: every connection is cut, and for a moment it takes no new ones.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restarted_postgres_is_only_a_pause() -> Result<()> {
    let cluster = Cluster::start()?;
    let url = cluster.database()?;
    let station = Station::start_with(Backend::Sqlite, |serve| serve.kept.database_url = Some(url.clone())).await?;
    let mut officer = station.officer("Patrull 11").await?;
    let (mut given, mut refused) = (BTreeSet::new(), 0);
    for _ in 0..rounds(3, 20) {
        let crash = cluster.crashes(&url);
        let (crashed, ()) = tokio::join!(crash, async {
            for _ in 0..10 {
                officer.records(&patrol("raslatt")).ok();
                match officer.sends().await {
                    Ok(verdicts) => given.extend(receipted(&verdicts)),
                    Err(error) => {
                        refused += 1;
                        assert!(error.to_string().contains("503"), "{error:#}");
                    }
                }
            }
        });
        crashed?;
        until("the server to answer again", || async { Ok(station.app().store.ping().await.ok()) }).await?;
        assert!(given.is_subset(&Intruder::at(&url).await?.entries().await?));
    }
    officer.sends_all().await?;
    assert!(refused > 0, "it was never away");
    let supervisor = station.supervisor().await?;
    let counted = supervisor.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await?;
    assert_eq!(counted, i64::try_from(officer.memory.last_seq)?);
    Ok(())
}
