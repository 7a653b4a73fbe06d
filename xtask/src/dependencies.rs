//! `cargo xtask check-dependencies`: whether each dependency is used, may be used, and has no known fault.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::place::Place;
use crate::setup::{Tools, crates};
use crate::shell;

/// All of it, by `deny.toml`.
pub(crate) fn check(place: &Place, tools: &Tools) -> Result<()> {
    unused(place, tools)?;
    let deny = crates::provide(place, tools.chain, crates::CARGO_DENY)?;
    shell::run(cargo_deny(place, &deny).args(["check", "licenses", "bans", "sources"]))?;
    // The database of advisories is fetched from a host that not every machine reaches.
    if shell::succeeds(cargo_deny(place, &deny).args(["fetch", "db"])) {
        shell::run(cargo_deny(place, &deny).args(["--offline", "check", "advisories"]))
    } else {
        eprintln!("  the database of advisories is not to be had from here: advisories were NOT checked");
        Ok(())
    }
}

/// Dependencies that no source file names: known within a second.
pub(crate) fn unused(place: &Place, tools: &Tools) -> Result<()> {
    let machete = crates::provide(place, tools.chain, crates::CARGO_MACHETE)?;
    shell::run(Command::new(machete).current_dir(&place.root))
}

fn cargo_deny(place: &Place, program: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(&place.root);
    command
}
