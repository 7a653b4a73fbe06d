//! Taking away what was never used: a promise within whose days nothing was recorded, a partnership without an entry.

use super::audit::{self, AuditEvent};
use super::sql::{Tx, vals};
use super::{Store, commits, in_force};
use anyhow::{Context, Result};
use domain::calendar::{Day, Span};
use domain::catalogue::Catalogue;
use domain::id::{PartnershipId, PersonId, PromiseId};
use serde::Serialize;
use serde_json::json;

/// Why a promise stays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotUnloaded {
    /// There is none of that id in the partnership.
    Unknown,
    /// It is the partnership's only one.
    Only,
    /// A promise that has ended continues by the year, and would be continued by this one again.
    Continues { origin: PromiseId },
    /// So many entries lie within its days.
    Entries(u64),
    /// So many reports speak of it.
    Reports(u64),
}

/// Why a partnership stays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotRemoved {
    Unknown,
    /// So many entries were recorded in it.
    Entries(u64),
    /// So many phones are enrolled and not revoked: what they hold could never be sent.
    Phones(u64),
}

/// A partnership as a list has it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PartnershipRow {
    pub partnership: PartnershipId,
    pub promises: Vec<PromiseId>,
    pub people: u64,
    pub phones: u64,
    pub entries: u64,
}

/// How much of each kind was removed with a partnership. Its audit log stays.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Removed {
    pub promises: u64,
    pub people: u64,
    pub phones: u64,
    pub reports: u64,
}

/// Every table with rows of a partnership, those that refer to others first. The audit log isn't among them: it is only
/// ever added to.
const TABLES: [&str; 31] = [
    "counted_tallies",
    "counted_questions",
    "counted_shapes",
    "counted_units",
    "counting_runs",
    "report_approvals",
    "report_writers",
    "report_rows",
    "report_texts",
    "reports",
    "promise_files",
    "closed_gaps",
    "maps",
    "joins",
    "decided_occasions",
    "decisions",
    "entries",
    "journals",
    "crashes",
    "device_people",
    "devices",
    "ceremonies",
    "passkeys",
    "identities",
    "one_time_secrets",
    "sessions",
    "passwords",
    "person_names",
    "people",
    "promises",
    "partnerships",
];

impl Store {
    /// Takes a promise away in all its versions, with a row in the audit log. No figure changes: nothing lies within the
    /// days that it, or an extension that runs on in its place, decides for.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why it stays.
    pub async fn unload_promise(
        &self,
        partnership: &PartnershipId,
        id: &PromiseId,
        by: Option<PersonId>,
        (today, now_ms): (Day, i64),
    ) -> Result<Result<(), NotUnloaded>> {
        let mut tx = self.begin().await?;
        tx.lock(partnership.as_str()).await?;
        let catalogue = in_force::read(&mut tx, partnership).await?.catalogue;
        if let Some(not) = stays(&mut tx, partnership, &catalogue, id, today).await? {
            return Ok(Err(not));
        }
        tx.run(
            "delete from promise_files where partnership = $1 and promise = $2",
            vals![partnership.as_str(), id.as_str()],
        )
        .await?;
        tx.run("delete from promises where partnership = $1 and id = $2", vals![partnership.as_str(), id.as_str()])
            .await?;
        for active in catalogue.without(id).active {
            let sql = "update promises set to_day = $3 where partnership = $1 and id = $2 and active = 1";
            tx.run(sql, vals![partnership.as_str(), active.promise.id.as_str(), i64::from(active.span.to.0)]).await?;
        }
        let sql = "update partnerships set catalogue_no = catalogue_no + 1 where id = $1";
        tx.run(sql, vals![partnership.as_str()]).await?;
        let number = commits::raise(&mut tx, partnership).await?;
        audit::note(&mut tx, partnership, by, AuditEvent::UnloadPromise, json!({ "promise": id }), now_ms).await?;
        tx.commit().await?;
        self.commits.tell(partnership, number);
        Ok(Ok(()))
    }

    /// Whether a promise could be taken away.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why it stays.
    pub async fn try_unload(
        &self,
        partnership: &PartnershipId,
        id: &PromiseId,
        today: Day,
    ) -> Result<Result<(), NotUnloaded>> {
        let mut tx = self.begin_reading().await?;
        let catalogue = in_force::read(&mut tx, partnership).await?.catalogue;
        Ok(stays(&mut tx, partnership, &catalogue, id, today).await?.map_or(Ok(()), Err))
    }

