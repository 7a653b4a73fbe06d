//! What units' own entries added up to: changed with the merge, read by the page that gives feedback.

use super::Store;
use super::in_force::InForce;
use super::sql::vals;
use super::sums::Rows;
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

/// What an occasion adds for the unit that recorded it.
pub(super) fn of_occasion(root: EntryId, rows: &[Held], in_force: &InForce) -> Vec<(Cell, i64)> {
    adds(&Occasion::of(root, rows), &in_force.catalogue, &|ms| in_force.zone.local_of(ms))
}

/// Counts, to be added to those of a run.
pub(super) fn rows(partnership: &PartnershipId, run: i64, counts: Counts) -> Rows {
    let row = |(cell, count): (Cell, i64)| {
        let (promise, version) = (cell.promise.as_str(), i64::from(cell.version));
        vals![partnership.as_str(), run, promise, version, cell.target.as_str(), cell.unit, cell.month.0, count]
    };
    Rows {
        into: "counted_units as held (partnership, run, promise, version, target, unit, month, count)",
        columns: 8,
        conflict: "on conflict (partnership, run, promise, version, unit, target, month) do update set \
                   count = held.count + excluded.count",
        rows: counts.0.into_iter().map(row).collect(),
    }
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
                let body: Json = serde_json::from_str(row.try_get("body")?).context("a kept entry is not JSON")?;
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
            let sql = "select target, cast(sum(count) as bigint) as total from unit_tallies where partnership = $1 \
                       and promise = $2 and version = $3 and unit = $4 and month >= $5 and month <= $6 \
                       group by target having sum(count) <> 0 order by target";
            let (of, id) = (promise.partnership.as_str(), promise.id.as_str());
            let vals = vals![of, id, i64::from(promise.version), unit.as_str(), from, to];
            for row in tx.all(sql, vals).await? {
                counts.push((unit.clone(), row.try_get("target")?, row.try_get("total")?));
            }
        }
        Ok(counts)
    }
}
