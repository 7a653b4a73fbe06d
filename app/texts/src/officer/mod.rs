//! The officer's app. States are told as states ("sparad på telefonen", "skickad"), each with what happens next; an
//! officer never meets a code.

mod door;
mod form;
mod journal;
mod line;

pub use door::*;
pub use form::*;
pub use journal::*;
pub use line::*;

pub use crate::answer::{NO, UNKNOWN, YES, answer};

pub const ROND: &str = super::ROND;
pub const WHAT_IT_IS: &str = "Fältjournal för medborgarlöftet.";
pub const STARTING: &str = "Startar …";
pub const START_AGAIN: &str = "Starta om appen";
pub const NO_SCRIPT: &str = "Rond behöver JavaScript för att registrera. Slå på det och ladda om sidan.";

pub const TABS: &str = "Flikar";
pub const RECORD: &str = "Registrera";
pub const JOURNAL: &str = "Journal";
pub const PACE: &str = "Takt";
pub const BACK: &str = "Tillbaka";
pub const TODAY: &str = "i dag";

// Saving
pub const SAVE: &str = "Spara";
pub const SAVING: &str = "Sparar …";
pub const SAVED: &str = "Sparad på telefonen. Skickas när det finns täckning.";
pub const NOT_SAVED: &str = "Inte sparad.";
pub const STORAGE_SILENT: &str = "Telefonens lagring svarar inte. Lämna inte sidan – tryck Försök igen.";
pub const STORAGE_FULL: &str = "Lagringen är full. Skicka väntande poster eller frigör utrymme.";
pub const STORAGE_UNAVAILABLE: &str =
    "Telefonens lagring går inte att öppna. Det du registrerar kan inte sparas. Stäng andra flikar och ladda om.";
pub const TRY_AGAIN: &str = "Försök igen";
pub const UNDO: &str = "Ångra";
pub const LAST: &str = "Senaste registreringen";
pub const LAST_THROWN: &str = "Kastades nyss";
pub const DRAFT: &str = "Utkast";
pub const GO_ON: &str = "Fortsätt";
pub const DISCARD: &str = "Kasta";

// Record
pub const CHOOSE_AREA: &str = "Välj område";
pub const SHIFT: &str = "Passet i dag";
pub const TO_DO: &str = "Att göra";
pub const NO_PROMISE_YET: &str = "Löftet är inte hämtat än. Det hämtas så snart det finns täckning.";
pub const READY: &str = "Klar för offline";

// Form
pub const START: &str = "Starta mätning";
pub const AFTERWARDS: &str = "Registrera i efterhand";
pub const AFTERWARDS_WHAT: &str = "ange när och hur länge";
pub const WHEN: &str = "När började det?";
pub const WHICH_DAY: &str = "Vilken dag?";
pub const EARLIER: &str = "Fem minuter tidigare";
pub const LATER: &str = "Fem minuter senare";
pub const HOW_LONG: &str = "Hur länge?";
pub const SHORTER: &str = "Fem minuter kortare";
pub const LONGER: &str = "Fem minuter längre";
pub const NO_MINUTES: &str = "Inte angivet";
pub const WHERE: &str = "Var?";
pub const NOTE: &str = "Anteckning";
pub const NOTE_HINT: &str = "Inga namn eller personuppgifter.";
pub const NO_NAMES: &str = "Inga namn och ingen fritext. Bara antalet räknas, personen registreras inte här.";
pub const LEAVE_AS_IT_WAS: &str = "Låt den vara som den var";

// Timing
pub const DROP_TIMER: &str = "Kasta mätningen";
pub const STOP_AND_SAVE: &str = "Avsluta och spara";
pub const JUST_BEGUN: &str = "Mätningen har nyss börjat och går vidare. Blev det fel? Kasta den.";
pub const FORGOTTEN: &str = "Glömde du att avsluta? När du avslutar får du ange hur länge det varade.";
pub const ASKS_HOW_LONG: &str = "du får ange hur länge";
pub const TIME_GOES_ON: &str = "Tiden går även om du låser telefonen eller stänger appen.";
pub const COUNTS: &str = "räknas";
pub const COUNTS_ANYHOW: &str = "Räknas oavsett längd";
pub const COUNTS_NEVER: &str = "Sparas, men löftet räknar den inte här";
pub const CLOCK_JUMPED: &str = "Telefonens klocka har ställts om. När du avslutar får du ange minuterna själv.";

// Journal
pub const NEEDS_ACTION: &str = "Kräver åtgärd";
pub const RECEIVED: &str = "Skickad";
pub const SEND_NOW: &str = "Skicka nu";
pub const ON_THE_PHONE: &str = "Sparad på telefonen. Väntar på sändning.";
pub const QUARANTINED: &str = "Skickad från en spärrad telefon. Räknas när gruppchefen har godkänt den.";
pub const REPLACED: &str = " Ersatt av rättning.";
pub const WITHDRAWN: &str = " Makulerad.";
pub const COUNTS_TOO: &str = " Räknas.";
pub const UNREADABLE_HERE: &str = "Post från en annan version av appen";
pub const NO_LONGER_HERE: &str = "Posten finns inte kvar på telefonen. Servern har den.";
pub const CORRECT: &str = "Rätta";
pub const WITHDRAW: &str = "Makulera";
pub const BRING_BACK: &str = "Ångra makuleringen";
pub const OTHER_ANSWER: &str = "Annat svar";
pub const RECORD_ANEW: &str = "Rätta och registrera på nytt";
pub const BEGAN: &str = "Började";
pub const LENGTH: &str = "Längd";
pub const UNIT_SHORT: &str = "Enhet";
pub const HOW: &str = "Angivet";
pub const SHOW_ENTRY: &str = "Visa post";

