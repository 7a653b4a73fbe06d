//! How figures of each kind of target read: slots and those missed, stages, what was asked for, earlier periods.

use crate::language::Both;
use crate::language::Language::{self, English, Swedish};
use crate::{begin, staff};
use domain::calendar::{Day, Span};
use domain::figure::{Figure, Measure, Unit, Value};
use domain::promise::{Per, Target, TargetKind};
use domain::standing::{Earlier, Slot, SlotState, Slots, Stage};

/// Names in a sentence; more of them are counted.
const NAMED: usize = 12;

/// A period by its name: "v. 34", "mars", "tertial 2".
#[must_use]
pub fn period(language: Language, per: Per, days: Span) -> String {
    let (year, month, _) = days.from.date();
    let numbered = |swedish: &str, english: &str, n: u32| match language {
        Swedish => format!("{swedish}{n}"),
        English => format!("{english}{n}"),
    };
    match per {
        Per::Day => language.short(days.from),
        Per::Week => numbered(WEEK.0, WEEK.1, days.from.iso_week().1),
        Per::Month => language.month(month).to_owned(),
        Per::Quarter => numbered("kvartal ", "quarter ", (month - 1) / 3 + 1),
        Per::Tertial => numbered("tertial ", "four-month period ", (month - 1) / 4 + 1),
        Per::Year | Per::Whole => year.to_string(),
    }
}

/// What stands before a week's number.
const WEEK: (&str, &str) = ("v.\u{a0}", "week\u{a0}");

/// "52 veckor".
#[must_use]
pub fn slots(language: Language, per: Per, n: i64) -> String {
    let (one, many) = match (language, per) {
        (Swedish, Per::Day) => ("dag", "dagar"),
        (Swedish, Per::Week) => ("vecka", "veckor"),
        (Swedish, Per::Month) => ("månad", "månader"),
        (Swedish, Per::Quarter) => ("kvartal", "kvartal"),
        (Swedish, Per::Tertial) => ("tertial", "tertial"),
        (Swedish, Per::Year | Per::Whole) => ("år", "år"),
        (English, Per::Day) => ("day", "days"),
        (English, Per::Week) => ("week", "weeks"),
        (English, Per::Month) => ("month", "months"),
        (English, Per::Quarter) => ("quarter", "quarters"),
        (English, Per::Tertial) => ("four-month period", "four-month periods"),
        (English, Per::Year | Per::Whole) => ("year", "years"),
    };
    format!("{n} {}", if n == 1 { one } else { many })
}

/// How often something is promised: "en gång i veckan", "två gånger i månaden".
#[must_use]
pub fn how_often(language: Language, per: Per, times: u32) -> String {
    let times = match (language, times) {
        (Swedish, 0 | 1) => "en gång".to_owned(),
        (Swedish, n) => format!("{} gånger", language.number(n as usize)),
        (English, 0 | 1) => "once".to_owned(),
        (English, 2) => "twice".to_owned(),
        (English, n) => format!("{} times", language.number(n as usize)),
    };
    format!("{times} {}", each(language, per))
}

/// What follows a number: "i veckan", "om året".
fn each(language: Language, per: Per) -> &'static str {
    match (language, per) {
        (Swedish, Per::Day) => "om dagen",
        (Swedish, Per::Week) => "i veckan",
        (Swedish, Per::Month) => "i månaden",
        (Swedish, Per::Quarter) => "i kvartalet",
        (Swedish, Per::Tertial) => "varje tertial",
        (Swedish, Per::Year) => "om året",
        (Swedish, Per::Whole) => "under löftets tid",
        (English, Per::Day) => "a day",
        (English, Per::Week) => "a week",
        (English, Per::Month) => "a month",
        (English, Per::Quarter) => "a quarter",
        (English, Per::Tertial) => "in every four-month period",
        (English, Per::Year) => "a year",
        (English, Per::Whole) => "during the promise",
    }
}

/// What a target promises, for who previews a promise: "800 om året", "klart senast 31 mars 2021".
#[must_use]
pub fn promised(target: &Target) -> String {
    let often = || how_often(Swedish, target.per, target.goal.unwrap_or(1));
    match target.kind {
        TargetKind::Count => match target.goal {
            Some(goal) => format!("{goal} {}", each(Swedish, target.per)),
            None => "utan mål i antal".to_owned(),
        },
        TargetKind::Cadence => often(),
        TargetKind::Average => format!("i genomsnitt {}", often()),
        TargetKind::Milestone | TargetKind::Deliverable => match target.by {
            Some(by) => format!("klart senast {}", Swedish.long(by)),
            None => "ska bli klart".to_owned(),
        },
        TargetKind::Conditional => "görs när någon ber om det".to_owned(),
        TargetKind::Indicator => "visas utan mål".to_owned(),
        TargetKind::Narrative => "följs upp i text".to_owned(),
    }
}

/// A number as its audience knows it: "7", "färre än 5", "minst 50".
#[must_use]
pub fn value(language: Language, value: Value) -> String {
    match value {
        Value::Exact(n) => n.to_string(),
        Value::Hidden { low: 0, high } => crate::public::fewer_than(language, high + 1),
        Value::Hidden { low, .. } => crate::public::at_least(language, low),
    }
}

