//! What a decision is about: the occasions whose figures it may change, and whose people are told.

use super::commits;
use super::decide::{DecisionRequest, NotDecided};
use super::in_force::InForce;
use super::sql::{Row, Tx, vals};
use anyhow::Result;
use domain::decision::{Decision, Pair};
use domain::id::{ActivityId, AreaId, EntryId, JournalId, OrganisationId, PartnershipId};
use domain::ranges::Ranges;
use std::collections::{BTreeMap, BTreeSet};

/// See the module.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Touched {
    pub(super) roots: BTreeSet<EntryId>,
    /// Journals of phones, with the occasions in them.
    pub(super) told: BTreeSet<(JournalId, EntryId)>,
}

/// Occasions that have a word which is to be read as another, up to a commit. Found by a walk along all entries, before
/// anybody has to wait for it; what has come since is few.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Named {
    roots: BTreeSet<EntryId>,
    through: i64,
}

/// Looks for them, for decisions that are about a word.
pub(super) async fn named(tx: &mut Tx, asked: &DecisionRequest) -> Result<Named> {
    let of = &asked.partnership;
    let (sql, word) = match &asked.decision {
        Decision::MapArea { from, .. } => (WITH_AREA, from.as_str()),
        Decision::MapActivity { from, .. } => (WITH_ACTIVITY, from.as_str()),
        _ => return Ok(Named::default()),
    };
    let through = commits::number(tx, of).await?;
    Ok(Named { roots: roots(&tx.all(sql, vals![of.as_str(), word, -1]).await?)?, through })
}

const WITH_AREA: &str = "select distinct root from entries where partnership = $1 and area = $2 and commit_no > $3";
const WITH_ACTIVITY: &str =
    "select distinct root from entries where partnership = $1 and activity = $2 and commit_no > $3";

/// Finds what is touched, or why nothing is.
pub(super) async fn touched(
    tx: &mut Tx,
    asked: &DecisionRequest,
    named: Named,
    in_force: &InForce,
) -> Result<Result<Touched, NotDecided>> {
    let of = &asked.partnership;
    match &asked.decision {
        Decision::Join { pair } => paired(tx, asked, *pair, true).await,
        Decision::Separate { pair } => paired(tx, asked, *pair, false).await,
        Decision::Head { root, .. } | Decision::Void { root, .. } | Decision::PutBack { root, .. } => {
            occasions(tx, asked, &[*root]).await
        }
        Decision::Return { root, .. } => {
            let found = occasions(tx, asked, &[*root]).await?;
            let waits = found.is_ok() && waits_for_its_author(tx, of, *root).await?;
            Ok(if waits { Err(NotDecided::Already) } else { found })
        }
        Decision::AcceptOccasion { root } => {
            let sql = "select id from entries where partnership = $1 and root = $2 and quarantined = 1";
            let found = occasions(tx, asked, &[*root]).await?;
            let held_back = tx.all(sql, vals![of.as_str(), root.0]).await?;
            // Without anything from a revoked phone it may still be implausible (`decide.rs`).
            if held_back.is_empty() { Ok(found) } else { accepted(tx, of, found, &held_back).await }
        }
        Decision::AcceptJournal { journal } => accepted_journal(tx, asked, *journal).await,
        Decision::Version { id, hash } => version(tx, asked, *id, hash).await,
        Decision::CloseGap { journal, from, to, .. } => gap(tx, asked, *journal, (*from, *to)).await,
        Decision::MapArea { from, to } => area(tx, asked, in_force, named, (from, to)).await,
        Decision::MapActivity { from, to } => activity(tx, asked, in_force, named, (from, to)).await,
    }
}

/// Whether a form showed another state than the one that is there now: somebody else has decided meanwhile.
fn is_overtaken(asked: &DecisionRequest, now: &str) -> bool {
    asked.seen.as_ref().is_some_and(|seen| seen != now)
}

/// Whether an occasion was sent back and nothing has come of it since.
pub(super) async fn waits_for_its_author(tx: &mut Tx, partnership: &PartnershipId, root: EntryId) -> Result<bool> {
    let sql = "select max(d.commit_no) as commit_no from decided_occasions o \
               join decisions d on d.partnership = o.partnership and d.commit_no = o.commit_no \
               where o.partnership = $1 and o.root = $2 and d.kind = 'return'";
    let row = tx.first(sql, vals![partnership.as_str(), root.0]).await?;
    let Some(returned) = row.map(|row| row.try_get::<Option<i64>>("commit_no")).transpose()?.flatten() else {
        return Ok(false);
    };
    let sql = "select 1 from entries where partnership = $1 and root = $2 and commit_no > $3 limit 1";
    Ok(tx.first(sql, vals![partnership.as_str(), root.0, returned]).await?.is_none())
}

