//! Phones: enrolling, recognising, revoking, and what each is known to hold.

use super::audit::{self, AuditEvent};
use super::sessions::SessionOf;
use super::sql::{Row, Tx, vals};
use super::{Store, gaps};
use anyhow::{Context, Result};
use domain::id::{DeviceId, OrganisationId, PartnershipId, PersonId};
use domain::ranges::Ranges;
use serde_json::json;
use std::collections::BTreeMap;

/// A phone's credential lasts so long after its last sync.
pub const CREDENTIAL_MS: i64 = 90 * 24 * 3_600_000;
/// How stale the credential's end may be in the database.
const RENEWAL_STEP_MS: i64 = 24 * 3_600_000;

/// A phone that showed a credential.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Credential {
    pub partnership: PartnershipId,
    pub device: DeviceId,
    pub people: Vec<PersonId>,
    /// The phone is revoked, or everybody on it has been disabled: it gets its receipts and nothing else.
    pub revoked: bool,
    /// The end was moved: the cookie's must be too.
    pub renewed: bool,
}

/// A phone to enrol, or to add a person to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Enrolled {
    pub partnership: PartnershipId,
    pub device: DeviceId,
    pub person: PersonId,
    pub name: String,
    /// The new credential's hash; `None` when the person is added to a phone that has one.
    pub secret_hash: Option<Vec<u8>>,
    /// The one-time code that it costs.
    pub code_hash: Vec<u8>,
}

/// A phone as pages list it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceRow {
    pub id: DeviceId,
    pub name: String,
    /// Its people's names, `None` for who is forgotten, and their organisations.
    pub people: Vec<(Option<String>, OrganisationId)>,
    pub heard_at_ms: Option<i64>,
    pub waiting: u64,
    pub clock_offset_ms: Option<i64>,
    pub revoked: bool,
    /// Numbers of its journals that never came, without those that a person has closed.
    pub missing: Vec<(u64, u64)>,
}

/// What is known of all phones together, those that aren't revoked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Phones {
    pub devices: i64,
    /// Those that said they still hold entries.
    pub waiting: i64,
    /// How long ago the one of them that was heard from longest ago was.
    pub oldest_unsent_ms: Option<i64>,
    /// Those whose clock is off by more than is taken for right.
    pub clock_off: i64,
}

