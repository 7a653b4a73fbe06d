//! Journals that the server keeps: one for each member of staff who corrects in the browser. What stands in them was
//! judged when it was written, and counts whoever the occasion's author is (protocol, section 4).

use super::in_force::InForce;
use super::sql::{Tx, vals};
use super::stored_entry::{self, Fresh};
use crate::secret::hex_sha256;
use anyhow::{Context, Result, anyhow};
use domain::entry::Entry;
use domain::id::{EntryId, JournalId, OrganisationId, PartnershipId, PersonId};
use domain::json::Json;
use domain::limits;
use domain::occasion::{Held, Occasion};
use domain::ranges::Ranges;
use domain::tally::counted_ms;
use std::collections::{BTreeMap, BTreeSet};

/// Who writes, when, and the ids that were made for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Writing {
    pub(super) partnership: PartnershipId,
    pub(super) author: PersonId,
    pub(super) organisation: OrganisationId,
    pub(super) id: EntryId,
    /// Of the journal, where the author has none yet.
    pub(super) fresh_journal: JournalId,
    pub(super) now_ms: i64,
    pub(super) commit_no: i64,
}

/// An entry that ends an occasion's question: a withdrawal, or another entry's content, replacing all that is held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Correction {
    root: EntryId,
    replaces: Vec<EntryId>,
    /// What it says; its name, number and author are filled in.
    says: BTreeMap<String, Json>,
}

impl Correction {
    pub(super) fn withdrawing(occasion: &Occasion<'_>) -> Self {
        let says = BTreeMap::from([("kind".to_owned(), Json::from("withdrawn"))]);
        Self { root: occasion.root, replaces: replaced(occasion), says }
    }

    /// The content of another entry, members included that this server doesn't know.
    pub(super) async fn repeating(
        tx: &mut Tx,
        partnership: &PartnershipId,
        occasion: &Occasion<'_>,
        held: &Held,
    ) -> Result<Self> {
        let sql = "select body from entries where partnership = $1 and id = $2 and hash = $3";
        let row = tx.first(sql, vals![partnership.as_str(), held.entry.id.0, held.hash.as_str()]).await?;
        let row = row.context("the entry isn't there any more")?;
        let Json::Map(mut says) = serde_json::from_str(row.try_get("body")?).context("a kept entry is not JSON")?
        else {
            return Err(anyhow!("a kept entry is not an object"));
        };
        let kind = if held.entry.fact.is_some() { "amended" } else { "withdrawn" };
        says.insert("kind".to_owned(), Json::from(kind));
        Ok(Self { root: occasion.root, replaces: replaced(occasion), says })
    }

    /// Writes it under the next number of its author's journal; answers in which.
    pub(super) async fn write(mut self, tx: &mut Tx, by: &Writing, in_force: &InForce) -> Result<JournalId> {
        let (journal, mut numbers) = journal(tx, by).await?;
        let seq = numbers.last() + 1;
        numbers.add(seq);
        let mut put = |name: &str, value: Json| self.says.insert(name.to_owned(), value);
        put("id", Json::Text(by.id.to_string()));
        put("journal", Json::Text(journal.to_string()));
        put("author", Json::Text(by.author.to_string()));
        put("seq", Json::Int(i64::try_from(seq)?));
        put("of", Json::Text(self.root.to_string()));
        put("replaces", Json::List(self.replaces.iter().map(|id| Json::Text(id.to_string())).collect()));
        put("recorded_at", Json::Text(in_force.zone.moment(by.now_ms).to_string()));
        let json = Json::Map(self.says);
        let unfit = |fault: domain::entry::Fault| anyhow!("an entry of our own can't be read: {fault:?}");
        let entry = Entry::read(&json).map_err(unfit)?;
        let body = json.canonical().map_err(|why| anyhow!("an entry of our own has no canonical form: {why:?}"))?;
        let day = entry.fact.as_ref().map(|f| in_force.zone.day_of(counted_ms(f, entry.clock_offset_ms)));
        let held = Held {
            hash: hex_sha256(&body),
            entry,
            organisation: by.organisation.clone(),
            quarantined: false,
            cloned: false,
            by_staff: true,
            decided: false,
        };
        let fresh = Fresh { held, body, day, received_at_ms: by.now_ms, commit_no: by.commit_no };
        stored_entry::insert(tx, &by.partnership, vec![fresh]).await?;
        let sql = "update journals set last_told = $3, held = $4 where partnership = $1 and id = $2";
        let vals = vals![by.partnership.as_str(), journal.0, i64::try_from(seq)?, serde_json::to_string(&numbers)?];
        tx.run(sql, vals).await?;
        Ok(journal)
    }
}

/// All that a correction replaces; heads first, since only so many can be named.
fn replaced(occasion: &Occasion<'_>) -> Vec<EntryId> {
    let heads: BTreeSet<EntryId> = occasion.heads().iter().map(|h| h.entry.id).collect();
    let others = occasion.entries().iter().map(|h| h.entry.id).filter(|id| !heads.contains(id));
    heads.iter().copied().chain(others).take(limits::REPLACES).collect()
}

/// The author's journal and its numbers; a new one where there is none.
async fn journal(tx: &mut Tx, by: &Writing) -> Result<(JournalId, Ranges)> {
    let of = by.partnership.as_str();
    let sql =
        "select id, held from journals where partnership = $1 and person = $2 and device is null order by id limit 1";
    if let Some(row) = tx.first(sql, vals![of, by.author.0]).await? {
        let numbers = row.try_get("held")?;
        return Ok((row.try_get::<JournalId>("id")?, numbers));
    }
    let sql = "insert into journals (partnership, id, person, device, last_told, held, revoked) \
               values ($1, $2, $3, null, 0, '[]', 0)";
    tx.run(sql, vals![of, by.fresh_journal.0, by.author.0]).await?;
    Ok((by.fresh_journal, Ranges::default()))
}
