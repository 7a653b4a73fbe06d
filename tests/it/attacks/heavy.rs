//! Storms on what keeps a core busy: papers, workbooks and the search for patrols that two have logged.

use super::{AT_ONCE, MEMORY_KIB, beside};
use anyhow::{Context, Result};
use harness::station::PASSWORD;
use harness::{Backend, Staff, Station, patrol};
use reqwest::{Response, StatusCode};
use std::sync::Arc;
use tokio::task::JoinSet;

/// Of a promise that is over, so that its reports can go all the way.
const REPORTED: &str = "jonkoping-2021-2022";

/// Each of them is worked off, or told to come again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_on_what_is_heavy_holds_nobody_up() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let mut honest = station.officer("Patrull 11").await?;
    let supervisor = station.supervisor().await?;
    for area in ["raslatt", "ekhagen", "huskvarna"] {
        honest.records(&patrol(area))?;
    }
    honest.sends().await?;
    let period = format!("{REPORTED}/custom");
    let made =
        supervisor.submits("/reports", &[("period", &period), ("from", "2021-01-01"), ("to", "2021-12-31")]).await?;
    let report = made.headers().get("location").context("the report's address")?.to_str()?.to_owned();
    let program = station.runs_apart(&[]).await?;
    let attacker = Arc::new(Staff::sign_in(&station.url(), "Gruppchef Ett", PASSWORD).await?);
    for path in ["/questions".to_owned(), format!("{report}/report.pdf"), format!("{report}/report.xlsx")] {
        let (answers, cost) = beside(many(&attacker, &path), &program, &mut honest).await?;
        cost.told(&format!("{AT_ONCE} requests for {path}"));
        assert!(cost.memory_kib < MEMORY_KIB, "{path}: {} KiB", cost.memory_kib);
        let done = answers.iter().filter(|answer| answer.status() == StatusCode::OK).count();
        let later = answers.iter().filter(|answer| answer.status() == StatusCode::SERVICE_UNAVAILABLE).count();
        assert!(done > 0 && done + later == AT_ONCE, "{path}: {done} done, {later} told to come again");
    }
    Ok(())
}

async fn many(attacker: &Arc<Staff>, path: &str) -> Result<Vec<Response>> {
    let mut sent = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (attacker, path) = (attacker.clone(), path.to_owned());
        sent.spawn(async move { attacker.asks(&path).await });
    }
    sent.join_all().await.into_iter().collect()
}
