//! Commits as they happen: who shows figures is told, once what changed them is durable.

use super::Store;
use super::sql::{Tx, vals};
use anyhow::{Context, Result};
use domain::id::PartnershipId;
use std::collections::BTreeMap;
use tokio::sync::watch;

/// The last commit known of each partnership. Clones share it; many changes in a row are seen as one.
#[derive(Clone, Debug, Default)]
pub(super) struct Commits(watch::Sender<BTreeMap<PartnershipId, i64>>);

/// Hears of commits, of every partnership.
pub type Heard = watch::Receiver<BTreeMap<PartnershipId, i64>>;

impl Commits {
    /// Tells that a partnership's figures stand at a commit. Only after it is durable, and only forwards.
    pub(super) fn tell(&self, partnership: &PartnershipId, number: i64) {
        self.0.send_if_modified(|known| {
            let newer = known.get(partnership).is_none_or(|last| *last < number);
            if newer {
                known.insert(partnership.clone(), number);
            }
            newer
        });
    }
}

impl Store {
    /// Hears from now on of every commit that changes figures: this server's at once, others' when they are read.
    #[must_use]
    pub fn hear(&self) -> Heard {
        self.commits.0.subscribe()
    }

    /// The number of the last commit that this server has heard of, without asking the database.
    #[must_use]
    pub fn known_commit_no(&self, partnership: &PartnershipId) -> Option<i64> {
        self.commits.0.borrow().get(partnership).copied()
    }

    /// The number of a partnership's last commit.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn commit_no(&self, partnership: &PartnershipId) -> Result<i64> {
        let mut tx = self.begin_reading().await?;
        number(&mut tx, partnership).await
    }

    /// Reads what other servers and commands have committed, and tells those who hear.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn read_commits(&self) -> Result<()> {
        for row in self.begin_reading().await?.all("select id, commit_no from partnerships", vals![]).await? {
            self.commits.tell(&row.try_get("id")?, row.try_get("commit_no")?);
        }
        Ok(())
    }
}

/// Raises the number, under the partnership's lock.
pub(super) async fn raise(tx: &mut Tx, partnership: &PartnershipId) -> Result<i64> {
    let sql = "update partnerships set commit_no = commit_no + 1 where id = $1";
    tx.run(sql, vals![partnership.as_str()]).await?;
    number(tx, partnership).await
}

/// The number as the transaction sees it.
pub(super) async fn number(tx: &mut Tx, partnership: &PartnershipId) -> Result<i64> {
    let row = tx.first("select commit_no from partnerships where id = $1", vals![partnership.as_str()]).await?;
    row.context("the partnership isn't there any more")?.try_get("commit_no")
}
