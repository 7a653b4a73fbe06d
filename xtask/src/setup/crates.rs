//! Programs that are crates, each compiled once below the target folder.

use std::path::PathBuf;

use anyhow::Result;

use super::toolchain::ToolChain;
use crate::place::Place;
use crate::shell;

/// A crate and the program that it is.
#[derive(Clone, Copy)]
pub(crate) struct Program {
    name: &'static str,
    version: &'static str,
    /// How long compiling it takes.
    usual: &'static str,
}

/// Firefox's driver, which Debian has no package of.
pub(crate) const GECKODRIVER: Program = Program { name: "geckodriver", version: "0.37.1", usual: "5-15 min, once" };
/// Licences, sources, duplicates and advisories of dependencies.
pub(crate) const CARGO_DENY: Program = Program { name: "cargo-deny", version: "0.20.2", usual: "5-10 min, once" };
/// Dependencies that nothing uses.
pub(crate) const CARGO_MACHETE: Program = Program { name: "cargo-machete", version: "0.9.2", usual: "1 min, once" };

/// Finds the program or compiles it; where it is.
pub(crate) fn provide(place: &Place, chain: ToolChain, program: Program) -> Result<PathBuf> {
    let Program { name, version, usual } = program;
    let folder = place.target.join("tools").join(format!("{name}-{version}"));
    let file = folder.join("bin").join(name);
    if !file.exists() {
        shell::announce(&format!("compiling {name}"), usual);
        let arguments = ["install", name, "--version", version, "--locked", "--root"];
        shell::run(chain.cargo(place).args(arguments).arg(&folder))?;
    }
    Ok(file)
}