/// A row of an occasion, as far as this goes.
struct Part {
    id: EntryId,
    root: EntryId,
    journal: JournalId,
    organisation: OrganisationId,
    by_staff: bool,
}

fn part(row: &Row) -> Result<Part> {
    Ok(Part {
        id: row.try_get("id")?,
        root: row.try_get("root")?,
        journal: row.try_get("journal")?,
        organisation: row.try_get("organisation")?,
        by_staff: row.try_get("by_staff")?,
    })
}

/// Occasions that are all held and all of the asker's organisation: their root's, or while that is missing, of what
/// has come of them.
async fn occasions(tx: &mut Tx, asked: &DecisionRequest, roots: &[EntryId]) -> Result<Result<Touched, NotDecided>> {
    let sql = "select id, root, journal, organisation, by_staff from entries where partnership = $1 and root";
    let rows = tx.among(sql, asked.partnership.as_str(), roots.iter().map(|id| id.0)).await?;
    let mut parts: BTreeMap<EntryId, Vec<Part>> = BTreeMap::new();
    for row in &rows {
        let part = part(row)?;
        parts.entry(part.root).or_default().push(part);
    }
    let mut touched = Touched { roots: roots.iter().copied().collect(), ..Touched::default() };
    for root in roots {
        let parts = parts.get(root).map(Vec::as_slice).unwrap_or_default();
        let from_phones = || parts.iter().filter(|p| !p.by_staff);
        let speaking: Vec<&Part> = match from_phones().any(|p| p.id == *root) {
            true => from_phones().filter(|p| p.id == *root).collect(),
            false => from_phones().collect(),
        };
        if speaking.is_empty() {
            return Ok(Err(NotDecided::Unknown));
        }
        if speaking.iter().any(|p| p.organisation != asked.organisation) {
            return Ok(Err(NotDecided::NotTheirs));
        }
        touched.told.extend(speaking.iter().map(|p| (p.journal, *root)));
    }
    Ok(Ok(touched))
}

async fn paired(tx: &mut Tx, asked: &DecisionRequest, pair: Pair, joined: bool) -> Result<Result<Touched, NotDecided>> {
    let found = occasions(tx, asked, &[pair.one, pair.other]).await?;
    let sql = "select joined from joins where partnership = $1 and root = $2 and other = $3";
    let row = tx.first(sql, vals![asked.partnership.as_str(), pair.one.0, pair.other.0]).await?;
    let now = row.map(|row| row.try_get::<bool>("joined")).transpose()?;
    let word = now.map_or("", |joined| if joined { "joined" } else { "separated" });
    let is_settled = now == Some(joined) || is_overtaken(asked, word);
    Ok(found.and_then(|touched| if is_settled { Err(NotDecided::Already) } else { Ok(touched) }))
}

/// With every occasion that a version of an accepted id names: which of them counts may change.
async fn accepted(
    tx: &mut Tx,
    partnership: &PartnershipId,
    found: Result<Touched, NotDecided>,
    held_back: &[Row],
) -> Result<Result<Touched, NotDecided>> {
    let mut touched = match found {
        Ok(_) if held_back.is_empty() => return Ok(Err(NotDecided::Already)),
        Ok(touched) => touched,
        Err(not) => return Ok(Err(not)),
    };
    let ids = held_back.iter().map(|row| row.try_get("id")).collect::<Result<Vec<_>>>()?;
    let sql = "select root from entries where partnership = $1 and id";
    for row in tx.among(sql, partnership.as_str(), ids).await? {
        touched.roots.insert(row.try_get("root")?);
    }
    Ok(Ok(touched))
}

async fn accepted_journal(
    tx: &mut Tx,
    asked: &DecisionRequest,
    journal: JournalId,
) -> Result<Result<Touched, NotDecided>> {
    let (of, id) = (asked.partnership.as_str(), journal.0);
    let found = their_journal(tx, asked, journal).await?.map(|_| Touched::default());
    let sql = "select id, root from entries where partnership = $1 and journal = $2 and quarantined = 1";
    let rows = tx.all(sql, vals![of, id]).await?;
    let mut accepted = accepted(tx, &asked.partnership, found, &rows).await?;
    if let Ok(touched) = &mut accepted {
        let told = rows.iter().map(|row| Ok((journal, row.try_get::<EntryId>("root")?)));
        touched.told = told.collect::<Result<_>>()?;
    }
    Ok(accepted)
}

