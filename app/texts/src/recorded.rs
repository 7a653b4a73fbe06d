//! What the parts of an entry are called, where staff read all that was recorded.

use crate::language::Language;
use domain::entry::How;
use domain::json::Json;

pub const RECORDED: &str = "Det som är registrerat";
pub const ACTIVITY: &str = "Aktivitet";
pub const AREA: &str = "Område";
pub const STARTED: &str = "Började";
pub const TIME: &str = "Tiden";
pub const CLOCK: &str = "Telefonens klocka";
pub const LENGTH: &str = "Längd";
pub const UNIT: &str = "Enhet";
pub const NOTE: &str = "Anteckning";
pub const WHAT: &str = "Vad";
pub const BEFORE: &str = "Före";
pub const AFTER: &str = "Efter";
pub const ABSENT: &str = "–";
pub const CHANGES: &str = "Det som rättelsen ändrade";
pub const WHOLE: &str = "Allt som står i den här versionen";
pub const NO_DIFFERENCE: &str = "Samma innehåll som före.";
pub const DIFFERS: &str = "skiljer sig";
/// In the place of an author: what another organisation's people write is theirs to read.
pub const OTHER_ORGANISATION: &str = "En annan organisations post";

/// Where the time of an entry comes from.
#[must_use]
pub fn how(language: Language, how: How) -> &'static str {
    crate::officer::how(language, how)
}

/// "gick 10 min före"; the offset is the server's time minus the phone's.
#[must_use]
pub fn clock(clock_offset_ms: i64) -> String {
    let minutes = clock_offset_ms.unsigned_abs().div_ceil(60_000);
    let length = match (minutes / (24 * 60), minutes / 60) {
        (0, 0) => format!("{minutes} min"),
        (0, hours) => format!("{hours} h {} min", minutes % 60),
        (1, _) => "1 dygn".to_owned(),
        (days, _) => format!("{days} dygn"),
    };
    format!("gick {length} {}", if clock_offset_ms < 0 { "före" } else { "efter" })
}

/// An answer to a question that no promise here knows, as it was sent.
#[must_use]
pub fn plain(answer: &Json) -> String {
    match answer {
        Json::Text(text) => text.clone(),
        Json::Int(number) => number.to_string(),
        Json::Bool(true) => "ja".to_owned(),
        Json::Bool(false) => "nej".to_owned(),
        other => other.canonical().unwrap_or_else(|_| ABSENT.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_before_or_behind() {
        for (offset_ms, says) in [
            (-600_000, "gick 10 min före"),
            (121_000, "gick 3 min efter"),
            (5_400_000, "gick 1 h 30 min efter"),
            (-90_000_000, "gick 1 dygn före"),
            (i64::MIN, "gick 106751991167 dygn före"),
        ] {
            assert_eq!(clock(offset_ms), says);
        }
    }
}
