//! The server as an administrator runs it: what commands may do to a database, beside a running server and after it.

mod databases;
mod mistakes;
mod pooler;
mod settings;
mod watching;

use anyhow::{Result, ensure};
use harness::program::{err, out, run};
use std::path::Path;

/// Runs a command that is to succeed, and answers what it printed.
fn done(folder: &Path, words: &[&str]) -> Result<String> {
    let done = run(folder, words)?;
    ensure!(done.status.success(), "{words:?}: {}", err(&done));
    Ok(out(&done))
}

/// Runs a command that is to fail, and answers why.
fn refused(folder: &Path, words: &[&str]) -> Result<String> {
    let done = run(folder, words)?;
    ensure!(!done.status.success(), "{words:?}: {}", out(&done));
    ensure!(!err(&done).contains("panicked"), "{words:?}: {}", err(&done));
    Ok(err(&done))
}

/// Words with the address of a database after them.
fn on<'a>(url: &'a str, words: &[&'a str]) -> Vec<&'a str> {
    [words, &["--database-url", url]].concat()
}

/// Creates a database with the shipped promise in force.
fn loads(folder: &Path) -> Result<()> {
    done(folder, &["promise", "load", &shipped()]).map(drop)
}

/// The file of the promise that Rond ships with.
fn shipped() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/promises/jonkoping-2021-2022.toml");
    file.display().to_string()
}

/// The names in a folder, in order.
fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}
