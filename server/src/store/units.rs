//! What units' own entries added up to: changed with the merge, read by the page that gives feedback.

use super::Store;
use super::held::ByRoot;
use super::promises::InForce;
use super::sql::{Tx, vals};
use anyhow::{Context, Result};
use domain::id::{EntryId, PartnershipId, PersonId, TargetId};
use domain::json::Json;
use domain::occasion::{Held, Occasion};
use domain::promise::Promise;
use domain::quality::Month;
use domain::unit::{Cell, Counts, adds};
use std::collections::BTreeSet;

/// Entries of a person that are looked through for call signs.
const LOOKED_THROUGH: i64 = 60;

/// Brings the counts from one state of some occasions to the next.
pub(super) async fn change(
    tx: &mut Tx,
    partnership: &PartnershipId,
    (before, was): (&ByRoot, &InForce),
    (after, is): (&ByRoot, &InForce),
) -> Result<()> {
    let parts = |root: &EntryId, rows: &[Held], by: &InForce| {
        adds(&Occasion::of(*root, rows), &by.catalogue, &|ms| by.zone.local_of(ms))
    };
    let mut counts = Counts::default();
    before.iter().for_each(|(root, rows)| counts.take(parts(root, rows, was)));
    after.iter().for_each(|(root, rows)| counts.add(parts(root, rows, is)));
    let row = |(cell, count): (Cell, i64)| {
        let version = i64::from(cell.version);
        let of = (cell.promise.as_str(), cell.target.as_str());
        vals![partnership.as_str(), of.0, version, of.1, cell.unit, cell.month.0, count]
    };
    let into = "unit_tallies (partnership, promise, version, target, unit, month, count)";
    let conflict = "on conflict (partnership, promise, version, unit, target, month) do update set \
                    count = unit_tallies.count + excluded.count";
    tx.insert_many(into, 7, counts.settled().0.into_iter().map(row).collect(), conflict).await
}

/// Before everything is counted anew.
pub(super) async fn forget(tx: &mut Tx, partnership: &PartnershipId) -> Result<()> {
    tx.run("delete from unit_tallies where partnership = $1", vals![partnership.as_str()]).await.map(|_| ())
}

impl Store {
    /// The call signs that some people used lately: whose feedback is theirs to see.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn units_of(&self, partnership: &PartnershipId, people: &[PersonId]) -> Result<BTreeSet<String>> {
        let mut tx = self.begin_reading().await?;
        let mut units = BTreeSet::new();
        for person in people {
            let sql = "select body from entries where partnership = $1 and author = $2 order by id desc limit $3";
            for row in tx.all(sql, vals![partnership.as_str(), person.0, LOOKED_THROUGH]).await? {
                let body: Json = serde_json::from_str(&row.text(0)?).context("a kept entry is not JSON")?;
                let unit = body.get("unit").and_then(Json::text).map(str::trim).filter(|u| !u.is_empty());
                units.extend(unit.map(str::to_owned));
            }
        }
        Ok(units)
    }

    /// What some units added to each target in a calendar year.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn of_units(
        &self,
        promise: &Promise,
        units: &BTreeSet<String>,
        year: i32,
    ) -> Result<Vec<(String, TargetId, i64)>> {
        let mut tx = self.begin_reading().await?;
        let (from, to) = (Month::numbered(year, 1).0, Month::numbered(year, 12).0);
        let mut counts = Vec::new();
        for unit in units {
            let sql = "select target, cast(sum(count) as bigint) from unit_tallies where partnership = $1 \
                       and promise = $2 and version = $3 and unit = $4 and month >= $5 and month <= $6 \
                       group by target order by target";
            let (of, id) = (promise.partnership.as_str(), promise.id.as_str());
            let vals = vals![of, id, i64::from(promise.version), unit.as_str(), from, to];
            for row in tx.all(sql, vals).await? {
                counts.push((unit.clone(), TargetId(row.text(0)?), row.int(1)?));
            }
        }
        Ok(counts)
    }
}
