//! Forgetting names: by the rule of `domain::retention`, in one transaction with a row in the audit log. Person ids stay, so
//! that no entry, hash, figure or row of the log changes.

use super::audit::{self, AuditEvent};
use super::in_force::InForce;
use super::sql::{Tx, Val, vals};
use super::{Store, browse};
use anyhow::Result;
use domain::calendar::Day;
use domain::id::{DeviceId, PartnershipId, PersonId};
use domain::retention::{self, Named};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

const HOUR_MS: i64 = 3_600_000;
/// The server's note to itself that what was deleted still lies in the database's files.
const WIPING: &str = "wiping";
/// What a phone is called whose people are all forgotten: as one that nobody named.
const NAMELESS: &str = "Telefon";

/// Whose names are forgotten, and which phones lost the name that one of them gave it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Forgotten {
    pub people: Vec<(PersonId, String)>,
    pub devices: Vec<DeviceId>,
}

impl Store {
    /// Forgets the names that are over on a day, and takes what let those people in. Without `keep` nothing changes: it
    /// is what would be forgotten.
    ///
    /// # Errors
    /// When the database fails; then nothing has changed.
    pub async fn forget_names(&self, partnership: &PartnershipId, keep: bool, now_ms: i64) -> Result<Forgotten> {
        // Almost every day there is nobody, and then nobody waits for it.
        if self.over(&mut self.begin_reading().await?, partnership, now_ms).await?.is_empty() {
            return Ok(Forgotten::default());
        }
        let mut tx = self.begin().await?;
        tx.lock(partnership.as_str()).await?;
        let people = self.over(&mut tx, partnership, now_ms).await?;
        let names = browse::names(&mut tx, partnership, people.iter().copied()).await?;
        for person in &people {
            forget(&mut tx, partnership, *person, now_ms).await?;
        }
        let devices = forget_devices(&mut tx, partnership).await?;
        let forgotten = Forgotten { people: names.into_iter().collect(), devices };
        if keep && !people.is_empty() {
            let (ids, count) = audit::which(people);
            let devices = audit::which(forgotten.devices.iter().copied()).0;
            let about = json!({ "people": ids, "count": count, "devices": devices });
            // In the same transaction: a crash before the files are wiped leaves that for the next start.
            let sql = "insert into server_facts (name, fact) values ($1, 'due') on conflict (name) do nothing";
            tx.run(sql, vals![WIPING]).await?;
            audit::note(&mut tx, partnership, None, AuditEvent::ForgetNames, about, now_ms).await?;
            tx.commit().await?;
            if let Err(error) = self.finish_wiping().await {
                tracing::warn!(
                    error = format!("{error:#}"),
                    "names are forgotten, and still to be wiped from the disk"
                );
            }
        }
        Ok(forgotten)
    }

    /// Wipes what was deleted from the database's files, where that is still to be done.
    ///
    /// # Errors
    /// When the database fails, has no room for it, or somebody reads it all the while; it stays to be done.
    pub async fn finish_wiping(&self) -> Result<()> {
        let sql = "select 1 from server_facts where name = $1";
        if self.begin_reading().await?.first(sql, vals![WIPING]).await?.is_none() {
            return Ok(());
        }
        self.wipe_deleted().await?;
        let mut tx = self.begin().await?;
        tx.run("delete from server_facts where name = $1", vals![WIPING]).await?;
        tx.commit().await
    }

    async fn over(&self, tx: &mut Tx, partnership: &PartnershipId, now_ms: i64) -> Result<Vec<PersonId>> {
        let in_force = self.in_force_within(tx, partnership).await?;
        let promises = &in_force.catalogue.active;
        if promises.iter().all(|active| active.promise.names_kept_months.is_none()) {
            return Ok(Vec::new());
        }
        let people = named(tx, partnership, &in_force).await?;
        Ok(retention::forgotten(&people, promises, in_force.zone.day_of(now_ms)))
    }
}

