//! Stamps: from what something was made, so that it isn't made again from the same.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::place::Place;

/// The hash of what goes in, and the file that says what went in last time.
pub(crate) struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    pub(crate) fn new(place: &Place, what: &str, inputs: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for input in inputs {
            hash.update((input.len() as u64).to_le_bytes());
            hash.update(input);
        }
        let hash = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Self { file: place.workshop().join(format!("{what}.stamp")), hash }
    }

    /// Whether it was made from the same.
    pub(crate) fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|last| last == self.hash)
    }

    /// Says that it now is.
    pub(crate) fn set(&self) -> Result<()> {
        let folder = self.file.parent().context("a stamp without a folder")?;
        fs::create_dir_all(folder).with_context(|| format!("{} can't be made", folder.display()))?;
        fs::write(&self.file, &self.hash).with_context(|| format!("{} can't be written", self.file.display()))
    }
}

/// Which xtask this is: one that was changed may make other things from the same.
pub(crate) fn own_program() -> Result<Vec<u8>> {
    let path = env::current_exe().context("xtask doesn't know its own file")?;
    let about = fs::metadata(&path).with_context(|| format!("{} can't be looked at", path.display()))?;
    let changed = about.modified().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    Ok(format!("{} {:?}", about.len(), changed).into_bytes())
}
