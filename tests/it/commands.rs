//! The server's commands, as an administrator types them.

use anyhow::{Context, Result};
use harness::program::{err, out, run, run_with, server};
use std::path::Path;
use std::process::Command;

/// Creates a database with the shipped promise in force.
fn loads(folder: &Path) -> Result<()> {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/promises/jonkoping-2021-2022.toml");
    let done = run(folder, &["promise", "load", &shipped.display().to_string()])?;
    anyhow::ensure!(done.status.success(), "{}", err(&done));
    Ok(())
}

#[test]
fn people_codes_and_devices_from_the_command_line() -> Result<()> {
    let folder = tempfile::tempdir()?;
    loads(folder.path())?;
    let add = ["people", "add", "--role", "supervisor", "--name", "Gruppchef Ett", "--password-stdin"];
    let done = run_with(folder.path(), &add, "regn över taberg\n")?;
    assert!(done.status.success(), "{}", err(&done));
    let again = run_with(folder.path(), &add, "regn över taberg\n")?;
    assert!(!again.status.success() && err(&again).contains("of that name"), "{}", err(&again));
    let done = run(folder.path(), &["people", "add", "--role", "officer", "--name", "Patrull 11", "--json"])?;
    let made: serde_json::Value = serde_json::from_str(&out(&done))?;
    assert_eq!(made["code"].as_str().map(str::len), Some(11), "{made}");
    let done = run(folder.path(), &["codes", "new", "--name", "patrull 11"])?;
    assert_eq!(out(&done).trim().len(), 11, "{}", err(&done));
    let done = run(folder.path(), &["codes", "new", "--for", "Ingen"])?;
    assert!(!done.status.success() && err(&done).contains("nobody called Ingen"));
    let done = run(folder.path(), &["devices", "list", "--json"])?;
    assert_eq!(out(&done).trim(), "[]");
    let done = run(folder.path(), &["people", "add", "--role", "king", "--name", "x"])?;
    assert!(!done.status.success() && err(&done).contains("officer, supervisor"));
    Ok(())
}

#[test]
fn a_promise_file_is_told_every_problem_at_its_line() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/promises/jonkoping-2021-2022.toml");
    let good = run(folder.path(), &["promise", "check", &shipped.display().to_string()])?;
    assert!(good.status.success() && out(&good).contains("no problems"), "{}", out(&good));
    let text = std::fs::read_to_string(&shipped)?;
    let broken = text.replacen("version = 1", "version = 0", 1).replacen("focus = true", "focus = 7", 1);
    let file = folder.path().join("broken.toml");
    std::fs::write(&file, broken)?;
    let bad = run(folder.path(), &["promise", "check", &file.display().to_string(), "--json"])?;
    assert!(!bad.status.success());
    let told: serde_json::Value = serde_json::from_str(&out(&bad))?;
    assert_eq!(told["problems"].as_array().map(Vec::len), Some(2), "{told}");
    assert!(told["problems"][0]["line"].as_u64() > Some(1), "{told}");
    // People get FILE:LINE:COLUMN, which editors follow.
    let bad = run(folder.path(), &["promise", "check", &file.display().to_string()])?;
    let lines: Vec<String> = out(&bad).lines().map(str::to_owned).collect();
    assert_eq!((bad.status.code(), lines.len()), (Some(1), 2), "{lines:?}");
    for (line, problem) in lines.iter().zip(told["problems"].as_array().context("problems")?) {
        let (at, message) = (format!("{}:{}", problem["line"], problem["column"]), problem["message"].as_str());
        assert_eq!(*line, format!("{}:{at}: {}", file.display(), message.unwrap_or_default()));
    }
    let load = ["promise", "load", &shipped.display().to_string()];
    assert!(run(folder.path(), &load)?.status.success());
    let again = run(folder.path(), &load)?;
    assert!(err(&again).contains("in force already"), "{}", err(&again));
    Ok(())
}

