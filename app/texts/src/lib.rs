//! Every word that people read, in one place: fixed texts as constants, sentences with figures as functions. Pages hold
//! none of their own, so that one can read how Rond speaks. What citizens read stands in two languages side by side.

pub mod accessibility;
pub mod account;
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
pub mod mine;
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
pub mod rows;
pub mod staff;
pub mod time;

use domain::figure::{Left, Percent};
use domain::standing::Status;

pub const ROND: &str = "Rond";
pub const SKIP: &str = "Hoppa till innehållet";
pub const DEMO: &str = "Demo: påhittade poster. Ingenting här har hänt.";
pub const TOO_FEW_FOR_PERCENT: &str = "för få för procent";
pub const FOLLOWED_IN_TEXT: &str = "Följs upp i text";

/// A status in one word; its drawing stands beside it.
#[must_use]
pub const fn status(status: Status) -> &'static str {
    match status {
        Status::Met => "Uppfyllt",
        Status::OnPace => "I fas",
        Status::Running => "Pågår",
        Status::Near => "Strax efter",
        Status::Behind => "Efter",
    }
}

/// "602 av 800".
#[must_use]
pub fn of(done: i64, goal: i64) -> String {
    format!("{done} av {goal}")
}

/// "14 av 61 (23 %)", or why there is no percentage.
#[must_use]
pub fn share(numerator: i64, denominator: i64, percent: Option<Percent>) -> String {
    match percent {
        Some(percent) => format!("{numerator} av {denominator} ({} %)", percent.text(',')),
        None => format!("{numerator} av {denominator} ({TOO_FEW_FOR_PERCENT})"),
    }
}

/// "2 till på 33 dagar".
#[must_use]
pub fn left(of: Left) -> String {
    match of.days {
        1 => format!("{} till på 1 dag", of.count),
        days => format!("{} till på {days} dagar", of.count),
    }
}

/// "Öxnehaga, Österängen och Ekhagen".
#[must_use]
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [rest @ .., last] => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} och {}", rest.join(", "), last.as_ref())
        }
    }
}

/// "41–43, 47": the numbers that are missing.
#[must_use]
pub fn numbers(ranges: &[(u64, u64)]) -> String {
    let one = |&(from, to): &(u64, u64)| if from == to { from.to_string() } else { format!("{from}–{to}") };
    ranges.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// A small number as sentences have it: "tre", "13".
#[must_use]
pub fn number(n: usize) -> String {
    const WORDS: [&str; 13] =
        ["inget", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
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

/// Words that a place's name may begin with and that are no names themselves: small inside a sentence.
const NO_NAMES: [&str; 9] = ["De", "Den", "Det", "Hela", "Alla", "Samtliga", "Övriga", "Resten", "Andra"];

/// A place within a sentence: "på Råslätt", "i de prioriterade områdena".
#[must_use]
pub fn place(preposition: &str, name: &str) -> String {
    let first = name.split(' ').next().unwrap_or_default();
    if NO_NAMES.contains(&first) { format!("{preposition} {}", inside(name)) } else { format!("{preposition} {name}") }
}

/// Several areas under one name likewise. Names after each other take the first one's preposition; a name of another kind,
/// such as "De prioriterade områdena", takes the usual one.
#[must_use]
pub fn places(promise: &domain::promise::Promise, areas: &[domain::id::AreaId], name: &str) -> String {
    let first = areas.iter().find(|id| promise.area(id).is_some_and(|area| name.starts_with(&area.name)));
    place(first.map_or("i", |id| promise.preposition(id)), name)
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

    #[test]
    fn figures_and_lists_read_as_swedish() {
        assert_eq!(share(14, 61, Percent::of(14, 61, 20)), "14 av 61 (23 %)");
        assert_eq!(share(39, 200, Percent::of(39, 200, 20)), "39 av 200 (19,5 %)", "not 20 beside at least 20");
        assert_eq!(left(Left { count: 2, days: 33 }), "2 till på 33 dagar");
        assert_eq!(share(1, 3, None), "1 av 3 (för få för procent)");
        assert_eq!(list(&["a", "b", "c"]), "a, b och c");
        assert_eq!(numbers(&[(41, 43), (47, 47)]), "41–43, 47");
        assert_eq!(inside("Fotpatrull"), "fotpatrull");
        assert_eq!(inside("SSG-möten"), "SSG-möten");
        assert_eq!(begin("åtta"), "Åtta");
    }
}
