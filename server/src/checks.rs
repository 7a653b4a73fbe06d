//! What must be right before a server starts: one list, which `serve` goes by and `config check` tells. Nothing is made or
//! changed by looking.

use crate::config::Serve;
use crate::http::tls;
use crate::keys::Keys;
use crate::site::Site;
use crate::store::{DatabaseAddress, Opening, Store};
use crate::web::sign_in::oidc::providers::Providers;
use crate::web::sign_in::passkeys::Passkeys;
use crate::{clock, demo, first_start, metrics};
use anyhow::{Context, Result, anyhow, bail, ensure};
use axum_server::tls_rustls::RustlsConfig;
use domain::promise::Promise;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;

/// Something that is wrong with a setting.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// As the command line spells it.
    pub setting: &'static str,
    pub message: String,
    /// Whether the server doesn't start with it. With the others it starts, and people meet them.
    pub stops: bool,
}

/// What was looked at, for a server to start with.
pub struct Checked {
    pub site: Site,
    pub tls: Option<RustlsConfig>,
    pub listener: TcpListener,
    /// Where it listens.
    pub addr: SocketAddr,
    /// The listener for whoever watches over the server.
    pub watched: Option<TcpListener>,
    pub public_url: String,
    pub passkeys: Option<Passkeys>,
    pub providers: Providers,
    /// What an empty database begins with.
    pub promise: Option<Promise>,
}

#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    /// What came of a look; a problem stops the server.
    fn take<T>(&mut self, setting: &'static str, looked: Result<T>) -> Option<T> {
        looked.map_err(|error| self.add(setting, &error, true)).ok()
    }

    /// A problem that the server starts with.
    fn note(&mut self, setting: &'static str, looked: Result<()>) {
        if let Err(error) = looked {
            self.add(setting, &error, false);
        }
    }

    fn add(&mut self, setting: &'static str, error: &anyhow::Error, stops: bool) {
        self.0.push(Problem { setting, message: format!("{error:#}"), stops });
    }
}

/// Looks at every setting. `None` beside problems that stop the server.
pub async fn check(serve: &Serve) -> (Option<Checked>, Vec<Problem>) {
    let mut problems = Problems::default();
    problems.take("--data-dir", folder(&serve.kept.data_dir));
    let key = serve.kept.key_place();
    let fingerprint = problems.take("--key-file", fingerprint(&key)).flatten();
    problems.note("--key-file", is_private(&key));
    problems.take("--database-url", database(serve, fingerprint.as_deref()).await);
    let site = problems.take("--site-dir", Site::open(&serve.site_dir));
    let tls = problems.take("--tls-cert", tls::config(serve).await);
    problems.note("--tls-cert", tls::is_valid(serve, clock::now_ms()));
    let listener = problems.take("--addr", listen(serve.addr, "--addr"));
    let addr = listener.as_ref().and_then(|listener| listener.local_addr().ok()).unwrap_or(serve.addr);
    let public_url = problems.take("--public-url", serve.public(addr.port()));
    problems.note("--public-url", is_reached_by_phones(serve, public_url.as_deref()));
    // Of an address that is none nothing else is to be said.
    let url = public_url.as_deref().unwrap_or("http://localhost");
    let passkeys = problems.take("--public-url", Passkeys::at(url));
    let providers = problems.take("--identity-file", Providers::open(serve.identity_file.as_deref(), url));
    let watched = problems.take("--metrics-addr", watched(serve));
    let promise = serve.promise.as_deref().or(serve.demo.then_some(demo::PROMISE));
    let promise = problems.take("--promise", promise.map(first_start::promise_named).transpose());
    let checked = || {
        Some(Checked {
            site: site?,
            tls: tls?,
            listener: listener?,
            addr,
            watched: watched?,
            public_url: public_url?,
            passkeys: passkeys?,
            providers: providers?,
            promise: promise?,
        })
    };
    let stops = problems.0.iter().any(|problem| problem.stops);
    (if stops { None } else { checked() }, problems.0)
}

/// Whether a folder may be written, or made below one that may.
fn folder(path: &Path) -> Result<()> {
    let there =
        path.ancestors().map(|p| if p.as_os_str().is_empty() { Path::new(".") } else { p }).find(|p| p.exists());
    let there = there.unwrap_or(Path::new("."));
    ensure!(there.is_dir(), "{} is a file: name a folder, or take it away", there.display());
    let trial = there.join(format!(".rond-checks-{}", crate::secret::epoch()?));
    let told = |error| anyhow!("{} can't be written ({error}): change its rights, or choose another", there.display());
    std::fs::write(&trial, "").map_err(told)?;
    Ok(std::fs::remove_file(&trial)?)
}

