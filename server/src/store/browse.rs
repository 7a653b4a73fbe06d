//! Browsing entries, newest first, with what each needs to be understood: its occasion and its author's name. Every read
//! is in the audit log before the answer is.

use super::Store;
use super::audit::{self, Deed};
use super::held::{self, ByRoot};
use super::sql::{Row, Tx, vals};
use anyhow::Result;
use domain::calendar::Day;
use domain::id::{ActivityId, AreaId, EntryId, OrganisationId, PartnershipId, PersonId};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

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
    pub next: Option<(EntryId, String)>,
}

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
        before: Option<(EntryId, String)>,
        most: usize,
        (reader, now_ms): (PersonId, i64),
    ) -> Result<BrowsedPage> {
        let mut tx = self.begin_reading().await?;
        let in_force = self.in_force_within(&mut tx, partnership).await?;
        let mut rows = rows(&mut tx, partnership, organisation, shown, before, most).await?;
        let more = rows.len() > most;
        rows.truncate(most);
        let entries = rows.iter().map(browsed).collect::<Result<Vec<_>>>()?;
        let roots: BTreeSet<EntryId> = entries.iter().map(|e| e.root).collect();
        let held = held::of_roots(&mut tx, partnership, &roots).await?;
        let names = names(&mut tx, partnership, held.iter().map(|h| h.entry.author)).await?;
        let about = json!({
            "organisation": organisation, "area": shown.area, "activity": shown.activity, "from": shown.from,
            "to": shown.to, "waits": shown.waits,
        });
        let about = audit::with_entries(about, entries.iter().map(|e| e.id));
        // Not within the read, which a rare filter makes long: merges would wait for it.
        drop(tx);
        self.note(partnership, Some(reader), Deed::ReadEntries, about, now_ms).await?;
        let next = entries.last().filter(|_| more).map(|e| (e.id, e.hash.clone()));
        Ok(BrowsedPage { entries, occasions: held::by_root(held, &in_force), names, next })
    }
}

async fn rows(
    tx: &mut Tx,
    of: &PartnershipId,
    organisation: &OrganisationId,
    shown: &Shown,
    before: Option<(EntryId, String)>,
    most: usize,
) -> Result<Vec<Row>> {
    let sql = "select e.id, e.hash, e.root, e.received_at from entries e where e.partnership = $1 \
               and (e.id < $2 or (e.id = $2 and e.hash < $3)) and e.organisation = $4 \
               and ($5 = '' or e.area = $5) and ($6 = '' or e.activity = $6) \
               and ($7 = 0 or e.day >= $8) and ($9 = 0 or e.day <= $10) \
               and ($11 = '' or exists (select 1 from open_questions q where q.partnership = e.partnership \
               and q.root = e.root and ($11 = 'any' or q.question = $11))) order by e.id desc, e.hash desc limit $12";
    let (id, hash) = before.unwrap_or((EntryId([0xff; 16]), String::new()));
    let day = |day: Option<Day>| day.map_or(0, |d| i64::from(d.0));
    let vals = vals![
        of.as_str(),
        id.0,
        hash,
        organisation.as_str(),
        shown.area.as_ref().map_or("", AreaId::as_str),
        shown.activity.as_ref().map_or("", ActivityId::as_str),
        shown.from.is_some(),
        day(shown.from),
        shown.to.is_some(),
        day(shown.to),
        shown.waits.as_deref().unwrap_or_default(),
        i64::try_from(most)?.saturating_add(1),
    ];
    tx.all(sql, vals).await
}

fn browsed(row: &Row) -> Result<Browsed> {
    let (id, root) = (EntryId(row.id(0)?), EntryId(row.id(2)?));
    Ok(Browsed { id, hash: row.text(1)?, root, received_at_ms: row.int(3)? })
}

/// The names of some people; those who are forgotten have none.
pub(super) async fn names(
    tx: &mut Tx,
    of: &PartnershipId,
    people: impl IntoIterator<Item = PersonId>,
) -> Result<BTreeMap<PersonId, String>> {
    let people: BTreeSet<[u8; 16]> = people.into_iter().map(|p| p.0).collect();
    let sql = "select person, name from person_names where partnership = $1 and person in";
    let rows = tx.among(sql, of.as_str(), people).await?;
    rows.iter().map(|row| Ok((PersonId(row.id(0)?), row.text(1)?))).collect()
}