#[test]
fn a_shipped_promise_is_listed_shown_checked_and_loaded() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let listed = out(&run(folder.path(), &["promise", "list"])?);
    assert!(listed.starts_with("jonkoping-2021-2022 "), "the demo's comes first: {listed}");
    let told: serde_json::Value = serde_json::from_str(&out(&run(folder.path(), &["promise", "list", "--json"])?))?;
    assert_eq!(told.as_array().map(Vec::len), Some(listed.lines().count()));
    assert!(!folder.path().join("rond.db").exists(), "looking at what ships makes no database");
    let shown = run(folder.path(), &["promise", "show", "lulea-2018"])?;
    let file = folder.path().join("lulea.toml");
    std::fs::write(&file, &shown.stdout)?;
    let file = file.display().to_string();
    let good = run(folder.path(), &["promise", "check", &file])?;
    assert!(good.status.success() && out(&good).starts_with("lulea-2018: 9 commitments"), "{}", out(&good));
    let loaded = run(folder.path(), &["promise", "load", &file])?;
    assert!(loaded.status.success() && out(&loaded).contains("in force"), "{}", err(&loaded));
    assert!(err(&loaded).contains("a new one was begun"), "a mistyped folder is noticed: {}", err(&loaded));
    let other = run(folder.path(), &["promise", "load", &file])?;
    assert!(!err(&other).contains("begun"), "{}", err(&other));
    let none = run(folder.path(), &["promise", "show", "lulea"])?;
    assert!(!none.status.success() && err(&none).contains("server promise list"), "{}", err(&none));
    Ok(())
}

#[test]
fn the_demo_is_the_same_for_the_same_seed_and_rebuilds_to_itself() -> Result<()> {
    let mut figures = Vec::new();
    for _ in 0..2 {
        let folder = tempfile::tempdir()?;
        let made = run(folder.path(), &["demo", "--seed", "7", "--entries", "400"])?;
        assert!(made.status.success(), "{}", err(&made));
        figures.push(out(&made));
        let rebuilt = run(folder.path(), &["rebuild", "--json"])?;
        let rebuilt: serde_json::Value = serde_json::from_str(&out(&rebuilt))?;
        assert!(rebuilt["occasions"].as_u64() > Some(300), "{rebuilt}");
    }
    assert_eq!(figures[0], figures[1]);
    Ok(())
}

/// A reading that is changed is seen in figures before it is put in force.
#[test]
fn a_dry_run_shows_which_figures_a_new_version_changes() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let made = run(folder.path(), &["demo", "--seed", "7", "--entries", "1500"])?;
    assert!(made.status.success(), "{}", err(&made));
    let shipped = out(&run(folder.path(), &["promise", "show", "jonkoping-2021-2022"])?);
    let newer = shipped.replacen("version = 1", "version = 2", 1).replace("min_minutes = 20", "min_minutes = 15");
    let file = folder.path().join("newer.toml");
    std::fs::write(&file, newer)?;
    let file = file.display().to_string();
    let dry = || -> Result<serde_json::Value> {
        Ok(serde_json::from_str(&out(&run(folder.path(), &["promise", "load", &file, "--dry-run", "--json"])?))?)
    };
    let would = dry()?;
    let changed = would["changed"].as_array().context("figures")?;
    assert!(!changed.is_empty(), "{would}");
    for figure in changed {
        assert!(figure["target"].as_str().is_some_and(|t| t.starts_with("trafik_")), "only checks: {figure}");
        assert!(figure["after"].as_i64() > figure["before"].as_i64(), "a shorter least lets more count: {figure}");
    }
    assert_eq!(dry()?, would, "nothing was kept");
    let told = out(&run(folder.path(), &["promise", "load", &file, "--dry-run"])?);
    assert!(told.ends_with("Nothing was changed.\n"), "{told:?}");
    assert_eq!(told.lines().count(), changed.len() + 1, "a line for each figure, and one for all: {told}");
    let loaded = run(folder.path(), &["promise", "load", &file])?;
    assert!(loaded.status.success(), "{}", err(&loaded));
    assert!(err(&run(folder.path(), &["promise", "load", &file, "--dry-run"])?).contains("in force already"));
    Ok(())
}

