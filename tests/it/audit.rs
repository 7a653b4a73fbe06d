//! The audit log can't be rewritten: the database refuses, and what is done past it is found and named.

use crate::on_both;
use anyhow::{Context, Result};
use domain::audit::{Fault, Walk, Wrong};
use domain::authorization::Role;
use domain::id::PartnershipId;
use harness::station::partnership;
use harness::{Backend, Intruder, Officer, Station, patrol};
use serde_json::json;
use server::audit_file;
use server::clock::now_ms;
use server::keys::Keys;
use server::people::{self, New};
use server::secret::hex;
use server::store::AuditEvent;
use std::collections::BTreeMap;
use std::io::Cursor;

on_both!(
    the_database_refuses_to_change_remove_or_replace_a_row,
    a_changed_removed_or_moved_row_is_named,
    a_cut_end_and_a_log_written_anew_are_found_by_an_export_alone,
    an_export_that_was_tampered_with_proves_nothing,
    two_servers_write_one_chain,
    an_older_log_is_taken_into_the_chain_and_loses_nothing,
);

/// A station with some rows in its log.
async fn begun(backend: Backend) -> Result<Station> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    let supervisor = station.supervisor().await?;
    for path in ["/entries", "/questions", "/api/v1/entries"] {
        supervisor.sees(path).await?;
    }
    Ok(station)
}

async fn walk(station: &Station) -> Result<Walk> {
    station.app().store.walk_audit(&partnership()).await
}

async fn faults(station: &Station) -> Result<Vec<Fault>> {
    Ok(walk(station).await?.faults)
}

fn fault(number: u64, wrong: Wrong) -> Fault {
    Fault { number, wrong }
}

fn keys(station: &Station) -> &Keys {
    &station.app().keys
}

async fn exported(station: &Station) -> Result<Vec<u8>> {
    let mut to = Vec::new();
    let (store, key) = (&station.app().store, keys(station).audit());
    audit_file::export(store, &store.logged_partnerships().await?, &key, &mut to, now_ms()).await?;
    Ok(to)
}

/// What is found when the log is held against an export.
async fn against(station: &Station, export: &[u8]) -> Result<Vec<Fault>> {
    let mut walks: BTreeMap<PartnershipId, Walk> = BTreeMap::new();
    walks.insert(partnership(), walk(station).await?);
    let key = keys(station).audit().verifying_key();
    audit_file::against(&station.app().store, &mut Cursor::new(export), &key, &mut walks).await?;
    Ok(walks.remove(&partnership()).context("a walk")?.faults)
}

async fn the_database_refuses_to_change_remove_or_replace_a_row(backend: Backend) -> Result<()> {
    let station = begun(backend).await?;
    let before = station.app().store.audit(&partnership(), 1_000).await?;
    let tried = Intruder::at(station.database_url()).await?.tries().await?;
    assert!(tried.len() >= 4, "{tried:?}");
    for (sql, said) in tried {
        assert!(said.contains("only ever added to"), "{sql}: {said}");
    }
    assert_eq!(station.app().store.audit(&partnership(), 1_000).await?, before);
    Ok(())
}

async fn a_changed_removed_or_moved_row_is_named(backend: Backend) -> Result<()> {
    let station = begun(backend).await?;
    let whole = walk(&station).await?;
    assert!(whole.is_whole() && whole.rows == whole.last && whole.last > 12, "{whole:?}");
    let mut intruder = Intruder::at(station.database_url()).await?;
    intruder.frees().await?;
    intruder.changes(3).await?;
    assert_eq!(faults(&station).await?, [fault(3, Wrong::Changed)]);
    intruder.swaps(5, 8).await?;
    let moved = [fault(5, Wrong::Moved { from: 8 }), fault(8, Wrong::Moved { from: 5 })];
    assert_eq!(faults(&station).await?, [&[fault(3, Wrong::Changed)], &moved[..]].concat());
    intruder.removes(10, 11).await?;
    let missing = [fault(10, Wrong::Missing { through: 11 })];
    assert_eq!(faults(&station).await?, [&[fault(3, Wrong::Changed)], &moved[..], &missing].concat());
    Ok(())
}

async fn a_cut_end_and_a_log_written_anew_are_found_by_an_export_alone(backend: Backend) -> Result<()> {
    let station = begun(backend).await?;
    let export = exported(&station).await?;
    let last = walk(&station).await?.last;
    assert_eq!(against(&station, &export).await?, [], "what was left alone");
    let store = &station.app().store;
    let note = async || store.note(&partnership(), None, AuditEvent::Rebuild, json!({}), now_ms()).await;
    note().await?;
    assert_eq!(against(&station, &export).await?, [], "a log that went on");

    let mut intruder = Intruder::at(station.database_url()).await?;
    intruder.frees().await?;
    intruder.removes(last, last + 1).await?;
    assert_eq!(faults(&station).await?, [], "the chain alone can't tell");
    assert_eq!(against(&station, &export).await?, [fault(last, Wrong::CutOff { last: last - 1 })]);
    // The end is written anew, by the server itself: whole as a chain, and another than was exported.
    note().await?;
    note().await?;
    assert_eq!(faults(&station).await?, [], "the chain alone can't tell");
    assert_eq!(against(&station, &export).await?, [fault(last, Wrong::Replaced)]);
    Ok(())
}

