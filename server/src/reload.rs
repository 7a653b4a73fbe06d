//! Settings that a running server reads again: its certificate and its identity file. On SIGHUP both; a certificate that was
//! renewed is found without it.

use crate::config::Serve;
use crate::http::tls;
use crate::state::App;
use crate::web::sign_in::oidc::providers::Providers;
use anyhow::{Context, Result};
use axum_server::tls_rustls::RustlsConfig;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// So often it is looked whether the certificate's files have changed.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(60);

/// What is read again, and where what it says goes.
pub struct Reload {
    serve: Serve,
    /// The certificate that is shown, where one is.
    tls: Option<RustlsConfig>,
    app: App,
    hangups: Signal,
}

impl Reload {
    /// From here on SIGHUP ends the process no more.
    ///
    /// # Errors
    /// When signals can't be heard.
    pub fn of(serve: &Serve, tls: Option<RustlsConfig>, app: &App) -> Result<Self> {
        let hangups = signal(SignalKind::hangup()).context("signals can't be heard")?;
        Ok(Self { serve: serve.clone(), tls, app: app.clone(), hangups })
    }

    /// Goes on until it is dropped. What can't be read leaves what was there.
    pub async fn run(mut self) {
        let mut seen = tls::changed_at(&self.serve);
        loop {
            let is_told = tokio::select! {
                _ = self.hangups.recv() => true,
                () = tokio::time::sleep(LOOKED_AT_EVERY) => false,
            };
            let now = tls::changed_at(&self.serve);
            // Half of a pair that is being written fails, and is tried again when the other half is there.
            if is_told || now != seen {
                seen = now;
                tell("the certificate", self.certificate().await);
            }
            if is_told {
                tell("the identity file", self.providers());
            }
        }
    }

    async fn certificate(&self) -> Result<bool> {
        let Some(shown) = &self.tls else { return Ok(false) };
        let fresh = tls::config(&self.serve).await?.context("there is no certificate any more")?;
        tls::is_valid(&self.serve, crate::clock::now_ms())?;
        shown.reload_from_config(fresh.get_inner());
        Ok(true)
    }

    fn providers(&self) -> Result<bool> {
        if self.serve.identity_file.is_none() {
            return Ok(false);
        }
        let fresh = Providers::open(self.serve.identity_file.as_deref(), &self.app.public_url)?;
        self.app.ways_in.providers.become_as(fresh);
        Ok(true)
    }
}

fn tell(what: &str, read: Result<bool>) {
    match read {
        Ok(true) => tracing::info!("{what} was read again"),
        Ok(false) => {}
        Err(error) => tracing::error!(error = format!("{error:#}"), "{what} can't be read again; the old one stays"),
    }
}
