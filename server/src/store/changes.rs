//! What phones are told: decisions about their own occasions, after a cursor and never ahead of it.

use super::sql::{Tx, vals};
use super::stored_entry;
use super::{Store, decision_effects};
use anyhow::{Context, Result};
use domain::cursor::Position;
use domain::decision::Decision;
use domain::id::{EntryId, JournalId, PartnershipId};
use domain::json::Json;
use domain::occasion::Occasion;
use std::collections::{BTreeMap, BTreeSet};

/// A decision about one occasion.
#[derive(Clone, PartialEq, Debug)]
pub struct ChangeRow {
    pub root: EntryId,
    /// As it stands on the wire.
    pub change: &'static str,
    pub at_ms: i64,
    pub message: Option<String>,
    /// The occasion's heads as they are now; of what was sent back, those that were held then.
    pub heads: Vec<EntryId>,
    /// Heads from other journals, whole.
    pub entries: Vec<Json>,
}

/// A page of changes in commit order.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Changes {
    pub changes: Vec<ChangeRow>,
    /// Where the next page begins; `None` after the last.
    pub next: Option<Position>,
}

/// A change before its occasion is looked up.
struct FoundChange {
    commit_no: i64,
    root: EntryId,
    journal: JournalId,
}

impl Store {
    /// Decisions about the occasions of some journals after a position, up to a commit: `most` of them.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn changes(
        &self,
        partnership: &PartnershipId,
        journals: &[JournalId],
        after: Position,
        through: i64,
        most: usize,
    ) -> Result<Changes> {
        if after.commit_no >= through {
            return Ok(Changes::default());
        }
        let mut tx = self.begin_reading().await?;
        let mut told = Vec::new();
        for journal in journals {
            told.extend(of_journal(&mut tx, partnership, *journal, after, through, most).await?);
        }
        told.sort_by_key(|t| (t.commit_no, t.root));
        let more = told.len() > most;
        told.truncate(most);
        let last = told.last().filter(|_| more);
        let next = last.map(|t| Position { commit_no: t.commit_no - 1, within: Some((t.commit_no, t.root)) });
        Ok(Changes { changes: whole(&mut tx, partnership, &told).await?, next })
    }
}

async fn of_journal(
    tx: &mut Tx,
    partnership: &PartnershipId,
    journal: JournalId,
    after: Position,
    through: i64,
    most: usize,
) -> Result<Vec<FoundChange>> {
    let sql = "select commit_no, root from decided_occasions where partnership = $1 and journal = $2 \
               and commit_no > $3 and commit_no <= $4 and (commit_no <> $5 or root > $6) \
               order by commit_no, root limit $7";
    let (within, root) = after.within.unwrap_or((0, EntryId([0; 16])));
    let most = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
    let vals = vals![partnership.as_str(), journal.0, after.commit_no, through, within, root.0, most];
    let rows = tx.all(sql, vals).await?;
    rows.iter()
        .map(|row| Ok(FoundChange { commit_no: row.try_get("commit_no")?, root: row.try_get("root")?, journal }))
        .collect()
}

/// With what each decision says, and the occasion's heads.
async fn whole(tx: &mut Tx, partnership: &PartnershipId, told: &[FoundChange]) -> Result<Vec<ChangeRow>> {
    let roots: BTreeSet<EntryId> = told.iter().map(|t| t.root).collect();
    let mut versions = BTreeMap::new();
    for (held, body) in stored_entry::with_bodies(tx, partnership, &roots).await? {
        versions.insert((held.entry.id, held.hash.clone()), (held, body));
    }
    let rows: Vec<_> = versions.values().map(|(held, _)| held.clone()).collect();
    let mut decisions = BTreeMap::new();
    let mut changes = Vec::new();
    for FoundChange { commit_no, root, journal } in told {
        if !decisions.contains_key(commit_no) {
            let sql = "select commit_no, about, person, at from decisions where partnership = $1 and commit_no = $2";
            let row = tx.first(sql, vals![partnership.as_str(), *commit_no]).await?.context("a decision is missing")?;
            decisions.insert(*commit_no, decision_effects::decision(&row)?);
        }
        let Some(row) = decisions.get(commit_no) else { continue };
        let Some(change) = row.decision.change() else { continue };
        let occasion = Occasion::of(*root, &rows);
        let mut heads = occasion.heads();
        if let Decision::Return { .. } = row.decision {
            // What was corrected since isn't what was sent back.
            let known = known_then(tx, partnership, *root, *commit_no).await?;
            heads.retain(|held| known.contains(&held.entry.id));
        }
        let others = heads.iter().filter(|h| h.entry.journal != *journal);
        let bodies = others.filter_map(|h| Some(versions.get(&(h.entry.id, h.hash.clone()))?.1.clone()));
        changes.push(ChangeRow {
            root: *root,
            change,
            at_ms: row.at_ms,
            message: row.decision.text().map(str::to_owned),
            heads: heads.iter().map(|h| h.entry.id).collect(),
            entries: bodies.collect(),
        });
    }
    Ok(changes)
}

/// The entries of an occasion that were held when something was decided.
async fn known_then(
    tx: &mut Tx,
    partnership: &PartnershipId,
    root: EntryId,
    commit_no: i64,
) -> Result<BTreeSet<EntryId>> {
    let sql = "select id from entries where partnership = $1 and root = $2 and commit_no < $3";
    let rows = tx.all(sql, vals![partnership.as_str(), root.0, commit_no]).await?;
    rows.iter().map(|row| row.try_get("id")).collect()
}
