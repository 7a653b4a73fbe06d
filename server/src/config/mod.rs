//! What the command line and the environment say.

mod command;

use crate::http::client_address::{Proxies, ProxyHeader};
use crate::keys::Keys;
use crate::store::DatabaseAddress;
use crate::text_file;
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use openidconnect::url::Url;
use std::fmt;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};

pub use command::{
    AddPerson, AuditCommand, CodesCommand, Command, ConfigWhat, Demo, DevicesCommand, Partnership, PartnershipCommand,
    PeopleCommand, PromiseCommand, Restore, What,
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
    /// Address to listen on: a number or a name, with a port.
    #[arg(long, env = "ROND_ADDR", default_value = "127.0.0.1:3000", value_parser = listen_address)]
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
    /// Address of a proxy on another machine, whose word on whom it asks for is believed; several with commas. One on this machine is
    /// believed as it is.
    #[arg(long = "proxy", env = "ROND_PROXY", value_delimiter = ',', value_name = "ADDRESS")]
    pub proxies: Vec<IpAddr>,
    /// The header in which the proxy tells whom it asks for; the other one is not believed.
    #[arg(long, env = "ROND_PROXY_HEADER", value_enum, default_value_t)]
    pub proxy_header: ProxyHeader,
    /// Start on a PostgreSQL whose settings let a crash take back what it called committed (`fsync = off`): for tests.
    #[arg(long, env = "ROND_ACCEPT_VOLATILE")]
    pub accept_volatile: bool,
    /// Where to tell figures about the server (`/metrics`), for this machine alone: 127.0.0.1:9464, say. Without it nowhere.
    #[arg(long, env = "ROND_METRICS_ADDR", value_name = "ADDRESS", value_parser = listen_address)]
    pub metrics_addr: Option<SocketAddr>,
    /// The built client, made by `cargo xtask build`.
    #[arg(long, env = "ROND_SITE_DIR", default_value = "target/site")]
    pub site_dir: PathBuf,
    /// The promise that a new database begins with: a file, or the id of one that ships (`server promise list`). Without it
    /// a first start prints a link behind which an administrator loads one in the browser.
    #[arg(long, env = "ROND_PROMISE", value_name = "FILE or ID")]
    pub promise: Option<String>,
    /// Made-up entries, and a banner on every page that says so. Without --promise they are Jönköping's.
    #[arg(long)]
    pub demo: bool,
}

impl Kept {
    /// Where the database is. Nothing is made.
    ///
    /// # Errors
    /// When the file with its address can't be read, a password stands on the command line, or it is none.
    pub fn database(&self) -> Result<DatabaseAddress> {
        match self.told()? {
            Some(url) => DatabaseAddress::read(&url),
            None => Ok(DatabaseAddress::File(self.data_dir.join("rond.db"))),
        }
    }

    /// The same, for those who may create it: its folder is made and tried where the database is a file in it.
    ///
    /// # Errors
    /// As [`Kept::database`], and when the folder can't be made or written.
    pub fn database_to_create(&self) -> Result<DatabaseAddress> {
        let address = self.database()?;
        if matches!(address, DatabaseAddress::File(_)) {
            writable(&self.data_dir)?;
        }
        Ok(address)
    }

    /// The address that is set, from the environment or a file.
    ///
    /// # Errors
    /// When the file can't be read, or a password stands on the command line.
    fn told(&self) -> Result<Option<String>> {
        if let Some(url) = self.database_url.as_deref().map(text_file::clean) {
            ensure!(
                !url.is_empty(),
                "the database's address (DATABASE_URL or --database-url) is empty: write it, or leave it out for SQLite in \
                 the data folder"
            );
            if has_password(url) && std::env::args().any(|word| word.contains(url)) {
                bail!(
                    "everybody on this machine can read a password on a command line: put the address into the \
                     environment as DATABASE_URL, or into a file that --database-url-file names"
                );
            }
            return Ok(Some(url.to_owned()));
        }
        let Some(file) = &self.database_url_file else { return Ok(None) };
        Ok(Some(text_file::read(file).context(
            "the file with the database's address can't be read: name it by --database-url-file, and let the server's user \
             read it",
        )?))
    }

