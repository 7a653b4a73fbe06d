//! What the server keeps, on SQLite or PostgreSQL. The only place with SQL.
//!
//! **Invariant: a figure and the entries behind it change in one transaction.** Everything is written once, against
//! [`sql::Tx`]; what differs between the databases is in `sqlite.rs` and `postgres.rs`.

mod access;
mod audit;
mod audit_list;
pub mod backup;
mod browse;
mod ceremonies;
mod chain;
mod changes;
mod commits;
mod count;
mod decide;
mod decided;
mod devices;
mod entries;
mod forget;
mod gaps;
mod held;
mod history;
mod identities;
mod merge;
mod migrations;
mod open;
mod passkeys;
mod people;
mod person;
mod postgres;
mod promises;
mod rebuild;
mod report_lists;
mod report_texts;
mod reports;
mod restored;
mod secrets;
mod sessions;
mod shapes;
mod sql;
mod sqlite;
mod staff;
mod tallies;
mod touched;
mod trouble;
mod units;
mod writer;

pub use access::NotDisabled;
pub use audit::{AuditRow, Deed};
pub use audit_list::{Logged, LoggedPage};
pub use browse::{Browsed, BrowsedPage, Shown};
pub use ceremonies::{Ceremony, CeremonyKind};
pub use chain::sha256;
pub use changes::{ChangeRow, Changes};
pub use commits::Heard;
pub use decide::{Asked, NotDecided};
pub use decided::DecisionRow;
pub use devices::{CREDENTIAL_MS, Credential, DeviceRow, Enrolled, Phones};
pub use entries::{Cursor, EntryPage, EntryRow, Filter};
pub use forget::Forgotten;
pub use gaps::{ClosedGap, GapRow};
pub use held::ByRoot;
pub use history::History;
pub use identities::{LinkedIdentity, NotLinked};
pub use merge::{Batch, Merged};
pub use open::Open;
pub use passkeys::{NewPasskey, NotAdded, PasskeyRow};
pub use people::{Listed, NewPerson, PersonRow, Rejected};
pub use person::{Around, Becomes, Ended, NotChanged, PhoneOf};
pub use promises::{Changed, InForce, Loaded, NotLoaded};
pub use rebuild::Progress;
pub use report_lists::Told;
pub use report_texts::Written;
pub use reports::{Compose, NotTaken, ReportFigures, ReportRow, StepTaken};
pub use restored::ToldOf;
pub use secrets::Purpose;
pub use sessions::{Began, SESSION_IDLE_MS, SESSION_WHOLE_MS, Session, SessionOf, SessionRow, Way};
pub use tallies::{Week, YearOf};
pub use trouble::Trouble;
pub use writer::{NotMerged, Writer};

use anyhow::{Context, Result};
use domain::id::PartnershipId;
use sql::{Tx, vals};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Either database, with what is kept of it in memory.
#[derive(Clone)]
pub struct Store {
    database: Database,
    /// Promises in force by partnership, each with the number that says whether they are still these.
    catalogues: Arc<Mutex<Catalogues>>,
    /// What has been committed, for those who hear of it.
    commits: commits::Commits,
}

type Catalogues = HashMap<PartnershipId, (i64, Arc<InForce>)>;

#[derive(Clone)]
enum Database {
    Sqlite(sqlite::Pools),
    Postgres(postgres::Pools),
}

