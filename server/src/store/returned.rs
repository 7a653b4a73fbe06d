//! What was sent back to its author, and what has come of it.

use super::decision_effects;
use super::sql::{Tx, vals};
use anyhow::Result;
use domain::decision::Decision;
use domain::entry::Kind;
use domain::id::{EntryId, OrganisationId, PartnershipId, PersonId};
use std::collections::{BTreeMap, BTreeSet};

/// Returns that are listed at most, the newest.
const LISTED: i64 = 60;

/// An occasion that was sent back, by the last time that it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Returned {
    pub root: EntryId,
    pub message: String,
    pub by: PersonId,
    pub at_ms: i64,
    /// The first entry of the occasion that came since.
    pub reply: Option<Reply>,
}

/// See [`Returned::reply`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reply {
    pub kind: Kind,
    /// Written by staff in the browser, not by the author.
    pub by_staff: bool,
    pub at_ms: i64,
}

/// The newest returns of an organisation's occasions, newest first, each occasion once.
pub(super) async fn returned(
    tx: &mut Tx,
    partnership: &PartnershipId,
    organisation: &OrganisationId,
) -> Result<Vec<Returned>> {
    let sql = "select d.commit_no, d.about, d.person, d.at from decisions d \
               where d.partnership = $1 and d.kind = 'return' and exists \
               (select 1 from decided_occasions o join entries e on e.partnership = o.partnership and e.root = o.root \
               where o.partnership = d.partnership and o.commit_no = d.commit_no and e.organisation = $2) \
              order by d.commit_no desc limit $3";
    let mut listed: Vec<(i64, Returned)> = Vec::new();
    for row in tx.all(sql, vals![partnership.as_str(), organisation.as_str(), LISTED]).await? {
        let row = decision_effects::decision(&row)?;
        let Decision::Return { root, message } = row.decision else { continue };
        if listed.iter().all(|(_, known)| known.root != root) {
            let returned = Returned { root, message, by: row.person, at_ms: row.at_ms, reply: None };
            listed.push((row.commit_no, returned));
        }
    }
    let replies = replies(
        tx,
        partnership,
        listed.iter().map(|(commit_no, partnership)| (partnership.root, *commit_no)).collect(),
    )
    .await?;
    let with_reply =
        |(_, returned): (i64, Returned)| Returned { reply: replies.get(&returned.root).cloned(), ..returned };
    Ok(listed.into_iter().map(with_reply).collect())
}

/// The first entry of each occasion after a commit.
async fn replies(
    tx: &mut Tx,
    partnership: &PartnershipId,
    after: BTreeMap<EntryId, i64>,
) -> Result<BTreeMap<EntryId, Reply>> {
    let roots: BTreeSet<EntryId> = after.keys().copied().collect();
    let sql = "select root, commit_no, received_at, by_staff, kind from entries where partnership = $1 and root";
    let mut first: BTreeMap<EntryId, (i64, Reply)> = BTreeMap::new();
    for row in tx.among(sql, partnership.as_str(), roots.iter().map(|id| id.0)).await? {
        let (root, commit_no) = (row.try_get::<EntryId>("root")?, row.try_get::<i64>("commit_no")?);
        let is_later = after.get(&root).is_some_and(|returned| commit_no > *returned);
        if is_later && first.get(&root).is_none_or(|(known, _)| commit_no < *known) {
            let reply = Reply {
                at_ms: row.try_get("received_at")?,
                by_staff: row.try_get("by_staff")?,
                kind: Kind::read(row.try_get("kind")?),
            };
            first.insert(root, (commit_no, reply));
        }
    }
    Ok(first.into_iter().map(|(root, (_, reply))| (root, reply)).collect())
}