/// Everyone who has a name, with what the rule asks of them.
async fn named(tx: &mut Tx, partnership: &PartnershipId, in_force: &InForce) -> Result<Vec<Named>> {
    let zone = &in_force.zone;
    let mut seen = last_seen(tx, partnership).await?;
    let mut days: BTreeMap<PersonId, BTreeSet<Day>> = BTreeMap::new();
    let sql = "select author, day, max(received_at) as last_received from entries where partnership = $1 group by author, day";
    for row in tx.all(sql, vals![partnership.as_str()]).await? {
        let author = row.try_get::<PersonId>("author")?;
        let day = row.try_get::<Option<Day>>("day")?;
        // A phone with a wrong clock dates an entry into the future: nobody was at work later than it came.
        let received_at_ms: i64 = row.try_get("last_received")?;
        let received = zone.day_of(received_at_ms);
        days.entry(author).or_default().extend(day.map(|day| day.min(received)));
        raise(&mut seen, author, received_at_ms);
    }
    // By the hour: the zone's offset is a whole number of them, and a day has few.
    let sql = "select distinct person, at / 3600000 as hour from decisions where partnership = $1";
    for row in tx.all(sql, vals![partnership.as_str()]).await? {
        days.entry(row.try_get("person")?).or_default().insert(zone.day_of(row.try_get::<i64>("hour")? * HOUR_MS));
    }
    let sql = "select p.id, p.role, p.disabled_at, p.created_at from people p \
               join person_names n on n.partnership = p.partnership and n.person = p.id where p.partnership = $1";
    let mut people = Vec::new();
    for row in tx.all(sql, vals![partnership.as_str()]).await? {
        let person = row.try_get::<PersonId>("id")?;
        people.push(Named {
            person,
            role: row.try_get("role")?,
            disabled: row.try_get::<Option<i64>>("disabled_at")?.is_some(),
            days: days.remove(&person).unwrap_or_default(),
            seen: zone.day_of(row.try_get::<i64>("created_at")?.max(seen.get(&person).copied().unwrap_or(i64::MIN))),
        });
    }
    Ok(people)
}

fn raise(seen: &mut BTreeMap<PersonId, i64>, person: PersonId, at_ms: i64) {
    let last = seen.entry(person).or_insert(at_ms);
    *last = at_ms.max(*last);
}

/// When people were last in the log by what they did themselves, or heard from by a phone that may send.
async fn last_seen(tx: &mut Tx, partnership: &PartnershipId) -> Result<BTreeMap<PersonId, i64>> {
    let mut seen = BTreeMap::new();
    let sql = "select d.person, max(v.heard_at) as last_heard from device_people d \
               join devices v on v.partnership = d.partnership and v.id = d.device \
               join people p on p.partnership = d.partnership and p.id = d.person \
               where d.partnership = $1 and v.revoked_at is null and p.disabled_at is null and v.heard_at is not null \
               group by d.person";
    for row in tx.all(sql, vals![partnership.as_str()]).await? {
        raise(&mut seen, row.try_get("person")?, row.try_get("last_heard")?);
    }
    // The newest row of each, not all of them: what others try in somebody's name is none of their deeds.
    let newest = "select at from audit where partnership = $1 and person = $2 and deed <> 'sign_in_refused' \
                  order by number desc limit 1";
    for row in tx.all("select person from person_names where partnership = $1", vals![partnership.as_str()]).await? {
        let person = row.try_get::<PersonId>("person")?;
        if let Some(row) = tx.first(newest, vals![partnership.as_str(), person.0]).await? {
            raise(&mut seen, person, row.try_get("at")?);
        }
    }
    Ok(seen)
}

/// The name and all that lets a person in. Without a name nobody signs in or is given a code.
async fn forget(tx: &mut Tx, partnership: &PartnershipId, person: PersonId, now_ms: i64) -> Result<()> {
    let theirs = || vals![partnership.as_str(), person.0];
    for sql in [
        "delete from person_names where partnership = $1 and person = $2",
        "delete from passwords where partnership = $1 and person = $2",
        "delete from passkeys where partnership = $1 and person = $2",
        "delete from identities where partnership = $1 and person = $2",
        "delete from ceremonies where partnership = $1 and person = $2",
        "delete from sessions where partnership = $1 and person = $2",
        "delete from one_time_secrets where partnership = $1 and person = $2 and used_at is null",
    ] {
        tx.run(sql, theirs()).await?;
    }
    let sql = "update people set disabled_at = $3 where partnership = $1 and id = $2 and disabled_at is null";
    let vals: Vec<Val> = vals![partnership.as_str(), person.0, now_ms];
    tx.run(sql, vals).await.map(|_| ())
}

/// The names of phones none of whose people has a name any more: officers give them, often their own.
async fn forget_devices(tx: &mut Tx, partnership: &PartnershipId) -> Result<Vec<DeviceId>> {
    let sql = "select v.id from devices v where v.partnership = $1 and v.name <> $2 and not exists \
               (select 1 from device_people d join person_names n on n.partnership = d.partnership \
               and n.person = d.person where d.partnership = v.partnership and d.device = v.id) order by v.id";
    let mut devices = Vec::new();
    for row in tx.all(sql, vals![partnership.as_str(), NAMELESS]).await? {
        let device = row.try_get::<DeviceId>("id")?;
        let sql = "update devices set name = $3 where partnership = $1 and id = $2";
        tx.run(sql, vals![partnership.as_str(), device.0, NAMELESS]).await?;
        devices.push(device);
    }
    Ok(devices)
}
