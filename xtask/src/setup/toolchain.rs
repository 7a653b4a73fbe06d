//! Which Rust builds Rond: one tool chain for the client, the server, the tests, the lints and the format.
//!
//! One, so that a machine of a developer and the machine that tests build the same product.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::place::Place;

/// What the phone runs.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";
/// Debian's Rust puts everything under here.
pub(crate) const DEBIAN_SYSROOT: &str = "/usr";

/// The tool chain that was decided on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum ToolChain {
    /// The one `cargo xtask` was started with.
    Active,
    /// Debian's own, where the release server of Rust can't be reached; linked into rustup where there is one.
    Debian { rustup: bool },
}

impl ToolChain {
    /// `cargo` of this tool chain, freed of what the cargo that started xtask left in the environment.
    pub(crate) fn cargo(self, place: &Place) -> Command {
        let mut command = self.program("cargo");
        command.current_dir(&place.root);
        command
    }

    pub(crate) fn rustc(self) -> Command {
        self.program("rustc")
    }

    fn program(self, name: &str) -> Command {
        let mut command = match self {
            Self::Active | Self::Debian { rustup: true } => Command::new(name),
            Self::Debian { rustup: false } => Command::new(PathBuf::from("/usr/bin").join(name)),
        };
        for (variable, _) in env::vars_os().filter(|(variable, _)| is_left_over(&variable.to_string_lossy())) {
            command.env_remove(variable);
        }
        if let Some(paths) = env::var_os("LD_LIBRARY_PATH") {
            command.env("LD_LIBRARY_PATH", own_libraries(&paths));
        }
        if let Self::Debian { rustup: true } = self {
            command.env("RUSTUP_TOOLCHAIN", "debian");
        }
        command
    }
}

/// What `cargo run` sets for the program it starts, and what would lead a second cargo to the first one's tools.
fn is_left_over(variable: &str) -> bool {
    const EXACT: [&str; 6] =
        ["CARGO", "RUSTC", "RUSTDOC", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_CRATE_NAME"];
    EXACT.contains(&variable) || variable.starts_with("CARGO_PKG_") || variable.starts_with("CARGO_BIN_")
}

/// `cargo run` puts its own tool chain's libraries first, which another compiler must not load.
fn own_libraries(paths: &OsString) -> OsString {
    let kept = env::split_paths(paths).filter(|path| {
        !path.components().any(|part| part.as_os_str() == "toolchains" || part.as_os_str() == "deps")
            && !path.ends_with("target/debug")
    });
    env::join_paths(kept).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outer_cargo_leaves_nothing_behind() {
        assert!(["CARGO", "RUSTC", "CARGO_PKG_NAME", "CARGO_MANIFEST_DIR"].into_iter().all(is_left_over));
        assert!(!["CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_NET_OFFLINE", "RUSTFLAGS"].into_iter().any(is_left_over));
        let paths =
            OsString::from("/r/target/debug/deps:/r/target/debug:/h/.rustup/toolchains/stable/lib:/opt/own/lib");
        assert_eq!(own_libraries(&paths), OsString::from("/opt/own/lib"));
    }

    #[test]
    fn the_pinned_tool_chain_is_the_one_that_the_manifests_ask_for() {
        let pinned = include_str!("../../../rust-toolchain.toml");
        let version = pinned.split("channel = \"").nth(1).and_then(|rest| rest.split('"').next()).expect("a channel");
        let asked = concat!(env!("CARGO_PKG_RUST_VERSION"), ".");
        assert!(format!("{version}.").starts_with(asked), "{version} is not {asked}x");
        assert!(pinned.contains(WASM));
    }
}
