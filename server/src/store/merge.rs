//! The merge of a batch in one transaction: what `domain::merge` decides, carried out, with the tallies it changes.

use super::audit::{AuditEvent, Noted};
use super::commits;
use super::count::{self, Picture};
use super::in_force::InForce;
use super::sql::{Row, Tx, Val, vals};
use super::stored_entry::{self, ByRoot, Fresh};
use anyhow::{Context, Result};
use domain::entry::{Entry, Refusal};
use domain::id::{DeviceId, EntryId, JournalId, OrganisationId, PartnershipId, PersonId};
use domain::limits;
use domain::merge::{Arrival, HeldVersion, JournalState, Judgement, Keep, Known, Readable};
use domain::moment::Moment;
use domain::occasion::{Held, Occasion};
use domain::ranges::Ranges;
use domain::tally::counted_ms;
use domain::wire::{Verdict, VerdictKind};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What a phone sent, read and hashed.
#[derive(Clone, Debug)]
pub struct Batch {
    pub partnership: PartnershipId,
    pub device: DeviceId,
    /// The last number given in each journal that the phone named.
    pub journals: BTreeMap<JournalId, u64>,
    pub arrivals: Vec<Arrival>,
    /// What remains on the phone after this.
    pub waiting: u64,
    /// The phone's clock.
    pub clock: Option<Moment>,
    /// Brought in a rescue file: says nothing of the phone, which may have been dead for weeks.
    pub by_hand: bool,
    pub now_ms: i64,
}

/// What became of it.
#[derive(Clone, Debug)]
pub struct Merged {
    /// One for each arrival, in the same order.
    pub verdicts: Vec<Verdict>,
    /// The numbers held of each journal that was named and is of the device's people.
    pub held: BTreeMap<JournalId, Ranges>,
    /// The partnership's last commit.
    pub commit_no: i64,
    /// The database's epoch at that commit.
    pub epoch: String,
    pub revoked: bool,
}

/// The occasions that a batch touches have more than [`limits::BATCH_ROWS`] rows: sent in parts it is merged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TooManyRows;

/// Merges one batch; answers with it what the audit log is to say, if anything has changed. The partnership's lock is
/// taken first, so that everything is read in a state that no other server changes. The inner error is given before
/// anything is written.
pub(super) async fn merge(
    tx: &mut Tx,
    batch: &Batch,
    in_force: &InForce,
    epoch: &str,
) -> Result<Result<(Merged, Option<Noted>), TooManyRows>> {
    tx.lock(batch.partnership.as_str()).await?;
    let of = &batch.partnership;
    let roots = roots(tx, batch).await?;
    let (roots, joins) = count::tied(tx, of, roots).await?;
    // A lone entry has to go through: no phone could send it in parts.
    if batch.arrivals.len() > 1 && stored_entry::count(tx, of, &roots).await? > limits::BATCH_ROWS {
        return Ok(Err(TooManyRows));
    }
    let before = stored_entry::of_roots(tx, of, &roots).await?;
    let mut known = known(tx, batch, &before).await?;
    let judged: Vec<Judgement> = batch.arrivals.iter().map(|arrival| known.judge(arrival)).collect();
    let organisations = organisations(tx, batch).await?;
    let fresh = fresh(batch, &judged, &organisations, in_force)?;
    let after: Vec<Held> = before.iter().cloned().chain(fresh.iter().map(|f| f.held.clone())).collect();
    let after = Picture::of(after, &roots, &joins, in_force);
    let commit_no = if fresh.is_empty() { commits::number(tx, of).await? } else { commits::raise(tx, of).await? };
    let noted = noted(batch, &judged, &fresh, commit_no);
    if !fresh.is_empty() {
        stored_entry::insert(tx, of, fresh, batch.now_ms, commit_no).await?;
        let before = Picture::of(before, &roots, &joins, in_force);
        count::bring(tx, of, (&before, in_force), (&after, in_force)).await?;
    }
    write_journals(tx, batch, &known).await?;
    if !batch.by_hand {
        heard(tx, batch).await?;
    }
    let verdicts = verdicts(batch, judged, &after.occasions, in_force);
    let named = |(id, state): (&JournalId, &JournalState)| {
        let theirs = known.people.contains(&state.person) && !state.by_server;
        (batch.journals.contains_key(id) && theirs).then(|| (*id, state.held.clone()))
    };
    let held = known.journals.iter().filter_map(named).collect();
    let revoked_journal = batch.journals.keys().any(|id| known.journals.get(id).is_some_and(|j| j.revoked));
    let revoked = known.device_revoked || revoked_journal;
    Ok(Ok((Merged { verdicts, held, commit_no, epoch: epoch.to_owned(), revoked }, noted)))
}

