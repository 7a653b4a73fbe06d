//! What reports say: on their pages, on paper, in the workbook.

use crate::language::Language::Swedish;
use crate::{begin, inside, numbers};
use domain::figure::Value;
use domain::moment::Moment;
use domain::report::{Change, Correction, Level, Owner, Period, PeriodKind, Row, State, Trust};
use domain::standing::Status;

pub const REPORTS: &str = "Rapporter";
pub const REPORTS_LEAD: &str = "Lovat mot gjort för en period, ur loggen. Siffrorna fryses, godkänns och publiceras; det som kommer sent rättas öppet.";
pub const NO_REPORTS: &str = "Ingen rapport är påbörjad än.";
pub const COLUMNS: [&str; 4] = ["Rapport", "Löfte", "Dagar", "Läge"];
pub const NEW: &str = "Ny rapport";
pub const PERIOD: &str = "Period";
pub const CUSTOM: &str = "Egna dagar, från och till nedan";
pub const FROM: &str = "Från och med";
pub const TO: &str = "Till och med";
pub const ONLY_CUSTOM: &str = "Fylls i bara för egna dagar.";
pub const BEGIN: &str = "Börja på rapporten";
pub const NO_SUCH_PERIOD: &str = "Välj en period, eller skriv två dagar inom löftet med den första först.";
pub const STEPS: &str = "Rapportens väg";
pub const AS_PDF: &str = "Som PDF";
pub const AS_WORKBOOK: &str = "Som Excel-arbetsbok";
pub const TO_REPORT: &str = "Tillbaka till rapporten";
pub const THE_ENTRY: &str = "Posten";
pub const TO_PUBLIC: &str = "Så läser medborgarna den";
pub const PUBLISHED_REPORTS: &str = "Publicerade uppföljningar";
pub const STATUS_COUNTS: &str = "Löften efter läge";
pub const EXPECTED_MARK: &str = "förväntat till periodens sista dag";
pub const MISSING_MARK: &str = "det som fattas";
pub const ABOUT: &str = "Om siffrorna";
pub const CORRECTIONS: &str = "Rättelser sedan rapporten frystes";
pub const NO_CORRECTIONS: &str = "Ingenting har ändrats sedan siffrorna frystes.";
pub const NOT_COMPARABLE: &str =
    "Löftet har fått en ny version sedan siffrorna frystes. De räknas efter den gamla och kan inte jämföras.";
pub const CORRECTIONS_HOW: &str = "Siffrorna i rapporten står kvar som de frystes. Det här har kommit in eller rättats sedan dess; nästa rapport räknar med det.";
pub const CORRECTION_COLUMNS: [&str; 4] = ["Löfte", "Vad", "Från", "Till"];
pub const BESIDE: &str = "Vid sidan av målen";
pub const BESIDE_COLUMNS: [&str; 3] = ["Vad", "Tid i perioden", "För korta för att räknas"];
pub const ROW_COLUMNS: [&str; 5] = ["Var", "Läge", "Gjort", "Takt", "I perioden"];
pub const WEEKS: &str = "Vecka för vecka";
pub const TEXT: &str = "Uppföljning i ord";
pub const TEXT_HINT: &str = "Ifylld med det som loggen vet. Högst 4 000 tecken.";
pub const TEXT_PUBLIC: &str =
    "Texten publiceras. Skriv inga exakta tal för det här löftet: de små talen visas i steg om fem.";
pub const SAVE: &str = "Spara texten";
pub const SAVED: &str = "Texten är sparad.";
pub const TEXT_TOO_LONG: &str = "Texten är längre än 4 000 tecken. Korta den.";
/// Which characters of a text become question marks in the PDF.
#[must_use]
pub fn missing_characters(missing: &[char]) -> String {
    let named = |c: &char| format!("{c} (U+{:04X})", u32::from(*c));
    let named = missing.iter().take(20).map(named).collect::<Vec<_>>().join(", ");
    format!("De här tecknen går inte att sätta i PDF:en och blir frågetecken där: {named}. Byt ut dem före frysningen.")
}

