//! What the server keeps, on SQLite or PostgreSQL. The only place with SQL.
//!
//! **Invariant: a figure and the entries behind it change in one transaction.** Everything is written once, against
//! `sql::Tx`; what differs between the databases is in `sqlite.rs` and `postgres.rs`.

mod access;
mod address;
mod audit;
mod audit_list;
pub mod backup;
mod batch;
mod browse;
mod ceremonies;
mod chain;
mod changes;
mod checkpoints;
mod commits;
pub mod correction_journal;
mod count;
mod crashes;
pub mod database_error;
mod decide;
pub mod decision_effects;
pub mod decision_scope;
mod devices;
mod entries;
mod forget;
mod gaps;
mod history;
mod hold;
mod identities;
mod in_force;
mod many;
mod many_postgres;
mod many_sqlite;
mod merge;
mod merge_state;
mod merge_writes;
mod migrations;
mod open;
mod opening;
mod pass;
mod passkeys;
mod people;
mod person;
mod postgres;
mod promise_files;
mod promises;
pub mod quality_counts;
mod rebuild;
mod recount;
mod removal;
mod report_approvals;
mod report_lists;
mod report_rows;
mod report_texts;
mod report_withdrawals;
mod reports;
pub mod restore;
mod returned;
mod row;
mod secrets;
mod sessions;
mod setup;
mod sql;
mod sqlite;
mod statements;
pub mod stored_entry;
mod sums;
mod sweep;
mod tallies;
pub mod unit_counts;
mod weeks;
mod writer;

pub use access::NotDisabled;
pub use address::DatabaseAddress;
pub use audit::{AuditEvent, AuditRow};
pub use audit_list::{Logged, LoggedPage};
pub use batch::{Batch, Merged};
pub use browse::{Browsed, BrowsedPage, EntryPosition, Shown};
pub use ceremonies::{Ceremony, CeremonyKind};
pub use chain::sha256;
pub use changes::{ChangeRow, Changes};
pub use commits::Heard;
pub use crashes::CrashRow;
pub use database_error::DatabaseError;
pub use decide::{DecisionRequest, NotDecided};
pub use decision_effects::DecisionRow;
pub use devices::{CREDENTIAL_MS, Credential, DeviceRow, Enrolled, Phones};
pub use entries::{Cursor, EntryPage, EntryRow, Filter};
pub use forget::Forgotten;
pub use gaps::{ClosedGap, GapRow};
pub use history::History;
pub use hold::Hold;
pub use identities::{LinkedIdentity, NotLinked};
pub use in_force::{Cause, InForce, NotLoaded};
pub use open::Open;
pub use opening::Opening;
pub use pass::{OnProgress, Progress, STEP};
pub use passkeys::{NewPasskey, NotAdded, PasskeyRow};
pub use people::{Listed, NewPerson, PersonRow, Rejected};
pub use person::{Around, Becomes, Ended, NotChanged, PhoneOf, seen_of};
pub use promise_files::{LoadedVersion, NewPromiseFile, PromiseFile, TooManyDrafts};
pub use promises::{Changed, Loaded};
pub use recount::{Begun, ROWS_PER_WRITE, Recount, SILENT_MS};
pub use removal::{NotRemoved, NotUnloaded, PartnershipRow, Removed};
pub use report_approvals::Approval;
pub use report_rows::{Choosing, RowAsked};
pub use report_texts::{Written, WrittenText};
pub use reports::{Compose, NotTaken, ReportFigures, ReportRow, Step, StepTaken};
pub use restore::LoggedJournal;
pub use returned::{Reply, Returned};
pub use secrets::Purpose;
pub use sessions::{Began, SESSION_IDLE_MS, SESSION_WHOLE_MS, Session, SessionOf, SessionRow, Way};
pub use setup::{FirstAdministrator, SetupLink};
pub use stored_entry::ByRoot;
pub use tallies::{AsOfCommit, Week, YearOf, end_of_week};
pub use writer::{GroupCounts, NotMerged, Writer};

use anyhow::{Context, Result, bail};
use domain::id::PartnershipId;
use opening::State;
use sql::{Tx, vals};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

/// Either database, with what is kept of it in memory.
#[derive(Clone)]
pub struct Store {
    database: Database,
    /// Promises in force by partnership, each with the number that says whether they are still these.
    catalogues: Arc<Mutex<Catalogues>>,
    /// What has been committed, for those who hear of it.
    commits: commits::Commits,
    /// Counts that this process has begun and not ended.
    begun: Arc<Mutex<BTreeSet<(PartnershipId, i64)>>>,
}

type Catalogues = HashMap<PartnershipId, (i64, Arc<InForce>)>;

#[derive(Clone)]
enum Database {
    Sqlite(sqlite::Pools),
    Postgres(postgres::Pools),
}

