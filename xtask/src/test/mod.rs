//! `cargo xtask test`: every check, each with its name, its usual time and the time it took.

mod dates;
pub(crate) mod guards;
mod results;
mod steps;

use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::build;
use crate::build::{Packages, Server};
use crate::dependencies;
use crate::place::Place;
use crate::setup;
use crate::setup::{TestPrograms, Tools};
use crate::shell;
use dates::DATES;
use results::{Counts, Outcome, Report};
use steps::{Action, Name, Step};

/// What of the tests to run.
#[derive(Args)]
pub(crate) struct Options {
    /// Only these steps, and what they need.
    #[arg(long, value_name = "STEP", value_enum, num_args = 1.., value_delimiter = ',')]
    only: Vec<Name>,
    /// Also the long runs: kill loops, simulator, fuzzing, scale.
    #[arg(long)]
    long: bool,
}

/// Runs the steps, a failed one included, and ends with the table and the sums. Whether all succeeded.
pub(crate) fn everything(place: &Place, options: &Options) -> Result<bool> {
    let steps = steps::chosen(&options.only);
    let tests = steps.iter().any(|step| step.needs_site);
    let tools = setup::prepare(place, tests)?;
    let long = (options.long && tests).then(|| setup::prepare_long(place, tools.chain)).transpose()?;
    let programs = tests.then(TestPrograms::find).transpose()?;
    let surroundings = Surroundings { place, tools, long: options.long, geckodriver: long, programs };
    let mut reports: Vec<Report> = Vec::new();
    for step in steps {
        let site_failed = reports.iter().any(|report| report.step == Name::Build && report.outcome == Outcome::Failed);
        let start = Instant::now();
        let (outcome, counts) = if step.needs_site && site_failed {
            (Outcome::Skipped, Counts::default())
        } else {
            println!("\n== {} (usually {}) ==", step.about, step.usual);
            surroundings.carry_out(step)
        };
        let took = start.elapsed();
        println!("== {}: {} in {} ==", step.about, outcome.word(), results::seconds(took));
        reports.push(Report { step: step.name, outcome, counts, took });
    }
    print!("{}", results::summary(&reports));
    Ok(reports.iter().all(|report| report.outcome == Outcome::Passed))
}

/// What every step is carried out in.
struct Surroundings<'a> {
    place: &'a Place,
    tools: Tools,
    long: bool,
    geckodriver: Option<PathBuf>,
    programs: Option<TestPrograms>,
}

impl Surroundings<'_> {
    fn carry_out(&self, step: &Step) -> (Outcome, Counts) {
        let done = match step.action {
            Action::Format => checked(self.cargo(&["fmt", "--all", "--check"])),
            Action::Lint(packages) => checked(self.lint(packages)),
            Action::Document(packages) => checked(self.document(packages)),
            Action::CheckScripts => checked(self.check_scripts()),
            Action::CheckDependencies if self.long => checked(dependencies::check(self.place, &self.tools)),
            Action::CheckDependencies => checked(dependencies::unused(self.place, &self.tools)),
            Action::Build => checked(build::everything(self.place, &self.tools, Server::Test)),
            Action::Test(packages, targets) => {
                let watched = watch(self.test(packages.arguments(), targets), self.silence_limit());
                watched.map(|watched| (watched.ok, watched.counts))
            }
            Action::TestAtDates(packages, targets) => self.test_at_dates(packages, targets),
        };
        match done {
            Ok((true, counts)) => (Outcome::Passed, counts),
            // A run that died before it could name what failed has failed all the same.
            Ok((false, counts)) if matches!(step.action, Action::Test(..) | Action::TestAtDates(..)) => {
                (Outcome::Failed, Counts { failed: counts.failed.max(1), ..counts })
            }
            Ok((false, counts)) => (Outcome::Failed, counts),
            Err(error) => {
                eprintln!("{error:#}");
                (Outcome::Failed, Counts::default())
            }
        }
    }

    fn cargo(&self, arguments: &[&str]) -> Result<()> {
        shell::run(self.tools.chain.cargo(self.place).args(arguments))
    }

    /// `clippy`, where a warning is an error.
    fn lint(&self, packages: Packages) -> Result<()> {
        self.cargo(&[&["clippy", "--all-targets"], packages.arguments(), &["--", "-D", "warnings"]].concat())
    }

    /// `cargo doc`, where a warning is an error.
    fn document(&self, packages: Packages) -> Result<()> {
        let mut cargo = self.tools.chain.cargo(self.place);
        shell::run(cargo.args(["doc", "--no-deps"]).args(packages.arguments()).env("RUSTDOCFLAGS", "-D warnings"))
    }

    /// Those of pages, and the service worker, which has other things around it.
    fn check_scripts(&self) -> Result<()> {
        let projects = ["tsconfig.json", "tsconfig.worker.json"];
        projects.iter().try_for_each(|project| {
            shell::run(self.tools.npm.tsc().arg("--project").arg(self.place.public().join(project)))
        })
    }

    /// The tests at the first of the dates, or with `--long` at all of them.
    fn test_at_dates(&self, packages: Packages, targets: &[&str]) -> Result<(bool, Counts)> {
        let dates = if self.long { &DATES[..] } else { &DATES[..1] };
        let (mut ok, mut counts) = (true, Counts::default());
        for date in dates {
            println!("-- {} --", date.name);
            let watched =
                watch(self.short_test(&date.cargo_words()?, packages.arguments(), targets), self.silence_limit())?;
            ok &= watched.ok;
            counts = counts + watched.counts;
        }
        Ok((ok, counts))
    }

    /// Long tests may be silent for as long as they like.
    fn silence_limit(&self) -> Duration {
        if self.long { Duration::MAX } else { SILENCE_LIMIT }
    }

    /// `cargo test`, with the long tests where they are asked for.
    fn test(&self, packages: &[&str], targets: &[&str]) -> Command {
        let mut cargo = self.short_test(&[], packages, targets);
        if let Some(driver) = &self.geckodriver {
            cargo.env("ROND_GECKODRIVER", driver);
        }
        if self.long {
            cargo.env("ROND_LONG", "1").args(["--", "--include-ignored"]);
        }
        cargo
    }

    /// `cargo test` without the long tests, with what the tests find their surroundings by.
    fn short_test(&self, config: &[String], packages: &[&str], targets: &[&str]) -> Command {
        let mut cargo = self.tools.chain.cargo(self.place);
        cargo.args(config).args(["test", "--no-fail-fast"]).args(packages).args(targets);
        cargo.env("ROND_SITE_DIR", self.place.site());
        cargo.env("ROND_SERVER", Server::Test.program(self.place));
        if let Some(programs) = &self.programs {
            cargo.env("ROND_CHROMIUM", &programs.chromium);
            cargo.env("ROND_CHROMEDRIVER", &programs.chromedriver);
            cargo.env("ROND_PG_BIN", &programs.postgres);
        }
        cargo
    }
}

