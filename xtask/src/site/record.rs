//! `build.json`: which build the site holds, and how large each of its files is. The server reads the build's name
//! from it, and a test the sizes.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

const NAME: &str = "build.json";

/// The whole record.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) build: String,
    pub(crate) files: Vec<Sized>,
}

/// One file under its address. What isn't worth compressing has the same size twice.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sized {
    pub(crate) path: String,
    pub(crate) bytes: usize,
    pub(crate) brotli: usize,
    /// Whether the officer's page loads it.
    pub(crate) phone: bool,
}

/// What an earlier build wrote.
pub(crate) fn read(site: &Path) -> Result<Record> {
    let path = site.join(NAME);
    let text = fs::read(&path).with_context(|| format!("{} can't be read: run `cargo xtask build`", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{} is not what this version writes", path.display()))
}

/// The last step of a build: from here on the server serves it.
pub(crate) fn write(site: &Path, record: &Record) -> Result<()> {
    super::write_whole(&site.join(NAME), &serde_json::to_vec(record).context("the build's record can't be written")?)
}
