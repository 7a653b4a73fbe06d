//! `cargo xtask run`: from a fresh checkout to a running server.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::build;
use crate::build::Server;
use crate::place::Place;
use crate::setup;

/// Passed on to `server serve`; what isn't given is the server's own default.
#[derive(Args, Default)]
pub(crate) struct Options {
    /// A folder of its own with reproducible entries, and a banner that says so on every page.
    #[arg(long)]
    demo: bool,
    /// The promise that a new data folder begins with: a file, or the id of one that ships. Without it Jönköping's.
    #[arg(long, value_name = "FILE or ID")]
    promise: Option<String>,
    /// Begin a new data folder without a promise: the server prints a link behind which one's own is loaded in the browser.
    #[arg(long, conflicts_with_all = ["promise", "demo"])]
    empty: bool,
    /// Build the server unoptimised: starts sooner after a change, answers slower.
    #[arg(long)]
    dev: bool,
    /// Address to listen on.
    #[arg(long, value_name = "ADDRESS")]
    addr: Option<String>,
    /// A PostgreSQL or SQLite address instead of SQLite in the data folder. One with a password is better given in
    /// the environment as `DATABASE_URL`, where other users of the machine can't read it.
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Folder for what the server keeps.
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// The address that phones use, when it is another than localhost.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Certificate chain (PEM), for https without a proxy.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The certificate's private key (PEM).
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
}

/// Sets up, builds, and becomes the server.
pub(crate) fn start(place: &Place, options: &Options) -> Result<()> {
    let tools = setup::prepare(place, false)?;
    let server = if options.dev { Server::Dev } else { Server::Release };
    build::everything(place, &tools, server)?;
    let mut command = Command::new(server.program(place));
    command.args(arguments(place, options));
    become_it(command)
}

/// What a new data folder begins with, unless it is said.
const PROMISE: &str = "jonkoping-2021-2022";

/// The server's command line.
fn arguments(place: &Place, options: &Options) -> Vec<OsString> {
    let mut words: Vec<OsString> = vec!["serve".into(), "--site-dir".into(), place.site().into()];
    let promise = options.promise.clone().or_else(|| (!options.empty).then(|| PROMISE.to_owned()));
    let demo_data = options.demo.then(|| PathBuf::from("demo-data"));
    let mut pass = |name: &str, value: Option<OsString>| {
        if let Some(value) = value {
            words.extend([name.into(), value]);
        }
    };
    pass("--promise", promise.map(Into::into));
    pass("--addr", options.addr.clone().map(Into::into));
    pass("--database-url", options.database_url.clone().map(Into::into));
    pass("--data-dir", options.data_dir.clone().or(demo_data).map(Into::into));
    pass("--public-url", options.public_url.clone().map(Into::into));
    pass("--tls-cert", options.tls_cert.clone().map(Into::into));
    pass("--tls-key", options.tls_key.clone().map(Into::into));
    if options.demo {
        words.push("--demo".into());
    }
    words
}

/// The server takes this process's place, so that Ctrl-C and every other signal reach it and nothing else.
#[cfg(unix)]
fn become_it(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(anyhow::Error::from(error).context(format!("`{}` could not be started", crate::shell::spell(&command))))
}

#[cfg(not(unix))]
fn become_it(mut command: Command) -> Result<()> {
    crate::shell::run(&mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(options: &Options) -> String {
        let place = Place { root: "/r".into(), target: "/r/target".into() };
        let words: Vec<_> =
            arguments(&place, options).into_iter().map(|word| word.to_string_lossy().into_owned()).collect();
        words.join(" ")
    }

    #[test]
    fn only_what_is_given_is_passed_on() {
        let empty = || Options { empty: true, ..Options::default() };
        assert_eq!(line(&empty()), "serve --site-dir /r/target/site");
        let options = Options { addr: Some("0.0.0.0:80".into()), public_url: Some("https://x.se".into()), ..empty() };
        assert_eq!(line(&options), "serve --site-dir /r/target/site --addr 0.0.0.0:80 --public-url https://x.se");
    }

    #[test]
    fn a_demo_never_lands_among_real_entries() {
        let demo = Options { demo: true, ..Options::default() };
        let words = "serve --site-dir /r/target/site --promise jonkoping-2021-2022 --data-dir demo-data --demo";
        assert_eq!(line(&demo), words);
    }

    #[test]
    fn a_new_folder_begins_with_the_shipped_promise_unless_another_is_named() {
        let first = line(&Options::default());
        assert_eq!(first, "serve --site-dir /r/target/site --promise jonkoping-2021-2022");
        let own = Options { promise: Some("habo.toml".into()), ..Options::default() };
        assert_eq!(line(&own), "serve --site-dir /r/target/site --promise habo.toml");
    }
}
