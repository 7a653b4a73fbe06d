//! One pass over every occasion of a snapshot, some at a time: what a recount and a dry run have in common.

use super::count::{self, Picture};
use super::in_force::InForce;
use super::sql::{Tx, vals};
use super::stored_entry;
use super::sums::Sums;
use anyhow::{Context, Result};
use domain::group::{Group, groups};
use domain::id::{EntryId, PartnershipId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Occasions of a step: some megabytes, and some tens of milliseconds of one core.
pub const STEP: usize = 2_000;

/// How far a count has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    pub occasions: u64,
    pub of: u64,
}

/// Who is told how far a count has come.
pub type OnProgress<'a> = &'a mut (dyn FnMut(Progress) + Send);

/// See the module. Everything is read in one transaction, so that it is one state of everything however long it takes.
pub(super) struct Pass {
    of: PartnershipId,
    in_force: Arc<InForce>,
    last: Option<EntryId>,
    joined: Arc<BTreeSet<EntryId>>,
    /// Groups that reach across steps, counted whole after all others.
    groups: Vec<Group>,
    progress: Progress,
}

impl Pass {
    /// Begins before the first occasion.
    pub(super) async fn begin(snapshot: &mut Tx, of: &PartnershipId, in_force: Arc<InForce>) -> Result<Self> {
        let sql = "select count(*) as count from (select distinct root from entries where partnership = $1) as roots";
        let all = snapshot.first(sql, vals![of.as_str()]).await?.map_or(Ok(0), |row| row.try_get::<u64>("count"))?;
        let joins = count::joins(snapshot, of).await?;
        let joined: BTreeSet<EntryId> = joins.iter().flat_map(|pair| [pair.one, pair.other]).collect();
        let groups = groups(&joined, &joins);
        let progress = Progress { occasions: 0, of: all };
        Ok(Self { of: of.clone(), in_force, last: Some(EntryId([0; 16])), joined: Arc::new(joined), groups, progress })
    }

    pub(super) fn progress(&self) -> Progress {
        self.progress
    }

    /// What the next `most` occasions come to; `None` after the last.
    pub(super) async fn next(&mut self, snapshot: &mut Tx, most: usize) -> Result<Option<Sums>> {
        if let Some(last) = self.last {
            if let Some(rows) = stored_entry::next_rows(snapshot, &self.of, last, most).await? {
                self.last = Some(rows.to);
                let in_force = self.in_force.clone();
                let joined = self.joined.clone();
                let counted = tokio::task::spawn_blocking(move || alone(rows, &in_force, &joined));
                let (occasions, sums) = counted.await.context("a count stopped")??;
                self.progress.occasions += occasions;
                return Ok(Some(sums));
            }
            self.last = None;
        }
        let mut roots = BTreeSet::new();
        while roots.len() < most
            && let Some(group) = self.groups.pop()
        {
            roots.extend(group);
        }
        if roots.is_empty() {
            return Ok(None);
        }
        let picture = Picture::take(snapshot, &self.of, roots, &self.in_force).await?;
        Ok(Some(picture.sums(&self.in_force)))
    }
}

/// Some occasions without those that are joined with others: how many there are in all, and what these come to.
fn alone(rows: stored_entry::NextRows, in_force: &InForce, joined: &BTreeSet<EntryId>) -> Result<(u64, Sums)> {
    let mut occasions = rows.read(in_force)?;
    let all = occasions.len() as u64;
    occasions.retain(|root, _| !joined.contains(root));
    Ok((all, Picture::alone(occasions).sums(in_force)))
}
