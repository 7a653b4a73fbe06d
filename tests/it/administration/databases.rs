//! What creates a database, what brings it up to date, and what keeps away from one that a server uses.

use super::{done, loads, names, on, refused, shipped};
use crate::on_both;
use anyhow::{Context, Result, ensure};
use harness::program::{err, out, run, run_within};
use harness::station::today;
use harness::{Backend, Intruder, Officer, Station, patrol, until};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

on_both!(
    only_serve_and_migrate_bring_a_database_up_to_date,
    a_newer_database_is_left_alone_and_the_way_back_is_told,
    nothing_is_restored_under_a_running_server,
    phones_are_told_the_epoch_that_the_database_has,
);

/// The databases of the first version, as its own server left them.
fn first_version(backend: Backend) -> Result<String> {
    let name = if backend == Backend::Sqlite { "sqlite" } else { "postgres" };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/first_version");
    Ok(std::fs::read_to_string(folder.join(format!("{name}.sql")))?)
}

#[test]
fn looking_creates_nothing() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let shipped = shipped();
    for words in [
        &["audit", "verify"][..],
        &["audit", "export", "log.jsonl"],
        &["devices", "list"],
        &["people", "add", "--role", "officer", "--name", "Patrull 11"],
        &["people", "forget"],
        &["codes", "new", "--for", "Patrull 11"],
        &["rebuild"],
        &["backup", "copy.db"],
        &["migrate"],
        &["promise", "load", &shipped, "--dry-run"],
        &["audit", "verify", "--data-dir", "typo"],
    ] {
        let why = refused(folder.path(), words)?;
        assert!(why.contains("there is no database at"), "{words:?}: {why}");
        assert!(names(folder.path())?.is_empty(), "{words:?} made {:?}", names(folder.path())?);
    }
    loads(folder.path())?;
    assert!(refused(folder.path(), &["audit", "export", "log.jsonl"])?.contains("there is no key"));
    let made = names(folder.path())?;
    assert!(made.iter().all(|name| name != "rond.key"), "a key of its own would sign nothing that anybody could check");
    Ok(())
}

async fn only_serve_and_migrate_bring_a_database_up_to_date(backend: Backend) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let url = backend.fresh(folder.path())?;
    Intruder::at(&url).await?.puts_back(first_version(backend)?).await?;
    for words in [&["devices", "list"][..], &["rebuild"], &["audit", "verify"], &["promise", "load", &shipped()]] {
        let why = refused(folder.path(), &on(&url, words))?;
        assert!(why.contains("older version") && why.contains("server migrate"), "{words:?}: {why}");
    }
    let site = crate::matrix::site(folder.path())?.display().to_string();
    let serve = on(&url, &["serve", "--site-dir", &site, "--addr", "127.0.0.1:0", "--identity-file", "none.toml"]);
    assert!(refused(folder.path(), &serve)?.contains("none.toml"));
    assert!(
        refused(folder.path(), &on(&url, &["devices", "list"]))?.contains("older version"),
        "looked at before, not after"
    );

    done(folder.path(), &on(&url, &["migrate"]))?;
    let listed = done(folder.path(), &on(&url, &["devices", "list", "--json"]))?;
    assert_eq!(serde_json::from_str::<serde_json::Value>(&listed)?.as_array().map(Vec::len), Some(2), "{listed}");
    let copies: Vec<String> =
        names(folder.path())?.into_iter().filter(|name| name.contains("before-migration")).collect();
    assert_eq!(copies.len(), usize::from(backend == Backend::Sqlite), "{copies:?}");
    if let [copy] = &copies[..] {
        let copied = format!("sqlite:{}", folder.path().join(copy).display());
        assert!(refused(folder.path(), &["devices", "list", "--database-url", &copied])?.contains("older version"));
    }
    done(folder.path(), &on(&url, &["migrate"]))?;
    Ok(())
}

