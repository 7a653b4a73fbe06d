//! How things are recorded: when in the week, how long afterwards, at which minute, on which day of the month.
//!
//! By area and activity, never by officer, unit or phone: a cell has no room for one. What is kept are small counts, in
//! the transaction of the merge like the tallies, so that no page reads entries. Activities that a promise marks
//! sensitive leave no trace here.

mod reading;

use crate::calendar::{Local, LocalOf};
use crate::catalogue::Catalogue;
use crate::entry::How;
use crate::id::{ActivityId, AreaId};
use crate::occasion::Occasion;
use crate::promise::{Duration, Promise};
use crate::tally::{clock_off, counted_ms, deciding};
pub use reading::{Burst, Late, PileUp, Shapes, Shown};
use std::collections::BTreeMap;

/// Recorded so long after the start, and stated afterwards, an occasion is late.
pub const LATE_MS: i64 = 24 * 3_600_000;
/// Minutes on either side of a target's least that are told apart; what is beyond stands at the ends.
pub const AROUND: i64 = 10;

/// What a cell counts, and at which place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Shape {
    /// Occasions with a duration by when they start: hours of the week, from Monday at 0 to Sunday at 23 (167).
    Start,
    /// 1 for those that were recorded late, 0 for the others.
    Late,
    /// Minutes more than the least that counts, from `-AROUND` to `AROUND`.
    Minutes,
    /// By when they were recorded: the day of the month.
    Recorded,
}

impl Shape {
    pub const ALL: [Shape; 4] = [Shape::Start, Shape::Late, Shape::Minutes, Shape::Recorded];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Shape::Start => "start",
            Shape::Late => "late",
            Shape::Minutes => "minutes",
            Shape::Recorded => "recorded",
        }
    }

    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.word() == word)
    }
}

/// Where a small count is kept.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Cell {
    pub activity: ActivityId,
    pub area: Option<AreaId>,
    pub month: Month,
    pub shape: Shape,
    pub at: i64,
}

/// A calendar month as a number that rises: `year * 12 + month - 1`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Month(pub i64);

impl Month {
    #[must_use]
    pub fn of(at: Local) -> Self {
        let (year, month, _) = at.day.date();
        Self::numbered(year, month)
    }

    /// 1 is January.
    #[must_use]
    pub fn numbered(year: i32, month: u32) -> Self {
        Self(i64::from(year) * 12 + i64::from(month) - 1)
    }

    #[must_use]
    pub fn year(self) -> i32 {
        self.0.div_euclid(12) as i32
    }

    /// 1 is January.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0.rem_euclid(12) as u32 + 1
    }
}

/// Counts by cell; taking away what was before and adding what is after keeps them current.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Counts(pub BTreeMap<Cell, i64>);

impl Counts {
    pub fn add(&mut self, cells: impl IntoIterator<Item = Cell>) {
        cells.into_iter().for_each(|cell| *self.0.entry(cell).or_default() += 1);
    }

    pub fn take(&mut self, cells: impl IntoIterator<Item = Cell>) {
        cells.into_iter().for_each(|cell| *self.0.entry(cell).or_default() -= 1);
    }

    /// Without the cells that came out at nothing.
    #[must_use]
    pub fn settled(mut self) -> Self {
        self.0.retain(|_, count| *count != 0);
        self
    }
}

/// The cells that an occasion stands in: none while it decides nothing, or where no promise decides over it. The fact is
/// the one that stands; when it was recorded is told by its first entry, since a correction is no late recording.
#[must_use]
pub fn shape(occasion: &Occasion<'_>, catalogue: &Catalogue, local_of: LocalOf<'_>) -> Vec<Cell> {
    let (Some(root), Some(held)) = (occasion.root_entry(), occasion.deciding()) else { return Vec::new() };
    let Some(fact) = &held.entry.fact else { return Vec::new() };
    let started_ms = counted_ms(fact, held.entry.clock_offset_ms);
    let started = local_of(started_ms);
    let Ok(promise) = deciding(fact, held.source(), started.day, catalogue) else { return Vec::new() };
    if is_sensitive(promise, &fact.activity) {
        return Vec::new();
    }
    let offset_ms = root.entry.clock_offset_ms.filter(|_| clock_off(root.entry.clock_offset_ms)).unwrap_or(0);
    let recorded_ms = root.entry.recorded_at.unix_ms.saturating_add(offset_ms);
    let recorded = local_of(recorded_ms);
    let is_late = fact.how == How::Afterwards && recorded_ms.saturating_sub(started_ms) > LATE_MS;
    let cell = |month, shape, at: i64| Cell {
        activity: fact.activity.clone(),
        area: fact.area.clone(),
        month: Month::of(month),
        shape,
        at,
    };
    let mut cells = vec![
        cell(started, Shape::Late, i64::from(is_late)),
        cell(recorded, Shape::Recorded, i64::from(recorded.day.date().2)),
    ];
    if promise.activity(&fact.activity).is_some_and(|a| a.duration == Duration::Timed) {
        let hour = (started.day.weekday() - 1) * 24 + started.minute / 60;
        cells.push(cell(started, Shape::Start, i64::from(hour)));
    }
    if let (Some(minutes), Some(least)) = (fact.minutes, least_minutes(promise, &fact.activity)) {
        let more = (i64::from(minutes) - i64::from(least)).clamp(-AROUND, AROUND);
        cells.push(cell(started, Shape::Minutes, more));
    }
    cells
}

/// The least length that counts, of the targets of an activity.
#[must_use]
pub fn least_minutes(promise: &Promise, activity: &ActivityId) -> Option<u32> {
    promise.targets().filter(|t| t.activity.as_ref() == Some(activity)).filter_map(|t| t.min_minutes).min()
}

/// Whether small figures of an activity could point at a person.
#[must_use]
pub fn is_sensitive(promise: &Promise, activity: &ActivityId) -> bool {
    promise.targets().any(|t| t.sensitive && t.activity.as_ref() == Some(activity))
}
