//! Every text that people read, in one place. Pages hold none of their own, so that one can read how Rond speaks.
//!
//! Texts are files that a translator edits, one for each part and language: `locales/sv/officer.ftl` and
//! `locales/en/officer.ftl`. The build makes a function of each message (`build/main.rs`), here in `messages`; the modules
//! around it choose the message for a value of the domain. Modules without such a file hold their texts themselves, as
//! constants and functions.

pub mod accessibility;
pub mod answer;
pub mod audit;
pub mod crashes;
pub mod decide;
pub mod drawings;
pub mod kept;
pub mod kinds;
pub mod language;
pub mod listed;
pub mod live;
pub mod officer;
pub mod people;
pub mod person;
pub mod promises;
pub mod public;
pub mod quality;
pub mod recorded;
pub mod release;
pub mod report;
pub mod rescue;
pub mod role;
pub mod rows;
pub mod staff;
pub mod time;

#[cfg(test)]
#[path = "../build/fluent/mod.rs"]
mod fluent;

/// A module for each file of `locales`, with a function for each message.
#[expect(
    unreachable_pub,
    reason = "some of its modules are only used here, through functions of the modules around it"
)]
mod messages {
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}

pub use messages::{account, common, door, frame, mine, phone, problem, sign_in};

/// The name of the product, in every language.
pub const ROND: &str = "Rond";

/// "41–43, 47": the numbers that are missing.
#[must_use]
pub fn numbers(ranges: &[(u64, u64)]) -> String {
    let one = |&(from, to): &(u64, u64)| if from == to { from.to_string() } else { format!("{from}–{to}") };
    ranges.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Letters that Swedish words begin with, small and large. Rust's own tables know every script of the world and are a
/// tenth of what the phone would load.
const SMALL: &str = "abcdefghijklmnopqrstuvwxyzåäöé";
const LARGE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖÉ";

/// With its first letter large, as a sentence begins.
#[must_use]
pub fn begin(text: &str) -> String {
    with_first(text, large)
}

/// With its first letter small, as inside a sentence; words in capitals alone stay as they are.
#[must_use]
pub fn inside(text: &str) -> String {
    let is_large = |c: char| large(c) == c && small(c) != c;
    if text.chars().nth(1).is_some_and(is_large) { text.to_owned() } else { with_first(text, small) }
}

fn with_first(text: &str, turned: fn(char) -> char) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| std::iter::once(turned(first)).chain(letters).collect()).unwrap_or_default()
}

fn large(c: char) -> char {
    turned(c, SMALL, LARGE)
}

fn small(c: char) -> char {
    turned(c, LARGE, SMALL)
}

fn turned(c: char, from: &str, to: &str) -> char {
    from.chars().zip(to.chars()).find(|(of, _)| *of == c).map_or(c, |(_, turned)| turned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn a_place_stands_in_a_sentence_with_its_own_preposition() {
        let place = |preposition, name| Language::Swedish.place(preposition, name);
        assert_eq!(place("på", "Råslätt"), "på Råslätt");
        assert_eq!(place("i", "De prioriterade områdena"), "i de prioriterade områdena");
        assert_eq!(place("i", "Den Gamla Stan"), "i den Gamla Stan");
    }

    #[test]
    fn whoever_records_is_called_what_the_organisation_calls_it() {
        use domain::authorization::Role::Officer;
        use domain::promise::OrganisationKind::{HousingCompany, Municipality, Police};
        let called = [Police, Municipality, HousingCompany].map(|kind| staff::role_in(Officer, Some(kind)));
        assert_eq!(called, ["Polis i yttre tjänst", "Registrerar för kommunen", "Registrerar för bostadsbolaget"]);
    }

    #[test]
    fn first_letters_and_numbers_read_as_in_a_sentence() {
        assert_eq!(numbers(&[(41, 43), (47, 47)]), "41–43, 47");
        assert_eq!(inside("Fotpatrull"), "fotpatrull");
        assert_eq!(inside("SSG-möten"), "SSG-möten");
        assert_eq!(begin("åtta"), "Åtta");
    }
}
