//! The whole product: client, server, and the site the server serves.

use std::path::PathBuf;

use anyhow::Result;

use crate::place::Place;
use crate::setup::ToolChain;
use crate::{client, shell, site};

/// How the server is built. The client is always built the way phones get it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Server {
    Release,
    Dev,
}

impl Server {
    /// Where its program ends up.
    pub(crate) fn program(self, place: &Place) -> PathBuf {
        let profile = match self {
            Self::Release => "release",
            Self::Dev => "debug",
        };
        place.target.join(profile).join(format!("server{}", std::env::consts::EXE_SUFFIX))
    }
}

/// Builds everything and says how much a phone loads.
pub(crate) fn everything(place: &Place, tools: &ToolChain, server: Server) -> Result<()> {
    let client = compile_for_phones(place, tools, "app", &PHONE)?;
    let decoder = compile_for_phones(place, tools, "decoder", &PHONE)?;
    let client = client::finish(place, &client, &decoder)?;
    let built = site::assemble(place, &client)?;
    print!("{}", site::sizes::table(&built));
    compile_server(place, tools, server)
}

/// `cargo rustc` with one crate type: beside an `rlib` cargo leaves link-time optimisation out.
fn compile_for_phones(place: &Place, tools: &ToolChain, package: &str, how: &[&str]) -> Result<PathBuf> {
    shell::announce(&format!("compiling {package} for phones"), "seconds; the first time 2-5 min");
    let mut cargo = tools.cargo(place);
    cargo.args(["rustc", "-p", package, "--lib", "--crate-type", "cdylib", "--profile", "wasm"]).args(how);
    shell::run(&mut cargo)?;
    Ok(place.target.join(format!("wasm32-unknown-unknown/wasm/{package}.wasm")))
}

/// What phones run.
const PHONE: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

fn compile_server(place: &Place, tools: &ToolChain, server: Server) -> Result<()> {
    let mut cargo = tools.cargo(place);
    cargo.args(["build", "-p", "server", "--bin", "server"]);
    match server {
        Server::Release => {
            shell::announce("compiling the server", "1-2 min; the first time 5-8 min");
            cargo.arg("--release");
        }
        Server::Dev => shell::announce("compiling the server, unoptimised", "10 s; the first time 3-5 min"),
    }
    shell::run(&mut cargo)
}
