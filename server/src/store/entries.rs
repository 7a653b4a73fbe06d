//! Reading entries, page by page. Every read is in the audit log before the answer is.

use super::Store;
use super::audit::{self, Deed};
use super::sql::{Row, vals};
use anyhow::{Context, Result};
use domain::calendar::Day;
use domain::id::{ActivityId, AreaId, EntryId, OrganisationId, PartnershipId, PersonId};
use domain::json::Json;
use serde_json::json;

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

/// A page of entries in the order of their commits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryPage {
    pub entries: Vec<EntryRow>,
    /// Where the next page begins; `None` after the last.
    pub next: Option<Cursor>,
}

/// The last entry of a page: its commit, id and hash.
pub type Cursor = (i64, EntryId, String);

impl Store {
    /// Entries of one organisation after a cursor, `most` of them, and a row in the audit log that says who read them
    /// and when.
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
        let mut tx = self.begin().await?;
        let sql = "select commit_no, id, hash, received_at, quarantined, body from entries where partnership = $1 \
                   and (commit_no > $2 or (commit_no = $2 and (id > $3 or (id = $3 and hash > $4)))) \
                   and organisation = $5 and ($6 = '' or area = $6) and ($7 = '' or activity = $7) \
                   and ($8 = 0 or day = $9) order by commit_no, id, hash limit $10";
        let area = filter.area.as_ref().map_or("", AreaId::as_str);
        let activity = filter.activity.as_ref().map_or("", ActivityId::as_str);
        let day = filter.day.map_or(0, |d| i64::from(d.0));
        let (commit, id, hash) = (after.0, after.1.0, after.2.as_str());
        let of = (partnership.as_str(), organisation.as_str());
        let vals = vals![of.0, commit, id, hash, of.1, area, activity, filter.day.is_some(), day, i64::from(most) + 1];
        let mut rows = tx.all(sql, vals).await?;
        let more = rows.len() > most as usize;
        rows.truncate(most as usize);
        let about = json!({
            "organisation": organisation, "area": filter.area, "activity": filter.activity, "day": filter.day,
        });
        let ids = rows.iter().map(|row| row.id(1).map(EntryId)).collect::<Result<Vec<_>>>()?;
        let about = audit::with_entries(about, ids);
        audit::note(&mut tx, partnership, Some(reader), Deed::ReadEntries, about, now_ms).await?;
        tx.commit().await?;
        let next = rows.last().filter(|_| more).map(cursor).transpose()?;
        Ok(EntryPage { entries: rows.iter().map(entry).collect::<Result<_>>()?, next })
    }
}

fn cursor(row: &Row) -> Result<Cursor> {
    Ok((row.int(0)?, EntryId(row.id(1)?), row.text(2)?))
}

fn entry(row: &Row) -> Result<EntryRow> {
    Ok(EntryRow {
        hash: row.text(2)?,
        received_at_ms: row.int(3)?,
        quarantined: row.flag(4)?,
        body: serde_json::from_str(&row.text(5)?).context("a kept entry is not JSON")?,
    })
}
