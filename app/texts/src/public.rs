//! What citizens read: promised in the signed words, done in figures.

use crate::language::Both;
use crate::language::Language::{self, English, Swedish};
use crate::{begin, report, staff};
use domain::calendar::Day;
use domain::moment::Moment;
use domain::promise::Near;
use domain::standing::{Party, Status};

pub const PROMISED: Both = Both("Det lovade vi.", "This is what we promised.");
pub const DONE: Both = Both("Så långt har vi kommit.", "This is how far we have come.");
pub const ENDED: Both = Both("Så blev det.", "This is how it turned out.");
pub const EXPECTED_MARK: Both = Both("hit borde vi ha kommit", "where we should be by now");
pub const MISSING_MARK: Both = Both("det som fattas", "what is missing");
pub const STAMP: Both = Both("Siffrornas datum", "Date of the figures");
pub const PAGES: Both = Both("Genvägar", "Shortcuts");
pub const ACCESSIBLE: Both = Both("Tillgänglighet", "Accessibility");
pub const STAFF: Both = Both("För personal", "For staff");
pub const THROUGH: Both = Both("Siffror till och med", "Figures up to and including");
/// Said of a number whose status the steps leave open.
pub const UNSETTLED: Both = Both(
    "Talet visas i steg om fem, och steget avgör inte läget.",
    "The number is shown in steps of five, and the step does not settle the status.",
);
pub const UNDECIDED: Both = Both(
    "Talen är för små för att visa om andelen nås utan att någon kan kännas igen.",
    "The numbers are too small to show whether the share is reached without someone being recognised.",
);
pub const LAG: Both = Both("De senaste sju dagarna visas inte.", "The last seven days are not shown.");
pub const HOW: Both = Both("Så räknar vi", "How we count");
pub const FIGURES: Both = Both("Siffrorna", "The figures");
pub const AS_CSV: Both = Both(
    "Hämta siffrorna som CSV, med kommatecken för program",
    "Download the figures as CSV, with commas for programs",
);
pub const FOR_EXCEL: Both =
    Both("Hämta siffrorna som CSV för Excel, med semikolon", "Download the figures as CSV for Excel, with semicolons");
pub const AS_JSON: Both = Both("Hämta siffrorna som JSON", "Download the figures as JSON");
pub const OTHERS: Both = Both("Andra löften", "Other promises");
pub const TERTIALS: Both = Both("tertial", "thirds");
pub const ASK: Both = Both(
    "Frågor om löftet: kommunpolisen på 114 14 eller kommunens trygghetssamordnare.",
    "Questions about the promise: the municipal police officer on 114 14, or the municipality’s safety coordinator.",
);
pub const NO_PARTS: Both = Both(
    "Per område visas inte, så att ingen kan kännas igen.",
    "Figures for each area are not shown, so that no one can be recognised.",
);
pub const READING: Both = Both("Tolkning", "Interpretation");
/// Their pages are in Swedish.
pub const REPORTS: Both = Both(report::PUBLISHED_REPORTS, "Published reports, in Swedish");
pub const STATUS_COUNTS: Both = Both(staff::STATUS_COUNTS, "Promises by status");
pub const SWITCH_YEAR: Both = Both(staff::SWITCH_YEAR, "Year");
/// How figures are counted and judged, a term and its text each. What the promise itself says of its readings comes
/// before them; small and sensitive numbers are spoken of where there are any.
#[must_use]
pub fn definitions(language: Language, near: Near, sensitive: bool) -> Vec<(&'static str, String)> {
    let fixed = |(term, text): (Both, Both)| (term.said(language), text.said(language).to_owned());
    let pace = (PACE.said(language), pace(language, near));
    let mut all = vec![fixed(OCCASION), pace, fixed(ONGOING), fixed(PERCENTAGES)];
    all.extend(sensitive.then(|| fixed(SMALL)));
    all
}

