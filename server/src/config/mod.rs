//! What the command line and the environment say.

mod command;

use crate::keys::Keys;
use anyhow::{Context, Result, bail};
use clap::Args;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

pub use command::{
    AddPerson, AuditWhat, CodesWhat, Command, ConfigWhat, Demo, DevicesWhat, PeopleWhat, PromiseWhat, Restore, What,
};

/// Where the server keeps what it keeps.
#[derive(Args, Clone)]
pub struct Kept {
    /// A PostgreSQL or SQLite address; without it SQLite in the data folder. One with a password belongs in the environment
    /// or in a file: everybody on the machine can read a command line.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,
    /// File that holds the database's address.
    #[arg(long, env = "DATABASE_URL_FILE", global = true)]
    pub database_url_file: Option<PathBuf>,
    /// Folder for what the server keeps.
    #[arg(long, env = "ROND_DATA_DIR", default_value = "data", global = true)]
    pub data_dir: PathBuf,
    /// File with the server's own secret, made by the first start; without it `rond.key` in the data folder. Back it up
    /// apart from the database.
    #[arg(long, env = "ROND_KEY_FILE", global = true)]
    pub key_file: Option<PathBuf>,
    /// Answer in JSON, for scripts.
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Args, Clone, Debug)]
pub struct Serve {
    #[command(flatten)]
    pub kept: Kept,
    /// Address to listen on.
    #[arg(long, env = "ROND_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,
    /// What phones and browsers call this server; phones need https.
    #[arg(long, env = "ROND_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Certificate chain (PEM), for https without a proxy.
    #[arg(long, requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// The certificate's private key (PEM).
    #[arg(long, requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// TOML file with the identity providers that organisations sign in at.
    #[arg(long, env = "ROND_IDENTITY_FILE")]
    pub identity_file: Option<PathBuf>,
    /// Address of a proxy on another machine, whose X-Forwarded-For is believed; several with commas. One on this machine is
    /// believed as it is.
    #[arg(long = "proxy", env = "ROND_PROXY", value_delimiter = ',', value_name = "ADDRESS")]
    pub proxies: Vec<IpAddr>,
    /// Where to tell figures about the server (`/metrics`), for this machine alone: 127.0.0.1:9464, say. Without it nowhere.
    #[arg(long, env = "ROND_METRICS_ADDR", value_name = "ADDRESS")]
    pub metrics_addr: Option<SocketAddr>,
    /// The built client, made by `cargo xtask build`.
    #[arg(long, env = "ROND_SITE_DIR", default_value = "target/site")]
    pub site_dir: PathBuf,
    /// Made-up entries, and a banner on every page that says so.
    #[arg(long)]
    pub demo: bool,
}

impl Kept {
    /// The database's address; its folder is made and tried where the database is a file in it.
    ///
    /// # Errors
    /// When the folder can't be made or written.
    pub fn database(&self) -> Result<String> {
        if let Some(url) = self.told()? {
            return Ok(url);
        }
        writable(&self.data_dir)?;
        Ok(self.own())
    }

    /// The address that is set, from the environment or a file.
    ///
    /// # Errors
    /// When the file can't be read, or a password stands on the command line.
    pub fn told(&self) -> Result<Option<String>> {
        if let Some(url) = self.database_url.as_deref().filter(|url| !url.is_empty()) {
            if has_password(url) && std::env::args().any(|word| word.contains(url)) {
                bail!(
                    "everybody on this machine can read a password on a command line: put the address into the \
                     environment as DATABASE_URL, or into a file that --database-url-file names"
                );
            }
            return Ok(Some(url.to_owned()));
        }
        let Some(file) = &self.database_url_file else { return Ok(None) };
        let told = || format!("the file with the database's address, {}, can't be read", file.display());
        Ok(Some(std::fs::read_to_string(file).with_context(told)?.trim().to_owned()))
    }

