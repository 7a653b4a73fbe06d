//! What is said where the rows of a report are chosen.

use crate::language::Language::Swedish;
use crate::staff;

pub const ROWS: &str = "Vad rapporten berättar rad för rad";
pub const LEAD: &str = "Fritext är intern tills någon har läst den. Ta med, korta eller utelämna varje rad.";
pub const NO_ROWS: &str = "Det finns inga rader att välja i rapporten.";
pub const CHOOSE_ROWS: &str = "Välj rader";
pub const SHOW: &str = "Ta med";
pub const LEAVE: &str = "Utelämna";
pub const SHOWN: &str = "Tas med";
pub const LEFT_OUT: &str = "Utelämnas";
pub const UNDECIDED: &str = "Inte vald: tas inte med";
pub const CHANGED: &str =
    "Posten har ändrats sedan du valde. Det du valde står kvar i rapporten tills du väljer igen. Posten säger nu:";
pub const TEXT_HINT: &str = "Så här står det i rapporten. Korta det som kan peka ut någon. Högst 200 tecken.";
pub const TOO_LONG: &str = "Texten är längre än 200 tecken. Korta den.";
pub const NOT_CHOSEN: &str = "Välj om raden tas med eller utelämnas.";
pub const OVERTAKEN: &str = "Någon annan har valt raden medan du skrev. Välj igen om det ska stå som du skrev.";
pub const OVERTAKEN_IS: &str = "Nu gäller:";
pub const CLOSED: &str = "Rapporten är inte ett utkast längre. Raderna står som de valdes.";
pub const UNREAD: &str =
    "Rapporten frystes innan raderna valdes en och en. Öppna rapporten igen, välj raderna och frys den på nytt.";

/// "3 av 7 rader är valda".
#[must_use]
pub fn chosen(shown: usize, all: usize) -> String {
    match all {
        1 => format!("{shown} av 1 rad är vald att tas med."),
        all => format!("{shown} av {all} rader är valda att tas med."),
    }
}

/// "2 rader har ingen valt: de kommer inte med."
#[must_use]
pub fn undecided(n: usize) -> String {
    match n {
        1 => "1 rad har ingen valt: den kommer inte med.".to_owned(),
        n => format!("{n} rader har ingen valt: de kommer inte med."),
    }
}

/// "2 rader väljs av Jönköpings kommun."
#[must_use]
pub fn of_others(n: usize, organisations: &[String]) -> String {
    let by = Swedish.list(&organisations.iter().map(String::as_str).collect::<Vec<_>>());
    match n {
        1 => format!("1 rad väljs av {by}."),
        n => format!("{n} rader väljs av {by}."),
    }
}

/// How far the choosing has come, in a heading.
#[must_use]
pub fn heading(caption: &str, rows: usize) -> String {
    format!("{caption}: {}", staff::posts(rows as u64))
}
