//! The commands of an administrator, as the command line spells them.

use super::{Kept, Serve};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

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
        what: PeopleCommand,
    },
    /// One-time codes that enrol a phone.
    Codes {
        #[command(subcommand)]
        what: CodesCommand,
    },
    /// Phones that are enrolled.
    Devices {
        #[command(subcommand)]
        what: DevicesCommand,
    },
    /// Promise files.
    Promise {
        #[command(subcommand)]
        what: PromiseCommand,
    },
    /// Partnerships: the parties that promise together, each with people, phones and entries of its own.
    Partnership {
        #[command(subcommand)]
        what: PartnershipCommand,
    },
    /// The audit log: whether it is as it was written, and a signed copy of it.
    Audit {
        #[command(subcommand)]
        what: AuditCommand,
    },
    /// Count every figure anew from the entries: of one partnership, or of all.
    Rebuild {
        #[command(flatten)]
        kept: Kept,
        #[command(flatten)]
        of: Partnership,
    },
    /// Copy the SQLite database to a new file, also while a server uses it, and prove the copy.
    Backup {
        #[command(flatten)]
        kept: Kept,
        file: PathBuf,
    },
    /// Put a backup back while the server is stopped: a new epoch, no sessions or codes, and what the log says was since.
    Restore(Restore),
    /// Bring the database up to date with this version, after a copy of an SQLite database was put beside it. The server must
    /// be stopped; `serve` does the same when it starts.
    Migrate(Kept),
    /// Fill a database with reproducible made-up entries.
    Demo(Demo),
    /// The settings themselves.
    Config {
        #[command(subcommand)]
        what: ConfigWhat,
    },
}

/// Which partnership a command is about.
#[derive(Args, Clone, Debug, Default)]
pub struct Partnership {
    /// The partnership's id, as `server partnership list` prints it; needed where the server holds several.
    #[arg(long = "partnership", value_name = "ID")]
    pub id: Option<String>,
}

#[derive(Subcommand)]
pub enum PartnershipCommand {
    /// Print the partnerships, and what each holds.
    List(Kept),
    /// Remove a partnership in which nothing was recorded, with its promises, people and revoked phones. Its audit log stays.
    Remove {
        #[command(flatten)]
        kept: Kept,
        /// Its id, as `partnership list` prints it.
        id: String,
    },
}

#[derive(Subcommand)]
pub enum ConfigWhat {
    /// Tell every problem of the settings that `serve` would be started with; nothing is started, made or changed.
    Check(Serve),
}

#[derive(Subcommand)]
pub enum PeopleCommand {
    /// Create a person, and print what lets them in.
    Add(AddPerson),
    /// Print a new sign-in link, which ends earlier ones: for the administrator, or for somebody else by name. On a server
    /// without a partnership it is the link that sets it up.
    Link {
        #[command(flatten)]
        kept: Kept,
        #[command(flatten)]
        of: Partnership,
        /// Whom it is for; needed where there are several administrators.
        #[arg(long)]
        name: Option<String>,
    },
    /// Forget the names that no promise needs any longer, as a running server does once a day: in one partnership, or in all.
    Forget {
        #[command(flatten)]
        kept: Kept,
        #[command(flatten)]
        of: Partnership,
        /// Say whose names they are, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Subcommand)]
pub enum AuditCommand {
    /// Name every row that was changed, removed or moved; fails when there is one.
    Verify {
        #[command(flatten)]
        kept: Kept,
        /// An earlier export: also finds a log that was cut off at its end, or written anew.
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
    },
    /// After a backup was put back: revoke, disable and decide again what an exported log says was since.
    Replay {
        #[command(flatten)]
        kept: Kept,
        file: PathBuf,
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
    #[command(flatten)]
    pub of: Partnership,
    /// officer, supervisor, coordinator or administrator.
    #[arg(long, value_parser = role)]
    pub role: domain::authorization::Role,
    #[arg(long)]
    pub name: String,
    /// An organisation of the promise; without it the first.
    #[arg(long)]
    pub organisation: Option<String>,
    /// Read the password from standard input instead of printing a link.
    #[arg(long)]
    pub password_stdin: bool,
}

#[derive(Args)]
pub struct Restore {
    #[command(flatten)]
    pub kept: Kept,
    /// A file that `server backup` made.
    #[arg(conflicts_with = "in_place")]
    pub file: Option<PathBuf>,
    /// The database has been put back by another tool already (`pg_restore`, a continuous copy): end its sessions and codes,
    /// and begin its new epoch, as it lies.
    #[arg(long)]
    pub in_place: bool,
    /// The newest export of the audit log: revokes, disables and decides again what it says was since.
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
}

#[derive(Subcommand)]
pub enum CodesCommand {
    /// Print a new code for a person.
    New {
        #[command(flatten)]
        kept: Kept,
        #[command(flatten)]
        of: Partnership,
        /// Whom it is for.
        #[arg(long = "name", alias = "for", value_name = "NAME")]
        name: String,
    },
}

#[derive(Subcommand)]
pub enum DevicesCommand {
    /// Print the phones, and what each is known to hold.
    List {
        #[command(flatten)]
        kept: Kept,
        #[command(flatten)]
        of: Partnership,
    },
    /// Revoke a phone: final.
    Revoke {
        #[command(flatten)]
        kept: Kept,
        #[command(flatten)]
        of: Partnership,
        /// The phone's id, as `devices list` prints it.
        device: String,
    },
}

#[derive(Subcommand)]
pub enum PromiseCommand {
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
    /// Take a promise away, within whose days nothing was recorded.
    Unload {
        #[command(flatten)]
        kept: Kept,
        /// Its id, as its file has it.
        id: String,
    },
}

#[derive(Args)]
pub struct Demo {
    #[command(flatten)]
    pub kept: Kept,
    #[command(flatten)]
    pub of: Partnership,
    /// The promise that a new database begins with: a file, or the id of one that ships; without it Jönköping's.
    #[arg(long, value_name = "FILE or ID")]
    pub promise: Option<String>,
    /// The same seed makes the same entries.
    #[arg(long, default_value_t = crate::demo::SEED)]
    pub seed: u64,
    /// About how many entries; without it as many as the promise speaks of.
    #[arg(long)]
    pub entries: Option<u32>,
}

fn role(word: &str) -> Result<domain::authorization::Role, String> {
    domain::authorization::Role::read(word)
        .ok_or_else(|| "officer, supervisor, coordinator or administrator".to_owned())
}
