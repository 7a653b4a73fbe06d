//! Time: what the clock says, and which local day an instant falls on.

use anyhow::{Context, Result};
use domain::calendar::{Day, Local};
use domain::moment::{Moment, day_at, local_at};
use jiff::tz::TimeZone;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Now, in unix milliseconds. Everything below the handlers gets it as a parameter.
#[must_use]
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// The clock that signing in and enrolling go by. Tests move it on instead of waiting for a lock or a session to end.
#[derive(Debug, Default)]
pub struct Clock {
    ahead_ms: AtomicI64,
}

impl Clock {
    /// Now, in unix milliseconds.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        now_ms().saturating_add(self.ahead_ms.load(Ordering::Relaxed))
    }

    /// Moves it ahead of the machine's.
    pub fn move_on(&self, by_ms: i64) {
        self.ahead_ms.fetch_add(by_ms, Ordering::Relaxed);
    }
}

/// A time zone with its rules of summer time.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of an IANA name, from the rules that are built in.
    ///
    /// # Errors
    /// When there is no zone of that name.
    pub fn named(name: &str) -> Result<Self> {
        TimeZone::get(name).map(Self).with_context(|| format!("no time zone {name}"))
    }

    #[must_use]
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The local day of an instant.
    #[must_use]
    pub fn day_of(&self, unix_ms: i64) -> Day {
        day_at(unix_ms, self.offset_min(unix_ms))
    }

    /// The local time of an instant.
    #[must_use]
    pub fn local_of(&self, unix_ms: i64) -> Local {
        local_at(unix_ms, self.offset_min(unix_ms))
    }

    /// The instant at which a local day begins.
    #[must_use]
    pub fn begin_ms(&self, day: Day) -> i64 {
        const DAY_MS: i64 = 86_400_000;
        let midnight = i64::from(day.0) * DAY_MS;
        // No zone is a day from UTC. What changes on that very day begins after midnight.
        let offset_ms = |at_ms: i64| i64::from(self.offset_min(at_ms)) * 60_000;
        let guess = midnight - offset_ms(midnight);
        midnight - offset_ms(guess)
    }

    /// The instant as it is told there.
    #[must_use]
    pub fn moment(&self, unix_ms: i64) -> Moment {
        Moment { unix_ms, offset_min: self.offset_min(unix_ms) }
    }

    fn offset_min(&self, unix_ms: i64) -> i16 {
        let at = jiff::Timestamp::from_millisecond(unix_ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        (self.0.to_offset(at).seconds() / 60) as i16
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_midnight_in_sweden_summer_and_winter() {
        let zone = Zone::named("Europe/Stockholm").expect("built in");
        for (utc, day) in [
            ("2021-03-27T22:59:59Z", "2021-03-27"),
            ("2021-03-27T23:00:00Z", "2021-03-28"),
            ("2021-03-28T21:59:59Z", "2021-03-28"),
            ("2021-03-28T22:00:00Z", "2021-03-29"),
            ("2021-10-31T22:59:59Z", "2021-10-31"),
            ("2021-10-31T23:00:00Z", "2021-11-01"),
        ] {
            let at = Moment::read(utc).expect("readable");
            assert_eq!(zone.day_of(at.unix_ms).to_string(), day, "{utc}");
        }
        assert!(Zone::named("Europe/Jonkoping").is_err());
        for text in ["2021-03-27", "2021-03-28", "2021-03-29", "2021-10-31", "2021-11-01"] {
            let day = Day::read(text).expect("a day");
            let begin_ms = zone.begin_ms(day);
            assert_eq!((zone.day_of(begin_ms), zone.day_of(begin_ms - 1)), (day, day.plus(-1)));
        }
    }
}
