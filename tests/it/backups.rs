//! `server backup` and `server restore`, as an administrator uses them: while a server runs, two days too late, and wrongly.

use crate::figures::words;
use anyhow::{Context, Result, ensure};
use domain::authorization::Role;
use domain::id::EntryId;
use domain::wire::VerdictKind;
use harness::databases::tool;
use harness::program::{err, out, run};
use harness::station::{PASSWORD, partnership, this_years_promise, today_at};
use harness::{Backend, Officer, Staff, Station, Work, patrol};
use std::path::Path;

const TARGET: &str = "fotpatrull_raslatt";

/// Half an hour in Råslätt on a shift, at this minute of it. The shifts stand for days; all are of today, so that they count
/// in this year's promise on every day of the year.
fn patrol_at(shifts_ago: i64, minute: usize) -> Work {
    let at = (4 - shifts_ago) * 300 + minute as i64;
    patrol("raslatt").at(&today_at(at).expect("the zone's rules are built in"))
}

/// Runs a command that is to succeed, and answers what it told.
fn told(folder: &Path, words: &[&str]) -> Result<serde_json::Value> {
    let done = run(folder, &[words, &["--json"]].concat())?;
    ensure!(done.status.success(), "{words:?}: {}", err(&done));
    Ok(serde_json::from_str(&out(&done))?)
}

/// Runs a command that is to fail, and answers why.
fn refused(folder: &Path, words: &[&str]) -> Result<String> {
    let done = run(folder, words)?;
    ensure!(!done.status.success(), "{words:?}: {}", out(&done));
    Ok(err(&done))
}

/// Three patrols of a shift, sent.
async fn works(officer: &mut Officer, shifts_ago: i64, at: usize) -> Result<()> {
    for nth in 0..3 {
        officer.records(&patrol_at(shifts_ago, at * 7 + nth * 100))?;
    }
    officer.sends_all().await.map(drop)
}

/// Ten phones; the backup is two days old when the disk dies. Seven phones have all they recorded since; one has kept only the
/// newest, one was revoked, one was lost, and of one the backup knows nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_phones_bring_back_what_a_backup_two_days_old_lacks() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let folder = station.folder().to_owned();
    let supervisor = station.supervisor().await?;
    station.staff("Samordnare Sju", Role::Coordinator, "kommunen").await?;
    let mut phones = Vec::new();
    for at in 0..9 {
        let mut officer = station.officer(&format!("Patrull 1{at}")).await?;
        works(&mut officer, 4, at).await?;
        works(&mut officer, 3, at).await?;
        phones.push(officer);
    }
    let new = station.person("Patrull 19", Role::Officer, "polisen").await?;
    let backup = folder.join("tisdag.db").display().to_string();
    let copied = told(&folder, &["backup", &backup])?;
    assert_eq!(copied["entries"], 9 * 6, "while the server runs");

    phones.push(Officer::enrol(&station.url(), &station.code(new).await?, "Patrull 19").await?);
    for (at, officer) in phones.iter_mut().enumerate() {
        works(officer, 2, at).await?;
        works(officer, 1, at).await?;
    }
    decides_since(&station, &supervisor, phones[1].memory.kept[6].id).await?;
    assert_eq!(supervisor.count(&this_years_promise(), TARGET, "raslatt").await?, 9 * 12 + 6 - 1);
    let log = folder.join("log.jsonl").display().to_string();
    told(&folder, &["audit", "export", &log])?;

    // The disk dies. What one phone held is under a bus; another has removed what was received long ago.
    station.stop().await?;
    let lost = phones.remove(8);
    phones[6].memory.kept.drain(..8);
    let restored = told(&folder, &["restore", &backup, "--log", &log])?;
    assert_eq!(restored["entries"], 9 * 6);
    let replayed = &restored["replayed"];
    let figures =
        |of: &serde_json::Value| ["devices", "people", "decisions", "waiting", "unknown"].map(|n| of[n].as_u64());
    assert_eq!(figures(replayed), [Some(1), Some(1), Some(0), Some(1), Some(1)], "{replayed}");
    assert_eq!(replayed["by_hand"]["enrol"], 1, "{replayed}");
    station.restart().await?;
    assert!(!supervisor.asks("/dashboard").await?.status().is_success(), "sessions of before are over");
    let supervisor = Staff::sign_in(&station.url(), "Gruppchef Ett", PASSWORD).await?;
    assert!(Staff::sign_in(&station.url(), "Samordnare Sju", PASSWORD).await.is_err(), "still disabled");
    let missing =
        async || anyhow::Ok(supervisor.figures(&this_years_promise()).await?.completeness.context("staff")?.missing);
    assert_eq!(missing().await?, 9 * 6, "what the log knows of and the backup lacks has names at once");

    // Each phone sends as it always does. The first answer tells the new epoch, and everything kept waits again.
    let unknown = phones.len() - 1;
    assert!(phones[unknown].sends().await.is_err(), "nobody knows the phone that was enrolled since");
    phones[unknown].enrols_again(&station.code(new).await?).await?;
    let mut verdicts = Vec::new();
    for officer in &mut phones {
        verdicts.push(officer.sends_all().await?);
    }
    let accepted = |of: &[domain::wire::Verdict], kind| of.iter().filter(|v| v.verdict == kind).count();
    let back: Vec<usize> = verdicts.iter().map(|of| accepted(of, VerdictKind::Accepted)).collect();
    assert_eq!(back, [6, 6, 6, 6, 6, 6, 4, 0, 6]);
    assert_eq!(accepted(&verdicts[7], VerdictKind::Quarantined), 6, "revoked it stays");
    assert_eq!(missing().await?, 6 + 2, "of the lost phone, and what one had removed");
    let page = words(&supervisor.sees("/questions").await?);
    assert!(page.contains("7–12") && page.contains("7–8"), "{page}");
    assert_eq!(lost.memory.last_seq, 12);

    // The decision about what wasn't there yet, now that it is.
    let again = told(&folder, &["audit", "replay", &log])?;
    assert_eq!(figures(&again), [Some(1), Some(0), Some(1), Some(0), Some(0)], "{again}");
    assert_eq!(supervisor.count(&this_years_promise(), TARGET, "raslatt").await?, 54 + 36 + 4 + 6 - 1);
    assert_eq!(told(&folder, &["audit", "replay", &log])?["decisions"], 0, "and only once");
    Ok(())
}

