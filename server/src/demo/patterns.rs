//! How the made-up officers record: mostly as one should, with a habit of its own in some places, so that the page about
//! quality has something to ask about.

use super::rng::Rng;
use domain::calendar::Day;
use domain::id::AreaId;
use domain::period::Per;
use domain::promise::Target;

/// What is done otherwise than elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Habit {
    None,
    /// Ends at exactly the least that counts.
    ToTheMinute,
    /// Is written down days later.
    DaysLater,
    /// Is written down when the month ends.
    AtTheEnd,
}

/// By place: of several that share a goal each has its own.
pub(super) fn of(target: &Target, area: Option<&AreaId>) -> Habit {
    let at = target.areas.iter().position(|a| Some(a) == area).filter(|_| target.areas.len() > 1);
    match (at, target.min_minutes) {
        (Some(0), Some(_)) => Habit::ToTheMinute,
        (Some(1), _) => Habit::AtTheEnd,
        (Some(2), None) => Habit::DaysLater,
        _ => Habit::None,
    }
}

/// How long it lasted; some are too short to count.
pub(super) fn minutes(target: &Target, habit: Habit, rng: &mut Rng) -> u32 {
    let needed = u64::from(target.min_minutes.unwrap_or(15));
    let minutes = if rng.in_thousand(60) {
        needed.saturating_sub(1 + rng.below(6))
    } else if habit == Habit::ToTheMinute && rng.in_thousand(350) {
        needed
    } else {
        // Most end not long after it begins to count.
        needed + rng.below(45).min(rng.below(45))
    };
    u32::try_from(minutes).unwrap_or(0)
}

/// When it began, in minutes after midnight: most in the afternoon, later where the week ends.
pub(super) fn minute_of_day(day: Day, rng: &mut Rng) -> i64 {
    let late = matches!(day.weekday(), 5 | 6) && rng.in_thousand(550);
    let from = if late { 18 * 60 } else { 9 * 60 };
    let spread = if late { 170 } else { 360 };
    (from + rng.below(spread) + rng.below(spread)) as i64
}

/// How many days went by before it was written down.
pub(super) fn days_later(day: Day, habit: Habit, rng: &mut Rng) -> i32 {
    let to_month_end = Per::Month.around(day).map_or(0, |month| month.to.0 - day.0);
    let (_, month, _) = day.date();
    match habit {
        Habit::DaysLater if rng.in_thousand(260) => 2 + rng.below(5) as i32,
        // Before a follow-up more than otherwise.
        Habit::AtTheEnd if rng.in_thousand(if month % 4 == 0 { 300 } else { 60 }) => to_month_end,
        _ if rng.in_thousand(30) => 2 + rng.below(3) as i32,
        _ => 0,
    }
}