const OCCASION: (Both, Both) = (
    Both("Tillfälle", "Occasion"),
    Both(
        "Något som gjorts i ett område, räknat en gång även om flera registrerat det.",
        "Something done in an area, counted once even if several people recorded it.",
    ),
);
const PACE: Both = Both("I fas, strax efter, efter", "On track, slightly behind, behind");
const ONGOING: (Both, Both) = (
    Both("Pågår", "Ongoing"),
    Both(
        "Löftet anger inget antal, eller är avgjort först senare. Det visas som det är registrerat.",
        "The promise names no number, or is settled only later. It is shown as recorded.",
    ),
);
const PERCENTAGES: (Both, Both) = (
    Both("Procent", "Percentages"),
    Both(
        "Skrivs bara ut när underlaget är stort nog. Svaret okänt räknas i helheten men inte i andelen.",
        "Given only when there is enough to go by. The answer “unknown” counts towards the whole but not towards the share.",
    ),
);
const SMALL: (Both, Both) = (
    Both("Minst 50, färre än 5", "At least 50, fewer than 5"),
    Both(
        "Små och känsliga tal skrivs i steg om fem, så att ingen kan kännas igen. Minst 50 är 50 till 54. Där stegen inte avgör läget står Pågår.",
        "Small and sensitive numbers are given in steps of five, so that no one can be recognised. At least 50 is 50 to 54. Where the steps do not settle the status it reads Ongoing.",
    ),
);

/// What the pace is, and how far from it is *strax efter*.
fn pace(language: Language, near: Near) -> String {
    let (weeks, one_in) = (language.number(near.weeks as usize), near.missed_one_in);
    match language {
        Swedish => {
            let weeks = if near.weeks == 1 { "en vecka".to_owned() } else { format!("{weeks} veckor") };
            format!(
                "Jämfört med jämn takt över löftets tid. Strax efter är ett enda tillfälle från takten eller högst {weeks} \
                 efter den; av det som ska ske varje vecka eller månad en missad, eller högst en av {one_in}."
            )
        }
        English => {
            let weeks = if near.weeks == 1 { "one week".to_owned() } else { format!("{weeks} weeks") };
            format!(
                "Compared with an even pace over the promise’s time. Slightly behind is a single occasion from that pace or \
                 at most {weeks} behind it; of what is due every week or month one missed, or at most one in {one_in}."
            )
        }
    }
}

#[must_use]
pub fn title(language: Language, promise: &str) -> String {
    match language {
        Swedish => format!("{promise}: lovat och gjort"),
        English => format!("{promise}: promised and done"),
    }
}

/// Said on a page that speaks another language than the promise.
#[must_use]
pub fn signed_in_swedish(language: Language) -> Option<&'static str> {
    match language {
        Swedish => None,
        English => {
            Some("The promise’s own words, and its names of areas and activities, are in Swedish, as they were signed.")
        }
    }
}

/// "Av tolv löften är ett uppfyllt och två i fas. Två ligger strax efter och fyra efter. Tre pågår utan mål i antal."
#[must_use]
pub fn lead(language: Language, counts: &dyn Fn(Status) -> usize, all: usize, ended: bool) -> String {
    match language {
        Swedish => lead_in_swedish(counts, all, ended),
        English => lead_in_english(counts, all, ended),
    }
}

fn lead_in_swedish(counts: &dyn Fn(Status) -> usize, all: usize, ended: bool) -> String {
    let some = |status, word: &str| (counts(status) > 0).then(|| format!("{} {word}", Swedish.number(counts(status))));
    let met = if counts(Status::Met) == 1 { "uppfyllt" } else { "uppfyllda" };
    let good: Vec<String> = [some(Status::Met, met), some(Status::OnPace, "i fas")].into_iter().flatten().collect();
    let of = if all == 1 { "Av ett löfte".to_owned() } else { format!("Av {} löften", Swedish.number(all)) };
    let mut sentences = vec![match (good.is_empty(), ended) {
        (true, true) => format!("{of} är inget uppfyllt."),
        (true, false) => format!("{of} är inget uppfyllt än."),
        (false, _) => format!("{of} är {}.", Swedish.list(&good)),
    }];
    let verb = if ended { "blev" } else { "ligger" };
    let near = some(Status::Near, &format!("{verb} strax efter"));
    let behind = some(Status::Behind, &if near.is_some() { "efter".to_owned() } else { format!("{verb} efter") });
    let late: Vec<String> = [near, behind].into_iter().flatten().collect();
    if !late.is_empty() {
        sentences.push(format!("{}.", begin(&Swedish.list(&late))));
    }
    sentences.extend(some(Status::Running, "pågår utan mål i antal").map(|s| format!("{}.", begin(&s))));
    sentences.join(" ")
}

