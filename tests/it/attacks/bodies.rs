//! Bodies that are small on the line and large in memory.

use super::{AT_ONCE, MEMORY_KIB, beside};
use crate::limits::{expect, gzip};
use anyhow::Result;
use harness::{Backend, Officer, Station, patrol};
use reqwest::{RequestBuilder, Response, StatusCode};
use tokio::task::JoinSet;

fn packed(officer: &Officer, text: &str) -> Result<RequestBuilder> {
    let request = officer.client().post(format!("{}/api/v1/sync", officer.url()));
    let request = request.header("content-type", "application/json").header("content-encoding", "gzip");
    Ok(request.body(gzip(text)?))
}

/// The same request so many times at once.
async fn many(officer: &Officer, text: &str) -> Result<Vec<Response>> {
    let request = packed(officer, text)?;
    let mut sent = JoinSet::new();
    for _ in 0..AT_ONCE {
        sent.spawn(request.try_clone().expect("a body of bytes").send());
    }
    sent.join_all().await.into_iter().map(|answer| Ok(answer?)).collect()
}

/// A request of one entry with so many objects in a member that nobody knows.
fn bomb(objects: usize) -> String {
    let many = "{\"a\":1},".repeat(objects);
    format!(r#"{{"v":1,"after":null,"waiting":0,"journals":{{}},"entries":[{{"kind":"recorded","x":[{many}0]}}]}}"#)
}

/// Six kilobytes on the line, four megabytes of text, half a million values.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_small_body_of_half_a_million_values_costs_no_memory_and_no_time() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let attacker = station.officer("Patrull 66").await?;
    let mut honest = station.officer("Patrull 11").await?;
    let program = station.runs_apart(&[]).await?;
    let bomb = bomb(515_000);
    let (answers, cost) = beside(many(&attacker, &bomb), &program, &mut honest).await?;
    cost.told(&format!("{AT_ONCE} bodies of half a million values"));
    assert!(cost.memory_kib < MEMORY_KIB, "{} KiB", cost.memory_kib);
    for answer in answers {
        expect(answer, StatusCode::PAYLOAD_TOO_LARGE, "too_large").await?;
    }
    Ok(())
}

/// As many values as one request may hold, in one entry: that one is refused, and its neighbours aren't.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_of_too_many_values_is_refused_alone() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let attacker = station.officer("Patrull 66").await?;
    let mut honest = station.officer("Patrull 11").await?;
    honest.records(&patrol("raslatt"))?;
    let (own, _) = honest.memory.request(server::clock::Zone::utc().moment(server::clock::now_ms()));
    let large = format!("{{\"kind\":\"recorded\",\"x\":[{}0]}},", "{\"a\":1},".repeat(60_000));
    let mixed = own.replacen("\"entries\":[", &format!("\"entries\":[{large}"), 1);
    let answer: domain::wire::Answer = packed(&honest, &mixed)?.send().await?.error_for_status()?.json().await?;
    let told: Vec<_> = answer.verdicts.iter().map(|v| v.code.as_deref()).collect();
    assert_eq!(told, [Some("over_limit"), None]);
    let program = station.runs_apart(&[]).await?;
    let bomb = bomb(60_000);
    let (answers, cost) = beside(many(&attacker, &bomb), &program, &mut honest).await?;
    cost.told(&format!("{AT_ONCE} entries of as many values as a request may hold"));
    assert!(cost.memory_kib < MEMORY_KIB, "{} KiB", cost.memory_kib);
    assert!(answers.iter().all(|answer| answer.status() == StatusCode::OK));
    Ok(())
}
