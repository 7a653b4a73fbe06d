//! An instant as a phone gives it: unix milliseconds, and the offset from UTC that the phone had.

use crate::calendar::{Day, Local};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// An instant with the offset that it was stated with. Equality is of both.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment {
    pub unix_ms: i64,
    pub offset_min: i16,
}

const DAY_MS: i64 = 86_400_000;

impl Moment {
    /// Reads an RFC 3339 time, such as `2021-03-04T13:05:00+01:00`. Fractions beyond milliseconds are cut off.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let b = text.as_bytes();
        if b.len() < 20 || !text.is_ascii() || !matches!(b[10], b'T' | b't') || b[13] != b':' || b[16] != b':' {
            return None;
        }
        let day = Day::read(&text[..10])?;
        let (hour, minute, second) = (two(b, 11)?, two(b, 14)?, two(b, 17)?);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let rest = &text[19..];
        let zone_at = rest.find(['Z', 'z', '+', '-'])?;
        let fraction_ms = read_fraction(&rest[..zone_at])?;
        let offset_min = read_offset(&rest.as_bytes()[zone_at..])?;
        let of_day_ms = ((hour * 60 + minute) * 60 + second) * 1000 + fraction_ms;
        let unix_ms = i64::from(day.0) * DAY_MS + of_day_ms - i64::from(offset_min) * 60_000;
        Some(Self { unix_ms, offset_min })
    }

    /// The calendar day where it was stated.
    #[must_use]
    pub fn day(self) -> Day {
        day_at(self.unix_ms, self.offset_min)
    }

    /// Hour and minute where it was stated.
    #[must_use]
    pub fn clock(self) -> (u32, u32) {
        let minute = self.local().minute;
        (minute / 60, minute % 60)
    }

    /// Day and minute where it was stated.
    #[must_use]
    pub fn local(self) -> Local {
        local_at(self.unix_ms, self.offset_min)
    }

    /// The same place, so many milliseconds later.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self { unix_ms: self.unix_ms + ms, ..self }
    }
}

/// The calendar day of an instant at a fixed offset from UTC.
#[must_use]
pub fn day_at(unix_ms: i64, offset_min: i16) -> Day {
    Day((unix_ms + i64::from(offset_min) * 60_000).div_euclid(DAY_MS) as i32)
}

/// Day and minute of an instant at a fixed offset from UTC.
#[must_use]
pub fn local_at(unix_ms: i64, offset_min: i16) -> Local {
    let of_day_ms = (unix_ms + i64::from(offset_min) * 60_000).rem_euclid(DAY_MS);
    Local { day: day_at(unix_ms, offset_min), minute: (of_day_ms / 60_000) as u32 }
}

/// The instant of a local time. Where the clocks go back and it comes twice, the first; where they go forward and it
/// doesn't come, so much later as they go. `moment_of` tells an instant with the offset that holds then.
#[must_use]
pub fn at_local(local: Local, moment_of: &dyn Fn(i64) -> Moment) -> Moment {
    let as_utc_ms = i64::from(local.day.0) * DAY_MS + i64::from(local.minute) * 60_000;
    // No zone is a day from UTC, so these are the offsets before and after whatever changes on that day.
    let offsets = [as_utc_ms - DAY_MS, as_utc_ms + DAY_MS].map(|ms| moment_of(ms).offset_min);
    let instants = offsets.map(|offset_min| as_utc_ms - i64::from(offset_min) * 60_000);
    let fits = instants.into_iter().map(moment_of).filter(|at| at.local() == local).min_by_key(|at| at.unix_ms);
    fits.unwrap_or_else(|| moment_of(instants[0]))
}

fn two(b: &[u8], at: usize) -> Option<i64> {
    let (high, low) = (*b.get(at)?, *b.get(at + 1)?);
    (high.is_ascii_digit() && low.is_ascii_digit()).then(|| i64::from(high - b'0') * 10 + i64::from(low - b'0'))
}

fn read_fraction(text: &str) -> Option<i64> {
    let Some(digits) = text.strip_prefix('.') else { return text.is_empty().then_some(0) };
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    let mut ms = 0;
    for place in 0..3 {
        ms = ms * 10 + i64::from(digits.as_bytes().get(place).map_or(0, |d| d.wrapping_sub(b'0')));
    }
    digits.bytes().all(|d| d.is_ascii_digit()).then_some(ms)
}

fn read_offset(b: &[u8]) -> Option<i16> {
    let sign = match b {
        b"Z" | b"z" => return Some(0),
        [b'+', ..] => 1,
        [b'-', ..] => -1,
        _ => return None,
    };
    if b.len() != 6 || b[3] != b':' {
        return None;
    }
    let (hours, minutes) = (two(b, 1)?, two(b, 4)?);
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes) as i16)
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_day_ms = (self.unix_ms + i64::from(self.offset_min) * 60_000).rem_euclid(DAY_MS);
        let (hour, minute) = self.clock();
        write!(f, "{}T{hour:02}:{minute:02}:{:02}", self.day(), of_day_ms / 1000 % 60)?;
        if of_day_ms % 1000 != 0 {
            write!(f, ".{:03}", of_day_ms % 1000)?;
        }
        let sign = if self.offset_min < 0 { '-' } else { '+' };
        let offset = self.offset_min.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", offset / 60, offset % 60)
    }
}
impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::read(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 time"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_time_keeps_its_instant_and_its_offset() {
        let m = Moment::read("2021-03-04T13:05:00+01:00").expect("readable");
        assert_eq!((m.unix_ms, m.offset_min), (1_614_859_500_000, 60));
        assert_eq!(m.to_string(), "2021-03-04T13:05:00+01:00");
        let z = Moment::read("2021-03-04T12:05:00.25Z").expect("readable");
        assert_eq!(z.to_string(), "2021-03-04T12:05:00.250+00:00");
        for wrong in [
            "",
            "2021-03-04",
            "2021-03-04T25:00:00Z",
            "2021-03-04T13:05:00",
            "2021-03-04T13:05:00+1:00",
            "2021-03-04T13:05:00.Z",
        ] {
            assert_eq!(Moment::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_day_is_the_one_where_it_was_stated() {
        let m = Moment::read("2021-04-30T23:59:00+02:00").expect("readable");
        assert_eq!(m.day().to_string(), "2021-04-30");
        assert_eq!(m.clock(), (23, 59));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_the_same(unix_ms in -1_000_000_000_000i64..4_000_000_000_000, offset_min in -900i16..900) {
            let m = Moment { unix_ms, offset_min };
            prop_assert_eq!(Moment::read(&m.to_string()), Some(m));
        }
    }
}
