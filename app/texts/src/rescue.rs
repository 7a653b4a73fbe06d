//! Rescue files: on the phone that can't send, and where a supervisor brings them.

use crate::language::Language::Swedish;
use crate::officer;

// The supervisor's
pub const RESCUE: &str = "Räddningsfiler";
pub const RESCUE_LEAD: &str = "En telefon som inte kan skicka kan spara sina poster i en fil. Den läses in här.";
pub const RESCUE_OPEN: &str = "Läs in en räddningsfil";
pub const FILE: &str = "Räddningsfil";
pub const FILE_HINT: &str = "Heter rond-raddning, följt av dagen. Högst 8 MB.";
pub const IMPORT: &str = "Läs in";
pub const MERGED: &str = "Filen är inläst.";
pub const NOT_MERGED: &str = "Filen lästes inte in.";
pub const UNREADABLE: &str = "Det är ingen räddningsfil, eller så är den skadad. Be om en ny från telefonen.";
pub const FOREIGN: &str = "Filen är låst för en annan server och kan bara läsas in där.";
pub const NOT_YOURS: &str = "Filen är från någon i en annan organisation. Någon i den organisationen läser in den.";
pub const NO_PHONE: &str = "Personen har ingen telefon ansluten till den här servern.";

/// What became of the entries of a file: one line for each that isn't none.
#[must_use]
pub fn became(fresh: usize, held_already: usize, quarantined: usize, refused: usize, unreadable: usize) -> Vec<String> {
    let line = |n: usize, what: &str| (n > 0).then(|| format!("{} {what}", officer::entries(Swedish, n)));
    let lines: Vec<String> = [
        line(fresh, "är nya och räknas."),
        line(held_already, "fanns redan och räknas inte igen."),
        line(quarantined, "kommer från en spärrad telefon och väntar på godkännande."),
        line(refused, "kunde inte tas emot."),
        line(unreadable, "gick inte att läsa."),
    ]
    .into_iter()
    .flatten()
    .collect();
    if lines.is_empty() { vec!["Filen innehåller inga poster.".to_owned()] } else { lines }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_line_by_line() {
        assert_eq!(
            became(10, 2, 0, 0, 0),
            ["10 poster är nya och räknas.", "2 poster fanns redan och räknas inte igen."]
        );
        assert_eq!(became(0, 0, 0, 0, 0), ["Filen innehåller inga poster."]);
    }
}
