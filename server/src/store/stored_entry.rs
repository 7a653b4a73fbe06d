//! Entries as rows and back.

use super::in_force::InForce;
use super::sql::{Row, Tx, Val, vals};
use anyhow::{Context, Result, anyhow};
use domain::calendar::Day;
use domain::entry::Entry;
use domain::id::{EntryId, PartnershipId};
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

/// Every version of some ids.
pub(super) async fn of_ids(tx: &mut Tx, of: &PartnershipId, ids: &BTreeSet<EntryId>) -> Result<Vec<Held>> {
    helds(&rows_of_ids(tx, of, ids).await?)
}

async fn rows_of_ids(tx: &mut Tx, of: &PartnershipId, ids: &BTreeSet<EntryId>) -> Result<Vec<Row>> {
    let sql = "select hash, organisation, quarantined, cloned, by_staff, decided, body from entries \
               where partnership = $1 and id";
    tx.among(sql, of.as_str(), ids.iter().map(|id| id.0)).await
}

/// The rows that have one of some roots; `None` when they are more than `most`.
pub(super) async fn rows_at_most(
    tx: &mut Tx,
    of: &PartnershipId,
    roots: &BTreeSet<EntryId>,
    most: Option<usize>,
) -> Result<Option<Vec<Row>>> {
    let sql = "select hash, organisation, quarantined, cloned, by_staff, decided, body from entries \
               where partnership = $1 and root";
    let one_more = most.map(|most| most + 1);
    let rows = tx.among_at_most(sql, of.as_str(), roots.iter().map(|id| id.0), one_more).await?;
    Ok(Some(rows).filter(|rows| most.is_none_or(|most| rows.len() <= most)))
}

/// The same with what was kept of each, word for word.
pub(super) async fn with_bodies(
    tx: &mut Tx,
    of: &PartnershipId,
    roots: &BTreeSet<EntryId>,
) -> Result<Vec<(Held, Json)>> {
    let rows = rows_of_roots(tx, of, roots).await?;
    let both = |row: &Row| {
        let json = serde_json::from_str(row.try_get("body")?).context("a kept entry is not JSON")?;
        Ok((held(row)?, json))
    };
    rows.iter().map(both).collect()
}

/// The same, not yet read.
pub(super) async fn rows_of_roots(tx: &mut Tx, of: &PartnershipId, roots: &BTreeSet<EntryId>) -> Result<Vec<Row>> {
    let rows = rows_at_most(tx, of, roots, None).await?.unwrap_or_default();
    let ids: BTreeSet<EntryId> = helds(&rows)?.iter().map(|h| h.entry.id).collect();
    rows_of_ids(tx, of, &ids).await
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
    let to: EntryId = to.try_get("root")?;
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
        hash: row.try_get("hash")?,
        organisation: row.try_get("organisation")?,
        quarantined: row.try_get("quarantined")?,
        cloned: row.try_get("cloned")?,
        by_staff: row.try_get("by_staff")?,
        decided: row.try_get("decided")?,
        entry: entry(row.try_get("body")?)?,
    })
}

/// What was kept was read once; that it can't be any more is damage, not bad input.
fn entry(body: &str) -> Result<Entry> {
    let json: Json = serde_json::from_str(body).context("a kept entry is not JSON")?;
    Entry::read(&json).map_err(|fault| anyhow!("a kept entry can't be read: {} {}", fault.member, fault.message))
}

/// Rows that were read, and those that a group adds to them.
#[derive(Default, Debug)]
pub(super) struct HeldRows {
    versions: BTreeMap<EntryId, Vec<Held>>,
    /// The ids of which some version names the root.
    of_root: BTreeMap<EntryId, BTreeSet<EntryId>>,
}

impl HeldRows {
    /// Adds rows, each once.
    pub(super) fn extend(&mut self, rows: impl IntoIterator<Item = Held>) {
        for held in rows {
            let versions = self.versions.entry(held.entry.id).or_default();
            if versions.iter().all(|version| version.hash != held.hash) {
                self.of_root.entry(held.entry.root()).or_default().insert(held.entry.id);
                versions.push(held);
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Held> {
        self.versions.values().flatten()
    }

    /// Every root that a row names.
    pub(super) fn roots(&self) -> impl Iterator<Item = EntryId> {
        self.of_root.keys().copied()
    }

    /// The roots that versions of an id name.
    pub(super) fn roots_of(&self, id: EntryId) -> impl Iterator<Item = EntryId> {
        self.versions.get(&id).into_iter().flatten().map(|held| held.entry.root())
    }

    /// How many rows have one of some roots.
    pub(super) fn count(&self, roots: &BTreeSet<EntryId>) -> usize {
        let ids: BTreeSet<&EntryId> = roots.iter().filter_map(|root| self.of_root.get(root)).flatten().collect();
        let rows = ids.into_iter().filter_map(|id| self.versions.get(id)).flatten();
        rows.filter(|held| roots.contains(&held.entry.root())).count()
    }

    /// Every row of some occasions, and every other version of their ids, whatever root those name.
    pub(super) fn of_roots(&self, roots: &BTreeSet<EntryId>) -> Vec<Held> {
        let ids: BTreeSet<&EntryId> = roots.iter().filter_map(|root| self.of_root.get(root)).flatten().collect();
        ids.into_iter().filter_map(|id| self.versions.get(id)).flatten().cloned().collect()
    }
}

/// A new row of `entries`.
pub(super) struct Fresh {
    pub(super) held: Held,
    pub(super) body: String,
    /// The counted local day, for entries that state a fact.
    pub(super) day: Option<Day>,
    pub(super) received_at_ms: i64,
    /// The commit that brings it.
    pub(super) commit_no: i64,
}

pub(super) async fn insert(tx: &mut Tx, partnership: &PartnershipId, fresh: Vec<Fresh>) -> Result<()> {
    let row = |Fresh { held, body, day, received_at_ms, commit_no }: Fresh| -> Vec<Val> {
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
            received_at_ms,
            commit_no,
        ]
    };
    let into = "entries (partnership, id, hash, journal, seq, author, organisation, kind, root, quarantined, cloned, \
                by_staff, decided, activity, area, day, body, received_at, commit_no)";
    tx.insert_many(into, 19, fresh.into_iter().map(row).collect(), "").await
}
