//! A cadence's slots: in which of its days, weeks or months it was kept.

use super::{AsOf, Status};
use crate::calendar::Span;
use crate::period::Per;
use crate::promise::Near;
use serde::{Deserialize, Serialize};

/// The slots of a cadence in its period: "51 av 52 veckor", and which were missed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Slots {
    pub per: Per,
    /// Oldest first.
    pub all: Vec<Slot>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Slot {
    #[serde(flatten)]
    pub days: Span,
    pub state: SlotState,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotState {
    Kept,
    /// It has ended without.
    Missed,
    /// The one that runs: what is due now.
    Due,
    /// It has not begun.
    ToCome,
}

impl Slots {
    /// The slots of a period as they stand on a day, cut to `bounds`; where what is promised goes on after them, the
    /// last week isn't cut. Whether a week was kept is asked of all its days, also of those that lie in the promise
    /// before or after.
    pub(crate) fn of(
        per: Per,
        period: Span,
        (bounds, goes_on): (Span, bool),
        as_of: AsOf,
        is_kept: &dyn Fn(Span) -> bool,
    ) -> Self {
        let AsOf { day, today } = as_of;
        let slot = |cut: Span| {
            let whole = per.week_around(cut.from).unwrap_or(cut);
            let days = if goes_on { Span { from: cut.from, to: whole.to } } else { cut };
            let state = if is_kept(whole) {
                SlotState::Kept
            } else if days.from > day {
                SlotState::ToCome
            } else if days.to < today {
                SlotState::Missed
            } else {
                SlotState::Due
            };
            Slot { days, state }
        };
        Self { per, all: per.slots(period, bounds).into_iter().map(slot).collect() }
    }

    fn number(&self, state: SlotState) -> i64 {
        self.all.iter().filter(|s| s.state == state).count() as i64
    }

    #[must_use]
    pub fn kept(&self) -> i64 {
        self.number(SlotState::Kept)
    }

    /// Those that ended without.
    pub fn missed(&self) -> impl Iterator<Item = Span> {
        self.all.iter().filter(|s| s.state == SlotState::Missed).map(|s| s.days)
    }

    /// The one that runs and isn't kept yet.
    #[must_use]
    pub fn due(&self) -> Option<Span> {
        self.all.iter().find(|s| s.state == SlotState::Due).map(|s| s.days)
    }

    /// A missed one can't be made up for. *Strax efter* is a single one, or as few of those due as the promise says.
    pub(crate) fn status(&self, near: Near) -> Status {
        let (kept, missed) = (self.kept(), self.number(SlotState::Missed));
        let is_over = kept + missed == self.all.len() as i64;
        let allowed = ((kept + missed) / i64::from(near.missed_one_in.max(1))).max(1);
        match (missed, is_over) {
            (0, true) => Status::Met,
            (0, false) => Status::OnPace,
            (_, true) => Status::Behind,
            (missed, false) if missed <= allowed => Status::Near,
            _ => Status::Behind,
        }
    }
}
