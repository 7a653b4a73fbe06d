//! What stands around the drawings on the dashboard: the heat map, the calendar of cadences, the forecast.

use crate::language::Language::Swedish;
use crate::{begin, inside, kinds};
use domain::calendar::Day;
use domain::forecast::Forecast;
use domain::promise::Per;

pub const AS_TABLE: &str = "Visa som tabell";
pub const CHOOSE_ACTIVITY: &str = "Välj aktivitet";
pub const PLACE: &str = "Var";
pub const SUM: &str = "Summa";
pub const CADENCES: &str = "Lovat varje vecka och månad";
pub const KEPT: &str = "gjort";
pub const MISSED: &str = "missat";
pub const DUE: &str = "nu";
pub const TO_COME: &str = "kommer";
pub const CADENCE_COLUMNS: [&str; 4] = ["Var", "Gjorda", "Missade", "Kvar"];
pub const NONE_MISSED: &str = "Ingen missad.";
pub const EVERYWHERE: &str = "Hela löftet";

/// "Fotpatruller, område för område".
#[must_use]
pub fn heat_title(plural: &str) -> String {
    format!("{}, område för område", begin(plural))
}

/// What the squares are, over so many weeks.
#[must_use]
pub fn heat_lead(weeks: usize, from: Day, to: Day) -> String {
    let weeks = match weeks {
        1 => "den senaste veckan".to_owned(),
        n => format!("de {} senaste veckorna", Swedish.number(n)),
    };
    format!(
        "Antal per vecka som räknas, {weeks}: {} till {}. Starkare färg är fler.",
        Swedish.short(from),
        Swedish.short(to)
    )
}

/// The drawing in a sentence, for those who listen; the table has the rest.
#[must_use]
pub fn heat_label(plural: &str, most: i64) -> String {
    format!("{} per område och vecka. Som mest {most} på en vecka. Talen står i tabellen.", begin(plural))
}

/// "v. 34".
#[must_use]
pub fn week(day: Day) -> String {
    format!("v.\u{a0}{}", day.iso_week().1)
}

/// "Lägesbild, en gång i veckan".
#[must_use]
pub fn cadence(what: &str, per: Per, times: u32) -> String {
    format!("{}, {}", begin(what), kinds::how_often(Swedish, per, times))
}

/// "Råslätt: 44 av 47 veckor." and so on, for those who listen.
#[must_use]
pub fn cadence_row(place: &str, kept: i64, due: i64, per: Per) -> String {
    format!("{place} {kept} av {}", kinds::slots(Swedish, per, due))
}

/// Whether the goal is reached at the pace of the last weeks; heads the chart of what is most behind.
#[must_use]
pub fn chart_title(what: &str, goal: i64, forecast: Forecast) -> String {
    let what = begin(what);
    if forecast.low >= goal {
        format!("{what} når {goal} i de senaste veckornas takt")
    } else if forecast.high >= goal {
        format!("{what} kan nå {goal}, men säkert är det inte")
    } else {
        format!("{what} når inte {goal} i den här takten")
    }
}

/// "645 gjorda, 717 förväntade i dag. …, prognos 640–710 av 800."
#[must_use]
pub fn chart(done: i64, goal: i64, expected: i64, forecast: Forecast, weeks: usize) -> String {
    let weeks = match weeks {
        1 => "den senaste veckan".to_owned(),
        n => format!("de senaste {} veckorna", Swedish.number(n)),
    };
    format!(
        "{done} gjorda, {expected} förväntade i dag. I samma takt som {weeks} blir det omkring {}: {} av {goal}. \
         Fyra år av fem slutar inom spannet.",
        forecast.likely,
        self::forecast(forecast),
    )
}

/// "prognos 640–710".
#[must_use]
pub fn forecast(of: Forecast) -> String {
    format!("prognos {}", range(of))
}

/// "158–173": where there is no room for the word.
#[must_use]
pub fn range(of: Forecast) -> String {
    if of.low == of.high { of.low.to_string() } else { format!("{}–{}", of.low, of.high) }
}

/// What a switch between activities says: "fotpatruller".
#[must_use]
pub fn choice(plural: &str) -> String {
    begin(&inside(plural))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forecast_is_a_span_that_is_compared_with_the_goal() {
        let of = |low, high| Forecast { likely: (low + high) / 2, low, high };
        assert_eq!(forecast(of(640, 710)), "prognos 640–710");
        assert!(chart(602, 800, 717, of(640, 710), 12).contains("omkring 675: prognos 640–710 av 800."));
        assert!(chart_title("fotpatruller", 800, of(640, 710)).contains("når inte 800"));
        assert!(chart_title("fotpatruller", 700, of(640, 710)).contains("kan nå 700"));
        assert!(chart_title("fotpatruller", 600, of(640, 710)).contains("når 600"));
    }
}
