//! The program: reads the command line and does as it says.

use clap::Parser;
use server::{commands, config::Command};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("ROND_LOG").unwrap_or_else(|_| "warn,server=info".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match commands::run(Command::parse()).await {
        Ok(code) => code,
        Err(error) => {
            // One sentence that says what to do; what lies behind it follows on lines of their own.
            eprintln!("{error}");
            error.chain().skip(1).for_each(|cause| eprintln!("  because: {cause}"));
            ExitCode::FAILURE
        }
    }
}
