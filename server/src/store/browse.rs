//! Browsing entries, newest first, with what each needs to be understood: its occasion and its author's name. Every read
//! is in the audit log before the answer is.

use super::Store;
use super::audit::{self, AuditEvent};
use super::sql::{Placeholders, Row, Tx, vals};
use super::stored_entry::{self, ByRoot};
use anyhow::Result;
use domain::calendar::{Day, Span};
use domain::id::{ActivityId, AreaId, EntryId, OrganisationId, PartnershipId, PersonId};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Entries that are looked through for one page.
const LOOKED_THROUGH: i64 = 10_000;

/// Which entries are shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Shown {
    pub area: Option<AreaId>,
    pub activity: Option<ActivityId>,
    /// First and last counted day.
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Only of occasions with this open question; `any` for all that wait for a person.
    pub waits: Option<String>,
}

/// An entry on a page; the rest of it stands in its occasion.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Browsed {
    pub id: EntryId,
    pub hash: String,
    pub root: EntryId,
    pub received_at_ms: i64,
}

/// A page, newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BrowsedPage {
    pub entries: Vec<Browsed>,
    /// Their occasions whole, read by the maps in force.
    pub occasions: ByRoot,
    pub names: BTreeMap<PersonId, String>,
    /// Where older ones begin; `None` after the last.
    pub next: Option<EntryPosition>,
    /// So many were looked through that the page was ended before it was full.
    pub is_cut: bool,
}

/// An entry in the order of the pages.
pub type EntryPosition = (EntryId, String);

impl Store {
    /// Entries of an organisation before a place, `most` of them, and a row in the audit log.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn browse(
        &self,
        partnership: &PartnershipId,
        organisation: &OrganisationId,
        shown: &Shown,
        before: Option<EntryPosition>,
        most: usize,
        (reader, now_ms): (PersonId, i64),
    ) -> Result<BrowsedPage> {
        let mut tx = self.begin_reading().await?;
        let in_force = self.in_force_within(&mut tx, partnership).await?;
        let before = before.unwrap_or((EntryId([0xff; 16]), String::new()));
        let (mut rows, until) = rows(&mut tx, partnership, organisation, shown, &before, most).await?;
        let more = rows.len() > most;
        rows.truncate(most);
        let entries = rows.iter().map(browsed).collect::<Result<Vec<_>>>()?;
        let roots: BTreeSet<EntryId> = entries.iter().map(|e| e.root).collect();
        let held = stored_entry::of_roots(&mut tx, partnership, &roots).await?;
        let names = names(&mut tx, partnership, held.iter().map(|h| h.entry.author)).await?;
        let about = json!({
            "organisation": organisation, "area": shown.area, "activity": shown.activity, "from": shown.from,
            "to": shown.to, "waits": shown.waits,
        });
        let about = audit::with_entries(about, entries.iter().map(|e| e.id));
        // Not within the read, which a rare filter makes long: merges would wait for it.
        drop(tx);
        self.note(partnership, Some(reader), AuditEvent::ReadEntries, about, now_ms).await?;
        let last = entries.last().filter(|_| more).map(|e| (e.id, e.hash.clone()));
        let is_cut = last.is_none() && until.is_some();
        Ok(BrowsedPage {
            entries,
            occasions: stored_entry::by_root(held, &in_force),
            names,
            next: last.or(until),
            is_cut,
        })
    }
}

/// The rows of a page with one more where there are more, and the last entry that was looked through where that wasn't the
/// last of all.
async fn rows(
    tx: &mut Tx,
    of: &PartnershipId,
    organisation: &OrganisationId,
    shown: &Shown,
    before: &EntryPosition,
    most: usize,
) -> Result<(Vec<Row>, Option<EntryPosition>)> {
    let mut places = Placeholders::default();
    let partnership = places.of(of.as_str());
    let mut until = None;
    // The few come first and their entries are looked up: "cross join" is what SQLite never turns round.
    let (from, tied) = match candidates(tx, of, shown).await? {
        Candidates::All => {
            until = window(tx, of, before).await?;
            ("entries e".to_owned(), "")
        }
        Candidates::OfQuestions(question) => {
            let question_is = of_question(question, &mut places);
            let few =
                format!("select distinct root from open_questions where partnership = {partnership}{question_is}");
            (format!("({few}) q cross join entries e"), "and e.root = q.root")
        }
        Candidates::OfDays(days) => {
            let (first, last) = (places.of(i64::from(days.from.0)), places.of(i64::from(days.to.0)));
            let few = format!(
                "select id, hash from entries where partnership = {partnership} and day >= {first} and day <= {last} \
                 limit {}",
                places.of(LOOKED_THROUGH)
            );
            (format!("({few}) d cross join entries e"), "and e.id = d.id and e.hash = d.hash")
        }
    };
    let mut sql = format!(
        "select e.id, e.hash, e.root, e.received_at from {from} where e.partnership = {partnership} {tied} \
         and e.organisation = {} and (e.id, e.hash) < ({}, {})",
        places.of(organisation.as_str()),
        places.of(before.0.0),
        places.of(before.1.as_str()),
    );
    if let Some((id, hash)) = &until {
        sql += &format!(" and (e.id, e.hash) >= ({}, {})", places.of(id.0), places.of(hash.as_str()));
    }
    sql += &filter(shown, &partnership, &mut places);
    sql += &format!(" order by e.id desc, e.hash desc limit {}", places.of(i64::try_from(most)?.saturating_add(1)));
    Ok((tx.all(sql, places.vals()).await?, until))
}