#[test]
fn every_problem_of_the_settings_is_told_at_once_and_nothing_is_made() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = crate::matrix::site(folder.path())?.display().to_string();
    let good = run(folder.path(), &["config", "check", "--site-dir", &site, "--addr", "127.0.0.1:0"])?;
    assert!(good.status.success() && out(&good).contains("No problems"), "{} {}", out(&good), err(&good));
    let made = std::fs::read_dir(folder.path())?.count();
    assert_eq!(made, 1, "nothing but the site is there");

    std::fs::write(folder.path().join("rond.key"), "x")?;
    std::fs::write(folder.path().join("cert.pem"), "x")?;
    let bad = [
        "config",
        "check",
        "--json",
        "--addr",
        "127.0.0.1:0",
        "--site-dir",
        "nowhere",
        "--metrics-addr",
        "0.0.0.0:9464",
        "--public-url",
        "http://rond.example",
        "--tls-cert",
        "cert.pem",
        "--tls-key",
        "cert.pem",
        "--database-url",
        "postgres://rond@localhost:1/rond",
    ];
    let done = run(folder.path(), &bad)?;
    assert_eq!(done.status.code(), Some(1), "{}", err(&done));
    let told: serde_json::Value = serde_json::from_str(&out(&done))?;
    let problems = told["problems"].as_array().context("problems")?;
    let settings: Vec<&str> = problems.iter().filter_map(|p| p["setting"].as_str()).collect();
    let all =
        ["--key-file", "--key-file", "--database-url", "--site-dir", "--tls-cert", "--public-url", "--metrics-addr"];
    assert_eq!(settings, all, "{told}");
    Ok(())
}

/// Whatever is wrong with the database's address: what is said of it holds no password.
#[test]
fn a_password_of_the_database_is_never_printed() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = crate::matrix::site(folder.path())?.display().to_string();
    for url in [
        "postgres://rond:hemligt@localhost:many/rond",
        "postgres://rond:hemligt@localhost/rond?sslmode=none",
        "mysql://rond:hemligt@localhost/rond",
    ] {
        let file = folder.path().join("url");
        std::fs::write(&file, url)?;
        let file = file.display().to_string();
        for words in [
            &["config", "check", "--site-dir", &site, "--addr", "127.0.0.1:0"][..],
            &["config", "check", "--json", "--site-dir", &site, "--addr", "127.0.0.1:0"],
            &["serve", "--site-dir", &site, "--addr", "127.0.0.1:0"],
            &["devices", "list"],
        ] {
            let mut command = Command::new(server()?);
            command.args(words).env("DATABASE_URL", url).env("RUST_LOG", "trace").env("ROND_DATA_DIR", folder.path());
            let by_environment = command.current_dir(folder.path()).output()?;
            let by_file = run(folder.path(), &[words, &["--database-url-file", &file]].concat())?;
            let by_line = run(folder.path(), &[words, &["--database-url", url]].concat())?;
            for done in [by_environment, by_file, by_line] {
                assert!(!done.status.success(), "{words:?} {url}");
                let told = format!("{}{}", out(&done), err(&done));
                assert!(!told.contains("hemligt"), "{words:?} {url}: {told}");
            }
        }
    }
    // One that nobody listens at.
    let url = "postgres://rond:hemligt@localhost:1/rond";
    let mut command = Command::new(server()?);
    command
        .args(["config", "check", "--site-dir", &site, "--addr", "127.0.0.1:0"])
        .env("DATABASE_URL", url)
        .env("RUST_LOG", "trace");
    let done = command.env("ROND_DATA_DIR", folder.path()).output()?;
    let told = format!("{}{}", out(&done), err(&done));
    assert!(told.contains("PostgreSQL can't be reached") && !told.contains("hemligt"), "{told}");
    let done = run(folder.path(), &["devices", "list", "--database-url", url])?;
    assert!(err(&done).contains("on a command line"), "{}", err(&done));
    Ok(())
}

