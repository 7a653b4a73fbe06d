//! Crashes of the officer's app that phones have told of.

use super::sql::vals;
use super::{Credential, Store};
use crate::secret;
use anyhow::Result;
use domain::crash::{CRASHES, Crash};
use domain::id::{DeviceId, PartnershipId};

const DAY_MS: i64 = 24 * 3_600_000;
/// After so long a crash says nothing about the app that phones have by then.
const STORED_MS: i64 = 90 * DAY_MS;
/// How many a page lists.
const LISTED: i64 = 100;

/// A crash as pages list it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CrashRow {
    pub device: DeviceId,
    /// The phone's name.
    pub name: String,
    pub heard_at_ms: i64,
    pub crash: Crash,
}

impl Store {
    /// Stores what a phone tells of crashes: as many as it may tell of in a day, so that a broken one fills nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_crashes(&self, of: &Credential, crashes: &[Crash], now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        let partnership = of.partnership.as_str();
        let sql = "delete from crashes where partnership = $1 and heard_at < $2";
        tx.run(sql, vals![partnership, now_ms - STORED_MS]).await?;
        let sql = "select count(*) as count from crashes where partnership = $1 and device = $2 and heard_at > $3";
        let today = tx.first(sql, vals![partnership, of.device.0, now_ms - DAY_MS]).await?;
        let today: u64 = today.map_or(Ok(0), |row| row.try_get("count"))?;
        let left = CRASHES.saturating_sub(usize::try_from(today).unwrap_or(CRASHES));
        let sql = "insert into crashes (partnership, id, device, heard_at, build, location, message) \
                   values ($1, $2, $3, $4, $5, $6, $7)";
        for crash in crashes.iter().take(left) {
            let Crash { build, location, message } = crash.bounded();
            let id = secret::new_id(now_ms)?;
            tx.run(sql, vals![partnership, id, of.device.0, now_ms, build, location, message]).await?;
        }
        tx.commit().await
    }

    /// The newest crashes of a partnership's phones, the last first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn crashes(&self, partnership: &PartnershipId) -> Result<Vec<CrashRow>> {
        let sql = "select c.device, d.name, c.heard_at, c.build, c.location, c.message from crashes c \
                   join devices d on d.partnership = c.partnership and d.id = c.device \
                   where c.partnership = $1 order by c.heard_at desc, c.id desc limit $2";
        let rows = self.begin_reading().await?.all(sql, vals![partnership.as_str(), LISTED]).await?;
        let row = |row: &super::sql::Row| {
            let (build, location) = (row.try_get("build")?, row.try_get("location")?);
            let crash = Crash { build, location, message: row.try_get("message")? };
            let (device, name) = (row.try_get("device")?, row.try_get("name")?);
            Ok(CrashRow { device, name, heard_at_ms: row.try_get("heard_at")?, crash })
        };
        rows.iter().map(row).collect()
    }
}
