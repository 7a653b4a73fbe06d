//! Several partnerships on one server, and the first starts of each: what is printed, what commands ask, what is removed.

use crate::on_both;
use anyhow::{Context, Result};
use domain::authorization::Role;
use domain::id::PartnershipId;
use harness::program::{err, out, run};
use harness::station::{PASSWORD, PROMISE, partnership};
use harness::{Backend, Staff, Station, patrol, shipped_as};
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::first_start::{FirstLink, Given};
use server::store::NotRemoved;
use std::path::Path;

on_both!(
    each_partnership_gets_a_link_of_its_own_that_a_restart_leaves,
    a_partnership_without_entries_is_removed_and_its_log_stays,
);

/// The path of the link that a start printed for a partnership.
fn link_of(station: &Station, of: &str) -> Result<Option<String>> {
    let found = station.first_links().iter().find(|l| l.partnership.as_ref().is_some_and(|p| p.as_str() == of));
    match found.map(|FirstLink { given, .. }| given) {
        Some(Given::Now { url }) => {
            Ok(Some(url.strip_prefix(&station.url()).context("an address of this server")?.to_owned()))
        }
        Some(Given::Before { .. }) => Ok(None),
        None => anyhow::bail!("nothing is printed for {of}: {:?}", station.first_links()),
    }
}

async fn each_partnership_gets_a_link_of_its_own_that_a_restart_leaves(backend: Backend) -> Result<()> {
    let mut station = Station::start(backend).await?;
    let jonkoping = link_of(&station, "jonkoping")?.context("a link")?;
    let elsewhere = shipped_as("dorotea-2019-2020", "dorotea", 2020);
    let elsewhere = server::promise_file::read(&elsewhere).map_err(|all| anyhow::anyhow!("{all:?}"))?;
    station.loads(elsewhere).await?;
    station.restart().await?;
    // The new one's link is printed; the other's was, and goes on working.
    let dorotea = link_of(&station, "dorotea")?.context("a link")?;
    assert_eq!(link_of(&station, "jonkoping")?, None, "it isn't given anew");
    station.restart().await?;
    assert_eq!((link_of(&station, "jonkoping")?, link_of(&station, "dorotea")?), (None, None));
    for link in [&jonkoping, &dorotea] {
        let browser = Staff::browser(&station.url())?;
        assert_eq!(browser.submits(link, &[("password", PASSWORD)]).await?.status(), StatusCode::SEE_OTHER, "{link}");
        assert_eq!(browser.asks("/people").await?.status(), StatusCode::OK);
    }
    // Whose administrator can sign in needs no link any more.
    station.restart().await?;
    assert_eq!(station.first_links(), []);
    Ok(())
}

async fn a_partnership_without_entries_is_removed_and_its_log_stays(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let store = &station.app().store;
    let now_ms = server::clock::now_ms();
    let own = server::promise_file::read(&shipped_as("habo-2018-2019", "ortnas", 2018));
    station.loads(own.map_err(|all| anyhow::anyhow!("{all:?}"))?).await?;
    let ortnas = PartnershipId::from("ortnas");
    let mut officer = station.officer_in(&ortnas, "polisen", "Patrull Ortnäs").await?;
    assert_eq!(store.remove_partnership(&ortnas, now_ms).await?, Err(NotRemoved::Phones(1)));
    officer.records(&patrol("habo"))?;
    officer.sends().await?;
    assert_eq!(store.remove_partnership(&ortnas, now_ms).await?, Err(NotRemoved::Entries(1)));
    assert_eq!(store.remove_partnership(&"atlantis".into(), now_ms).await?, Err(NotRemoved::Unknown));

    // Jönköping's, which nobody wanted: staff, a session and a revoked phone go with it.
    let supervisor = station.supervisor().await?;
    let phone = station.officer("Patrull 11").await?;
    let device = store.devices(&partnership()).await?[0].id;
    assert!(store.revoke(&partnership(), device, None, now_ms).await?);
    let removed = store.remove_partnership(&partnership(), now_ms).await?;
    let removed = removed.map_err(|not| anyhow::anyhow!("{not:?}"))?;
    assert_eq!((removed.promises, removed.phones), (2, 1));
    assert!(removed.people >= 3, "{removed:?}");
    assert_eq!(store.partnerships().await?, std::slice::from_ref(&ortnas));
    let citizen = station.citizen()?;
    assert_eq!(citizen.asks(&format!("/promise/{PROMISE}")).await?.status(), StatusCode::NOT_FOUND);
    assert_eq!(supervisor.asks("/dashboard").await?.status(), StatusCode::SEE_OTHER, "the session is over");
    assert!(Staff::sign_in(&station.url(), "Gruppchef Ett", PASSWORD).await.is_err());
    drop(phone);
    // Its log says what became of it, and is as it was written.
    let rows = store.audit(&partnership(), 1).await?;
    assert_eq!(rows[0].deed, "remove_partnership");
    assert!(store.walk_audit(&partnership()).await?.is_whole());
    // The other one goes on.
    officer.records(&patrol("habo"))?;
    officer.sends().await?;
    let seen = station.staff_in(&ortnas, "Gruppchef Ortnäs", Role::Supervisor, "polisen").await?;
    assert!(seen.sees("/dashboard").await?.contains("Habo"));
    Ok(())
}

