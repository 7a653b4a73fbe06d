//! Local days and the periods that promises speak of: years, tertials, ISO weeks.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A local calendar day, as days since 1970-01-01. Which day an instant falls on depends on the promise's time zone
/// and is always a parameter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// A local day, and how many minutes of it have gone by the clock on the wall.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Local {
    pub day: Day,
    /// 0 to 1439.
    pub minute: u32,
}

/// The local time of an instant, given as unix milliseconds. The server knows the zone's rules; a phone uses the offset
/// that it had.
pub type LocalOf<'a> = &'a dyn Fn(i64) -> Local;

impl Day {
    /// The day of a Gregorian date; `None` when there is no such date.
    #[must_use]
    pub fn of(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
            return None;
        }
        // Days from civil: years begin in March, so that the leap day is the last of its year.
        let y = i64::from(if month <= 2 { year - 1 } else { year });
        let era = y.div_euclid(400);
        let of_era = y.rem_euclid(400);
        let of_year = i64::from((153 * ((month + 9) % 12) + 2) / 5 + day - 1);
        let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
        i32::try_from(days).ok().map(Self)
    }

    /// Year, month and day of month.
    #[must_use]
    pub fn date(self) -> (i32, u32, u32) {
        let z = i64::from(self.0) + 719_468;
        let era = z.div_euclid(146_097);
        let of_era = z.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = (of_year - (153 * shifted + 2) / 5 + 1) as u32;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 } as u32;
        let year = (year_of_era + era * 400) as i32 + i32::from(month <= 2);
        (year, month, day)
    }

    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let b = text.as_bytes();
        if b.len() != 10 || b[4] != b'-' || b[7] != b'-' {
            return None;
        }
        Self::of(digits(&b[..4])? as i32, digits(&b[5..7])?, digits(&b[8..])?)
    }

    #[must_use]
    pub fn year(self) -> i32 {
        self.date().0
    }

    /// The same date of another year; for 29 February the 28th where there is none.
    #[must_use]
    pub fn in_year(self, year: i32) -> Self {
        let (_, month, date) = self.date();
        Self::of(year, month, date).or_else(|| Self::of(year, month, date - 1)).unwrap_or(self)
    }

    /// The same date so many months later; the month's last where it has no such date.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let (year, month, date) = self.date();
        let months = i64::from(year) * 12 + i64::from(month) - 1 + i64::from(months);
        let year = i32::try_from(months.div_euclid(12)).unwrap_or(i32::MAX);
        let month = (months.rem_euclid(12) + 1) as u32;
        (0..4).find_map(|less| Self::of(year, month, date.checked_sub(less)?)).unwrap_or(self)
    }

    /// 1 = Monday … 7 = Sunday (ISO 8601).
    #[must_use]
    pub fn weekday(self) -> u32 {
        (self.0 + 3).rem_euclid(7) as u32 + 1
    }

    /// ISO 8601 week: the year that the week belongs to, and its number.
    #[must_use]
    pub fn iso_week(self) -> (i32, u32) {
        let thursday = Day(self.0 + 4 - self.weekday() as i32);
        let year = thursday.year();
        let first = Day::of(year, 1, 1).map_or(0, |d| d.0);
        (year, ((thursday.0 - first) / 7 + 1) as u32)
    }

    /// The day so many days later.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0 + days)
    }
}

fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0, |sum, b| (b.is_ascii_digit()).then(|| sum * 10 + u32::from(b - b'0')))
}

fn days_in(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}
impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl Serialize for Day {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::read(&text).ok_or_else(|| serde::de::Error::custom("not a date"))
    }
}

/// Days from the first to the last, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Span {
    pub from: Day,
    pub to: Day,
}

impl Span {
    #[must_use]
    pub fn holds(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// How many days; never negative.
    #[must_use]
    pub fn days(self) -> i64 {
        i64::from((self.to.0 - self.from.0 + 1).max(0))
    }

    /// How many of its days have begun by the end of `day`.
    #[must_use]
    pub fn days_begun(self, day: Day) -> i64 {
        i64::from(day.0 - self.from.0 + 1).clamp(0, self.days())
    }

    /// The part that both have; `None` when they don't meet.
    #[must_use]
    pub fn meet(self, other: Span) -> Option<Span> {
        let both = Span { from: self.from.max(other.from), to: self.to.min(other.to) };
        (both.from <= both.to).then_some(both)
    }

    /// A calendar year.
    #[must_use]
    pub fn of_year(year: i32) -> Option<Self> {
        Some(Self { from: Day::of(year, 1, 1)?, to: Day::of(year, 12, 31)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_days() {
        for (text, number, weekday, week) in [
            ("1970-01-01", 0, 4, (1970, 1)),
            ("2021-01-03", 18_630, 7, (2020, 53)),
            ("2021-01-04", 18_631, 1, (2021, 1)),
            ("2024-02-29", 19_782, 4, (2024, 9)),
            ("2026-12-31", 20_818, 4, (2026, 53)),
        ] {
            let day = Day::read(text).expect(text);
            assert_eq!((day.0, day.weekday(), day.iso_week()), (number, weekday, week), "{text}");
        }
        assert_eq!(Day::read("2023-02-29"), None);
        assert_eq!(Day::read("2023-2-9"), None);
    }

    proptest! {
        #[test]
        fn every_day_has_one_date(number in -200_000i32..200_000) {
            let day = Day(number);
            prop_assert_eq!(Day::read(&day.to_string()).or_else(|| { let (y, m, d) = day.date(); Day::of(y, m, d) }), Some(day));
        }
    }
}
