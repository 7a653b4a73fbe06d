//! Entries as rows and back.

use super::in_force::InForce;
use super::sql::{Row, Tx, Val, vals};
use anyhow::{Context, Result, anyhow};
use domain::calendar::Day;
use domain::entry::Entry;
use domain::id::{EntryId, OrganisationId, PartnershipId};
use domain::json::Json;
use domain::merge;
use domain::occasion::Held;
use std::collections::{BTreeMap, BTreeSet};

/// What is held of some occasions: per root its rows, and every other version of their ids.
pub type ByRoot = BTreeMap<EntryId, Vec<Held>>;

/// Every row of some occasions, and every other version of their ids, whatever root those name.
pub(super) async fn of_roots(tx: &mut Tx, of: &PartnershipId, roots: &BTreeSet<EntryId>) -> Result<Vec<Held>> {
    helds(&rows_of_roots(tx, of, roots).await?)
}

/// How many rows have one of some roots.
pub(super) async fn count(tx: &mut Tx, of: &PartnershipId, roots: &BTreeSet<EntryId>) -> Result<usize> {
    let sql = "select count(*) from entries where partnership = $1 and root in";
    let counts = tx.among(sql, of.as_str(), roots.iter().map(|id| id.0)).await?;
    counts.iter().map(|row| Ok(usize::try_from(row.int(0)?)?)).sum()
}

/// The same with what was kept of each, word for word.
pub(super) async fn with_bodies(
    tx: &mut Tx,
    of: &PartnershipId,
    roots: &BTreeSet<EntryId>,
) -> Result<Vec<(Held, Json)>> {
    let rows = rows_of_roots(tx, of, roots).await?;
    let both = |row: &Row| Ok((held(row)?, serde_json::from_str(&row.text(6)?).context("a kept entry is not JSON")?));
    rows.iter().map(both).collect()
}

/// The same, not yet read.
pub(super) async fn rows_of_roots(tx: &mut Tx, of: &PartnershipId, roots: &BTreeSet<EntryId>) -> Result<Vec<Row>> {
    let by_root = "select hash, organisation, quarantined, cloned, by_staff, decided, body from entries \
                   where partnership = $1 and root in";
    let by_id = "select hash, organisation, quarantined, cloned, by_staff, decided, body from entries \
                 where partnership = $1 and id in";
    let rows = tx.among(by_root, of.as_str(), roots.iter().map(|id| id.0)).await?;
    let ids: BTreeSet<EntryId> = helds(&rows)?.iter().map(|h| h.entry.id).collect();
    tx.among(by_id, of.as_str(), ids.iter().map(|id| id.0)).await
}

/// Puts rows under their roots, each read by the maps in force: a version stands under every root that some version of
/// its id names.
pub(super) fn by_root(rows: impl IntoIterator<Item = Held>, in_force: &InForce) -> ByRoot {
    let mut versions: BTreeMap<EntryId, Vec<Held>> = BTreeMap::new();
    for held in rows {
        let held = in_force.read(held);
        versions.entry(held.entry.id).or_default().push(held);
    }
    let mut occasions = ByRoot::new();
    for mut versions in versions.into_values() {
        merge::keep_bounded(&mut versions);
        let roots: BTreeSet<EntryId> = versions.iter().map(|h| h.entry.root()).collect();
        for root in roots {
            occasions.entry(root).or_default().extend(versions.iter().cloned());
        }
    }
    occasions
}

/// The rows of the next occasions in the order of their ids, not yet read.
pub(super) struct NextRows {
    rows: Vec<Row>,
    from: EntryId,
    /// The last of the occasions.
    pub(super) to: EntryId,
}

/// The next `most` occasions after one; `None` when there are no more.
pub(super) async fn next_rows(tx: &mut Tx, of: &PartnershipId, from: EntryId, most: usize) -> Result<Option<NextRows>> {
    // max() would say it shorter, but PostgreSQL 15 has none for bytes.
    let bound = "select root from (select distinct root from entries where partnership = $1 and root > $2 \
                 order by root limit $3) as next order by root desc limit 1";
    let Some(to) = tx.first(bound, vals![of.as_str(), from.0, i64::try_from(most)?]).await? else { return Ok(None) };
    let to = EntryId(to.id(0)?);
    let within = "select hash, organisation, quarantined, cloned, by_staff, decided, body from entries \
                  where partnership = $1 and root > $2 and root <= $3";
    // Of ids that have several versions all of them, whatever root they name: each is read once. Nothing is said
    // of their roots here, or SQLite would walk along all roots instead of looking up the few ids.
    let versions = "select hash, organisation, quarantined, cloned, by_staff, decided, body from entries \
                    where partnership = $1 and id in (select a.id from entries a \
                    join entries b on b.partnership = a.partnership and b.id = a.id and b.root <> a.root \
                    where a.partnership = $1 and a.root > $2 and a.root <= $3)";
    let mut rows = tx.all(within, vals![of.as_str(), from.0, to.0]).await?;
    rows.extend(tx.all(versions, vals![of.as_str(), from.0, to.0]).await?);
    Ok(Some(NextRows { rows, from, to }))
}

impl NextRows {
    /// Reads them by the maps in force. It costs milliseconds for each thousand: not for a thread that answers requests.
    pub(super) fn read(self, in_force: &InForce) -> Result<ByRoot> {
        let mut once = BTreeMap::new();
        for held in helds(&self.rows)? {
            once.insert((held.entry.id, held.hash.clone()), held);
        }
        let mut occasions = by_root(once.into_values(), in_force);
        occasions.retain(|root, _| self.from < *root && *root <= self.to);
        Ok(occasions)
    }
}

pub(super) fn helds(rows: &[Row]) -> Result<Vec<Held>> {
    rows.iter().map(held).collect()
}

fn held(row: &Row) -> Result<Held> {
    Ok(Held {
        hash: row.text(0)?,
        organisation: OrganisationId(row.text(1)?),
        quarantined: row.flag(2)?,
        cloned: row.flag(3)?,
        by_staff: row.flag(4)?,
        decided: row.flag(5)?,
        entry: entry(&row.text(6)?)?,
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
