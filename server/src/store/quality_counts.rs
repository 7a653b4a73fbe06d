//! How things are recorded, as small counts: changed with the merge, read by the quality page.

use super::Store;
use super::in_force::InForce;
use super::sql::vals;
use super::sums::Rows;
use anyhow::{Context, Result};
use domain::id::{AreaId, EntryId, PartnershipId};
use domain::occasion::{Held, Occasion};
use domain::quality::{Cell, Counts, Month, Shape, Shapes, shape};

/// The cells that an occasion stands in.
pub(super) fn of_occasion(root: EntryId, rows: &[Held], in_force: &InForce) -> Vec<Cell> {
    shape(&Occasion::of(root, rows), &in_force.catalogue, &|ms| in_force.zone.local_of(ms))
}

/// Counts, to be added to those of a run.
pub(super) fn rows(partnership: &PartnershipId, run: i64, counts: Counts) -> Rows {
    let row = |(cell, count): (Cell, i64)| {
        let area = cell.area.as_ref().map_or("", |a| a.as_str());
        vals![partnership.as_str(), run, cell.activity.as_str(), area, cell.month.0, cell.shape.word(), cell.at, count]
    };
    Rows {
        into: "counted_shapes as held (partnership, run, activity, area, month, shape, place, count)",
        columns: 8,
        conflict: "on conflict (partnership, run, activity, area, shape, month, place) do update set \
                   count = held.count + excluded.count",
        rows: counts.0.into_iter().map(row).collect(),
    }
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
            let word = row.try_get("shape")?;
            let cell = Cell {
                activity: row.try_get("activity")?,
                area: Some(row.try_get::<String>("area")?).filter(|a| !a.is_empty()).map(AreaId),
                month: Month(row.try_get("month")?),
                shape: Shape::read(word).with_context(|| format!("no shape is called {word}"))?,
                at: row.try_get("place")?,
            };
            Ok((cell, row.try_get("count")?))
        };
        rows.iter().map(one).collect::<Result<_>>().map(Shapes)
    }
}