async fn a_newer_database_is_left_alone_and_the_way_back_is_told(backend: Backend) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let url = backend.fresh(folder.path())?;
    Intruder::at(&url).await?.puts_back(first_version(backend)?).await?;
    done(folder.path(), &on(&url, &["migrate"]))?;
    Intruder::at(&url).await?.updates_beyond_us().await?;
    let site = crate::matrix::site(folder.path())?.display().to_string();
    let serve = ["serve", "--site-dir", &site, "--addr", "127.0.0.1:0"];
    for words in [&["devices", "list"][..], &["migrate"], &serve, &["rebuild"]] {
        let why = refused(folder.path(), &on(&url, words))?;
        assert!(why.contains("newer version") && why.contains("server restore"), "{words:?}: {why}");
    }
    let checked = run(folder.path(), &on(&url, &["config", "check", "--site-dir", &site, "--addr", "127.0.0.1:0"]))?;
    assert!(!checked.status.success() && out(&checked).contains("newer version"), "{}", out(&checked));
    if backend == Backend::Sqlite {
        let why = refused(folder.path(), &on(&url, &["devices", "list"]))?;
        let copy = why.split("server restore ").nth(1).and_then(|rest| rest.split('`').next()).context("the copy")?;
        server::keys::Keys::open(&folder.path().join("rond.key"))?;
        done(folder.path(), &on(&url, &["restore", copy]))?;
        let listed = done(folder.path(), &on(&url, &["devices", "list", "--json"]))?;
        assert_eq!(serde_json::from_str::<serde_json::Value>(&listed)?.as_array().map(Vec::len), Some(2), "{listed}");
    }
    Ok(())
}

async fn nothing_is_restored_under_a_running_server(backend: Backend) -> Result<()> {
    let mut station = Station::start(backend).await?;
    let (folder, url) = (station.folder().to_owned(), station.database_url().to_owned());
    let mut officer = station.officer("Patrull 11").await?;
    let supervisor = station.supervisor().await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    let epoch = officer.memory.epoch.clone();
    // An empty variable in a script is no word to end everybody's sessions by.
    assert!(refused(&folder, &on(&url, &["restore"]))?.contains("--in-place"));
    let why = refused(&folder, &on(&url, &["restore", "--in-place"]))?;
    assert!(why.contains("stop the server first"), "{why}");
    assert!(supervisor.asks("/dashboard").await?.status().is_success(), "sessions go on");
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    assert_eq!(officer.memory.epoch, epoch);

    station.stop().await?;
    done(&folder, &on(&url, &["restore", "--in-place"]))?;
    station.restart().await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends_all().await?;
    assert_ne!(officer.memory.epoch, epoch);
    assert!(!supervisor.asks("/dashboard").await?.status().is_success(), "and sessions are over");
    Ok(())
}

/// As where a backup was put back under a server that nobody could see: behind a pooler, or by another tool.
async fn phones_are_told_the_epoch_that_the_database_has(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    Intruder::at(station.database_url()).await?.changes_fact("epoch", "after-the-disaster").await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    assert_eq!(officer.memory.epoch.as_deref(), Some("after-the-disaster"));
    Ok(())
}

/// Two servers would each count guesses alone, and hear of each other's entries late. Commands go on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_server_on_one_folder_is_refused() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let folder = station.folder().to_owned();
    let site = crate::matrix::site(&folder)?.display().to_string();
    let serve = ["serve", "--site-dir", &site, "--addr", "127.0.0.1:0"];
    let first = station.runs_apart(&[]).await?;
    let second = run_within(&folder, &serve, 30)?;
    let why = err(&second);
    assert!(!second.status.success(), "{why}");
    assert!(why.contains("another server already serves") && why.contains("--data-dir"), "{why}");
    assert!(!why.contains("Rond is at"), "{why}");

    done(&folder, &["people", "add", "--role", "officer", "--name", "Patrull 11"])?;
    let code = done(&folder, &["codes", "new", "--for", "Patrull 11", "--json"])?;
    let code: serde_json::Value = serde_json::from_str(&code)?;
    let mut officer = Officer::enrol(&station.url(), code["code"].as_str().context("a code")?, "Telefon").await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    assert!(done(&folder, &["rebuild"])?.contains("1 occasions counted anew"));
    assert!(run(&folder, &["config", "check", "--site-dir", &site, "--addr", "127.0.0.1:0"])?.status.success());

    // However it ends: the next one starts at once.
    first.is_killed()?;
    station.runs_apart(&[]).await?.is_killed()
}

