//! Days, clocks and lengths of time as each language writes them.

use crate::language::Language;
use crate::messages::time as messages;
use domain::calendar::Day;
use domain::moment::Moment;

impl Language {
    /// "augusti".
    #[must_use]
    pub fn month(self, number: u32) -> String {
        messages::month(self, number)
    }

    /// "aug".
    #[must_use]
    pub fn month_short(self, number: u32) -> String {
        messages::month_short(self, number)
    }

    /// "mån": 1 is Monday.
    #[must_use]
    pub fn weekday(self, number: u32) -> String {
        messages::weekday(self, number)
    }

    /// "31 augusti 2021".
    #[must_use]
    pub fn long(self, day: Day) -> String {
        let (year, month, date) = day.date();
        messages::day_long(self, date, &self.month(month), year)
    }

    /// "31 aug".
    #[must_use]
    pub fn short(self, day: Day) -> String {
        let (_, month, date) = day.date();
        messages::day_short(self, date, &self.month_short(month))
    }

    /// "tor 16 sep kl. 16:10".
    #[must_use]
    pub fn stamp(self, moment: Moment) -> String {
        let day = moment.day();
        messages::day_and_clock(self, &self.weekday(day.weekday()), &self.short(day), &digits(moment))
    }

    /// "kl. 16:10": of something that is over the same day.
    #[must_use]
    pub fn clock(self, moment: Moment) -> String {
        messages::at_clock(self, &digits(moment))
    }

    /// "16 september 2021 kl. 16:10".
    #[must_use]
    pub fn full(self, moment: Moment) -> String {
        messages::whole(self, &self.long(moment.day()), &digits(moment))
    }

    /// How long a phone has been silent: "för 6 dygn".
    #[must_use]
    pub fn ago(self, days: u32) -> String {
        messages::days_ago(self, days)
    }

    /// How wrong a clock is, in its largest unit: "3 dygn", "2 h", "14 min".
    #[must_use]
    pub fn span(self, ms: i64) -> String {
        const MINUTE: i64 = 60_000;
        let ms = ms.saturating_abs();
        match ms / MINUTE {
            1440.. => messages::days(self, ms.saturating_add(720 * MINUTE) / (1440 * MINUTE)),
            60.. => messages::hours(self, (ms + 30 * MINUTE) / (60 * MINUTE)),
            minutes => messages::minutes(self, minutes),
        }
    }

    /// "35 min".
    #[must_use]
    pub fn minutes(self, minutes: u32) -> String {
        messages::minutes(self, minutes)
    }
}

/// "16:10", in every language.
#[must_use]
pub fn digits(moment: Moment) -> String {
    let (hour, minute) = moment.clock();
    format!("{hour:02}:{minute:02}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, Swedish};

    #[test]
    fn a_moment_is_read_where_it_was_stated() {
        let moment = Moment::read("2021-09-16T16:10:00+02:00").expect("readable");
        assert_eq!(Swedish.stamp(moment), "tor 16 sep kl. 16:10");
        assert_eq!(English.stamp(moment), "Thu 16 Sep at 16:10");
        assert_eq!(Swedish.full(moment), "16 september 2021 kl. 16:10");
        assert_eq!(English.full(moment), "16 September 2021 at 16:10");
        assert_eq!(Swedish.long(Day::of(2021, 8, 31).expect("a day")), "31 augusti 2021");
        assert_eq!((Swedish.span(-259_200_000), English.span(-259_200_000)), ("3 dygn".into(), "3 days".into()));
        assert_eq!((Swedish.span(840_000), English.span(86_400_000)), ("14 min".into(), "1 day".into()));
        assert_eq!((Swedish.ago(6), English.ago(1)), ("för 6 dygn".into(), "1 day ago".into()));
    }
}
