//! The whole product: client, server, and the site the server serves.

use std::path::PathBuf;

use anyhow::Result;

use crate::place::Place;
use crate::setup::Tools;
use crate::{client, shell, site};

/// Packages that are compiled by one cargo command, and so with one set of features for what they depend on. A command that
/// names only some of a set would compile shared dependencies, and the server, again with other features.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Packages {
    /// The server, what it is made of, and its tests.
    Native,
    /// The officer's app. Leptos renders in the browser for it and to text for the server: never both in one command.
    App,
    /// These commands, which `cargo xtask` has compiled alone.
    Xtask,
}

impl Packages {
    /// Their names on cargo's command line.
    pub(crate) fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Native => &["--workspace", "--exclude", "app", "--exclude", "xtask"],
            Self::App => &["--package", "app"],
            Self::Xtask => &["--package", "xtask"],
        }
    }
}

/// How the server is built. The client is always built the way phones get it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Server {
    Release,
    Dev,
    /// Unoptimised, together with the tests that start it.
    Test,
}

impl Server {
    /// Where its program ends up.
    pub(crate) fn program(self, place: &Place) -> PathBuf {
        let profile = match self {
            Self::Release => "release",
            Self::Dev | Self::Test => "debug",
        };
        place.target.join(profile).join(format!("server{}", std::env::consts::EXE_SUFFIX))
    }
}

/// Builds everything and says how much a phone loads.
pub(crate) fn everything(place: &Place, tools: &Tools, server: Server) -> Result<()> {
    let client = compile_for_phones(place, tools, "app", &PHONE)?;
    let decoder = compile_for_phones(place, tools, "decoder", &PHONE)?;
    let client = client::finish(place, &tools.npm, &client, &decoder)?;
    let built = site::assemble(place, &client)?;
    print!("{}", site::sizes::table(&built));
    self::server(place, tools, server)
}

/// `cargo rustc` with one crate type: beside an `rlib` cargo leaves link-time optimisation out.
fn compile_for_phones(place: &Place, tools: &Tools, package: &str, how: &[&str]) -> Result<PathBuf> {
    shell::announce(&format!("compiling {package} for phones"), "seconds; the first time 2-5 min");
    let mut cargo = tools.chain.cargo(place);
    cargo.args(["rustc", "-p", package, "--lib", "--crate-type", "cdylib", "--profile", "wasm"]).args(how);
    shell::run(&mut cargo)?;
    Ok(place.target.join(format!("wasm32-unknown-unknown/wasm/{package}.wasm")))
}

/// What phones run.
const PHONE: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

/// Compiles the server alone.
pub(crate) fn server(place: &Place, tools: &Tools, server: Server) -> Result<()> {
    let mut cargo = tools.chain.cargo(place);
    cargo.args(["build", "--bin", "server"]);
    match server {
        Server::Release => {
            shell::announce("compiling the server", "1-2 min; the first time 5-8 min");
            cargo.args(["--package", "server", "--release"]);
        }
        Server::Dev => {
            shell::announce("compiling the server, unoptimised", "10 s; the first time 3-5 min");
            cargo.args(["--package", "server"]);
        }
        // Without a test among the targets cargo would leave out the features that only tests ask for.
        Server::Test => {
            shell::announce("compiling the server and its tests", "30 s; the first time 4-6 min");
            cargo.args(Packages::Native.arguments()).args(["--test", "it"]);
        }
    }
    shell::run(&mut cargo)
}
