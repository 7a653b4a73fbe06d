//! Putting a promise in force.

use super::in_force::{self, Cause, NotLoaded};
use super::pass::{OnProgress, Pass, STEP};
use super::sql::{Row, Tx, vals};
use super::{Store, recount};
use anyhow::{Result, anyhow};
use domain::catalogue::Active;
use domain::id::{AreaId, PartnershipId, PromiseId, TargetId};
use domain::promise::Promise;
use domain::tally::Tally;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A promise is in force now, or would be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loaded {
    /// Occasions that were counted anew by it.
    pub occasions: u64,
    /// The figures that are others than before.
    pub changed: Vec<Changed>,
}

/// A figure before and after a promise was put in force: all days together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    pub promise: PromiseId,
    pub target: TargetId,
    pub area: Option<AreaId>,
    pub before: i64,
    pub after: i64,
}

impl Store {
    /// Whether anything has been recorded.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn has_entries(&self, partnership: &PartnershipId) -> Result<bool> {
        recount::anything(&mut self.begin_reading().await?, partnership).await
    }

    /// Puts a promise in force. Every occasion is counted anew by it beside the figures in force, which nobody waits for;
    /// then both take effect in one transaction with a row in the audit log.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why the promise can't be put in force.
    pub async fn put_in_force(&self, promise: Promise, now_ms: i64) -> Result<Result<Loaded, NotLoaded>> {
        self.put_in_force_and_tell(promise, now_ms, &mut |_| {}).await
    }

    /// The same, telling how far the count has come.
    ///
    /// # Errors
    /// As [`Store::put_in_force`].
    pub async fn put_in_force_and_tell(
        &self,
        promise: Promise,
        now_ms: i64,
        told: OnProgress<'_>,
    ) -> Result<Result<Loaded, NotLoaded>> {
        let of = promise.partnership.clone();
        self.recount(&of, Cause::Promise(Box::new(promise)), now_ms, told).await
    }

    /// What putting a promise in force would change. Only reads: nothing is kept, and nobody waits.
    ///
    /// # Errors
    /// As [`Store::put_in_force`].
    pub async fn try_in_force(&self, promise: Promise, told: OnProgress<'_>) -> Result<Result<Loaded, NotLoaded>> {
        let of = promise.partnership.clone();
        let mut snapshot = self.begin_snapshot().await?;
        let current = in_force::read(&mut snapshot, &of).await?;
        let cause = Cause::Promise(Box::new(promise));
        let candidate = match in_force::candidate(&mut snapshot, &current, &cause).await? {
            Ok(candidate) => candidate,
            Err(not) => return Ok(Err(not)),
        };
        let before = Figures::of_run(&mut snapshot, &of, current.run).await?;
        let mut after = Figures::default();
        let mut pass = Pass::begin(&mut snapshot, &of, Arc::new(candidate)).await?;
        while let Some(sums) = pass.next(&mut snapshot, STEP).await? {
            after.add(sums.tally);
            told(pass.progress());
        }
        Ok(Ok(Loaded { occasions: pass.progress().occasions, changed: changed(before, after) }))
    }
}

/// Every figure of a partnership, all days together.
#[derive(Default)]
pub(super) struct Figures(BTreeMap<(PromiseId, TargetId, Option<AreaId>), i64>);

impl Figures {
    /// As a counting run has them.
    pub(super) async fn of_run(tx: &mut Tx, partnership: &PartnershipId, run: i64) -> Result<Self> {
        let sql = "select promise, target, area, cast(sum(count) as bigint) as total from counted_tallies \
                   where partnership = $1 and run = $2 group by promise, target, area having sum(count) <> 0";
        let rows = tx.all(sql, vals![partnership.as_str(), run]).await?;
        let figure = |row: &Row| {
            let area = Some(row.try_get::<String>("area")?).filter(|a| !a.is_empty()).map(AreaId);
            Ok(((row.try_get("promise")?, row.try_get("target")?, area), row.try_get("total")?))
        };
        rows.iter().map(figure).collect::<Result<_>>().map(Self)
    }

    fn add(&mut self, tally: Tally) {
        for (cell, amount) in tally.0 {
            *self.0.entry((cell.promise, cell.target, cell.area)).or_default() += amount.count;
        }
    }
}

/// The figures that are others, in order.
pub(super) fn changed(Figures(before): Figures, Figures(after): Figures) -> Vec<Changed> {
    let mut both: BTreeMap<_, (i64, i64)> = before.into_iter().map(|(place, count)| (place, (count, 0))).collect();
    after.into_iter().for_each(|(place, count)| both.entry(place).or_default().1 = count);
    let others = both.into_iter().filter(|(_, (before, after))| before != after);
    others.map(|((promise, target, area), (before, after))| Changed { promise, target, area, before, after }).collect()
}

/// Writes that a promise is in force, and what that leaves of the others' days.
pub(super) async fn write(tx: &mut Tx, partnership: &PartnershipId, new: &Promise, now_ms: i64) -> Result<()> {
    let catalogue = in_force::catalogue(tx, partnership).await?.with(new.clone());
    let catalogue = catalogue.map_err(|overlap| anyhow!("the promise can't be in force any more: {overlap:?}"))?;
    let partnership = partnership.as_str();
    tx.run("update promises set active = 0 where partnership = $1", vals![partnership]).await?;
    for Active { promise, span } in &catalogue.active {
        let (from, to) = (i64::from(span.from.0), i64::from(span.to.0));
        if promise.id == new.id {
            let body = serde_json::to_string(promise)?;
            let sql = "insert into promises (partnership, id, version, body, active, from_day, to_day, loaded_at) \
                       values ($1, $2, $3, $4, 1, $5, $6, $7)";
            tx.run(sql, vals![partnership, promise.id.as_str(), i64::from(promise.version), body, from, to, now_ms])
                .await?;
        } else {
            let sql = "update promises set active = 1, from_day = $4, to_day = $5 \
                       where partnership = $1 and id = $2 and version = $3";
            tx.run(sql, vals![partnership, promise.id.as_str(), i64::from(promise.version), from, to]).await?;
        }
    }
    tx.run("update partnerships set catalogue_no = catalogue_no + 1 where id = $1", vals![partnership]).await?;
    Ok(())
}
