//! What is in force: a partnership's promises with their zone and maps, and what will be once a count takes effect.

use super::sql::{Tx, vals};
use super::{Store, decision_effects};
use crate::clock::Zone;
use anyhow::{Context, Result, anyhow, ensure};
use domain::calendar::Span;
use domain::catalogue::{Active, Catalogue, Conflict, OtherTimeZone, Overlap};
use domain::decision::Maps;
use domain::id::{EntryId, PartnershipId, PromiseId};
use domain::occasion::{Held, Occasion};
use domain::promise::Promise;
use domain::tally::{Amount, Cell};
use serde_json::Value;
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

/// What everything is counted anew for.
#[derive(Clone, PartialEq, Debug)]
pub enum Cause {
    /// A promise, or a version of one, that takes effect with the figures.
    Promise(Box<Promise>),
    /// The promises in force, to find out whether the figures are right.
    Rebuild,
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
        let number = tx
            .first(sql, vals![partnership.as_str()])
            .await?
            .map(|row| row.try_get::<i64>("catalogue_no"))
            .transpose()?;
        let number = number.with_context(|| format!("no partnership {partnership} on this server"))?;
        self.in_force_numbered(tx, partnership, number).await
    }

    /// The same where the number that says whether they have changed is at hand.
    pub(super) async fn in_force_numbered(
        &self,
        tx: &mut Tx,
        partnership: &PartnershipId,
        number: i64,
    ) -> Result<Arc<InForce>> {
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

pub(super) async fn catalogue(tx: &mut Tx, partnership: &PartnershipId) -> Result<Catalogue> {
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
