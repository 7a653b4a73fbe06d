//! A report as sheets: one for each party, and one with the stamp and the corrections.

use super::composition::Shown;
use crate::print::workbook::{Sheet, SheetColumn, Value};
use domain::figure::Value as Known;
use domain::report::{Listed, Owner, Reported, Row, SlotCounts, as_known};
use texts::language::Language::Swedish;
use texts::report as said;

/// Makes the sheets.
#[must_use]
pub fn sheets(of: &Shown) -> Vec<Sheet> {
    let party = |(owner, name): (Owner, &str)| Sheet {
        name: name.to_owned(),
        columns: columns(&said::SHEET_COLUMNS),
        rows: of.report.of(owner).flat_map(|c| commitment(of, c)).collect(),
    };
    let owners = [Owner::Police, Owner::Municipality, Owner::Together];
    let mut sheets: Vec<Sheet> = owners.into_iter().zip(said::PARTIES).map(party).collect();
    let lists = of.report.commitments.iter().flat_map(|c| &c.listed);
    sheets.extend(lists.map(list));
    sheets.push(stamp(of));
    sheets
}

/// What was done one by one. A sheet's name is at most 31 characters without signs that formulas use.
fn list(of: &Listed) -> Sheet {
    let name: String = of.caption.chars().filter(|c| c.is_alphanumeric() || *c == ' ').take(31).collect();
    let column = |title: &String| SheetColumn { title: title.clone(), width: 24.0 };
    Sheet {
        name,
        columns: of.columns.iter().map(column).collect(),
        rows: of.rows.iter().map(|cells| cells.iter().map(text).collect()).collect(),
    }
}

fn columns(of: &[(&str, f64)]) -> Vec<SheetColumn> {
    of.iter().map(|(title, width)| SheetColumn { title: (*title).to_owned(), width: *width }).collect()
}

fn text(of: impl Into<String>) -> Value {
    let text: String = of.into();
    if text.is_empty() { Value::Nothing } else { Value::Text(text) }
}

fn commitment(of: &Shown, reported: &Reported) -> Vec<Vec<Value>> {
    let standing = reported.standing(of.audience);
    let own = |place: usize| if place == 0 { text(reported.narrative.clone()) } else { Value::Nothing };
    let mut rows: Vec<Vec<Value>> =
        standing.rows.iter().enumerate().map(|(at, row)| figures(reported, row, own(at))).collect();
    if rows.is_empty() {
        let whole = Row {
            said: vec![texts::common::followed_in_text(Swedish).to_owned()],
            level: standing.level,
            ..Row::default()
        };
        rows.push(figures(reported, &whole, own(0)));
    }
    rows
}

fn figures(of: &Reported, row: &Row, narrative: Value) -> Vec<Value> {
    let number = |n: i64| if row.counted { Value::Number(n) } else { Value::Nothing };
    let known = row.value();
    let done = if row.counted {
        known.exact().map_or_else(|| text(said::figure(known)), Value::Number)
    } else {
        Value::Nothing
    };
    let slots = |of: fn(&SlotCounts) -> i64| row.slots.as_ref().map(of).into();
    let share = row.share.as_ref();
    let rest = row.paced.is_none().then(|| row.rest.trim()).filter(|rest| !rest.is_empty());
    let notes: Vec<String> = rest.map(ToOwned::to_owned).into_iter().chain(row.said.iter().cloned()).collect();
    vec![
        if of.number > 0 { Value::Number(i64::from(of.number)) } else { Value::Nothing },
        text(of.text.clone()),
        text(row.label.clone()),
        text(row.place.clone().unwrap_or_default()),
        text(said::level(row.level)),
        done,
        number(known.low()),
        number(known.high()),
        row.paced.map(|p| p.goal).into(),
        row.paced.map(|p| p.expected).into(),
        slots(|s| s.kept),
        slots(|s| s.due),
        slots(|s| s.missed),
        slots(|s| s.remaining),
        row.in_period.into(),
        share.map(|s| s.numerator).into(),
        share.map(|s| s.denominator).into(),
        share.and_then(|s| s.percent).map_or(Value::Nothing, Value::Percent),
        number(row.minutes),
        number(row.too_short),
        text(said::sentences(&notes)),
        narrative,
    ]
}

fn stamp(of: &Shown) -> Sheet {
    let report = &of.report;
    let row = |name: &str, value: Value| vec![text(name), value];
    let dated = |name: &str, day| vec![text(name), Value::Nothing, Value::Nothing, Value::Nothing, Value::Date(day)];
    let mut rows = vec![
        row(&report.title, text(report.name.clone())),
        row(said::PROMISE_IN_FORCE, Value::Number(i64::from(report.version))),
        dated(said::FIRST_DAY, report.period.days.from),
        dated(said::LAST_DAY, report.period.days.to),
        row(said::READ_AT, text(said::stamp(&report.period, report.as_of))),
    ];
    rows.extend(of.steps.iter().map(|step| row(said::STATE, text(step.clone()))));
    rows.extend(of.trust().into_iter().map(|sentence| row(said::ABOUT, text(sentence))));
    rows.extend(of.demo.then(|| row(said::ABOUT, text(texts::common::demo(Swedish)))));
    match &of.corrections {
        None => rows.push(row(said::STATE, text(said::DRAFT_MARK))),
        Some(None) => rows.push(row(said::CORRECTIONS, text(said::NOT_COMPARABLE))),
        Some(Some(listed)) if listed.is_empty() => rows.push(row(said::CORRECTIONS, text(said::NO_CORRECTIONS))),
        Some(Some(listed)) => {
            for correction in listed {
                for (what, change) in said::changes(correction) {
                    let known = |n| match as_known(n, correction.floored) {
                        Known::Exact(n) => Value::Number(n),
                        hidden @ Known::Hidden { .. } => text(said::figure(hidden)),
                    };
                    let was_is = [known(change.was), known(change.is)];
                    rows.push([row(&said::commitment(correction.number), text(what)), was_is.into()].concat());
                }
            }
        }
    }
    Sheet { name: said::STAMP_SHEET.to_owned(), columns: columns(&said::STAMP_COLUMNS), rows }
}