pub const DRAFT_MARK: &str = "Utkast: siffrorna ändras medan loggen fylls på.";
pub const PARTIES: [&str; 3] = ["Polisen", "Kommunen", "Tillsammans"];
pub const STAMP_SHEET: &str = "Stämpel och rättelser";
pub const SHEET_COLUMNS: [(&str, f64); 22] = [
    ("Löfte", 8.0),
    ("Löftets ord", 60.0),
    ("Vad", 24.0),
    ("Var", 28.0),
    ("Läge", 14.0),
    ("Gjort", 10.0),
    ("Lägst", 10.0),
    ("Högst", 10.0),
    ("Mål", 10.0),
    ("Förväntat", 12.0),
    ("Hållna", 10.0),
    ("Att hålla hittills", 12.0),
    ("Missade", 10.0),
    ("Återstår", 10.0),
    ("I perioden", 12.0),
    ("Varav", 10.0),
    ("Av", 10.0),
    ("Andel", 10.0),
    ("Minuter i perioden", 12.0),
    ("För korta", 10.0),
    ("Anmärkning", 48.0),
    ("Uppföljning i ord", 70.0),
];
pub const STAMP_COLUMNS: [(&str, f64); 5] =
    [("Uppgift", 34.0), ("Värde", 44.0), ("Då", 12.0), ("Nu", 12.0), ("Datum", 14.0)];
pub const PROMISE_IN_FORCE: &str = "Löftets version";
pub const FIRST_DAY: &str = "Periodens första dag";
pub const LAST_DAY: &str = "Periodens sista dag";
pub const READ_AT: &str = "Siffrorna lästes";
pub const STATE: &str = "Läge";

/// "Tertial 1 2021", "Första halvåret 2021", "1 mars 2021–15 april 2021".
#[must_use]
pub fn period(of: &Period) -> String {
    let (year, month, _) = of.days.from.date();
    match of.kind {
        PeriodKind::Tertial => format!("Tertial {} {year}", (month - 1) / 4 + 1),
        PeriodKind::Quarter => format!("Kvartal {} {year}", (month - 1) / 3 + 1),
        PeriodKind::Half => format!("{} halvåret {year}", if month < 7 { "Första" } else { "Andra" }),
        PeriodKind::Year => format!("Året {year}"),
        PeriodKind::Whole => format!("Hela löftet {year}–{}", of.days.to.year()),
        PeriodKind::Custom => days(of),
    }
}

/// "1 januari 2021–30 april 2021".
#[must_use]
pub fn days(of: &Period) -> String {
    format!("{}–{}", Swedish.long(of.days.from), Swedish.long(of.days.to))
}

/// The report's title as a page has it.
#[must_use]
pub fn title(name: &str, promise: &str) -> String {
    format!("{name}: {promise}")
}

#[must_use]
pub fn state(state: State) -> &'static str {
    match state {
        State::Draft => "Utkast",
        State::Frozen => "Fryst",
        State::Approved => "Godkänd",
        State::Published => "Publicerad",
        State::Withdrawn => "Återkallad",
    }
}

#[must_use]
pub fn party(owner: Owner) -> &'static str {
    crate::public::party(Swedish, owner.into())
}

#[must_use]
pub fn level(level: Level) -> &'static str {
    Swedish.status(level.into())
}

/// "Löfte 3"; what stands around the numbered lines has no number.
#[must_use]
pub fn commitment(number: u32) -> String {
    if number > 0 { format!("Löfte {number}") } else { "Löftet i sin helhet".to_owned() }
}

/// The answer of the report in a sentence or two.
#[must_use]
pub fn lead(counts: &dyn Fn(Status) -> usize, all: usize, ended: bool) -> String {
    crate::public::lead(Swedish, counts, all, ended)
}

/// "Siffror till och med 30 april 2021, lästa 3 maj 2021 kl. 09:00."
#[must_use]
pub fn stamp(of: &Period, as_of: Moment) -> String {
    format!("Siffror till och med {}, lästa {}.", Swedish.long(of.days.to), Swedish.full(as_of))
}

