//! Promise files as administrators uploaded them: drafts that they alone see, and those whose promise is in force; and
//! which versions have been in force.

use super::Store;
use super::audit::{self, AuditEvent};
use super::sql::{Row, Tx, vals};
use anyhow::{Context, Result};
use domain::calendar::Span;
use domain::id::{PartnershipId, PersonId, PromiseId};
use serde_json::{Value, json};

/// Drafts of a partnership at once.
const MOST_DRAFTS: i64 = 50;
/// Versions that a page lists at most.
const MOST_VERSIONS: i64 = 500;

/// A file to keep: whole and without problems.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPromiseFile {
    /// UUIDv7.
    pub id: [u8; 16],
    pub promise: PromiseId,
    pub version: u32,
    pub text: String,
    /// Who uploaded it; `None` for the file that the server was set up with.
    pub by: Option<PersonId>,
}

/// A file that is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PromiseFile {
    pub id: [u8; 16],
    pub promise: PromiseId,
    pub version: u32,
    pub text: String,
    pub uploaded_at_ms: i64,
    pub uploaded_by: Option<PersonId>,
    /// When its promise was put in force; `None` for a draft.
    pub in_force_at_ms: Option<i64>,
}

/// A version of a promise that is or was in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoadedVersion {
    pub promise: PromiseId,
    pub version: u32,
    /// Whether it is the one in force.
    pub active: bool,
    /// First and last day in force.
    pub days: Span,
    pub loaded_at_ms: i64,
    /// The newest file that was uploaded of it, if any.
    pub file: Option<[u8; 16]>,
}

/// There are so many drafts that none is added.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooManyDrafts;

const SELECT: &str = "select id, promise, version, text, uploaded_at, uploaded_by, in_force_at from promise_files";

/// Writes a file's row.
pub(super) async fn insert(
    tx: &mut Tx,
    partnership: &PartnershipId,
    file: &NewPromiseFile,
    in_force_at_ms: Option<i64>,
    now_ms: i64,
) -> Result<()> {
    let sql = "insert into promise_files \
               (partnership, id, promise, version, text, uploaded_at, uploaded_by, in_force_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let version = i64::from(file.version);
    let by = file.by.map(|person| person.0);
    let vals = vals![
        partnership.as_str(),
        file.id,
        file.promise.as_str(),
        version,
        file.text.as_str(),
        now_ms,
        by,
        in_force_at_ms
    ];
    tx.run(sql, vals).await.map(drop)
}

impl Store {
    /// Keeps a file as a draft, instead of an earlier draft of the same promise.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one when there are too many drafts.
    pub async fn draft_promise(
        &self,
        partnership: &PartnershipId,
        file: &NewPromiseFile,
        now_ms: i64,
    ) -> Result<Result<(), TooManyDrafts>> {
        let mut tx = self.begin().await?;
        tx.lock(partnership.as_str()).await?;
        let sql = "delete from promise_files where partnership = $1 and promise = $2 and in_force_at is null";
        tx.run(sql, vals![partnership.as_str(), file.promise.as_str()]).await?;
        let sql = "select count(*) as count from promise_files where partnership = $1 and in_force_at is null";
        let row = tx.first(sql, vals![partnership.as_str()]).await?.context("nothing was counted")?;
        if row.try_get::<i64>("count")? >= MOST_DRAFTS {
            return Ok(Err(TooManyDrafts));
        }
        insert(&mut tx, partnership, file, None, now_ms).await?;
        let about = about(&file.promise, file.version);
        audit::note(&mut tx, partnership, file.by, AuditEvent::DraftPromise, about, now_ms).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// A file of a partnership, draft or not.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn promise_file(&self, partnership: &PartnershipId, id: [u8; 16]) -> Result<Option<PromiseFile>> {
        let sql = format!("{SELECT} where partnership = $1 and id = $2");
        let row = self.begin_reading().await?.first(sql, vals![partnership.as_str(), id]).await?;
        row.as_ref().map(file).transpose()
    }

    /// All drafts of a partnership, the newest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn promise_drafts(&self, partnership: &PartnershipId) -> Result<Vec<PromiseFile>> {
        let sql = format!("{SELECT} where partnership = $1 and in_force_at is null order by id desc limit $2");
        let rows = self.begin_reading().await?.all(sql, vals![partnership.as_str(), MOST_DRAFTS]).await?;
        rows.iter().map(file).collect()
    }

    /// Notes that a draft's promise was put in force, and by whom: `false` when there is no such draft any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft_in_force(
        &self,
        partnership: &PartnershipId,
        id: [u8; 16],
        by: PersonId,
        now_ms: i64,
    ) -> Result<bool> {
        let sql = "update promise_files set in_force_at = $3 \
                   where partnership = $1 and id = $2 and in_force_at is null returning promise, version";
        self.end_draft(partnership, sql, vals![partnership.as_str(), id, now_ms], (AuditEvent::PutInForce, by), now_ms)
            .await
    }

    /// Drops a draft: `false` when there is no such draft any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_draft(
        &self,
        partnership: &PartnershipId,
        id: [u8; 16],
        by: PersonId,
        now_ms: i64,
    ) -> Result<bool> {
        let sql = "delete from promise_files where partnership = $1 and id = $2 and in_force_at is null \
                   returning promise, version";
        self.end_draft(partnership, sql, vals![partnership.as_str(), id], (AuditEvent::DropPromise, by), now_ms).await
    }

    async fn end_draft(
        &self,
        partnership: &PartnershipId,
        sql: &'static str,
        vals: Vec<super::sql::Val>,
        (deed, by): (AuditEvent, PersonId),
        now_ms: i64,
    ) -> Result<bool> {
        let mut tx = self.begin().await?;
        let Some(row) = tx.first(sql, vals).await? else { return Ok(false) };
        let about = about(&row.try_get("promise")?, row.try_get("version")?);
        audit::note(&mut tx, partnership, Some(by), deed, about, now_ms).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The versions that are or were in force, those in force first, each kind by its first day.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn loaded_versions(&self, partnership: &PartnershipId) -> Result<Vec<LoadedVersion>> {
        let sql = "select p.id, p.version, p.active, p.from_day, p.to_day, p.loaded_at, \
                   (select f.id from promise_files f where f.partnership = p.partnership and f.promise = p.id \
                   and f.version = p.version and f.in_force_at is not null order by f.id desc limit 1) as file \
                   from promises p where p.partnership = $1 \
                   order by p.active desc, p.from_day desc, p.id, p.version desc limit $2";
        let version = |row: &Row| {
            Ok(LoadedVersion {
                promise: row.try_get("id")?,
                version: row.try_get("version")?,
                active: row.try_get("active")?,
                days: Span { from: row.try_get("from_day")?, to: row.try_get("to_day")? },
                loaded_at_ms: row.try_get("loaded_at")?,
                file: row.try_get("file")?,
            })
        };
        self.begin_reading()
            .await?
            .all(sql, vals![partnership.as_str(), MOST_VERSIONS])
            .await?
            .iter()
            .map(version)
            .collect()
    }
}

fn file(row: &Row) -> Result<PromiseFile> {
    Ok(PromiseFile {
        id: row.try_get("id")?,
        promise: row.try_get("promise")?,
        version: row.try_get("version")?,
        text: row.try_get("text")?,
        uploaded_at_ms: row.try_get("uploaded_at")?,
        uploaded_by: row.try_get("uploaded_by")?,
        in_force_at_ms: row.try_get("in_force_at")?,
    })
}

fn about(promise: &PromiseId, version: u32) -> Value {
    json!({ "promise": promise, "version": version })
}