#[test]
fn commands_that_begin_at_one_moment_wait_for_each_other() -> Result<()> {
    for _ in 0..harness::rounds(4, 40) {
        let folder = tempfile::tempdir()?;
        let begin = || {
            let mut command = Command::new(harness::program::server()?);
            command
                .args(["promise", "load", &shipped()])
                .env("ROND_DATA_DIR", folder.path())
                .env_remove("DATABASE_URL");
            let command = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
            anyhow::Ok(command.spawn()?)
        };
        let children = (0..6).map(|_| begin()).collect::<Result<Vec<_>>>()?;
        let mut loaded = 0;
        for child in children {
            let output = child.wait_with_output()?;
            loaded += usize::from(output.status.success());
            let is_told = output.status.success() || err(&output).contains("in force already");
            assert!(is_told, "{}", err(&output));
        }
        assert_eq!(loaded, 1, "one is first");
    }
    Ok(())
}

/// A first start is a server and what is typed beside it: whoever is second finds what the first has made.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_start_and_commands_at_one_moment_wait_for_each_other() -> Result<()> {
    for _ in 0..harness::rounds(3, 20) {
        let folder = tempfile::tempdir()?;
        let site = crate::matrix::site(folder.path())?.display().to_string();
        let begin = |words: &[&str]| {
            let mut command = Command::new(harness::program::server()?);
            command.args(words).env("ROND_DATA_DIR", folder.path().join("data")).env_remove("DATABASE_URL");
            let command = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
            anyhow::Ok(command.spawn()?)
        };
        let shipped = shipped();
        let mut server =
            begin(&["serve", "--site-dir", &site, "--addr", "127.0.0.1:0", "--promise", "jonkoping-2021-2022"])?;
        let commands = (0..4).map(|_| begin(&["promise", "load", &shipped])).collect::<Result<Vec<_>>>()?;
        for command in commands {
            let output = command.wait_with_output()?;
            let is_told = output.status.success() || err(&output).contains("in force already");
            ensure!(is_told, "{}", err(&output));
        }
        let mut line = String::new();
        BufReader::new(server.stdout.take().context("no output")?).read_line(&mut line)?;
        let runs = server.try_wait()?.is_none();
        server.kill()?;
        let output = server.wait_with_output()?;
        ensure!(runs && line.contains("Rond is at http://"), "{line} {}", err(&output));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_waits_for_whoever_writes() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut demo = Command::new(harness::program::server()?);
    demo.args(["demo", "--entries", "20000"]).env("ROND_DATA_DIR", folder.path()).env_remove("DATABASE_URL");
    let mut demo = demo.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn()?;
    until("the demo to be under way", || async {
        let listed = run(folder.path(), &["devices", "list", "--json"])?;
        Ok((listed.status.success() && out(&listed).contains("Demo")).then_some(()))
    })
    .await?;
    for at in 0..8 {
        done(folder.path(), &["people", "add", "--role", "officer", "--name", &format!("Patrull {at}")])?;
    }
    ensure!(demo.try_wait()?.is_none(), "the demo was done before the commands");
    demo.kill()?;
    demo.wait()?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_else_reads_what_the_server_keeps() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let folder = station.folder().to_owned();
    let file = folder.join("rond.db");
    let mode = |path: &Path| anyhow::Ok(std::fs::metadata(path)?.permissions().mode() & 0o777);
    // As an older version left it.
    for ending in ["rond.db", "rond.db-wal", "rond.db-shm"] {
        std::fs::set_permissions(folder.join(ending), std::fs::Permissions::from_mode(0o644)).ok();
    }
    let server = station.runs_apart(&[]).await?;
    let fresh = folder.join("fresh").display().to_string();
    done(&folder, &["promise", "load", &shipped(), "--data-dir", &fresh])?;
    done(&folder, &["backup", "copy.db"])?;
    done(&folder, &["audit", "export", "log.jsonl"])?;
    for name in names(&folder)?.iter().filter(|name| name.contains('.') && *name != "build.json") {
        assert_eq!(mode(&folder.join(name))?, 0o600, "{name}");
    }
    assert_eq!(mode(&folder.join("fresh"))?, 0o700);
    assert_eq!(mode(&folder.join("fresh/rond.db"))?, 0o600);
    server.is_killed()?;

    // A copy that came back from elsewhere doesn't open what was closed.
    std::fs::set_permissions(folder.join("copy.db"), std::fs::Permissions::from_mode(0o644))?;
    done(&folder, &["restore", "copy.db"])?;
    assert_eq!(mode(&file)?, 0o600);
    Ok(())
}