impl Store {
    /// What there is to watch of the phones of all partnerships.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn phones_heard(&self, now_ms: i64) -> Result<Phones> {
        let sql = "select count(*) as devices, coalesce(sum(case when waiting > 0 then 1 else 0 end), 0) as waiting, \
                   min(case when waiting > 0 then heard_at end) as oldest_heard_at, \
                   coalesce(sum(case when abs(clock_offset_ms) > $1 then 1 else 0 end), 0) as clock_off \
                   from devices where revoked_at is null";
        let row = self.begin_reading().await?.first(sql, vals![domain::tally::CLOCK_TOLERANCE_MS]).await?;
        let row = row.context("nothing was counted")?;
        let oldest_heard_at_ms: Option<i64> = row.try_get("oldest_heard_at")?;
        Ok(Phones {
            devices: row.try_get("devices")?,
            waiting: row.try_get("waiting")?,
            oldest_unsent_ms: oldest_heard_at_ms.map(|heard_at_ms| (now_ms - heard_at_ms).max(0)),
            clock_off: row.try_get("clock_off")?,
        })
    }

    /// The phone of a credential that hasn't ended, revoked or not. Its end moves on with use.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn credential(&self, secret_hash: &[u8], now_ms: i64) -> Result<Option<Credential>> {
        // A row for each person; one without a person where there is nobody.
        let sql = "select v.partnership, v.id, v.revoked_at, v.ends_at, p.id as person, p.disabled_at from devices v \
                   left join device_people d on d.partnership = v.partnership and d.device = v.id \
                   left join people p on p.partnership = d.partnership and p.id = d.person \
                   where v.secret_hash = $1 and v.ends_at > $2 order by d.enrolled_at, d.person";
        let rows = self.rows(sql, vals![secret_hash, now_ms]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (partnership, device): (PartnershipId, DeviceId) = (row.try_get("partnership")?, row.try_get("id")?);
        let (mut people, mut nobody) = (Vec::new(), true);
        for row in &rows {
            if let Some(person) = row.try_get::<Option<PersonId>>("person")? {
                people.push(person);
                nobody &= row.try_get::<Option<i64>>("disabled_at")?.is_some();
            }
        }
        let revoked = nobody || row.try_get::<Option<i64>>("revoked_at")?.is_some();
        let renewed = !revoked && row.try_get::<i64>("ends_at")? < now_ms + CREDENTIAL_MS - RENEWAL_STEP_MS;
        if renewed {
            let mut tx = self.begin().await?;
            let sql = "update devices set ends_at = $3 where partnership = $1 and id = $2";
            tx.run(sql, vals![partnership.as_str(), device.0, now_ms + CREDENTIAL_MS]).await?;
            tx.commit().await?;
        }
        Ok(Some(Credential { partnership, device, people, revoked, renewed }))
    }

    /// Uses up a code and enrols its person: `false` when the code was used meanwhile, and nothing has changed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enrol(&self, new: &Enrolled, now_ms: i64) -> Result<bool> {
        let mut tx = self.begin().await?;
        let of = new.partnership.as_str();
        let sql = "update one_time_secrets set used_at = $2 \
                   where secret_hash = $1 and purpose = 'code' and used_at is null and ends_at > $2";
        if tx.run(sql, vals![new.code_hash.as_slice(), now_ms]).await? != 1 {
            return Ok(false);
        }
        if let Some(hash) = &new.secret_hash {
            let sql = "insert into devices (partnership, id, secret_hash, name, created_at, ends_at, waiting) \
                       values ($1, $2, $3, $4, $5, $6, 0)";
            let ends_at = now_ms + CREDENTIAL_MS;
            tx.run(sql, vals![of, new.device.0, hash.as_slice(), new.name.as_str(), now_ms, ends_at]).await?;
        }
        let sql = "insert into device_people (partnership, device, person, enrolled_at) values ($1, $2, $3, $4) \
                   on conflict do nothing";
        tx.run(sql, vals![of, new.device.0, new.person.0, now_ms]).await?;
        let about = json!({ "device": new.device });
        audit::note(&mut tx, &new.partnership, Some(new.person), AuditEvent::Enrol, about, now_ms).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Revokes a phone and every journal that it named: final. `false` when there is no such phone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke(
        &self,
        partnership: &PartnershipId,
        device: DeviceId,
        by: Option<PersonId>,
        now_ms: i64,
    ) -> Result<bool> {
        let mut tx = self.begin().await?;
        let of = partnership.as_str();
        tx.lock(of).await?;
        let sql = "update devices set revoked_at = $3 where partnership = $1 and id = $2 and revoked_at is null";
        if tx.run(sql, vals![of, device.0, now_ms]).await? == 1 {
            tx.run("update journals set revoked = 1 where partnership = $1 and device = $2", vals![of, device.0])
                .await?;
            audit::note(&mut tx, partnership, by, AuditEvent::Revoke, json!({ "device": device }), now_ms).await?;
        } else if tx
            .first("select 1 from devices where partnership = $1 and id = $2", vals![of, device.0])
            .await?
            .is_none()
        {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Which phone of a person's a rescue file comes from: the one that it names, else the person's newest.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn device_of(
        &self,
        partnership: &PartnershipId,
        person: PersonId,
        named: Option<DeviceId>,
    ) -> Result<Option<DeviceId>> {
        let sql = "select device from device_people where partnership = $1 and person = $2 \
                   order by case when device = $3 then 0 else 1 end, enrolled_at desc limit 1";
        let named = named.map_or([0; 16], |device| device.0);
        let row = self.begin_reading().await?.first(sql, vals![partnership.as_str(), person.0, named]).await?;
        row.map(|row| row.try_get("device")).transpose()
    }

    /// Takes a person off a phone; what is held stays, and so does the phone while others are on it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn leave(&self, of: &Credential, person: PersonId, now_ms: i64) -> Result<()> {
        let of_person = SessionOf { partnership: of.partnership.clone(), person };
        self.take_off(&of_person, of.device, now_ms).await.map(drop)
    }

    /// The same for any phone: `false` when the person isn't on it, and nothing has changed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_off(&self, of: &SessionOf, device: DeviceId, now_ms: i64) -> Result<bool> {
        let mut tx = self.begin().await?;
        let sql = "delete from device_people where partnership = $1 and device = $2 and person = $3";
        if tx.run(sql, vals![of.partnership.as_str(), device.0, of.person.0]).await? == 0 {
            return Ok(false);
        }
        let about = json!({ "device": device });
        audit::note(&mut tx, &of.partnership, Some(of.person), AuditEvent::LeavePhone, about, now_ms).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The phones that a person is enrolled on, by name.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn devices_of(&self, of: &SessionOf) -> Result<Vec<DeviceRow>> {
        let sql = "select v.id, v.name, v.heard_at, v.waiting, v.clock_offset_ms, v.revoked_at from devices v \
                   join device_people d on d.partnership = v.partnership and d.device = v.id \
                   where d.partnership = $1 and d.person = $2 order by v.name, v.id";
        let mut tx = self.begin_reading().await?;
        let rows = tx.all(sql, vals![of.partnership.as_str(), of.person.0]).await?;
        let mut devices = rows.iter().map(device).collect::<Result<BTreeMap<_, _>>>()?;
        people(&mut tx, &of.partnership, &mut devices).await?;
        let mut devices: Vec<DeviceRow> = devices.into_values().collect();
        devices.sort_by(|a, b| (a.revoked, &a.name, a.id).cmp(&(b.revoked, &b.name, b.id)));
        Ok(devices)
    }

    /// All of the partnership's phones by name, revoked ones last, with what each is known to hold. None is left out: what
    /// pages say of phones heard from and of numbers that are missing is added up from these.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn devices(&self, partnership: &PartnershipId) -> Result<Vec<DeviceRow>> {
        devices(&mut self.begin_reading().await?, partnership).await
    }
}

