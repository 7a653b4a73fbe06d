//! The program: reads the command line and does as it says.

use clap::Parser;
use server::{commands, config::Command, log, output, private};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    private::create_privately();
    log::start();
    let done = commands::run(Command::parse()).await;
    match done.and_then(|code| Ok(output::finish().map(|()| code)?)) {
        Ok(code) => code,
        Err(error) => {
            // One sentence that says what to do; what lies behind it follows on lines of their own.
            output::complain(format_args!("{error}"));
            error.chain().skip(1).for_each(|cause| output::complain(format_args!("  because: {cause}")));
            ExitCode::FAILURE
        }
    }
}
