//! What building and testing need, found or installed.

pub(crate) mod crates;
mod decide;
mod npm;
mod packages;
mod provide;
mod root;
mod toolchain;
mod wasm_std;

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::place::Place;
pub(crate) use npm::NpmTools;
pub(crate) use toolchain::ToolChain;

/// What builds the product.
pub(crate) struct Tools {
    pub(crate) chain: ToolChain,
    pub(crate) npm: NpmTools,
}

/// Finds or installs the tool chain and the tools from npm, and with `tests` the browser and PostgreSQL too.
pub(crate) fn prepare(place: &Place, tests: bool) -> Result<Tools> {
    if tests {
        packages::provide(&packages::TESTS)?;
    }
    Ok(Tools { npm: NpmTools::provide(place)?, chain: provide::tool_chain(place)? })
}

/// The library that shifts the clock of a program.
pub(crate) fn faketime_library() -> Result<PathBuf> {
    packages::faketime_library().context("libfaketime is missing: install the package faketime")
}

/// Finds or installs Firefox for the long tests, and says where its driver is.
pub(crate) fn prepare_long(place: &Place, chain: ToolChain) -> Result<PathBuf> {
    packages::provide(&packages::LONG_TESTS)?;
    if let Some(chosen) = env::var_os("ROND_GECKODRIVER") {
        return Ok(PathBuf::from(chosen));
    }
    crates::provide(place, chain, crates::GECKODRIVER)
}

/// What the tests start besides the server; there once [`prepare`] has run with `tests`.
pub(crate) struct TestPrograms {
    pub(crate) chromium: PathBuf,
    pub(crate) chromedriver: PathBuf,
    /// The folder with `initdb` and `postgres`, which Debian keeps out of `PATH`.
    pub(crate) postgres: PathBuf,
}

impl TestPrograms {
    /// Where the programs are; a person's own choice in the environment goes first.
    pub(crate) fn find() -> Result<Self> {
        let chosen = |name: &str| env::var_os(name).map(PathBuf::from);
        Ok(Self {
            chromium: chosen("ROND_CHROMIUM")
                .or_else(packages::chromium)
                .context("chromium was not found: install it, or set ROND_CHROMIUM")?,
            chromedriver: chosen("ROND_CHROMEDRIVER")
                .or_else(packages::chromedriver)
                .context("chromedriver was not found: install it, or set ROND_CHROMEDRIVER")?,
            postgres: chosen("ROND_PG_BIN")
                .or_else(packages::postgres)
                .context("PostgreSQL's initdb was not found: install it, or set ROND_PG_BIN")?,
        })
    }
}
