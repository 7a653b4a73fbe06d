//! SIGKILL to the server at a random moment while many phones send.

use super::receipted;
use crate::on_both;
use anyhow::Result;
use domain::id::EntryId;
use harness::station::this_years_promise;
use harness::{Backend, Intruder, Officer, Station, patrol, phone, rounds};
use std::collections::BTreeSet;
use std::time::Duration;

on_both!(every_receipt_survives_a_killed_server);

const PHONES: usize = 12;
/// A server is killed at the latest so long after it began to answer.
const LONGEST_MS: u64 = 500;

async fn every_receipt_survives_a_killed_server(backend: Backend) -> Result<()> {
    let mut station = Station::start(backend).await?;
    let mut phones = Vec::new();
    for at in 0..PHONES {
        phones.push(station.officer(&format!("Patrull {at}")).await?);
    }
    let rounds = rounds(6, 200);
    let mut given = BTreeSet::new();
    for _ in 0..rounds {
        let server = station.runs_apart(&[]).await?;
        let working: Vec<_> = phones.drain(..).map(|officer| tokio::spawn(works(officer))).collect();
        // Not a wait for anything: the moment is the fault.
        tokio::time::sleep(a_moment()).await;
        server.is_killed()?;
        for done in working {
            let (officer, receipts) = done.await??;
            given.extend(receipts);
            phones.push(officer);
        }
        let found = Intruder::at(station.database_url()).await?.entries().await?;
        let lost: Vec<_> = given.difference(&found).collect();
        assert!(lost.is_empty(), "receipts were given for what isn't there: {lost:?}");
    }
    assert_eq!(Intruder::at(station.database_url()).await?.checks().await?, "ok");
    station.restart().await?;
    let recorded: u64 = phones.iter().map(|officer| officer.memory.last_seq).sum();
    for officer in &mut phones {
        officer.sends_all().await?;
    }
    let supervisor = station.supervisor().await?;
    let counted = supervisor.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await?;
    println!(
        "{backend:?}: {rounds} kills; {} receipts given and found after the next start; {recorded} recorded, {counted} counted",
        given.len()
    );
    assert!(given.len() > PHONES && counted == i64::try_from(recorded)?, "{recorded} recorded, {counted} counted");
    Ok(())
}

/// Records and sends until nobody answers; tells for what receipts came.
async fn works(mut officer: Officer) -> Result<(Officer, BTreeSet<EntryId>)> {
    let mut receipts = BTreeSet::new();
    loop {
        officer.records(&patrol("raslatt"))?;
        match officer.sends().await {
            Ok(verdicts) => receipts.extend(receipted(&verdicts)),
            Err(_) => return Ok((officer, receipts)),
        }
    }
}

fn a_moment() -> Duration {
    let [a, b, ..] = phone::random();
    Duration::from_millis(u64::from(u16::from_be_bytes([a, b])) % LONGEST_MS)
}
