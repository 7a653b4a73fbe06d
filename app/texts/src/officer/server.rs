//! What is said about the server and about what waits for it: computed from the journal, never stored.

use super::clock_or_day;
use crate::language::Language;
use crate::messages::officer as messages;
use domain::entry::Kind;
use domain::journal::Queue;
use domain::moment::Moment;

/// Beside the shift's tape.
#[must_use]
pub fn shift(language: Language, recorded: usize, waiting: usize) -> String {
    let recorded = messages::recordings(language, recorded);
    if waiting == 0 { recorded } else { messages::shift_waiting(language, &recorded, waiting) }
}

/// "Registrerad: Fotpatrull, Råslätt 16:10"; with the day where it wasn't today.
#[must_use]
pub fn saved_heading(language: Language, kind: &Kind, title: &str, at: Moment, now: Moment) -> String {
    let at = clock_or_day(language, at, now);
    match kind {
        Kind::Amended => messages::corrected_at(language, title, &at),
        Kind::Withdrawn => messages::withdrawn_at(language, title, &at),
        _ => messages::recorded_at(language, title, &at),
    }
}

/// Before an entry's title, what kind of entry it is.
#[must_use]
pub fn kind(language: Language, kind: &Kind, title: String) -> String {
    match kind {
        Kind::Amended => messages::correction(language, &title),
        Kind::Withdrawn => messages::withdrawal(language, &title),
        _ => title,
    }
}

/// Why the app can't start without coverage, by the problem's word (`public/boot.js`).
#[must_use]
pub fn not_ready(language: Language, problem: &str) -> String {
    let why = match problem {
        "insecure" => messages::not_ready_insecure(language),
        "unsupported" => messages::not_ready_unsupported(language),
        "refused" => messages::not_ready_refused(language),
        "unfinished" => messages::not_ready_unfinished(language),
        _ => messages::not_ready_no_promise(language),
    };
    messages::not_ready_because(language, why)
}

/// "3 osända, äldsta 2 h, senast bekräftat 14:05".
#[must_use]
pub fn queue(language: Language, queue: Queue, confirmed: Option<String>) -> String {
    let unsent = messages::unsent(language, queue.waiting);
    let age_ms = queue.oldest_age_ms.filter(|ms| *ms >= 60_000);
    let oldest = age_ms.map(|ms| messages::oldest(language, &language.span(ms)));
    let confirmed = confirmed.map(|at| messages::last_confirmed(language, &at));
    [unsent, oldest.unwrap_or_default(), confirmed.unwrap_or_default()].concat()
}

/// "Äldsta väntande posten är 26 timmar."
#[must_use]
pub fn old_queue(language: Language, age_ms: i64) -> String {
    messages::oldest_waiting(language, age_ms / 3_600_000)
}

/// "Telefonens klocka avviker 3 dygn. Posten sparas och märks."
#[must_use]
pub fn clock_off(language: Language, offset_ms: i64) -> String {
    messages::clock_off_by(language, &language.span(offset_ms))
}
