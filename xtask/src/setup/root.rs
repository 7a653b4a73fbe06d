//! Commands that only root may run: run here, or spelled out for a person.

use std::process::Command;

use anyhow::{Result, bail};

use crate::shell;

/// What this process may do about commands that only root may run.
#[derive(Debug, PartialEq)]
enum Power {
    Root,
    Sudo,
    Neither,
}

fn power(root: bool, sudo: bool) -> Power {
    match (root, sudo) {
        (true, _) => Power::Root,
        (false, true) => Power::Sudo,
        (false, false) => Power::Neither,
    }
}

/// Runs the commands as root, or stops with exactly what a person should run instead.
pub(super) fn run(commands: &[&[&str]]) -> Result<()> {
    let root = shell::read(Command::new("id").arg("-u")).is_ok_and(|id| id == "0");
    let power = power(root, !root && shell::succeeds(Command::new("sudo").args(["-n", "true"])));
    if power == Power::Neither {
        bail!("{}", by_hand(commands));
    }
    for words in commands {
        let mut all: Vec<&str> = if power == Power::Sudo { vec!["sudo", "-n"] } else { Vec::new() };
        all.extend(*words);
        if let [program, args @ ..] = all.as_slice() {
            shell::run(Command::new(program).args(args))?;
        }
    }
    Ok(())
}

fn by_hand(commands: &[&[&str]]) -> String {
    let lines: Vec<String> = commands.iter().map(|words| format!("    sudo {}", words.join(" "))).collect();
    format!(
        "this needs root, and sudo asks for a password here. Run these, then the same again:\n\n{}\n",
        lines.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_needs_no_sudo() {
        assert_eq!(power(true, false), Power::Root);
        assert_eq!(power(false, true), Power::Sudo);
        assert_eq!(power(false, false), Power::Neither);
    }

    #[test]
    fn without_root_the_exact_commands_are_named() {
        let said = by_hand(&[&["apt-get", "update"], &["apt-get", "install", "-y", "npm"]]);
        assert!(said.contains("\n    sudo apt-get update\n    sudo apt-get install -y npm\n"), "{said}");
    }
}
