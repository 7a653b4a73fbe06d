//! The periods that goals are for, and the slots of a cadence.

use crate::calendar::{Day, Span};
use crate::words::word_enum;

word_enum! {
    /// What period a goal is for, or how often something is to be done.
    #[derive(PartialOrd, Ord, Default)]
    pub enum Per {
        #[default]
        Year = "year",
        /// The promise's whole period.
        Whole = "whole",
        /// January–April, May–August, September–December.
        Tertial = "tertial",
        Quarter = "quarter",
        Month = "month",
        /// ISO 8601, Monday to Sunday.
        Week = "week",
        Day = "day",
    }
}

impl Per {
    /// The calendar period that a day lies in; `None` for the whole promise.
    #[must_use]
    pub fn around(self, day: Day) -> Option<Span> {
        let (year, month, _) = day.date();
        let months = |many: u32| {
            let first = (month - 1) / many * many + 1;
            let after = first + many;
            let next = if after > 12 { Day::of(year + 1, 1, 1) } else { Day::of(year, after, 1) };
            Some(Span { from: Day::of(year, first, 1)?, to: next?.plus(-1) })
        };
        match self {
            Per::Whole => None,
            Per::Year => months(12),
            Per::Tertial => months(4),
            Per::Quarter => months(3),
            Per::Month => months(1),
            Per::Week => {
                let monday = day.plus(1 - day.weekday() as i32);
                Some(Span { from: monday, to: monday.plus(6) })
            }
            Per::Day => Some(Span { from: day, to: day }),
        }
    }

    /// The slots of a period, oldest first: those that meet it, cut to `bounds`. An ISO week belongs to the period that
    /// its Thursday lies in, so that a year has its 52 or 53 weeks and none twice.
    #[must_use]
    pub fn slots(self, period: Span, bounds: Span) -> Vec<Span> {
        let mut slots = Vec::new();
        let mut at = period.from;
        while at <= period.to {
            let Some(slot) = self.around(at) else { return vec![period] };
            let belongs = self != Per::Week || period.holds(slot.from.plus(3));
            if let (true, Some(slot)) = (belongs, slot.meet(bounds)) {
                slots.push(slot);
            }
            at = slot.to.plus(1);
        }
        slots
    }

    /// The whole ISO week that a day lies in, where it is by weeks.
    #[must_use]
    pub fn week_around(self, day: Day) -> Option<Span> {
        if self == Per::Week { self.around(day) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, to: &str) -> Span {
        Span { from: Day::read(from).expect("a day"), to: Day::read(to).expect("a day") }
    }

    fn year(year: i32) -> Span {
        Span::of_year(year).expect("a year")
    }

    #[test]
    fn periods_of_the_calendar() {
        let day = Day::read("2021-08-31").expect("a day");
        for (per, from, to) in [
            (Per::Year, "2021-01-01", "2021-12-31"),
            (Per::Tertial, "2021-05-01", "2021-08-31"),
            (Per::Quarter, "2021-07-01", "2021-09-30"),
            (Per::Month, "2021-08-01", "2021-08-31"),
            (Per::Week, "2021-08-30", "2021-09-05"),
            (Per::Day, "2021-08-31", "2021-08-31"),
        ] {
            assert_eq!(per.around(day), Some(span(from, to)), "{per:?}");
        }
        assert_eq!(Per::Whole.around(day), None);
        let last = Day::read("2024-12-31").expect("a day");
        assert_eq!(Per::Tertial.around(last), Some(span("2024-09-01", "2024-12-31")));
    }

    #[test]
    fn a_week_belongs_to_the_year_of_its_thursday() {
        let bounds = span("2020-01-01", "2027-12-31");
        // 2020 and 2026 have 53 ISO weeks.
        for (of, weeks) in [(2020, 53), (2021, 52), (2022, 52), (2026, 53)] {
            assert_eq!(Per::Week.slots(year(of), bounds).len(), weeks, "{of}");
        }
        let slots = Per::Week.slots(year(2021), bounds);
        assert_eq!((slots[0], slots[51]), (span("2021-01-04", "2021-01-10"), span("2021-12-27", "2022-01-02")));
        let alone = Per::Week.slots(year(2021), year(2021));
        assert_eq!(alone[51], span("2021-12-27", "2021-12-31"), "a promise that ends with the year");
        // 1 January 2027 is a Friday: the week of New Year is of 2026, also for a promise that begins then.
        assert_eq!(Per::Week.slots(year(2027), year(2027))[0].from, Day::read("2027-01-04").expect("a day"));
    }

    #[test]
    fn slots_of_a_period_that_begins_within_a_month() {
        let period = span("2021-03-15", "2021-05-10");
        let slots = Per::Month.slots(period, period);
        assert_eq!(slots.len(), 3);
        assert_eq!((slots[0], slots[2]), (span("2021-03-15", "2021-03-31"), span("2021-05-01", "2021-05-10")));
        assert_eq!(Per::Day.slots(period, period).len(), 57);
        assert_eq!(Per::Whole.slots(period, period), [period]);
    }
}
