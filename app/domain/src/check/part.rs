//! Goals for a period of the calendar, in a promise whose own days cut one in two: each part would ask for all of it.

use super::goal::Fault;
use crate::calendar::{Day, Span};
use crate::promise::{Per, Promise, Target, TargetKind};

/// What to write instead of a goal that the promise's days would ask for twice, or for a part of its period.
pub(super) fn part_period_fault(promise: &Promise, target: &Target) -> Option<Fault> {
    let (days, goal) = (promise.days_of(target), target.goal?);
    let (per, kind) = (target.per, target.kind);
    let message = match kind {
        TargetKind::Count if per == Per::Year && is_parted(days) => format!(
            "målet gäller varje kalenderår, och löftets dagar ({} till {}) är delar av flera: skriv per = \"whole\" om {goal} \
             gäller hela löftet, annars ett mål för varje del med \"within\"",
            days.from, days.to
        ),
        TargetKind::Count if is_cut(per, days) => format!(
            "löftets dagar ({} till {}) börjar eller slutar mitt i {}, och delen skulle kräva hela målet: skriv \
             per = \"whole\" och hela löftets antal som goal",
            days.from,
            days.to,
            a_period(per)
        ),
        TargetKind::Average if is_parted(days) || is_cut(per, days) => {
            let whole = i64::from(goal) * per.slots(days, days).len() as i64;
            format!(
                "ett genomsnitt följs kalenderår för kalenderår, och löftets dagar ({} till {}) är bara delar: skriv \
                 kind = \"count\", goal = {whole} och per = \"whole\"",
                days.from, days.to
            )
        }
        _ => return None,
    };
    Some(Fault { member: "per".to_owned(), about: &["goal", "per", "within"], message })
}

/// Whether the days lie in several calendar years, and not in whole ones.
fn is_parted(days: Span) -> bool {
    days.from.year() != days.to.year() && !is_whole(Per::Year, days)
}

/// Whether the first or the last of some periods is there in part. Weeks belong to the year of their Thursday.
fn is_cut(per: Per, days: Span) -> bool {
    matches!(per, Per::Tertial | Per::Quarter | Per::Month) && !is_whole(per, days)
}

fn is_whole(per: Per, days: Span) -> bool {
    let around = |day: Day| per.around(day);
    around(days.from).is_none_or(|first| first.from == days.from)
        && around(days.to).is_none_or(|last| last.to == days.to)
}

fn a_period(per: Per) -> &'static str {
    match per {
        Per::Tertial => "ett tertial",
        Per::Quarter => "ett kvartal",
        Per::Month => "en månad",
        Per::Year | Per::Whole => "ett år",
        Per::Week => "en vecka",
        Per::Day => "en dag",
    }
}
