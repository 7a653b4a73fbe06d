//! Counting everything anew from entries and decisions: what the tallies must equal, whatever happened on the way.

use super::count::Picture;
use super::promises::InForce;
use super::sql::{Tx, vals};
use super::{Store, commits, count, decided, held, shapes, tallies, units};
use anyhow::Result;
use domain::id::{EntryId, PartnershipId};
use std::collections::BTreeSet;

/// Occasions that are read at a time.
const CHUNK: i64 = 2_000;

/// How far a rebuild has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    pub occasions: u64,
    pub of: u64,
}

impl Store {
    /// Rebuilds a partnership's tallies in one transaction; answers how many occasions there are. Merges wait
    /// meanwhile, and readers see the old figures until it is done.
    ///
    /// # Errors
    /// When the database fails; then nothing has changed.
    pub async fn rebuild(&self, partnership: &PartnershipId, told: &mut (dyn FnMut(Progress) + Send)) -> Result<u64> {
        let mut tx = self.begin().await?;
        tx.lock(partnership.as_str()).await?;
        decided::lay_anew(&mut tx, partnership).await?;
        let in_force = self.in_force_within(&mut tx, partnership).await?;
        let occasions = rebuild(&mut tx, partnership, &in_force, told).await?;
        let number = commits::raise(&mut tx, partnership).await?;
        tx.commit().await?;
        self.commits.tell(partnership, number);
        Ok(occasions)
    }
}

pub(super) async fn rebuild(
    tx: &mut Tx,
    partnership: &PartnershipId,
    in_force: &InForce,
    told: &mut (dyn FnMut(Progress) + Send),
) -> Result<u64> {
    let of = partnership.as_str();
    let sql = "select count(*) from (select distinct root from entries where partnership = $1) as roots";
    let all = tx.first(sql, vals![of]).await?.map_or(Ok(0), |row| row.int(0))?.unsigned_abs();
    tx.run("delete from tallies where partnership = $1", vals![of]).await?;
    tx.run("delete from open_questions where partnership = $1", vals![of]).await?;
    let joins = count::joins(tx, partnership).await?;
    let joined: BTreeSet<EntryId> = joins.iter().flat_map(|pair| [pair.one, pair.other]).collect();
    shapes::forget(tx, partnership).await?;
    units::forget(tx, partnership).await?;
    let mut done = 0;
    let mut last = EntryId([0; 16]);
    while let Some((to, mut occasions)) = held::after(tx, partnership, last, in_force, CHUNK).await? {
        done += occasions.len() as u64;
        // Groups may reach across chunks: they are counted whole, at the end.
        occasions.retain(|root, _| !joined.contains(root));
        write(tx, partnership, &Picture::alone(occasions), in_force).await?;
        last = to;
        told(Progress { occasions: done, of: all });
    }
    let joined = Picture::take(tx, partnership, joined, in_force).await?;
    write(tx, partnership, &joined, in_force).await?;
    Ok(done)
}

async fn write(tx: &mut Tx, partnership: &PartnershipId, picture: &Picture, in_force: &InForce) -> Result<()> {
    let (tally, questions) = picture.counted(in_force);
    tallies::add(tx, partnership, tally).await?;
    tallies::ask(tx, partnership, &BTreeSet::new(), &questions).await?;
    count::recount(tx, partnership, (&held::ByRoot::new(), in_force), (&picture.occasions, in_force)).await
}
