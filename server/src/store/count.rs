//! From occasions to figures: what groups of them add, and what waits for a person in them. The one way that merges,
//! decisions and rebuilds go.

use super::in_force::InForce;
use super::sql::{Row, Tx, vals};
use super::stored_entry::{self, ByRoot};
use super::sums::Sums;
use super::tallies::Question;
use super::{quality_counts, unit_counts};
use anyhow::Result;
use domain::decision::Pair;
use domain::group::{self, Group};
use domain::id::{EntryId, PartnershipId};
use domain::occasion::{Held, Occasion};
use domain::tally::Tally;
use domain::wire::Flag;
use std::collections::{BTreeMap, BTreeSet};

/// Some occasions whole, with those that they are joined with: what a change of figures is taken between.
pub(super) struct Picture {
    pub(super) occasions: ByRoot,
    groups: Vec<Group>,
    /// The same as the run reads it that is being counted beside the one in force, while there is one.
    beside: Option<Box<Picture>>,
}

impl Picture {
    /// Everything that is held of some occasions and of those joined with them.
    pub(super) async fn take(
        tx: &mut Tx,
        of: &PartnershipId,
        roots: BTreeSet<EntryId>,
        in_force: &InForce,
    ) -> Result<Self> {
        let (roots, joins) = tied(tx, of, roots).await?;
        let rows = stored_entry::of_roots(tx, of, &roots).await?;
        Ok(Self::of(rows, &roots, &joins, in_force))
    }

    /// The same from rows that are at hand. Other occasions, that some versions of the rows' ids name, are left out:
    /// they aren't whole.
    pub(super) fn of(rows: Vec<Held>, roots: &BTreeSet<EntryId>, joins: &BTreeSet<Pair>, in_force: &InForce) -> Self {
        let read_by = |beside: &InForce| Box::new(Self::of(rows.clone(), roots, joins, beside));
        let beside = in_force.beside.as_deref().map(read_by);
        let mut occasions = stored_entry::by_root(rows, in_force);
        occasions.retain(|root, _| roots.contains(root));
        Self { occasions, groups: group::groups(roots, joins), beside }
    }

    /// Occasions that no join ties to another.
    pub(super) fn alone(occasions: ByRoot) -> Self {
        let groups = occasions.keys().map(|root| Group::from([*root])).collect();
        Self { occasions, groups, beside: None }
    }

    /// What a group adds to the figures.
    fn adds(&self, group: &Group, in_force: &InForce, tally: &mut Tally) {
        let held = group.iter().filter_map(|root| self.occasions.get_key_value(root));
        let members = held.map(|(root, rows)| (*root, in_force.contribution(*root, rows)));
        tally.add(group::contribution(members.collect()));
    }

    /// What all of it comes to.
    pub(super) fn sums(&self, in_force: &InForce) -> Sums {
        let mut sums = Sums::default();
        self.groups.iter().for_each(|group| self.adds(group, in_force, &mut sums.tally));
        // One by one, whoever they are joined with.
        for (root, rows) in &self.occasions {
            sums.questions.extend(questions(*root, rows, in_force).into_iter().map(|question| (question, 1)));
            sums.shapes.add(quality_counts::of_occasion(*root, rows, in_force));
            sums.units.add(unit_counts::of_occasion(*root, rows, in_force));
        }
        sums
    }
}

/// What is to be added to each counting run.
pub(super) type Changes = Vec<(i64, Sums)>;

/// What figures and questions change by from one state of the touched occasions to the next: what they add after, minus
/// what they added before. A run that is being counted beside the one in force changes by its own reading.
pub(super) fn changes((before, was): (&Picture, &InForce), (after, is): (&Picture, &InForce)) -> Changes {
    let change = |(before, was): (&Picture, &InForce), (after, is): (&Picture, &InForce)| {
        let mut change = after.sums(is);
        change.subtract(before.sums(was));
        (is.run, change)
    };
    let mut changes = vec![change((before, was), (after, is))];
    if let (Some(before), Some(was), Some(after), Some(is)) = (&before.beside, &was.beside, &after.beside, &is.beside) {
        changes.push(change((before, was), (after, is)));
    }
    changes
}

/// Brings figures and questions from one state of the touched occasions to the next.
pub(super) async fn bring(
    tx: &mut Tx,
    of: &PartnershipId,
    before: (&Picture, &InForce),
    after: (&Picture, &InForce),
) -> Result<()> {
    for (run, sums) in changes(before, after) {
        sums.write(tx, of, run).await?;
    }
    Ok(())
}

/// Some roots with all that joins tie to them, and those joins.
pub(super) async fn tied(
    tx: &mut Tx,
    of: &PartnershipId,
    roots: BTreeSet<EntryId>,
) -> Result<(BTreeSet<EntryId>, BTreeSet<Pair>)> {
    let mut all = roots.clone();
    let mut joins = BTreeSet::new();
    let mut next = roots;
    while !next.is_empty() {
        let sql = "select root, other from joins where partnership = $1 and joined = 1 and root";
        let rows = tx.among(sql, of.as_str(), next.iter().map(|id| id.0)).await?;
        let found = rows.iter().map(pair).collect::<Result<Vec<_>>>()?;
        joins.extend(found.iter().flatten().copied());
        next = found.iter().flatten().flat_map(|p| [p.one, p.other]).filter(|root| all.insert(*root)).collect();
    }
    Ok((all, joins))
}

/// All joins in force.
pub(super) async fn joins(tx: &mut Tx, of: &PartnershipId) -> Result<BTreeSet<Pair>> {
    let sql = "select root, other from joins where partnership = $1 and joined = 1";
    let rows = tx.all(sql, vals![of.as_str()]).await?;
    Ok(rows.iter().map(pair).collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

fn pair(row: &Row) -> Result<Option<Pair>> {
    Ok(Pair::of(row.try_get("root")?, row.try_get("other")?))
}

/// What a person must look at in an occasion, in the words of its flags. What a correction or a decision has dealt with
/// asks no more.
pub(super) fn questions(root: EntryId, rows: &[Held], in_force: &InForce) -> Vec<Question> {
    let occasion = Occasion::of(root, rows);
    let local_of = |ms| in_force.zone.local_of(ms);
    let flags = |id| occasion.flags(id, &in_force.catalogue, &local_of);
    let replaced = occasion.replaced();
    let decided: BTreeMap<EntryId, &str> =
        rows.iter().filter(|h| h.decided).map(|h| (h.entry.id, h.hash.as_str())).collect();
    let settled = |held: &Held| {
        replaced.contains(&held.entry.id) || decided.get(&held.entry.id).is_some_and(|hash| *hash != held.hash)
    };
    let open = || rows.iter().filter(|held| !settled(held));
    let mut words: BTreeSet<&'static str> = BTreeSet::new();
    for head in occasion.heads() {
        words.extend(flags(head.entry.id).into_iter().filter(|f| f.stops()).map(Flag::word));
    }
    if open().any(|held| flags(held.entry.id).contains(&Flag::MayNotCorrect)) {
        words.insert(Flag::MayNotCorrect.word());
    }
    if open().any(|held| held.quarantined) {
        words.insert("quarantined");
    }
    if occasion.in_conflict() {
        words.insert("conflict");
    }
    words.into_iter().map(|word| Question { root, word: word.to_owned() }).collect()
}
