//! What keys, forms and running clocks say.

use super::{COUNTS, COUNTS_ANYHOW, COUNTS_NEVER, TODAY};
use crate::time;
use domain::moment::Moment;
use domain::promise::Counting;

/// "14:05".
#[must_use]
pub fn clock(at: Moment) -> String {
    let (hour, minute) = at.clock();
    format!("{hour:02}:{minute:02}")
}

/// "14:05" today, "tor 16 sep kl. 14:05" on another day.
#[must_use]
pub fn clock_or_day(at: Moment, now: Moment) -> String {
    if at.day() == now.day() { clock(at) } else { time::stamp(at) }
}

/// "tor 16 sep kl. 14:05".
#[must_use]
pub fn day_and_clock(at: Moment) -> String {
    time::stamp(at)
}

/// Below a stated time: "i dag, för 2 min sedan".
#[must_use]
pub fn day_and_age(at: Moment, now: Moment) -> String {
    let minutes = (now.unix_ms - at.unix_ms) / 60_000;
    let day = match now.day().0 - at.day().0 {
        -1 => return "i morgon".to_owned(),
        ..-1 => return time::short(at.day()),
        0 => TODAY.to_owned(),
        1 => "i går".to_owned(),
        _ => time::short(at.day()),
    };
    match minutes {
        ..=0 => format!("{day}, nu"),
        1..=59 => format!("{day}, för {minutes} min sedan"),
        _ => format!("{day}, för {} sedan", time::span(now.unix_ms - at.unix_ms)),
    }
}

/// "35 min".
#[must_use]
pub fn minutes(minutes: u32) -> String {
    format!("{minutes} min")
}

/// "13:48", "1:05:00".
#[must_use]
pub fn stopwatch(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes}:{rest:02}") }
}

/// Below the clock: how much is asked for, or how much it is over.
#[must_use]
pub fn below_clock(seconds: i64, least: Option<u32>) -> String {
    let Some(least) = least else { return String::new() };
    let over = seconds - i64::from(least) * 60;
    if over < 0 { format!("av {least}:00") } else { format!("{} över", stopwatch(over)) }
}

/// "6:12 kvar tills den räknas".
#[must_use]
pub fn left_until(seconds: i64) -> String {
    format!("{} kvar tills den räknas", stopwatch(seconds))
}

/// On the stop key: what is saved, and whether it counts. The area comes with its preposition, or is empty.
#[must_use]
pub fn what_stop_saves(seconds: i64, counting: Counting, in_area: &str) -> String {
    let minutes = seconds / 60;
    match counting {
        Counting::Never => format!("{minutes} min sparas, men räknas inte"),
        Counting::From(least) if minutes < i64::from(least) => format!("{minutes} min sparas, men räknas inte"),
        _ if in_area.is_empty() => format!("{minutes} min, räknas"),
        _ => format!("{minutes} min, räknas {in_area}"),
    }
}

/// "Råslätt, började 15:47".
#[must_use]
pub fn where_and_since(area: &str, at: Moment, now: Moment) -> String {
    let at = clock_or_day(at, now);
    if area.is_empty() { format!("Började {at}") } else { format!("{area}, började {at}") }
}

/// On a key whose timer runs.
#[must_use]
pub fn running(seconds: i64) -> String {
    format!("Pågår {}", stopwatch(seconds))
}

/// On the start key.
#[must_use]
pub fn start_in(area: &str, counting: Counting) -> String {
    let counts = match counting {
        Counting::Never => "räknas inte i löftet".to_owned(),
        Counting::Always => return area.to_owned(),
        Counting::From(least) => format!("räknas från {least} min"),
    };
    if area.is_empty() { counts } else { format!("{area}, {counts}") }
}

/// "Spara på Råslätt".
#[must_use]
pub fn save_in(in_area: &str) -> String {
    format!("Spara {in_area}")
}

/// "Rätta: Fotpatrull".
#[must_use]
pub fn correcting(title: &str) -> String {
    format!("Rätta: {title}")
}

/// "Utkast från 14:05: Narkotikabrott, Råslätt"; with the day where it wasn't today.
#[must_use]
pub fn draft_of(title: &str, at: Moment, now: Moment) -> String {
    format!("Utkast från {}: {title}", clock_or_day(at, now))
}

/// "Kastad: Fotpatrull, Råslätt, från 14:05".
#[must_use]
pub fn thrown(title: &str, at: Moment, now: Moment) -> String {
    format!("Kastad: {title}, från {}", clock_or_day(at, now))
}

/// Below a stated length.
#[must_use]
pub fn whether_long_enough(minutes: Option<u32>, counting: Counting) -> String {
    match (minutes, counting) {
        (_, Counting::Never) => COUNTS_NEVER.to_owned(),
        (_, Counting::Always) => COUNTS_ANYHOW.to_owned(),
        (Some(minutes), Counting::From(least)) if minutes >= least => COUNTS.to_owned(),
        (_, Counting::From(least)) => format!("räknas från {least} min"),
    }
}

/// Below a stated length, when it ended: "slutade 15:20".
#[must_use]
pub fn ended(at: Moment, now: Moment) -> String {
    format!("slutade {}", clock_or_day(at, now))
}

/// Below a length that a person will look at.
pub const UNUSUALLY_LONG: &str = "ovanligt länge, gruppchefen avgör om det räknas";

/// An area that no promise on the phone has.
#[must_use]
pub fn unknown_area(id: &str) -> String {
    format!("Okänt område ({id})")
}

/// An activity likewise.
#[must_use]
pub fn unknown_activity(id: &str) -> String {
    format!("Okänd aktivitet ({id})")
}

/// Over the area's name.
#[must_use]
pub fn area_and_unit(unit: Option<&str>) -> String {
    unit.map_or_else(|| "Område".to_owned(), |unit| format!("Område, enhet {unit}"))
}