    /// The address of the database in the data folder.
    #[must_use]
    pub fn own(&self) -> String {
        format!("sqlite:{}", self.data_dir.join("rond.db").display())
    }

    /// Where the server's own secret is.
    #[must_use]
    pub fn key_place(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| self.data_dir.join("rond.key"))
    }

    /// The server's own secret.
    ///
    /// # Errors
    /// When its file can't be read or made.
    pub fn keys(&self) -> Result<Keys> {
        Keys::open(&self.key_place())
    }
}

/// Never the database's address, which may hold a password.
impl fmt::Debug for Kept {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.database_url.as_deref().map(|url| url.split(':').next().unwrap_or_default());
        to.debug_struct("Kept")
            .field("database_url", &scheme)
            .field("database_url_file", &self.database_url_file)
            .field("data_dir", &self.data_dir)
            .field("key_file", &self.key_file)
            .field("json", &self.json)
            .finish()
    }
}

/// Whether an address has a password between its name and its host, or among what follows.
fn has_password(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let user = rest.rsplit_once('@').map(|(user, _)| user);
    user.is_some_and(|user| user.contains(':')) || rest.contains("password=")
}

fn writable(folder: &Path) -> Result<()> {
    let told = || {
        format!(
            "the folder {} can't be written: change its rights, or choose another with --data-dir",
            folder.display()
        )
    };
    std::fs::create_dir_all(folder).with_context(told)?;
    let trial = folder.join(".rond-writes");
    std::fs::write(&trial, "").with_context(told)?;
    std::fs::remove_file(&trial).with_context(told)
}

impl Serve {
    /// What phones and browsers call the server: `--public-url`, or this machine at its port.
    ///
    /// # Errors
    /// When `--public-url` is not an address.
    pub fn public(&self, port: u16) -> Result<String> {
        let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
        let Some(url) = &self.public_url else { return Ok(format!("{scheme}://localhost:{port}")) };
        let url = url.trim_end_matches('/');
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        if host.is_none_or(|host| host.is_empty() || host.contains(['/', '@', '?', '#', ' '])) {
            bail!("--public-url should be like https://rond.example, without a path");
        }
        // As browsers tell it in `Origin`: in small letters, and without the port that goes without saying.
        let url = url.to_lowercase();
        let usual = if url.starts_with("https://") { ":443" } else { ":80" };
        Ok(url.strip_suffix(usual).map_or(url.clone(), str::to_owned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory, Parser};

    #[test]
    fn the_command_line_is_whole() {
        Command::command().debug_assert();
    }

    #[test]
    fn a_password_is_never_printed() {
        for url in ["postgres://rond:hemligt@db.example/rond", "postgres://db.example/rond?user=a&password=hemligt"] {
            assert!(has_password(url));
            let kept = Kept {
                database_url: Some(url.to_owned()),
                database_url_file: None,
                data_dir: "data".into(),
                key_file: None,
                json: false,
            };
            let told = format!("{kept:?} {kept:#?}");
            assert!(told.contains("postgres") && !told.contains("hemligt") && !told.contains("db.example"), "{told}");
        }
        for url in ["sqlite:data/rond.db", "postgres://postgres@localhost/t?host=/run", "postgres://[::1]:5432/rond"] {
            assert!(!has_password(url), "{url}");
        }
    }

    #[test]
    fn a_public_address_is_told_as_browsers_tell_it() {
        let public = |url: &str| {
            let line = ["server", "serve", "--public-url", url];
            match Command::parse_from(line).what {
                What::Serve(serve) => serve.public(3000).ok(),
                _ => None,
            }
        };
        assert_eq!(public("https://Rond.Example:443/").as_deref(), Some("https://rond.example"));
        assert_eq!(public("http://rond.example:8080").as_deref(), Some("http://rond.example:8080"));
        for bad in
            ["rond.example", "https://", "https://rond.example/app", "https://a@rond.example", "ftp://rond.example"]
        {
            assert_eq!(public(bad), None, "{bad}");
        }
    }
}