/// What the backup doesn't know of: an entry that counts no more, a phone that was revoked, a person who was disabled.
async fn decides_since(station: &Station, supervisor: &Staff, voided: EntryId) -> Result<()> {
    let form = [("reason", "Två lag skrev samma pass")];
    supervisor.submits(&format!("/entries/{voided}/void"), &form).await?.error_for_status()?;
    let device = device_of(station, "Patrull 17").await?;
    supervisor.submits(&format!("/devices/{device}/revoke"), &[]).await?.error_for_status()?;
    let leaving =
        station.app().store.people(&partnership(), None).await?.into_iter().find(|p| p.name == "Samordnare Sju");
    let of = server::store::SessionOf { partnership: partnership(), person: leaving.context("who leaves")?.id };
    station.app().store.disable(&of, None, server::clock::now_ms()).await?.ok().context("disabled")?;
    Ok(())
}

async fn device_of(station: &Station, name: &str) -> Result<domain::id::DeviceId> {
    let devices = station.app().store.devices(&partnership()).await?;
    Ok(devices.iter().find(|device| device.name == name).context("the phone")?.id)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_backup_is_lost_and_no_running_server_robbed() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let folder = station.folder().to_owned();
    let mut officer = station.officer("Patrull 11").await?;
    works(&mut officer, 1, 0).await?;
    let backup = folder.join("ett.db").display().to_string();
    told(&folder, &["backup", &backup])?;
    assert!(refused(&folder, &["backup", &backup])?.contains("is there already"));
    assert!(refused(&folder, &["restore", &backup])?.contains("stop the server first"));
    assert!(!folder.join("rond.db.restoring").exists(), "no copy of everything is left lying about");
    assert_eq!(officer.sends().await?, [], "and it goes on");

    // Copied by hand with its log beside it, where everything still lies.
    let by_hand = folder.join("hand.db").display().to_string();
    for rest in ["", "-wal"] {
        std::fs::copy(folder.join(format!("rond.db{rest}")), format!("{by_hand}{rest}"))?;
    }
    let bytes = std::fs::read(&backup)?;
    let broken = folder.join("trasig.db");
    // Cut off by a full disk; a page overwritten; something else altogether; a database of somebody else.
    let mut hurt = bytes.clone();
    hurt[bytes.len() / 2..bytes.len() / 2 + 4096].fill(0x55);
    for (what, content) in [("cut", &bytes[..bytes.len() / 2]), ("hurt", &hurt), ("text", b"ingenting"), ("none", b"")]
    {
        std::fs::write(&broken, content)?;
        let why = refused(&folder, &["restore", &broken.display().to_string()])?;
        assert!(why.contains("is not a whole database of Rond"), "{what}: {why}");
    }
    station.stop().await?;
    let key = folder.join("rond.key");
    std::fs::rename(&key, folder.join("annan"))?;
    assert!(refused(&folder, &["restore", &backup])?.contains("put the key file back first"));
    server::keys::Keys::open(&key)?;
    let why = refused(&folder, &["restore", &backup])?;
    assert!(why.contains("another key"), "{why}");
    assert!(!folder.join("rond.db.restoring").exists(), "no copy of everything is left lying about");
    std::fs::rename(folder.join("annan"), &key)?;

    works_apart(&mut station, &mut officer).await?;
    assert_eq!(told(&folder, &["restore", &by_hand])?["entries"], 3);
    let restored = told(&folder, &["restore", &backup])?;
    let aside = restored["aside"].as_str().context("what was there is kept")?;
    assert!(Path::new(aside).exists());
    station.restart().await?;
    officer.sends_all().await?;
    let supervisor = station.supervisor().await?;
    assert_eq!(supervisor.count(&this_years_promise(), TARGET, "raslatt").await?, 4);
    // Nothing of the work is left over.
    let left: Vec<_> = std::fs::read_dir(&folder)?.filter_map(|f| f.ok()?.file_name().into_string().ok()).collect();
    assert!(left.iter().all(|name| !name.contains(".restoring") && !name.ends_with(".part")), "{left:?}");
    Ok(())
}

