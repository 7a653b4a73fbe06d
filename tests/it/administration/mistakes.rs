//! Commands given by mistake: what is in use stays as it is, and the way on is named.

use super::{done, loads, names, refused};
use anyhow::Result;
use harness::program::{err, out, run, server};
use harness::{Backend, Station, patrol};
use std::path::Path;
use std::process::Command;

/// The demo's password is known to everybody, and its entries can't be removed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demo_is_refused_where_somebody_works() -> Result<()> {
    let folder = tempfile::tempdir()?;
    loads(folder.path())?;
    done(folder.path(), &["people", "add", "--role", "officer", "--name", "Patrull 11"])?;
    let why = refused(folder.path(), &["demo", "--entries", "5"])?;
    assert!(why.contains("is in use") && why.contains("--data-dir"), "{why}");

    let mut station = Station::start(Backend::Sqlite).await?;
    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    station.stop().await?;
    assert!(refused(station.folder(), &["demo", "--entries", "5"])?.contains("is in use"));
    let listed = done(station.folder(), &["devices", "list"])?;
    assert!(listed.contains("Patrull 11") && !listed.contains("Demo"), "{listed}");
    Ok(())
}

/// As a unit file leaves it whose secret is missing: SQLite in the data folder would be a new, empty server.
#[test]
fn an_empty_address_of_the_database_is_refused() -> Result<()> {
    let folder = tempfile::tempdir()?;
    for words in [&["serve", "--addr", "127.0.0.1:0"][..], &["partnership", "list"], &["config", "check"]] {
        for address in ["", "  "] {
            let mut command = Command::new(server()?);
            command.args(words).env("ROND_DATA_DIR", folder.path()).env("DATABASE_URL", address);
            let done = command.current_dir(folder.path()).output()?;
            // The list of what is wrong with the settings is what that command prints.
            let why = [out(&done), err(&done)].concat();
            assert!(!done.status.success() && why.contains("DATABASE_URL"), "{words:?}: {why}");
        }
    }
    assert!(names(folder.path())?.is_empty(), "{:?}", names(folder.path())?);
    Ok(())
}

/// A key that is made anew would lie where the right one belongs, and get into the next backup.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_whose_key_is_missing_makes_none() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    station.stop().await?;
    let key = station.folder().join("rond.key");
    std::fs::rename(&key, station.folder().join("elsewhere"))?;
    let site = crate::matrix::site(station.folder())?;
    let serve = ["serve", "--addr", "127.0.0.1:0", "--site-dir", &site.display().to_string()].map(str::to_owned);
    for words in [serve.each_ref().map(String::as_str).to_vec(), vec!["config", "check"], vec!["demo"]] {
        let done = run(station.folder(), &words)?;
        let why = [out(&done), err(&done)].concat();
        assert!(!done.status.success() && why.contains("key"), "{words:?}: {why}");
        assert!(!key.exists(), "{words:?}");
    }
    Ok(())
}

#[test]
fn a_file_in_place_of_the_folder_is_no_missing_database() -> Result<()> {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("file"), "x")?;
    for words in [&["devices", "list"][..], &["backup", "copy.db"]] {
        let why = refused(folder.path(), &[words, &["--data-dir", "file"]].concat())?;
        assert!(why.contains("can't be looked for") && why.contains("--data-dir"), "{words:?}: {why}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_is_not_restored_onto_itself() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    station.stop().await?;
    let before = names(station.folder())?;
    let file = station.folder().join("rond.db");
    let why = refused(station.folder(), &["restore", &file.display().to_string()])?;
    assert!(why.contains("--in-place"), "{why}");
    assert!(Path::new(&file).exists());
    assert_eq!(names(station.folder())?, before);
    Ok(())
}
