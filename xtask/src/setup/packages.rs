//! Programs from the system's packages: what is missing, and who may install it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::root;
use crate::shell;

/// Something a task needs: how to see that it is there, and the Debian package that brings it.
#[derive(Clone, Copy)]
pub(crate) struct Need {
    present: fn() -> bool,
    package: &'static str,
}

/// Installs the tools that shrink the client and check the scripts; Debian's package brings Node.js, which runs them.
pub(crate) const NPM: Need = Need { present: || on_path("npm").is_some(), package: "npm" };

/// What the integration and browser tests start.
pub(crate) const TESTS: [Need; 8] = [
    Need { present: || chosen("ROND_CHROMIUM") || chromium().is_some(), package: "chromium" },
    Need { present: || chosen("ROND_CHROMEDRIVER") || chromedriver().is_some(), package: "chromium-driver" },
    Need { present: || chosen("ROND_PG_BIN") || postgres().is_some(), package: "postgresql" },
    // Shares PostgreSQL's connections among servers.
    Need { present: || Path::new("/usr/sbin/pgbouncer").exists(), package: "pgbouncer" },
    // Makes the server's disk fail.
    Need { present: || on_path("strace").is_some(), package: "strace" },
    // The engine of iPhones, and a screen for it that nobody looks at.
    Need { present: || on_path("WebKitWebDriver").is_some(), package: "webkit2gtk-driver" },
    Need { present: || on_path("Xvfb").is_some(), package: "xvfb" },
    // Runs the integration tests at other dates.
    Need { present: || faketime_library().is_some(), package: "faketime" },
];

/// What only the long tests start.
pub(crate) const LONG_TESTS: [Need; 1] =
    [Need { present: || on_path("firefox").or_else(|| on_path("firefox-esr")).is_some(), package: "firefox-esr" }];

/// A current Rust with the source of its standard library, its linker for WebAssembly, and the tools beside it.
pub(crate) const RUST: [&str; 7] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy", "rustfmt-web", "lld-22"];

/// Installs the packages of the needs that aren't met.
pub(crate) fn provide(needs: &[Need]) -> Result<()> {
    let missing: Vec<&str> = needs.iter().filter(|need| !(need.present)()).map(|need| need.package).collect();
    install(&missing)
}

/// Installs Debian's Rust, as far as it isn't there.
pub(crate) fn provide_rust() -> Result<()> {
    let missing: Vec<&str> = RUST.into_iter().filter(|package| !is_installed(package)).collect();
    install(&missing)
}

/// Whether this system installs packages with apt.
pub(crate) fn has_apt() -> bool {
    on_path("apt-get").is_some()
}

fn install(missing: &[&str]) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    if !has_apt() {
        bail!(
            "this system has no apt-get, so install what Debian calls {} in your system's own way, and run this again",
            missing.join(", ")
        );
    }
    shell::announce(&format!("installing {} from the system's packages", missing.join(", ")), "1-3 min");
    let mut order =
        vec!["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "--no-install-recommends"];
    order.extend(missing);
    root::run(&[&["apt-get", "update", "-q"], &order])
}

fn is_installed(package: &str) -> bool {
    shell::read(Command::new("dpkg-query").args(["-W", "-f=${Status}", package]))
        .is_ok_and(|status| status == "install ok installed")
}

fn chosen(variable: &str) -> bool {
    env::var_os(variable).is_some()
}

/// Where chromium is.
pub(crate) fn chromium() -> Option<PathBuf> {
    on_path("chromium").or_else(|| on_path("chromium-browser"))
}

/// Where chromium's driver is.
pub(crate) fn chromedriver() -> Option<PathBuf> {
    on_path("chromedriver")
}

/// PostgreSQL's folder of programs; the newest when there are several.
pub(crate) fn postgres() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin): &(u32, PathBuf)| bin.join("initdb").exists())
        .collect();
    found.sort();
    let elsewhere = || on_path("initdb").and_then(|initdb| initdb.parent().map(Path::to_path_buf));
    found.pop().map(|(_, bin)| bin).or_else(elsewhere)
}

/// The library that shifts the clock of a program with threads.
pub(crate) fn faketime_library() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    folders.map(|folder| folder.path().join("faketime/libfaketimeMT.so.1")).find(|library| library.is_file())
}

/// The first file of that name in `PATH`.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}
