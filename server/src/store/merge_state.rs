//! What a group of batches touches, read once for all of them: the devices and their people, the journals, and everything
//! held of the occasions. Each batch is judged against it and changes it, so that the next one is judged after it.

use super::batch::Batch;
use super::count;
use super::sql::{Row, Tx, vals};
use super::stored_entry::{self, HeldRows};
use anyhow::{Context, Result};
use domain::decision::Pair;
use domain::id::{DeviceId, EntryId, JournalId, OrganisationId, PartnershipId, PersonId};
use domain::limits;
use domain::merge::{Arrival, HeldVersion, JournalState, Known, Readable};
use domain::occasion::Held;
use std::collections::{BTreeMap, BTreeSet};

/// A device with the people who are enrolled on it, in the order of their enrolment.
#[derive(Clone, Debug)]
pub(super) struct Device {
    pub(super) is_revoked: bool,
    pub(super) people: Vec<Enrolled>,
}

#[derive(Clone, Debug)]
pub(super) struct Enrolled {
    pub(super) person: PersonId,
    pub(super) organisation: OrganisationId,
    is_disabled: bool,
    at_ms: i64,
}

/// What of a journal's row the merge changes beside [`JournalState`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct JournalRow {
    pub(super) device: Option<DeviceId>,
    pub(super) last_told: u64,
    pub(super) state: JournalState,
}

/// See the module.
#[derive(Debug)]
pub(super) struct MergeState {
    pub(super) devices: BTreeMap<DeviceId, Device>,
    /// As the database has them.
    pub(super) stored_journals: BTreeMap<JournalId, JournalRow>,
    pub(super) journals: BTreeMap<JournalId, JournalState>,
    versions: BTreeMap<EntryId, Vec<HeldVersion>>,
    /// Entries from devices by root, author and whether they are quarantined.
    occasions: BTreeMap<(EntryId, PersonId, bool), usize>,
    pub(super) rows: HeldRows,
    joins: BTreeSet<Pair>,
}

/// The entries of a batch that could be read.
pub(super) fn sent(batch: &Batch) -> impl Iterator<Item = &Readable> {
    batch.arrivals.iter().filter_map(readable)
}

pub(super) fn readable(arrival: &Arrival) -> Option<&Readable> {
    arrival.outcome.as_ref().ok()
}

/// The rows that the occasions of so many entries may have together. A lone entry has to go through: no phone could send it in
/// parts.
pub(super) fn most_rows(entries: usize) -> Option<usize> {
    (entries > 1).then_some(limits::BATCH_ROWS)
}

impl MergeState {
    /// Reads what some batches touch; `None` where their occasions have more rows than [`most_rows`].
    pub(super) async fn read(tx: &mut Tx, of: &PartnershipId, head: &Head, batches: &[&Batch]) -> Result<Option<Self>> {
        let entries: usize = batches.iter().map(|batch| batch.arrivals.len()).sum();
        let most = most_rows(entries);
        let ids: BTreeSet<EntryId> = batches.iter().flat_map(|batch| sent(batch)).map(|r| r.entry.id).collect();
        let mut rows = HeldRows::default();
        rows.extend(stored_entry::of_ids(tx, of, &ids).await?);
        let named = batches.iter().flat_map(|batch| sent(batch)).map(|r| r.entry.root());
        let roots: BTreeSet<EntryId> = named.chain(rows.roots()).collect();
        let (roots, joins) = match head.has_joins {
            true => count::tied(tx, of, roots).await?,
            false => (roots, BTreeSet::new()),
        };
        let Some(of_roots) = stored_entry::rows_at_most(tx, of, &roots, most).await? else { return Ok(None) };
        let of_roots = stored_entry::helds(&of_roots)?;
        let others: BTreeSet<EntryId> =
            of_roots.iter().map(|held| held.entry.id).filter(|id| !ids.contains(id)).collect();
        rows.extend(of_roots);
        // Versions of their ids that name another root.
        rows.extend(stored_entry::of_ids(tx, of, &others).await?);
        let stored_journals = journals(tx, of, batches).await?;
        let mut state = Self {
            devices: devices(tx, of, batches).await?,
            journals: stored_journals.iter().map(|(id, row)| (*id, row.state.clone())).collect(),
            stored_journals,
            versions: BTreeMap::new(),
            occasions: BTreeMap::new(),
            rows,
            joins,
        };
        state.count_rows(&ids);
        Ok(Some(state))
    }

    fn count_rows(&mut self, sent: &BTreeSet<EntryId>) {
        for Held { entry, hash, quarantined, by_staff, decided, .. } in self.rows.iter() {
            if !by_staff {
                *self.occasions.entry((entry.root(), entry.author, *quarantined)).or_default() += 1;
            }
            if sent.contains(&entry.id) {
                let (journal, hash) = (entry.journal, hash.clone());
                let version = HeldVersion { journal, hash, quarantined: *quarantined, decided: *decided };
                self.versions.entry(entry.id).or_default().push(version);
            }
        }
    }

    /// The roots that a batch touches, with those joined to them: those that its entries name, and those that held versions
    /// of the same ids name.
    pub(super) fn touched(&self, batch: &Batch) -> (BTreeSet<EntryId>, BTreeSet<Pair>) {
        let named = sent(batch).map(|r| r.entry.root());
        let mut roots: BTreeSet<EntryId> =
            named.chain(sent(batch).flat_map(|r| self.rows.roots_of(r.entry.id))).collect();
        let mut joins = BTreeSet::new();
        // Joins are few: of most groups there is none.
        while let Some(pair) = self.joins.iter().find(|pair| !joins.contains(*pair) && touches(pair, &roots)) {
            joins.insert(*pair);
            roots.extend([pair.one, pair.other]);
        }
        (roots, joins)
    }

