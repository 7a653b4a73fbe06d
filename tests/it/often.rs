//! Who asks too often waits, and nobody else does: by phone and by account, by address only where nobody is known.

use crate::limits::expect;
use crate::on_both;
use anyhow::Result;
use harness::{Backend, Station, patrol};
use reqwest::StatusCode;
use server::http::rates::Kind;

on_both!(one_who_asks_too_often_waits_and_the_others_do_not, an_address_that_cannot_be_read_is_counted,);

async fn one_who_asks_too_often_waits_and_the_others_do_not(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut honest = station.officer("Patrull 11").await?;
    let broken = station.officer("Patrull 12").await?;
    let supervisor = station.supervisor().await?;

    // A phone whose app went wrong: it sends on and on, nonsense so that the test is fast.
    let mut refused = None;
    for _ in 0..Kind::Phone.rate().at_once * 3 {
        let answer = broken.posts("{").await?;
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("it was stopped");
    let wait: u32 = refused.headers()["retry-after"].to_str()?.parse()?;
    assert!((1..=5).contains(&wait), "a share later it goes on: {wait} s");
    expect(refused, StatusCode::TOO_MANY_REQUESTS, "too_often").await?;
    // From the same address, and of the same organisation.
    honest.records(&patrol("raslatt"))?;
    assert_eq!(honest.sends().await?.len(), 1);
    assert_eq!(supervisor.asks("/dashboard").await?.status(), StatusCode::OK);

    // Nobody known, enrolling: by the address that the proxy tells.
    let nobody = station.citizen()?;
    let enrols = async |from: &'static str| {
        let body = serde_json::json!({ "code": "x" });
        nobody.sends(|c, url| c.post(format!("{url}/api/v1/enrol")).header("x-forwarded-for", from).json(&body)).await
    };
    let most = Kind::Enrolling.rate().at_once * 3;
    let mut tries = 0;
    while tries < most && !code_is(enrols("198.51.100.1").await?, "too_often").await? {
        tries += 1;
    }
    assert!((100..most).contains(&tries), "{tries} before it waits");
    assert!(!code_is(enrols("198.51.100.2").await?, "too_often").await?, "another address doesn't wait");
    let page = nobody.sends(|c, url| c.get(format!("{url}/")).header("x-forwarded-for", "198.51.100.1")).await?;
    assert_eq!(page.status(), StatusCode::OK, "reading is another matter than enrolling");
    Ok(())
}

/// Whoever puts bytes that are no text before what the proxy adds, or hides behind a proxy that tells no address.
async fn an_address_that_cannot_be_read_is_counted(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let nobody = station.citizen()?;
    let enrols = async |from: &'static [u8]| {
        let body = serde_json::json!({ "code": "x" });
        let from = reqwest::header::HeaderValue::from_bytes(from)?;
        nobody.sends(|c, url| c.post(format!("{url}/api/v1/enrol")).header("x-forwarded-for", from).json(&body)).await
    };
    let most = Kind::Enrolling.rate().at_once * 3;
    for from in [&b"\xff, 198.51.100.1"[..], b"unknown"] {
        let mut tries = 0;
        while tries < most && !code_is(enrols(from).await?, "too_often").await? {
            tries += 1;
        }
        assert!((100..most).contains(&tries), "{tries} before it waits");
    }
    assert!(code_is(enrols(b"198.51.100.1").await?, "too_often").await?, "the bytes before the address change nothing");
    assert!(!code_is(enrols(b"198.51.100.2").await?, "too_often").await?);
    Ok(())
}

async fn code_is(answer: reqwest::Response, code: &str) -> Result<bool> {
    Ok(answer.json::<domain::wire::Problem>().await.is_ok_and(|problem| problem.code == code))
}
