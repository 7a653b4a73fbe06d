//! Promises in force, and putting one in force.

use super::pass::{Pass, STEP, Told};
use super::recount::Cause;
use super::sql::{Row, Tx, vals};
use super::{Store, decision_effects, recount};
use crate::clock::Zone;
use anyhow::{Context, Result, anyhow, ensure};
use domain::calendar::{Day, Span};
use domain::catalogue::{Active, Catalogue, Conflict, OtherTimeZone, Overlap};
use domain::decision::Maps;
use domain::id::{AreaId, EntryId, PartnershipId, PromiseId, TargetId};
use domain::occasion::{Held, Occasion};
use domain::promise::Promise;
use domain::tally::{Amount, Cell, Tally};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A partnership's promises in force, with the zone whose days count.
#[derive(Clone, Debug)]
pub struct InForce {
    pub catalogue: Catalogue,
    pub zone: Zone,
    /// What unknown areas and activities are read as.
    pub maps: Maps,
    /// The counting run that holds the figures.
    pub(super) run: i64,
    /// What will be in force once the run takes effect that is being counted beside it, while there is one.
    pub(super) beside: Option<Arc<InForce>>,
}

impl InForce {
    /// What an occasion adds to the tallies when it is joined with no other.
    pub(super) fn contribution(&self, root: EntryId, rows: &[Held]) -> Vec<(Cell, Amount)> {
        Occasion::of(root, rows).contribution(&self.catalogue, &|ms| self.zone.local_of(ms))
    }

    /// An entry as it is counted: by the maps in force.
    #[must_use]
    pub fn read(&self, mut held: Held) -> Held {
        self.maps.read(&mut held, &self.catalogue, &|ms| self.zone.local_of(ms));
        held
    }
}

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

/// Why a promise isn't put in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotLoaded {
    /// The same version is in force already.
    Already,
    /// A newer version is in force; changes need a higher `version`.
    Older { in_force: u32 },
    /// Another promise is in force on one of its areas and days.
    Overlaps(Overlap),
    /// Another promise of the partnership goes by another time zone.
    OtherTimeZone(OtherTimeZone),
    /// The id belongs to another partnership of this server.
    Foreign(PartnershipId),
    /// Everything is being counted anew already, since this time.
    UnderWay { since_ms: i64 },
}

