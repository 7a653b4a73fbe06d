//! `cadence`: one, or `goal`, in each day, week or month. A missed one stays missed.

use super::{JudgedBy, Key, Keys, PerKey, Rules, SensitiveKey, never_cut};
use crate::calendar::Span;
use crate::figure::{Figure, Measure};
use crate::period::Per;
use crate::standing::{InAreas, Slots, Status};

pub(super) const RULES: Rules = Rules {
    keys: Keys {
        activity: Key::Needed,
        goal: Key::Optional,
        per: PerKey::Slots,
        by: Key::Refused,
        done: Key::Refused,
        share: Key::Refused,
        sum: Key::Refused,
        pace: Key::Refused,
        every: Key::Optional,
        sensitive: SensitiveKey::Optional,
    },
    judged_by: JudgedBy::Slot,
    // Followed over the year, whatever the slot.
    goal_period: |_| Per::Year,
    is_volume: false,
    is_in_words: false,
    cut_goal: never_cut,
    judge,
    judge_every,
};

fn judge(areas: &InAreas<'_>) -> (Measure, Status) {
    in_slots(areas, &|slot| areas.done_in(slot).0 >= areas.goal())
}

/// A slot is kept when every one of the areas has kept it.
fn judge_every(areas: &InAreas<'_>, _: &[Figure]) -> (Measure, Option<Status>) {
    let is_kept = |slot| areas.each().all(|area| area.done_in(slot).0 >= areas.goal());
    let (measure, status) = in_slots(areas, &is_kept);
    (measure, Some(status))
}

fn in_slots(areas: &InAreas<'_>, is_kept: &dyn Fn(Span) -> bool) -> (Measure, Status) {
    let (promise, target) = (areas.promise, areas.target);
    let days = promise.days_of(target);
    // Where the promise continues by the year, its last week is kept by the days that reach into the next.
    let goes_on = promise.continues && target.within.is_none();
    let slots = Slots::of(target.per, areas.period, (days, goes_on), areas.as_of, is_kept);
    let status = slots.status(promise.near);
    (Measure::cadence(slots), status)
}
