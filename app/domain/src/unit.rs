//! What a unit's own entries added up to: feedback to those who walked, by unit and never by officer.
//!
//! Kept beside the tallies and changed with them. An occasion that several units logged stands with each of them: what a
//! unit did is not less for having been done together, and nothing here is summed into a promise's figure.

use crate::calendar::LocalOf;
use crate::catalogue::Catalogue;
use crate::id::{PromiseId, TargetId};
use crate::occasion::Occasion;
use crate::quality::Month;
use crate::tally;
use std::collections::BTreeMap;

/// Where a unit's count is kept.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Cell {
    pub promise: PromiseId,
    pub version: u32,
    pub target: TargetId,
    /// The call sign, as it was given.
    pub unit: String,
    pub month: Month,
}

/// Counts by cell.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Counts(pub BTreeMap<Cell, i64>);

impl Counts {
    pub fn add(&mut self, parts: impl IntoIterator<Item = (Cell, i64)>) {
        parts.into_iter().for_each(|(cell, count)| *self.0.entry(cell).or_default() += count);
    }

    pub fn take(&mut self, parts: impl IntoIterator<Item = (Cell, i64)>) {
        self.add(parts.into_iter().map(|(cell, count)| (cell, -count)));
    }

    /// Without the cells that came out at nothing.
    #[must_use]
    pub fn settled(mut self) -> Self {
        self.0.retain(|_, count| *count != 0);
        self
    }
}

/// What an occasion adds for the unit that its deciding entry names; nothing where none is named.
#[must_use]
pub fn adds(occasion: &Occasion<'_>, catalogue: &Catalogue, local_of: LocalOf<'_>) -> Vec<(Cell, i64)> {
    let Some(held) = occasion.deciding() else { return Vec::new() };
    let (Some(fact), Some(unit)) = (&held.entry.fact, &held.entry.unit) else { return Vec::new() };
    let month = Month::of(local_of(tally::counted_ms(fact, held.entry.clock_offset_ms)));
    let parts = occasion.contribution(catalogue, local_of);
    let of_unit = |(cell, amount): (tally::Cell, tally::Amount)| {
        let unit = unit.trim().to_owned();
        let cell = Cell { promise: cell.promise, version: cell.version, target: cell.target, unit, month };
        (amount.count != 0).then_some((cell, amount.count))
    };
    parts.into_iter().filter_map(of_unit).collect()
}
