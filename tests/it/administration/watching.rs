//! Whether a server is ready: told soon and in JSON, whatever doesn't work.

use crate::on_both;
use anyhow::{Context, Result};
use harness::databases::Cluster;
use harness::{Backend, Intruder, Station, patrol, until};
use reqwest::{StatusCode, header};
use serde_json::Value;
use std::time::{Duration, Instant};

on_both!(a_server_without_its_tasks_is_not_ready, a_server_ends_with_a_task_that_it_needs);

async fn asked(station: &Station) -> Result<(StatusCode, Value, Duration)> {
    let began = Instant::now();
    let answer = reqwest::get(format!("{}/readyz", station.url())).await?;
    let status = answer.status();
    let kind = answer.headers().get(header::CONTENT_TYPE).context("a type")?.to_str()?.to_owned();
    assert_eq!(kind, "application/json");
    Ok((status, answer.json().await?, began.elapsed()))
}

/// So that whoever runs it starts it anew, with a sentence that says what has ended.
async fn a_server_ends_with_a_task_that_it_needs(backend: Backend) -> Result<()> {
    let mut station = Station::start(backend).await?;
    let app = station.app().clone();
    let ended = tokio::spawn(async move { station.until_told().await });
    app.tasks.start("counting", async {});
    let why = format!("{:#}", ended.await?.expect_err("it ended by itself"));
    assert!(why.contains("a task of the server has ended") && why.contains("counting"), "{why}");
    Ok(())
}

async fn a_server_without_its_tasks_is_not_ready(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let (status, told, _) = asked(&station).await?;
    assert_eq!(
        (status, &told["ready"], &told["writer"]["alive"]),
        (StatusCode::OK, &Value::Bool(true), &Value::Bool(true))
    );
    assert_eq!((told["writer"]["waiting"].as_u64(), told["writer"]["oldest_ms"].as_u64()), (Some(0), Some(0)));
    station.app().tasks.stop();
    let told = until("the tasks to end", || async {
        let (status, told, _) = asked(&station).await?;
        Ok((status == StatusCode::SERVICE_UNAVAILABLE).then_some(told))
    })
    .await?;
    assert_eq!((&told["ready"], &told["database_answers"]), (&Value::Bool(false), &Value::Bool(true)));
    assert!(told["tasks_ended"].as_array().is_some_and(|ended| ended.contains(&Value::from("daily"))), "{told}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_that_waits_is_seen() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let mut officer = station.officer("Patrull 11").await?;
    let mut other = Intruder::at(station.database_url()).await?;
    other.holds().await?;
    officer.records(&patrol("raslatt"))?;
    let (text, _) = officer.memory.request(server::clock::Zone::utc().moment(server::clock::now_ms()));
    let seen = until("the batch to wait", || async {
        let (_, told, _) = asked(&station).await?;
        Ok(told["writer"]["oldest_ms"].as_u64().filter(|waited| *waited > 0))
    });
    let (seen, sent) = tokio::join!(seen, officer.posts(text));
    assert!(seen? > 0);
    assert_eq!(sent?.status(), StatusCode::SERVICE_UNAVAILABLE);
    let (_, told, _) = asked(&station).await?;
    assert_eq!(told["writer"]["oldest_ms"], 0, "it was answered");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_gone_is_told_soon() -> Result<()> {
    let cluster = Cluster::start()?;
    let url = cluster.database()?;
    let station = Station::start_with(Backend::Sqlite, |serve| serve.kept.database_url = Some(url.clone())).await?;
    assert_eq!(asked(&station).await?.0, StatusCode::OK);
    cluster.dies()?;
    until("PostgreSQL to be gone", || async { Ok(Intruder::at(&url).await.is_err().then_some(())) }).await?;
    let (status, told, took) = asked(&station).await?;
    assert_eq!((status, &told["database_answers"]), (StatusCode::SERVICE_UNAVAILABLE, &Value::Bool(false)));
    assert!(took < Duration::from_secs(2), "it took {took:?}");
    Ok(())
}
