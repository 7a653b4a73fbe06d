//! What a server under test is started with.

use super::PROMISE;
use crate::Backend;
use anyhow::{Context, Result};
use server::config::{Kept, Serve};
use server::http::client_address::ProxyHeader;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What a server is told that is to have a fresh database, in a folder of its own.
pub(super) fn fresh(backend: Backend) -> Result<(TempDir, Serve)> {
    let folder = tempfile::Builder::new().prefix("rond-test-").tempdir().context("no folder for the test")?;
    let kept = Kept {
        database_url: Some(backend.fresh(folder.path())?),
        database_url_file: None,
        data_dir: folder.path().to_owned(),
        key_file: None,
        json: false,
    };
    let serve = Serve {
        kept,
        addr: SocketAddr::from(([127, 0, 0, 1], 0)),
        public_url: None,
        tls_cert: None,
        tls_key: None,
        identity_file: None,
        proxies: Vec::new(),
        proxy_header: ProxyHeader::default(),
        // The tests' PostgreSQL waits for no disk.
        accept_volatile: true,
        metrics_addr: None,
        site_dir: site_dir(folder.path())?,
        promise: Some(PROMISE.to_owned()),
        demo: false,
    };
    Ok((folder, serve))
}

/// The built client where there is one; a record of nothing for tests that never load it.
fn site_dir(folder: &Path) -> Result<PathBuf> {
    let built = std::env::var_os("ROND_SITE_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site"), PathBuf::from);
    if built.join("build.json").exists() {
        return Ok(built);
    }
    let bare = folder.join("site");
    std::fs::create_dir_all(&bare)?;
    std::fs::write(bare.join("build.json"), r#"{"build":"none","files":[]}"#)?;
    Ok(bare)
}