/// What follows the figure: " av 800", " av 47 veckor hittills, 6 återstår", " av 4 områden", " av 3 efterfrågade",
/// " registrerade".
#[must_use]
pub fn rest(language: Language, figure: &Figure) -> String {
    let of = if language == Swedish { "av" } else { "of" };
    match &figure.measure {
        Measure::Cadence { due, remaining, slots, .. } => of_slots(language, slots.per, *due, *remaining),
        Measure::Requests { asked, .. } => match (language, asked) {
            (Swedish, 1) => " av 1 efterfrågad".to_owned(),
            (Swedish, asked) => format!(" av {asked} efterfrågade"),
            (English, asked) => format!(" of {asked} requested"),
        },
        Measure::Areas { areas, .. } => {
            format!(" {of} {areas} {}", if language == Swedish { "områden" } else { "areas" })
        }
        Measure::Paced { goal, .. } => format!(" {of} {goal}"),
        Measure::Texts { published } => texts(language, *published).to_owned(),
        Measure::Stage { .. } | Measure::Recorded { .. } if figure.unit == Unit::Number => String::new(),
        Measure::Stage { .. } | Measure::Recorded { .. } => match language {
            Swedish => format!(" {}", staff::recorded(figure.done().high())),
            English => " recorded".to_owned(),
        },
    }
}

/// What can be judged by now, and apart from it what remains: " av 47 veckor hittills, 6 återstår".
fn of_slots(language: Language, per: Per, due: i64, remaining: i64) -> String {
    let named = |n| slots(language, per, n);
    match (language, due, remaining) {
        (Swedish, due, 0) => format!(" av {}", named(due)),
        (Swedish, 0, left) => format!(" hittills, {} återstår", named(left)),
        (Swedish, due, left) => format!(" av {} hittills, {left} återstår", named(due)),
        (English, due, 0) => format!(" of {}", named(due)),
        (English, 0, left) => format!(" so far, {} to come", named(left)),
        (English, due, left) => format!(" of {} so far, {left} to come", named(due)),
    }
}

/// What follows the number of texts that published reports hold: " publicerad text".
#[must_use]
pub fn texts(language: Language, n: i64) -> &'static str {
    const ONE: Both = Both(" publicerad text", " published text");
    const SEVERAL: Both = Both(" publicerade texter", " published texts");
    if n == 1 { ONE.said(language) } else { SEVERAL.said(language) }
}

/// What is said below the figure.
#[must_use]
pub fn below(language: Language, target: &Target, figure: &Figure) -> Vec<String> {
    let mut said = Vec::new();
    let often = || how_often(language, target.per, target.goal.unwrap_or(1));
    match &figure.measure {
        Measure::Cadence { slots, .. } => {
            said.push(match language {
                Swedish => format!("lovat {}", often()),
                English => format!("promised {}", often()),
            });
            said.extend(missed(language, slots));
            said.extend(slots.due().map(|days| due(language, slots.per, days)));
        }
        Measure::Stage { stage, by, .. } => said.push(self::stage(language, *stage, *by)),
        Measure::Areas { stage, .. } => said.extend(stage.map(|stage| self::stage(language, stage, target.by))),
        Measure::Requests { .. } => said.push(match language {
            Swedish => "görs när någon ber om det".to_owned(),
            English => "done when someone asks for it".to_owned(),
        }),
        Measure::Recorded { finished, .. } => said.push(match (language, finished) {
            (Swedish, None) => "inget mål i antal".to_owned(),
            (Swedish, Some(n)) => format!("varav {n} klara"),
            (English, None) => "no number to reach".to_owned(),
            (English, Some(n)) => format!("of which {n} finished"),
        }),
        Measure::Texts { .. } => {}
        Measure::Paced { earlier, .. } => {
            // The goal is for each of the slots, and followed over all of them.
            said.extend((target.goal_for() != target.per).then(|| match language {
                Swedish => format!("lovat i genomsnitt {}", often()),
                English => format!("promised {} on average", often()),
            }));
            if !earlier.is_empty() {
                said.push(self::earlier(language, target.goal_for(), target.goal.unwrap_or(1), earlier));
            }
        }
    }
    said
}

/// "Missade: v. 34 och v. 36."
#[must_use]
pub fn missed(language: Language, slots: &Slots) -> Option<String> {
    let runs = slots.all.chunk_by(|a, b| a.state == b.state).filter(|run| run[0].state == SlotState::Missed);
    let names: Vec<String> = runs.map(|run| run_name(language, slots.per, run)).collect();
    if names.is_empty() {
        return None;
    }
    let (word, earlier) = match language {
        Swedish => ("Missade", "flera tidigare"),
        English => ("Missed", "several earlier"),
    };
    let shown = names.len().min(NAMED);
    let mut named: Vec<String> = names[names.len() - shown..].to_vec();
    if names.len() > shown {
        named.insert(0, earlier.to_owned());
    }
    Some(format!("{word}: {}.", language.list(&named)))
}

