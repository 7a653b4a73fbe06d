//! `deliverable`: something that is to exist. It stands as it was last reported.

use super::{JudgedBy, Key, Keys, PerKey, Rules, SensitiveKey, never_cut};
use crate::standing::{InAreas, Stage, reached_in_each};

pub(super) const RULES: Rules = Rules {
    keys: Keys {
        // Nothing else could report it.
        activity: Key::Needed,
        goal: Key::Refused,
        per: PerKey::Whole,
        by: Key::Optional,
        done: Key::Optional,
        share: Key::Refused,
        sum: Key::Refused,
        pace: Key::Refused,
        every: Key::Optional,
        sensitive: SensitiveKey::Optional,
    },
    judged_by: JudgedBy::LastReport,
    goal_period: |per| per,
    is_volume: false,
    is_in_words: false,
    cut_goal: never_cut,
    judge: |areas| areas.staged(stage(areas)),
    judge_every: reached_in_each,
};

/// Where no answer says that it exists, the report itself does.
fn stage(areas: &InAreas<'_>) -> Stage {
    let mut stage = Stage::NotReported;
    for (on, count, done) in areas.history().into_iter().filter(|done| done.1 > 0) {
        let exists = areas.target.done.is_none() && count > 0 || done > 0;
        stage = match (exists, stage) {
            (true, Stage::Done { on }) => Stage::Done { on },
            (true, Stage::NotReported | Stage::Ongoing) => Stage::Done { on },
            (false, _) => Stage::Ongoing,
        };
    }
    stage
}