    /// Where the server's own secret is.
    #[must_use]
    pub fn key_place(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| self.data_dir.join("rond.key"))
    }

    /// The server's own secret, made where there is none yet.
    ///
    /// # Errors
    /// When its file can't be read or made.
    pub fn keys(&self) -> Result<Keys> {
        Keys::open(&self.key_place())
    }

    /// The server's own secret, which is there.
    ///
    /// # Errors
    /// When it isn't, or its file can't be read.
    pub fn existing_keys(&self) -> Result<Keys> {
        Keys::existing(&self.key_place())
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

/// An address to listen on. A name may stand for several; programs of this machine try the older protocol's too.
fn listen_address(text: &str) -> Result<SocketAddr, String> {
    if let Ok(address) = text.parse() {
        return Ok(address);
    }
    let told = |error: std::io::Error| format!("{text} is no address with a port, such as 127.0.0.1:3000 ({error})");
    let all: Vec<SocketAddr> = text.to_socket_addrs().map_err(told)?.collect();
    let first = all.iter().find(|address| address.is_ipv4()).or(all.first());
    let unknown = || format!("{text} stands for no address: write a number and a port, such as 127.0.0.1:3000");
    first.copied().ok_or_else(unknown)
}

fn writable(folder: &Path) -> Result<()> {
    let told = || {
        format!(
            "the folder {} can't be written: change its rights, or choose another with --data-dir",
            folder.display()
        )
    };
    std::fs::create_dir_all(folder).with_context(told)?;
    // Commands that begin at one moment each have a file of their own: one would take another's away.
    let trial = folder.join(format!(".rond-writes-{}", std::process::id()));
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
        // As browsers tell it in `Origin`: in small letters, a name of other letters than English ones in its ASCII form, and
        // without the port that goes without saying.
        let parsed = Url::parse(text_file::clean(url)).ok().filter(|url| {
            let bare = url.username().is_empty() && url.password().is_none() && url.query().is_none();
            bare && url.path() == "/" && url.fragment().is_none() && matches!(url.scheme(), "http" | "https")
        });
        let host = parsed.as_ref().and_then(|url| url.host_str()).filter(|host| !host.is_empty());
        let (Some(url), Some(host)) = (&parsed, host) else {
            bail!("--public-url should be like https://rond.example, without a path")
        };
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        Ok(format!("{}://{host}{port}", url.scheme()))
    }

    /// The proxies in front.
    #[must_use]
    pub fn proxies_in_front(&self) -> Proxies {
        Proxies { addresses: self.proxies.clone(), header: self.proxy_header }
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
    fn a_server_listens_on_a_number_or_a_name() {
        let addr = |text: &str| match Command::try_parse_from(["server", "serve", "--addr", text]).ok()?.what {
            What::Serve(serve) => Some(serve.addr),
            _ => None,
        };
        assert_eq!(addr("127.0.0.1:3000"), "127.0.0.1:3000".parse().ok());
        assert!(addr("localhost:3000").is_some_and(|addr| addr.ip().is_loopback() && addr.port() == 3000));
        assert_eq!((addr("localhost"), addr("3000")), (None, None));
    }

    #[test]
    fn nobody_restores_by_a_word_that_is_missing() {
        let is_taken = |words: &[&str]| Command::try_parse_from([&["server", "restore"], words].concat()).is_ok();
        assert!(
            is_taken(&["backup.db"]) && is_taken(&["--in-place"]) && is_taken(&["--in-place", "--log", "log.jsonl"])
        );
        assert!(!is_taken(&[""]) && !is_taken(&["backup.db", "--in-place"]));
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
        assert_eq!(public("https://löfte.example").as_deref(), Some("https://xn--lfte-5qa.example"));
        for bad in
            ["rond.example", "https://", "https://rond.example/app", "https://a@rond.example", "ftp://rond.example"]
        {
            assert_eq!(public(bad), None, "{bad}");
        }
    }
}
