//! What arrives damaged, hostile or old: nothing of it is stored by halves, nothing stops the rest, nothing old is refused.

use crate::limits::expect;
use crate::on_both;
use anyhow::{Context, Result};
use domain::wire::{Answer, VerdictKind};
use harness::{Backend, Intruder, Station, patrol};
use reqwest::StatusCode;
use serde_json::Value;
use server::clock::{Zone, now_ms};
use std::path::Path;

on_both!(
    a_request_cut_at_any_byte_stores_nothing,
    hostile_text_is_refused_alone_or_kept_as_it_is,
    what_the_first_phones_sent_is_taken_for_ever,
);

async fn a_request_cut_at_any_byte_stores_nothing(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    // No phone asks six hundred times in a minute.
    let others = [station.officer("Patrull 12").await?, station.officer("Patrull 13").await?];
    officer.records(&patrol("raslatt"))?;
    let (text, _) = officer.memory.request(Zone::utc().moment(now_ms()));
    for end in 1..text.len() {
        let answer = others[end % 2].posts(text.as_bytes()[..end].to_vec()).await?;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "cut after {end} bytes");
    }
    assert!(Intruder::at(station.database_url()).await?.entries().await?.is_empty());
    assert_eq!(officer.sends().await?.len(), 1, "whole it is taken");
    Ok(())
}

async fn hostile_text_is_refused_alone_or_kept_as_it_is(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    let supervisor = station.supervisor().await?;
    let whole = |body: String| body.into_bytes();
    let around = |entry: &str| format!(r#"{{"v":1,"after":null,"waiting":0,"journals":{{}},"entries":[{entry}]}}"#);
    let mut not_utf8 = whole(around(r#"{"note":"x"}"#));
    let at = not_utf8.iter().position(|byte| *byte == b'x').context("a letter")?;
    not_utf8[at] = 0xff;
    for body in [not_utf8, whole("\0".repeat(100))] {
        expect(officer.posts(body).await?, StatusCode::BAD_REQUEST, "unreadable").await?;
    }
    // What no reader takes is refused alone: its neighbours are judged by themselves.
    let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    for entry in [deep.as_str(), r#"{"note":"\ud800"}"#, r#"{"note":1e400}"#] {
        let answer = officer.posts(whole(around(&format!("{{}},{entry},{{}}")))).await?.error_for_status()?;
        let answer: Answer = answer.json().await?;
        let codes: Vec<_> = answer.verdicts.iter().map(|verdict| verdict.code.as_deref()).collect();
        assert_eq!(codes, [Some("unreadable"); 3], "{entry:.20}");
    }
    // A NUL, which PostgreSQL's texts can't hold; letters that turn the reading round; a line that plays the log; markup.
    for note in ["a\0b", "\u{202e}fdp.exe", "x\n2026 ERROR all is lost", "<script>alert(1)</script>", "\u{1b}[31m"] {
        let id = officer.records(&patrol("raslatt"))?;
        let kept = officer.memory.kept.last_mut().context("the entry")?;
        let mut body: Value = serde_json::from_str(&kept.body)?;
        body["note"] = Value::from(note);
        kept.body = body.to_string();
        officer.records(&patrol("raslatt"))?;
        let verdicts = officer.sends().await?;
        assert_eq!(verdicts.len(), 2, "{note:?}");
        assert_eq!(verdicts[1].verdict, VerdictKind::Accepted, "{note:?}: the next one is taken");
        if verdicts[0].verdict == VerdictKind::Accepted {
            let page = supervisor.sees(&format!("/entries/{id}")).await?;
            assert!(!page.contains("<script>alert"), "{page}");
        } else {
            assert!(verdicts[0].code.is_some() && verdicts[0].message.is_some(), "{verdicts:?}");
        }
    }
    assert_eq!(officer.memory.waiting(), 0);
    Ok(())
}

/// As recorded when there were the first phones, with nothing but whose and which journal changed.
async fn what_the_first_phones_sent_is_taken_for_ever(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let officer = station.officer("Patrull 11").await?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/wire/v1");
    let recorded = |name: &str| std::fs::read_to_string(folder.join(name));
    let mut all = 0;
    for name in ["request_first.json", "request.json", "request_of_2026.json"] {
        let text = recorded(name)?.replace("01780000-0000-7000-8000-000000000001", &officer.person().to_string());
        let sent: Value = serde_json::from_str(&text)?;
        let answer: Answer = officer.posts(text).await?.error_for_status()?.json().await?;
        let sent = sent["entries"].as_array().context("entries")?.len();
        all += sent;
        assert_eq!(answer.verdicts.len(), sent, "{name}");
        assert!(answer.verdicts.iter().all(|v| v.verdict == VerdictKind::Accepted), "{name}: {:?}", answer.verdicts);
    }
    // What they read of an answer is still there.
    let answer: Value = officer.posts(recorded("request_first.json")?).await?.json().await?;
    let known: Value = serde_json::from_str(&recorded("answer.json")?)?;
    for member in known.as_object().context("an object")?.keys() {
        assert!(answer.get(member).is_some(), "{member} is gone");
    }
    assert_eq!(Intruder::at(station.database_url()).await?.entries().await?.len(), all);
    Ok(())
}
