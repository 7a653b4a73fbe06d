//! The contract of the store, the same on both databases.

use crate::on_both;
use anyhow::Result;
use domain::authorization::Role;
use domain::id::{EntryId, PersonId};
use domain::json::Json;
use domain::merge::arrive;
use domain::occasion::{Held, Occasion};
use domain::tally::Tally;
use domain::wire::{Flag, VerdictKind};
use harness::station::partnership;
use harness::{Backend, Station, patrol};
use server::clock::now_ms;
use server::secret::hex_sha256;
use server::store::{AuditEvent, Filter};
use std::collections::BTreeMap;

on_both!(
    incremental_tallies_equal_a_count_from_scratch,
    two_contents_of_one_id_are_both_kept_and_the_smaller_hash_counts,
    versions_that_name_different_roots_count_once,
    a_number_that_was_held_is_a_clone,
    a_bad_entry_refuses_itself_alone,
    many_phones_at_once_are_all_counted,
    the_audit_log_only_grows,
    entries_are_read_by_pages_without_a_hole,
    a_restart_keeps_everything,
    a_promise_of_the_same_days_is_refused,
    names_are_unique_however_they_are_written,
);

/// A history of several people: recorded, corrected, withdrawn, doubled, orphaned, in shuffled batches.
async fn incremental_tallies_equal_a_count_from_scratch(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut chance = 20_210_304u64;
    let mut all = Vec::new();
    for name in ["Patrull 11", "Patrull 12", "Patrull 13"] {
        let mut officer = station.officer(name).await?;
        for place in 0..60 {
            let area = ["raslatt", "oxnehaga", "ekhagen", "atlantis"][place % 4];
            let root = officer.records(&harness::check(area, 15 + draw(&mut chance, 12) as u32))?;
            match draw(&mut chance, 4) {
                0 => drop(officer.withdraws(root, &[root])?),
                1 => drop(officer.corrects(root, &[root], &harness::check(area, 25))?),
                // Two corrections that didn't see each other.
                2 => {
                    officer.corrects(root, &[root], &harness::check("raslatt", 40))?;
                    officer.corrects(root, &[root], &patrol("ekhagen"))?;
                }
                _ => {}
            }
        }
        let mut kept = std::mem::take(&mut officer.memory.kept);
        for at in (1..kept.len()).rev() {
            kept.swap(at, draw(&mut chance, at as u64 + 1) as usize);
        }
        all.push((officer, kept));
    }
    for step in 0..12 {
        for (officer, kept) in &mut all {
            let from = kept.len() * step / 12;
            let to = kept.len() * (step + 1) / 12;
            officer.memory.kept = kept[from..to].to_vec();
            officer.sends_all().await?;
        }
    }
    let store = &station.app().store;
    let incremental = store.tally(&partnership()).await?;
    let questions = store.open_questions(&partnership()).await?;
    assert!(incremental.0.len() > 3, "{incremental:?}");
    store.rebuild(&partnership(), &mut |_| {}).await?;
    assert_eq!(store.tally(&partnership()).await?, incremental, "rebuilt");
    assert_eq!(store.open_questions(&partnership()).await?, questions, "rebuilt");
    assert_eq!(naive(&station, &all).await?, incremental, "counted from scratch by the definition");
    Ok(())
}

/// The definition itself, over everything that was recorded, without a database.
async fn naive(station: &Station, all: &[(harness::Officer, Vec<domain::journal::Kept>)]) -> Result<Tally> {
    let in_force = station.app().in_force(&partnership()).await?;
    let mut held = Vec::new();
    for (officer, kept) in all {
        for kept in kept {
            let json: Json = serde_json::from_str(&kept.wire_text())?;
            let arrival = arrive(json, None, officer.person(), &hex_sha256);
            let read = arrival.outcome.expect("readable");
            let organisation = "polisen".into();
            held.push(Held {
                entry: read.entry,
                hash: read.hash,
                organisation,
                quarantined: false,
                cloned: false,
                by_staff: false,
                decided: false,
            });
        }
    }
    let mut tally = Tally::default();
    let roots: std::collections::BTreeSet<EntryId> = held.iter().map(|h| h.entry.root()).collect();
    for root in roots {
        let occasion = Occasion::of(root, &held);
        tally.add(occasion.contribution(&in_force.catalogue, &|ms| in_force.zone.local_of(ms)));
    }
    Ok(tally.settled())
}

fn draw(state: &mut u64, below: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % below
}

