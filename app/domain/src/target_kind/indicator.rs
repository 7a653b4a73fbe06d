//! `indicator`: a figure that is shown without a goal.

use super::{JudgedBy, Key, Keys, PerKey, Rules, SensitiveKey, never_cut};
use crate::standing::reached_in_each;

pub(super) const RULES: Rules = Rules {
    keys: Keys {
        activity: Key::Needed,
        goal: Key::Refused,
        per: PerKey::Whole,
        by: Key::Refused,
        done: Key::Optional,
        share: Key::Optional,
        sum: Key::Optional,
        pace: Key::Refused,
        every: Key::Refused,
        sensitive: SensitiveKey::Optional,
    },
    judged_by: JudgedBy::Sum,
    goal_period: |per| per,
    is_volume: false,
    is_in_words: false,
    cut_goal: never_cut,
    judge: |areas| areas.recorded(),
    judge_every: reached_in_each,
};
