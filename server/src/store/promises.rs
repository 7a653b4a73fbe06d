//! Promises in force, and putting one in force.

use super::audit::{self, Deed};
use super::sql::{Row, Tx, vals};
use super::{Store, commits, decided, rebuild};
use crate::clock::Zone;
use anyhow::{Context, Result};
use domain::calendar::{Day, Span};
use domain::catalogue::{Active, Catalogue, Overlap};
use domain::decision::Maps;
use domain::id::{AreaId, EntryId, PartnershipId, PromiseId, TargetId};
use domain::occasion::{Held, Occasion};
use domain::promise::Promise;
use domain::tally::{Amount, Cell};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A partnership's promises in force, with the zone whose days count.
#[derive(Clone, Debug)]
pub struct InForce {
    pub catalogue: Catalogue,
    pub zone: Zone,
    /// What unknown areas and activities are read as.
    pub maps: Maps,
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
    /// The id belongs to another partnership of this server.
    Foreign(PartnershipId),
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
        let number = tx.first(sql, vals![partnership.as_str()]).await?.map(|row| row.int(0)).transpose()?;
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
        row.map(|row| row.text(0).map(PartnershipId)).transpose()
    }

    /// Puts a promise in force and counts every occasion anew by it, in one transaction with a row in the audit log.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why the promise can't be put in force.
    pub async fn put_in_force(&self, promise: Promise, now_ms: i64) -> Result<Result<Loaded, NotLoaded>> {
        self.with_promise(promise, now_ms, true).await
    }

    /// What putting a promise in force would change; nothing of it is kept.
    ///
    /// # Errors
    /// As [`Store::put_in_force`].
    pub async fn try_in_force(&self, promise: Promise, now_ms: i64) -> Result<Result<Loaded, NotLoaded>> {
        self.with_promise(promise, now_ms, false).await
    }

    async fn with_promise(&self, promise: Promise, now_ms: i64, keep: bool) -> Result<Result<Loaded, NotLoaded>> {
        let mut tx = self.begin().await?;
        let (of, id, version) = (promise.partnership.clone(), promise.id.clone(), promise.version);
        let sql =
            "insert into partnerships (id, commit_no, catalogue_no) values ($1, 0, 0) on conflict (id) do nothing";
        tx.run(sql, vals![of.as_str()]).await?;
        tx.lock(of.as_str()).await?;
        if let Some(not) = refused(&mut tx, &promise).await? {
            return Ok(Err(not));
        }
        let catalogue = match read(&mut tx, &of).await?.catalogue.with(promise.clone()) {
            Ok(catalogue) => catalogue,
            Err(overlap) => return Ok(Err(NotLoaded::Overlaps(overlap))),
        };
        let before = figures(&mut tx, &of).await?;
        write(&mut tx, &of, &catalogue, &promise, now_ms).await?;
        let maps = decided::maps(&mut tx, &of).await?;
        let in_force = InForce { zone: zone(&catalogue)?, catalogue, maps };
        let occasions = rebuild::rebuild(&mut tx, &of, &in_force, &mut |_| {}).await?;
        let changed = changed(before, figures(&mut tx, &of).await?);
        if keep {
            let number = commits::raise(&mut tx, &of).await?;
            let about = json!({ "promise": id, "version": version, "occasions": occasions });
            audit::note(&mut tx, &of, None, Deed::LoadPromise, about, now_ms).await?;
            tx.commit().await?;
            self.commits.tell(&of, number);
        }
        Ok(Ok(Loaded { occasions, changed }))
    }
}

type Figures = BTreeMap<(PromiseId, TargetId, Option<AreaId>), i64>;

/// Every figure of a partnership, all days together.
async fn figures(tx: &mut Tx, of: &PartnershipId) -> Result<Figures> {
    let sql = "select promise, target, area, cast(sum(count) as bigint) from tallies where partnership = $1 \
               group by promise, target, area having sum(count) <> 0";
    let rows = tx.all(sql, vals![of.as_str()]).await?;
    let figure = |row: &Row| {
        let area = Some(row.text(2)?).filter(|a| !a.is_empty()).map(AreaId);
        Ok(((PromiseId(row.text(0)?), TargetId(row.text(1)?), area), row.int(3)?))
    };
    rows.iter().map(figure).collect()
}

fn changed(before: Figures, mut after: Figures) -> Vec<Changed> {
    let mut both: BTreeMap<_, (i64, i64)> = BTreeMap::new();
    for (place, count) in before {
        let now = after.remove(&place).unwrap_or(0);
        both.insert(place, (count, now));
    }
    both.extend(after.into_iter().map(|(place, count)| (place, (0, count))));
    let others = both.into_iter().filter(|(_, (before, after))| before != after);
    others.map(|((promise, target, area), (before, after))| Changed { promise, target, area, before, after }).collect()
}

async fn refused(tx: &mut Tx, promise: &Promise) -> Result<Option<NotLoaded>> {
    let sql = "select partnership, version from promises where id = $1 and active = 1";
    let Some(row) = tx.first(sql, vals![promise.id.as_str()]).await? else { return Ok(None) };
    let in_force = row.int(1)? as u32;
    Ok(match row.text(0)? {
        other if other != promise.partnership.as_str() => Some(NotLoaded::Foreign(PartnershipId(other))),
        _ if in_force == promise.version => Some(NotLoaded::Already),
        _ if in_force > promise.version => Some(NotLoaded::Older { in_force }),
        _ => None,
    })
}

/// The promises in force with the maps, read from the database.
pub(super) async fn read(tx: &mut Tx, partnership: &PartnershipId) -> Result<InForce> {
    let sql = "select body, from_day, to_day from promises where partnership = $1 and active = 1 order by from_day, id";
    let mut active = Vec::new();
    for row in tx.all(sql, vals![partnership.as_str()]).await? {
        let promise: Promise =
            serde_json::from_str(&row.text(0)?).context("a promise in the database can't be read")?;
        let span = Span { from: Day(row.int(1)? as i32), to: Day(row.int(2)? as i32) };
        active.push(Active { promise, span });
    }
    let catalogue = Catalogue { active };
    let maps = decided::maps(tx, partnership).await?;
    Ok(InForce { zone: zone(&catalogue)?, catalogue, maps })
}

/// The zone of a partnership's days: its promises share one.
fn zone(catalogue: &Catalogue) -> Result<Zone> {
    catalogue.active.last().map_or_else(|| Ok(Zone::utc()), |active| Zone::named(&active.promise.time_zone))
}

async fn write(tx: &mut Tx, of: &PartnershipId, catalogue: &Catalogue, new: &Promise, now_ms: i64) -> Result<()> {
    let of = of.as_str();
    tx.run("update promises set active = 0 where partnership = $1", vals![of]).await?;
    for Active { promise, span } in &catalogue.active {
        let (from, to) = (i64::from(span.from.0), i64::from(span.to.0));
        if promise.id == new.id {
            let body = serde_json::to_string(promise)?;
            let sql = "insert into promises (partnership, id, version, body, active, from_day, to_day, loaded_at) \
                       values ($1, $2, $3, $4, 1, $5, $6, $7)";
            tx.run(sql, vals![of, promise.id.as_str(), i64::from(promise.version), body, from, to, now_ms]).await?;
        } else {
            let sql = "update promises set active = 1, from_day = $4, to_day = $5 \
                       where partnership = $1 and id = $2 and version = $3";
            tx.run(sql, vals![of, promise.id.as_str(), i64::from(promise.version), from, to]).await?;
        }
    }
    tx.run("update partnerships set catalogue_no = catalogue_no + 1 where id = $1", vals![of]).await?;
    Ok(())
}