#[test]
fn a_folder_is_used_by_the_name_that_it_has() -> Result<()> {
    let folder = tempfile::tempdir()?;
    for name in ["a?mode=ro", "b%20c", "å #d"] {
        let data = folder.path().join(name).display().to_string();
        done(folder.path(), &["promise", "load", &shipped(), "--data-dir", &data])?;
        assert!(folder.path().join(name).join("rond.db").exists(), "{name}");
        done(folder.path(), &["people", "add", "--role", "officer", "--name", "Patrull 11", "--data-dir", &data])?;
        assert_eq!(done(folder.path(), &["devices", "list", "--json", "--data-dir", &data])?.trim(), "[]", "{name}");
    }
    // As editors on Windows leave a file with an address.
    let address = format!("\u{feff}sqlite:{}/b%2520c/rond.db\r\n", folder.path().display());
    std::fs::write(folder.path().join("address"), address)?;
    assert_eq!(done(folder.path(), &["devices", "list", "--json", "--database-url-file", "address"])?.trim(), "[]");
    Ok(())
}

/// The name is deleted and committed, and then the power goes: what is left of it in the file goes with the next start.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_crash_left_of_a_name_is_wiped_at_the_next_start() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let folder = station.folder().to_owned();
    station.officer("Patrull Sjuttiotvå").await?;
    station.stop().await?;
    let found = || -> Result<usize> {
        let mut found = 0;
        for ending in ["", "-wal"] {
            let bytes = std::fs::read(folder.join(format!("rond.db{ending}"))).unwrap_or_default();
            let name = "patrull sjuttiotvå".as_bytes();
            found += bytes.windows(name.len()).filter(|at| *at == name).count();
        }
        Ok(found)
    };
    Intruder::at(station.database_url()).await?.forgets_halfway("Patrull Sjuttiotvå").await?;
    assert!(found()? > 0, "deleted, and still to be read in the file");
    station.restart().await?;
    assert_eq!(found()?, 0);
    Ok(())
}

/// PostgreSQL wipes only when nobody reads. The server ends while it waits for that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wiping_that_was_interrupted_is_done_at_the_next_start() -> Result<()> {
    let mut station = Station::start(Backend::Postgres).await?;
    station.officer("Patrull Sjuttiotvå").await?;
    let mut reader = Intruder::at(station.database_url()).await?;
    let before = reader.reads_on().await?;
    // Five years on, when no promise of this year needs a name any longer.
    let later_ms = server::clock::now_ms() + i64::from(today().plus(5 * 366).0 - today().0) * 86_400_000;
    let store = station.app().store.clone();
    let forgetting =
        tokio::spawn(async move { store.forget_names(&harness::station::partnership(), true, later_ms).await });
    while reader.names().await? == before {
        tokio::task::yield_now().await;
    }
    forgetting.abort();
    assert_eq!(reader.fact("wiping").await?.as_deref(), Some("due"));
    drop(reader);
    station.restart().await?;
    assert_eq!(Intruder::at(station.database_url()).await?.fact("wiping").await?, None);
    Ok(())
}
