//! `cargo xtask guards`: a test that can't fail proves nothing. Each guard that `tests/guards.json` names is switched off, one at a
//! time, and the tests that try it must turn red.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde::Deserialize;

use super::{Surroundings, results, watch};
use crate::build;
use crate::build::{Packages, Server};
use crate::place::Place;
use crate::setup;
use crate::setup::TestPrograms;
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
    /// What is no longer done.
    off: String,
    /// As `tests/faults.md` numbers them.
    faults: Vec<String>,
    file: String,
    from: String,
    to: String,
    /// Each of these must fail, whatever they are tried against.
    tests: BTreeMap<Suite, Vec<String>>,
}

/// A test program, or the unit tests of all packages.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Suite {
    Domain,
    Sim,
    App,
    Server,
    It,
    E2e,
}

impl Suite {
    fn packages(self) -> Packages {
        match self {
            Self::App => Packages::App,
            Self::Domain | Self::Sim | Self::Server | Self::It | Self::E2e => Packages::Native,
        }
    }

    /// Its targets among the packages that are compiled together.
    fn targets(self) -> &'static [&'static str] {
        match self {
            Self::Domain => &["--test", "rules"],
            Self::Sim => &["--test", "simulator"],
            Self::App => &["--lib"],
            Self::Server => &["--lib", "--bins"],
            Self::It => &["--test", "it"],
            Self::E2e => &["--test", "e2e"],
        }
    }

    fn starts_the_product(self) -> bool {
        matches!(self, Self::It | Self::E2e)
    }
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
    let mut guards = parse(&list)?;
    guards.retain(|guard| options.only.is_empty() || guard.faults.iter().any(|fault| options.only.contains(fault)));
    shell::announce(&format!("switching off {} guards, one at a time", guards.len()), "a minute or two each");
    let tools = setup::prepare(place, true)?;
    let programs = Some(TestPrograms::find()?);
    let surroundings = Surroundings { place, tools, long: false, geckodriver: None, programs };
    let mut told = Vec::new();
    for guard in &guards {
        let start = Instant::now();
        let off = Off::switch(place, guard)?;
        let green = green(&surroundings, guard);
        drop(off);
        let (red, word) = match &green {
            Ok(green) if green.is_empty() => (true, "red".to_owned()),
            Ok(green) => (false, format!("GREEN {}", green.join(" "))),
            Err(error) => (false, format!("{error:#}")),
        };
        let took = results::seconds(start.elapsed());
        let line = format!("  {took:>8}  {}: {}: {word}", guard.faults.join(" "), guard.off);
        println!("{line}");
        told.push((red, line));
    }
    println!("\nguards switched off, and what the tests said");
    told.iter().for_each(|(_, line)| println!("{line}"));
    // What was built last was built with a guard switched off.
    build::everything(place, &surroundings.tools, Server::Test)?;
    Ok(told.iter().all(|(red, _)| *red))
}

fn parse(list: &str) -> Result<Vec<Guard>> {
    serde_json::from_str(list).context("tests/guards.json can't be read")
}

/// The tests that didn't notice. What doesn't build is no answer.
fn green(surroundings: &Surroundings<'_>, guard: &Guard) -> Result<Vec<String>> {
    if guard.tests.keys().any(|suite| suite.starts_the_product()) {
        build::everything(surroundings.place, &surroundings.tools, Server::Test)?;
    }
    let mut green = Vec::new();
    for (suite, names) in &guard.tests {
        let packages = suite.packages().arguments();
        shell::run(&mut surroundings.test(packages, &[suite.targets(), &["--no-run"]].concat()))?;
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let tests = surroundings.test(packages, &[suite.targets(), &["--"], &names].concat());
        let watched = watch(tests, surroundings.silence_limit())?;
        ensure!(watched.counts.failed + watched.counts.passed > 0, "no test is called {}", names.join(" or "));
        // A test by its own name, or with that of its module before it, against which backend or engine it may be.
        let ends = |red: &str, name: &str| red == name || red.ends_with(&format!("::{name}"));
        let noticed = |name: &&str| watched.red.iter().any(|red| ends(red, name));
        green.extend(names.into_iter().filter(|name| !noticed(name)).map(str::to_owned));
    }
    Ok(green)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guard_of_the_list_can_be_switched_off() -> Result<()> {
        let guards = parse(include_str!("../../../tests/guards.json"))?;
        assert!(guards.iter().all(|guard| !guard.tests.is_empty() && guard.from != guard.to));
        assert!(guards.iter().any(|guard| guard.tests.contains_key(&Suite::App)), "the app has tests of its own");
        Ok(())
    }
}
