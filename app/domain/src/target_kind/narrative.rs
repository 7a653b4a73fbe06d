//! `narrative`: followed in words. Without an activity its figure is how many texts of it have been published.

use super::{JudgedBy, Key, Keys, PerKey, Rules, SensitiveKey, never_cut};
use crate::figure::Measure;
use crate::standing::{InAreas, Status, reached_in_each};

pub(super) const RULES: Rules = Rules {
    keys: Keys {
        activity: Key::Optional,
        goal: Key::Refused,
        per: PerKey::Whole,
        by: Key::Refused,
        done: Key::Optional,
        share: Key::Refused,
        sum: Key::Refused,
        pace: Key::Refused,
        every: Key::Refused,
        sensitive: SensitiveKey::Optional,
    },
    judged_by: JudgedBy::Sum,
    goal_period: |per| per,
    is_volume: false,
    is_in_words: true,
    cut_goal: never_cut,
    judge,
    judge_every: reached_in_each,
};

fn judge(areas: &InAreas<'_>) -> (Measure, Status) {
    if areas.target.in_words() {
        return (Measure::Texts { published: areas.sums.count }, Status::Running);
    }
    areas.recorded()
}
