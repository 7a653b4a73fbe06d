//! Decisions as rows, and what follows from them as tables: joins, maps, closed gaps.

use super::sql::{Row, Tx, Val, vals};
use anyhow::{Context, Result};
use domain::decision::{Decision, Maps, Pair, Settled};
use domain::id::{ActivityId, AreaId, EntryId, JournalId, PartnershipId, PersonId};
use std::collections::{BTreeMap, BTreeSet};

/// A decision as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecisionRow {
    /// Its commit: decisions are in force in this order.
    pub commit_no: i64,
    pub decision: Decision,
    pub person: PersonId,
    pub at_ms: i64,
}

/// Keeps a decision, and the occasions that it is about for those who are told of it.
pub(super) async fn keep(
    tx: &mut Tx,
    partnership: &PartnershipId,
    row: &DecisionRow,
    occasions: &BTreeSet<(JournalId, EntryId)>,
) -> Result<()> {
    let DecisionRow { commit_no, decision, person, at_ms } = row;
    let sql = "insert into decisions (partnership, commit_no, kind, about, person, at) values ($1, $2, $3, $4, $5, $6)";
    let about = serde_json::to_string(decision)?;
    tx.run(sql, vals![partnership.as_str(), *commit_no, decision.word(), about, person.0, *at_ms]).await?;
    let told = |(journal, root): &(JournalId, EntryId)| vals![partnership.as_str(), journal.0, *commit_no, root.0];
    let into = "decided_occasions (partnership, journal, commit_no, root)";
    tx.insert_many(into, 4, occasions.iter().map(told).collect(), "").await?;
    lay(tx, partnership, row).await
}

/// What a decision changes in the tables that follow from all of them.
async fn lay(tx: &mut Tx, partnership: &PartnershipId, row: &DecisionRow) -> Result<()> {
    let partnership = partnership.as_str();
    match &row.decision {
        Decision::Join { pair } => join(tx, partnership, *pair, true).await,
        Decision::Separate { pair } => join(tx, partnership, *pair, false).await,
        Decision::MapArea { from, to } => map(tx, partnership, "area", from.as_str(), to.as_str()).await,
        Decision::MapActivity { from, to } => map(tx, partnership, "activity", from.as_str(), to.as_str()).await,
        Decision::CloseGap { journal, from, to, reason } => {
            let sql = "insert into closed_gaps (partnership, journal, from_seq, to_seq, reason, commit_no) \
                       values ($1, $2, $3, $4, $5, $6)";
            let (from, to) = (i64::try_from(*from)?, i64::try_from(*to)?);
            tx.run(sql, vals![partnership, journal.0, from, to, reason.as_str(), row.commit_no]).await.map(|_| ())
        }
        Decision::Version { id, hash } => {
            let sql = "update entries set decided = case when hash = $3 then 1 else 0 end \
                       where partnership = $1 and id = $2";
            tx.run(sql, vals![partnership, id.0, hash.as_str()]).await.map(|_| ())
        }
        Decision::AcceptOccasion { root } => {
            let sql = "update entries set quarantined = 0 \
                       where partnership = $1 and root = $2 and quarantined = 1 and commit_no < $3";
            tx.run(sql, vals![partnership, root.0, row.commit_no]).await.map(|_| ())
        }
        Decision::AcceptJournal { journal } => {
            let sql = "update entries set quarantined = 0 \
                       where partnership = $1 and journal = $2 and quarantined = 1 and commit_no < $3";
            tx.run(sql, vals![partnership, journal.0, row.commit_no]).await.map(|_| ())
        }
        // An entry of its own says it, or nothing is counted otherwise.
        Decision::Head { .. } | Decision::Void { .. } | Decision::PutBack { .. } | Decision::Return { .. } => Ok(()),
    }
}

const JOINS: &str = "joins (partnership, root, other, joined)";

async fn join(tx: &mut Tx, of: &str, pair: Pair, joined: bool) -> Result<()> {
    let conflict = "on conflict (partnership, root, other) do update set joined = excluded.joined";
    tx.insert_many(JOINS, 4, join_rows(of, pair, joined).into(), conflict).await
}