impl Store {
    /// Opens the database and brings it up to date.
    ///
    /// # Errors
    /// When it can't be reached, read or brought up to date; the message says what to check.
    pub async fn open(url: &str) -> Result<Self> {
        let database = if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Database::Postgres(postgres::open(url).await?)
        } else if url.starts_with("sqlite:") {
            Database::Sqlite(sqlite::open(url).await?)
        } else {
            anyhow::bail!("a database's address begins with sqlite: or postgres:");
        };
        let store = Self { database, catalogues: Arc::default(), commits: commits::Commits::default() };
        store.chain_older_rows().await.context("the audit log can't be brought up to date")?;
        Ok(store)
    }

    /// Whether a database can be reached, without making, changing or bringing up to date anything.
    ///
    /// # Errors
    /// When it can't, or the address is none; the message says what to check, and never the address of a PostgreSQL.
    pub async fn reach(url: &str) -> Result<()> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            postgres::reach(url).await
        } else if url.starts_with("sqlite:") {
            sqlite::reach(url).await
        } else {
            anyhow::bail!("a database's address begins with sqlite: or postgres:")
        }
    }

    /// "sqlite" or "postgres", for logs and readiness.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.database {
            Database::Sqlite(_) => "sqlite",
            Database::Postgres(_) => "postgres",
        }
    }

    /// A transaction that may write.
    async fn begin(&self) -> Result<Tx> {
        match &self.database {
            Database::Sqlite(pools) => pools.begin().await,
            Database::Postgres(pools) => pools.begin().await,
        }
    }

    /// A transaction that reads one state of everything.
    async fn begin_reading(&self) -> Result<Tx> {
        match &self.database {
            Database::Sqlite(pools) => pools.begin_reading().await,
            Database::Postgres(pools) => pools.begin_reading().await,
        }
    }

    /// Takes what was deleted out of the database's files too: what is left of a row there until its place is used anew.
    /// Backups, and what an archive keeps of a database's writes, have it for as long as they are kept.
    ///
    /// # Errors
    /// When the database fails, or has no room for it; it can be asked again.
    async fn wipe_deleted(&self) -> Result<()> {
        match &self.database {
            Database::Sqlite(pools) => pools.wipe_deleted().await,
            Database::Postgres(pools) => pools.wipe_deleted().await,
        }
        .context("what was forgotten is still in the database's free space")
    }

    /// Lets go of every connection, after what is under way has ended.
    pub async fn close(&self) {
        match &self.database {
            Database::Sqlite(pools) => pools.close().await,
            Database::Postgres(pools) => pools.close().await,
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it doesn't.
    pub async fn ping(&self) -> Result<()> {
        self.begin_reading().await?.all("select 1", vals![]).await.map(|_| ())
    }

    /// The server's epoch: `fresh` when it had none. A restored backup gets a new one.
    ///
    /// # Errors
    /// When the database can't be read or written.
    pub async fn epoch(&self, fresh: &str) -> Result<String> {
        let mut tx = self.begin().await?;
        let sql = "insert into server_facts (name, fact) values ('epoch', $1) on conflict (name) do nothing";
        tx.run(sql, vals![fresh]).await?;
        let row = tx.first("select fact from server_facts where name = 'epoch'", vals![]).await?;
        let epoch = row.context("the epoch can't be read")?.text(0)?;
        tx.commit().await?;
        Ok(epoch)
    }

    /// Ties the database to the server's key at the first start, and refuses another key from then on: what phones have
    /// sealed for the one could not be opened with the other.
    ///
    /// # Errors
    /// When the database belongs to another key, or can't be read or written.
    pub async fn belongs_to(&self, fingerprint: &str) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "insert into server_facts (name, fact) values ('key', $1) on conflict (name) do nothing";
        tx.run(sql, vals![fingerprint]).await?;
        let row = tx.first("select fact from server_facts where name = 'key'", vals![]).await?;
        let of = row.context("the key's fingerprint can't be read")?.text(0)?;
        anyhow::ensure!(
            of == fingerprint,
            "this database belongs to another key ({of}): name the file that it was begun with by --key-file"
        );
        tx.commit().await
    }

    /// All partnerships of the server.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn partnerships(&self) -> Result<Vec<PartnershipId>> {
        let rows = self.begin_reading().await?.all("select id from partnerships order by id", vals![]).await?;
        rows.iter().map(|row| row.text(0).map(PartnershipId)).collect()
    }
}
