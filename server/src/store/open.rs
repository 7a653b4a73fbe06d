//! What waits for a person, in one organisation: open questions by kind, unknown words, quarantined journals, and
//! patrols that two have logged.

use super::audit::{self, AuditEvent};
use super::in_force::InForce;
use super::returned::{Returned, returned};
use super::sql::{Row, Tx, vals};
use super::stored_entry::{self, ByRoot};
use super::{Store, browse, count, decision_effects};
use anyhow::{Context, Result};
use domain::calendar::Day;
use domain::decision::Maps;
use domain::id::{ActivityId, AreaId, EntryId, JournalId, OrganisationId, PartnershipId, PersonId};
use domain::occasion::{Held, Occasion};
use domain::proposal::{Candidate, Proposals, proposals};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Occasions listed under one kind of question.
const LISTED: i64 = 20;
/// Entries that are looked through for patrols that two have logged, by what stands beside their text …
const READ_THROUGH: i64 = 5_000;
/// … and occasions that are read and compared.
const COMPARED: usize = 500;
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
    /// Words beside those: the commonest are listed, and the next come forward when these are known.
    pub more_words: u64,
    /// Journals of revoked phones with entries that are held back.
    pub quarantined: Vec<(JournalId, PersonId, u64)>,
    pub proposals: Proposals,
    /// What was sent back, newest first.
    pub returned: Vec<Returned>,
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
        partnership: &PartnershipId,
        organisation: &OrganisationId,
        since: Day,
        (reader, now_ms): (PersonId, i64),
    ) -> Result<Open> {
        let mut tx = self.begin_reading().await?;
        let in_force = self.in_force_within(&mut tx, partnership).await?;
        let mut open = Open { questions: questions(&mut tx, partnership, organisation).await?, ..Open::default() };
        let (areas, all_areas) = unknown(&mut tx, partnership, organisation, AREAS).await?;
        let (activities, all_activities) = unknown(&mut tx, partnership, organisation, ACTIVITIES).await?;
        open.more_words = (all_areas + all_activities).saturating_sub((areas.len() + activities.len()) as u64);
        (open.areas, open.activities) = (areas, activities);
        open.quarantined = quarantined(&mut tx, partnership, organisation).await?;
        open.proposals = proposed(&mut tx, partnership, organisation, &in_force, since).await?;
        open.returned = returned(&mut tx, partnership, organisation).await?;
        let named = open.questions.iter().flat_map(|(_, _, roots)| roots.iter().copied());
        let named = named.chain(open.returned.iter().map(|returned| returned.root));
        let roots: BTreeSet<EntryId> =
            named.chain(open.proposals.pairs.iter().flat_map(|p| [p.one, p.other])).collect();
        let held = stored_entry::of_roots(&mut tx, partnership, &roots).await?;
        let people = held.iter().map(|h| h.entry.author).chain(open.quarantined.iter().map(|q| q.1));
        let people = people.chain(open.returned.iter().map(|returned| returned.by));
        open.names = browse::names(&mut tx, partnership, people).await?;
        open.occasions = stored_entry::by_root(held, &in_force);
        open.occasions.retain(|root, _| roots.contains(root));
        let shown = open.occasions.values().flatten().map(|held| held.entry.id);
        let about = audit::with_entries(json!({ "organisation": organisation, "questions": true }), shown);
        // Not within the read, which may take a while: merges would wait for it.
        drop(tx);
        self.note(partnership, Some(reader), AuditEvent::ReadEntries, about, now_ms).await?;
        Ok(open)
    }
}

async fn questions(
    tx: &mut Tx,
    partnership: &PartnershipId,
    organisation: &OrganisationId,
) -> Result<Vec<(String, u64, Vec<EntryId>)>> {
    let sql = "select question, count(*) as count from open_questions q where partnership = $1 and exists \
               (select 1 from entries e where e.partnership = q.partnership and e.root = q.root and e.organisation = $2) \
               group by question order by question";
    let mut questions = Vec::new();
    for row in tx.all(sql, vals![partnership.as_str(), organisation.as_str()]).await? {
        let (question, count) = (row.try_get::<String>("question")?, row.try_get("count")?);
        let sql = "select root from open_questions q where partnership = $1 and question = $3 and exists \
                   (select 1 from entries e where e.partnership = q.partnership and e.root = q.root \
                   and e.organisation = $2) order by root desc limit $4";
        let roots = tx.all(sql, vals![partnership.as_str(), organisation.as_str(), question.as_str(), LISTED]).await?;
        questions.push((question, count, roots.iter().map(|row| row.try_get("root")).collect::<Result<_>>()?));
    }
    Ok(questions)
}

const AREAS: &str = "select e.area as word, count(distinct e.root) as n, count(*) over () as words \
                     from open_questions q join entries e on e.partnership = q.partnership and e.root = q.root \
                     where q.partnership = $1 and q.question = 'unknown_area' and e.organisation = $2 \
                     and e.area is not null group by e.area order by n desc, word limit $3";
const ACTIVITIES: &str = "select e.activity as word, count(distinct e.root) as n, count(*) over () as words \
                          from open_questions q join entries e on e.partnership = q.partnership and e.root = q.root \
                          where q.partnership = $1 and q.question = 'unknown_activity' and e.organisation = $2 \
                          and e.activity is not null group by e.activity order by n desc, word limit $3";

