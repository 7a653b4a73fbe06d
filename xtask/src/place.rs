//! Where things are: the repository and the folder that builds go to.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The two folders every task starts from, both absolute.
pub(crate) struct Place {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
}

impl Place {
    /// The repository this xtask was built from, and cargo's target folder (which `CARGO_TARGET_DIR` may move).
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("the folder xtask/ has no parent: run `cargo xtask` inside the repository")?
            .to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(moved) => env::current_dir().context("the current folder can't be read")?.join(moved),
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    /// What the server serves: `--site-dir`.
    pub(crate) fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// What is half made: the client before it is in the site, and the stamps that say from what it was made.
    pub(crate) fn workshop(&self) -> PathBuf {
        self.target.join("site-work")
    }

    /// The files that are served as they are, or nearly so.
    pub(crate) fn public(&self) -> PathBuf {
        self.root.join("public")
    }
}
