//! What waits for a person, in one organisation: open questions by kind, unknown words, quarantined journals, and
//! patrols that two have logged.

use super::audit::{self, Deed};
use super::held::{self, ByRoot};
use super::promises::InForce;
use super::sql::{Row, Tx, vals};
use super::{Store, browse, count, decided};
use anyhow::Result;
use domain::calendar::Day;
use domain::decision::Pair;
use domain::id::{EntryId, JournalId, OrganisationId, PartnershipId, PersonId};
use domain::occasion::Occasion;
use domain::proposal::{Candidate, proposals};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Occasions listed under one kind of question.
const LISTED: i64 = 20;
/// Occasions that are looked through for such as two have logged.
const LOOKED_THROUGH: i64 = 5_000;
/// Proposals listed at once.
const PROPOSED: usize = 30;

/// See the module.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Open {
    /// By kind how many occasions, and the newest of them.
    pub questions: Vec<(String, u64, Vec<EntryId>)>,
    /// Areas and activities of entries that wait for a word to be known, as they have them; some are known elsewhere.
    pub areas: Vec<(String, u64)>,
    pub activities: Vec<(String, u64)>,
    /// Journals of revoked phones with entries that are held back.
    pub quarantined: Vec<(JournalId, PersonId, u64)>,
    pub proposals: Vec<Pair>,
    /// The occasions that are named, read by the maps in force.
    pub occasions: ByRoot,
    pub names: BTreeMap<PersonId, String>,
}

impl Store {
    /// What waits, and a row in the audit log that says who read it; joint occasions are looked for among those since
    /// a day.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn waiting(
        &self,
        of: &PartnershipId,
        organisation: &OrganisationId,
        since: Day,
        (reader, now_ms): (PersonId, i64),
    ) -> Result<Open> {
        let mut tx = self.begin_reading().await?;
        let in_force = self.in_force_within(&mut tx, of).await?;
        let mut open = Open { questions: questions(&mut tx, of, organisation).await?, ..Open::default() };
        open.areas = unknown(&mut tx, of, organisation, AREAS).await?;
        open.activities = unknown(&mut tx, of, organisation, ACTIVITIES).await?;
        open.quarantined = quarantined(&mut tx, of, organisation).await?;
        open.proposals = proposed(&mut tx, of, organisation, &in_force, since).await?;
        let named = open.questions.iter().flat_map(|(_, _, roots)| roots.iter().copied());
        let roots: BTreeSet<EntryId> = named.chain(open.proposals.iter().flat_map(|p| [p.one, p.other])).collect();
        let held = held::of_roots(&mut tx, of, &roots).await?;
        let people = held.iter().map(|h| h.entry.author).chain(open.quarantined.iter().map(|q| q.1));
        open.names = browse::names(&mut tx, of, people).await?;
        open.occasions = held::by_root(held, &in_force);
        open.occasions.retain(|root, _| roots.contains(root));
        let shown = open.occasions.values().flatten().map(|held| held.entry.id);
        let about = audit::with_entries(json!({ "organisation": organisation, "questions": true }), shown);
        // Not within the read, which may take a while: merges would wait for it.
        drop(tx);
        self.note(of, Some(reader), Deed::ReadEntries, about, now_ms).await?;
        Ok(open)
    }
}

async fn questions(
    tx: &mut Tx,
    of: &PartnershipId,
    organisation: &OrganisationId,
) -> Result<Vec<(String, u64, Vec<EntryId>)>> {
    let sql = "select question, count(*) from open_questions q where partnership = $1 and exists \
               (select 1 from entries e where e.partnership = q.partnership and e.root = q.root and e.organisation = $2) \
               group by question order by question";
    let mut questions = Vec::new();
    for row in tx.all(sql, vals![of.as_str(), organisation.as_str()]).await? {
        let (question, count) = (row.text(0)?, row.int(1)?.unsigned_abs());
        let sql = "select root from open_questions q where partnership = $1 and question = $3 and exists \
                   (select 1 from entries e where e.partnership = q.partnership and e.root = q.root \
                   and e.organisation = $2) order by root desc limit $4";
        let roots = tx.all(sql, vals![of.as_str(), organisation.as_str(), question.as_str(), LISTED]).await?;
        questions.push((question, count, roots.iter().map(|row| row.id(0).map(EntryId)).collect::<Result<_>>()?));
    }
    Ok(questions)
}

const AREAS: &str = "select e.area, count(distinct e.root) from open_questions q \
                     join entries e on e.partnership = q.partnership and e.root = q.root \
                     where q.partnership = $1 and q.question = 'unknown_area' and e.organisation = $2 \
                     and e.area is not null group by e.area order by e.area";
const ACTIVITIES: &str = "select e.activity, count(distinct e.root) from open_questions q \
                          join entries e on e.partnership = q.partnership and e.root = q.root \
                          where q.partnership = $1 and q.question = 'unknown_activity' and e.organisation = $2 \
                          and e.activity is not null group by e.activity order by e.activity";

async fn unknown(
    tx: &mut Tx,
    of: &PartnershipId,
    organisation: &OrganisationId,
    sql: &'static str,
) -> Result<Vec<(String, u64)>> {
    let rows = tx.all(sql, vals![of.as_str(), organisation.as_str()]).await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.int(1)?.unsigned_abs()))).collect()
}

async fn quarantined(
    tx: &mut Tx,
    of: &PartnershipId,
    organisation: &OrganisationId,
) -> Result<Vec<(JournalId, PersonId, u64)>> {
    let sql = "select e.journal, e.author, count(*) from open_questions q \
               join entries e on e.partnership = q.partnership and e.root = q.root \
               where q.partnership = $1 and q.question = 'quarantined' and e.organisation = $2 \
               and e.quarantined = 1 group by e.journal, e.author order by e.journal";
    let row = |row: &Row| Ok((JournalId(row.id(0)?), PersonId(row.id(1)?), row.int(2)?.unsigned_abs()));
    tx.all(sql, vals![of.as_str(), organisation.as_str()]).await?.iter().map(row).collect()
}

async fn proposed(
    tx: &mut Tx,
    of: &PartnershipId,
    organisation: &OrganisationId,
    in_force: &InForce,
    since: Day,
) -> Result<Vec<Pair>> {
    let sql = "select root from entries where partnership = $1 and day >= $2 and organisation = $3 \
               group by root order by root desc limit $4";
    let vals = vals![of.as_str(), i64::from(since.0), organisation.as_str(), LOOKED_THROUGH];
    let roots: BTreeSet<EntryId> =
        tx.all(sql, vals).await?.iter().map(|row| row.id(0).map(EntryId)).collect::<Result<_>>()?;
    let settled = decided::pairs(tx, of, &roots).await?;
    let (_, joins) = count::tied(tx, of, roots.clone()).await?;
    let settled = domain::decision::Settled { joins, ..settled };
    let mut occasions = held::by_root(held::of_roots(tx, of, &roots).await?, in_force);
    occasions.retain(|root, _| roots.contains(root));
    let local_of = |ms| in_force.zone.local_of(ms);
    let candidates: Vec<Candidate> = occasions
        .iter()
        .filter_map(|(root, rows)| {
            Candidate::of(*root, Occasion::of(*root, rows).deciding()?, &in_force.catalogue, &local_of)
        })
        .collect();
    // The newest first, since those are still remembered.
    Ok(proposals(&candidates, &settled).into_iter().rev().take(PROPOSED).collect())
}