/// The commonest words, each with how many occasions have it, and how many words there are.
async fn unknown(
    tx: &mut Tx,
    partnership: &PartnershipId,
    organisation: &OrganisationId,
    sql: &'static str,
) -> Result<(Vec<(String, u64)>, u64)> {
    let rows = tx.all(sql, vals![partnership.as_str(), organisation.as_str(), LISTED]).await?;
    let all = rows.first().map(|row| row.try_get("words")).transpose()?.unwrap_or_default();
    let words = rows.iter().map(|row| Ok((row.try_get("word")?, row.try_get("n")?))).collect::<Result<_>>()?;
    Ok((words, all))
}

async fn quarantined(
    tx: &mut Tx,
    partnership: &PartnershipId,
    organisation: &OrganisationId,
) -> Result<Vec<(JournalId, PersonId, u64)>> {
    let sql = "select e.journal, e.author, count(*) as count from open_questions q \
               join entries e on e.partnership = q.partnership and e.root = q.root \
               where q.partnership = $1 and q.question = 'quarantined' and e.organisation = $2 \
               and e.quarantined = 1 group by e.journal, e.author order by e.journal";
    let row = |row: &Row| Ok((row.try_get("journal")?, row.try_get("author")?, row.try_get("count")?));
    tx.all(sql, vals![partnership.as_str(), organisation.as_str()]).await?.iter().map(row).collect()
}

/// Patrols that two may have logged, and the rows of what is named. Only among the newest, since those are still
/// remembered; and only among such as have another of the same kind beside them, since reading an entry costs the most.
async fn proposed(
    tx: &mut Tx,
    partnership: &PartnershipId,
    organisation: &OrganisationId,
    in_force: &Arc<InForce>,
    since: Day,
) -> Result<Proposals> {
    let (roots, is_cut) = candidates(tx, partnership, organisation, &in_force.maps, since).await?;
    let settled = decision_effects::pairs(tx, partnership, &roots).await?;
    let (_, joins) = count::tied(tx, partnership, roots.clone()).await?;
    let settled = domain::decision::Settled { joins, ..settled };
    let rows = stored_entry::rows_of_roots(tx, partnership, &roots).await?;
    let in_force = in_force.clone();
    // Not on a thread that answers requests: it reads some hundred entries whole.
    let found = tokio::task::spawn_blocking(move || {
        let mut occasions = stored_entry::by_root(stored_entry::helds(&rows)?, &in_force);
        occasions.retain(|root, _| roots.contains(root));
        let local_of = |ms| in_force.zone.local_of(ms);
        let candidate = |(root, rows): (&EntryId, &Vec<Held>)| {
            Candidate::of(*root, Occasion::of(*root, rows).deciding()?, &in_force.catalogue, &local_of)
        };
        let candidates: Vec<Candidate> = occasions.iter().filter_map(candidate).collect();
        anyhow::Ok(proposals(&candidates, &settled, PROPOSED))
    });
    let mut found = found.await.context("looking for joint patrols stopped")??;
    found.is_cut |= is_cut;
    Ok(found)
}

/// Occasions with their authors, by activity, area and day.
type Places = BTreeMap<(String, String, i64), Vec<(EntryId, PersonId)>>;

/// The newest occasions that have another of the same activity, area and day by another author; and whether there may be
/// more.
async fn candidates(
    tx: &mut Tx,
    partnership: &PartnershipId,
    organisation: &OrganisationId,
    maps: &Maps,
    since: Day,
) -> Result<(BTreeSet<EntryId>, bool)> {
    let sql = "select root, activity, area, day, author, organisation from entries where partnership = $1 \
               order by root desc limit $2";
    let rows = tx.all(sql, vals![partnership.as_str(), READ_THROUGH]).await?;
    let mut is_cut = rows.len() as i64 == READ_THROUGH;
    let mut places = Places::new();
    for row in &rows {
        let (activity, day) = (row.try_get::<Option<String>>("activity")?, row.try_get::<Option<i64>>("day")?);
        let (Some(activity), Some(day)) = (activity, day) else { continue };
        if day < i64::from(since.0) {
            is_cut = false;
            continue;
        }
        if row.try_get::<&str>("organisation")? != organisation.as_str() {
            continue;
        }
        let activity = maps.activities.get(&ActivityId(activity.clone())).map_or(activity, ToString::to_string);
        let area = row.try_get::<Option<String>>("area")?.unwrap_or_default();
        let area = maps.areas.get(&AreaId(area.clone())).map_or(area, ToString::to_string);
        // One that goes on over midnight stands beside those of both days.
        for day in [day, day + 1] {
            let place = places.entry((activity.clone(), area.clone(), day)).or_default();
            place.push((row.try_get::<EntryId>("root")?, row.try_get::<PersonId>("author")?));
        }
    }
    let several = |place: &&Vec<(EntryId, PersonId)>| place.iter().any(|(_, author)| *author != place[0].1);
    let roots: BTreeSet<EntryId> = places.values().filter(several).flatten().map(|(root, _)| *root).collect();
    is_cut |= roots.len() > COMPARED;
    Ok((roots.into_iter().rev().take(COMPARED).collect(), is_cut))
}
