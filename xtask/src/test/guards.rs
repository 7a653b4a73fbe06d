//! `cargo xtask guards`: a test that can't fail proves nothing. Each guard that `tests/guards.json` names is switched off, one at a
//! time, and a test that tries it must turn red.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde::Deserialize;

use super::{Surroundings, results, watch};
use crate::build::{self, Server};
use crate::place::Place;
use crate::setup::{self, TestPrograms};
use crate::shell;

/// Which guards.
#[derive(Args)]
pub(crate) struct Options {
    /// Only those of these faults, as `tests/faults.md` numbers them.
    #[arg(long, value_name = "FAULT", num_args = 1.., value_delimiter = ',')]
    only: Vec<String>,
}

/// A line of the product that keeps a promise, and what stands there once it is switched off.
#[derive(Deserialize)]
struct Guard {
    /// As `tests/faults.md` numbers it.
    fault: String,
    /// What is no longer done.
    off: String,
    file: String,
    from: String,
    to: String,
    /// A package of rules, or a test program of `tests`.
    suite: Suite,
    /// One of these at least must fail.
    tests: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Suite {
    Domain,
    It,
    E2e,
}

/// A file whose guard is switched off; it is as it was again when this ends.
struct Off {
    file: PathBuf,
    text: String,
}

impl Off {
    fn switch(place: &Place, guard: &Guard) -> Result<Self> {
        let file = place.root.join(&guard.file);
        let text = fs::read_to_string(&file).with_context(|| format!("{} can't be read", guard.file))?;
        let off = text.replacen(&guard.from, &guard.to, 1);
        ensure!(off != text, "{} has no {:?} any more", guard.file, guard.from);
        fs::write(&file, off).with_context(|| format!("{} can't be written", guard.file))?;
        Ok(Self { file, text })
    }
}

impl Drop for Off {
    fn drop(&mut self) {
        if fs::write(&self.file, &self.text).is_err() {
            eprintln!("{} is still switched off: take it back with `git checkout`", self.file.display());
        }
    }
}

/// Whether every guard, switched off, was missed by a test.
pub(crate) fn all(place: &Place, options: &Options) -> Result<bool> {
    let list = fs::read_to_string(place.root.join("tests/guards.json")).context("tests/guards.json can't be read")?;
    let mut guards: Vec<Guard> = serde_json::from_str(&list).context("tests/guards.json can't be read")?;
    guards.retain(|guard| options.only.is_empty() || options.only.contains(&guard.fault));
    shell::announce(&format!("switching off {} guards, one at a time", guards.len()), "a minute or two each");
    let tools = setup::prepare(place, true)?;
    let programs = Some(TestPrograms::find()?);
    let surroundings = Surroundings { place, tools, long: false, geckodriver: None, programs };
    let mut told = Vec::new();
    for guard in &guards {
        let start = Instant::now();
        let off = Off::switch(place, guard)?;
        let missed = is_missed(&surroundings, guard).with_context(|| format!("{}: {}", guard.fault, guard.off))?;
        drop(off);
        let word = if missed { "red" } else { "GREEN" };
        told.push((
            missed,
            format!("  {:<4} {word:<5} {:>8}  {}", guard.fault, results::seconds(start.elapsed()), guard.off),
        ));
    }
    println!("\nguards switched off, and what the tests said");
    told.iter().for_each(|(_, line)| println!("{line}"));
    // What was built last was built with a guard switched off.
    build::everything(place, &surroundings.tools, Server::Dev)?;
    Ok(told.iter().all(|(missed, _)| *missed))
}

/// Whether a test fails. What doesn't build is no answer.
fn is_missed(surroundings: &Surroundings<'_>, guard: &Guard) -> Result<bool> {
    let program: &[&str] = match guard.suite {
        Suite::Domain => &["-p", "domain"],
        Suite::It => &["-p", "tests", "--test", "it"],
        Suite::E2e => &["-p", "tests", "--test", "e2e"],
    };
    if guard.suite != Suite::Domain {
        build::everything(surroundings.place, &surroundings.tools, Server::Dev)?;
    }
    shell::run(surroundings.test(&[program, &["--no-run"]].concat()).env_remove("ROND_LONG"))?;
    let names: Vec<&str> = guard.tests.iter().map(String::as_str).collect();
    let (_, counts) = watch(surroundings.test(&[program, &["--"], &names].concat()))?;
    ensure!(counts.failed + counts.passed > 0, "no test is called {}", names.join(" or "));
    Ok(counts.failed > 0)
}
