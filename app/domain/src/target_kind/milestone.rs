//! `milestone`: something that is to have happened by a day, once or so many times.

use super::{JudgedBy, Key, Keys, PerKey, Rules, SensitiveKey, never_cut};
use crate::period::Per;
use crate::standing::{InAreas, Stage, reached_in_each};

pub(super) const RULES: Rules = Rules {
    keys: Keys {
        activity: Key::Needed,
        goal: Key::Optional,
        per: PerKey::Whole,
        by: Key::Needed,
        done: Key::Refused,
        share: Key::Refused,
        sum: Key::Refused,
        pace: Key::Refused,
        every: Key::Optional,
        sensitive: SensitiveKey::Optional,
    },
    judged_by: JudgedBy::Day,
    // Reached once, in whichever year of the promise.
    goal_period: |_| Per::Whole,
    is_volume: false,
    is_in_words: false,
    cut_goal: never_cut,
    judge: |areas| areas.staged(stage(areas)),
    judge_every: reached_in_each,
};

/// Reached on the day that brings the number.
fn stage(areas: &InAreas<'_>) -> Stage {
    let mut sum = 0;
    for (on, count, _) in areas.history() {
        sum += count;
        if sum >= areas.goal() {
            return Stage::Done { on };
        }
    }
    if sum > 0 { Stage::Ongoing } else { Stage::NotReported }
}
