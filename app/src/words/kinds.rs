//! How figures of each kind of target read: slots and those missed, stages, what was asked for, earlier periods.

use super::{begin, list, time};
use domain::calendar::{Day, Span};
use domain::promise::{Per, Target, TargetKind};
use domain::standing::{Earlier, Line, Slot, SlotState, Slots, Stage};

/// Names in a sentence; more of them are counted.
const NAMED: usize = 12;

/// A period by its name: "v. 34", "mars", "tertial 2".
#[must_use]
pub fn period(per: Per, days: Span) -> String {
    let (year, month, _) = days.from.date();
    match per {
        Per::Day => time::short(days.from),
        Per::Week => format!("v.\u{a0}{}", days.from.iso_week().1),
        Per::Month => time::month(month).to_owned(),
        Per::Quarter => format!("kvartal {}", (month - 1) / 3 + 1),
        Per::Tertial => format!("tertial {}", (month - 1) / 4 + 1),
        Per::Year | Per::Whole => year.to_string(),
    }
}

/// "52 veckor".
#[must_use]
pub fn slots(per: Per, n: i64) -> String {
    let (one, many) = match per {
        Per::Day => ("dag", "dagar"),
        Per::Week => ("vecka", "veckor"),
        Per::Month => ("månad", "månader"),
        Per::Quarter => ("kvartal", "kvartal"),
        Per::Tertial => ("tertial", "tertial"),
        Per::Year | Per::Whole => ("år", "år"),
    };
    format!("{n} {}", if n == 1 { one } else { many })
}

/// How often something is promised: "en gång i veckan", "två gånger i månaden".
#[must_use]
pub fn how_often(per: Per, times: u32) -> String {
    let times = match times {
        0 | 1 => "en gång".to_owned(),
        n => format!("{} gånger", super::number(n as usize)),
    };
    let each = match per {
        Per::Day => "om dagen",
        Per::Week => "i veckan",
        Per::Month => "i månaden",
        Per::Quarter => "i kvartalet",
        Per::Tertial => "varje tertial",
        Per::Year => "om året",
        Per::Whole => "under löftets tid",
    };
    format!("{times} {each}")
}

/// What follows the figure: " av 52 veckor", " av 4 områden", " av 3 efterfrågade", " registrerade".
#[must_use]
pub fn rest(of: &Target, line: &Line) -> String {
    if let Some(slots) = &line.slots {
        return format!(" av {}", self::slots(slots.per, slots.all.len() as i64));
    }
    match (line.asked, line.goal, line.expected) {
        (Some(1), ..) => " av 1 efterfrågad".to_owned(),
        (Some(asked), ..) => format!(" av {asked} efterfrågade"),
        (_, Some(goal), None) => format!(" av {goal} områden"),
        (_, Some(goal), _) => format!(" av {goal}"),
        _ if of.sum.is_some() => String::new(),
        _ => format!(" {}", super::staff::recorded(line.done)),
    }
}

/// What follows the number of texts that published reports hold: " publicerad text".
#[must_use]
pub fn texts(n: i64) -> String {
    if n == 1 { " publicerad text".to_owned() } else { " publicerade texter".to_owned() }
}

/// What is said below the figure of something that has no pace.
#[must_use]
pub fn below(of: &Target, line: &Line) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(slots) = &line.slots {
        said.push(format!("lovat {}", how_often(of.per, of.goal.unwrap_or(1))));
        said.extend(missed(slots));
        said.extend(slots.due().map(|days| due(slots.per, days)));
    }
    said.extend(line.stage.map(|stage| self::stage(stage, of.by)));
    match of.kind {
        TargetKind::Average => {
            said.push(format!("lovat i genomsnitt {}", how_often(of.per, of.goal.unwrap_or(1))));
        }
        TargetKind::Conditional => said.push("görs när någon ber om det".to_owned()),
        TargetKind::Indicator | TargetKind::Narrative => {
            said.push(line.finished.map_or_else(|| "inget mål i antal".to_owned(), |n| format!("varav {n} klara")));
        }
        _ => {}
    }
    if !line.earlier.is_empty() {
        said.push(earlier(of.goal_for(), of.goal.unwrap_or(1), &line.earlier));
    }
    said
}

/// "Missade: v. 34 och v. 36."
#[must_use]
pub fn missed(slots: &Slots) -> Option<String> {
    let runs = slots.all.chunk_by(|a, b| a.state == b.state).filter(|run| run[0].state == SlotState::Missed);
    let names: Vec<String> = runs.map(|run| run_name(slots.per, run)).collect();
    if names.is_empty() {
        return None;
    }
    let shown = names.len().min(NAMED);
    let mut named: Vec<String> = names[names.len() - shown..].to_vec();
    if names.len() > shown {
        named.insert(0, "flera tidigare".to_owned());
    }
    Some(format!("Missade: {}.", list(&named)))
}

/// Slots in a row by the first and the last of them: "v. 25–36".
fn run_name(per: Per, run: &[Slot]) -> String {
    let (first, last) = (period(per, run[0].days), period(per, run[run.len() - 1].days));
    let last = last.strip_prefix("v.\u{a0}").unwrap_or(&last);
    if run.len() == 1 { first } else { format!("{first}–{last}") }
}

/// What is due now: "v. 47 återstår, senast 22 nov".
fn due(per: Per, days: Span) -> String {
    match per {
        Per::Day => "dagens återstår".to_owned(),
        per => format!("{} återstår, senast {}", period(per, days), time::short(days.to)),
    }
}

/// How far something has come: "klart 3 mars 2021", "pågår", "skulle vara klart 31 mars 2021".
#[must_use]
pub fn stage(stage: Stage, by: Option<Day>) -> String {
    let promised = by.map(|by| format!(", lovat till {}", time::long(by))).unwrap_or_default();
    match stage {
        Stage::NotReported => format!("inte rapporterat{promised}"),
        Stage::Ongoing => format!("pågår{promised}"),
        Stage::Done { on } => match by.filter(|by| on > *by) {
            Some(by) => format!("klart {}, {} dagar efter det lovade {}", time::long(on), on.0 - by.0, time::long(by)),
            None => format!("klart {}{promised}", time::long(on)),
        },
    }
}

/// "Tertial 1: 3 av 3. Tertial 2: 1 av 3."
fn earlier(per: Per, goal: u32, earlier: &[Earlier]) -> String {
    let shown = &earlier[earlier.len().saturating_sub(NAMED)..];
    let one = |e: &Earlier| format!("{}: {} av {goal}.", begin(&period(per, e.period)), e.done);
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
            assert_eq!(period(per, span(from, "2021-12-31")), name);
        }
        assert_eq!(how_often(Per::Week, 2), "två gånger i veckan");
        assert_eq!(slots(Per::Month, 1), "1 månad");
    }

    #[test]
    fn stages_say_when_and_how_late() {
        let day = |text| Day::read(text).expect("a day");
        let by = Some(day("2021-03-31"));
        assert_eq!(stage(Stage::NotReported, None), "inte rapporterat");
        assert_eq!(stage(Stage::Done { on: day("2021-03-20") }, by), "klart 20 mars 2021, lovat till 31 mars 2021");
        let late = stage(Stage::Done { on: day("2021-04-02") }, by);
        assert_eq!(late, "klart 2 april 2021, 2 dagar efter det lovade 31 mars 2021");
    }
}