async fn an_export_that_was_tampered_with_proves_nothing(backend: Backend) -> Result<()> {
    let station = begun(backend).await?;
    let export = String::from_utf8(exported(&station).await?)?;
    let lines: Vec<&str> = export.lines().collect();
    let without = |places: &[usize]| {
        let kept = lines.iter().enumerate().filter(|(place, _)| !places.contains(place)).map(|(_, line)| *line);
        kept.collect::<Vec<_>>().join("\n")
    };
    let end = lines.len() - 1;
    let number = format!("\"number\":{}", end - 1);
    for (what, forged) in [
        ("a row changed", export.replacen("create_person", "create_persoN", 1)),
        ("a row removed", without(&[4])),
        ("its end removed", without(&[end - 1])),
        ("the head removed", without(&[end])),
        ("the head made shorter", without(&[end - 1]).replace(&number, &format!("\"number\":{}", end - 2))),
        ("cut within a line", export[..export.len() - 9].to_owned()),
        ("nothing", String::new()),
    ] {
        assert_ne!(forged, export, "{what}");
        assert!(against(&station, forged.as_bytes()).await.is_err(), "{what}");
    }
    // Signed by somebody else, who has made a key of their own.
    let folder = tempfile::tempdir()?;
    let theirs = Keys::open(&folder.path().join("rond.key"))?.audit();
    let store = &station.app().store;
    let mut forged = Vec::new();
    audit_file::export(store, &[partnership()], &theirs, &mut forged, now_ms()).await?;
    let told = against(&station, &forged).await.expect_err("another key");
    assert!(format!("{told:#}").contains("another server's key"), "{told:#}");
    // And who says that it was signed by the server's.
    let forged = String::from_utf8(forged)?.replacen(
        &hex(theirs.verifying_key().as_bytes()),
        &hex(keys(&station).audit().verifying_key().as_bytes()),
        1,
    );
    let told = against(&station, forged.as_bytes()).await.expect_err("a signature of another key");
    assert!(format!("{told:#}").contains("not signed by this server"), "{told:#}");
    Ok(())
}

/// Sign-ins and reads, which hold nothing else, beside merges and new people, which hold the partnership. On SQLite there is one
/// server, and a command beside it.
async fn two_servers_write_one_chain(backend: Backend) -> Result<()> {
    let station = begun(backend).await?;
    let twin = match backend {
        Backend::Postgres => Some(station.twin().await?),
        Backend::Sqlite => None,
    };
    let beside = match &twin {
        Some(twin) => twin.app().store.clone(),
        None => station.opened_beside().await?,
    };
    let twin = twin.as_ref().unwrap_or(&station);
    let mut work = Vec::new();
    for number in 0..8u32 {
        let server = if number % 2 == 0 { &station } else { twin };
        let person = server.person(&format!("Patrull 2{number}"), Role::Officer, "polisen").await?;
        let mut officer = Officer::enrol(&server.url(), &server.code(person).await?, "Telefon").await?;
        let store = if number % 2 == 0 { &station.app().store } else { &beside }.clone();
        work.push(tokio::spawn(async move {
            for place in 0..12i64 {
                store.note(&partnership(), None, AuditEvent::Rebuild, json!({ "place": place }), now_ms()).await?;
                officer.records(&patrol("raslatt"))?;
                officer.sends().await?;
            }
            anyhow::Ok(())
        }));
    }
    for number in 0..8 {
        let store = if number % 2 == 0 { &beside } else { &station.app().store };
        let new = New { name: format!("Patrull 3{number}"), role: Role::Officer, organisation: "polisen".into() };
        let made = people::create(store, &partnership(), new, None, now_ms()).await?;
        made.map_err(|not| anyhow::anyhow!("{not:?}"))?;
    }
    for one in work {
        one.await??;
    }
    let walk = walk(&station).await?;
    assert!(walk.is_whole(), "{:?}", walk.faults);
    assert_eq!(walk.rows, walk.last, "no number is missing");
    let deeds = station.app().store.audit(&partnership(), 1_000).await?;
    let count = |deed: &str| deeds.iter().filter(|row| row.deed == deed).count();
    assert_eq!((count("rebuild"), count("sync")), (96, 97));
    Ok(())
}

async fn an_older_log_is_taken_into_the_chain_and_loses_nothing(backend: Backend) -> Result<()> {
    let mut station = begun(backend).await?;
    let before = station.app().store.audit(&partnership(), 1_000).await?;
    station.stop().await?;
    Intruder::at(station.database_url()).await?.unchains().await?;
    station.restart().await?;
    let after = station.app().store.audit(&partnership(), 1_000).await?;
    assert_eq!(after[after.len() - before.len()..], before[..], "each row in its order");
    assert_eq!(faults(&station).await?, []);
    station.restart().await?;
    let again = station.app().store.audit(&partnership(), 1_000).await?;
    assert!(again.len() < before.len() + 10, "taken in once");
    Ok(())
}

/// Byte for byte in the file itself, past SQLite and all that it checks.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_byte_changed_in_the_database_file_names_the_row() -> Result<()> {
    let mut station = begun(Backend::Sqlite).await?;
    let store = &station.app().store;
    for place in 0..3 {
        store
            .note(&partnership(), None, AuditEvent::Rebuild, json!({ "mark": format!("marked-row-{place}") }), now_ms())
            .await?;
    }
    let number = walk(&station).await?.last - 1;
    // Another letter, and a byte that no text has.
    for byte in [b'M', 0xff] {
        station.stop().await?;
        let file = station.database_url().strip_prefix("sqlite:").context("a file")?.to_owned();
        let mut bytes = std::fs::read(&file)?;
        let mark = b"arked-row-1";
        let places: Vec<usize> =
            bytes.windows(mark.len()).enumerate().filter(|(_, at)| *at == mark).map(|(place, _)| place).collect();
        assert_eq!(places.len(), 1, "it stands in the file once");
        bytes[places[0] - 1] = byte;
        std::fs::write(&file, bytes)?;
        station.restart().await?;
        let wrong = if byte == b'M' { Wrong::Changed } else { Wrong::Unreadable };
        assert_eq!(faults(&station).await?, [fault(number, wrong)]);
    }
    Ok(())
}
