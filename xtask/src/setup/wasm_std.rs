//! Rust's standard library for WebAssembly, built once from Debian's source where it can't be downloaded.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::root;
use super::toolchain::{DEBIAN_SYSROOT, ToolChain, WASM};
use crate::place::Place;
use crate::shell;

/// The crate whose only purpose is to need the standard library.
const SEED: &str = "wasm_std_seed";
/// Lies beside the libraries and says which compiler built them: after an upgrade they are of no use.
const STAMP: &str = "built-by.txt";

/// Whether Debian's tool chain has the library, built by the compiler that is installed now.
pub(crate) fn is_current() -> bool {
    let folder = folder();
    let Ok(version) = version() else {
        return false;
    };
    let stamp = fs::read_to_string(folder.join(STAMP)).unwrap_or_default();
    holds_std(&folder.join("lib")) && stamp.trim_end() == version
}

/// Debian's folder for the target.
fn folder() -> PathBuf {
    Path::new(DEBIAN_SYSROOT).join("lib/rustlib").join(WASM)
}

/// The compiler that is installed, in full.
fn version() -> Result<String> {
    let rustc = Path::new(DEBIAN_SYSROOT).join("bin/rustc");
    shell::read(Command::new(rustc).arg("-vV")).context("Debian's rustc does not answer: install rustc-web")
}

/// Whether a folder holds a standard library at all.
pub(crate) fn holds_std(folder: &Path) -> bool {
    let starts = |prefix: &str| {
        fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .any(|file| is_library(&file.file_name().to_string_lossy(), prefix))
    };
    starts("libcore-") && starts("libstd-")
}

fn is_library(name: &str, prefix: &str) -> bool {
    name.starts_with(prefix) && name.ends_with(".rlib")
}

/// Builds the library and puts it where every later `cargo build` finds it.
pub(crate) fn build(place: &Place, chain: ToolChain) -> Result<()> {
    shell::announce(&format!("building the standard library for {WASM}, once"), "1 min");
    let seed = place.target.join("wasm-std");
    fs::create_dir_all(seed.join("src")).with_context(|| format!("{} can't be made", seed.display()))?;
    // A workspace of its own, so that the one above is left out of it.
    let manifest = format!("[package]\nname = \"{SEED}\"\nedition = \"2024\"\n\n[workspace]\n");
    fs::write(seed.join("Cargo.toml"), manifest)?;
    fs::write(seed.join("src/lib.rs"), "")?;
    let out = seed.join("target");
    let mut cargo = chain.cargo(place);
    cargo
        .current_dir(&seed)
        .args(["build", "--release", "--target", WASM, "-Zbuild-std=std,panic_abort"])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", &out);
    for flags in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        if env::var_os(flags).is_some() {
            cargo.env_remove(flags);
        }
    }
    shell::run(&mut cargo)?;
    install(&out.join(WASM).join("release/deps"), &seed)
}

fn install(built: &Path, seed: &Path) -> Result<()> {
    let stamp = seed.join(STAMP);
    fs::write(&stamp, version()?)?;
    let folder = folder();
    let lib = folder.join("lib");
    let mut copy = vec!["cp".to_owned()];
    copy.extend(libraries(built)?.iter().map(|file| file.display().to_string()));
    copy.push(lib.display().to_string());
    let copy: Vec<&str> = copy.iter().map(String::as_str).collect();
    let (lib, stamp, folder) = (lib.display().to_string(), stamp.display().to_string(), folder.display().to_string());
    // The stamp last: a copy that was cut short is not taken for a whole one.
    root::run(&[&["rm", "-rf", &folder], &["mkdir", "-p", &lib], &copy, &["cp", &stamp, &folder]])
}

fn libraries(built: &Path) -> Result<Vec<PathBuf>> {
    let seed = format!("lib{SEED}-");
    let mut found = Vec::new();
    for entry in fs::read_dir(built).with_context(|| format!("{} can't be read", built.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if is_library(&name, "lib") && !name.starts_with(&seed) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_itself_is_not_part_of_the_library() {
        let folder = env::temp_dir().join(format!("rond-wasm-std-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder of our own");
        for name in ["libstd-1.rlib", "libcore-2.rlib", "libstd-1.rmeta", "libwasm_std_seed-3.rlib", "std-1.d"] {
            fs::write(folder.join(name), "").expect("a file in it");
        }
        let found = libraries(&folder).expect("it can be read");
        let names: Vec<_> = found.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        let whole = holds_std(&folder);
        fs::remove_dir_all(&folder).expect("our own folder");
        assert_eq!(names, ["libcore-2.rlib", "libstd-1.rlib"]);
        assert!(whole && !holds_std(&folder));
    }
}