impl Store {
    /// A partnership's promises in force.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn in_force(&self, partnership: &PartnershipId) -> Result<Arc<InForce>> {
        let mut tx = self.begin_reading().await?;
        self.in_force_within(&mut tx, partnership).await
    }

    /// The same, as the transaction sees it. Read anew only when it has changed.
    pub(super) async fn in_force_within(&self, tx: &mut Tx, partnership: &PartnershipId) -> Result<Arc<InForce>> {
        let sql = "select catalogue_no from partnerships where id = $1";
        let number =
            tx.first(sql, vals![partnership.as_str()]).await?.map(|row| row.try_get("catalogue_no")).transpose()?;
        let number = number.with_context(|| format!("no partnership {partnership} on this server"))?;
        let kept = self.catalogues.lock().ok().and_then(|kept| kept.get(partnership).cloned());
        if let Some((_, in_force)) = kept.filter(|(of, _)| *of == number) {
            return Ok(in_force);
        }
        let in_force = Arc::new(read(tx, partnership).await?);
        if let Ok(mut kept) = self.catalogues.lock() {
            kept.insert(partnership.clone(), (number, in_force.clone()));
        }
        Ok(in_force)
    }

    /// The partnership of a promise in force.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn partnership_of(&self, promise: &PromiseId) -> Result<Option<PartnershipId>> {
        let sql = "select partnership from promises where id = $1 and active = 1";
        let row = self.begin_reading().await?.first(sql, vals![promise.as_str()]).await?;
        row.map(|row| row.try_get("partnership")).transpose()
    }

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
        told: Told<'_>,
    ) -> Result<Result<Loaded, NotLoaded>> {
        let of = promise.partnership.clone();
        self.recount(&of, Cause::Promise(Box::new(promise)), now_ms, told).await
    }

    /// What putting a promise in force would change. Only reads: nothing is kept, and nobody waits.
    ///
    /// # Errors
    /// As [`Store::put_in_force`].
    pub async fn try_in_force(&self, promise: Promise, told: Told<'_>) -> Result<Result<Loaded, NotLoaded>> {
        let of = promise.partnership.clone();
        let mut snapshot = self.begin_snapshot().await?;
        let current = read(&mut snapshot, &of).await?;
        let cause = Cause::Promise(Box::new(promise));
        let candidate = match candidate(&mut snapshot, &current, &cause).await? {
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

/// What will be in force once a cause takes effect, or why it can't.
pub(super) async fn candidate(tx: &mut Tx, current: &InForce, cause: &Cause) -> Result<Result<InForce, NotLoaded>> {
    let catalogue = match cause {
        Cause::Rebuild => current.catalogue.clone(),
        Cause::Promise(promise) => {
            if let Some(not) = refused(tx, promise).await? {
                return Ok(Err(not));
            }
            match current.catalogue.with(Promise::clone(promise)) {
                Ok(catalogue) => catalogue,
                Err(Conflict::Overlap(overlap)) => return Ok(Err(NotLoaded::Overlaps(overlap))),
                Err(Conflict::OtherTimeZone(other)) => return Ok(Err(NotLoaded::OtherTimeZone(other))),
            }
        }
    };
    Ok(Ok(InForce { zone: zone(&catalogue)?, catalogue, maps: current.maps.clone(), run: current.run, beside: None }))
}

async fn refused(tx: &mut Tx, promise: &Promise) -> Result<Option<NotLoaded>> {
    let sql = "select partnership, version from promises where id = $1 and active = 1";
    let Some(row) = tx.first(sql, vals![promise.id.as_str()]).await? else { return Ok(None) };
    let in_force = row.try_get::<u32>("version")?;
    Ok(match row.try_get::<String>("partnership")? {
        other if other != promise.partnership.as_str() => Some(NotLoaded::Foreign(PartnershipId(other))),
        _ if in_force == promise.version => Some(NotLoaded::Already),
        _ if in_force > promise.version => Some(NotLoaded::Older { in_force }),
        _ => None,
    })
}

/// The promises in force with the maps, read from the database, and what is being counted beside them.
pub(super) async fn read(tx: &mut Tx, partnership: &PartnershipId) -> Result<InForce> {
    let catalogue = catalogue(tx, partnership).await?;
    let maps = decision_effects::maps(tx, partnership).await?;
    let sql = "select p.run, p.counting, r.promise from partnerships p \
               left join counting_runs r on r.partnership = p.id and r.run = p.counting where p.id = $1";
    let row = tx.first(sql, vals![partnership.as_str()]).await?;
    let mut in_force = InForce { zone: zone(&catalogue)?, catalogue, maps, run: 0, beside: None };
    let Some(row) = row else { return Ok(in_force) };
    in_force.run = row.try_get("run")?;
    if let Some(run) = row.try_get::<Option<i64>>("counting")? {
        let cause = match row.try_get::<Option<&str>>("promise")? {
            Some(promise) => Cause::Promise(Box::new(parse(promise)?)),
            None => Cause::Rebuild,
        };
        let beside = candidate(tx, &in_force, &cause).await?;
        let beside = beside.map_err(|not| anyhow!("the promise that is being counted can't be in force: {not:?}"))?;
        in_force.beside = Some(Arc::new(InForce { run, ..beside }));
    }
    Ok(in_force)
}

/// Reads a promise of the database. A phone leaves out what it doesn't know; a server that did would count less than was
/// promised, so it reads the whole or nothing.
fn parse(body: &str) -> Result<Promise> {
    let promise: Promise = serde_json::from_str(body).context("a promise in the database can't be read")?;
    let (stored, read) = (serde_json::from_str(body)?, serde_json::to_value(&promise)?);
    ensure!(is_whole(&stored, &read), "the promise {} in the database is of a newer version of Rond", promise.id);
    Ok(promise)
}

/// Whether everything stored was read, as far as this version knows the keys.
fn is_whole(stored: &Value, read: &Value) -> bool {
    match (stored, read) {
        (Value::Object(stored), Value::Object(read)) => {
            stored.iter().all(|(key, value)| read.get(key).is_none_or(|read| is_whole(value, read)))
        }
        (Value::Array(stored), Value::Array(read)) => {
            stored.len() == read.len() && stored.iter().zip(read).all(|(stored, read)| is_whole(stored, read))
        }
        (stored, read) => stored == read,
    }
}

async fn catalogue(tx: &mut Tx, partnership: &PartnershipId) -> Result<Catalogue> {
    let sql = "select body, from_day, to_day from promises where partnership = $1 and active = 1 order by from_day, id";
    let mut active = Vec::new();
    for row in tx.all(sql, vals![partnership.as_str()]).await? {
        let promise = parse(row.try_get("body")?)?;
        let span = Span { from: row.try_get("from_day")?, to: row.try_get("to_day")? };
        active.push(Active { promise, span });
    }
    Ok(Catalogue { active })
}

/// The zone of a partnership's days: its promises share one.
fn zone(catalogue: &Catalogue) -> Result<Zone> {
    catalogue.active.last().map_or_else(|| Ok(Zone::utc()), |active| Zone::named(&active.promise.time_zone))
}

/// Writes that a promise is in force, and what that leaves of the others' days.
pub(super) async fn write(tx: &mut Tx, partnership: &PartnershipId, new: &Promise, now_ms: i64) -> Result<()> {
    let catalogue = catalogue(tx, partnership).await?.with(new.clone());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_of_a_newer_version_is_not_read_in_part() {
        let promise = crate::promise_file::read(crate::promise_file::SHIPPED).expect("the shipped promise is whole");
        let whole = serde_json::to_value(&promise).expect("JSON");
        assert_eq!(parse(&whole.to_string()).expect("a promise"), promise);
        for (path, newer) in [
            ("/commitments/1/targets/0/kind", "streak"),
            ("/activities/2/fields/0/kind", "drawing"),
            ("/organisations/0/kind", "school"),
            ("/activities/0/duration", "repeated"),
        ] {
            let mut changed = whole.clone();
            *changed.pointer_mut(path).expect("a word") = newer.into();
            let told = parse(&changed.to_string()).expect_err(path).to_string();
            assert!(told.ends_with("is of a newer version of Rond"), "{told}");
        }
    }
}