/// What the audit log says of a batch that brought something: by its commit the entries can be found.
fn noted(batch: &Batch, judged: &[Judgement], fresh: &[Fresh], commit_no: i64) -> Option<Noted> {
    let first = &fresh.first()?.held.entry;
    let journals: BTreeSet<JournalId> = fresh.iter().map(|f| f.held.entry.journal).collect();
    let mut about = json!({
        "device": batch.device, "journals": journals, "commit_no": commit_no, "entries": fresh.len(),
        "quarantined": fresh.iter().filter(|f| f.held.quarantined).count(),
        "refused": judged.iter().filter(|j| j.verdict == VerdictKind::Refused).count(),
    });
    // How far each journal went: where a backup is put back, what it lacks has names by this.
    let through = |journal: &JournalId| batch.journals.get(journal).map(|last| (journal.to_string(), json!(last)));
    about["through"] = journals.iter().filter_map(through).collect();
    let people: BTreeSet<PersonId> = fresh.iter().map(|f| f.held.entry.author).collect();
    if people.len() > 1 {
        about["people"] = json!(people);
    }
    Some(Noted { person: Some(first.author), deed: AuditEvent::Sync, about, at_ms: batch.now_ms })
}

fn readable(arrival: &Arrival) -> Option<&Readable> {
    arrival.outcome.as_ref().ok()
}

/// What the server holds of what is sent; `before` are the rows of the occasions that it touches.
async fn known(tx: &mut Tx, batch: &Batch, before: &[Held]) -> Result<Known> {
    let of = batch.partnership.as_str();
    let sql = "select revoked_at from devices where partnership = $1 and id = $2";
    let device = tx.first(sql, vals![of, batch.device.0]).await?.context("the device isn't there any more")?;
    let sql = "select d.person, p.disabled_at from device_people d \
               join people p on p.partnership = d.partnership and p.id = d.person \
               where d.partnership = $1 and d.device = $2 order by d.enrolled_at, d.person";
    let people = tx.all(sql, vals![of, batch.device.0]).await?;
    let is_disabled = |row: &&Row| !matches!(row.int_or_null(1), Ok(None));
    let sent = || batch.arrivals.iter().filter_map(readable);
    let journals: BTreeSet<JournalId> = batch.journals.keys().copied().chain(sent().map(|r| r.entry.journal)).collect();
    let sql = "select id, person, revoked, held, device from journals where partnership = $1 and id in";
    let mut known = Known {
        device: batch.device,
        device_revoked: device.int_or_null(0)?.is_some(),
        people: people.iter().map(|row| row.id(0).map(PersonId)).collect::<Result<_>>()?,
        disabled: people.iter().filter(is_disabled).map(|row| row.id(0).map(PersonId)).collect::<Result<_>>()?,
        journals: BTreeMap::new(),
        held: BTreeMap::new(),
        occasions: BTreeMap::new(),
    };
    for row in before.iter().filter(|row| !row.by_staff) {
        let of_author = (row.entry.root(), row.entry.author, row.quarantined);
        *known.occasions.entry(of_author).or_default() += 1;
    }
    for row in tx.among(sql, of, journals.iter().map(|id| id.0)).await? {
        let held = serde_json::from_str(&row.text(3)?).context("a journal's ranges can't be read")?;
        let state = JournalState {
            person: PersonId(row.id(1)?),
            revoked: row.flag(2)?,
            held,
            by_server: row.id_or_null(4)?.is_none(),
        };
        known.journals.insert(JournalId(row.id(0)?), state);
    }
    let sql = "select id, journal, hash, quarantined, decided from entries where partnership = $1 and id in";
    for row in tx.among(sql, of, sent().map(|r| r.entry.id.0)).await? {
        let version = HeldVersion {
            journal: JournalId(row.id(1)?),
            hash: row.text(2)?,
            quarantined: row.flag(3)?,
            decided: row.flag(4)?,
        };
        known.held.entry(EntryId(row.id(0)?)).or_default().push(version);
    }
    // An id that is sent twice in one batch was asked for twice.
    known.held.values_mut().for_each(|versions| {
        versions.sort_by(|a, b| a.hash.cmp(&b.hash));
        versions.dedup_by(|a, b| a.hash == b.hash);
    });
    Ok(known)
}

/// The organisations of the batch's authors: what their entries carry for ever.
async fn organisations(tx: &mut Tx, batch: &Batch) -> Result<BTreeMap<PersonId, OrganisationId>> {
    let authors: BTreeSet<[u8; 16]> = batch.arrivals.iter().filter_map(readable).map(|r| r.entry.author.0).collect();
    let sql = "select id, organisation from people where partnership = $1 and id in";
    let rows = tx.among(sql, batch.partnership.as_str(), authors).await?;
    rows.iter().map(|row| Ok((PersonId(row.id(0)?), OrganisationId(row.text(1)?)))).collect()
}