fn lead_in_english(counts: &dyn Fn(Status) -> usize, all: usize, ended: bool) -> String {
    let some = |status, one: &str, many: &str, word: &str| {
        let n = counts(status);
        (n > 0).then(|| format!("{} {} {word}", English.number(n), if n == 1 { one } else { many }))
    };
    let good = [some(Status::Met, "is", "are", "fulfilled"), some(Status::OnPace, "is", "are", "on track")];
    let good: Vec<String> = good.into_iter().flatten().collect();
    let of = if all == 1 { "Of one promise,".to_owned() } else { format!("Of {} promises,", English.number(all)) };
    let mut sentences = vec![match (good.is_empty(), ended) {
        (true, true) => format!("{of} none was fulfilled."),
        (true, false) => format!("{of} none is fulfilled yet."),
        (false, _) => format!("{of} {}.", English.list(&good)),
    }];
    let (one, many) = if ended { ("ended up", "ended up") } else { ("is", "are") };
    let late = [some(Status::Near, one, many, "slightly behind"), some(Status::Behind, one, many, "behind")];
    let late: Vec<String> = late.into_iter().flatten().collect();
    if !late.is_empty() {
        sentences.push(format!("{}.", begin(&English.list(&late))));
    }
    let running = some(Status::Running, "is", "are", "ongoing without a number to reach");
    sentences.extend(running.map(|s| format!("{}.", begin(&s))));
    sentences.join(" ")
}

/// "8 september 2021 kl. 16:10": when they were counted.
#[must_use]
pub fn counted(language: Language, moment: Moment) -> String {
    match language {
        Swedish => format!("Räknade {}.", Swedish.full(moment)),
        English => format!("Counted on {}.", English.full(moment)),
    }
}

#[must_use]
pub fn party(language: Language, party: Party) -> &'static str {
    match party {
        Party::Police => Both("Polisen lovade", "The police promised"),
        Party::Municipality => Both("Kommunen lovade", "The municipality promised"),
        Party::Together => {
            Both("Polisen och kommunen lovade tillsammans", "The police and the municipality promised together")
        }
    }
    .said(language)
}

/// "minst 50": a sensitive figure that moves in steps of five.
#[must_use]
pub fn at_least(language: Language, floored: i64) -> String {
    match language {
        Swedish => format!("minst {floored}"),
        English => format!("at least {floored}"),
    }
}

/// "färre än 5": a sensitive figure that may be nothing at all.
#[must_use]
pub fn fewer_than(language: Language, limit: i64) -> String {
    match language {
        Swedish => format!("färre än {limit}"),
        English => format!("fewer than {limit}"),
    }
}

/// "2 av 3", in the dial.
#[must_use]
pub fn of_three(language: Language, gone: usize) -> String {
    format!("{gone}{}", of_goal(language, 3))
}

/// " av 800": follows the figure in its larger type.
#[must_use]
pub fn of_goal(language: Language, goal: i64) -> String {
    match language {
        Swedish => staff::of_goal(goal),
        English => format!(" of {goal}"),
    }
}

/// "Publicerat till och med 31 aug: 540. Sedan dess 62."
#[must_use]
pub fn published(language: Language, through: Day, was: &str, since: Option<i64>) -> String {
    let through = language.long(through);
    let since = match (language, since) {
        (_, None) => String::new(),
        (Swedish, Some(n)) if n < 0 => format!(" Rättat sedan dess med {n}."),
        (Swedish, Some(n)) => format!(" Sedan dess {n}."),
        (English, Some(n)) if n < 0 => format!(" Corrected since by {n}."),
        (English, Some(n)) => format!(" Since then {n}."),
    };
    match language {
        Swedish => format!("Publicerat till och med {through}: {was}.{since}"),
        English => format!("Published up to {through}: {was}.{since}"),
    }
}

