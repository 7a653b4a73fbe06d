//! `count`: so many in the period, at a pace.

use super::{JudgedBy, Key, Keys, PerKey, Rules, SensitiveKey};
use crate::calendar::Span;
use crate::check::{a_period, is_cut, is_parted};
use crate::figure::Measure;
use crate::period::Per;
use crate::promise::Target;
use crate::standing::{InAreas, Status, reached_in_each};

pub(super) const RULES: Rules = Rules {
    keys: Keys {
        activity: Key::Needed,
        goal: Key::Needed,
        per: PerKey::Any,
        by: Key::Refused,
        done: Key::Refused,
        share: Key::Optional,
        sum: Key::Optional,
        pace: Key::Optional,
        every: Key::Optional,
        sensitive: SensitiveKey::Optional,
    },
    judged_by: JudgedBy::Sum,
    goal_period: |per| per,
    is_volume: true,
    is_in_words: false,
    cut_goal,
    judge,
    judge_every: reached_in_each,
};

fn judge(areas: &InAreas<'_>) -> (Measure, Status) {
    match areas.target.goal {
        Some(goal) => areas.paced(i64::from(goal), areas.earlier_periods()),
        // A promise that passed the check has a goal.
        None => areas.recorded(),
    }
}

fn cut_goal(target: &Target, goal: u32, days: Span) -> Option<String> {
    let Span { from, to } = days;
    if target.per == Per::Year && is_parted(days) {
        return Some(format!(
            "målet gäller varje kalenderår, och löftets dagar ({from} till {to}) är delar av flera: skriv per = \"whole\" \
             om {goal} gäller hela löftet, annars ett mål för varje del med \"within\""
        ));
    }
    is_cut(target.per, days).then(|| {
        let period = a_period(target.per);
        format!(
            "löftets dagar ({from} till {to}) börjar eller slutar mitt i {period}, och delen skulle kräva hela målet: \
             skriv per = \"whole\" och hela löftets antal som goal"
        )
    })
}