/// A pair both ways round.
fn join_rows(of: &str, pair: Pair, joined: bool) -> [Vec<Val>; 2] {
    [(pair.one, pair.other), (pair.other, pair.one)].map(|(root, other)| vals![of, root.0, other.0, joined])
}

async fn map(tx: &mut Tx, of: &str, kind: &str, word: &str, known: &str) -> Result<()> {
    let sql = "insert into maps (partnership, kind, word, known) values ($1, $2, $3, $4) \
               on conflict (partnership, kind, word) do update set known = excluded.known";
    tx.run(sql, vals![of, kind, word, known]).await?;
    // Kept in memory beside the promises: both are read anew when this number has changed.
    tx.run("update partnerships set catalogue_no = catalogue_no + 1 where id = $1", vals![of]).await.map(|_| ())
}

/// Lays all of it anew from the decisions, in few statements however many decisions there are: merges wait meanwhile.
pub(super) async fn lay_anew(tx: &mut Tx, partnership: &PartnershipId) -> Result<()> {
    for sql in [
        "delete from joins where partnership = $1",
        "delete from maps where partnership = $1",
        "delete from closed_gaps where partnership = $1",
        "update entries set decided = 0 where partnership = $1 and decided = 1",
    ] {
        tx.run(sql, vals![partnership.as_str()]).await?;
    }
    let mut pairs: BTreeMap<Pair, bool> = BTreeMap::new();
    for row in all(tx, partnership).await? {
        match row.decision {
            // The last word on a pair stands.
            Decision::Join { pair } => drop(pairs.insert(pair, true)),
            Decision::Separate { pair } => drop(pairs.insert(pair, false)),
            _ => lay(tx, partnership, &row).await?,
        }
    }
    let rows = pairs.into_iter().flat_map(|(pair, joined)| join_rows(partnership.as_str(), pair, joined)).collect();
    tx.insert_many(JOINS, 4, rows, "").await
}

/// Every decision in commit order.
async fn all(tx: &mut Tx, partnership: &PartnershipId) -> Result<Vec<DecisionRow>> {
    let sql = "select commit_no, about, person, at from decisions where partnership = $1 order by commit_no";
    tx.all(sql, vals![partnership.as_str()]).await?.iter().map(decision).collect()
}

/// Reads `commit_no, about, person, at`.
pub(super) fn decision(row: &Row) -> Result<DecisionRow> {
    let decision = serde_json::from_str(row.try_get("about")?).context("a kept decision can't be read")?;
    Ok(DecisionRow {
        commit_no: row.try_get("commit_no")?,
        decision,
        person: row.try_get("person")?,
        at_ms: row.try_get("at")?,
    })
}

/// The maps in force.
pub(super) async fn maps(tx: &mut Tx, partnership: &PartnershipId) -> Result<Maps> {
    let mut maps = Maps::default();
    for row in tx.all("select kind, word, known from maps where partnership = $1", vals![partnership.as_str()]).await? {
        let (word, known) = (row.try_get::<String>("word")?, row.try_get::<String>("known")?);
        match row.try_get::<&str>("kind")? {
            "area" => drop(maps.areas.insert(AreaId(word), AreaId(known))),
            _ => drop(maps.activities.insert(ActivityId(word), ActivityId(known))),
        }
    }
    Ok(maps)
}
/// Joins in force and pairs kept apart, of some occasions.
pub(super) async fn pairs(tx: &mut Tx, partnership: &PartnershipId, roots: &BTreeSet<EntryId>) -> Result<Settled> {
    let sql = "select root, other, joined from joins where partnership = $1 and root";
    let mut settled = Settled::default();
    for row in tx.among(sql, partnership.as_str(), roots.iter().map(|id| id.0)).await? {
        let pair = Pair::of(row.try_get("root")?, row.try_get("other")?);
        let into = if row.try_get::<bool>("joined")? { &mut settled.joins } else { &mut settled.separated };
        into.extend(pair);
    }
    Ok(settled)
}
