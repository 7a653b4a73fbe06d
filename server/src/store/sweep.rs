//! Removing the figures of runs that are over, some at a time.

use super::Store;
use super::recount::SILENT_MS;
use super::sql::vals;
use anyhow::Result;
use domain::id::PartnershipId;

/// Rows that one transaction removes at most.
const ROWS: i64 = 500;

/// Removes some rows of a run, by table.
const REMOVE: [&str; 4] = [
    "delete from counted_tallies where (partnership, run, promise, version, target, area, day) in \
     (select partnership, run, promise, version, target, area, day from counted_tallies \
     where partnership = $1 and run = $2 limit $3)",
    "delete from counted_questions where (partnership, run, root, question) in \
     (select partnership, run, root, question from counted_questions where partnership = $1 and run = $2 limit $3)",
    "delete from counted_shapes where (partnership, run, activity, area, shape, month, place) in \
     (select partnership, run, activity, area, shape, month, place from counted_shapes \
     where partnership = $1 and run = $2 limit $3)",
    "delete from counted_units where (partnership, run, promise, version, unit, target, month) in \
     (select partnership, run, promise, version, unit, target, month from counted_units \
     where partnership = $1 and run = $2 limit $3)",
];

impl Store {
    /// Ends counts that were killed, and removes what they and earlier runs have left.
    ///
    /// # Errors
    /// When the database fails; what is left is removed the next time.
    pub async fn sweep_runs(&self, now_ms: i64) -> Result<()> {
        for partnership in self.partnerships().await? {
            let sql = "select r.run from partnerships p join counting_runs r on r.partnership = p.id \
                       and r.run = p.counting where p.id = $1 and r.alive_at < $2";
            let vals = vals![partnership.as_str(), now_ms.saturating_sub(SILENT_MS)];
            if let Some(row) = self.begin_reading().await?.first(sql, vals).await? {
                let run = row.try_get::<i64>("run")?;
                tracing::warn!(%partnership, run, "a count was stopped before its end; its figures are removed");
                stop_counting(self, &partnership, run).await?;
            }
            remove_over(self, &partnership).await?;
        }
        Ok(())
    }

    /// Ends the counts that this process has begun, whose callers have been stopped: the next one needn't wait until they
    /// are taken for killed.
    ///
    /// # Errors
    /// When the database fails; then they are taken for killed later.
    pub async fn stop_begun(&self) -> Result<()> {
        let begun = self.begun.lock().map(|begun| begun.clone()).unwrap_or_default();
        for (partnership, run) in begun {
            stop_counting(self, &partnership, run).await?;
            remove_over(self, &partnership).await?;
        }
        Ok(())
    }
}

/// Makes a run known no more, if it is the one that is being counted.
pub(super) async fn stop_counting(store: &Store, partnership: &PartnershipId, run: i64) -> Result<()> {
    let mut tx = store.begin().await?;
    tx.lock(partnership.as_str()).await?;
    let sql =
        "update partnerships set counting = null, catalogue_no = catalogue_no + 1 where id = $1 and counting = $2";
    tx.run(sql, vals![partnership.as_str(), run]).await?;
    tx.commit().await?;
    store.note_begun(partnership, run, false);
    Ok(())
}

/// Removes the rows of all runs that are neither in force nor being counted.
pub(super) async fn remove_over(store: &Store, partnership: &PartnershipId) -> Result<()> {
    let sql = "select r.run from counting_runs r join partnerships p on p.id = r.partnership \
               where r.partnership = $1 and r.run <> p.run and (p.counting is null or r.run <> p.counting)";
    let over = store.begin_reading().await?.all(sql, vals![partnership.as_str()]).await?;
    for row in over {
        let run = row.try_get::<i64>("run")?;
        while !remove_some(store, partnership, run).await? {}
    }
    Ok(())
}

/// Removes some rows of a run, and at last what says that there are any; whether it was the last time.
async fn remove_some(store: &Store, partnership: &PartnershipId, run: i64) -> Result<bool> {
    let mut tx = store.begin().await?;
    let mut left = ROWS;
    for sql in REMOVE {
        left -= i64::try_from(tx.run(sql, vals![partnership.as_str(), run, left]).await?)?;
    }
    let is_done = left > 0;
    if is_done {
        let sql = "delete from counting_runs where partnership = $1 and run = $2";
        tx.run(sql, vals![partnership.as_str(), run]).await?;
    }
    tx.commit().await?;
    Ok(is_done)
}
