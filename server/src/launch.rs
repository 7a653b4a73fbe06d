//! From a command line to a server that listens, and to its end.

use crate::clock::{Clock, now_ms};
use crate::config::Serve;
use crate::connections::Connections;
use crate::escrow;
use crate::live::Live;
use crate::metrics::{self, Counts};
use crate::rates::Rates;
use crate::refusals::{self, Refusals};
use crate::router::router;
use crate::secret;
use crate::sign_in::WaysIn;
use crate::sign_in::oidc::providers::Providers;
use crate::sign_in::passkeys::Passkeys;
use crate::site::Site;
use crate::state::{App, Inner};
use crate::store::{Store, Writer};
use crate::{daily, first_start};
use anyhow::{Context, Result, bail};
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// A phone on a bad line sends its headers within this, or makes room. So does a line on which nothing is asked.
const HEADERS_WITHIN: Duration = Duration::from_secs(15);
/// All headers of a request together. Browsers send some two thousand bytes.
const HEADER_BYTES: usize = 32 * 1024;
const HEADERS: usize = 64;
/// Requests under way when the server is stopped may take so long.
const FAREWELL: Duration = Duration::from_secs(10);

/// A server that listens.
pub struct Running {
    pub addr: SocketAddr,
    pub app: App,
    /// Where figures about the server are, if anywhere.
    pub metrics: Option<SocketAddr>,
    /// How an administrator gets in, when this was the first start.
    pub first: Option<String>,
    handle: Handle<SocketAddr>,
    serving: JoinHandle<std::io::Result<()>>,
    daily: JoinHandle<()>,
    watched: Option<JoinHandle<std::io::Result<()>>>,
}

/// Starts a server. Everything that can be wrong with its setting is told here, before it listens.
///
/// # Errors
/// A taken port, an unwritable folder, a database that can't be reached, a missing site, a bad certificate.
pub async fn launch(serve: &Serve) -> Result<Running> {
    choose_cryptography();
    let site = Site::open(&serve.site_dir)?;
    serve.metrics_addr.map_or(Ok(()), metrics::only_this_machine)?;
    let watched = serve.metrics_addr.map(listen).transpose()?;
    let listener = listen(serve.addr)?;
    let addr = listener.local_addr().context("the address that was got can't be read")?;
    let store = Store::open(&serve.kept.database()?).await?;
    let keys = serve.kept.keys()?;
    store.belongs_to(&keys.fingerprint()).await?;
    let epoch = store.epoch(&secret::epoch()?).await?;
    let public_url = serve.public(addr.port())?;
    let ways_in = WaysIn {
        passkeys: Passkeys::at(&public_url)?,
        providers: Providers::open(serve.identity_file.as_deref(), &public_url)?,
        ..WaysIn::default()
    };
    let first = first_start::prepare(&store, &public_url, now_ms()).await?;
    let app = App::new(Inner {
        writer: Writer::start(store.clone()),
        store,
        epoch,
        seal: escrow::public_key(&keys)?,
        keys,
        site,
        public_url,
        demo: serve.demo,
        ways_in,
        clock: Clock::default(),
        rates: Rates::default(),
        proxies: serve.proxies.clone(),
        connections: Connections::new(serve.proxies.clone()),
        counts: Counts::default(),
        live: Live::default(),
        refusals: Refusals::default(),
        disk_failed: Notify::new(),
    });
    let handle = Handle::new();
    let serving = tokio::spawn(answer(listener, tls(serve).await?, handle.clone(), app.clone()));
    let daily = tokio::spawn(daily::run(app.clone()));
    let metrics =
        watched.as_ref().map(TcpListener::local_addr).transpose().context("the metrics' address can't be read")?;
    let watched = watched.map(|listener| tokio::spawn(tell(listener, app.clone())));
    Ok(Running { addr, app, metrics, first, handle, serving, daily, watched })
}

