//! A cadence's slots: in which of its days, weeks or months it was kept.

use super::{AsOf, Status};
use crate::calendar::Span;
use crate::period::Per;

/// The slots of a cadence in its period: "51 av 52 veckor", and which were missed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slots {
    pub per: Per,
    /// Oldest first.
    pub all: Vec<Slot>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slot {
    pub days: Span,
    pub state: SlotState,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
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
    /// The slots of a period as they stand on a day.
    pub(super) fn of(per: Per, period: Span, bounds: Span, as_of: AsOf, is_kept: &dyn Fn(Span) -> bool) -> Self {
        let AsOf { day, over } = as_of;
        let state = |days: Span| {
            if is_kept(days) {
                SlotState::Kept
            } else if days.to < day || over && days.to == day || day >= period.to {
                SlotState::Missed
            } else if days.from <= day {
                SlotState::Due
            } else {
                SlotState::ToCome
            }
        };
        let all = per.slots(period, bounds).into_iter().map(|days| Slot { days, state: state(days) }).collect();
        Self { per, all }
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

    /// How many should be kept by now: all that were, and those that ended without.
    pub(super) fn expected(&self) -> i64 {
        self.kept() + self.number(SlotState::Missed)
    }

    /// A missed one can't be made up for. *Strax efter* is at most about a week's worth of them.
    pub(super) fn status(&self) -> Status {
        let missed = self.number(SlotState::Missed);
        let over = self.number(SlotState::Due) + self.number(SlotState::ToCome) == 0;
        match (missed, over) {
            (0, true) => Status::Met,
            (0, false) => Status::OnPace,
            (_, true) => Status::Behind,
            (missed, false) if missed * self.per.days() <= 7 => Status::Near,
            _ => Status::Behind,
        }
    }
}
