//! Counting everything anew from entries and decisions: what the figures must equal, whatever happened on the way.

use super::in_force::Cause;
use super::in_force::NotLoaded;
use super::pass::OnProgress;
use super::{Store, decision_effects};
use anyhow::{Result, anyhow, bail};
use domain::id::PartnershipId;

impl Store {
    /// Counts a partnership anew beside the figures in force, which readers see until it is done; nobody waits for it.
    /// Answers how many occasions there are.
    ///
    /// # Errors
    /// When the database fails, or everything is being counted anew already; then nothing has changed.
    pub async fn rebuild(&self, partnership: &PartnershipId, told: OnProgress<'_>) -> Result<u64> {
        let mut tx = self.begin().await?;
        tx.lock(partnership.as_str()).await?;
        // Before the count, in a transaction of its own: the snapshot that is counted must show it.
        decision_effects::lay_anew(&mut tx, partnership).await?;
        tx.commit().await?;
        // Only for telling that it is alive: nothing that is kept says when it was.
        let now_ms = crate::clock::now_ms();
        match self.recount(partnership, Cause::Rebuild, now_ms, told).await? {
            Ok(loaded) => Ok(loaded.occasions),
            Err(NotLoaded::UnderWay { .. }) => {
                bail!("everything is being counted anew already: try again when that has ended")
            }
            Err(not) => Err(anyhow!("nothing could be counted: {not:?}")),
        }
    }
}