/// The conditions of what is shown.
fn filter(shown: &Shown, partnership: &str, places: &mut Placeholders) -> String {
    let mut sql = String::new();
    if let Some(area) = &shown.area {
        sql += &format!(" and e.area = {}", places.of(area.as_str()));
    }
    if let Some(activity) = &shown.activity {
        sql += &format!(" and e.activity = {}", places.of(activity.as_str()));
    }
    if let Some(day) = shown.from {
        sql += &format!(" and e.day >= {}", places.of(i64::from(day.0)));
    }
    if let Some(day) = shown.to {
        sql += &format!(" and e.day <= {}", places.of(i64::from(day.0)));
    }
    if let Some(question) = &shown.waits {
        sql += &format!(
            " and exists (select 1 from open_questions where partnership = {partnership} and root = e.root{})",
            of_question(question, places)
        );
    }
    sql
}

fn of_question(question: &str, places: &mut Placeholders) -> String {
    if question == "any" { String::new() } else { format!(" and question = {}", places.of(question)) }
}

/// Among which entries a page is looked for.
enum Candidates<'a> {
    /// All of them, some thousand at a time.
    All,
    /// Those of the occasions with a question, which are few.
    OfQuestions(&'a str),
    /// Those of some days, which are few: by the order of ids it could be a walk along all of them.
    OfDays(Span),
}

async fn candidates<'a>(tx: &mut Tx, partnership: &PartnershipId, shown: &'a Shown) -> Result<Candidates<'a>> {
    if let Some(question) = &shown.waits {
        let mut places = Placeholders::default();
        let partnership = places.of(partnership.as_str());
        let question_is = of_question(question, &mut places);
        let most = places.of(LOOKED_THROUGH);
        let sql = format!("select 1 from open_questions where partnership = {partnership}{question_is} limit {most}");
        if is_few(tx, sql, places).await? {
            return Ok(Candidates::OfQuestions(question));
        }
    }
    if shown.from.is_some() || shown.to.is_some() {
        let days = Span { from: shown.from.unwrap_or(Day(i32::MIN)), to: shown.to.unwrap_or(Day(i32::MAX)) };
        let mut places = Placeholders::default();
        let sql = format!(
            "select 1 from entries where partnership = {} and day >= {} and day <= {} limit {}",
            places.of(partnership.as_str()),
            places.of(i64::from(days.from.0)),
            places.of(i64::from(days.to.0)),
            places.of(LOOKED_THROUGH),
        );
        if is_few(tx, sql, places).await? {
            return Ok(Candidates::OfDays(days));
        }
    }
    Ok(Candidates::All)
}

/// Whether a statement has fewer rows than are looked through for a page.
async fn is_few(tx: &mut Tx, sql: String, places: Placeholders) -> Result<bool> {
    let row = tx.first(format!("select count(*) as count from ({sql}) as found"), places.vals()).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get::<i64>("count"))? < LOOKED_THROUGH)
}

/// The last entry that is looked through before a place; `None` where all that are left are.
async fn window(tx: &mut Tx, partnership: &PartnershipId, before: &EntryPosition) -> Result<Option<EntryPosition>> {
    let sql = "select id, hash from entries where partnership = $1 and (id, hash) < ($2, $3) \
               order by id desc, hash desc limit 2 offset $4";
    let rows = tx.all(sql, vals![partnership.as_str(), before.0.0, before.1.as_str(), LOOKED_THROUGH - 1]).await?;
    let last = rows.first().filter(|_| rows.len() > 1);
    last.map(|row| Ok((row.try_get::<EntryId>("id")?, row.try_get::<String>("hash")?))).transpose()
}

fn browsed(row: &Row) -> Result<Browsed> {
    Ok(Browsed {
        id: row.try_get("id")?,
        hash: row.try_get("hash")?,
        root: row.try_get("root")?,
        received_at_ms: row.try_get("received_at")?,
    })
}

/// The names of some people; those who are forgotten have none.
pub(super) async fn names(
    tx: &mut Tx,
    partnership: &PartnershipId,
    people: impl IntoIterator<Item = PersonId>,
) -> Result<BTreeMap<PersonId, String>> {
    let people: BTreeSet<[u8; 16]> = people.into_iter().map(|p| p.0).collect();
    let sql = "select person, name from person_names where partnership = $1 and person";
    let rows = tx.among(sql, partnership.as_str(), people).await?;
    rows.iter().map(|row| Ok((row.try_get("person")?, row.try_get("name")?))).collect()
}