/// The result of a step that counts nothing.
fn checked(done: Result<()>) -> Result<(bool, Counts)> {
    done.map(|()| (true, Counts::default()))
}

/// What a run of `cargo test` came to.
struct Watched {
    ok: bool,
    counts: Counts,
    /// The tests that failed, by their whole names.
    red: Vec<String>,
}

/// A run that prints nothing for so long waits for something that never comes. Compiling everything anew stays below.
const SILENCE_LIMIT: Duration = Duration::from_secs(20 * 60);

/// Runs `cargo test`, passing on what it prints while reading in it, and ends it when it prints nothing for too long.
fn watch(mut cargo: Command, silence_limit: Duration) -> Result<Watched> {
    let line = shell::spell(&cargo);
    let mut child = cargo.stdout(Stdio::piped()).spawn().with_context(|| format!("`{line}` could not be started"))?;
    let lines = lines(child.stdout.take().context("the tests' output can't be read")?);
    let (mut counts, mut red) = (Counts::default(), Vec::new());
    loop {
        match lines.recv_timeout(silence_limit) {
            Ok(bytes) => {
                let bytes = bytes.context("the tests' output can't be read")?;
                io::stdout().write_all(&bytes).context("the tests' output can't be passed on")?;
                let text = String::from_utf8_lossy(&bytes);
                counts = counts + results::counts(&text);
                red.extend(results::failed(&text).map(str::to_owned));
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                end(&mut child)?;
                let minutes = silence_limit.as_secs() / 60;
                bail!("the tests printed nothing for {minutes} minutes: a test that has no result above hangs");
            }
        }
    }
    let status = child.wait().with_context(|| format!("`{line}` never ended"))?;
    Ok(Watched { ok: status.success(), counts, red })
}

/// The lines as they are printed, read in a thread of their own so that their reader can wait with a limit.
fn lines(printed: ChildStdout) -> Receiver<io::Result<Vec<u8>>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(printed).split(b'\n') {
            let line = line.map(|bytes| [&bytes[..], b"\n"].concat());
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

/// Ends `cargo test`, and first the test program that it runs: that one would go on without it.
fn end(cargo: &mut Child) -> Result<()> {
    shell::succeeds(Command::new("pkill").args(["-KILL", "-P", &cargo.id().to_string()]));
    cargo.kill().context("the tests can't be ended")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched(script: &str, silence_limit: Duration) -> Result<Watched> {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        watch(shell, silence_limit)
    }

    #[test]
    fn a_run_that_stops_printing_is_ended() {
        let error = watched("echo begun; sleep 600; exit 0", Duration::from_millis(200)).err().expect("an error");
        assert!(error.to_string().contains("hangs"), "{error}");
    }

    #[test]
    fn any_other_run_is_watched_to_its_end() {
        let passed = "test result: ok. 3 passed; 0 failed; 0 ignored";
        let done = watched(&format!("echo '{passed}'"), Duration::MAX).expect("a run");
        assert!(done.ok);
        assert_eq!((done.counts.passed, done.counts.failed), (3, 0));
        assert!(!watched("exit 3", SILENCE_LIMIT).expect("a run").ok);
    }
}
