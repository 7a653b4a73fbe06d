//! The server's program, as an administrator runs it: commands, and a server of its own process that can be killed.

use crate::until;
use anyhow::{Context, Result, ensure};
use server::config::Kept;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use tempfile::NamedTempFile;

/// Where it was built.
///
/// # Errors
/// When nobody has said so.
pub fn server() -> Result<PathBuf> {
    std::env::var_os("ROND_SERVER").map(PathBuf::from).context("ROND_SERVER: run `cargo xtask test`")
}

/// A command on a folder's data, to its end.
///
/// # Errors
/// When it can't be started.
pub fn run(folder: &Path, words: &[&str]) -> Result<Output> {
    run_with(folder, words, "")
}

/// The same for a command that might go on for ever: it is ended after so many seconds, which is a failure.
///
/// # Errors
/// When it can't be started.
pub fn run_within(folder: &Path, words: &[&str], most_s: u32) -> Result<Output> {
    let mut command = command(Command::new("timeout"), folder);
    Ok(command.arg(most_s.to_string()).arg(server()?).args(words).stdin(Stdio::null()).output()?)
}

/// The same with something on its standard input.
///
/// # Errors
/// When it can't be started.
pub fn run_with(folder: &Path, words: &[&str], input: &str) -> Result<Output> {
    let mut command = command(Command::new(server()?), folder);
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().context("the server can't be started")?;
    child.stdin.take().context("no input")?.write_all(input.as_bytes())?;
    Ok(child.wait_with_output()?)
}

/// What it printed.
#[must_use]
pub fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What it complained of.
#[must_use]
pub fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn command(mut command: Command, folder: &Path) -> Command {
    command.env_remove("DATABASE_URL").env("ROND_DATA_DIR", folder).current_dir(folder);
    // The tests' PostgreSQL waits for no disk.
    command.env("ROND_ACCEPT_VOLATILE", "true");
    command
}

/// A server in a process of its own.
pub struct Program {
    child: Child,
    /// What it says: a file, since a pipe that nobody reads would stop it.
    said: NamedTempFile,
}

impl Program {
    /// Starts it on what is kept, and waits until it answers. `before` are the words that stand before it on the command
    /// line: a program that runs it.
    ///
    /// # Errors
    /// When it ends instead; what it said is told.
    pub async fn serves(kept: &Kept, site: &Path, addr: SocketAddr, before: &[&str]) -> Result<Self> {
        Self::serves_so(kept, site, addr, (before, &[])).await
    }

    /// The same with words of its own after it.
    ///
    /// # Errors
    /// When it ends instead; what it said is told.
    pub async fn serves_so(
        kept: &Kept,
        site: &Path,
        addr: SocketAddr,
        (before, after): (&[&str], &[&str]),
    ) -> Result<Self> {
        let folder = &kept.data_dir;
        let server = server()?;
        let mut command = match before.split_first() {
            Some((first, rest)) => {
                let mut command = command(Command::new(first), folder);
                command.args(rest).arg(&server);
                command
            }
            None => command(Command::new(&server), folder),
        };
        command.envs(kept.database_url.as_ref().map(|url| ("DATABASE_URL", url)));
        command.args(["serve", "--addr", &addr.to_string(), "--site-dir"]).arg(site).args(after);
        let said = NamedTempFile::new()?;
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(said.reopen()?);
        let mut program = Self { child: command.spawn().context("the server can't be started")?, said };
        server::http::tls::choose_cryptography();
        // It listens before it has opened its database; whoever connects then only waits.
        let scheme = if after.contains(&"--tls-cert") { "https" } else { "http" };
        // What it shows is not what is tried here.
        let client = reqwest::Client::builder().tls_danger_accept_invalid_certs(true).build()?;
        until("the server to answer", || {
            let runs = program.runs();
            let asked = client.get(format!("{scheme}://{addr}/healthz")).send();
            async move {
                runs?;
                Ok(asked.await.is_ok().then_some(()))
            }
        })
        .await?;
        Ok(program)
    }

    /// # Errors
    /// When it has ended; what it said is told.
    fn runs(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            Some(status) => anyhow::bail!("it ended with {status}: {}", self.said()?),
            None => Ok(()),
        }
    }

    /// What it has said so far.
    ///
    /// # Errors
    /// When that can't be read.
    pub fn said(&self) -> Result<String> {
        Ok(std::fs::read_to_string(self.said.path())?)
    }

    /// Its process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// SIGSTOP: it stands still with all that it holds, and its lines stay open.
    ///
    /// # Errors
    /// When it is gone.
    pub fn freezes(&self) -> Result<()> {
        self.signals("-STOP")
    }

    /// SIGCONT: it goes on.
    ///
    /// # Errors
    /// When it is gone.
    pub fn thaws(&self) -> Result<()> {
        self.signals("-CONT")
    }

    /// A signal by its name, as `kill` takes it.
    ///
    /// # Errors
    /// When it is gone.
    pub fn signals(&self, which: &str) -> Result<()> {
        let sent = Command::new("kill").args([which, &self.id().to_string()]).status()?;
        ensure!(sent.success(), "kill {which} failed");
        Ok(())
    }

    /// The most memory that it has had so far, in kibibytes (`VmHWM`).
    ///
    /// # Errors
    /// When it is gone.
    pub fn peak_memory_kib(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    /// The time that it has kept cores busy so far, in seconds.
    ///
    /// # Errors
    /// When it is gone.
    pub fn cpu_s(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id()))?;
        // The name stands in brackets and may hold anything; user and system time are the 12th and 13th behind it, in
        // hundredths.
        let fields: Vec<&str> = stat.rsplit(')').next().context("no fields")?.split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).context("a short line")?.parse::<f64>().context("no number");
        Ok((ticks(11)? + ticks(12)?) / 100.0)
    }

    /// SIGKILL, as when the machine's power goes: nothing is said, closed or written any more.
    ///
    /// # Errors
    /// When it had ended by itself.
    pub fn is_killed(mut self) -> Result<()> {
        ensure!(self.child.try_wait()?.is_none(), "it was gone already");
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Waits until it ends by itself, and tells how and with which words.
    ///
    /// # Errors
    /// When it never does.
    pub async fn ends(mut self) -> Result<(ExitStatus, String)> {
        let child = &mut self.child;
        let status = until("the server to end", || {
            let ended = child.try_wait();
            async move { Ok(ended?) }
        })
        .await?;
        Ok((status, self.said()?))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // At the end of a test there is nobody to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