#[must_use]
pub fn promised_percent(language: Language, percent: i64) -> String {
    match language {
        Swedish => format!("lovat minst {percent} %"),
        English => format!("promised at least {percent}%"),
    }
}

/// The gauge in words, for those who listen.
#[must_use]
pub fn gauge(language: Language, done: &str, goal: i64, expected: i64, day: Day) -> String {
    let (of, day) = (of_goal(language, goal), language.short(day));
    match language {
        Swedish => format!("{done}{of}, förväntat till {day} {expected}"),
        English => format!("{done}{of}, expected by {day} {expected}"),
    }
}

#[must_use]
pub fn tertials(language: Language, gone: usize) -> String {
    let gone = begin(&language.number(gone.min(3)));
    match language {
        Swedish => format!("{gone} av tre tertial har gått."),
        English => format!("{gone} of the year’s three four-month periods gone."),
    }
}

/// What stands before and after the name of the promise that this one continues.
#[must_use]
pub fn continues(language: Language, year: i32) -> (&'static str, String) {
    match language {
        Swedish => ("Det här löftet fortsätter ", format!(" för år {year}. Orden och målen är desamma.")),
        English => ("This promise continues ", format!(" for {year}. The words and the goals are the same.")),
    }
}

/// What stands before and after the name of what was done but was too short to count.
#[must_use]
pub fn too_short(language: Language, n: i64, min_minutes: Option<u32>) -> (String, &'static str) {
    let from = match (language, min_minutes) {
        (_, None) => String::new(),
        (Swedish, Some(m)) => format!("Räknas från {m} minuter."),
        (English, Some(m)) => format!("Counts from {m} minutes."),
    };
    match (language, n) {
        (_, 0) => (from, ""),
        (Swedish, 1) => (format!("{from} 1 kortare "), " är gjord men räknas inte."),
        (Swedish, n) => (format!("{from} {n} kortare "), " är gjorda men räknas inte."),
        (English, 1) => (format!("{from} 1 shorter "), " was done but does not count."),
        (English, n) => (format!("{from} {n} shorter "), " were done but do not count."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lead_is_computed_and_leaves_out_what_there_is_none_of() {
        let counts = |status| match status {
            Status::Met => 1,
            Status::OnPace | Status::Near => 2,
            Status::Behind => 4,
            Status::Running => 3,
        };
        assert_eq!(
            lead(Swedish, &counts, 12, false),
            "Av tolv löften är ett uppfyllt och två i fas. Två ligger strax efter och fyra efter. Tre pågår utan mål i antal."
        );
        assert_eq!(
            lead(English, &counts, 12, false),
            "Of twelve promises, one is fulfilled and two are on track. Two are slightly behind and four are behind. Three are ongoing without a number to reach."
        );
        let none = |status| usize::from(status == Status::Behind);
        assert_eq!(lead(Swedish, &none, 1, false), "Av ett löfte är inget uppfyllt än. Ett ligger efter.");
        assert_eq!(lead(English, &none, 1, true), "Of one promise, none was fulfilled. One ended up behind.");
        assert_eq!(fewer_than(Swedish, 5), "färre än 5");
        assert_eq!(at_least(Swedish, 50), "minst 50");
    }
    #[test]
    fn what_surrounds_the_promises_own_names_joins_to_a_sentence() {
        let joined = |language, n| {
            let (before, after) = too_short(language, n, Some(20));
            if n == 0 { before } else { format!("{before}x{after}") }
        };
        assert_eq!(joined(Swedish, 31), staff::too_short(31, "x", Some(20)));
        assert_eq!(joined(Swedish, 1), staff::too_short(1, "x", Some(20)));
        assert_eq!(joined(Swedish, 0), staff::too_short(0, "x", Some(20)));
        assert_eq!(joined(English, 1), "Counts from 20 minutes. 1 shorter x was done but does not count.");
        let (before, after) = continues(Swedish, 2026);
        assert_eq!(format!("{before}x{after}"), staff::continues("x", 2026));
        assert_eq!(tertials(English, 2), "Two of the year’s three four-month periods gone.");
    }
}