/// Several contents of one id are all in one journal, but may name different occasions.
async fn version(tx: &mut Tx, asked: &DecisionRequest, id: EntryId, hash: &str) -> Result<Result<Touched, NotDecided>> {
    let sql = "select hash, root, quarantined, decided from entries where partnership = $1 and id = $2";
    let rows = tx.all(sql, vals![asked.partnership.as_str(), id.0]).await?;
    let mut roots = Vec::new();
    let mut chosen = None;
    let mut decided = String::new();
    for row in &rows {
        if row.try_get::<bool>("decided")? {
            decided = row.try_get::<String>("hash")?;
        }
        roots.push(row.try_get("root")?);
        if row.try_get::<&str>("hash")? == hash {
            chosen = Some((row.try_get("quarantined")?, row.try_get("decided")?));
        }
    }
    roots.sort_unstable();
    roots.dedup();
    Ok(match chosen {
        // What a revoked phone sent must be accepted before it can be chosen.
        None | Some((true, _)) => Err(NotDecided::Unknown),
        Some((_, true)) => Err(NotDecided::Already),
        Some(_) if is_overtaken(asked, &decided) => Err(NotDecided::Already),
        Some(_) if rows.len() < 2 => Err(NotDecided::Already),
        Some(_) => occasions(tx, asked, &roots).await?,
    })
}

/// The numbers held of a journal of the asker's organisation, and the last that was given.
async fn their_journal(
    tx: &mut Tx,
    asked: &DecisionRequest,
    journal: JournalId,
) -> Result<Result<(Ranges, u64), NotDecided>> {
    let sql = "select j.held, j.last_told, p.organisation from journals j \
               join people p on p.partnership = j.partnership and p.id = j.person \
               where j.partnership = $1 and j.id = $2";
    let Some(row) = tx.first(sql, vals![asked.partnership.as_str(), journal.0]).await? else {
        return Ok(Err(NotDecided::Unknown));
    };
    if row.try_get::<&str>("organisation")? != asked.organisation.as_str() {
        return Ok(Err(NotDecided::NotTheirs));
    }
    let held = row.try_get("held")?;
    Ok(Ok((held, row.try_get::<u64>("last_told")?)))
}

/// Only numbers that are missing, all of them, and not closed already.
async fn gap(
    tx: &mut Tx,
    asked: &DecisionRequest,
    journal: JournalId,
    (from, to): (u64, u64),
) -> Result<Result<Touched, NotDecided>> {
    let (held, last_told) = match their_journal(tx, asked, journal).await? {
        Ok(known) => known,
        Err(not) => return Ok(Err(not)),
    };
    let closed = super::gaps::closed_of(tx, &asked.partnership, journal).await?;
    let open = held.gaps(last_told).without(&closed);
    let is_open = from <= to && open.0.iter().any(|gap| gap.0 <= from && to <= gap.1);
    Ok(if is_open { Ok(Touched::default()) } else { Err(NotDecided::Already) })
}

async fn area(
    tx: &mut Tx,
    asked: &DecisionRequest,
    in_force: &InForce,
    named: Named,
    (from, to): (&AreaId, &AreaId),
) -> Result<Result<Touched, NotDecided>> {
    if in_force.catalogue.knows_area(from) || !in_force.catalogue.knows_area(to) {
        return Ok(Err(NotDecided::Word));
    }
    let now = in_force.maps.areas.get(from);
    if now == Some(to) || is_overtaken(asked, now.map_or("", AreaId::as_str)) {
        return Ok(Err(NotDecided::Already));
    }
    let rows = tx.all(WITH_AREA, vals![asked.partnership.as_str(), from.as_str(), named.through]).await?;
    read_as(named, &rows)
}

async fn activity(
    tx: &mut Tx,
    asked: &DecisionRequest,
    in_force: &InForce,
    named: Named,
    (from, to): (&ActivityId, &ActivityId),
) -> Result<Result<Touched, NotDecided>> {
    let promises = || in_force.catalogue.active.iter().map(|active| &active.promise);
    if promises().all(|p| p.activity(from).is_some()) || promises().all(|p| p.activity(to).is_none()) {
        return Ok(Err(NotDecided::Word));
    }
    let now = in_force.maps.activities.get(from);
    if now == Some(to) || is_overtaken(asked, now.map_or("", ActivityId::as_str)) {
        return Ok(Err(NotDecided::Already));
    }
    let rows = tx.all(WITH_ACTIVITY, vals![asked.partnership.as_str(), from.as_str(), named.through]).await?;
    read_as(named, &rows)
}

fn read_as(mut named: Named, rows: &[Row]) -> Result<Result<Touched, NotDecided>> {
    named.roots.extend(roots(rows)?);
    Ok(Ok(Touched { roots: named.roots, ..Touched::default() }))
}

fn roots(rows: &[Row]) -> Result<BTreeSet<EntryId>> {
    rows.iter().map(|row| row.try_get("root")).collect()
}
