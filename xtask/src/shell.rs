//! Starting other programs, and saying so.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Announces a step that takes long enough to wonder about.
pub(crate) fn announce(what: &str, usual: &str) {
    eprintln!("» {what} (usually {usual})");
}

/// Runs a program in sight of the person; an error names the whole command line.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = spell(command);
    let status = command.status().with_context(|| format!("`{line}` could not be started: is it installed?"))?;
    if !status.success() {
        bail!("`{line}` failed ({status}); what it printed above says why");
    }
    Ok(())
}

/// What a program prints, without its trailing newline.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let line = spell(command);
    let out = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{line}` could not be started: is it installed?"))?;
    if !out.status.success() {
        bail!("`{line}` failed ({}): {}", out.status, String::from_utf8_lossy(&out.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&out.stdout).trim_end().to_owned())
}

/// Whether a program starts and succeeds, in silence.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Like [`succeeds`], for what may hang on a network that swallows requests.
pub(crate) fn succeeds_within(command: &mut Command, limit: Duration) -> bool {
    let Ok(mut child) = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn() else {
        return false;
    };
    let start = Instant::now();
    while start.elapsed() < limit {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => thread::sleep(Duration::from_millis(100)),
            Err(_) => return false,
        }
    }
    // Already ended, or killed here: either way it took too long, and both answers lead to the same place.
    child.kill().ok();
    child.wait().ok();
    false
}

/// The command as a person would type it.
pub(crate) fn spell(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|arg| arg.to_string_lossy().into_owned()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_hangs_is_given_up() {
        let start = Instant::now();
        assert!(!succeeds_within(Command::new("sleep").arg("30"), Duration::from_millis(200)));
        assert!(start.elapsed() < Duration::from_secs(10));
        assert!(succeeds_within(&mut Command::new("true"), Duration::from_secs(10)));
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(Command::new("rond-no-such-program").arg("--x")).expect_err("it does not exist");
        assert!(format!("{error:#}").contains("`rond-no-such-program --x`"));
    }
}
