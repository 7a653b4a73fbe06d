//! Goals for a period of the calendar, in a promise whose own days cut one in two: each part would ask for all of it.

use super::goal::Fault;
use crate::calendar::{Day, Span};
use crate::promise::{Per, Promise, Target};

/// What to write instead of a goal that the promise's days would ask for twice, or for a part of its period.
pub(super) fn part_period_fault(promise: &Promise, target: &Target) -> Option<Fault> {
    let message = (target.kind.rules().cut_goal)(target, target.goal?, promise.days_of(target))?;
    Some(Fault { member: "per".to_owned(), about: &["goal", "per", "within"], message })
}

/// Whether the days lie in several calendar years, and not in whole ones.
pub(crate) fn is_parted(days: Span) -> bool {
    days.from.year() != days.to.year() && !is_whole(Per::Year, days)
}

/// Whether the first or the last of some periods is there in part. Weeks belong to the year of their Thursday.
pub(crate) fn is_cut(per: Per, days: Span) -> bool {
    matches!(per, Per::Tertial | Per::Quarter | Per::Month) && !is_whole(per, days)
}

fn is_whole(per: Per, days: Span) -> bool {
    let around = |day: Day| per.around(day);
    around(days.from).is_none_or(|first| first.from == days.from)
        && around(days.to).is_none_or(|last| last.to == days.to)
}

/// The period with its article, inside a sentence.
pub(crate) fn a_period(per: Per) -> &'static str {
    match per {
        Per::Tertial => "ett tertial",
        Per::Quarter => "ett kvartal",
        Per::Month => "en månad",
        Per::Year | Per::Whole => "ett år",
        Per::Week => "en vecka",
        Per::Day => "en dag",
    }
}
