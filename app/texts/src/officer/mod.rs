//! The officer's app. States are told as states ("sparad på telefonen", "skickad"), each with what happens next; an
//! officer never meets a code.

mod form;
mod journal;
mod server;

pub use form::*;
pub use journal::*;
pub use server::*;

pub use crate::answer::answer;
pub use crate::messages::officer::*;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language::{English, Swedish};
    use domain::entry::Kind;
    use domain::journal::Queue;
    use domain::promise::Counting;

    #[test]
    fn the_status_reads_as_agreed() {
        let three = Queue { waiting: 3, oldest_age_ms: Some(7_200_000), refused: 0 };
        let at = Some("14:05".to_owned());
        assert_eq!(queue(Swedish, three, at.clone()), "3 osända, äldsta 2 h, senast bekräftat 14:05");
        assert_eq!(queue(English, three, at), "3 unsent, oldest 2 h, last confirmed 14:05");
        assert_eq!(sending(Swedish, 3usize), "Skickar 3 poster…");
        assert_eq!(no_coverage(Swedish, 3usize), "Ingen täckning. Du kan fortsätta registrera. 3 poster väntar.");
        assert_eq!(no_coverage(Swedish, 0usize), "Ingen täckning. Du kan fortsätta registrera. Inget väntar.");
        assert_eq!(no_coverage(English, 1usize), "No coverage. You can go on recording. 1 entry is waiting.");
        assert_eq!(refused(Swedish, 1usize), "1 post kunde inte tas emot.");
        assert_eq!(old_queue(Swedish, 26 * 3_600_000), "Äldsta väntande posten är 26 timmar.");
        assert_eq!(clock_off(Swedish, -259_200_000), "Telefonens klocka avviker 3 dygn. Posten sparas och märks.");
    }

    #[test]
    fn a_running_clock_says_when_it_counts() {
        let from_20 = Counting::From(20);
        let saves = |seconds, counting, place: &str| what_stop_saves(Swedish, seconds, counting, place);
        assert_eq!(left_until_counted(Swedish, 372), "6:12 kvar tills den räknas");
        assert_eq!(below_clock(Swedish, 828, Some(20)), "av 20:00");
        assert_eq!(below_clock(Swedish, 1274, Some(20)), "1:14 över");
        assert_eq!(saves(828, from_20, "på Råslätt"), "13 min sparas, men räknas inte");
        assert_eq!(saves(1274, from_20, "på Råslätt"), "21 min, räknas på Råslätt");
        assert_eq!(saves(1274, Counting::Never, "i Huskvarna"), "21 min sparas, men räknas inte");
        assert_eq!(start_in(Swedish, "Huskvarna", Counting::Never), "Huskvarna, räknas inte i löftet");
        assert_eq!(start_in(English, "Huskvarna", from_20), "Huskvarna, counts from 20 min");
        assert_eq!(whether_long_enough(Swedish, Some(30), Counting::Never), counts_never(Swedish));
        assert_eq!(stopwatch(3900), "1:05:00");
    }

    #[test]
    fn what_was_another_day_says_which() {
        let moment = |text: &str| domain::moment::Moment::read(text).expect("a time");
        let now = moment("2026-11-05T00:10:00+01:00");
        let yesterday = moment("2026-11-04T23:55:00+01:00");
        let said = |language| saved_heading(language, &Kind::Recorded, "Fotpatrull, Råslätt", yesterday, now);
        assert_eq!(said(Swedish), "Registrerad: Fotpatrull, Råslätt ons 4 nov kl. 23:55");
        assert_eq!(said(English), "Recorded: Fotpatrull, Råslätt Wed 4 Nov at 23:55");
        let at = clock_or_day(Swedish, yesterday, now);
        assert_eq!(received_at(Swedish, &at), "Skickad ons 4 nov kl. 23:55. Servern har tagit emot posten.");
        let since = where_and_since(Swedish, "Råslätt", yesterday, now);
        assert_eq!(since, "Råslätt, började ons 4 nov kl. 23:55");
        assert_eq!(draft_of(Swedish, &at, "Fotpatrull"), "Utkast från ons 4 nov kl. 23:55: Fotpatrull");
        assert_eq!(clock_or_day(Swedish, now, now), "00:10");
        assert_eq!(day_and_age(Swedish, yesterday, now), "i går, för 15 min sedan");
        assert_eq!(day_and_age(English, yesterday, now), "yesterday, 15 min ago");
        assert_eq!(day_and_age(Swedish, now.plus_ms(86_400_000), now), "i morgon");
    }
}
