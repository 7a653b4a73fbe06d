//! What merging takes of the database, in what no busy machine can change: statements of a group, whatever it carries.

use crate::on_both;
use anyhow::{Result, ensure};
use harness::{Backend, Officer, Station, patrol, until};
use server::store::GroupCounts;

on_both!(
    a_sync_takes_few_statements_and_hardly_more_for_a_larger_batch,
    phones_that_sync_at_once_share_their_statements
);

/// Of one batch that is merged alone, begin and commit included.
const STATEMENTS: u64 = 20;
/// SQLite takes rows in chunks, and each of the tables a few of them.
const FOR_TEN_TIMES_THE_ENTRIES: u64 = 12;
/// Phones that send at the same moment.
const PHONES: usize = 24;

async fn a_sync_takes_few_statements_and_hardly_more_for_a_larger_batch(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull").await?;
    sends(&mut officer, 1).await?;
    let (mut counts, mut taken) = (counts_of(&station, 1).await?, Vec::new());
    for entries in [1, 20, 200, 1_000] {
        sends(&mut officer, entries).await?;
        let now = counts_of(&station, counts.batches + 1).await?;
        ensure!(now.entries - counts.entries == entries as u64 && now.groups - counts.groups == 1, "one group of them");
        taken.push(now.statements - counts.statements);
        counts = now;
    }
    println!("{backend:?}: statements for 1, 20, 200 and 1,000 entries: {taken:?}");
    assert!(taken[0] <= STATEMENTS, "{taken:?}");
    assert!(taken[2] <= taken[1] + FOR_TEN_TIMES_THE_ENTRIES, "{taken:?}");
    if backend == Backend::Postgres {
        assert!(taken.iter().all(|statements| *statements == taken[0]), "a list for each column: {taken:?}");
    }
    Ok(())
}

async fn phones_that_sync_at_once_share_their_statements(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officers = Vec::new();
    for at in 0..PHONES {
        officers.push(station.officer(&format!("Patrull {at}")).await?);
    }
    let before = station.app().writer.counts();
    let sending: Vec<_> = officers.into_iter().map(|officer| tokio::spawn(sends_some(officer))).collect();
    for sent in sending {
        sent.await??;
    }
    let all = before.batches + PHONES as u64 * 5;
    let GroupCounts { groups, batches, entries, statements } = counts_of(&station, all).await?;
    let (groups, batches) = (groups - before.groups, batches - before.batches);
    assert_eq!((batches, entries - before.entries), (PHONES as u64 * 5, PHONES as u64 * 15));
    let statements = statements - before.statements;
    println!("{backend:?}: {batches} batches in {groups} groups, {statements} statements");
    assert!(groups < batches, "none waited for another");
    assert!(statements <= groups * (STATEMENTS + FOR_TEN_TIMES_THE_ENTRIES), "{statements} for {groups} groups");
    let supervisor = station.supervisor().await?;
    let counted = supervisor.count(&harness::station::this_years_promise(), "fotpatrull_raslatt", "raslatt").await?;
    assert_eq!(counted, PHONES as i64 * 15, "each is counted once");
    Ok(())
}

/// What has been merged once so many batches have been: they are counted after they are answered.
async fn counts_of(station: &Station, batches: u64) -> Result<GroupCounts> {
    until("the writer to count", || async {
        let counts = station.app().writer.counts();
        Ok((counts.batches >= batches).then_some(counts))
    })
    .await
}

async fn sends_some(mut officer: Officer) -> Result<()> {
    for _ in 0..5 {
        sends(&mut officer, 3).await?;
    }
    Ok(())
}

async fn sends(officer: &mut Officer, entries: usize) -> Result<()> {
    for _ in 0..entries {
        officer.records(&patrol("raslatt").by_unit("31-2410"))?;
    }
    let verdicts = officer.sends().await?;
    ensure!(verdicts.len() == entries, "{} of {entries} were sent", verdicts.len());
    Ok(())
}
