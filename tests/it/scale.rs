//! Many entries: what a page costs must not grow with them.

use anyhow::Result;
use harness::{Backend, Staff, Station, patrol};
use std::time::{Duration, Instant};

const ENTRIES: usize = 100_000;
const READS: usize = 15;

/// Long: run by `cargo xtask test --long`. Side by side, so that a busy machine is busy for both.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a minute or more: `cargo xtask test --long`"]
async fn a_hundred_thousand_entries_at_most_double_the_dashboards_time() -> Result<()> {
    let (empty, full) = (Station::start(Backend::Sqlite).await?, Station::start(Backend::Sqlite).await?);
    let areas = ["raslatt", "oxnehaga", "osterangen", "ekhagen"];
    let start = Instant::now();
    for phone in 0..10 {
        let mut officer = full.officer(&format!("Patrull {phone}")).await?;
        for place in 0..ENTRIES / 10 {
            let day = harness::station::today().plus(-((place % 300) as i32));
            officer.records(&patrol(areas[place % 4]).at(&format!("{day}T08:00:00+01:00")))?;
        }
        // One batch at a time from a fresh queue: the harness' own bookkeeping isn't what is measured.
        let all = std::mem::take(&mut officer.memory.kept);
        for batch in all.chunks(1_000) {
            officer.memory.kept = batch.to_vec();
            officer.sends_all().await?;
        }
    }
    let merging = start.elapsed();
    let (few, many) = (empty.supervisor().await?, full.supervisor().await?);
    let (mut of_few, mut of_many) = (Vec::new(), Vec::new());
    for _ in 0..READS {
        of_few.push(time(&few).await?);
        of_many.push(time(&many).await?);
    }
    let (few, many) = (median(of_few), median(of_many));
    println!("merged {ENTRIES} in {merging:.1?}; dashboard: empty {few:.2?}, full {many:.2?}");
    assert!(many <= few * 2, "empty {few:?}, full {many:?}");
    Ok(())
}

async fn time(staff: &Staff) -> Result<Duration> {
    let start = Instant::now();
    staff.sees("/dashboard").await?;
    Ok(start.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
