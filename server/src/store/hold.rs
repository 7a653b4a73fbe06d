//! Who has an SQLite database open: a lock on a file beside it. Whoever uses the database shares the lock; whoever puts
//! another file in its place, creates it or brings it up to date has the lock alone. The one server that serves it has a second
//! lock, alone as well: it counts guesses, queues batches and tells open pages in its own memory.
//!
//! The operating system gives the lock back when a process ends, however it ends.

use anyhow::{Context, Result, bail};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A lock on a database, until it is dropped or let go of.
#[derive(Debug)]
pub struct Hold(Mutex<Option<File>>);

impl Hold {
    /// Keeps everybody else out of a database.
    ///
    /// # Errors
    /// When somebody has it open, or the lock's file can't be made.
    pub fn alone(database: &Path) -> Result<Self> {
        match Self::try_alone(database)? {
            Some(hold) => Ok(hold),
            None => bail!("{} is in use: stop the server first, then try again", database.display()),
        }
    }

    /// The same; `None` when somebody has it open.
    pub(super) fn try_alone(database: &Path) -> Result<Option<Self>> {
        Ok(exclusive(&beside(database, ".lock"))?.map(|file| Self(Mutex::new(Some(file)))))
    }

    /// Shares a database with others; `None` when somebody has it alone. Where no lock's file is and `creates` doesn't say
    /// to make one, nobody has ever served it, and there is nothing to hold.
    pub(super) fn try_shared(database: &Path, creates: bool) -> Result<Option<Self>> {
        let path = beside(database, ".lock");
        let told = || format!("the lock {} can't be taken", path.display());
        if !creates && !path.exists() {
            return Ok(Some(Self(Mutex::new(None))));
        }
        let mut options = OpenOptions::new();
        // Whoever only looks needs no more than to read it.
        let options = if creates { options.create(true).truncate(false).write(true) } else { options.read(true) };
        let file = options.open(&path).with_context(told)?;
        taken(file.try_lock_shared()).map(|is_taken| is_taken.then(|| Self(Mutex::new(Some(file))))).with_context(told)
    }

    /// Keeps every other server away from a database; commands go on.
    ///
    /// # Errors
    /// When another server serves it, or the lock's file can't be made.
    pub(super) fn serving(database: &Path) -> Result<Self> {
        let path = beside(database, ".serve-lock");
        match exclusive(&path)? {
            Some(file) => Ok(Self(Mutex::new(Some(file)))),
            None => bail!(
                "another server already serves {}: stop it first, or give this one a data folder of its own with --data-dir",
                database.display()
            ),
        }
    }

    /// Lets go of it.
    pub(super) fn release(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

fn taken(tried: Result<(), TryLockError>) -> Result<bool> {
    match tried {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// A lock's file, made where there is none, locked for this process alone; `None` when another has it.
fn exclusive(path: &Path) -> Result<Option<File>> {
    let told = || format!("the lock {} can't be taken", path.display());
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).with_context(told)?;
    taken(file.try_lock()).map(|is_taken| is_taken.then_some(file)).with_context(told)
}

fn beside(database: &Path, ending: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_alone_or_many_together() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("rond-hold-{}", crate::secret::epoch()?));
        std::fs::create_dir_all(&folder)?;
        let database = folder.join("rond.db");
        let looking = Hold::try_shared(&database, false)?;
        assert!(looking.is_some() && !beside(&database, ".lock").exists(), "whoever looks makes nothing");
        let one = Hold::try_shared(&database, true)?.expect("shared");
        let other = Hold::try_shared(&database, false)?.expect("shared");
        assert!(format!("{:#}", Hold::alone(&database).expect_err("in use")).contains("stop the server first"));
        one.release();
        drop(other);
        let alone = Hold::alone(&database)?;
        assert!(Hold::try_shared(&database, false)?.is_none() && Hold::try_alone(&database)?.is_none());
        drop(alone);
        assert!(Hold::try_shared(&database, true)?.is_some());
        std::fs::remove_dir_all(&folder)?;
        Ok(())
    }
}
