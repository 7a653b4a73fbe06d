//! The two languages of the pages that everybody may read, and in both what those pages share with the phone. The
//! phone and the pages for staff speak Swedish alone, so what they say stays where it is.

use crate::time;
use domain::calendar::Day;
use domain::figure::{Percent, Share};
use domain::moment::Moment;
use domain::standing::Status;

/// What a page speaks. The promise's own words are Swedish on every page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Language {
    #[default]
    Swedish,
    English,
}

/// A text in Swedish, and beside it in English.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Both(pub &'static str, pub &'static str);

impl Both {
    #[must_use]
    pub const fn said(self, language: Language) -> &'static str {
        match language {
            Language::Swedish => self.0,
            Language::English => self.1,
        }
    }
}

pub const SKIP: Both = Both(super::SKIP, "Skip to the content");
pub const DEMO: Both = Both(super::DEMO, "Demo: made-up entries. Nothing here has happened.");
pub const FOLLOWED_IN_TEXT: Both = Both(super::FOLLOWED_IN_TEXT, "Followed up in words");
const TOO_FEW_FOR_PERCENT: &str = "too few for a percentage";

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const NUMBERS: [&str; 13] =
    ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

impl Language {
    pub const ALL: [Self; 2] = [Self::Swedish, Self::English];

    /// As `lang` has it, on elements and in addresses.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Swedish => "sv",
            Self::English => "en",
        }
    }

    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Swedish => Self::English,
            Self::English => Self::Swedish,
        }
    }

    /// The `lang` of an element that holds the promise's own words, where the page speaks another language than they.
    #[must_use]
    pub const fn of_signed(self) -> Option<&'static str> {
        match self {
            Self::Swedish => None,
            Self::English => Some(Self::Swedish.tag()),
        }
    }

    /// How a reader of the other language is led here, in this one.
    #[must_use]
    pub const fn led_to(self) -> &'static str {
        match self {
            Self::Swedish => "På svenska",
            Self::English => "In English",
        }
    }

    /// A status in a word or two; its drawing stands beside it.
    #[must_use]
    pub const fn status(self, status: Status) -> &'static str {
        match (self, status) {
            (Self::Swedish, status) => super::status(status),
            (_, Status::Met) => "Fulfilled",
            (_, Status::OnPace) => "On track",
            (_, Status::Running) => "Ongoing",
            (_, Status::Near) => "Slightly behind",
            (_, Status::Behind) => "Behind",
        }
    }

    /// "14 av 61 (23 %)", or why there is no percentage.
    #[must_use]
    pub fn share(self, numerator: i64, denominator: i64, percent: Option<Percent>) -> String {
        match (self, percent) {
            (Self::Swedish, percent) => super::share(numerator, denominator, percent),
            (_, Some(percent)) => format!("{numerator} of {denominator} ({}%)", percent.text('.')),
            (_, None) => format!("{numerator} of {denominator} ({TOO_FEW_FOR_PERCENT})"),
        }
    }

    /// A share as its audience knows it: where its numbers are hidden, the step of how many alone.
    #[must_use]
    pub fn share_of(self, share: &Share) -> String {
        match (share.numerator.exact(), share.denominator.exact()) {
            (Some(numerator), Some(denominator)) => self.share(numerator, denominator, share.percent),
            _ => crate::kinds::value(self, share.numerator),
        }
    }

    /// "a, b och c".
    #[must_use]
    pub fn list<T: AsRef<str>>(self, items: &[T]) -> String {
        match (self, items) {
            (Self::English, [rest @ .., last]) if !rest.is_empty() => {
                let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
                format!("{} and {}", rest.join(", "), last.as_ref())
            }
            _ => super::list(items),
        }
    }

    /// A small number as sentences have it: "tre", "13".
    #[must_use]
    pub fn number(self, n: usize) -> String {
        match self {
            Self::Swedish => super::number(n),
            Self::English => NUMBERS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned()),
        }
    }

    /// "augusti".
    #[must_use]
    pub fn month(self, number: u32) -> &'static str {
        match self {
            Self::Swedish => time::month(number),
            Self::English => MONTHS.get(number.saturating_sub(1) as usize).copied().unwrap_or_default(),
        }
    }

    /// "31 augusti 2021".
    #[must_use]
    pub fn long(self, day: Day) -> String {
        let (year, month, date) = day.date();
        format!("{date} {} {year}", self.month(month))
    }

    /// "31 aug".
    #[must_use]
    pub fn short(self, day: Day) -> String {
        let (_, month, date) = day.date();
        match self {
            Self::Swedish => time::short(day),
            Self::English => format!("{date} {}", self.month(month).get(..3).unwrap_or_default()),
        }
    }

    /// "16 september 2021 kl. 16:10".
    #[must_use]
    pub fn full(self, moment: Moment) -> String {
        let (hour, minute) = moment.clock();
        match self {
            Self::Swedish => time::full(moment),
            Self::English => format!("{} at {hour:02}:{minute:02}", self.long(moment.day())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{English, Swedish};
    use super::*;

    #[test]
    fn the_same_is_said_in_both_languages() {
        let moment = Moment::read("2021-09-16T16:10:00+02:00").expect("readable");
        assert_eq!(Swedish.full(moment), "16 september 2021 kl. 16:10");
        assert_eq!(English.full(moment), "16 September 2021 at 16:10");
        assert_eq!((Swedish.short(moment.day()), English.short(moment.day())), ("16 sep".into(), "16 Sep".into()));
        assert_eq!(English.list(&["a", "b", "c"]), "a, b and c");
        assert_eq!((English.list(&["a"]), Swedish.list(&["a", "b"])), ("a".into(), "a och b".into()));
        assert_eq!(English.share(14, 61, Percent::of(14, 61, 20)), "14 of 61 (23%)");
        assert_eq!(English.share(1, 3, None), "1 of 3 (too few for a percentage)");
        assert_eq!((English.number(3), English.number(13)), ("three".into(), "13".into()));
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), Some(language));
            assert_eq!(language.other().other(), language);
        }
        assert_eq!(Language::of_tag("de"), None);
    }
}
