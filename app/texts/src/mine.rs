//! What feedback to those who walked says: what their unit's entries added up to.

use domain::moment::Moment;

pub const TITLE: &str = "Vad det blev";
pub const BACK: &str = "Till appen";
pub const REPORTS: &str = "Publicerade uppföljningar";
pub const NO_UNIT: &str =
    "Skriv din enhets anropssignal där du väljer område, så visas här vad enheten har bidragit med.";
pub const NOTHING_YET: &str = "Inget som räknas är registrerat med enhetens anropssignal i år.";
pub const COLUMNS: [&str; 3] = ["Löftet", "Enheten", "Alla"];

/// "20-1230 i år".
#[must_use]
pub fn this_year(unit: &str, year: i32) -> String {
    format!("{unit} under {year}")
}

/// "Enheten har bidragit med 45 registreringar som räknas."
#[must_use]
pub fn added(count: i64) -> String {
    match count {
        1 => "Enheten har bidragit med 1 registrering som räknas.".to_owned(),
        n => format!("Enheten har bidragit med {n} registreringar som räknas."),
    }
}

/// "602 av 800".
#[must_use]
pub fn all(done: i64, goal: Option<i64>) -> String {
    goal.map_or_else(|| done.to_string(), |goal| super::of(done, goal))
}

/// As of when, and that it can be read without coverage.
#[must_use]
pub fn as_of(at: Moment) -> String {
    format!("Per {}. Sidan sparas på telefonen och kan läsas utan täckning.", crate::time::stamp(at))
}
