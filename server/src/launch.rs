//! From a command line to a server that listens, and to its end.

use crate::api::live::open::Live;
use crate::api::public_cache::PublicCache;
use crate::api::rendered_totals::TotalsCache;
use crate::checks::{self, Checked};
use crate::clock::{Clock, now_ms};
use crate::config::Serve;
use crate::counts::Counts;
use crate::escrow;
use crate::first_start::FirstLink;
use crate::http::connections::Connections;
use crate::http::cost::Memory;
use crate::http::rates::Rates;
use crate::http::refusal_log;
use crate::http::refusals::Refusals;
use crate::http::tls;
use crate::http::turns::Turns;
use crate::metrics;
use crate::reload::Reload;
use crate::router::router;
use crate::secret;
use crate::state::{App, Inner};
use crate::store::{Opening, Store, Writer};
use crate::tasks::Tasks;
use crate::web::sign_in::ways::WaysIn;
use crate::{daily, first_start};
use anyhow::{Context, Result, bail};
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use std::net::{SocketAddr, TcpListener};
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
    /// How administrators get in where nobody has signed in yet.
    pub first: Vec<FirstLink>,
    handle: Handle<SocketAddr>,
    serving: JoinHandle<std::io::Result<()>>,
}

/// Starts a server. Everything that can be wrong with its settings is told here, before the database is touched.
///
/// # Errors
/// What stops it, as [`checks::check`] finds it; a database that can't be brought up to date.
pub async fn launch(serve: &Serve) -> Result<Running> {
    tls::choose_cryptography();
    let Checked { site, tls, listener, addr, watched, public_url, passkeys, providers, promise } =
        checks::started_with(serve).await?;
    let store = Store::open(&serve.kept.database_to_create()?, Opening::Serve).await?;
    checks::is_durable(serve, &store.volatile_settings().await?)?;
    let keys = first_start::keys(&serve.kept, &store).await?;
    store.epoch(&secret::epoch()?).await?;
    if let Err(error) = store.finish_wiping().await {
        tracing::warn!(error = format!("{error:#}"), "what was forgotten before the last stop is still to be wiped");
    }
    if let Some(promise) = promise {
        first_start::begin_with(&store, promise, now_ms()).await?;
    }
    let first = first_start::prepare(&store, &public_url, now_ms()).await?;
    let app = App::new(Inner {
        writer: Writer::start(store.clone()),
        store,
        seal: escrow::public_key(&keys)?,
        keys,
        site,
        public_url,
        demo: serve.demo,
        ways_in: WaysIn { passkeys, providers, ..WaysIn::default() },
        clock: Clock::default(),
        turns: Turns::default(),
        memory: Memory::default(),
        rates: Rates::default(),
        proxies: serve.proxies_in_front(),
        connections: Connections::new(serve.proxies_in_front()),
        counts: Counts::default(),
        totals: TotalsCache::default(),
        public: PublicCache::default(),
        live: Live::default(),
        refusals: Refusals::default(),
        tasks: Tasks::default(),
        disk_failed: Notify::new(),
    });
    let reload = Reload::of(serve, tls.clone(), &app)?;
    let handle = Handle::new();
    let serving = tokio::spawn(answer(listener, tls, handle.clone(), app.clone()));
    app.tasks.start("daily", daily::run(app.clone()));
    app.tasks.start("reload", reload.run());
    let metrics =
        watched.as_ref().map(TcpListener::local_addr).transpose().context("the metrics' address can't be read")?;
    if let Some(listener) = watched {
        app.tasks.start("metrics", tell(listener, app.clone()));
    }
    Ok(Running { addr, app, metrics, first, handle, serving })
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
async fn tell(listener: TcpListener, app: App) {
    let told = async {
        let mut server = axum_server::from_tcp(listener)?.http1_only();
        patience(server.http_builder());
        server.serve(metrics::router(app).into_make_service()).await
    };
    if let Err(error) = told.await {
        tracing::error!(%error, "figures about the server can't be told any more");
    }
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
    /// When listening failed; when a task that it needs has ended, since a server that can't merge or forget and goes on
    /// answering is worse than one that is started anew; when the database's disk failed: then nothing that this process believes of it may be told
    /// to anybody, and only a start that reads the disk anew knows what is on it.
    pub async fn until_told(mut self) -> Result<()> {
        let mut terminated = terminations()?;
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated.recv() => {}
            ended = &mut self.serving => {
                ended.context("the server's task stopped")?.context("listening failed")?;
                bail!("listening has ended: start the server again")
            }
            () = self.app.writer.ended() => bail!("the task that merges has ended: start the server again"),
            () = self.app.tasks.one_ended() => {
                bail!("a task of the server has ended ({}): start it again", self.app.tasks.ended().join(", "))
            }
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
        self.app.tasks.stop();
        let ended = self.serving.await.context("the server's task stopped")?;
        refusal_log::tell_counts(&self.app, true).await?;
        self.app.store.stop_begun().await?;
        self.app.store.close().await;
        ended.context("listening failed")
    }
}

#[cfg(unix)]
fn terminations() -> Result<tokio::signal::unix::Signal> {
    use tokio::signal::unix::{SignalKind, signal};
    signal(SignalKind::terminate()).context("signals can't be heard")
}
