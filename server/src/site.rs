//! The built files that browsers load: served compressed, and for ever where the address carries the build's name.

use anyhow::{Context, Result};
use axum::http::{HeaderValue, header};
use axum::routing::{MethodRouter, get_service};
use std::path::{Path, PathBuf};
use tower::ServiceBuilder;
use tower_http::services::fs::ServeFileSystemResponseBody;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

/// A folder made by `cargo xtask build`.
#[derive(Clone, Debug)]
pub struct Site {
    pub(crate) folder: PathBuf,
    /// The build's name: pages refer to its files and to no other's.
    pub build: String,
}

impl Site {
    /// Reads which build the folder holds.
    ///
    /// # Errors
    /// When it holds none.
    pub fn open(folder: &Path) -> Result<Self> {
        #[derive(serde::Deserialize)]
        struct Record {
            build: String,
        }
        let path = folder.join("build.json");
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("{} can't be read: run `cargo xtask build`, or set --site-dir", path.display()))?;
        let record: Record = serde_json::from_str(&text).with_context(|| {
            format!("{} is not a build's record: run `cargo xtask build`, or set --site-dir", path.display())
        })?;
        Ok(Self { folder: folder.to_owned(), build: record.build })
    }

    /// The folder of this build's files, as pages name it.
    #[must_use]
    pub fn assets(&self) -> String {
        format!("/pkg/{}", self.build)
    }

    /// Builds by name, cached for ever: another build has another address.
    pub fn builds<S: Clone + Send + Sync + 'static>(&self) -> MethodRouter<S> {
        self.folder("pkg", "public, max-age=31536000, immutable")
    }

    pub fn icons<S: Clone + Send + Sync + 'static>(&self) -> MethodRouter<S> {
        self.folder("icons", "public, max-age=86400")
    }

    /// A file whose address never changes: asked for anew each time.
    pub fn file<S: Clone + Send + Sync + 'static>(&self, name: &str) -> MethodRouter<S> {
        let file = ServeFile::new(self.folder.join(name)).precompressed_br();
        get_service(ServiceBuilder::new().layer(caching("no-cache")).service(file))
    }

    fn folder<S: Clone + Send + Sync + 'static>(&self, name: &str, cache: &'static str) -> MethodRouter<S> {
        let files = ServeDir::new(self.folder.join(name)).precompressed_br().append_index_html_on_directories(false);
        get_service(ServiceBuilder::new().layer(caching(cache)).service(files))
    }
}

type File = axum::http::Response<ServeFileSystemResponseBody>;

/// Only what was found is worth keeping.
fn caching(value: &'static str) -> SetResponseHeaderLayer<impl FnMut(&File) -> Option<HeaderValue> + Clone> {
    SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, move |response: &File| {
        response.status().is_success().then(|| HeaderValue::from_static(value))
    })
}
