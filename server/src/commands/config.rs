//! `server config check`: every problem of the settings at once, before anything is started.

use crate::clock::now_ms;
use crate::config::{ConfigWhat, Serve};
use crate::keys::Keys;
use crate::site::Site;
use crate::store::Store;
use crate::{launch, metrics};
use anyhow::{Result, anyhow, ensure};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

/// A setting, and what is wrong with it.
type Wrong = (&'static str, String);

pub(super) async fn config(what: ConfigWhat) -> Result<ExitCode> {
    let ConfigWhat::Check(serve) = what;
    let wrong = problems(&serve).await;
    if serve.kept.json {
        let one = |(setting, message): &Wrong| json!({ "setting": setting, "message": message });
        println!("{}", json!({ "problems": wrong.iter().map(one).collect::<Vec<_>>() }));
    } else if wrong.is_empty() {
        println!("No problems: the server can be started with these settings.");
    } else {
        wrong.iter().for_each(|(setting, message)| println!("{setting}: {message}"));
    }
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn problems(serve: &Serve) -> Vec<Wrong> {
    let url = serve.kept.told();
    let database = match &url {
        Ok(Some(url)) => Store::reach(url).await,
        // In the data folder, of which more below.
        Ok(None) if !serve.kept.data_dir.exists() => Ok(()),
        Ok(None) => Store::reach(&serve.kept.own()).await,
        Err(error) => Err(anyhow!("{error:#}")),
    };
    let checked = [
        ("--data-dir", folder(&serve.kept.data_dir)),
        ("--key-file", key(&serve.kept.key_place())),
        ("--database-url", database),
        ("--site-dir", Site::open(&serve.site_dir).map(drop)),
        ("--tls-cert", launch::tls(serve).await.map(drop)),
        ("--public-url", public(serve)),
        ("--metrics-addr", serve.metrics_addr.map_or(Ok(()), metrics::only_this_machine)),
    ];
    checked.into_iter().filter_map(|(setting, result)| Some((setting, format!("{:#}", result.err()?)))).collect()
}

/// Whether a folder may be written, or made below one that may.
fn folder(path: &Path) -> Result<()> {
    let there =
        path.ancestors().map(|p| if p.as_os_str().is_empty() { Path::new(".") } else { p }).find(|p| p.exists());
    let there = there.unwrap_or(Path::new("."));
    ensure!(there.is_dir(), "{} is a file", there.display());
    let trial = there.join(format!(".rond-checks-{}", now_ms()));
    let told = |error| anyhow!("{} can't be written ({error}): change its rights, or choose another", there.display());
    std::fs::write(&trial, "").map_err(told)?;
    Ok(std::fs::remove_file(&trial)?)
}

/// A key that is there can be read, and by its owner alone; one that isn't is made by the first start.
fn key(file: &Path) -> Result<()> {
    if !file.exists() {
        return folder(file.parent().unwrap_or(Path::new(".")));
    }
    Keys::open(file)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(file)?.permissions().mode();
        ensure!(mode & 0o077 == 0, "others than its owner may read {}: chmod 600", file.display());
    }
    Ok(())
}

fn public(serve: &Serve) -> Result<()> {
    let url = serve.public(serve.addr.port())?;
    if serve.tls_cert.is_some() {
        ensure!(url.starts_with("https://"), "with a certificate it begins with https://");
    } else if serve.public_url.is_some() {
        let here = url.starts_with("http://localhost") || url.starts_with("http://127.");
        ensure!(
            url.starts_with("https://") || here,
            "phones install the app over https alone: give --tls-cert and --tls-key, or a proxy's https address"
        );
    } else {
        ensure!(serve.addr.ip().is_loopback(), "others are to reach {}, and by which address isn't said", serve.addr);
    }
    Ok(())
}
