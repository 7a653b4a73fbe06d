//! Tools that npm has packages of, in the versions and with the checksums of `xtask/npm/package-lock.json`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::packages;
use crate::place::Place;
use crate::shell;
use crate::site::stamp::Stamp;

/// Which packages, and in which versions. Part of the program, so that what was made with other versions is made again.
const MANIFESTS: [(&str, &[u8]); 2] = [
    ("package.json", include_bytes!("../../npm/package.json")),
    ("package-lock.json", include_bytes!("../../npm/package-lock.json")),
];

/// The programs of the installed packages.
pub(crate) struct NpmTools {
    programs: PathBuf,
}

impl NpmTools {
    /// Finds the packages, or installs them below the target folder.
    pub(crate) fn provide(place: &Place) -> Result<Self> {
        packages::provide(&[packages::NPM])?;
        let folder = place.target.join("tools/npm");
        let stamp = Stamp::new(place, "npm", &MANIFESTS.map(|(_, manifest)| manifest));
        let tools = Self { programs: folder.join("node_modules/.bin") };
        if stamp.is_current() && tools.programs.is_dir() {
            return Ok(tools);
        }
        shell::announce("installing wasm-opt and tsc from npm", "10 s, once");
        fs::create_dir_all(&folder).with_context(|| format!("{} can't be made", folder.display()))?;
        for (name, manifest) in MANIFESTS {
            fs::write(folder.join(name), manifest).with_context(|| format!("{name} can't be written"))?;
        }
        // `ci` installs exactly what the lock file says. None of these packages needs scripts of its own to be run.
        let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        shell::run(Command::new("npm").args(arguments).current_dir(&folder))?;
        stamp.set()?;
        Ok(tools)
    }

    /// Shrinks WebAssembly.
    pub(crate) fn wasm_opt(&self) -> Command {
        Command::new(self.programs.join("wasm-opt"))
    }

    /// Checks the types of scripts.
    pub(crate) fn tsc(&self) -> Command {
        Command::new(self.programs.join("tsc"))
    }
}
