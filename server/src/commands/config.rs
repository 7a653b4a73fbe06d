//! `server config check`: every problem of the settings at once, before anything is started.

use crate::checks::{self, Problem};
use crate::config::ConfigWhat;
use crate::output::print_line;
use anyhow::Result;
use serde_json::json;
use std::process::ExitCode;

pub(super) async fn config(what: ConfigWhat) -> Result<ExitCode> {
    let ConfigWhat::Check(serve) = what;
    let (_, problems) = checks::check(&serve).await;
    if serve.kept.json {
        let one = |p: &Problem| json!({ "setting": p.setting, "message": p.message, "stops": p.stops });
        print_line!("{}", json!({ "problems": problems.iter().map(one).collect::<Vec<_>>() }));
    } else if problems.is_empty() {
        print_line!("No problems: the server can be started with these settings.");
    } else {
        problems.iter().for_each(|p| print_line!("{}: {}", p.setting, p.message));
    }
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