fn listen(addr: SocketAddr) -> Result<TcpListener> {
    let listener = TcpListener::bind(addr).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            let port = addr.port();
            anyhow::anyhow!(
                "port {port} is taken by another program: stop it, or choose another with --addr {}:{}",
                addr.ip(),
                port.saturating_add(1)
            )
        }
        ErrorKind::PermissionDenied => {
            anyhow::anyhow!(
                "port {} is for administrators of this machine: choose one above 1023 with --addr",
                addr.port()
            )
        }
        _ => anyhow::anyhow!("{addr} can't be listened on ({error}): choose another with --addr"),
    })?;
    listener.set_nonblocking(true).context("the port can't be listened on")?;
    Ok(listener)
}

/// Chooses who does the cryptography of TLS, for what this process serves and for what it asks elsewhere.
pub fn choose_cryptography() {
    // Fails only when it has been chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// The certificate and its key, for HTTP/1 alone.
///
/// # Errors
/// When a file can't be read, or they don't belong together.
pub async fn tls(serve: &Serve) -> Result<Option<RustlsConfig>> {
    let (Some(cert), Some(key)) = (&serve.tls_cert, &serve.tls_key) else { return Ok(None) };
    choose_cryptography();
    let config = RustlsConfig::from_pem_file(cert, key).await;
    let told = || format!("the certificate {} and key {} can't be used", cert.display(), key.display());
    let config = config.with_context(told)?;
    let mut http1 = rustls::ServerConfig::clone(&config.get_inner());
    http1.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Some(RustlsConfig::from_config(Arc::new(http1))))
}

async fn answer(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    handle: Handle<SocketAddr>,
    app: App,
) -> std::io::Result<()> {
    let service = router(&app).into_make_service_with_connect_info::<SocketAddr>();
    // HTTP/1 alone, whose headers have a time: what tells the versions apart waits for ever for the first bytes.
    let mut server = axum_server::from_tcp(listener)?.handle(handle);
    patience(server.http_builder());
    let lines = app.connections.clone();
    match tls {
        Some(config) => server.acceptor(RustlsAcceptor::new(config).acceptor(lines)).http1_only().serve(service).await,
        None => server.acceptor(lines).http1_only().serve(service).await,
    }
}

/// Figures about the server, on a listener of their own.
async fn tell(listener: TcpListener, app: App) -> std::io::Result<()> {
    let mut server = axum_server::from_tcp(listener)?.http1_only();
    patience(server.http_builder());
    server.serve(metrics::router(app).into_make_service()).await
}

fn patience(builder: &mut hyper_util::server::conn::auto::Builder<hyper_util::rt::TokioExecutor>) {
    let mut http1 = builder.http1();
    http1.timer(hyper_util::rt::TokioTimer::new()).header_read_timeout(HEADERS_WITHIN);
    http1.max_buf_size(HEADER_BYTES).max_headers(HEADERS);
}

impl Running {
    /// Waits until the server ends by itself or is told to by a signal.
    ///
    /// # Errors
    /// When listening failed; when the database's disk failed: then nothing that this process believes of it may be told
    /// to anybody, and only a start that reads the disk anew knows what is on it.
    pub async fn until_told(self) -> Result<()> {
        let mut terminated = terminations()?;
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated.recv() => {}
            () = self.app.disk_failed.notified() => {
                bail!("the database's disk failed: look at the disk, then start the server again, or restore a backup")
            }
        }
        self.stop().await
    }

    /// Lets requests under way end, then closes the database.
    ///
    /// # Errors
    /// When listening failed.
    pub async fn stop(self) -> Result<()> {
        // A stream would go on for as long as its page is open.
        self.app.live.close();
        self.handle.graceful_shutdown(Some(FAREWELL));
        self.daily.abort();
        self.watched.iter().for_each(JoinHandle::abort);
        let ended = self.serving.await.context("the server's task stopped")?;
        refusals::tell_counts(&self.app, true).await?;
        self.app.store.close().await;
        ended.context("listening failed")
    }
}

#[cfg(unix)]
fn terminations() -> Result<tokio::signal::unix::Signal> {
    use tokio::signal::unix::{SignalKind, signal};
    signal(SignalKind::terminate()).context("signals can't be heard")
}