/// The fingerprint of a key that is there; one that isn't is made by the first start.
fn fingerprint(file: &Path) -> Result<Option<String>> {
    if file.exists() {
        return Ok(Some(Keys::existing(file)?.fingerprint()));
    }
    folder(file.parent().unwrap_or(Path::new("."))).map(|()| None)
}

#[cfg(unix)]
fn is_private(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let Ok(about) = std::fs::metadata(file) else { return Ok(()) };
    let is_private = about.permissions().mode() & 0o077 == 0;
    ensure!(is_private, "others than its owner may read {}: chmod 600", file.display());
    Ok(())
}

#[cfg(not(unix))]
fn is_private(_: &Path) -> Result<()> {
    Ok(())
}

/// Whether the database can be opened, is of a version that can be brought up to date, belongs to the key, and keeps what it
/// says that it keeps.
async fn database(serve: &Serve, fingerprint: Option<&str>) -> Result<()> {
    let address = serve.kept.database()?;
    // In the data folder, which is made.
    let is_to_be_made = matches!(&address, DatabaseAddress::File(_)) && !serve.kept.data_dir.exists();
    if is_to_be_made {
        return Ok(());
    }
    let volatile = Store::look(&address, Opening::Serve, fingerprint).await?;
    is_durable(serve, &volatile)
}

/// Whether a receipt can be believed on a database with these settings.
///
/// # Errors
/// When it can't, and nobody has said that it needn't.
pub fn is_durable(serve: &Serve, volatile: &[String]) -> Result<()> {
    ensure!(
        volatile.is_empty() || serve.accept_volatile,
        "PostgreSQL runs with {}: a crash may take back what phones have receipts for. Set it to on, or say \
         --accept-volatile where nothing is to be kept",
        volatile.join(" and ")
    );
    Ok(())
}

fn is_reached_by_phones(serve: &Serve, public_url: Option<&str>) -> Result<()> {
    let Some(url) = public_url else { return Ok(()) };
    if serve.tls_cert.is_some() {
        ensure!(url.starts_with("https://"), "with --tls-cert it begins with https://, and is {url}: say it anew");
    } else if serve.public_url.is_some() {
        let here = url.starts_with("http://localhost") || url.starts_with("http://127.");
        ensure!(
            url.starts_with("https://") || here,
            "phones install the app over https alone: give --tls-cert and --tls-key, or a proxy's https address"
        );
    } else {
        ensure!(
            serve.addr.ip().is_loopback(),
            "others are to reach {}: say by which address they do, such as --public-url https://rond.example",
            serve.addr
        );
    }
    Ok(())
}

fn watched(serve: &Serve) -> Result<Option<TcpListener>> {
    serve.metrics_addr.map_or(Ok(()), metrics::only_this_machine)?;
    serve.metrics_addr.map(|addr| listen(addr, "--metrics-addr")).transpose()
}

fn listen(addr: SocketAddr, setting: &str) -> Result<TcpListener> {
    let listener = TcpListener::bind(addr).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            let port = addr.port();
            anyhow!(
                "port {port} is taken by another program: stop it, or choose another with {setting} {}:{}",
                addr.ip(),
                port.saturating_add(1)
            )
        }
        ErrorKind::PermissionDenied => {
            anyhow!("port {} is for administrators of this machine: choose one above 1023 with {setting}", addr.port())
        }
        _ => anyhow!("{addr} can't be listened on ({error}): choose another with {setting}"),
    })?;
    listener.set_nonblocking(true).context("the port can't be listened on")?;
    Ok(listener)
}

/// What a server starts with; problems that don't stop it are logged.
///
/// # Errors
/// Every problem that stops it, a line each.
pub async fn started_with(serve: &Serve) -> Result<Checked> {
    let (checked, problems) = check(serve).await;
    for problem in problems.iter().filter(|problem| !problem.stops) {
        tracing::warn!(setting = problem.setting, "{}", problem.message);
    }
    let Some(checked) = checked else {
        let stopping = problems.iter().filter(|problem| problem.stops);
        let lines: Vec<String> = stopping.map(|p| format!("{}: {}", p.setting, p.message)).collect();
        bail!("{}", lines.join("\n"))
    };
    Ok(checked)
}
