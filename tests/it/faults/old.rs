//! A database of the first version, with phones of that time in the field.

use crate::on_both;
use anyhow::{Context, Result};
use domain::wire::{Answer, VerdictKind};
use harness::station::{PASSWORD, partnership};
use harness::{Backend, Staff, Station};
use serde_json::Value;
use std::fs::read_to_string;
use std::path::Path;

/// The promise that was in force then.
const PROMISE: &str = "jonkoping-2026";

on_both!(a_database_of_the_first_version_is_taken_over_and_its_phones_go_on);

/// As that version's own server left it (`tests/fixtures/first_version`): two phones, five entries of which one was withdrawn and
/// one corrected, a supervisor with a password. Since then a phone recorded two more, and never heard of what it sent last.
async fn a_database_of_the_first_version_is_taken_over_and_its_phones_go_on(backend: Backend) -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/first_version");
    let name = if backend == Backend::Sqlite { "sqlite" } else { "postgres" };
    let read = |kind: &str| read_to_string(folder.join(format!("{name}.{kind}")));
    let mut station = Station::start_on(backend, read("sql")?).await?;
    let supervisor = Staff::sign_in(&station.url(), "Gruppchef Ett", PASSWORD).await?;
    let counted = async || supervisor.count(PROMISE, "fotpatrull_raslatt", "raslatt").await;
    let before = station.app().store.tally(&partnership()).await?;
    let count: i64 = before.0.values().map(|amount| amount.count).sum();
    assert_eq!(count, 4, "{before:?}");
    assert_eq!(station.app().store.devices(&partnership()).await?.len(), 2);
    let log = station.app().store.audit(&partnership(), 1_000).await?;
    assert_eq!(log.iter().filter(|row| row.deed == "enrol").count(), 2, "what was logged then is in the log: {log:?}");
    station.app().store.rebuild(&partnership(), &mut |_| {}).await?;
    assert_eq!(station.app().store.tally(&partnership()).await?, before, "counted anew by today's rules");

    let phone: Value = serde_json::from_str(&read("json")?)?;
    let text = |name: &str| phone[name].as_str().map(str::to_owned).with_context(|| name.to_owned());
    let client = reqwest::Client::new();
    let cookie = text("cookie")?;
    let sends = async |url: String, body: String| -> Result<Answer> {
        let request = client.post(format!("{url}/api/v1/sync")).header("cookie", &cookie);
        let request = request.header("content-type", "application/json").body(body);
        Ok(request.send().await?.error_for_status()?.json().await?)
    };
    let kinds = |answer: &Answer| answer.verdicts.iter().map(|v| v.verdict).collect::<Vec<_>>();
    let unheard = sends(station.url(), text("unheard")?).await?;
    assert!(kinds(&unheard).iter().all(|kind| *kind == VerdictKind::AlreadyHeld), "{unheard:?}");
    assert_eq!(unheard.epoch, text("epoch")?, "the same server to its phones");
    let recorded = sends(station.url(), text("recorded")?).await?;
    assert_eq!(kinds(&recorded), [VerdictKind::Accepted, VerdictKind::Accepted], "{recorded:?}");
    assert_eq!(counted().await?, 4);
    station.restart().await?;
    assert_eq!(kinds(&sends(station.url(), text("recorded")?).await?), [VerdictKind::AlreadyHeld; 2]);
    Ok(())
}
