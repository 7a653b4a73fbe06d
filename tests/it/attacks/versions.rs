//! What a phone may repeat: contents of one id, corrections of one occasion. Each is bounded, and what it costs to merge one
//! more doesn't rise with what is held.

use super::{AT_ONCE, beside};
use crate::on_both;
use anyhow::{Context, Result};
use domain::id::{EntryId, uuid_v7};
use domain::limits;
use domain::wire::{Answer, Verdict, VerdictKind};
use harness::phone::random;
use harness::station::{partnership, this_years_promise, today};
use harness::{Backend, Intruder, Officer, Station, rounds};
use serde_json::{Value, json};
use std::collections::BTreeMap;

on_both!(contents_of_one_id_beyond_the_bound_are_refused, corrections_beyond_the_bound_wait_for_a_person);

fn fresh_id() -> EntryId {
    EntryId(uuid_v7(server::clock::now_ms(), random()))
}

/// A patrol of the officer's, recorded under an id with a number in its journal.
fn patrol(officer: &Officer, id: EntryId, seq: u64, minutes: u64) -> Value {
    json!({
        "id": id, "journal": officer.memory.journal, "author": officer.person(), "seq": seq, "kind": "recorded",
        "activity": "foot_patrol", "area": "raslatt", "started_at": format!("{}T00:00:00+01:00", today()),
        "minutes": minutes, "fields": {}, "how": "afterwards", "recorded_at": format!("{}T00:00:00+01:00", today()),
    })
}

fn correction(officer: &Officer, (id, root): (EntryId, EntryId), seq: u64, minutes: u64) -> Value {
    let mut entry = patrol(officer, id, seq, minutes);
    entry["kind"] = json!("amended");
    entry["of"] = json!(root);
    entry["replaces"] = json!([root]);
    entry
}

async fn pushes(officer: &Officer, entries: &[Value]) -> Result<Vec<Verdict>> {
    let request = json!({ "v": 1, "after": null, "waiting": 0, "journals": {}, "entries": entries });
    Ok(officer.posts(request.to_string()).await?.error_for_status()?.json::<Answer>().await?.verdicts)
}

/// How often each code was told.
fn told(verdicts: &[Verdict]) -> BTreeMap<String, usize> {
    let mut told = BTreeMap::new();
    for verdict in verdicts {
        let kept = if verdict.verdict == VerdictKind::Accepted { "accepted" } else { "held" };
        *told.entry(verdict.code.clone().unwrap_or_else(|| kept.to_owned())).or_default() += 1;
    }
    told
}

async fn rows(station: &Station) -> Result<usize> {
    Ok(usize::try_from(Intruder::at(station.database_url()).await?.rows().await?)?)
}

/// What is counted stands as a rebuild counts it.
async fn adds_up(station: &Station) -> Result<()> {
    let store = &station.app().store;
    let before = store.tally(&partnership()).await?;
    store.rebuild(&partnership(), &mut |_| {}).await?;
    assert_eq!(store.tally(&partnership()).await?, before);
    Ok(())
}

async fn contents_of_one_id_beyond_the_bound_are_refused(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let attacker = station.officer("Patrull 66").await?;
    let id = fresh_id();
    // Each names another occasion.
    let mut contents: Vec<Value> = (1..300).map(|n| correction(&attacker, (id, fresh_id()), 1, n)).collect();
    contents.insert(0, patrol(&attacker, id, 1, 30));
    let other = patrol(&attacker, fresh_id(), 2, 30);
    let verdicts = pushes(&attacker, &[contents.as_slice(), &[other]].concat()).await?;
    let expected = BTreeMap::from([("accepted".to_owned(), 2), ("conflicting".to_owned(), 299)]);
    assert_eq!(told(&verdicts), expected, "the neighbour is taken");
    assert_eq!(rows(&station).await?, limits::VERSIONS + 1);
    let count = async || supervisor.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await;
    assert_eq!(count().await?, 1, "of the id nothing counts until somebody has chosen");
    assert_eq!(told(&pushes(&attacker, &contents).await?).get("accepted"), None, "sent again it changes nothing");
    assert_eq!(rows(&station).await?, limits::VERSIONS + 1);
    adds_up(&station).await?;
    // Whoever chooses the patrol lets it count.
    let hash = verdicts[0].hash.clone().context("a hash")?;
    let form = [("id", id.to_string()), ("hash", hash)];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    supervisor.submits(&format!("/entries/{id}/version"), &form).await?.error_for_status()?;
    assert_eq!(count().await?, 2);
    adds_up(&station).await
}

