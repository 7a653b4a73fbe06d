//! `conditional`: done whenever somebody asks for it.

use super::{JudgedBy, Key, Keys, PerKey, Rules, SensitiveKey, never_cut};
use crate::figure::Measure;
use crate::standing::{InAreas, Status, reached_in_each};

pub(super) const RULES: Rules = Rules {
    keys: Keys {
        activity: Key::Needed,
        goal: Key::Refused,
        per: PerKey::Whole,
        by: Key::Refused,
        done: Key::Needed,
        share: Key::Refused,
        sum: Key::Refused,
        pace: Key::Refused,
        every: Key::Refused,
        sensitive: SensitiveKey::Refused(
            ", för hur många som bad jämförs med hur många som fick: välj slaget indicator",
        ),
    },
    judged_by: JudgedBy::Sum,
    goal_period: |per| per,
    is_volume: false,
    is_in_words: false,
    cut_goal: never_cut,
    judge,
    judge_every: reached_in_each,
};

fn judge(areas: &InAreas<'_>) -> (Measure, Status) {
    let (asked, done) = (areas.sums.count, areas.sums.numerator);
    let status = match (asked, done >= asked, areas.has_ended()) {
        (0, ..) => Status::Running,
        (_, true, true) => Status::Met,
        (_, true, false) => Status::OnPace,
        (_, false, false) => Status::Near,
        (_, false, true) => Status::Behind,
    };
    (Measure::Requests { done, asked }, status)
}
