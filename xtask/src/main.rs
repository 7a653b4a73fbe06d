//! One command for everything: set-up, build, run, test.
//!
//! `cargo xtask` needs nothing but a Rust tool chain to start with. Whatever else is missing (the WebAssembly
//! standard library, wasm-opt, a browser, PostgreSQL) it installs, or says exactly what to install.

mod bench;
mod build;
mod client;
mod dependencies;
mod place;
mod run;
mod setup;
mod shell;
mod site;
mod test;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Sets up, builds, runs and tests Rond.")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what building needs (and, with --tests, what testing needs), and say which tool chain is used.
    Setup {
        /// Also what the tests need: a browser with its driver, and PostgreSQL.
        #[arg(long)]
        tests: bool,
    },
    /// Build the client and the server, and assemble the site that the server serves.
    Build {
        /// The server unoptimised; the client is always the one that phones get.
        #[arg(long)]
        dev: bool,
    },
    /// Build, then start the server on http://localhost:3000.
    Run(run::Options),
    /// Licences, sources, duplicates, advisories and use of all dependencies, by `deny.toml`.
    CheckDependencies,
    /// Measure what a sync costs the server, under load.
    Bench(bench::Options),
    /// Switch off what keeps a promise, one guard at a time: a test must turn red.
    Guards(test::guards::Options),
    /// Everything that must hold: format, lints, unit, integration and browser tests.
    Test(test::Options),
}

fn main() -> ExitCode {
    match carry_out(Cli::parse().task) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nxtask stopped: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether the task succeeded; an error is what kept it from being carried out at all.
fn carry_out(task: Task) -> Result<bool> {
    let place = place::Place::find()?;
    match task {
        Task::Setup { tests } => setup::prepare(&place, tests).map(|_| true),
        Task::Build { dev } => {
            let tools = setup::prepare(&place, false)?;
            let server = if dev { build::Server::Dev } else { build::Server::Release };
            build::everything(&place, &tools, server).map(|_| true)
        }
        Task::CheckDependencies => {
            let tools = setup::prepare(&place, false)?;
            dependencies::check(&place, &tools).map(|()| true)
        }
        Task::Run(options) => run::start(&place, &options).map(|()| true),
        Task::Bench(options) => bench::measure(&place, &options).map(|()| true),
        Task::Guards(options) => test::guards::all(&place, &options),
        Task::Test(options) => test::everything(&place, &options),
    }
}