/// What [`Store::devices`] reads, as a transaction sees it.
pub(super) async fn devices(tx: &mut Tx, partnership: &PartnershipId) -> Result<Vec<DeviceRow>> {
    let sql = "select id, name, heard_at, waiting, clock_offset_ms, revoked_at from devices \
               where partnership = $1 order by name, id";
    let rows = tx.all(sql, vals![partnership.as_str()]).await?;
    let mut devices = rows.iter().map(device).collect::<Result<BTreeMap<_, _>>>()?;
    people(tx, partnership, &mut devices).await?;
    missing(tx, partnership, &mut devices).await?;
    let mut devices: Vec<DeviceRow> = devices.into_values().collect();
    devices.sort_by(|a, b| (a.revoked, &a.name, a.id).cmp(&(b.revoked, &b.name, b.id)));
    Ok(devices)
}

fn device(row: &Row) -> Result<(DeviceId, DeviceRow)> {
    let id = row.try_get("id")?;
    let device = DeviceRow {
        id,
        name: row.try_get("name")?,
        people: Vec::new(),
        heard_at_ms: row.try_get("heard_at")?,
        waiting: row.try_get("waiting")?,
        clock_offset_ms: row.try_get("clock_offset_ms")?,
        revoked: row.try_get::<Option<i64>>("revoked_at")?.is_some(),
        missing: Vec::new(),
    };
    Ok((id, device))
}

async fn people(tx: &mut Tx, of: &PartnershipId, devices: &mut BTreeMap<DeviceId, DeviceRow>) -> Result<()> {
    let sql = "select d.device, n.name, p.organisation from device_people d \
               join people p on p.partnership = d.partnership and p.id = d.person \
               left join person_names n on n.partnership = d.partnership and n.person = d.person \
               where d.partnership = $1 order by coalesce(n.folded, '')";
    for row in tx.all(sql, vals![of.as_str()]).await? {
        if let Some(device) = devices.get_mut(&row.try_get("device")?) {
            device.people.push((row.try_get("name")?, row.try_get("organisation")?));
        }
    }
    Ok(())
}

async fn missing(tx: &mut Tx, of: &PartnershipId, devices: &mut BTreeMap<DeviceId, DeviceRow>) -> Result<()> {
    let mut closed = gaps::closed(tx, of).await?;
    let sql =
        "select device, last_told, held, id from journals where partnership = $1 and device is not null order by id";
    for row in tx.all(sql, vals![of.as_str()]).await? {
        if let Some(device) = devices.get_mut(&row.try_get("device")?) {
            let held: Ranges = row.try_get("held")?;
            let closed = closed.remove(&row.try_get("id")?).unwrap_or_default();
            device.missing.extend(held.gaps(row.try_get("last_told")?).without(&closed).0);
        }
    }
    Ok(())
}
