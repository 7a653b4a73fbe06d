//! What opening a database may do to it, and what its version allows.
//!
//! Commands look at a database that is there and change no more than they are asked to. Only what says so creates one, and
//! only `serve` and `migrate` bring an older one up to date: an older server may still be running on it.

use super::DatabaseAddress;
use super::migrations;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// What opening may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Opening {
    /// Nothing: the database is there and of this version.
    Existing,
    /// The same, while every server and every other command is kept out.
    Alone,
    /// Creates a database where there is none.
    Create,
    /// Brings a database that is there up to date.
    Migrate,
    /// Both, as `serve` does.
    Serve,
    /// Brings a working copy up to date, which nobody else knows of.
    WorkingCopy,
}

impl Opening {
    pub(super) fn creates(self) -> bool {
        matches!(self, Self::Create | Self::Serve)
    }

    pub(super) fn migrates(self) -> bool {
        matches!(self, Self::Migrate | Self::Serve | Self::WorkingCopy)
    }
}

/// How a database stands to this program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum State {
    /// It holds nothing yet, or isn't there.
    Empty,
    Current,
    /// Migrations are missing; the last one that it has.
    Older(i64),
    /// It has one that this program doesn't know.
    Newer(i64),
    /// Somebody else's tables.
    Foreign,
}

impl State {
    /// By the migrations that were applied (`None` where nothing says which), and whether there are tables at all.
    pub(super) fn of(applied: Option<&[i64]>, has_tables: bool) -> Self {
        let Some(applied) = applied else { return if has_tables { Self::Foreign } else { Self::Empty } };
        let known = migrations::versions();
        if let Some(newer) = applied.iter().copied().filter(|version| !known.contains(version)).max() {
            return Self::Newer(newer);
        }
        match applied.iter().copied().max() {
            None if has_tables => Self::Older(0),
            None => Self::Empty,
            Some(_) if known.iter().all(|version| applied.contains(version)) => Self::Current,
            Some(last) => Self::Older(last),
        }
    }
}

/// What is to be done before a database can be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    Nothing,
    Create,
    Migrate,
}

/// Whether a database in a state may be opened so, and what that takes.
///
/// # Errors
/// When it may not: what to do instead.
pub(super) fn step(address: &DatabaseAddress, state: State, opening: Opening) -> Result<Step> {
    let newest = migrations::newest();
    match state {
        State::Current => Ok(Step::Nothing),
        State::Empty if opening.creates() => Ok(Step::Create),
        State::Empty => bail!(
            "there is no database at {address}: name its folder by --data-dir, or create one by `server serve` or \
             `server promise load FILE`"
        ),
        State::Older(_) if opening.migrates() => Ok(Step::Migrate),
        State::Older(version) => bail!(
            "the database at {address} is of an older version of Rond ({version}, this program's is {newest}): stop the \
             server that runs on it, then run `server migrate`, or start this version with `server serve`"
        ),
        State::Newer(version) => bail!(
            "the database at {address} was brought up to date by a newer version of Rond ({version}, this program knows up \
             to {newest}): run that version again, or go back to the copy from before: {}",
            way_back(address)
        ),
        State::Foreign => bail!("{address} holds tables of another program: name the database of Rond"),
    }
}

/// How an administrator goes back to an older version.
fn way_back(address: &DatabaseAddress) -> String {
    let file = address.file().ok().flatten();
    match file.as_deref().map(newest_copy) {
        Some(Some(copy)) => format!("`server restore {}`", copy.display()),
        Some(None) => "`server restore FILE` with a backup".to_owned(),
        None => "`pg_restore` with a dump, then `server restore --in-place`".to_owned(),
    }
}

/// What stands between a database's name and the time in the name of a copy that was made before a migration.
pub(super) const COPY_MARK: &str = ".before-migration-";

/// The newest copy that was made before a migration.
fn newest_copy(file: &Path) -> Option<PathBuf> {
    let begins = format!("{}{COPY_MARK}", file.file_name()?.to_str()?);
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let names = std::fs::read_dir(folder).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.filter(|name| name.starts_with(&begins)).max().map(|name| folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_read_off_what_was_applied() {
        let known = migrations::versions();
        let newest = migrations::newest();
        for (applied, has_tables, expected) in [
            (None, false, State::Empty),
            (None, true, State::Foreign),
            (Some(known.clone()), true, State::Current),
            (Some(known[..3].to_vec()), true, State::Older(known[2])),
            (Some([&known[..], &[newest + 7]].concat()), true, State::Newer(newest + 7)),
            // One in the middle is missing: another branch's database.
            (Some([&known[..2], &known[3..]].concat()), true, State::Older(newest)),
            (Some(vec![]), false, State::Empty),
        ] {
            assert_eq!(State::of(applied.as_deref(), has_tables), expected, "{applied:?}");
        }
    }

    #[test]
    fn only_what_says_so_creates_or_migrates() {
        use Opening::{Alone, Create, Existing, Migrate, Serve, WorkingCopy};
        let address = DatabaseAddress::File("data/rond.db".into());
        for opening in [Existing, Alone, Create, Migrate, Serve, WorkingCopy] {
            let step = |state| step(&address, state, opening).ok();
            assert_eq!(step(State::Current), Some(Step::Nothing));
            assert_eq!(step(State::Empty), matches!(opening, Create | Serve).then_some(Step::Create), "{opening:?}");
            let migrates = matches!(opening, Migrate | Serve | WorkingCopy).then_some(Step::Migrate);
            assert_eq!(step(State::Older(3)), migrates, "{opening:?}");
            assert_eq!((step(State::Newer(99)), step(State::Foreign)), (None, None), "{opening:?}");
        }
        let told = |state| format!("{:#}", step(&address, state, Existing).expect_err("refused"));
        assert!(told(State::Empty).contains("no database at data/rond.db"));
        assert!(told(State::Older(3)).contains("server migrate"));
        assert!(told(State::Newer(99)).contains("server restore"));
    }
}