/// One more patrol, so that the backup lacks something.
async fn works_apart(station: &mut Station, officer: &mut Officer) -> Result<()> {
    station.restart().await?;
    officer.records(&patrol_at(1, 400))?;
    officer.sends_all().await?;
    station.stop().await
}

/// What `server restore` does without a file, after PostgreSQL's own tools.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_is_put_back_by_its_own_tools_and_phones_bring_the_rest() -> Result<()> {
    let mut station = Station::start(Backend::Postgres).await?;
    let (folder, url) = (station.folder().to_owned(), station.database_url().to_owned());
    let mut phones = [station.officer("Patrull 11").await?, station.officer("Patrull 12").await?];
    for officer in &mut phones {
        works(officer, 2, 0).await?;
    }
    let (dump, log) = (folder.join("rond.dump").display().to_string(), folder.join("log.jsonl").display().to_string());
    assert!(refused(&folder, &["backup", &dump, "--database-url", &url])?.contains("pg_dump"));
    tool("pg_dump", &["--format=custom", "--file", &dump, &url])?;
    for officer in &mut phones {
        works(officer, 1, 0).await?;
    }
    let device = device_of(&station, "Patrull 12").await?;
    let supervisor = station.supervisor().await?;
    supervisor.submits(&format!("/devices/{device}/revoke"), &[]).await?.error_for_status()?;
    told(&folder, &["audit", "export", &log, "--database-url", &url])?;
    station.stop().await?;

    tool("pg_restore", &["--clean", "--if-exists", "--dbname", &url, &dump])?;
    assert!(refused(&folder, &["restore", &dump, "--database-url", &url])?.contains("--in-place"));
    let restored = told(&folder, &["restore", "--in-place", "--log", &log, "--database-url", &url])?;
    assert_eq!(restored["replayed"]["devices"], 1, "{restored}");
    station.restart().await?;
    let mut back = Vec::new();
    for officer in &mut phones {
        back.push(officer.sends_all().await?.iter().map(|verdict| verdict.verdict).collect::<Vec<_>>());
    }
    let new = |of: &[VerdictKind], kind| of.iter().filter(|verdict| **verdict == kind).count();
    assert_eq!(new(&back[0], VerdictKind::Accepted), 3, "{back:?}");
    assert_eq!(new(&back[1], VerdictKind::Quarantined), 3, "revoked it stays: {back:?}");
    let supervisor = station.supervisor().await?;
    assert_eq!(supervisor.count(&this_years_promise(), TARGET, "raslatt").await?, 6 + 3);
    Ok(())
}
