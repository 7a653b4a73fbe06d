//! What the line to the server says: computed from the journal, never stored.

use super::clock_or_day;
use crate::time;
use domain::entry::Kind;
use domain::journal::Queue;
use domain::moment::Moment;

pub fn entries(n: usize) -> String {
    if n == 1 { "1 post".to_owned() } else { format!("{n} poster") }
}

/// Beside the shift's tape.
#[must_use]
pub fn shift(recorded: usize, waiting: usize) -> String {
    let recorded = if recorded == 1 { "1 registrering".to_owned() } else { format!("{recorded} registreringar") };
    if waiting == 0 { recorded } else { format!("{recorded}, {waiting} väntar") }
}

/// "Registrerad: Fotpatrull, Råslätt 16:10"; with the day where it wasn't today.
#[must_use]
pub fn saved_heading(kind: &Kind, title: &str, at: Moment, now: Moment) -> String {
    let done = match kind {
        Kind::Amended => "Rättad",
        Kind::Withdrawn => "Makulerad",
        _ => "Registrerad",
    };
    format!("{done}: {title} {}", clock_or_day(at, now))
}

/// "Skickad 14:32. Servern har tagit emot posten."
#[must_use]
pub fn received_at(at: Moment, now: Moment) -> String {
    format!("Skickad {}. Servern har tagit emot posten.", clock_or_day(at, now))
}

/// "Skickad 14:05."
#[must_use]
pub fn sent_at(at: String) -> String {
    format!("Skickad {at}.")
}

/// Before an entry's title, what kind of entry it is.
#[must_use]
pub fn kind(kind: &Kind, title: String) -> String {
    match kind {
        Kind::Amended => format!("Rättning: {title}"),
        Kind::Withdrawn => format!("Makulering: {title}"),
        _ => title,
    }
}

/// "Skickar 3 poster…".
#[must_use]
pub fn sending(n: usize) -> String {
    format!("Skickar {}…", entries(n))
}

/// "Ingen täckning. Du kan fortsätta registrera. 3 poster väntar."
#[must_use]
pub fn no_coverage(waiting: usize) -> String {
    format!("Ingen täckning. {}", go_on(waiting))
}

/// "Servern svarar inte. Du kan fortsätta registrera. 3 poster väntar."
#[must_use]
pub fn no_answer(waiting: usize) -> String {
    format!("Servern svarar inte. {}", go_on(waiting))
}

fn go_on(waiting: usize) -> String {
    let rest = if waiting == 0 { "Inget väntar.".to_owned() } else { format!("{} väntar.", entries(waiting)) };
    format!("Du kan fortsätta registrera. {rest}")
}

/// Why the app can't start without coverage, by the problem's word (`public/boot.js`).
#[must_use]
pub fn not_ready(problem: &str) -> String {
    let why = match problem {
        "insecure" => "Adressen saknar https.",
        "unsupported" => "Webbläsaren kan inte spara appen. Öppna den inte i ett privat fönster, eller byt webbläsare.",
        "refused" => "Webbläsaren lät inte appen sparas. Tillåt webbplatsdata för adressen i dess inställningar.",
        "unfinished" => "Alla filer har inte kommit fram. Ha appen öppen där det finns täckning.",
        _ => "Löftet har inte hämtats än. Ha appen öppen där det finns täckning.",
    };
    format!("Inte klar för offline. {why}")
}

/// "3 osända, äldsta 2 h, senast bekräftat 14:05".
#[must_use]
pub fn queue(queue: Queue, confirmed: Option<String>) -> String {
    let unsent = if queue.waiting == 1 { "1 osänd".to_owned() } else { format!("{} osända", queue.waiting) };
    let oldest = queue.oldest_age_ms.filter(|ms| *ms >= 60_000).map(|ms| format!(", äldsta {}", time::span(ms)));
    let confirmed = confirmed.map(|at| format!(", senast bekräftat {at}"));
    format!("{unsent}{}{}", oldest.unwrap_or_default(), confirmed.unwrap_or_default())
}

/// "Allt skickat, senast bekräftat 14:05".
#[must_use]
pub fn all_sent(confirmed: &str) -> String {
    format!("Allt skickat, senast bekräftat {confirmed}")
}

/// "Väntar på sändning, 3".
#[must_use]
pub fn waiting(n: usize) -> String {
    if n == 0 { "Inget väntar".to_owned() } else { format!("Väntar på sändning, {n}") }
}

/// "1 post kunde inte tas emot."
#[must_use]
pub fn refused(n: usize) -> String {
    format!("{} kunde inte tas emot.", entries(n))
}

/// "Äldsta väntande posten är 26 timmar."
#[must_use]
pub fn old_queue(age_ms: i64) -> String {
    format!("Äldsta väntande posten är {} timmar.", age_ms / 3_600_000)
}

/// "Telefonens klocka avviker 3 dygn. Posten sparas och märks."
#[must_use]
pub fn clock_off(offset_ms: i64) -> String {
    format!("Telefonens klocka avviker {}. Posten sparas och märks.", time::span(offset_ms))
}
