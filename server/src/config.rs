//! What the command line and the environment say.

use crate::keys::Keys;
use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// Rond: what a citizens' promise says, against what was done.
#[derive(Parser)]
#[command(name = "server", version, about)]
pub struct Command {
    #[command(subcommand)]
    pub what: What,
}

/// Everything an administrator needs.
#[derive(Subcommand)]
pub enum What {
    /// Serve the app, the pages and the API.
    Serve(Serve),
    /// People: officers and staff.
    People {
        #[command(subcommand)]
        what: PeopleWhat,
    },
    /// One-time codes that enrol a phone.
    Codes {
        #[command(subcommand)]
        what: CodesWhat,
    },
    /// Phones that are enrolled.
    Devices {
        #[command(subcommand)]
        what: DevicesWhat,
    },
    /// Promise files.
    Promise {
        #[command(subcommand)]
        what: PromiseWhat,
    },
    /// The audit log: whether it is as it was written, and a signed copy of it.
    Audit {
        #[command(subcommand)]
        what: AuditWhat,
    },
    /// Count every figure anew from the entries.
    Rebuild(Kept),
    /// Fill a database with reproducible made-up entries.
    Demo(Demo),
}

/// Where the server keeps what it keeps.
#[derive(Args, Clone, Debug)]
pub struct Kept {
    /// A PostgreSQL or SQLite address; without it SQLite in the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,
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
    /// A proxy in front, on another machine, whose `X-Forwarded-For` is believed; may be given several times.
    #[arg(long, env = "ROND_PROXY", value_delimiter = ',')]
    pub proxy: Vec<IpAddr>,
    /// The built client, made by `cargo xtask build`.
    #[arg(long, env = "ROND_SITE_DIR", default_value = "target/site")]
    pub site_dir: PathBuf,
    /// Made-up entries, and a banner on every page that says so.
    #[arg(long)]
    pub demo: bool,
}

#[derive(Subcommand)]
pub enum PeopleWhat {
    /// Create a person, and print what lets them in.
    Add(AddPerson),
    /// Forget the names that no promise needs any longer, as a running server does once a day.
    Forget {
        #[command(flatten)]
        kept: Kept,
        /// Say whose names they are, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Subcommand)]
pub enum AuditWhat {
    /// Name every row that was changed, removed or moved; fails when there is one.
    Verify {
        #[command(flatten)]
        kept: Kept,
        /// An earlier export: also finds a log that was cut off at its end, or written anew.
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
    },
    /// Write the log to a new file, a JSON object a line, with its heads signed. Keep it on another machine.
    Export {
        #[command(flatten)]
        kept: Kept,
        file: PathBuf,
    },
}

#[derive(Args)]
pub struct AddPerson {
    #[command(flatten)]
    pub kept: Kept,
    /// officer, supervisor, coordinator or administrator.
    #[arg(long, value_parser = role)]
    pub role: domain::reach::Role,
    #[arg(long)]
    pub name: String,
    /// An organisation of the promise; without it the first.
    #[arg(long)]
    pub organisation: Option<String>,
    /// Read the password from standard input instead of printing a link.
    #[arg(long)]
    pub password_stdin: bool,
}

#[derive(Subcommand)]
pub enum CodesWhat {
    /// Print a new code for a person.
    New {
        #[command(flatten)]
        kept: Kept,
        /// Whom it is for.
        #[arg(long = "for", value_name = "NAME")]
        name: String,
    },
}

#[derive(Subcommand)]
pub enum DevicesWhat {
    /// Print the phones, and what each is known to hold.
    List(Kept),
    /// Revoke a phone: final.
    Revoke {
        #[command(flatten)]
        kept: Kept,
        /// The phone's id, as `devices list` prints it.
        device: String,
    },
}

#[derive(Subcommand)]
pub enum PromiseWhat {
    /// Print the promises that Rond ships with, one of which may be near your own.
    List {
        #[arg(long)]
        json: bool,
    },
    /// Print the file of a promise that Rond ships with, to start from.
    Show {
        /// Its id, as `promise list` prints it.
        id: String,
    },
    /// Tell every problem of a file with its line and column.
    Check {
        file: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// Put a promise in force, and count every entry anew by it.
    Load {
        #[command(flatten)]
        kept: Kept,
        file: PathBuf,
        /// Say what would happen, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Args)]
pub struct Demo {
    #[command(flatten)]
    pub kept: Kept,
    /// The same seed makes the same entries.
    #[arg(long, default_value_t = crate::demo::SEED)]
    pub seed: u64,
    /// About how many entries; without it as many as the promise speaks of.
    #[arg(long)]
    pub entries: Option<u32>,
}

fn role(word: &str) -> Result<domain::reach::Role, String> {
    domain::reach::Role::read(word).ok_or_else(|| "officer, supervisor, coordinator or administrator".to_owned())
}

impl Kept {
    /// The database's address; its folder is made and tried where the database is a file in it.
    ///
    /// # Errors
    /// When the folder can't be made or written.
    pub fn database(&self) -> Result<String> {
        if let Some(url) = self.database_url.as_deref().filter(|url| !url.is_empty()) {
            return Ok(url.to_owned());
        }
        writable(&self.data_dir)?;
        Ok(format!("sqlite:{}", self.data_dir.join("rond.db").display()))
    }

    /// The server's own secret.
    ///
    /// # Errors
    /// When its file can't be read or made.
    pub fn keys(&self) -> Result<Keys> {
        Keys::open(&self.key_file.clone().unwrap_or_else(|| self.data_dir.join("rond.key")))
    }
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
        if host.is_none_or(|host| host.is_empty() || host.contains('/')) {
            bail!("--public-url should be like https://rond.example, without a path");
        }
        Ok(url.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_whole() {
        Command::command().debug_assert();
    }
}
