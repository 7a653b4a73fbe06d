//! The languages that Rond speaks, and what every page writes by its language: numbers, lists, shares, places.

use crate::messages::common as messages;
use domain::figure::{Left, Percent, Share};
use domain::id::AreaId;
use domain::promise::Promise;
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

/// A whole number that a message takes, whatever its type.
pub trait Count {
    fn count(self) -> i64;
}

macro_rules! counts {
    ($($number:ty),*) => {
        $(impl Count for $number {
            fn count(self) -> i64 {
                i64::try_from(self).unwrap_or(i64::MAX)
            }
        })*
    };
}

counts!(i32, i64, u32, u64, usize);

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
        messages::in_other_language(self.other())
    }

    /// A status in a word or two; its drawing stands beside it.
    #[must_use]
    pub const fn status(self, status: Status) -> &'static str {
        match status {
            Status::Met => messages::met(self),
            Status::OnPace => messages::on_pace(self),
            Status::Running => messages::running(self),
            Status::Near => messages::near(self),
            Status::Behind => messages::behind(self),
        }
    }

    /// "14 av 61 (23 %)", or why there is no percentage.
    #[must_use]
    pub fn share(self, numerator: i64, denominator: i64, percent: Option<Percent>) -> String {
        let decimal = match self {
            Self::Swedish => ',',
            Self::English => '.',
        };
        match percent {
            Some(percent) => messages::share_percent(self, numerator, denominator, &percent.text(decimal)),
            None => messages::share_without(self, numerator, denominator, messages::too_few_for_percent(self)),
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

    /// "2 till på 33 dagar".
    #[must_use]
    pub fn left(self, left: Left) -> String {
        messages::left(self, left.count, left.days)
    }

    /// "a, b och c".
    #[must_use]
    pub fn list<T: AsRef<str>>(self, items: &[T]) -> String {
        match items {
            [] => String::new(),
            [only] => only.as_ref().to_owned(),
            [rest @ .., last] => {
                let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
                messages::list_of(self, &rest.join(", "), last.as_ref())
            }
        }
    }

    /// A small number as sentences have it: "tre", "13".
    #[must_use]
    pub fn number(self, n: usize) -> String {
        messages::number_in_words(self, n)
    }

    /// A place within a sentence: "på Råslätt", "i de prioriterade områdena". The preposition is the place's own.
    #[must_use]
    pub fn place(self, preposition: &str, name: &str) -> String {
        let first = name.split(' ').next().unwrap_or_default();
        let name = if NO_NAMES.contains(&first) { &crate::inside(name) } else { name };
        messages::in_place(self, preposition, name)
    }

    /// Several areas under one name likewise. Names after each other take the first one's preposition; a name of another
    /// kind, such as "De prioriterade områdena", takes the usual one.
    #[must_use]
    pub fn places(self, promise: &Promise, areas: &[AreaId], name: &str) -> String {
        let first = areas.iter().find(|id| promise.area(id).is_some_and(|area| name.starts_with(&area.name)));
        self.place(first.map_or("i", |id| promise.preposition(id)), name)
    }
}

/// Words that a place's name may begin with and that are no names themselves: small inside a sentence.
const NO_NAMES: [&str; 9] = ["De", "Den", "Det", "Hela", "Alla", "Samtliga", "Övriga", "Resten", "Andra"];

#[cfg(test)]
mod tests {
    use super::Language::{English, Swedish};
    use super::*;

    #[test]
    fn the_same_is_said_in_both_languages() {
        assert_eq!(English.list(&["a", "b", "c"]), "a, b and c");
        assert_eq!((English.list(&["a"]), Swedish.list(&["a", "b"])), ("a".into(), "a och b".into()));
        assert_eq!(English.share(14, 61, Percent::of(14, 61, 20)), "14 of 61 (23%)");
        assert_eq!(English.share(1, 3, None), "1 of 3 (too few for a percentage)");
        assert_eq!((English.number(3), English.number(13)), ("three".into(), "13".into()));
        assert_eq!((Swedish.led_to(), English.led_to()), ("På svenska", "In English"));
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), Some(language));
            assert_eq!(language.other().other(), language);
        }
        assert_eq!(Language::of_tag("de"), None);
    }

    #[test]
    fn figures_and_lists_read_as_swedish() {
        assert_eq!(Swedish.share(14, 61, Percent::of(14, 61, 20)), "14 av 61 (23 %)");
        assert_eq!(Swedish.share(39, 200, Percent::of(39, 200, 20)), "39 av 200 (19,5 %)", "not 20 beside at least 20");
        assert_eq!(Swedish.left(Left { count: 2, days: 33 }), "2 till på 33 dagar");
        assert_eq!(Swedish.left(Left { count: 2, days: 1 }), "2 till på 1 dag");
        assert_eq!(English.left(Left { count: 2, days: 1 }), "2 more in 1 day");
        assert_eq!(Swedish.share(1, 3, None), "1 av 3 (för få för procent)");
        assert_eq!(Swedish.list(&["a", "b", "c"]), "a, b och c");
    }

    #[test]
    fn a_place_has_its_preposition_in_swedish() {
        assert_eq!(Swedish.place("på", "Råslätt"), "på Råslätt");
        assert_eq!(Swedish.place("i", "De prioriterade områdena"), "i de prioriterade områdena");
        assert_eq!(English.place("på", "Råslätt"), "in Råslätt");
    }
}
