//! `cargo xtask bench`: the release server under load, and what each entry cost it.

use std::ffi::OsString;

use anyhow::Result;
use clap::Args;

use crate::build::{self, Server};
use crate::place::Place;
use crate::{setup, shell};

#[derive(Args)]
pub(crate) struct Options {
    /// Passed on: `--batch 1,20,200,1000`, `--connections 1,8,64`, `--postgres`, `--trace`; `--help` lists them.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<OsString>,
}

/// Builds the server as it is shipped, and measures it.
pub(crate) fn measure(place: &Place, options: &Options) -> Result<()> {
    let tools = setup::prepare(place, false)?;
    build::server(place, &tools, Server::Release)?;
    let mut cargo = tools.chain.cargo(place);
    cargo.args(["run", "--quiet", "-p", "bench", "--"]).args(&options.words);
    cargo.env("ROND_SERVER", Server::Release.program(place));
    shell::run(&mut cargo)
}
