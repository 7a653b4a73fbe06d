//! `average`: so many a week or month on average. What is missed in one of them can be made up for in another.

use super::{JudgedBy, Key, Keys, PerKey, Rules, SensitiveKey};
use crate::calendar::Span;
use crate::check::{is_cut, is_parted};
use crate::figure::Measure;
use crate::period::Per;
use crate::promise::Target;
use crate::standing::{InAreas, Status, reached_in_each};

pub(super) const RULES: Rules = Rules {
    keys: Keys {
        activity: Key::Needed,
        goal: Key::Needed,
        per: PerKey::Slots,
        by: Key::Refused,
        done: Key::Refused,
        share: Key::Refused,
        sum: Key::Refused,
        pace: Key::Refused,
        every: Key::Refused,
        sensitive: SensitiveKey::Optional,
    },
    judged_by: JudgedBy::Sum,
    // Followed over the year, whatever the slot.
    goal_period: |_| Per::Year,
    is_volume: false,
    is_in_words: false,
    cut_goal,
    judge,
    judge_every: reached_in_each,
};

fn judge(areas: &InAreas<'_>) -> (Measure, Status) {
    match areas.target.goal {
        Some(goal) => {
            let slots = areas.target.per.slots(areas.period, areas.period).len() as i64;
            areas.paced(i64::from(goal) * slots, Vec::new())
        }
        // A promise that passed the check has a goal.
        None => areas.recorded(),
    }
}

fn cut_goal(target: &Target, goal: u32, days: Span) -> Option<String> {
    let Span { from, to } = days;
    (is_parted(days) || is_cut(target.per, days)).then(|| {
        let whole = i64::from(goal) * target.per.slots(days, days).len() as i64;
        format!(
            "ett genomsnitt följs kalenderår för kalenderår, och löftets dagar ({from} till {to}) är bara delar: skriv \
             kind = \"count\", goal = {whole} och per = \"whole\""
        )
    })
}