/// "Sida 2 av 7".
#[must_use]
pub fn page_of(page: usize, of: usize) -> String {
    format!("Sida {page} av {of}")
}

/// What was known to be missing, a sentence each.
#[must_use]
pub fn trust(of: &Trust) -> Vec<String> {
    let phones = |n: u32| if n == 1 { "1 telefon".to_owned() } else { format!("{n} telefoner") };
    let mut said = vec![match (of.devices, of.silent) {
        (0, _) => "Ingen telefon var ansluten.".to_owned(),
        (1, 0) => "Den enda telefonen hade hörts av de senaste två dygnen.".to_owned(),
        (all, 0) => format!("Alla {} hade hörts av de senaste två dygnen.", phones(all)),
        (all, silent) => format!("{} av {} hade inte hörts av på två dygn.", begin(&number_of(silent)), phones(all)),
    }];
    said.push(match of.waiting {
        0 => "Inga poster väntade i dem.".to_owned(),
        1 => "1 post väntade i dem.".to_owned(),
        n => format!("{n} poster väntade i dem."),
    });
    said.extend(of.gaps.iter().map(|gap| format!("Post {} saknades från {}.", numbers(&gap.missing), gap.device)));
    said
}

/// The same for everybody: how many, and no phone by name.
#[must_use]
pub fn trust_public(of: &Trust) -> Vec<String> {
    let missing: u64 = of.gaps.iter().flat_map(|gap| &gap.missing).map(|(from, to)| to - from + 1).sum();
    let mut said = trust(&Trust { gaps: Vec::new(), ..of.clone() });
    said.extend((missing > 0).then(|| format!("{missing} poster saknades.")));
    said
}

fn number_of(n: u32) -> String {
    Swedish.number(n as usize)
}

/// "210 i perioden".
#[must_use]
pub fn in_period(n: i64) -> String {
    format!("{n} i perioden")
}

/// The figure alone: exact, or the step that it lies in.
#[must_use]
pub fn figure(of: Value) -> String {
    crate::kinds::value(Swedish, of)
}

/// "263 förväntat"; the legend says by when.
#[must_use]
pub fn expected(n: i64) -> String {
    format!("{n} förväntat")
}

/// A gauge for those who listen.
#[must_use]
pub fn gauge(done: &str, goal: i64, expected: i64) -> String {
    format!("{done} av {goal}, förväntat {expected}")
}

/// The bars of a row for those who listen.
#[must_use]
pub fn weeks(counts: &[i64]) -> String {
    let counts: Vec<String> = counts.iter().map(ToString::to_string).collect();
    format!("Vecka för vecka: {}", counts.join(", "))
}

/// Short remarks as sentences after each other.
#[must_use]
pub fn sentences(said: &[String]) -> String {
    said.iter().map(|one| format!("{}.", begin(one.trim_end_matches('.')))).collect::<Vec<_>>().join(" ")
}

/// "Fotpatrull, Råslätt".
#[must_use]
pub fn what(label: &str, place: Option<&str>) -> String {
    place.map_or_else(|| label.to_owned(), |place| format!("{label}, {place}"))
}

