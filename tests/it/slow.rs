//! Slow clients hold nobody up: headers a byte at a time, bodies a byte at a time, lines on which nothing is asked.

use anyhow::{Context, Result};
use harness::{Backend, Station, patrol, until};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

const SLOW: usize = 500;
/// Requests of honest clients for one median.
const HONEST: usize = 200;

/// Both medians of the same run, so that the machine's other work is in both. Repeated in turns, and the best of each
/// compared: a median says how fast the server can be, not what else ran beside it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_slow_clients_leave_the_honest_ones_alone() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let citizen = station.citizen()?;
    let path = format!("/promise/{}", harness::station::this_years_promise());
    let median = async || -> Result<Duration> {
        let mut took = Vec::with_capacity(HONEST);
        for _ in 0..HONEST {
            let begun = Instant::now();
            citizen.asks(&path).await?.error_for_status()?.bytes().await?;
            took.push(begun.elapsed());
        }
        took.sort_unstable();
        Ok(took[HONEST / 2])
    };
    median().await?;
    let before = median().await?;
    let slow = slow_clients(&station).await?;
    let connections = &station.app().connections;
    assert!(connections.count() >= SLOW, "{} lines are open", connections.count());
    let during = median().await?;
    assert!(connections.count() >= SLOW, "{} lines were open throughout", connections.count());
    slow.iter().for_each(JoinHandle::abort);
    until("the slow lines to end", || async { Ok((connections.count() < SLOW).then_some(())) }).await?;
    let after = median().await?;
    println!(
        "median of {HONEST} requests: {before:?} alone, {during:?} beside {SLOW} slow clients, {after:?} alone again"
    );
    assert!(during < before.max(after) * 2, "{before:?} {during:?} {after:?}");
    Ok(())
}

/// Each sends one byte of its headers a second, and begins anew when it is cut.
async fn slow_clients(station: &Station) -> Result<Vec<JoinHandle<()>>> {
    let addr = station.addr();
    let dribble = move || async move {
        loop {
            let Ok(mut line) = TcpStream::connect(addr).await else { return };
            for byte in b"GET / HTTP/1.1\r\nhost: localhost\r\nx-slow: ".iter().chain(std::iter::repeat(&b'x')) {
                if line.write_all(&[*byte]).await.is_err() {
                    break;
                }
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    };
    let slow = (0..SLOW).map(|_| tokio::spawn(dribble())).collect();
    let open = || async { Ok((station.app().connections.count() >= SLOW).then_some(())) };
    until("all slow clients to be there", open).await?;
    Ok(slow)
}

/// A whole time for headers, for a line on which nothing comes at all, and for bodies: each is cut, and says nothing or 408.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_too_slowly_is_cut() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let mut officer = station.officer("Patrull 11").await?;
    let headers = tokio::spawn(until_cut(station.addr(), "GET / HTTP/1.1\r\nhost: x\r\nx: "));
    let nothing = tokio::spawn(until_cut(station.addr(), ""));
    let body = "POST /login HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\n\
                content-length: 4000\r\n\r\nname=";
    let body = tokio::spawn(until_cut(station.addr(), body));
    // Meanwhile the others are served.
    officer.records(&patrol("raslatt"))?;
    assert_eq!(officer.sends().await?.len(), 1);
    for (told, cut, answered) in [("headers", headers, ""), ("nothing", nothing, ""), ("a body", body, " 408 ")] {
        let (answer, after) = cut.await?.context(told)?;
        println!("{told}: cut after {after:?}");
        assert!(answer.contains(answered) && (!answered.is_empty() || answer.is_empty()), "{told}: {answer:?}");
        assert!(after < Duration::from_secs(40), "{told}: {after:?}");
    }
    until("every line to be given back", || async {
        // Two of the phone's own at most.
        Ok((station.app().connections.count() <= 2).then_some(()))
    })
    .await
}

/// Sends a beginning, then a byte now and then, until the server has had enough: what it answered, and after how long.
async fn until_cut(addr: std::net::SocketAddr, begins: &'static str) -> Result<(String, Duration)> {
    let begun = Instant::now();
    let (mut from, mut to) = TcpStream::connect(addr).await?.into_split();
    to.write_all(begins.as_bytes()).await?;
    let dribble = tokio::spawn(async move {
        while !begins.is_empty() && to.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        // Kept open where nothing is sent at all.
        std::future::pending::<()>().await;
    });
    let mut answer = Vec::new();
    let cut = tokio::time::timeout(Duration::from_secs(60), from.read_to_end(&mut answer)).await;
    dribble.abort();
    anyhow::ensure!(cut.is_ok(), "never cut");
    Ok((String::from_utf8_lossy(&answer).into_owned(), begun.elapsed()))
}
