//! Requests that are made before anything is measured, and sending them.

use anyhow::{Result, ensure};
use domain::wire::{Answer, VerdictKind};
use harness::{Officer, patrol};
use reqwest::Client;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Areas of the shipped promise in which a foot patrol counts towards one target each.
const AREAS: [&str; 4] = ["raslatt", "oxnehaga", "osterangen", "ekhagen"];
/// Of the length that officers write.
const NOTE: &str = "Lugnt, samtal med ungdomar vid centrum";

/// A body with the client whose cookie it goes with.
pub(crate) struct Request {
    client: Client,
    url: String,
    body: String,
}

/// So many requests of so many entries each, in turn from each officer.
pub(crate) fn requests(officers: &mut [Officer], count: usize, batch: usize) -> Result<Vec<Request>> {
    let mut requests = Vec::with_capacity(count);
    for at in 0..count {
        let devices = officers.len();
        let officer = &mut officers[at % devices];
        for entry in 0..batch {
            let area = AREAS[(at + entry) % AREAS.len()];
            officer.records(&patrol(area).noting(NOTE).by_unit("31-2410"))?;
        }
        let now =
            domain::moment::Moment::read(&harness::station::today_at(0)?).ok_or_else(|| anyhow::anyhow!("now"))?;
        let (body, ids) = officer.memory.request(now);
        ensure!(ids.len() == batch, "{} of {batch} entries fit one request", ids.len());
        // The next request carries the next entries.
        officer.memory.kept.clear();
        requests.push(Request {
            client: officer.client().clone(),
            url: format!("{}/api/v1/sync", officer.url()),
            body,
        });
    }
    Ok(requests)
}

/// What the requests came to.
#[derive(Default)]
pub(crate) struct Sent {
    pub(crate) acknowledged: usize,
    pub(crate) latencies: Vec<Duration>,
    pub(crate) answer_bytes: usize,
    pub(crate) took: Duration,
}

/// Sends everything over so many connections, each of which waits for its answer before it sends again.
pub(crate) async fn send(requests: Vec<Request>, connections: usize) -> Result<Sent> {
    let (requests, next) = (Arc::new(requests), Arc::new(AtomicUsize::new(0)));
    let start = Instant::now();
    let senders: Vec<_> = (0..connections).map(|_| tokio::spawn(one_by_one(requests.clone(), next.clone()))).collect();
    let mut sent = Sent::default();
    for sender in senders {
        let part = sender.await??;
        sent.acknowledged += part.acknowledged;
        sent.answer_bytes += part.answer_bytes;
        sent.latencies.extend(part.latencies);
    }
    sent.took = start.elapsed();
    sent.latencies.sort_unstable();
    Ok(sent)
}

async fn one_by_one(requests: Arc<Vec<Request>>, next: Arc<AtomicUsize>) -> Result<Sent> {
    let mut sent = Sent::default();
    while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
        let start = Instant::now();
        let post = request.client.post(&request.url).header("content-type", "application/json");
        let answer = post.body(request.body.clone()).send().await?;
        ensure!(answer.status().is_success(), "sync answered {}", answer.status());
        let text = answer.bytes().await?;
        sent.latencies.push(start.elapsed());
        let answer: Answer = serde_json::from_slice(&text)?;
        sent.acknowledged += answer.verdicts.iter().filter(|v| v.verdict == VerdictKind::Accepted).count();
        sent.answer_bytes += text.len();
    }
    Ok(sent)
}
