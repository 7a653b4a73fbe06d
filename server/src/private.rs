//! Files that nobody else on the machine may read: databases with names in them, backups, exports of the log, keys.

use anyhow::{Context, Result};
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::Path;

/// Lets whatever this process creates from here on be its owner's alone: files 0600, folders 0700.
pub fn create_privately() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// Takes others' rights from a database's files that an older version, or another tool, left readable.
///
/// # Errors
/// When they belong to somebody else.
pub fn make_private(database: &Path) -> Result<()> {
    for ending in ["", "-wal", "-shm", ".lock", ".serve-lock"] {
        let mut name = OsString::from(database);
        name.push(ending);
        one(Path::new(&name))?;
    }
    Ok(())
}

#[cfg(unix)]
fn one(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let Ok(about) = std::fs::metadata(file) else { return Ok(()) };
    let mut rights = about.permissions();
    if rights.mode() & 0o077 != 0 {
        rights.set_mode(rights.mode() & !0o077);
        let told = || format!("others may read {}, and its rights can't be changed: chmod 600", file.display());
        let done = std::fs::set_permissions(file, rights);
        // The files beside a database are gone once the last process has closed it.
        if done.as_ref().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
            return Ok(());
        }
        done.with_context(told)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn one(_: &Path) -> Result<()> {
    Ok(())
}