// Pace
pub const FEEDBACK: &str = "Vad det blev, och uppföljningar";
pub const NO_FIGURES: &str = "Inga siffror än. De kommer med första kontakten med servern.";

// The line
pub const SIGN_IN: &str = "Logga in för att skicka. Inget är förlorat.";
pub const ENTER_CODE: &str = "Ange kod";
pub const REVOKED: &str = "Den här telefonen är spärrad. Kontakta gruppchef.";
pub const NEVER_CONFIRMED: &str = "Inget att skicka. Ingen kontakt med servern än.";
pub const UPDATE_WAITS: &str = "Ny version finns. Uppdatera när du är klar.";
pub const UPDATE: &str = "Uppdatera";

// Area
pub const WHERE_ARE_YOU: &str = "Var är du?";
pub const ASKED_ONCE: &str = "Väljs en gång per pass och står på allt du registrerar.";
pub const UNIT: &str = "Enhet (anropssignal)";
pub const UNIT_HINT: &str = "Behöver inte fyllas i. Till exempel 20-1230.";
pub const LOCK_NOW: &str = "Lås nu";
pub const THE_PHONE: &str = "Räddningsfil och utloggning";
pub const APPEARANCE: &str = "Utseende";
pub const LIGHT: &str = "Ljust";
pub const DARK: &str = "Mörkt";
pub const AS_THE_PHONE: &str = "Auto";

#[cfg(test)]
mod tests {
    use super::*;
    use domain::entry::Kind;
    use domain::journal::Queue;
    use domain::promise::Counting;

    #[test]
    fn the_status_reads_as_agreed() {
        let three = Queue { waiting: 3, oldest_age_ms: Some(7_200_000), refused: 0 };
        assert_eq!(queue(three, Some("14:05".to_owned())), "3 osända, äldsta 2 h, senast bekräftat 14:05");
        assert_eq!(sending(3), "Skickar 3 poster…");
        assert_eq!(no_coverage(3), "Ingen täckning. Du kan fortsätta registrera. 3 poster väntar.");
        assert_eq!(refused(1), "1 post kunde inte tas emot.");
        assert_eq!(old_queue(26 * 3_600_000), "Äldsta väntande posten är 26 timmar.");
        assert_eq!(clock_off(-259_200_000), "Telefonens klocka avviker 3 dygn. Posten sparas och märks.");
    }

    #[test]
    fn a_running_clock_says_when_it_counts() {
        let from_20 = Counting::From(20);
        assert_eq!(left_until(372), "6:12 kvar tills den räknas");
        assert_eq!(below_clock(828, Some(20)), "av 20:00");
        assert_eq!(below_clock(1274, Some(20)), "1:14 över");
        assert_eq!(what_stop_saves(828, from_20, "på Råslätt"), "13 min sparas, men räknas inte");
        assert_eq!(what_stop_saves(1274, from_20, "på Råslätt"), "21 min, räknas på Råslätt");
        assert_eq!(what_stop_saves(1274, Counting::Never, "i Huskvarna"), "21 min sparas, men räknas inte");
        assert_eq!(start_in("Huskvarna", Counting::Never), "Huskvarna, räknas inte i löftet");
        assert_eq!(whether_long_enough(Some(30), Counting::Never), COUNTS_NEVER);
        assert_eq!(stopwatch(3900), "1:05:00");
    }

    #[test]
    fn what_was_another_day_says_which() {
        let moment = |text: &str| domain::moment::Moment::read(text).expect("a time");
        let now = moment("2026-11-05T00:10:00+01:00");
        let yesterday = moment("2026-11-04T23:55:00+01:00");
        let said = saved_heading(&Kind::Recorded, "Fotpatrull, Råslätt", yesterday, now);
        assert_eq!(said, "Registrerad: Fotpatrull, Råslätt ons 4 nov kl. 23:55");
        assert_eq!(received_at(yesterday, now), "Skickad ons 4 nov kl. 23:55. Servern har tagit emot posten.");
        assert_eq!(where_and_since("Råslätt", yesterday, now), "Råslätt, började ons 4 nov kl. 23:55");
        assert_eq!(draft_of("Fotpatrull", yesterday, now), "Utkast från ons 4 nov kl. 23:55: Fotpatrull");
        assert_eq!(draft_of("Fotpatrull", now, now), "Utkast från 00:10: Fotpatrull");
        assert_eq!(day_and_age(yesterday, now), "i går, för 15 min sedan");
        assert_eq!(day_and_age(now.plus_ms(86_400_000), now), "i morgon");
    }
}