async fn corrections_beyond_the_bound_wait_for_a_person(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let officer = station.officer("Patrull 66").await?;
    let root = fresh_id();
    let entries: Vec<Value> = std::iter::once(patrol(&officer, root, 1, 30))
        .chain((2..200).map(|seq| correction(&officer, (fresh_id(), root), seq, seq)))
        .collect();
    let verdicts = pushes(&officer, &entries).await?;
    let kept = limits::OCCASION_ENTRIES;
    let expected = BTreeMap::from([("accepted".to_owned(), kept), ("conflicting".to_owned(), 199 - kept)]);
    assert_eq!(told(&verdicts), expected);
    assert_eq!(rows(&station).await?, kept);
    let count = async || supervisor.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await;
    assert_eq!(count().await?, 0, "which of them are held is chance: none decides");
    assert!(supervisor.sees("/questions").await?.contains(&root.to_string()));
    adds_up(&station).await?;
    let head = verdicts[kept - 1].id.context("an id")?.to_string();
    supervisor.submits(&format!("/entries/{root}/head"), &[("head", &head)]).await?.error_for_status()?;
    assert_eq!(count().await?, 1, "what a person chose counts");
    adds_up(&station).await
}

/// A thousand contents of one id, each naming another occasion, in each of several requests at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_contents_of_one_id_hold_nobody_up() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let attacker = station.officer("Patrull 66").await?;
    let mut honest = station.officer("Patrull 11").await?;
    let program = station.runs_apart(&[]).await?;
    let id = fresh_id();
    let attack = async {
        for _ in 0..rounds(1, 3) {
            let contents: Vec<Value> = (1..=1_000).map(|n| correction(&attacker, (id, fresh_id()), 1, n)).collect();
            pushes(&attacker, &contents).await?;
        }
        Ok(())
    };
    let ((), cost) = beside(attack, &program, &mut honest).await?;
    cost.told("a thousand contents of one id");
    assert!(cost.memory_kib < super::MEMORY_KIB, "{} KiB", cost.memory_kib);
    Ok(())
}

/// Corrections of one occasion, a thousand in a batch.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_corrections_of_one_occasion_hold_nobody_up() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let attacker = station.officer("Patrull 66").await?;
    let mut honest = station.officer("Patrull 11").await?;
    let program = station.runs_apart(&[]).await?;
    let root = fresh_id();
    let attack = async {
        pushes(&attacker, &[patrol(&attacker, root, 1, 30)]).await?;
        for batch in 0..u64::from(rounds(2, 12)) {
            let numbers = (2..1_002).map(|n| batch * 1_000 + n);
            let entries: Vec<Value> =
                numbers.map(|seq| correction(&attacker, (fresh_id(), root), seq, seq % 600)).collect();
            pushes(&attacker, &entries).await?;
        }
        Ok(())
    };
    let ((), cost) = beside(attack, &program, &mut honest).await?;
    cost.told("thousands of corrections of one occasion");
    assert!(cost.memory_kib < super::MEMORY_KIB, "{} KiB", cost.memory_kib);
    Ok(())
}

/// A thousand occasions, each as full as it gets, and a batch that touches all of them: merged in parts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_that_touches_too_many_rows_is_sent_in_parts() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let attacker = station.officer("Patrull 66").await?;
    let mut honest = station.officer("Patrull 11").await?;
    let occasions = limits::BATCH_ROWS / (limits::OCCASION_ENTRIES - 2) + 1;
    let roots: Vec<EntryId> = (0..occasions).map(|_| fresh_id()).collect();
    let mut seq = 0;
    let mut next = || {
        seq += 1;
        seq
    };
    let recorded: Vec<Value> = roots.iter().map(|root| patrol(&attacker, *root, next(), 30)).collect();
    pushes(&attacker, &recorded).await?;
    for root in &roots {
        let entries: Vec<Value> =
            (2..limits::OCCASION_ENTRIES).map(|_| correction(&attacker, (fresh_id(), *root), next(), 30)).collect();
        pushes(&attacker, &entries).await?;
    }
    let program = station.runs_apart(&[]).await?;
    let one_more: Vec<Value> =
        roots.iter().map(|root| correction(&attacker, (fresh_id(), *root), next(), 30)).collect();
    let whole = json!({ "v": 1, "after": null, "waiting": 0, "journals": {}, "entries": one_more }).to_string();
    let attack = async {
        for _ in 0..AT_ONCE {
            let answer = attacker.posts(whole.clone()).await?;
            crate::limits::expect(answer, reqwest::StatusCode::PAYLOAD_TOO_LARGE, "too_large").await?;
        }
        Ok(())
    };
    let ((), cost) = beside(attack, &program, &mut honest).await?;
    cost.told("batches that touch a thousand full occasions");
    let (first, rest) = one_more.split_at(one_more.len() / 2);
    for part in [first, rest] {
        assert_eq!(told(&pushes(&attacker, part).await?).get("accepted"), Some(&part.len()));
    }
    Ok(())
}