/// Slots in a row by the first and the last of them: "v. 25–36".
fn run_name(language: Language, per: Per, run: &[Slot]) -> String {
    let (first, last) = (period(language, per, run[0].days), period(language, per, run[run.len() - 1].days));
    let week = if language == Swedish { WEEK.0 } else { WEEK.1 };
    let last = last.strip_prefix(week).unwrap_or(&last);
    if run.len() == 1 { first } else { format!("{first}–{last}") }
}

/// What is due now: "v. 47 återstår, senast 22 nov".
fn due(language: Language, per: Per, days: Span) -> String {
    let by = language.short(days.to);
    match (language, per) {
        (Swedish, Per::Day) => "dagens återstår".to_owned(),
        (Swedish, per) => format!("{} återstår, senast {by}", period(language, per, days)),
        (English, Per::Day) => "today’s is still to come".to_owned(),
        (English, per) => format!("{} is still to come, by {by}", period(language, per, days)),
    }
}

/// How far something has come: "klart 3 mars 2021", "pågår", "skulle vara klart 31 mars 2021".
#[must_use]
pub fn stage(language: Language, stage: Stage, by: Option<Day>) -> String {
    let late = |on: &Day| by.filter(|by| on > by);
    let promised = by.map(|by| match language {
        Swedish => format!(", lovat till {}", language.long(by)),
        English => format!(", promised by {}", language.long(by)),
    });
    let promised = promised.unwrap_or_default();
    match (language, stage) {
        (Swedish, Stage::NotReported) => format!("inte rapporterat{promised}"),
        (English, Stage::NotReported) => format!("not reported{promised}"),
        (Swedish, Stage::Ongoing) => format!("pågår{promised}"),
        (English, Stage::Ongoing) => format!("ongoing{promised}"),
        (_, Stage::Done { on }) => {
            let day = language.long(on);
            match (language, late(&on).map(|by| (on.0 - by.0, language.long(by)))) {
                (Swedish, Some((days, by))) => format!("klart {day}, {days} dagar efter det lovade {by}"),
                (English, Some((days, by))) => format!("done {day}, {days} days after the promised {by}"),
                (Swedish, None) => format!("klart {day}{promised}"),
                (English, None) => format!("done {day}{promised}"),
            }
        }
    }
}

/// "Tertial 1: 3 av 3. Tertial 2: 1 av 3."
fn earlier(language: Language, per: Per, goal: u32, earlier: &[Earlier]) -> String {
    let shown = &earlier[earlier.len().saturating_sub(NAMED)..];
    let of = if language == Swedish { "av" } else { "of" };
    let one = |e: &Earlier| format!("{}: {} {of} {goal}.", begin(&period(language, per, e.period)), e.done);
    shown.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, to: &str) -> Span {
        Span { from: Day::read(from).expect("a day"), to: Day::read(to).expect("a day") }
    }

    #[test]
    fn periods_have_names() {
        for (per, from, name) in [
            (Per::Week, "2021-08-23", "v.\u{a0}34"),
            (Per::Month, "2021-08-01", "augusti"),
            (Per::Tertial, "2021-05-01", "tertial 2"),
            (Per::Quarter, "2021-10-01", "kvartal 4"),
            (Per::Day, "2021-08-31", "31 aug"),
        ] {
            assert_eq!(period(Swedish, per, span(from, "2021-12-31")), name);
        }
        assert_eq!(how_often(Swedish, Per::Week, 2), "två gånger i veckan");
        assert_eq!(slots(Swedish, Per::Month, 1), "1 månad");
    }

    #[test]
    fn stages_say_when_and_how_late() {
        let day = |text| Day::read(text).expect("a day");
        let by = Some(day("2021-03-31"));
        assert_eq!(stage(Swedish, Stage::NotReported, None), "inte rapporterat");
        assert_eq!(
            stage(Swedish, Stage::Done { on: day("2021-03-20") }, by),
            "klart 20 mars 2021, lovat till 31 mars 2021"
        );
        let late = stage(Swedish, Stage::Done { on: day("2021-04-02") }, by);
        assert_eq!(late, "klart 2 april 2021, 2 dagar efter det lovade 31 mars 2021");
    }
    #[test]
    fn english_reads_as_english() {
        for (per, from, name) in [
            (Per::Week, "2021-08-23", "week\u{a0}34"),
            (Per::Month, "2021-08-01", "August"),
            (Per::Tertial, "2021-05-01", "four-month period 2"),
        ] {
            assert_eq!(period(English, per, span(from, "2021-12-31")), name);
        }
        assert_eq!(how_often(English, Per::Week, 2), "twice a week");
        assert_eq!(slots(English, Per::Month, 1), "1 month");
        let day = |text| Day::read(text).expect("a day");
        let late = stage(English, Stage::Done { on: day("2021-04-02") }, Some(day("2021-03-31")));
        assert_eq!(late, "done 2 April 2021, 2 days after the promised 31 March 2021");
    }
}
