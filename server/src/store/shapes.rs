//! How things are recorded, as small counts: changed with the merge, read by the quality page.

use super::Store;
use super::held::ByRoot;
use super::promises::InForce;
use super::sql::{Tx, vals};
use anyhow::{Context, Result};
use domain::id::{ActivityId, AreaId, EntryId, PartnershipId};
use domain::occasion::{Held, Occasion};
use domain::quality::{Cell, Counts, Month, Shape, Shapes, shape};

/// Brings the counts from one state of some occasions to the next: each one's cells after, minus those before.
pub(super) async fn change(
    tx: &mut Tx,
    partnership: &PartnershipId,
    (before, was): (&ByRoot, &InForce),
    (after, is): (&ByRoot, &InForce),
) -> Result<()> {
    let cells = |root: &EntryId, rows: &[Held], by: &InForce| {
        shape(&Occasion::of(*root, rows), &by.catalogue, &|ms| by.zone.local_of(ms))
    };
    let mut counts = Counts::default();
    before.iter().for_each(|(root, rows)| counts.take(cells(root, rows, was)));
    after.iter().for_each(|(root, rows)| counts.add(cells(root, rows, is)));
    let row = |(cell, count): (Cell, i64)| {
        let area = cell.area.as_ref().map_or("", |a| a.as_str());
        vals![partnership.as_str(), cell.activity.as_str(), area, cell.month.0, cell.shape.word(), cell.at, count]
    };
    let into = "shapes (partnership, activity, area, month, shape, place, count)";
    let conflict = "on conflict (partnership, activity, area, shape, month, place) do update set \
                    count = shapes.count + excluded.count";
    tx.insert_many(into, 7, counts.settled().0.into_iter().map(row).collect(), conflict).await
}

/// Before everything is counted anew.
pub(super) async fn forget(tx: &mut Tx, partnership: &PartnershipId) -> Result<()> {
    tx.run("delete from shapes where partnership = $1", vals![partnership.as_str()]).await.map(|_| ())
}

impl Store {
    /// How things were recorded in a year.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn shapes(&self, partnership: &PartnershipId, year: i32) -> Result<Shapes> {
        let sql = "select activity, area, month, shape, place, count from shapes \
                   where partnership = $1 and month >= $2 and month <= $3 and count <> 0 \
                   order by activity, area, shape, month, place";
        let (from, to) = (Month::numbered(year, 1).0, Month::numbered(year, 12).0);
        let rows = self.begin_reading().await?.all(sql, vals![partnership.as_str(), from, to]).await?;
        let one = |row: &super::sql::Row| {
            let word = row.text(3)?;
            let cell = Cell {
                activity: ActivityId(row.text(0)?),
                area: Some(row.text(1)?).filter(|a| !a.is_empty()).map(AreaId),
                month: Month(row.int(2)?),
                shape: Shape::read(&word).with_context(|| format!("no shape is called {word}"))?,
                at: row.int(4)?,
            };
            Ok((cell, row.int(5)?))
        };
        rows.iter().map(one).collect::<Result<_>>().map(Shapes)
    }
}
