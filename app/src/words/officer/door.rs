//! The door: the PIN, whose phone it is, and what it says while it is locked.

use crate::words::{number, time};

// Locked
pub const LOCKED: &str = "Låst";
pub const LOCKED_WHY: &str = "Det som är registrerat är låst med din pinkod. Pågående mätning fortsätter.";
pub const WHO: &str = "Vem är du?";
pub const UNLOCK: &str = "Lås upp";
pub const UNLOCKING: &str = "Låser upp …";
pub const ERASE: &str = "Ta bort siffra";
pub const STILL_LOCKED: &str = "Fortfarande låst.";
pub const FORGOTTEN_OR_NEW: &str = "Glömt pinkoden, eller ny på telefonen";
pub const THE_PHONE: &str = "Räddningsfil och utloggning";
pub const LOCK_NOW: &str = "Lås nu";

// Choosing a PIN
pub const CHOOSE_PIN: &str = "Välj en pinkod";
pub const CHOOSE_PIN_WHY: &str =
    "Rond låser från och med nu det du registrerar, så att den som hittar telefonen inte kan läsa det.";
pub const PIN: &str = "Pinkod";
pub const PIN_HINT: &str = "Sex till tolv siffror. Låser det du registrerar på telefonen.";
pub const PIN_AGAIN: &str = "Pinkoden en gång till";
pub const MARK: &str = "Märke på låsskärmen";
pub const MARK_HINT: &str = "Behövs bara om ni är flera på telefonen. Skriv inte ditt namn.";
pub const LOCK_IN: &str = "Lås med pinkoden";
pub const PIN_SHORT: &str = "Pinkoden ska vara sex till tolv siffror.";
pub const PIN_DIFFERS: &str = "Pinkoderna är inte lika. Skriv dem en gång till.";
pub const UNOPENED: &str = "Servern kunde inte öppna det som redan är låst på telefonen. Inget är borttaget. Pröva din gamla pinkod, eller spara en räddningsfil.";
pub const CODE_OF_ANOTHER: &str = "Koden var till någon annan. Be om en ny, lås telefonen och välj Ny på telefonen.";

// Scanning
pub const SCAN: &str = "Skanna kod";

/// What the camera read: nothing as long as nothing was.
#[must_use]
pub fn scanned(code: &str) -> String {
    if code.is_empty() { String::new() } else { format!("Kod: {code}") }
}

/// "Person 2": where nobody chose a mark.
#[must_use]
pub fn person_no(n: usize) -> String {
    format!("Person {n}")
}

/// "20-1230 · 3 osända".
#[must_use]
pub fn on_phone(mark: &str, waiting: usize) -> String {
    match waiting {
        0 => mark.to_owned(),
        1 => format!("{mark} · 1 osänd"),
        n => format!("{mark} · {n} osända"),
    }
}

/// "tre siffror": for those who don't see the dots.
#[must_use]
pub fn typed(digits: usize) -> String {
    match digits {
        0 => String::new(),
        1 => "en siffra".to_owned(),
        n => format!("{} siffror", number(n)),
    }
}

/// Why a PIN opened nothing, and when to try again.
#[must_use]
pub fn wrong_pin(wait_ms: i64) -> String {
    if wait_ms <= 0 {
        return "Pinkoden stämmer inte. Pröva igen.".to_owned();
    }
    format!("Pinkoden stämmer inte. Vänta {} och pröva igen, eller be gruppchefen om en kod.", time::wait(wait_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_pin_says_how_long_to_wait() {
        assert_eq!(wrong_pin(0), "Pinkoden stämmer inte. Pröva igen.");
        assert!(wrong_pin(30_000).contains("Vänta 30 sekunder och"), "{}", wrong_pin(30_000));
        assert!(wrong_pin(61_000).contains("Vänta 2 minuter och"), "{}", wrong_pin(61_000));
        assert_eq!(on_phone("20-1230", 3), "20-1230 · 3 osända");
    }
}
