//! Entries as rows and back.

use super::sql::{Row, Tx, Val, vals};
use anyhow::{Context, Result, anyhow};
use domain::calendar::Day;
use domain::entry::Entry;
use domain::id::{EntryId, OrganisationId, PartnershipId};
use domain::json::Json;
use domain::occasion::Held;
use std::collections::{BTreeMap, BTreeSet};

/// All that is held of some occasions, each in the order of the database.
pub(super) type ByRoot = BTreeMap<EntryId, Vec<Held>>;

const SELECT: &str = "select root, hash, organisation, quarantined, cloned, by_staff, decided, body from entries \
                      where partnership = $1 and root in";

pub(super) async fn of_roots(tx: &mut Tx, partnership: &PartnershipId, roots: &BTreeSet<EntryId>) -> Result<ByRoot> {
    let rows = tx.among(SELECT, partnership.as_str(), roots.iter().map(|id| id.0)).await?;
    by_root(&rows)
}

/// The next occasions in the order of their ids, whole, and the last of them; `None` when there are no more.
pub(super) async fn after(
    tx: &mut Tx,
    partnership: &PartnershipId,
    last: EntryId,
    most: i64,
) -> Result<Option<(EntryId, ByRoot)>> {
    // max() would say it shorter, but PostgreSQL 15 has none for bytes.
    let bound = "select root from (select distinct root from entries where partnership = $1 and root > $2 \
                 order by root limit $3) as next order by root desc limit 1";
    let Some(to) = tx.first(bound, vals![partnership.as_str(), last.0, most]).await? else { return Ok(None) };
    let to = EntryId(to.id(0)?);
    let sql = "select root, hash, organisation, quarantined, cloned, by_staff, decided, body from entries \
               where partnership = $1 and root > $2 and root <= $3";
    let rows = tx.all(sql, vals![partnership.as_str(), last.0, to.0]).await?;
    Ok(Some((to, by_root(&rows)?)))
}

fn by_root(rows: &[Row]) -> Result<ByRoot> {
    let mut occasions = ByRoot::new();
    for row in rows {
        occasions.entry(EntryId(row.id(0)?)).or_default().push(held(row)?);
    }
    Ok(occasions)
}

fn held(row: &Row) -> Result<Held> {
    Ok(Held {
        hash: row.text(1)?,
        organisation: OrganisationId(row.text(2)?),
        quarantined: row.flag(3)?,
        cloned: row.flag(4)?,
        by_staff: row.flag(5)?,
        decided: row.flag(6)?,
        entry: entry(&row.text(7)?)?,
    })
}

/// What was kept was read once; that it can't be any more is damage, not bad input.
fn entry(body: &str) -> Result<Entry> {
    let json: Json = serde_json::from_str(body).context("a kept entry is not JSON")?;
    Entry::read(&json).map_err(|fault| anyhow!("a kept entry can't be read: {} {}", fault.member, fault.message))
}

/// A new row of `entries`.
pub(super) struct Fresh {
    pub(super) held: Held,
    pub(super) body: String,
    /// The counted local day, for entries that state a fact.
    pub(super) day: Option<Day>,
}

pub(super) async fn insert(
    tx: &mut Tx,
    partnership: &PartnershipId,
    fresh: Vec<Fresh>,
    now_ms: i64,
    commit_no: i64,
) -> Result<()> {
    let row = |Fresh { held, body, day }: Fresh| -> Vec<Val> {
        let Entry { id, journal, author, seq, kind, fact, .. } = &held.entry;
        vals![
            partnership.as_str(),
            id.0,
            held.hash,
            journal.0,
            *seq as i64,
            author.0,
            held.organisation.as_str(),
            kind.word(),
            held.entry.root().0,
            held.quarantined,
            held.cloned,
            held.by_staff,
            held.decided,
            fact.as_ref().map(|f| f.activity.as_str()),
            fact.as_ref().and_then(|f| f.area.as_ref()).map(|a| a.as_str()),
            day.map(|d| i64::from(d.0)),
            body,
            now_ms,
            commit_no,
        ]
    };
    let into = "entries (partnership, id, hash, journal, seq, author, organisation, kind, root, quarantined, cloned, \
                by_staff, decided, activity, area, day, body, received_at, commit_no)";
    tx.insert_many(into, 19, fresh.into_iter().map(row).collect(), "").await
}