#[test]
fn what_stops_a_start_is_told_in_one_sentence() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = folder.path().join("site");
    std::fs::create_dir_all(&site)?;
    std::fs::write(site.join("build.json"), r#"{"build":"none","files":[]}"#)?;
    let site = site.display().to_string();
    let taken = std::net::TcpListener::bind("127.0.0.1:0")?;
    let addr = taken.local_addr()?.to_string();
    let done = run(folder.path(), &["serve", "--site-dir", &site, "--addr", &addr])?;
    assert!(!done.status.success() && err(&done).contains("is taken by another program"), "{}", err(&done));
    let file = folder.path().join("file");
    std::fs::write(&file, "")?;
    let below = file.join("data").display().to_string();
    let done = run(folder.path(), &["serve", "--site-dir", &site, "--addr", "127.0.0.1:0", "--data-dir", &below])?;
    assert!(!done.status.success() && err(&done).contains("is a file"), "{}", err(&done));
    let done = run(folder.path(), &["serve", "--site-dir", "nowhere", "--addr", "127.0.0.1:0"])?;
    assert!(!done.status.success() && err(&done).contains("cargo xtask build"), "{}", err(&done));
    Ok(())
}

/// The chain as an administrator looks after it; that forging is found is tested where the database can be forged.
#[test]
fn the_log_is_verified_and_exported_and_names_are_asked_for() -> Result<()> {
    let folder = tempfile::tempdir()?;
    loads(folder.path())?;
    server::keys::Keys::open(&folder.path().join("rond.key"))?;
    let add = ["people", "add", "--role", "officer", "--name", "Patrull 11"];
    assert!(run(folder.path(), &add)?.status.success());
    let export = folder.path().join("log.jsonl").display().to_string();
    let done = run(folder.path(), &["audit", "export", &export, "--json"])?;
    assert!(done.status.success(), "{}", err(&done));
    let told: serde_json::Value = serde_json::from_str(&out(&done))?;
    let lines = std::fs::read_to_string(&export)?.lines().count();
    assert_eq!(
        told["heads"][0]["number"].as_u64(),
        Some(lines as u64 - 2),
        "rows between a beginning and a head: {told}"
    );
    let again = run(folder.path(), &["audit", "export", &export])?;
    assert!(!again.status.success() && err(&again).contains("name another file"), "{}", err(&again));
    let add = ["people", "add", "--role", "officer", "--name", "Patrull 12"];
    assert!(run(folder.path(), &add)?.status.success());
    let whole = run(folder.path(), &["audit", "verify", "--against", &export, "--json"])?;
    let told: serde_json::Value = serde_json::from_str(&out(&whole))?;
    assert!(
        whole.status.success() && told["whole"] == true && told["logs"][0]["faults"] == serde_json::json!([]),
        "{told}"
    );
    let words = out(&run(folder.path(), &["audit", "verify"])?);
    assert!(words.contains("each as it was written"), "{words}");
    // A head that the log doesn't come to any more.
    let text = std::fs::read_to_string(&export)?;
    let other = folder.path().join("other.jsonl").display().to_string();
    std::fs::write(&other, text.replacen("create_person", "create_persoN", 1))?;
    let forged = run(folder.path(), &["audit", "verify", "--against", &other])?;
    assert!(!forged.status.success() && err(&forged).contains("proves nothing"), "{}", err(&forged));

    let asked = run(folder.path(), &["people", "forget", "--dry-run", "--json"])?;
    let told: serde_json::Value = serde_json::from_str(&out(&asked))?;
    assert_eq!((told["people"].as_array().map(Vec::len), told["dry_run"].as_bool()), (Some(0), Some(true)), "{told}");
    let checked = run(folder.path(), &["promise", "show", "lulea-2018"])?;
    let file = folder.path().join("lulea.toml");
    std::fs::write(&file, &checked.stdout)?;
    let check = || run(folder.path(), &["promise", "check", &file.display().to_string()]);
    assert!(out(&check()?).contains("forgotten 12 months after"), "{}", out(&check()?));
    std::fs::write(&file, out(&checked).replacen("names_kept_months = 12\n", "", 1))?;
    assert!(out(&check()?).contains("Names are kept for ever"), "{}", out(&check()?));
    Ok(())
}
