//! Reading entries, page by page. Every read is in the audit log before the answer is.

use super::Store;
use super::audit::{self, AuditEvent};
use super::sql::{Placeholders, Row, Tx, vals};
use anyhow::{Context, Result};
use domain::calendar::Day;
use domain::id::{ActivityId, AreaId, EntryId, OrganisationId, PartnershipId, PersonId};
use domain::json::Json;
use serde_json::json;

/// Entries that are looked through for one page.
const LOOKED_THROUGH: i64 = 10_000;

/// Which entries are asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    pub area: Option<AreaId>,
    pub activity: Option<ActivityId>,
    pub day: Option<Day>,
}

/// An entry as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryRow {
    pub hash: String,
    pub received_at_ms: i64,
    pub quarantined: bool,
    pub body: Json,
}

/// A page of entries in the order of their commits; one of a rare filter may be empty and not the last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryPage {
    pub entries: Vec<EntryRow>,
    /// Where the next page begins; `None` after the last.
    pub next: Option<Cursor>,
}

/// The last entry that a page was looked through to: its commit, id and hash.
pub type Cursor = (i64, EntryId, String);

impl Store {
    /// Entries of one organisation after a cursor, at most `most` of them, and a row in the audit log that says who read
    /// them and when. Of a rare kind there may be fewer, or none, while there is a next page: so many are looked through
    /// for one page and no more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn entries(
        &self,
        partnership: &PartnershipId,
        organisation: &OrganisationId,
        filter: &Filter,
        after: &Cursor,
        most: u32,
        (reader, now_ms): (PersonId, i64),
    ) -> Result<EntryPage> {
        let mut tx = self.begin_reading().await?;
        let through = window(&mut tx, partnership, after).await?;
        let mut rows = rows(&mut tx, partnership, organisation, filter, (after, through.as_ref()), most).await?;
        // Not within the read: merges would wait for it.
        drop(tx);
        let more = rows.len() > most as usize;
        rows.truncate(most as usize);
        let about = json!({
            "organisation": organisation, "area": filter.area, "activity": filter.activity, "day": filter.day,
        });
        let ids = rows.iter().map(|row| row.try_get("id")).collect::<Result<Vec<EntryId>>>()?;
        let about = audit::with_entries(about, ids);
        self.note(partnership, Some(reader), AuditEvent::ReadEntries, about, now_ms).await?;
        let next = if more { rows.last().map(cursor).transpose()? } else { through };
        Ok(EntryPage { entries: rows.iter().map(entry).collect::<Result<_>>()?, next })
    }
}

/// The last entry that is looked through after a cursor; `None` where all that are left are.
async fn window(tx: &mut Tx, partnership: &PartnershipId, after: &Cursor) -> Result<Option<Cursor>> {
    // Found in the index alone, and told apart from the end by one entry more.
    let sql = "select commit_no, id, hash from entries where partnership = $1 and (commit_no, id, hash) > ($2, $3, $4) \
               order by commit_no, id, hash limit 2 offset $5";
    let (commit, id, hash) = (after.0, after.1.0, after.2.as_str());
    let rows = tx.all(sql, vals![partnership.as_str(), commit, id, hash, LOOKED_THROUGH - 1]).await?;
    rows.first().filter(|_| rows.len() > 1).map(cursor).transpose()
}

async fn rows(
    tx: &mut Tx,
    partnership: &PartnershipId,
    organisation: &OrganisationId,
    filter: &Filter,
    (after, through): (&Cursor, Option<&Cursor>),
    most: u32,
) -> Result<Vec<Row>> {
    let mut places = Placeholders::default();
    let mut sql = format!(
        "select commit_no, id, hash, received_at, quarantined, body from entries where partnership = {} \
         and organisation = {} and (commit_no, id, hash) > ({}, {}, {})",
        places.of(partnership.as_str()),
        places.of(organisation.as_str()),
        places.of(after.0),
        places.of(after.1.0),
        places.of(after.2.as_str()),
    );
    // Only what is asked for, so that the database can choose its way by it.
    if let Some((commit, id, hash)) = through {
        let places = [places.of(*commit), places.of(id.0), places.of(hash.as_str())];
        sql += &format!(" and (commit_no, id, hash) <= ({})", places.join(", "));
    }
    if let Some(area) = &filter.area {
        sql += &format!(" and area = {}", places.of(area.as_str()));
    }
    if let Some(activity) = &filter.activity {
        sql += &format!(" and activity = {}", places.of(activity.as_str()));
    }
    if let Some(day) = filter.day {
        sql += &format!(" and day = {}", places.of(i64::from(day.0)));
    }
    sql += &format!(" order by commit_no, id, hash limit {}", places.of(i64::from(most) + 1));
    tx.all(sql, places.vals()).await
}

fn cursor(row: &Row) -> Result<Cursor> {
    Ok((row.try_get("commit_no")?, row.try_get("id")?, row.try_get("hash")?))
}

fn entry(row: &Row) -> Result<EntryRow> {
    Ok(EntryRow {
        hash: row.try_get("hash")?,
        received_at_ms: row.try_get("received_at")?,
        quarantined: row.try_get("quarantined")?,
        body: serde_json::from_str(row.try_get("body")?).context("a kept entry is not JSON")?,
    })
}