async fn two_contents_of_one_id_are_both_kept_and_the_smaller_hash_counts(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut counted = Vec::new();
    for (name, turned) in [("Patrull 11", false), ("Patrull 12", true)] {
        let mut officer = station.officer(name).await?;
        officer.records(&patrol("raslatt").minutes(30))?;
        let mut versions = [officer.memory.kept[0].clone(), officer.memory.kept[0].clone()];
        versions[1].body = versions[1].body.replace("\"minutes\":30", "\"minutes\":45");
        assert_ne!(versions[0].body, versions[1].body);
        if turned {
            versions.reverse();
        }
        let mut verdicts = Vec::new();
        for version in versions {
            officer.memory.kept = vec![version];
            verdicts.extend(officer.sends().await?);
        }
        assert_eq!(verdicts[0].verdict, VerdictKind::Accepted);
        assert_eq!((verdicts[1].verdict, verdicts[1].code.as_deref()), (VerdictKind::Refused, Some("conflicting")));
        let smaller = verdicts.iter().filter_map(|v| v.hash.clone()).min();
        let minutes = station.app().store.tally(&partnership()).await?;
        let minutes: i64 = minutes.0.values().map(|a| a.minutes).sum::<i64>() - counted.iter().sum::<i64>();
        let of_smaller = if smaller == verdicts[usize::from(turned)].hash { 30 } else { 45 };
        assert_eq!(minutes, of_smaller, "the order of arrival decides nothing");
        counted.push(minutes);
    }
    let questions = station.app().store.open_questions(&partnership()).await?;
    assert!(questions.contains(&("conflict".to_owned(), 2)), "{questions:?}");
    Ok(())
}

/// One id, once as a correction of one occasion and once of another: of an id one version counts, in one occasion.
async fn versions_that_name_different_roots_count_once(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let store = &station.app().store;
    for (name, turned) in [("Patrull 11", false), ("Patrull 12", true)] {
        let mut officer = station.officer(name).await?;
        let roots = [officer.records(&patrol("raslatt"))?, officer.records(&patrol("ekhagen"))?];
        officer.sends().await?;
        officer.corrects(roots[0], &[roots[0]], &patrol("raslatt").minutes(50))?;
        let first = officer.memory.kept[2].clone();
        let mut second = first.clone();
        second.body = second.body.replace(&roots[0].to_string(), &roots[1].to_string());
        let mut versions = [first, second];
        if turned {
            versions.reverse();
        }
        for version in versions {
            officer.memory.kept = vec![version];
            officer.sends().await?;
        }
        let incremental = store.tally(&partnership()).await?;
        store.rebuild(&partnership(), &mut |_| {}).await?;
        assert_eq!(store.tally(&partnership()).await?, incremental, "turned: {turned}");
    }
    Ok(())
}

async fn a_number_that_was_held_is_a_clone(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    // The phone's backup is restored: it gives the same number again.
    officer.memory.last_seq = 0;
    officer.memory.kept.clear();
    officer.records(&patrol("raslatt"))?;
    let verdicts = officer.sends().await?;
    assert_eq!((verdicts[0].verdict, verdicts[0].flags.as_slice()), (VerdictKind::Accepted, [Flag::Cloned].as_slice()));
    let count: i64 = station.app().store.tally(&partnership()).await?.0.values().map(|a| a.count).sum();
    assert_eq!(count, 2, "clones count");
    Ok(())
}

async fn a_bad_entry_refuses_itself_alone(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    for _ in 0..4 {
        officer.records(&patrol("raslatt"))?;
    }
    officer.memory.kept[1].body = r#"{"kind":"recorded"}"#.to_owned();
    let long = "x".repeat(501);
    officer.memory.kept[2].body = officer.memory.kept[2].body.replacen('{', &format!("{{\"note\":\"{long}\","), 1);
    let verdicts = officer.sends().await?;
    let codes: Vec<Option<&str>> = verdicts.iter().map(|v| v.code.as_deref()).collect();
    assert_eq!(codes, [None, Some("unreadable"), Some("over_limit"), None]);
    let count: i64 = station.app().store.tally(&partnership()).await?.0.values().map(|a| a.count).sum();
    assert_eq!(count, 2);
    let gaps = &station.app().store.devices(&partnership()).await?[0].missing;
    assert_eq!(gaps, &[(2, 3)], "what was refused is a named gap");
    Ok(())
}

