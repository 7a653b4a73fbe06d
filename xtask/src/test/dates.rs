//! Dates other than today's at which the integration tests run: days on which calendars go wrong.
//!
//! `libfaketime` shifts the wall clock of the test program and of every program that it starts; monotonic time stays.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use domain::moment::Moment;

use crate::setup;

/// A date and what is special about it.
#[derive(Clone, Copy)]
pub(crate) struct Date {
    pub(crate) name: &'static str,
    /// RFC 3339.
    local_time: &'static str,
}

/// The first of these is part of every run, the others of the long ones.
pub(crate) const DATES: [Date; 6] = [
    Date { name: "1 January, five past midnight", local_time: "2027-01-01T00:05:00+01:00" },
    Date { name: "8 January: the newest public day is of last year", local_time: "2027-01-08T09:00:00+01:00" },
    Date { name: "29 February", local_time: "2028-02-29T12:00:00+01:00" },
    Date { name: "the night without 02:30", local_time: "2027-03-28T01:59:00+01:00" },
    Date { name: "the night with 02:30 twice", local_time: "2027-10-31T02:59:00+02:00" },
    Date { name: "31 December, late in the evening", local_time: "2026-12-31T23:15:00+01:00" },
];

impl Date {
    /// Words for cargo's command line by which every test program starts at this date.
    pub(crate) fn cargo_words(self) -> Result<[String; 2]> {
        let now_ms = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock is before 1970")?.as_millis();
        let offset_s = (self.unix_ms()? - i64::try_from(now_ms).context("the clock is far ahead")?) / 1000;
        let library = setup::faketime_library()?;
        let library = library.to_str().context("the path of libfaketime isn't UTF-8")?;
        let runner = [
            "env".to_owned(),
            format!("LD_PRELOAD={library}"),
            format!("FAKETIME={offset_s:+}"),
            "FAKETIME_DONT_FAKE_MONOTONIC=1".to_owned(),
            "NO_FAKE_STAT=1".to_owned(),
        ];
        Ok(["--config".to_owned(), format!("target.'cfg(all())'.runner={runner:?}")])
    }

    fn unix_ms(self) -> Result<i64> {
        let moment = Moment::read(self.local_time).with_context(|| format!("{} is not a time", self.local_time))?;
        Ok(moment.unix_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    /// By the words that cargo puts before each test program.
    #[test]
    fn a_program_runs_at_the_date() -> Result<()> {
        for date in DATES {
            let [_, runner] = date.cargo_words()?;
            let words: Vec<&str> = runner.split('"').skip(1).step_by(2).collect();
            let (first, rest) = words.split_first().context("a program")?;
            let told = Command::new(first).args(rest).args(["date", "+%s"]).output()?;
            let at_s: i64 = String::from_utf8(told.stdout)?.trim().parse()?;
            let late_s = at_s - date.unix_ms()? / 1000;
            assert!((-2..60).contains(&late_s), "{}: {late_s} s beside it", date.name);
        }
        Ok(())
    }

    #[test]
    fn the_first_of_january_is_part_of_every_run() {
        assert!(DATES[0].local_time.contains("-01-01T"), "{}", DATES[0].local_time);
    }

    #[test]
    fn every_date_is_a_time() {
        for date in DATES {
            assert!(date.unix_ms().is_ok(), "{}", date.name);
        }
    }
}