fn file(folder: &Path, partnership: &str, year: u32) -> Result<String> {
    let file = folder.join(format!("{partnership}-{year}.toml"));
    std::fs::write(&file, shipped_as("habo-2018-2019", partnership, year))?;
    Ok(file.display().to_string())
}

fn told(folder: &Path, words: &[&str]) -> Result<Value> {
    let done = run(folder, &[words, &["--json"]].concat())?;
    anyhow::ensure!(done.status.success(), "{words:?}: {}", err(&done));
    Ok(serde_json::from_str(&out(&done))?)
}

fn refused(folder: &Path, words: &[&str]) -> Result<String> {
    let done = run(folder, words)?;
    anyhow::ensure!(done.status.code() == Some(1), "{words:?}: {}", out(&done));
    Ok(err(&done))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_say_which_partnerships_there_are() -> Result<()> {
    // A database that a server has made, and in which nobody has loaded anything.
    let mut station = Station::start_empty(Backend::Sqlite).await?;
    station.stop().await?;
    let folder = station.folder();
    // None yet: nothing is loaded that nobody asked for.
    let add = ["people", "add", "--role", "officer", "--name", "Patrull 11"];
    for words in [&add[..], &["devices", "list"], &["people", "link", "--partnership", "ortnas"]] {
        let told = refused(folder, words)?;
        assert!(told.contains("no promise is in force") && told.contains("server promise load"), "{told}");
    }
    assert_eq!(told(folder, &["partnership", "list"])?, json!([]));
    let setup = told(folder, &["people", "link"])?;
    assert!(setup["setup"].as_str().is_some_and(|secret| secret.len() > 40), "{setup}");

    for partnership in ["ortnas", "vikby"] {
        told(folder, &["promise", "load", &file(folder, partnership, 2018)?])?;
    }
    for words in [
        &add[..],
        &["devices", "list"],
        &["people", "link"],
        &["devices", "revoke", "01890000-0000-7000-8000-000000000001"],
    ] {
        let told = refused(folder, words)?;
        assert!(told.contains("--partnership") && told.contains("ortnas, vikby"), "{words:?}: {told}");
    }
    let told_of = refused(folder, &["devices", "list", "--partnership", "atlantis"])?;
    assert!(told_of.contains("no partnership atlantis") && told_of.contains("ortnas, vikby"), "{told_of}");
    for partnership in ["ortnas", "vikby"] {
        assert!(told(folder, &[&add[..], &["--partnership", partnership]].concat())?["code"].is_string());
        assert_eq!(told(folder, &["devices", "list", "--partnership", partnership])?, json!([]));
        assert_eq!(told(folder, &["rebuild", "--partnership", partnership])?["partnership"], partnership);
        assert_eq!(
            told(folder, &["people", "forget", "--dry-run", "--partnership", partnership])?["partnership"],
            partnership
        );
        let link = told(folder, &["people", "link", "--partnership", partnership])?;
        assert_eq!((&link["partnership"], link["welcome"].is_string()), (&json!(partnership), true), "{link}");
    }
    // A name that both have is one person's only.
    let code = refused(folder, &["codes", "new", "--for", "Patrull 11"])?;
    assert!(code.contains("several partnerships") && code.contains("ortnas, vikby"), "{code}");
    assert!(told(folder, &["codes", "new", "--for", "Patrull 11", "--partnership", "vikby"])?["code"].is_string());
    let officers = refused(folder, &["people", "link", "--name", "Patrull 11", "--partnership", "vikby"])?;
    assert!(officers.contains("codes new"), "{officers}");
    let list = told(folder, &["partnership", "list"])?;
    assert_eq!(
        (&list[0]["partnership"], &list[0]["promises"], &list[0]["people"]),
        (&json!("ortnas"), &json!(["ortnas-2018"]), &json!(2)),
        "{list}"
    );
    Ok(())
}

#[test]
fn an_unwanted_promise_and_partnership_leave_by_command() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let made = run(folder, &["demo", "--entries", "50"])?;
    assert!(made.status.success(), "{}", err(&made));
    let with_entries = refused(folder, &["partnership", "remove", "jonkoping"])?;
    assert!(with_entries.contains("entries: what was recorded is never removed"), "{with_entries}");

    told(folder, &["promise", "load", &file(folder, "ortnas", 2018)?])?;
    let only = refused(folder, &["promise", "unload", "ortnas-2018"])?;
    assert!(only.contains("only promise") && only.contains("server partnership remove"), "{only}");
    told(folder, &["promise", "load", &file(folder, "ortnas", 2019)?])?;
    assert_eq!(
        told(folder, &["promise", "unload", "ortnas-2018"])?,
        json!({ "promise": "ortnas-2018", "partnership": "ortnas" })
    );
    let unknown = refused(folder, &["promise", "unload", "ortnas-2018"])?;
    assert!(unknown.contains("no promise ortnas-2018 is in force"), "{unknown}");
    let removed = run(folder, &["partnership", "remove", "ortnas"])?;
    assert!(removed.status.success() && out(&removed).contains("ortnas was removed: 1 promises"), "{}", err(&removed));
    let gone = refused(folder, &["partnership", "remove", "ortnas"])?;
    assert!(gone.contains("no partnership ortnas"), "{gone}");
    let log = told(folder, &["audit", "verify"])?;
    assert_eq!(log["whole"], true, "{log}");
    Ok(())
}