async fn many_phones_at_once_are_all_counted(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut phones = Vec::new();
    for place in 0..12 {
        let mut officer = station.officer(&format!("Patrull {}", 11 + place)).await?;
        for _ in 0..25 {
            officer.records(&patrol("raslatt"))?;
        }
        phones.push(tokio::spawn(async move { officer.sends_all().await }));
    }
    for phone in phones {
        assert_eq!(phone.await??.len(), 25);
    }
    let count: i64 = station.app().store.tally(&partnership()).await?.0.values().map(|a| a.count).sum();
    assert_eq!(count, 300);
    Ok(())
}

async fn the_audit_log_only_grows(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let store = &station.app().store;
    let before = store.audit(&partnership(), 1_000).await?;
    store.note(&partnership(), None, AuditEvent::Rebuild, serde_json::json!({}), now_ms()).await?;
    let after = store.audit(&partnership(), 1_000).await?;
    assert_eq!(after[1..], before[..]);
    Ok(())
}

async fn entries_are_read_by_pages_without_a_hole(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    let supervisor = station.supervisor().await?;
    for place in 0..23 {
        officer.records(&patrol(if place % 2 == 0 { "raslatt" } else { "ekhagen" }))?;
        if place % 5 == 0 {
            officer.sends().await?;
        }
    }
    officer.sends().await?;
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = supervisor.sees(&format!("/api/v1/entries?most=4{after}")).await?;
        let page: serde_json::Value = serde_json::from_str(&page)?;
        let of_page = page["entries"].as_array().cloned().unwrap_or_default();
        seen.extend(of_page.iter().map(|e| e["entry"]["id"].as_str().unwrap_or_default().to_owned()));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    let mut all: Vec<String> = officer.memory.kept.iter().map(|k| k.id.to_string()).collect();
    seen.sort();
    all.sort();
    assert_eq!(seen, all);
    let filter = Filter { area: Some("ekhagen".into()), ..Filter::default() };
    let reader = (PersonId([0; 16]), now_ms());
    let none = (0, EntryId([0; 16]), String::new());
    let page = station.app().store.entries(&partnership(), &"polisen".into(), &filter, &none, 100, reader).await?;
    assert_eq!((page.entries.len(), page.next), (11, None));
    let reads = station.app().store.audit(&partnership(), 100).await?;
    assert_eq!(reads.iter().filter(|r| r.deed == "read_entries").count(), 7, "each read is in the log");
    Ok(())
}

async fn a_restart_keeps_everything(backend: Backend) -> Result<()> {
    let mut station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    let epoch = officer.memory.epoch.clone();
    let before = station.app().store.tally(&partnership()).await?;
    station.restart().await?;
    assert_eq!(station.app().store.tally(&partnership()).await?, before);
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    assert_eq!(officer.memory.epoch, epoch, "the same server to its phones");
    let promises = station.app().in_force(&partnership()).await?;
    assert_eq!(promises.catalogue.active.len(), 2, "a second start extends nothing twice");
    Ok(())
}

async fn a_promise_of_the_same_days_is_refused(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let store = &station.app().store;
    let mut other = server::promise_file::read(server::promise_file::SHIPPED).expect("whole");
    other.id = "jonkoping-other".into();
    let refused = store.put_in_force(other, now_ms()).await?;
    assert!(matches!(refused, Err(server::store::NotLoaded::Overlaps(_))), "{refused:?}");
    let same = server::promise_file::read(server::promise_file::SHIPPED).expect("whole");
    let refused = store.put_in_force(same.clone(), now_ms()).await?;
    assert_eq!(refused, Err(server::store::NotLoaded::Already));
    // A new version is counted by from the same moment.
    let mut newer = same;
    newer.version = 2;
    assert!(store.put_in_force(newer, now_ms()).await?.is_ok());
    let in_force = station.app().in_force(&partnership()).await?;
    let versions: BTreeMap<String, u32> =
        in_force.catalogue.active.iter().map(|a| (a.promise.id.to_string(), a.promise.version)).collect();
    assert_eq!(versions["jonkoping-2021-2022"], 2);
    Ok(())
}

async fn names_are_unique_however_they_are_written(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    station.person("Samordnare Åsen", Role::Coordinator, "kommunen").await?;
    let again = station.person("  samordnare  ÅSEN ", Role::Coordinator, "kommunen").await;
    assert!(again.is_err(), "{again:?}");
    assert_eq!(station.app().store.people_named("SAMORDNARE åsen").await?.len(), 1);
    Ok(())
}
