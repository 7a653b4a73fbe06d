//! Settings: what `serve` refuses is what `config check` tells, and what a running server reads again.

use super::{loads, names, shipped};
use anyhow::{Context, Result};
use harness::program::{Program, err, out, run, server};
use harness::{Backend, Intruder, until};
use reqwest::Certificate;
use server::config::Kept;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn tls(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tls").join(name)
}

/// A port that nobody had a moment ago.
fn free() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

fn provider(name: &str) -> String {
    format!(
        "[[provider]]\nname = \"{name}\"\npartnership = \"jonkoping\"\norganisation = \"kommunen\"\n\
         issuer = \"https://idp.example\"\nclient_id = \"rond\"\n"
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_stops_a_start_is_what_the_check_tells() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = crate::matrix::site(folder.path())?.display().to_string();
    let taken = TcpListener::bind("127.0.0.1:0")?;
    let taken = taken.local_addr()?.to_string();
    std::fs::write(folder.path().join("bad.toml"), "[[provider]]\nname = \"x\"\n")?;
    let newer = folder.path().join("newer");
    std::fs::create_dir(&newer)?;
    loads(&newer)?;
    Intruder::at(&format!("sqlite:{}/rond.db", newer.display())).await?.updates_beyond_us().await?;
    let foreign = folder.path().join("foreign");
    std::fs::create_dir(&foreign)?;
    std::fs::write(
        foreign.join("rond.db"),
        "this is no database, and long enough to be told from an empty one".repeat(20),
    )?;
    let (newer, foreign) = (newer.display().to_string(), foreign.display().to_string());
    for (setting, words) in [
        ("--identity-file", &["--addr", "127.0.0.1:0", "--identity-file", "bad.toml"][..]),
        ("--addr", &["--addr", &taken]),
        ("--metrics-addr", &["--addr", "127.0.0.1:0", "--metrics-addr", &taken]),
        ("--database-url", &["--addr", "127.0.0.1:0", "--data-dir", &newer]),
        ("--database-url", &["--addr", "127.0.0.1:0", "--data-dir", &foreign]),
        ("--public-url", &["--addr", "127.0.0.1:0", "--public-url", "https://rond.example/app"]),
        ("--site-dir", &["--addr", "127.0.0.1:0", "--site-dir", "nowhere"]),
        ("--tls-cert", &["--addr", "127.0.0.1:0", "--tls-cert", "bad.toml", "--tls-key", "bad.toml"]),
    ] {
        let sited = ["--site-dir", &site];
        let words = [if setting == "--site-dir" { &[][..] } else { &sited[..] }, words].concat();
        let checked = run(folder.path(), &[&["config", "check", "--json"], &words[..]].concat())?;
        let told: serde_json::Value = serde_json::from_str(&out(&checked)).with_context(|| err(&checked))?;
        let stopping = told["problems"].as_array().context("problems")?.iter().find(|p| p["stops"] == true);
        let problem = stopping.with_context(|| format!("{words:?}: {told}"))?;
        assert_eq!(problem["setting"], setting, "{told}");
        let started = run(folder.path(), &[&["serve"], &words[..]].concat())?;
        let message = problem["message"].as_str().context("a message")?;
        assert!(!started.status.success() && err(&started).contains(message), "{words:?}: {told}: {}", err(&started));
    }
    assert_eq!(names(folder.path())?, ["bad.toml", "foreign", "newer", "site"], "nothing was made");
    Ok(())
}

/// What is wrong alone helps nobody who installs it for the first time.
#[test]
fn every_problem_says_what_to_do() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = crate::matrix::site(folder.path())?.display().to_string();
    std::fs::write(folder.path().join("file"), "x")?;
    std::fs::create_dir(folder.path().join("broken"))?;
    std::fs::write(folder.path().join("broken/build.json"), "x")?;
    let (cert, key) = (tls("first.crt.pem").display().to_string(), tls("second.key.pem").display().to_string());
    let good = ["config", "check", "--site-dir", &site, "--addr", "127.0.0.1:0"];
    for (words, advice) in [
        (&["--data-dir", "file"][..], "name a folder"),
        (&["--key-file", "file"], "put the server's own back, or name it by --key-file"),
        (&["--database-url", "mysql://localhost/rond"], "such as sqlite:"),
        (&["--database-url", "sqlite:nowhere/rond.db"], "make it, or name another"),
        (&["--database-url-file", "nowhere"], "name it by --database-url-file"),
        (&["--site-dir", "nowhere"], "set --site-dir"),
        (&["--site-dir", "broken"], "set --site-dir"),
        (&["--tls-cert", "file", "--tls-key", "file"], "both in PEM"),
        (&["--tls-cert", &cert, "--tls-key", &key], "the key that belongs to it"),
        (&["--tls-cert", &cert, "--public-url", "http://rond.example"], "--tls-key"),
        (&["--public-url", "rond.example"], "like https://rond.example"),
        (&["--public-url", "http://rond.example"], "give --tls-cert and --tls-key, or a proxy's"),
        (&["--addr", "0.0.0.0:0"], "--public-url https://"),
        (&["--addr", "3000"], "such as 127.0.0.1:3000"),
        (&["--addr", "nowhere.invalid:80"], "such as 127.0.0.1:3000"),
        (&["--metrics-addr", "0.0.0.0:9464"], "such as 127.0.0.1:9464"),
        (&["--identity-file", "nowhere"], "nowhere can't be read"),
        (&["--promise", "nowhere"], "`server promise list`"),
    ] {
        let named = words.iter().filter(|word| word.starts_with("--")).copied().collect::<Vec<_>>();
        let others = good.chunks(2).filter(|pair| !named.contains(&pair[0])).flatten().copied();
        let checked = run(folder.path(), &others.chain(words.iter().copied()).collect::<Vec<_>>())?;
        let told = format!("{}{}", out(&checked), err(&checked));
        assert!(!checked.status.success() && told.contains(advice), "{words:?}: {told}");
    }
    Ok(())
}

