//! Rescue files: on the phone that can't send, and where a supervisor brings them.

use crate::officer;

// The phone's own page
pub const PHONE: &str = "Telefonen";
pub const PHONE_LEAD: &str = "Fungerar även när appen inte startar.";
pub const BACK_TO_APP: &str = "Till appen";
pub const LOOKING: &str = "Läser telefonens lagring …";
pub const NOBODY: &str = "Ingen är ansluten på den här telefonen.";
pub const UNAVAILABLE: &str = "Telefonens lagring går inte att öppna. Stäng andra flikar och ladda om sidan.";
pub const NEEDS_SCRIPT: &str = "Sidan behöver JavaScript för att läsa telefonens lagring.";
pub const WAITING: &str = "osända";
pub const REFUSED: &str = "kräver åtgärd";
pub const UNSAVED: &str = "hann aldrig sparas";
pub const ALL_SENT: &str = "Allt är skickat.";
pub const SAVE_FILE: &str = "Spara räddningsfil";
pub const SAVE_FILE_WHY: &str = "Filen är låst för servern. Lämna den till gruppchefen eller samordnaren, som läser in den. Inget räknas två gånger.";
pub const SAVED_FILE: &str = "Räddningsfilen är sparad. Posterna ligger kvar på telefonen.";
pub const SIGN_OUT: &str = "Logga ut från telefonen";
pub const SIGN_OUT_BLOCKED: &str = "Poster väntar. Skicka dem, eller spara en räddningsfil först.";
pub const SIGN_OUT_WHY: &str =
    "Tar bort den här personens poster, pinkod och inställningar från telefonen. Går inte att ångra.";
pub const SIGN_OUT_NOW: &str = "Ta bort från telefonen";
pub const SIGNED_OUT: &str = "Utloggad. Telefonen har inget kvar av den personen.";
pub const NO_KEY: &str = "Starta appen och få kontakt med servern en gång, så kan filen låsas för servern.";

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
    let line = |n: usize, what: &str| (n > 0).then(|| format!("{} {what}", officer::entries(n)));
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
