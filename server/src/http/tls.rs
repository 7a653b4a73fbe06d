//! The certificate that the server shows, read from its files: at the start, and again when they have changed.

use crate::config::Serve;
use anyhow::{Context, Result, ensure};
use axum_server::tls_rustls::RustlsConfig;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;
use x509_parser::pem::Pem;

/// Chooses who does the cryptography of TLS, for what this process serves and for what it asks elsewhere.
pub fn choose_cryptography() {
    // Fails only when it has been chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// The certificate and its key, for HTTP/1 alone; `None` without a certificate.
///
/// # Errors
/// When a file can't be read, or they don't belong together.
pub async fn config(serve: &Serve) -> Result<Option<RustlsConfig>> {
    let (Some(cert), Some(key)) = (&serve.tls_cert, &serve.tls_key) else { return Ok(None) };
    choose_cryptography();
    let config = RustlsConfig::from_pem_file(cert, key).await;
    let told = || {
        format!(
            "the certificate {} and key {} can't be used: name a chain and the key that belongs to it, both in PEM, that the \
             server's user may read",
            cert.display(),
            key.display()
        )
    };
    let config = config.with_context(told)?;
    let mut http1 = rustls::ServerConfig::clone(&config.get_inner());
    http1.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Some(RustlsConfig::from_config(Arc::new(http1))))
}

/// Whether the certificate is valid at a time. What can't be read as one is told by [`config`].
///
/// # Errors
/// When it isn't yet, or isn't any more.
pub fn is_valid(serve: &Serve, now_ms: i64) -> Result<()> {
    let Some(file) = &serve.tls_cert else { return Ok(()) };
    let Ok(text) = std::fs::read(file) else { return Ok(()) };
    // The first is the server's own; those that vouch for it follow.
    let Some(Ok(pem)) = Pem::iter_from_buffer(&text).find(|pem| pem.as_ref().is_ok_and(|p| p.label == "CERTIFICATE"))
    else {
        return Ok(());
    };
    let Ok(certificate) = pem.parse_x509() else { return Ok(()) };
    let validity = certificate.validity();
    let now_s = now_ms / 1_000;
    ensure!(
        now_s >= validity.not_before.timestamp(),
        "the certificate {} is valid from {} on: phones and browsers refuse it until then",
        file.display(),
        validity.not_before
    );
    ensure!(
        now_s <= validity.not_after.timestamp(),
        "the certificate {} ended on {}: phones and browsers refuse it. Renew it",
        file.display(),
        validity.not_after
    );
    Ok(())
}

/// When the certificate's files were last changed.
#[must_use]
pub fn changed_at(serve: &Serve) -> [Option<SystemTime>; 2] {
    let at = |file: &Option<std::path::PathBuf>| {
        let file: &Path = file.as_deref()?;
        std::fs::metadata(file).and_then(|about| about.modified()).ok()
    };
    [at(&serve.tls_cert), at(&serve.tls_key)]
}