#[test]
fn a_certificate_that_has_ended_is_told() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = crate::matrix::site(folder.path())?.display().to_string();
    let (cert, key) = (tls("expired.crt.pem").display().to_string(), tls("expired.key.pem").display().to_string());
    let words =
        ["config", "check", "--addr", "127.0.0.1:0", "--site-dir", &site, "--tls-cert", &cert, "--tls-key", &key];
    let checked = run(folder.path(), &words)?;
    assert!(!checked.status.success() && out(&checked).contains("ended on"), "{}", out(&checked));
    // Other letters than English ones are told as browsers tell them.
    let words =
        ["config", "check", "--addr", "127.0.0.1:0", "--site-dir", &site, "--public-url", "https://löfte.example"];
    let checked = run(folder.path(), &words)?;
    assert!(checked.status.success(), "{}", out(&checked));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_that_forgets_in_a_crash_is_refused() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = crate::matrix::site(folder.path())?.display().to_string();
    let url = Backend::Postgres.fresh(folder.path())?;
    for words in [&["serve"][..], &["config", "check"]] {
        let mut command = Command::new(server()?);
        command.args(words).args(["--addr", "127.0.0.1:0", "--site-dir", &site]).env_remove("ROND_ACCEPT_VOLATILE");
        let done = command.env("DATABASE_URL", &url).env("ROND_DATA_DIR", folder.path()).output()?;
        let told = format!("{}{}", out(&done), err(&done));
        assert!(!done.status.success() && told.contains("fsync = off"), "{words:?}: {told}");
    }
    // What is asked for is asked for each time: the database's own setting doesn't matter.
    let mut station = harness::Station::start(Backend::Postgres).await?;
    let name = station.database_url().split(['/', '?']).nth(3).context("its name")?.to_owned();
    let alter = format!("alter database {name} set synchronous_commit = off");
    harness::databases::tool("psql", &["--dbname", station.database_url(), "--command", &alter])?;
    station.restart().await?;
    assert_eq!(station.app().store.volatile_settings().await?, ["fsync = off"]);
    Ok(())
}

