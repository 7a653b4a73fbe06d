//! An occasion with everything that has become of it: its entries, those joined with it, and what was decided.

use super::audit::{self, AuditEvent};
use super::decide::NotDecided;
use super::decision_effects::{self, DecisionRow};
use super::decision_scope::waits_for_its_author;
use super::sql::{Tx, vals};
use super::stored_entry::{self, ByRoot};
use super::{Store, browse, count};
use anyhow::Result;
use domain::calendar::Day;
use domain::id::{ActivityId, AreaId, EntryId, OrganisationId, PartnershipId, PersonId};
use domain::occasion::Held;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Others of a day that it could be joined with.
const BESIDE: i64 = 40;

/// See the module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct History {
    /// Everything that is held of it, as it was sent, with when it came.
    pub entries: Vec<(Held, i64)>,
    /// It and those joined with it, read by the maps in force.
    pub group: ByRoot,
    /// In commit order.
    pub decisions: Vec<DecisionRow>,
    /// Why it waits for a person, in the words of its flags.
    pub questions: Vec<String>,
    /// It was sent back, and nothing has come of it since.
    pub is_returned: bool,
    pub names: BTreeMap<PersonId, String>,
}

impl Store {
    /// An occasion's history, and a row in the audit log that says who read it.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one when it isn't there, or another organisation's.
    pub async fn history(
        &self,
        partnership: &PartnershipId,
        organisation: &OrganisationId,
        root: EntryId,
        (reader, now_ms): (PersonId, i64),
    ) -> Result<Result<History, NotDecided>> {
        let mut tx = self.begin_reading().await?;
        let in_force = self.in_force_within(&mut tx, partnership).await?;
        let (roots, _) = count::tied(&mut tx, partnership, BTreeSet::from([root])).await?;
        let held = stored_entry::of_roots(&mut tx, partnership, &roots).await?;
        let mine: Vec<&Held> = held.iter().filter(|h| h.entry.root() == root).collect();
        let first = mine.iter().find(|h| h.entry.id == root).or(mine.first());
        match first {
            None => return Ok(Err(NotDecided::Unknown)),
            Some(held) if held.organisation != *organisation => return Ok(Err(NotDecided::NotTheirs)),
            Some(_) => {}
        }
        let received = received(&mut tx, partnership, root).await?;
        let at = |held: &Held| received.get(&(held.entry.id, held.hash.clone())).copied().unwrap_or_default();
        let entries: Vec<(Held, i64)> = mine.into_iter().map(|h| (h.clone(), at(h))).collect();
        let decisions = decisions(&mut tx, partnership, root).await?;
        let people = held.iter().map(|h| h.entry.author).chain(decisions.iter().map(|d| d.person));
        let names = browse::names(&mut tx, partnership, people).await?;
        let sql = "select question from open_questions where partnership = $1 and root = $2 order by question";
        let questions = tx.all(sql, vals![partnership.as_str(), root.0]).await?;
        let questions = questions.iter().map(|row| row.try_get("question")).collect::<Result<_>>()?;
        let is_returned = waits_for_its_author(&mut tx, partnership, root).await?;
        let about = json!({ "organisation": organisation, "occasion": root });
        let about = audit::with_entries(about, held.iter().map(|h| h.entry.id));
        // Not within the read: merges would wait for it.
        drop(tx);
        self.note(partnership, Some(reader), AuditEvent::ReadEntries, about, now_ms).await?;
        let mut group = stored_entry::by_root(held, &in_force);
        group.retain(|root, _| roots.contains(root));
        Ok(Ok(History { entries, group, decisions, questions, is_returned, names }))
    }

    /// Other occasions of a day with the same activity in the same area: what one could be joined with. They are read
    /// too, and the audit log says so.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn beside(
        &self,
        partnership: &PartnershipId,
        organisation: &OrganisationId,
        (day, activity, area): (Day, &ActivityId, Option<&AreaId>),
        (reader, now_ms): (PersonId, i64),
    ) -> Result<(ByRoot, BTreeMap<PersonId, String>)> {
        let mut tx = self.begin_reading().await?;
        let in_force = self.in_force_within(&mut tx, partnership).await?;
        let sql = "select distinct root from entries where partnership = $1 and day = $2 and organisation = $3 \
                   and activity = $4 and ($5 = '' or area = $5) order by root limit $6";
        let area = area.map_or("", AreaId::as_str);
        let vals =
            vals![partnership.as_str(), i64::from(day.0), organisation.as_str(), activity.as_str(), area, BESIDE];
        let roots: BTreeSet<EntryId> =
            tx.all(sql, vals).await?.iter().map(|row| row.try_get("root")).collect::<Result<_>>()?;
        let held = stored_entry::of_roots(&mut tx, partnership, &roots).await?;
        let names = browse::names(&mut tx, partnership, held.iter().map(|h| h.entry.author)).await?;
        let mut occasions = stored_entry::by_root(held, &in_force);
        occasions.retain(|root, _| roots.contains(root));
        drop(tx);
        let about = json!({ "organisation": organisation, "activity": activity, "area": area, "day": day });
        let about = audit::with_entries(about, occasions.values().flatten().map(|held| held.entry.id));
        self.note(partnership, Some(reader), AuditEvent::ReadEntries, about, now_ms).await?;
        Ok((occasions, names))
    }
}

async fn received(tx: &mut Tx, partnership: &PartnershipId, root: EntryId) -> Result<BTreeMap<(EntryId, String), i64>> {
    let sql = "select id, hash, received_at from entries where partnership = $1 and root = $2";
    let rows = tx.all(sql, vals![partnership.as_str(), root.0]).await?;
    rows.iter().map(|row| Ok(((row.try_get("id")?, row.try_get("hash")?), row.try_get("received_at")?))).collect()
}

async fn decisions(tx: &mut Tx, partnership: &PartnershipId, root: EntryId) -> Result<Vec<DecisionRow>> {
    let sql = "select commit_no, about, person, at from decisions where partnership = $1 and commit_no in \
               (select commit_no from decided_occasions where partnership = $1 and root = $2) \
               order by commit_no";
    tx.all(sql, vals![partnership.as_str(), root.0]).await?.iter().map(decision_effects::decision).collect()
}
