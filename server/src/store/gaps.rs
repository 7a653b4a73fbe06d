//! Gaps in journals: numbers that were given and never came, until they fill or a person closes them with a reason.

use super::Store;
use super::sql::{Row, Tx, vals};
use anyhow::Result;
use domain::id::{JournalId, OrganisationId, PartnershipId};
use domain::ranges::Ranges;
use std::collections::BTreeMap;

/// A journal's gaps, as pages list them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GapRow {
    pub journal: JournalId,
    /// The journal's person; `None` for who is forgotten.
    pub person: Option<String>,
    /// The phone that named it last; `None` for journals that the server keeps.
    pub device: Option<String>,
    /// Still missing, and nobody has closed it.
    pub open: Vec<(u64, u64)>,
    pub closed: Vec<ClosedGap>,
}

/// Numbers that nobody waits for any more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClosedGap {
    pub from: u64,
    pub to: u64,
    pub reason: String,
    /// Who closed it; `None` for who is forgotten.
    pub by: Option<String>,
    pub at_ms: i64,
    /// Some of it came all the same.
    pub came: bool,
}

/// The closed numbers of every journal that has any.
pub(super) async fn closed(tx: &mut Tx, partnership: &PartnershipId) -> Result<BTreeMap<JournalId, Ranges>> {
    let sql = "select journal, from_seq, to_seq from closed_gaps where partnership = $1";
    let mut closed: BTreeMap<JournalId, Ranges> = BTreeMap::new();
    for row in tx.all(sql, vals![partnership.as_str()]).await? {
        let (from, to) = (row.try_get::<u64>("from_seq")?, row.try_get::<u64>("to_seq")?);
        closed.entry(row.try_get("journal")?).or_default().add_range(from, to);
    }
    Ok(closed)
}

/// Those of one journal.
pub(super) async fn closed_of(tx: &mut Tx, partnership: &PartnershipId, journal: JournalId) -> Result<Ranges> {
    let sql = "select from_seq, to_seq from closed_gaps where partnership = $1 and journal = $2";
    let mut closed = Ranges::default();
    for row in tx.all(sql, vals![partnership.as_str(), journal.0]).await? {
        closed.add_range(row.try_get("from_seq")?, row.try_get("to_seq")?);
    }
    Ok(closed)
}

impl Store {
    /// Every journal of an organisation's people with a gap, open or closed, by name.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn gaps(&self, partnership: &PartnershipId, organisation: &OrganisationId) -> Result<Vec<GapRow>> {
        let mut tx = self.begin_reading().await?;
        let mut closed = closed_rows(&mut tx, partnership).await?;
        let sql = "select j.id, n.name as person, d.name as device, j.held, j.last_told from journals j \
                   join people p on p.partnership = j.partnership and p.id = j.person \
                   left join person_names n on n.partnership = j.partnership and n.person = j.person \
                   left join devices d on d.partnership = j.partnership and d.id = j.device \
                   where j.partnership = $1 and p.organisation = $2 order by coalesce(n.folded, ''), j.id";
        let mut gaps = Vec::new();
        for row in tx.all(sql, vals![partnership.as_str(), organisation.as_str()]).await? {
            let journal = row.try_get::<JournalId>("id")?;
            let held: Ranges = row.try_get("held")?;
            let mut closed = closed.remove(&journal).unwrap_or_default();
            let mut nobody_waits = Ranges::default();
            for gap in &mut closed {
                nobody_waits.add_range(gap.from, gap.to);
                gap.came = held.0.iter().any(|&(from, to)| from <= gap.to && gap.from <= to);
            }
            let open = held.gaps(row.try_get::<u64>("last_told")?).without(&nobody_waits).0;
            if !open.is_empty() || !closed.is_empty() {
                let (person, device) = (row.try_get("person")?, row.try_get("device")?);
                gaps.push(GapRow { journal, person, device, open, closed });
            }
        }
        Ok(gaps)
    }
}

async fn closed_rows(tx: &mut Tx, partnership: &PartnershipId) -> Result<BTreeMap<JournalId, Vec<ClosedGap>>> {
    let sql = "select g.journal, g.from_seq, g.to_seq, g.reason, n.name, d.at from closed_gaps g \
               join decisions d on d.partnership = g.partnership and d.commit_no = g.commit_no \
               left join person_names n on n.partnership = d.partnership and n.person = d.person \
               where g.partnership = $1 order by g.commit_no";
    let mut closed: BTreeMap<JournalId, Vec<ClosedGap>> = BTreeMap::new();
    for row in tx.all(sql, vals![partnership.as_str()]).await? {
        closed.entry(row.try_get("journal")?).or_default().push(closed_gap(&row)?);
    }
    Ok(closed)
}

fn closed_gap(row: &Row) -> Result<ClosedGap> {
    Ok(ClosedGap {
        from: row.try_get("from_seq")?,
        to: row.try_get("to_seq")?,
        reason: row.try_get("reason")?,
        by: row.try_get("name")?,
        at_ms: row.try_get("at")?,
        came: false,
    })
}