fn kept(folder: &Path) -> Kept {
    Kept { database_url: None, database_url_file: None, data_dir: folder.to_owned(), key_file: None, json: false }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hangup_reads_certificate_and_identity_file_again() -> Result<()> {
    server::http::tls::choose_cryptography();
    let folder = tempfile::tempdir()?;
    let site = crate::matrix::site(folder.path())?;
    let put = |name: &str| -> Result<()> {
        std::fs::copy(tls(&format!("{name}.crt.pem")), folder.path().join("crt.pem"))?;
        std::fs::copy(tls(&format!("{name}.key.pem")), folder.path().join("key.pem"))?;
        Ok(())
    };
    put("first")?;
    std::fs::write(folder.path().join("identity.toml"), provider("Provkommun Ett"))?;
    let after = ["--tls-cert", "crt.pem", "--tls-key", "key.pem", "--identity-file", "identity.toml"];
    let addr = free()?;
    let server = Program::serves_so(&kept(folder.path()), &site, addr, (&[], &after)).await?;
    let page = |name: &str| -> Result<_> {
        let certificate = Certificate::from_pem(&std::fs::read(tls(&format!("{name}.crt.pem")))?)?;
        let client = reqwest::Client::builder().tls_certs_only([certificate]).build()?;
        Ok(client.get(format!("https://localhost:{}/login", addr.port())).send())
    };
    assert!(page("first")?.await?.text().await?.contains("Provkommun Ett"));
    assert!(page("second")?.await.is_err(), "another certificate than is trusted");

    put("second")?;
    std::fs::write(folder.path().join("identity.toml"), provider("Provkommun Två"))?;
    server.signals("-HUP")?;
    until("the other certificate and the other provider", || {
        let page = page("second");
        async move { Ok(page?.await?.text().await?.contains("Provkommun Två").then_some(())) }
    })
    .await?;

    // What can't be read leaves what was there.
    std::fs::write(folder.path().join("crt.pem"), "x")?;
    std::fs::write(folder.path().join("identity.toml"), "x")?;
    server.signals("-HUP")?;
    until("it to be told", || async {
        Ok(server.said()?.contains("the identity file can't be read again").then_some(()))
    })
    .await?;
    assert!(page("second")?.await?.text().await?.contains("Provkommun Två"));
    Ok(())
}

/// `| head`, before a line was read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_has_to_read_what_is_printed() -> Result<()> {
    let folder = tempfile::tempdir()?;
    loads(folder.path())?;
    let begun = run(folder.path(), &["demo", "--entries", "1"])?;
    assert!(begun.status.success(), "{}", err(&begun));
    let site = crate::matrix::site(folder.path())?.display().to_string();
    let shipped = shipped();
    for words in [
        &["promise", "show", "lulea-2018"][..],
        &["promise", "list"],
        &["promise", "list", "--json"],
        &["promise", "check", &shipped],
        &["devices", "list"],
        &["audit", "verify"],
        &["people", "add", "--role", "officer", "--name", "Patrull 11"],
        &["rebuild"],
        &["people", "forget"],
        &["backup", "copy.db"],
        &["config", "check", "--site-dir", &site, "--addr", "127.0.0.1:0"],
        &["--help"],
    ] {
        let (reader, writer) = std::io::pipe()?;
        drop(reader);
        let mut command = Command::new(server()?);
        command.args(words).env_remove("DATABASE_URL").env("ROND_DATA_DIR", folder.path()).current_dir(folder.path());
        let done = command.stdout(writer).stderr(Stdio::piped()).output()?;
        assert!(done.status.success(), "{words:?}: {:?} {}", done.status, err(&done));
        assert!(!err(&done).contains("panicked"), "{words:?}: {}", err(&done));
    }
    // A full disk is another thing.
    let mut command = Command::new(server()?);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full")?;
    let done = command.args(["promise", "show", "lulea-2018"]).stdout(full).stderr(Stdio::piped()).output()?;
    assert!(!done.status.success() && !err(&done).contains("panicked"), "{}", err(&done));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_whose_words_nobody_reads_goes_on() -> Result<()> {
    server::http::tls::choose_cryptography();
    let folder = tempfile::tempdir()?;
    let site = crate::matrix::site(folder.path())?.display().to_string();
    let addr = free()?;
    let pipe = || {
        let (reader, writer) = std::io::pipe()?;
        drop(reader);
        anyhow::Ok(writer)
    };
    let mut command = Command::new(server()?);
    command.args(["serve", "--addr", &addr.to_string(), "--site-dir", &site]).env("ROND_LOG", "debug");
    command.env_remove("DATABASE_URL").env("ROND_DATA_DIR", folder.path()).stdout(pipe()?).stderr(pipe()?);
    let mut child = command.spawn()?;
    let asked = until("the server to answer", || async {
        Ok(Some(reqwest::get(format!("http://{addr}/readyz")).await?.status()))
    });
    let status = asked.await;
    let runs = child.try_wait()?.is_none();
    child.kill()?;
    child.wait()?;
    assert_eq!((status?, runs), (reqwest::StatusCode::OK, true));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_in_a_file_is_plain() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = crate::matrix::site(folder.path())?;
    // So that there is something to tell.
    std::fs::copy(tls("expired.crt.pem"), folder.path().join("crt.pem"))?;
    std::fs::copy(tls("expired.key.pem"), folder.path().join("key.pem"))?;
    server::http::tls::choose_cryptography();
    let after = ["--tls-cert", "crt.pem", "--tls-key", "key.pem"];
    let server = Program::serves_so(&kept(folder.path()), &site, free()?, (&[], &after)).await?;
    let said = server.said()?;
    assert!(said.contains("WARN") && said.contains("ended on"), "{said}");
    assert!(!said.contains('\u{1b}'), "{said}");
    Ok(())
}