impl Store {
    /// Opens a database, after what its opening allows has been done to it.
    ///
    /// # Errors
    /// When it can't be reached or read, or isn't there or of another version and may not be created or brought up to date;
    /// the message says what to do.
    pub async fn open(address: &DatabaseAddress, opening: Opening) -> Result<Self> {
        let database = match address {
            DatabaseAddress::Postgres(_) => Database::Postgres(postgres::open(address, opening).await?),
            DatabaseAddress::File(_) | DatabaseAddress::Sqlite(_) => {
                Database::Sqlite(sqlite::open(address, opening).await?)
            }
        };
        let commits = commits::Commits::default();
        let store = Self { database, catalogues: Arc::default(), commits, begun: Arc::default() };
        if opening.migrates() {
            store.chain_older_rows().await.context("the audit log can't be brought up to date")?;
        }
        Ok(store)
    }

    /// Looks whether a database could be opened so, and with the key of a fingerprint, without creating or changing anything.
    /// Answers the settings of PostgreSQL under which a crash takes back what it called committed.
    ///
    /// # Errors
    /// When it couldn't; the message says what to do, and never the address of a PostgreSQL.
    pub async fn look(address: &DatabaseAddress, opening: Opening, fingerprint: Option<&str>) -> Result<Vec<String>> {
        let (state, key, volatile) = match address {
            DatabaseAddress::Postgres(_) => postgres::look(address).await?,
            DatabaseAddress::File(_) | DatabaseAddress::Sqlite(_) => {
                let state = sqlite::look(address).await?;
                let key = match state {
                    State::Current | State::Older(_) => key_of(&mut sqlite::looking(address).await?).await?,
                    State::Empty | State::Newer(_) | State::Foreign => None,
                };
                (state, key, Vec::new())
            }
        };
        opening::step(address, state, opening)?;
        if let (State::Empty, Some(file)) = (state, address.file()?) {
            sqlite::has_folder(&file)?;
        }
        match (key, fingerprint) {
            (Some(of), Some(fingerprint)) => same_key(&of, fingerprint)?,
            (Some(of), None) => bail!(
                "this database belongs to a key ({of}) whose file is missing or can't be read: put it back, or name it by --key-file"
            ),
            (None, _) => {}
        }
        Ok(volatile)
    }

    /// The settings of PostgreSQL under which a crash takes back what it called committed; none on SQLite, of which
    /// durability is asked for on each connection.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn volatile_settings(&self) -> Result<Vec<String>> {
        match &self.database {
            Database::Sqlite(_) => Ok(Vec::new()),
            Database::Postgres(pools) => pools.volatile().await,
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

    /// The version of a database that is up to date with this program.
    #[must_use]
    pub fn version(&self) -> i64 {
        migrations::newest()
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

    /// Reads what one statement answers, which sees one state by itself: without the steps of a transaction around it.
    async fn rows(&self, sql: &'static str, vals: Vec<sql::Val>) -> Result<Vec<sql::Row>> {
        match &self.database {
            Database::Sqlite(pools) => pools.rows(sql, vals).await,
            Database::Postgres(pools) => pools.rows(sql, vals).await,
        }
    }

    /// A transaction that reads one state of everything for as long as a count takes: no time limit of the database's ends
    /// it.
    async fn begin_snapshot(&self) -> Result<Tx> {
        match &self.database {
            Database::Sqlite(pools) => pools.begin_reading().await,
            Database::Postgres(pools) => pools.begin_snapshot().await,
        }
    }

    /// Takes up what was written beside the database's file into it, where there is such a thing, without keeping anybody
    /// from writing.
    async fn checkpoint(&self) -> Result<()> {
        match &self.database {
            Database::Sqlite(pools) => pools.checkpoint().await,
            Database::Postgres(_) => Ok(()),
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
        let epoch = epoch_within(&mut tx).await?;
        tx.commit().await?;
        Ok(epoch)
    }

    /// Whether the database belongs to a key already.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn has_key(&self) -> Result<bool> {
        Ok(key_of(&mut self.begin_reading().await?).await?.is_some())
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
        let of = key_of(&mut tx).await?.context("the key's fingerprint can't be read")?;
        same_key(&of, fingerprint)?;
        tx.commit().await
    }

    /// All partnerships of the server.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn partnerships(&self) -> Result<Vec<PartnershipId>> {
        let rows = self.begin_reading().await?.all("select id from partnerships order by id", vals![]).await?;
        rows.iter().map(|row| row.try_get("id")).collect()
    }
}

/// The epoch as a transaction sees it. Whoever answers a phone goes by this one, not by what was read at the start: a backup may
/// have been put back under the server.
async fn epoch_within(tx: &mut Tx) -> Result<String> {
    let row = tx.first("select fact from server_facts where name = 'epoch'", vals![]).await?;
    row.context("the epoch can't be read")?.try_get("fact")
}

/// The fingerprint of the key that a database belongs to; `None` before its first start.
async fn key_of(tx: &mut Tx) -> Result<Option<String>> {
    let row = tx.first("select fact from server_facts where name = 'key'", vals![]).await?;
    row.map(|row| row.try_get("fact")).transpose()
}

fn same_key(of: &str, fingerprint: &str) -> Result<()> {
    anyhow::ensure!(
        of == fingerprint,
        "this database belongs to another key ({of}): name the file that it was begun with by --key-file"
    );
    Ok(())
}
