//! What keys, forms and running clocks say.

use crate::language::Language;
use crate::messages::officer as messages;
use crate::time;
use domain::moment::Moment;
use domain::promise::Counting;

/// "14:05" today, "tor 16 sep kl. 14:05" on another day.
#[must_use]
pub fn clock_or_day(language: Language, at: Moment, now: Moment) -> String {
    if at.day() == now.day() { time::digits(at) } else { language.stamp(at) }
}

/// Below a stated time: "i dag, för 2 min sedan".
#[must_use]
pub fn day_and_age(language: Language, at: Moment, now: Moment) -> String {
    let minutes = (now.unix_ms - at.unix_ms) / 60_000;
    let day = match now.day().0 - at.day().0 {
        -1 => return messages::tomorrow(language).to_owned(),
        ..-1 => return language.short(at.day()),
        0 => messages::today(language).to_owned(),
        1 => messages::yesterday(language).to_owned(),
        _ => language.short(at.day()),
    };
    match minutes {
        ..=0 => messages::now_on(language, &day),
        _ => messages::age_on(language, &day, &language.span(now.unix_ms - at.unix_ms)),
    }
}

/// "13:48", "1:05:00".
#[must_use]
pub fn stopwatch(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes}:{rest:02}") }
}

/// Below the clock: how much is asked for, or how much it is over.
#[must_use]
pub fn below_clock(language: Language, seconds: i64, least: Option<u32>) -> String {
    let Some(least) = least else { return String::new() };
    let over = seconds - i64::from(least) * 60;
    if over < 0 { messages::of_minutes(language, least) } else { messages::over_by(language, &stopwatch(over)) }
}

/// "6:12 kvar tills den räknas"
#[must_use]
pub fn left_until_counted(language: Language, seconds: i64) -> String {
    messages::left_until(language, &stopwatch(seconds))
}

/// On the stop key: what is saved, and whether it counts. The area comes with its preposition, or is empty.
#[must_use]
pub fn what_stop_saves(language: Language, seconds: i64, counting: Counting, in_area: &str) -> String {
    let minutes = seconds / 60;
    match counting {
        Counting::Never => messages::stop_saves_uncounted(language, minutes),
        Counting::From(least) if minutes < i64::from(least) => messages::stop_saves_uncounted(language, minutes),
        _ if in_area.is_empty() => messages::stop_saves(language, minutes),
        _ => messages::stop_saves_in(language, minutes, in_area),
    }
}

/// "Råslätt, började 15:47".
#[must_use]
pub fn where_and_since(language: Language, area: &str, at: Moment, now: Moment) -> String {
    let at = clock_or_day(language, at, now);
    if area.is_empty() { messages::began_at(language, &at) } else { messages::area_began_at(language, area, &at) }
}

/// On a key whose timer runs.
#[must_use]
pub fn running(language: Language, seconds: i64) -> String {
    messages::running_for(language, &stopwatch(seconds))
}

/// On the start key.
#[must_use]
pub fn start_in(language: Language, area: &str, counting: Counting) -> String {
    let counts = match counting {
        Counting::Never => messages::not_in_promise(language).to_owned(),
        Counting::Always => return area.to_owned(),
        Counting::From(least) => messages::counts_from(language, least),
    };
    if area.is_empty() { counts } else { format!("{area}, {counts}") }
}

/// Below a stated length.
#[must_use]
pub fn whether_long_enough(language: Language, minutes: Option<u32>, counting: Counting) -> String {
    match (minutes, counting) {
        (_, Counting::Never) => messages::counts_never(language).to_owned(),
        (_, Counting::Always) => messages::counts_anyhow(language).to_owned(),
        (Some(minutes), Counting::From(least)) if minutes >= least => messages::counts(language).to_owned(),
        (_, Counting::From(least)) => messages::counts_from(language, least),
    }
}

/// Over the area's name.
#[must_use]
pub fn area_and_unit(language: Language, unit: Option<&str>) -> String {
    unit.map_or_else(|| messages::area(language).to_owned(), |unit| messages::area_of_unit(language, unit))
}
