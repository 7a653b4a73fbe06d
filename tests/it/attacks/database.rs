//! Locks in PostgreSQL that somebody else holds: a server that stands still, a transaction that meets another.

use anyhow::{Result, ensure};
use harness::station::partnership;
use harness::{Backend, Intruder, Station, patrol, until};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// What a server holds that stands still is free again after so long.
const FREE_AFTER: Duration = Duration::from_secs(30);

/// Two servers, one of which is stopped in the middle of a merge.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stands_still_holds_the_others_up_for_seconds() -> Result<()> {
    let station = Station::start(Backend::Postgres).await?;
    let mut honest = station.officer("Patrull 11").await?;
    let mut twin = station.twin().await?;
    let mut stuck = twin.officer("Patrull 12").await?;
    let program = twin.runs_apart(&[]).await?;
    let mut intruder = Intruder::at(station.database_url()).await?;
    intruder.holds_phones().await?;
    stuck.records(&patrol("raslatt"))?;
    let stuck = Arc::new(Mutex::new(stuck));
    let merge = stuck.clone();
    // What becomes of it is unknown to the phone.
    tokio::spawn(async move { _ = merge.lock().await.sends().await });
    a_merge_waits(&station).await?;
    program.freezes()?;
    intruder.lets_go().await?;
    let frozen = Instant::now();
    honest.records(&patrol("oxnehaga"))?;
    let honest = Mutex::new(honest);
    until("the other server to serve", || async { Ok(Some(honest.lock().await.sends().await?)) }).await?;
    println!("beside a server that stands still a sync took {:.1?}", frozen.elapsed());
    ensure!(frozen.elapsed() < FREE_AFTER, "{:?}", frozen.elapsed());
    // It goes on where it stood: the merge that was taken from it is told as failed, and nothing is lost.
    program.thaws()?;
    until("the phone to have sent", || async { Ok(Some(stuck.lock().await.sends_all().await?)) }).await?;
    assert_eq!(stuck.lock().await.memory.waiting(), 0);
    Ok(())
}

/// Until somebody waits for a lock: a merge that holds its partnership.
async fn a_merge_waits(station: &Station) -> Result<()> {
    until("a merge to wait", || async {
        let waiting = Intruder::at(station.database_url()).await?.waiting_for_locks().await?;
        Ok((waiting > 0).then_some(()))
    })
    .await
}

/// Two transactions wait for each other, and PostgreSQL ends the merge.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_merge_that_meets_another_transaction_is_tried_again() -> Result<()> {
    let mut station = Station::start(Backend::Postgres).await?;
    let mut officer = station.officer("Patrull 11").await?;
    let mut intruder = Intruder::at(station.database_url()).await?;
    // The merge looks whether anybody waits for it when the other one has begun to.
    intruder.delays_deadlocks(3).await?;
    intruder.holds_phones().await?;
    station.restart().await?;
    officer.records(&patrol("raslatt"))?;
    let sent = tokio::spawn(async move { officer.sends().await });
    a_merge_waits(&station).await?;
    intruder.wants_partnership(partnership().as_str()).await?;
    intruder.lets_go().await?;
    assert_eq!(sent.await??.len(), 1);
    Ok(())
}