    /// What the rules go by for a batch of a device; [`MergeState::take_back`] ends it.
    pub(super) fn known(&mut self, id: DeviceId) -> Result<Known> {
        let device = self.devices.get(&id).context("the device isn't there any more")?;
        Ok(Known {
            device: id,
            device_revoked: device.is_revoked,
            people: device.people.iter().map(|p| p.person).collect(),
            disabled: device.people.iter().filter(|p| p.is_disabled).map(|p| p.person).collect(),
            journals: std::mem::take(&mut self.journals),
            held: std::mem::take(&mut self.versions),
            occasions: std::mem::take(&mut self.occasions),
        })
    }

    /// The organisations of a device's people.
    pub(super) fn organisations(&self, id: DeviceId) -> BTreeSet<OrganisationId> {
        let people = self.devices.get(&id).map(|device| device.people.as_slice()).unwrap_or_default();
        people.iter().map(|p| p.organisation.clone()).collect()
    }

    /// Goes on from what a batch has changed.
    pub(super) fn take_back(&mut self, known: Known) {
        (self.journals, self.versions, self.occasions) = (known.journals, known.held, known.occasions);
    }
}

fn touches(pair: &Pair, roots: &BTreeSet<EntryId>) -> bool {
    roots.contains(&pair.one) || roots.contains(&pair.other)
}

async fn devices(tx: &mut Tx, partnership: &PartnershipId, batches: &[&Batch]) -> Result<BTreeMap<DeviceId, Device>> {
    let sql = "select v.id, v.revoked_at, d.person, p.organisation, p.disabled_at, d.enrolled_at from devices v \
               left join device_people d on d.partnership = v.partnership and d.device = v.id \
               left join people p on p.partnership = d.partnership and p.id = d.person \
               where v.partnership = $1 and v.id";
    let ids: BTreeSet<[u8; 16]> = batches.iter().map(|batch| batch.device.0).collect();
    let mut devices = BTreeMap::new();
    let mut people = Vec::new();
    for row in tx.among(sql, partnership.as_str(), ids).await? {
        let id: DeviceId = row.try_get("id")?;
        let is_revoked = row.try_get::<Option<i64>>("revoked_at")?.is_some();
        devices.entry(id).or_insert(Device { is_revoked, people: Vec::new() });
        people.extend(enrolled(&row)?.map(|person| (id, person)));
    }
    people.sort_by_key(|(_, enrolled)| (enrolled.at_ms, enrolled.person));
    for (id, person) in people {
        devices.entry(id).and_modify(|device| device.people.push(person));
    }
    Ok(devices)
}

/// Of somebody on a device, whose person is there.
fn enrolled(row: &Row) -> Result<Option<Enrolled>> {
    let (person, organisation) = (row.try_get("person")?, row.try_get("organisation")?);
    let (Some(person), Some(organisation)) = (person, organisation) else { return Ok(None) };
    let is_disabled = row.try_get::<Option<i64>>("disabled_at")?.is_some();
    Ok(Some(Enrolled { person, organisation, is_disabled, at_ms: row.try_get("enrolled_at")? }))
}

async fn journals(
    tx: &mut Tx,
    partnership: &PartnershipId,
    batches: &[&Batch],
) -> Result<BTreeMap<JournalId, JournalRow>> {
    let named = batches.iter().flat_map(|batch| batch.journals.keys().copied());
    let ids: BTreeSet<JournalId> =
        named.chain(batches.iter().flat_map(|batch| sent(batch)).map(|r| r.entry.journal)).collect();
    let sql = "select id, person, revoked, held, device, last_told from journals where partnership = $1 and id";
    let row = |row: &Row| {
        let device: Option<DeviceId> = row.try_get("device")?;
        let state = JournalState {
            person: row.try_get("person")?,
            revoked: row.try_get("revoked")?,
            held: row.try_get("held")?,
            by_server: device.is_none(),
        };
        Ok((row.try_get("id")?, JournalRow { device, last_told: row.try_get("last_told")?, state }))
    };
    tx.among(sql, partnership.as_str(), ids.into_iter().map(|id| id.0)).await?.iter().map(row).collect()
}

/// The number of the last commit, the promises in force and what else a group needs of its partnership.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) commit_no: i64,
    pub(super) catalogue_no: i64,
    pub(super) epoch: String,
    /// The commit of the last decision; 0 before the first.
    pub(super) decided_no: i64,
    /// Whether any occasions are joined.
    has_joins: bool,
}

impl Head {
    pub(super) async fn read(tx: &mut Tx, partnership: &PartnershipId) -> Result<Self> {
        let sql = "select p.commit_no, p.catalogue_no, f.fact as epoch, \
                   (select max(d.commit_no) from decisions d where d.partnership = p.id) as decided_no, \
                   (select j.joined from joins j where j.partnership = p.id and j.joined = 1 limit 1) as has_joins \
                   from partnerships p join server_facts f on f.name = 'epoch' where p.id = $1";
        let row = tx.first(sql, vals![partnership.as_str()]).await?.context("the partnership isn't there any more")?;
        Ok(Self {
            commit_no: row.try_get("commit_no")?,
            catalogue_no: row.try_get("catalogue_no")?,
            epoch: row.try_get("epoch")?,
            decided_no: row.try_get::<Option<i64>>("decided_no")?.unwrap_or(0),
            has_joins: row.try_get::<Option<bool>>("has_joins")?.unwrap_or(false),
        })
    }
}