fn fresh(
    batch: &Batch,
    judged: &[Judgement],
    organisations: &BTreeMap<PersonId, OrganisationId>,
    in_force: &InForce,
) -> Result<Vec<Fresh>> {
    let row = |(readable, Keep { quarantined, cloned }): (&Readable, Keep)| {
        let Readable { entry, hash, body } = readable.clone();
        let organisation = organisations.get(&entry.author).context("an author without an organisation")?.clone();
        let fact = entry.fact.as_ref();
        let day = fact.map(|f| in_force.zone.day_of(counted_ms(f, entry.clock_offset_ms)));
        let held = Held { entry, hash, organisation, quarantined, cloned, by_staff: false, decided: false };
        Ok(Fresh { held, body, day })
    };
    let kept = |(arrival, judgement): (_, &Judgement)| Some((readable(arrival)?, judgement.keep?));
    batch.arrivals.iter().zip(judged).filter_map(kept).map(row).collect()
}

/// The roots that a batch touches: those that its entries name, and those that held versions of the same ids name.
async fn roots(tx: &mut Tx, batch: &Batch) -> Result<BTreeSet<EntryId>> {
    let sent = || batch.arrivals.iter().filter_map(readable);
    let mut roots: BTreeSet<EntryId> = sent().map(|r| r.entry.root()).collect();
    let sql = "select root from entries where partnership = $1 and id in";
    for row in tx.among(sql, batch.partnership.as_str(), sent().map(|r| r.entry.id.0)).await? {
        roots.insert(EntryId(row.id(0)?));
    }
    Ok(roots)
}

/// What is said of each arrival. Each occasion is put together once, however many of its entries arrived.
fn verdicts(batch: &Batch, judged: Vec<Judgement>, rows: &ByRoot, in_force: &InForce) -> Vec<Verdict> {
    let mut occasions: BTreeMap<EntryId, Occasion<'_>> = BTreeMap::new();
    let mut flags = |entry: &Entry| {
        let root = entry.root();
        let rows = rows.get(&root).map(Vec::as_slice).unwrap_or_default();
        let occasion = occasions.entry(root).or_insert_with(|| Occasion::of(root, rows));
        occasion.flags(entry.id, &in_force.catalogue, &|ms| in_force.zone.local_of(ms))
    };
    let verdict = |(arrival, judgement): (&Arrival, Judgement)| {
        let read = readable(arrival);
        let kept = judgement.verdict != VerdictKind::Refused;
        Verdict {
            id: arrival.id,
            hash: read.map(|r| r.hash.clone()),
            verdict: judgement.verdict,
            code: judgement.refusal.map(|r: Refusal| r.code().to_owned()),
            message: judgement.message,
            flags: read.filter(|_| kept).map(|r| flags(&r.entry)).unwrap_or_default(),
        }
    };
    batch.arrivals.iter().zip(judged).map(verdict).collect()
}

/// Journals with numbers that are new, or new to the server, or told of for the first time.
async fn write_journals(tx: &mut Tx, batch: &Batch, known: &Known) -> Result<()> {
    let mut rows: Vec<Vec<Val>> = Vec::new();
    for (id, state) in &known.journals {
        if !known.people.contains(&state.person) || state.by_server {
            continue;
        }
        let told = batch.journals.get(id).copied().unwrap_or(0).max(state.held.last()).min(limits::SEQ);
        let held = serde_json::to_string(&state.held)?;
        let of = batch.partnership.as_str();
        rows.push(vals![of, id.0, state.person.0, batch.device.0, told as i64, held, state.revoked]);
    }
    let into = "journals (partnership, id, person, device, last_told, held, revoked)";
    let conflict = "on conflict (partnership, id) do update set device = excluded.device, held = excluded.held, \
                    revoked = excluded.revoked, last_told = case when excluded.last_told > journals.last_told \
                    then excluded.last_told else journals.last_told end";
    tx.insert_many(into, 7, rows, conflict).await
}

async fn heard(tx: &mut Tx, batch: &Batch) -> Result<()> {
    let offset_ms = batch.clock.map(|clock| batch.now_ms - clock.unix_ms);
    let sql = "update devices set heard_at = $3, waiting = $4, clock_offset_ms = $5 where partnership = $1 and id = $2";
    // A phone says this of itself: bounded, so that the sum over all phones is too.
    let waiting = batch.waiting.min(limits::SEQ) as i64;
    tx.run(sql, vals![batch.partnership.as_str(), batch.device.0, batch.now_ms, waiting, offset_ms]).await?;
    Ok(())
}
