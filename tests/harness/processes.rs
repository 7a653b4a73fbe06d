//! Programs that run beside a test. They are killed with all that they started, also where the test fails halfway.

use anyhow::{Context, Result, ensure};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// The programs, each at the head of a group of its own: killing that reaches all that it starts, and nobody else.
#[derive(Default)]
pub(crate) struct Processes(Vec<Child>);

impl Processes {
    /// Starts one more; where that fails, `what` says what is missing.
    ///
    /// # Errors
    /// When it can't be started.
    pub(crate) fn starts(&mut self, command: &mut Command, what: &str) -> Result<&mut Child> {
        let quiet = command.process_group(0).stdin(Stdio::null()).stderr(Stdio::null());
        self.0.push(quiet.spawn().with_context(|| format!("{what} can't be started: install it"))?);
        self.0.last_mut().context("the one that was started")
    }

    /// Whether the first one has ended by itself.
    ///
    /// # Errors
    /// When the system doesn't know it.
    pub(crate) fn first_ended(&mut self) -> Result<bool> {
        Ok(self.0.first_mut().context("a program")?.try_wait()?.is_some())
    }

    /// SIGKILL to all of them.
    ///
    /// # Errors
    /// When the first one was gone already. The others may end by themselves once it has.
    pub(crate) fn kill(&mut self) -> Result<()> {
        let mut ran = Vec::new();
        for mut process in self.0.drain(..) {
            // Once it was waited for, its number may be another's.
            ran.push(process.try_wait()?.is_none());
            if ran.last() == Some(&true) {
                Command::new("kill").args(["-KILL", "--", &format!("-{}", process.id())]).status()?;
                process.wait()?;
            }
        }
        ensure!(ran.first() != Some(&false), "the first program was gone already");
        Ok(())
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        // At the end of a test there is nobody to tell.
        let _ = self.kill();
    }
}