    /// All partnerships with what each holds.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn partnership_rows(&self) -> Result<Vec<PartnershipRow>> {
        let mut tx = self.begin_reading().await?;
        let mut rows = Vec::new();
        for row in tx.all("select id from partnerships order by id", vals![]).await? {
            let partnership = row.try_get::<PartnershipId>("id")?;
            let sql = "select id from promises where partnership = $1 and active = 1 order by from_day, id";
            let promises = tx.all(sql, vals![partnership.as_str()]).await?;
            rows.push(PartnershipRow {
                promises: promises.iter().map(|row| row.try_get("id")).collect::<Result<_>>()?,
                people: count(&mut tx, &partnership, PEOPLE).await?,
                phones: count(&mut tx, &partnership, PHONES).await?,
                entries: count(&mut tx, &partnership, ENTRIES).await?,
                partnership,
            });
        }
        Ok(rows)
    }

    /// Removes a partnership that holds no entry: its promises, people, phones and reports. Its audit log stays, with a row
    /// that says so.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why it stays.
    pub async fn remove_partnership(
        &self,
        partnership: &PartnershipId,
        now_ms: i64,
    ) -> Result<Result<Removed, NotRemoved>> {
        let mut tx = self.begin().await?;
        tx.lock(partnership.as_str()).await?;
        if tx.first("select 1 from partnerships where id = $1", vals![partnership.as_str()]).await?.is_none() {
            return Ok(Err(NotRemoved::Unknown));
        }
        let entries = count(&mut tx, partnership, ENTRIES).await?;
        let phones = count(&mut tx, partnership, PHONES).await?;
        if entries > 0 {
            return Ok(Err(NotRemoved::Entries(entries)));
        } else if phones > 0 {
            return Ok(Err(NotRemoved::Phones(phones)));
        }
        let removed = Removed {
            promises: count(&mut tx, partnership, PROMISES).await?,
            people: count(&mut tx, partnership, PEOPLE).await?,
            phones: count(&mut tx, partnership, "select count(*) as count from devices where partnership = $1").await?,
            reports: count(&mut tx, partnership, "select count(*) as count from reports where partnership = $1")
                .await?,
        };
        for table in TABLES {
            let key = if table == "partnerships" { "id" } else { "partnership" };
            tx.run(format!("delete from {table} where {key} = $1"), vals![partnership.as_str()]).await?;
        }
        audit::note(&mut tx, partnership, None, AuditEvent::RemovePartnership, serde_json::to_value(removed)?, now_ms)
            .await?;
        tx.commit().await?;
        if let Ok(mut kept) = self.catalogues.lock() {
            kept.remove(partnership);
        }
        Ok(Ok(removed))
    }
}

const ENTRIES: &str = "select count(*) as count from entries where partnership = $1";
const PEOPLE: &str = "select count(*) as count from people where partnership = $1";
const PHONES: &str = "select count(*) as count from devices where partnership = $1 and revoked_at is null";
const PROMISES: &str = "select count(distinct id) as count from promises where partnership = $1";

async fn count(tx: &mut Tx, partnership: &PartnershipId, sql: &'static str) -> Result<u64> {
    tx.first(sql, vals![partnership.as_str()]).await?.context("nothing was counted")?.try_get("count")
}

/// Why a promise stays, if it does.
async fn stays(
    tx: &mut Tx,
    partnership: &PartnershipId,
    catalogue: &Catalogue,
    id: &PromiseId,
    today: Day,
) -> Result<Option<NotUnloaded>> {
    let Some(promise) = catalogue.get(id) else { return Ok(Some(NotUnloaded::Unknown)) };
    let left = catalogue.without(id);
    if left.active.is_empty() {
        return Ok(Some(NotUnloaded::Only));
    }
    if let Some(again) = left.due_extension(today).filter(|again| again.id == *id) {
        let origin = again.extends.unwrap_or_else(|| id.clone());
        return Ok(Some(NotUnloaded::Continues { origin }));
    }
    let days = decided_anew(catalogue, &left, promise.span());
    let sql = "select count(*) as count from entries where partnership = $1 and day >= $2 and day <= $3";
    let vals = vals![partnership.as_str(), i64::from(days.from.0), i64::from(days.to.0)];
    let entries: u64 = tx.first(sql, vals).await?.context("nothing was counted")?.try_get("count")?;
    if entries > 0 {
        return Ok(Some(NotUnloaded::Entries(entries)));
    }
    let sql = "select count(*) as count from reports where partnership = $1 and promise = $2";
    let row = tx.first(sql, vals![partnership.as_str(), id.as_str()]).await?;
    let reports: u64 = row.context("nothing was counted")?.try_get("count")?;
    Ok((reports > 0).then_some(NotUnloaded::Reports(reports)))
}

/// The days that another promise decides for, or none, once one is taken away.
fn decided_anew(before: &Catalogue, after: &Catalogue, own: Span) -> Span {
    let ended = |id: &PromiseId| before.active.iter().find(|a| a.promise.id == *id).map(|a| a.span.to);
    let runs_on = after.active.iter().filter(|a| ended(&a.promise.id).is_some_and(|to| to < a.span.to));
    Span { from: own.from, to: runs_on.map(|a| a.span.to).max().unwrap_or(own.to).max(own.to) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{DatabaseAddress, Opening};

    /// What a migration adds for partnerships goes with them, or is said to stay.
    #[tokio::test]
    async fn every_table_of_a_partnership_is_removed_with_it_or_is_its_log() -> Result<()> {
        let store = Store::open(&DatabaseAddress::read("sqlite::memory:")?, Opening::Create).await?;
        let sql = "select m.name from sqlite_master m join pragma_table_info(m.name) c \
                   where m.type = 'table' and c.name = 'partnership' order by m.name";
        let rows = store.begin_reading().await?.all(sql, vals![]).await?;
        let tables: Vec<String> = rows.iter().map(|row| row.try_get("name")).collect::<Result<_>>()?;
        assert!(tables.len() > 20, "{tables:?}");
        let stays = ["audit", "audit_unchained"];
        let left: Vec<&String> =
            tables.iter().filter(|t| !TABLES.contains(&t.as_str()) && !stays.contains(&t.as_str())).collect();
        assert!(left.is_empty(), "{left:?}");
        Ok(())
    }
}
