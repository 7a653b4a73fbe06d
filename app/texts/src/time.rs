//! Days, clocks and lengths of time as Swedish writes them.

use domain::calendar::Day;
use domain::moment::Moment;

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];
const MONTHS_SHORT: [&str; 12] =
    ["jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["mån", "tis", "ons", "tor", "fre", "lör", "sön"];

fn pick(names: &[&'static str], number: u32) -> &'static str {
    names.get(number.saturating_sub(1) as usize).copied().unwrap_or_default()
}

/// "augusti".
#[must_use]
pub fn month(number: u32) -> &'static str {
    pick(&MONTHS, number)
}

/// "aug".
#[must_use]
pub fn month_short(number: u32) -> &'static str {
    pick(&MONTHS_SHORT, number)
}

/// "mån": 1 is Monday.
#[must_use]
pub fn weekday(number: u32) -> &'static str {
    pick(&WEEKDAYS, number)
}

/// "31 augusti 2021".
#[must_use]
pub fn long(day: Day) -> String {
    let (year, month, date) = day.date();
    format!("{date} {} {year}", pick(&MONTHS, month))
}

/// "31 aug".
#[must_use]
pub fn short(day: Day) -> String {
    let (_, month, date) = day.date();
    format!("{date} {}", pick(&MONTHS_SHORT, month))
}

/// "tor 16 sep kl. 16:10".
#[must_use]
pub fn stamp(moment: Moment) -> String {
    let (hour, minute) = moment.clock();
    let day = moment.day();
    format!("{} {} kl. {hour:02}:{minute:02}", pick(&WEEKDAYS, day.weekday()), short(day))
}

/// "kl. 16:10": of something that is over the same day.
#[must_use]
pub fn clock(moment: Moment) -> String {
    let (hour, minute) = moment.clock();
    format!("kl. {hour:02}:{minute:02}")
}

/// "16 september 2021 kl. 16:10".
#[must_use]
pub fn full(moment: Moment) -> String {
    let (hour, minute) = moment.clock();
    format!("{} kl. {hour:02}:{minute:02}", long(moment.day()))
}

/// How long a phone has been silent: "för 6 dygn".
#[must_use]
pub fn ago(days: u32) -> String {
    match days {
        0 => "i dag".to_owned(),
        days => format!("för {days} dygn"),
    }
}

/// How wrong a clock is, in its largest unit: "3 dygn", "2 h", "14 min".
#[must_use]
pub fn span(ms: i64) -> String {
    const MINUTE: i64 = 60_000;
    let ms = ms.saturating_abs();
    match ms / MINUTE {
        1440.. => format!("{} dygn", (ms + 720 * MINUTE) / (1440 * MINUTE)),
        60.. => format!("{} h", (ms + 30 * MINUTE) / (60 * MINUTE)),
        minutes => format!("{minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_where_it_was_stated() {
        let moment = Moment::read("2021-09-16T16:10:00+02:00").expect("readable");
        assert_eq!(stamp(moment), "tor 16 sep kl. 16:10");
        assert_eq!(full(moment), "16 september 2021 kl. 16:10");
        assert_eq!(long(Day::of(2021, 8, 31).expect("a day")), "31 augusti 2021");
        assert_eq!(span(-259_200_000), "3 dygn");
        assert_eq!(span(840_000), "14 min");
    }
}