/// Everything that a server keeps, as bytes: whoever starts with their own promise finds no other place's in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_starts_with_a_promise_keeps_no_other_place() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let name = file(folder.path(), "ortnas", 2018)?;
    let mut station = Station::start_with(Backend::Sqlite, |serve| serve.promise = Some(name)).await?;
    assert!(link_of(&station, "ortnas")?.is_some());
    let kept = station.folder().join("rond.db");
    let database = station.database_url().trim_start_matches("sqlite:").to_owned();
    station.stop().await?;
    let bytes = std::fs::read(Path::new(&database)).or_else(|_| std::fs::read(&kept))?;
    let has = |word: &str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
    assert!(has("ortnas-2018"), "the right file was read");
    for other in ["jonkoping", "Jönköping"] {
        assert!(!has(other), "{other}");
    }
    // Named again, it is there already; another one isn't put beside it unasked.
    station.restart().await?;
    assert_eq!(station.app().store.partnerships().await?, [PartnershipId::from("ortnas")]);
    station.stop().await?;
    Ok(())
}

#[test]
fn a_promise_that_cannot_be_begun_with_stops_the_start() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = crate::matrix::site(folder.path())?.display().to_string();
    let broken = folder.path().join("broken.toml");
    std::fs::write(&broken, shipped_as("habo-2018-2019", "ortnas", 2018).replacen("version = 1", "version = 0", 1))?;
    let broken = broken.display().to_string();
    for (name, told) in [("atlantis-2027", "server promise list"), (&broken, "broken.toml:")] {
        let words = ["serve", "--site-dir", &site, "--addr", "127.0.0.1:0", "--promise", name];
        assert!(refused(folder.path(), &words)?.contains(told), "{name}");
        let check = run(folder.path(), &["config", "check", "--site-dir", &site, "--promise", name])?;
        assert!(out(&check).contains("--promise: "), "{}", out(&check));
    }
    assert!(!folder.path().join("rond.db").exists(), "nothing was begun");
    Ok(())
}
