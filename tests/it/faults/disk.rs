//! The disk of the server: full and freed again, and failing to keep what was written.

use super::receipted;
use anyhow::{Context, Result, bail, ensure};
use domain::id::EntryId;
use harness::station::this_years_promise;
use harness::{Backend, Intruder, Officer, Program, Staff, Station, patrol, until};
use reqwest::{Response, StatusCode};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Puts what a folder holds on a small disk in its place, which only the program that follows sees: it has a space of mounts
/// of its own, and is root there.
const SMALL_DISK: [&str; 6] = [
    "unshare",
    "--map-root-user",
    "--mount",
    "sh",
    "-c",
    "cp -a \"$ROND_DATA_DIR\" \"$ROND_DATA_DIR.all\" && mount -t tmpfs -o size=6m none \"$ROND_DATA_DIR\" \
     && cp -a \"$ROND_DATA_DIR.all/.\" \"$ROND_DATA_DIR\" && rm -r \"$ROND_DATA_DIR.all\" && exec \"$0\" \"$@\"",
];

/// A file that takes all the room there is, on the disk that the program sees.
struct Filler(PathBuf);

impl Filler {
    fn on(program: &Program, folder: &Path) -> Result<Self> {
        let root = PathBuf::from(format!("/proc/{}/root", program.id()));
        let file = root.join(folder.strip_prefix("/")?).join("filler");
        let filled = std::fs::write(&file, vec![0; 16 << 20]);
        ensure!(filled.is_err(), "the disk should be small");
        Ok(Self(file))
    }

    fn goes(self) -> Result<()> {
        Ok(std::fs::remove_file(self.0)?)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_loses_no_receipt_and_needs_no_restart() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let folder = station.folder().to_owned();
    let supervisor = station.supervisor().await?;
    let mut phones = Vec::new();
    for at in 0..3 {
        phones.push(station.officer(&format!("Patrull 1{at}")).await?);
    }
    let server = station.runs_apart(&SMALL_DISK).await?;
    let mut given = BTreeSet::new();
    for officer in &mut phones {
        officer.records(&patrol("raslatt"))?;
        given.extend(receipted(&officer.sends().await?));
    }
    let filler = Filler::on(&server, &folder)?;
    let refused = fills(&mut phones, &mut given).await.with_context(|| server.said().unwrap_or_default())?;
    assert!(refused > 0, "the disk was never full");
    let page = supervisor.sees("/dashboard").await?;
    assert!(page.contains("Råslätt"), "what can be read is read: {page}");
    let (voided, answer) = voids_until_full(&supervisor, &given).await?;
    assert_eq!(answer.status(), StatusCode::INSUFFICIENT_STORAGE);
    assert!(answer.text().await?.contains("Serverns disk är full"), "in words");

    filler.goes()?;
    let recorded: u64 = phones.iter().map(|officer| officer.memory.last_seq).sum();
    for officer in &mut phones {
        while officer.memory.waiting() > 0 {
            given.extend(receipted(&officer.sends().await?));
        }
    }
    assert_eq!(given.len() as u64, recorded, "the same server, without a restart");
    let counted = supervisor.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await?;
    assert_eq!(counted, i64::try_from(recorded)? - voided, "what was voided and nothing else");
    println!("disk full: {refused} batches refused, {recorded} recorded, {counted} counted");
    server.is_killed()
}

/// Voids one entry after the other until that doesn't fit on the disk either: what a batch left of the log's file has room for
/// some smaller transactions. How many were voided, and the answer of the last one.
async fn voids_until_full(supervisor: &Staff, entries: &BTreeSet<EntryId>) -> Result<(i64, Response)> {
    let mut voided = 0;
    for entry in entries {
        let form = [("reason", "Skriven två gånger")];
        let answer = supervisor.submits(&format!("/entries/{entry}/void"), &form).await?;
        if !answer.status().is_redirection() {
            return Ok((voided, answer));
        }
        voided += 1;
    }
    bail!("{voided} entries were voided, and the disk was never full")
}

/// Sends until the disk has been full for a while: each batch has all its receipts or none. How many had none.
async fn fills(phones: &mut [Officer], given: &mut BTreeSet<EntryId>) -> Result<usize> {
    let mut refused = 0;
    for turn in 0..400 {
        let officer = &mut phones[turn % 3];
        for _ in 0..20 {
            officer.records(&patrol("raslatt"))?;
        }
        let (text, ids) = officer.memory.request(server::clock::Zone::utc().moment(server::clock::now_ms()));
        let answer = officer.posts(text).await?;
        match answer.status() {
            StatusCode::OK => {
                let verdicts = officer.memory.settle(&ids, answer.json().await?)?;
                given.extend(receipted(&verdicts));
            }
            StatusCode::INSUFFICIENT_STORAGE => {
                ensure!(answer.headers().contains_key("retry-after"), "when to come again");
                ensure!(answer.text().await?.contains("disk_full"), "why");
                refused += 1;
            }
            other => anyhow::bail!("{other}: {}", answer.text().await?),
        }
        if refused == 30 {
            break;
        }
    }
    Ok(refused)
}

/// The n-th time that the disk is asked to keep something, it fails; and the n-th write. Whatever was receipted is there at
/// the next start, and what wasn't comes again; the server doesn't go on as if nothing had been.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_fails_gives_no_receipt_and_ends_the_server() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let mut officer = station.officer("Patrull 11").await?;
    let mut given = BTreeSet::new();
    let mut ended = 0;
    for calls in ["fsync,fdatasync", "pwrite64"] {
        for nth in 1..=4 {
            // Counted from the moment that it serves: before, it would only not start.
            let server = station.runs_apart(&[]).await?;
            let fault = Fault::at(&server, calls, nth).await?;
            officer.records(&patrol("raslatt"))?;
            let sent = officer.sends().await;
            given.extend(sent.as_deref().map(receipted).unwrap_or_default());
            if sent.is_err() {
                let (status, said) = server.ends().await?;
                ensure!(!status.success() && said.contains("disk failed"), "{calls} {nth}: {status} {said}");
                ended += 1;
            }
            drop(fault);
            let found = Intruder::at(station.database_url()).await?.entries().await?;
            assert!(given.is_subset(&found), "{calls} {nth}: {given:?} {found:?}");
        }
    }
    assert!(ended > 1, "the disk never failed");
    station.restart().await?;
    officer.sends_all().await?;
    let supervisor = station.supervisor().await?;
    assert_eq!(supervisor.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await?, 8);
    Ok(())
}

/// A tracer that makes one system call of a program fail.
struct Fault(std::process::Child);

impl Fault {
    async fn at(program: &Program, calls: &str, nth: u32) -> Result<Self> {
        let mut strace = std::process::Command::new("strace");
        strace.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={calls}")]);
        strace.args(["-e", &format!("inject={calls}:error=EIO:when={nth}"), "-p", &program.id().to_string()]);
        let fault = Self(strace.spawn().context("strace can't be started: install it")?);
        let id = program.id();
        until("strace to hold the server", || async move {
            let tasks = std::fs::read_dir(format!("/proc/{id}/task"))?;
            let traced = |task: &Path| {
                let status = std::fs::read_to_string(task.join("status")).unwrap_or_default();
                status.lines().any(|line| line.starts_with("TracerPid:") && !line.ends_with("\t0"))
            };
            let all = tasks.filter_map(Result::ok).all(|task| traced(&task.path()));
            Ok(all.then_some(()))
        })
        .await?;
        Ok(fault)
    }
}

impl Drop for Fault {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
