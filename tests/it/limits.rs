//! Bounds: what is too much gets a clear answer with a stable code, and loses nothing.

use crate::on_both;
use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use harness::{Backend, Officer, Station, patrol};
use reqwest::{Response, StatusCode};
use std::io::Write;

on_both!(what_is_too_much_is_told_by_its_code);

async fn what_is_too_much_is_told_by_its_code(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    let empty = r#"{"v":1,"after":null,"waiting":0,"journals":{},"entries":[]}"#;

    expect(officer.posts("{").await?, StatusCode::BAD_REQUEST, "unreadable").await?;
    // What can't be read isn't sent back whole.
    let quoted = officer.posts(format!("{{\"v\":\"{}\"}}", "a".repeat(1_000_000))).await?;
    assert_eq!(quoted.status(), StatusCode::BAD_REQUEST);
    let quoted = quoted.text().await?;
    assert!(quoted.contains("unreadable") && quoted.len() < 1_000, "{} bytes", quoted.len());
    let other = empty.replace("\"v\":1", "\"v\":2");
    expect(officer.posts(other).await?, StatusCode::BAD_REQUEST, "unknown_version").await?;
    let large = format!("{empty}{}", " ".repeat(1_048_576));
    expect(officer.posts(large).await?, StatusCode::PAYLOAD_TOO_LARGE, "too_large").await?;
    let many = empty.replace("[]", &format!("[{}1]", "1,".repeat(1_000)));
    expect(officer.posts(many).await?, StatusCode::PAYLOAD_TOO_LARGE, "too_many_entries").await?;

    // Small as it arrives, large after inflating.
    let bomb = gzip(&format!("{empty}{}", " ".repeat(5_000_000)))?;
    assert!(bomb.len() < 20_000);
    expect(encoded(&officer, bomb, "gzip").await?, StatusCode::PAYLOAD_TOO_LARGE, "too_large").await?;
    expect(encoded(&officer, b"x".to_vec(), "br").await?, StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported").await?;
    expect(encoded(&officer, b"x".to_vec(), "gzip").await?, StatusCode::BAD_REQUEST, "unreadable").await?;
    assert_eq!(encoded(&officer, gzip(empty)?, "gzip").await?.status(), StatusCode::OK);

    // After all that the phone's entries are as they were.
    officer.records(&patrol("raslatt"))?;
    assert_eq!(officer.sends().await?.len(), 1);
    let limits = officer.memory.last_answer.clone().expect("an answer").limits;
    assert_eq!((limits.entries, limits.bytes, limits.inflated), (1_000, 1_048_576, 4_194_304));
    Ok(())
}

async fn encoded(officer: &Officer, body: Vec<u8>, encoding: &str) -> Result<Response> {
    let to = format!("{}/api/v1/sync", officer.url());
    let request = officer.client().post(to).header("content-type", "application/json");
    Ok(request.header("content-encoding", encoding).body(body).send().await?)
}

/// A text packed as small as it gets.
pub(crate) fn gzip(text: &str) -> Result<Vec<u8>> {
    let mut to = GzEncoder::new(Vec::new(), Compression::best());
    to.write_all(text.as_bytes())?;
    Ok(to.finish()?)
}

/// The status and the stable code of a problem.
pub(crate) async fn expect(answer: Response, status: StatusCode, code: &str) -> Result<()> {
    assert_eq!(answer.status(), status, "{code}");
    let kind = answer.headers().get("content-type").and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    assert_eq!(kind, "application/problem+json", "{code}");
    let problem: domain::wire::Problem = answer.json().await?;
    assert_eq!((problem.code.as_str(), problem.status), (code, status.as_u16()));
    assert!(!problem.title.is_empty());
    Ok(())
}
