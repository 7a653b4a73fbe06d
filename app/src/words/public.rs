//! What citizens read: promised in the signed words, done in figures.

use super::{begin, list, number, time};
use domain::calendar::Day;
use domain::standing::{Party, Status};

pub const PROMISED: &str = "Det lovade vi.";
pub const DONE: &str = "Så långt har vi kommit.";
pub const ENDED: &str = "Så blev det.";
pub const EXPECTED_MARK: &str = "hit borde vi ha kommit";
pub const MISSING_MARK: &str = "det som fattas";
pub const STAMP: &str = "Siffrornas datum";
pub const PAGES: &str = "Genvägar";
pub const ACCESSIBLE: &str = "Tillgänglighet";
pub const STAFF: &str = "För personal";
pub const THROUGH: &str = "Siffror till och med";
pub const UNDECIDED: &str = "Talen är för små för att visa om andelen nås utan att någon kan kännas igen.";
pub const LAG: &str = "De senaste sju dagarna visas inte.";
pub const HOW: &str = "Så räknar vi";
pub const FIGURES: &str = "Siffrorna";
pub const AS_JSON: &str = "Hämta siffrorna som JSON";
pub const OTHERS: &str = "Andra löften";
pub const TERTIALS: &str = "tertial";
pub const ASK: &str = "Frågor om löftet: kommunpolisen på 114 14 eller kommunens trygghetssamordnare.";
pub const NO_PARTS: &str = "Per område visas inte, så att ingen kan kännas igen.";

/// Words that stand the same for every promise; what the promise itself says of its readings comes before them.
pub const DEFINITIONS: [(&str, &str); 4] = [
    ("Tillfälle", "Något som gjorts i ett område, räknat en gång även om flera registrerat det."),
    (
        "I fas, strax efter, efter",
        "Jämfört med jämn takt över året. Strax efter är högst en veckas arbete från takten.",
    ),
    ("Pågår", "Löftet anger inget antal, eller följs upp vecka för vecka. Det visas som det är registrerat."),
    ("Procent", "Skrivs bara ut när underlaget är stort nog. Svaret okänt räknas i helheten men inte i andelen."),
];
pub const SMALL: (&str, &str) = (
    "Minst 50, färre än 5",
    "Små och känsliga tal skrivs i steg om fem, så att ingen kan kännas igen. Läget räknas på det avrundade talet och kan i själva verket vara bättre.",
);

#[must_use]
pub fn title(promise: &str) -> String {
    format!("{promise}: lovat och gjort")
}

/// "Av tolv löften är ett uppfyllt och två i fas. Två ligger strax efter och fyra efter. Tre pågår utan mål i antal."
#[must_use]
pub fn lead(counts: &dyn Fn(Status) -> usize, all: usize, ended: bool) -> String {
    let some = |status, word: &str| (counts(status) > 0).then(|| format!("{} {word}", number(counts(status))));
    let met = if counts(Status::Met) == 1 { "uppfyllt" } else { "uppfyllda" };
    let good: Vec<String> = [some(Status::Met, met), some(Status::OnPace, "i fas")].into_iter().flatten().collect();
    let of = if all == 1 { "Av ett löfte".to_owned() } else { format!("Av {} löften", number(all)) };
    let mut sentences = vec![match (good.is_empty(), ended) {
        (true, true) => format!("{of} är inget uppfyllt."),
        (true, false) => format!("{of} är inget uppfyllt än."),
        (false, _) => format!("{of} är {}.", list(&good)),
    }];
    let verb = if ended { "blev" } else { "ligger" };
    let near = some(Status::Near, &format!("{verb} strax efter"));
    let behind = some(Status::Behind, &if near.is_some() { "efter".to_owned() } else { format!("{verb} efter") });
    let late: Vec<String> = [near, behind].into_iter().flatten().collect();
    if !late.is_empty() {
        sentences.push(format!("{}.", begin(&list(&late))));
    }
    sentences.extend(some(Status::Running, "pågår utan mål i antal").map(|s| format!("{}.", begin(&s))));
    sentences.join(" ")
}

/// "8 september 2021 kl. 16:10": when they were counted.
#[must_use]
pub fn counted(moment: domain::moment::Moment) -> String {
    format!("Räknade {}.", time::full(moment))
}

#[must_use]
pub fn party(party: Party) -> &'static str {
    match party {
        Party::Police => "Polisen lovade",
        Party::Municipality => "Kommunen lovade",
        Party::Together => "Polisen och kommunen lovade tillsammans",
    }
}

/// "minst 50": a sensitive figure that moves in steps of five.
#[must_use]
pub fn at_least(floored: i64) -> String {
    format!("minst {floored}")
}

/// "färre än 5": a sensitive figure that may be nothing at all.
#[must_use]
pub fn fewer_than(limit: i64) -> String {
    format!("färre än {limit}")
}

/// "2 av 3", in the dial.
#[must_use]
pub fn of_three(gone: usize) -> String {
    format!("{gone} av 3")
}

#[must_use]
pub fn promised_percent(percent: i64) -> String {
    format!("lovat minst {percent} %")
}

#[must_use]
pub fn gauge(done: &str, goal: i64, expected: i64, day: Day) -> String {
    format!("{done} av {goal}, förväntat till {} {expected}", time::short(day))
}

#[must_use]
pub fn tertials(gone: usize) -> String {
    format!("{} av tre tertial har gått.", begin(if gone == 0 { "inget" } else { words(gone) }))
}

fn words(n: usize) -> &'static str {
    ["inget", "ett", "två", "tre"].get(n).copied().unwrap_or("tre")
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
            lead(&counts, 12, false),
            "Av tolv löften är ett uppfyllt och två i fas. Två ligger strax efter och fyra efter. Tre pågår utan mål i antal."
        );
        let none = |status| usize::from(status == Status::Behind);
        assert_eq!(lead(&none, 1, false), "Av ett löfte är inget uppfyllt än. Ett ligger efter.");
        assert_eq!(fewer_than(5), "färre än 5");
        assert_eq!(at_least(50), "minst 50");
    }
}