/// "301 h 20 min".
#[must_use]
pub fn length(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// The changes of a correction, each with its name, as it was and as it is.
#[must_use]
pub fn changes(of: &Correction) -> Vec<(String, Change)> {
    let what = what(&of.label, of.place.as_deref());
    [("gjort", of.done), ("i perioden", of.in_period), ("varav", of.numerator), ("för korta", of.too_short)]
        .into_iter()
        .filter_map(|(name, change)| change.map(|change| (format!("{what}: {name}"), change)))
        .collect()
}

/// When it was frozen, approved, published, and by whom where that is told.
#[must_use]
pub fn done_at(state: State, at: Moment, by: Option<&str>) -> String {
    let what = match state {
        State::Draft => "Påbörjad",
        other => self::state(other),
    };
    by.map_or_else(|| format!("{what} {}", Swedish.full(at)), |by| format!("{what} {} av {by}", Swedish.full(at)))
}

/// Published too early: the last days aren't public yet.
#[must_use]
pub fn not_before(day: domain::calendar::Day) -> String {
    format!("Kan publiceras tidigast {}: de senaste sju dagarna visas inte för alla.", Swedish.long(day))
}

/// Frozen too early.
#[must_use]
pub fn not_ended(of: &Period) -> String {
    format!("Kan frysas efter {}, när periodens sista dag är slut.", Swedish.long(of.days.to))
}

/// What a row says in words, to begin a text with. `subject` is what is counted, in the plural, and where.
#[must_use]
pub fn fact(row: &Row, subject: &str, name: &str) -> String {
    let mut said = Vec::new();
    match &row.paced {
        Some(paced) if !row.floored => {
            let met = if row.done >= paced.goal { ", och målet är nått" } else { "" };
            said.push(format!("Av {} lovade {subject} är {} registrerade{met}", paced.goal, row.done));
            said.push(format!("{} var förväntade vid periodens slut", paced.expected));
        }
        _ => said.push(format!("{}: {}{}", begin(subject), figure(row.value()), row.rest)),
    }
    if let Some(n) = row.in_period {
        said.push(format!("{n} gjordes under {}", inside(name)));
    }
    if row.too_short > 0 {
        said.push(format!("{} var för korta för att räknas", row.too_short));
    }
    let mut text = format!("{}.", said.join("; "));
    if let Some(share) = &row.share {
        text.push_str(&format!(" {}: {}, lovat minst {} %.", begin(&share.label), share.text, share.min_percent));
        text.extend(share.note.iter().map(|note| format!(" {note}")));
    }
    for more in &row.said {
        text.push_str(&format!(" {}.", begin(more.trim_end_matches('.'))));
    }
    text
}

/// The facts of a commitment, a line each; without any, what is to be written is left open.
#[must_use]
pub fn facts(facts: &[String]) -> String {
    facts.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::{Day, Span};
    use domain::report::Paced;

    fn span(from: &str, to: &str) -> Span {
        Span { from: Day::read(from).expect("a day"), to: Day::read(to).expect("a day") }
    }

    #[test]
    fn periods_have_names() {
        for (kind, from, to, name) in [
            (PeriodKind::Tertial, "2021-05-01", "2021-08-31", "Tertial 2 2021"),
            (PeriodKind::Quarter, "2021-10-01", "2021-12-31", "Kvartal 4 2021"),
            (PeriodKind::Half, "2021-07-01", "2021-12-31", "Andra halvåret 2021"),
            (PeriodKind::Whole, "2021-01-01", "2022-12-31", "Hela löftet 2021–2022"),
            (PeriodKind::Custom, "2021-03-01", "2021-04-15", "1 mars 2021–15 april 2021"),
        ] {
            assert_eq!(period(&Period { kind, days: span(from, to) }), name);
        }
    }

    #[test]
    fn facts_read_as_sentences_and_rounded_ones_stay_rounded() {
        let row = Row {
            label: "Fotpatrull".to_owned(),
            place: Some("Råslätt".to_owned()),
            counted: true,
            done: 602,
            rest: " av 800".to_owned(),
            in_period: Some(210),
            paced: Some(Paced { goal: 800, expected: 533, days: 365 }),
            too_short: 31,
            ..Row::default()
        };
        assert_eq!(
            fact(&row, "fotpatruller på Råslätt", "Tertial 2 2021"),
            "Av 800 lovade fotpatruller på Råslätt är 602 registrerade; 533 var förväntade vid periodens slut; \
             210 gjordes under tertial 2 2021; 31 var för korta för att räknas."
        );
        let small = Row { floored: true, done: 5, in_period: None, too_short: 0, ..row };
        assert_eq!(fact(&small, "brott på Råslätt", "Tertial 2 2021"), "Brott på Råslätt: minst 5 av 800.");
        assert_eq!(length(1_280), "21 h 20 min");
    }
}
