//! What the page about how things are recorded says. It speaks of areas; of people it has nothing to say.

use crate::language::Language::Swedish;
use crate::{begin, inside, staff};

pub const QUALITY: &str = "Kvalitet";
pub const LEAD: &str = "Hur det registreras, område för område. Aldrig per person, enhet eller telefon. Ett mönster är en fråga att ställa, inte ett svar.";
pub const CHOOSE_ACTIVITY: &str = "Välj aktivitet";
pub const PATTERNS: &str = "Att fråga om";
pub const STANDS_OUT: &str = "Sticker ut";
pub const NOTHING_YET: &str = "Inget är registrerat det här året.";
pub const NO_PLACE: &str = "Utan område";

pub const HOURS: &str = "När i veckan";
pub const HOURS_LEAD: &str =
    "När tillfällena börjar, timme för timme. Tom ruta är en timme då ingen varit där under året.";
pub const WEEKDAY: &str = "Dag";

pub const LATE: &str = "Registrerat i efterhand";
pub const LATE_LEAD: &str = "Angivet i efterhand och sparat mer än ett dygn efter att det började.";
pub const LATE_COLUMNS: [&str; 3] = ["Var", "I efterhand", "Del av alla"];

pub const MINUTES_COLUMNS: [&str; 2] = ["Minuter", "Antal"];

pub const MONTHS: &str = "Slutet av månaden";
pub const MONTHS_LEAD: &str = "Hur stor del av månadens poster som sparades de två sista dagarna. Talet är antalet, linjen det som en jämn månad ger. Färre än tio poster i månaden ritas tomma.";
pub const MONTHS_COLUMNS: [&str; 3] = ["Period", "De två sista dagarna", "Jämnt vore"];

/// "Kvalitet: 3 mönster att fråga om."
#[must_use]
pub fn headline(patterns: usize) -> String {
    match patterns {
        0 => "Inget mönster sticker ut.".to_owned(),
        1 => "Ett mönster att fråga om.".to_owned(),
        n => format!("{} mönster att fråga om.", begin(&Swedish.number(n))),
    }
}

/// "14 av 61 (23 %)"; without a percentage where there is nothing to divide by.
#[must_use]
pub fn share(part: i64, of: i64) -> String {
    if of <= 0 { format!("{part} av {of}") } else { format!("{part} av {of} ({} %)", (part * 200 + of) / (of * 2)) }
}

#[must_use]
pub fn pattern_late(place: &str, plural: &str, late: i64, of: i64) -> String {
    format!("{place}: {} {} är registrerade i efterhand.", share(late, of), inside(plural))
}

#[must_use]
pub fn pattern_minutes(place: &str, plural: &str, exactly: i64, of: i64, least: u32) -> String {
    format!("{place}: {exactly} av {of} {} är exakt {least} minuter.", inside(plural))
}

/// "Råslätt: 41 av 88 fotpatruller i mars sparades de två sista dagarna."
#[must_use]
pub fn pattern_month(place: &str, plural: &str, last: i64, of: i64, month: u32) -> String {
    let month = Swedish.month(month);
    format!("{place}: {last} av {of} {} i {month} sparades de två sista dagarna.", inside(plural))
}

/// "Kring 20 minuter".
#[must_use]
pub fn minutes_title(least: u32) -> String {
    format!("Kring {least} minuter")
}

#[must_use]
pub fn minutes_lead(least: u32) -> String {
    format!(
        "Hur långa tillfällena är, minut för minut. {least} är det minsta som räknas. De streckade staplarna ytterst är allt som är kortare eller längre."
    )
}

/// What a bar of minutes is called: the ends hold what is beyond.
#[must_use]
pub fn minutes(more: i64, least: u32, around: i64) -> String {
    let minutes = i64::from(least) + more;
    if more <= -around {
        format!("≤{minutes}")
    } else if more >= around {
        format!("≥{minutes}")
    } else {
        minutes.to_string()
    }
}

/// "38 av 212 är exakt 20 minuter. De fem minuterna därefter har i snitt 6,2 var."
#[must_use]
pub fn pile_up(exactly: i64, of: i64, next_five: i64, least: u32) -> String {
    let each = staff::tenths(next_five * 2);
    format!("{exactly} av {of} är exakt {least} minuter. De fem minuterna därefter har i snitt {each} var.")
}

/// The heat map of an area, for those who listen.
#[must_use]
pub fn hours_label(place: &str, all: i64, most: i64) -> String {
    format!("{place}: {all} tillfällen efter veckodag och timme, som mest {most}. Talen står i tabellen.")
}

/// Where most begin: "Flest: fre kl. 14, 31 tillfällen. 52 av veckans 168 timmar är utan."
#[must_use]
pub fn hours_said(hour: usize, most: i64, empty: usize) -> String {
    let (day, clock) = (Swedish.weekday(hour as u32 / 24 + 1), hour % 24);
    format!("Flest {day} kl. {clock:02}: {most}. {empty} av veckans 168 timmar är utan.")
}

/// "08".
#[must_use]
pub fn hour(hour: usize) -> String {
    format!("{hour:02}")
}

#[must_use]
pub fn bars_label(place: &str, what: &str) -> String {
    format!("{place}: {}. Talen står i tabellen.", inside(what))
}

/// "Under året sparades 42 av 617 (7 %) de två sista dagarna i månaden."
#[must_use]
pub fn months_said(last: i64, of: i64) -> String {
    format!("Under året sparades {} de två sista dagarna i månaden.", share(last, of))
}

/// "Tertial 2".
#[must_use]
pub fn tertial(number: usize) -> String {
    format!("Tertial {number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_read_as_questions_about_areas() {
        assert_eq!(headline(3), "Tre mönster att fråga om.");
        assert_eq!(share(14, 61), "14 av 61 (23 %)");
        assert_eq!(share(0, 0), "0 av 0");
        assert_eq!(minutes(-10, 20, 10), "≤10");
        assert_eq!(minutes(0, 20, 10), "20");
        assert!(pile_up(38, 212, 31, 20).ends_with("i snitt 6,2 var."));
        assert!(hours_said(4 * 24 + 14, 31, 52).starts_with("Flest fre kl. 14: 31."));
    }
}
