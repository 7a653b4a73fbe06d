//! A figure as examples write it: every number of it by its name.

use domain::figure::{Figure, Measure, Place, Value};
use domain::standing::{Stage, Status};
use std::collections::BTreeMap;

/// Where a row stands, as examples say it.
pub(super) fn place(figure: &Figure) -> String {
    match &figure.place {
        Place::Area { area, .. } => area.as_str().to_owned(),
        Place::Areas { .. } => "together".to_owned(),
        Place::Everywhere => "everywhere".to_owned(),
    }
}

/// Every number of a figure, as examples say it; `none` where there is none.
pub(super) fn numbers(of: &Figure) -> BTreeMap<&'static str, String> {
    let number = |n: Option<i64>| n.map_or("none".to_owned(), |n| n.to_string());
    let list = |all: Vec<String>| if all.is_empty() { "none".to_owned() } else { all.join(",") };
    let known =
        |value: Value| value.exact().map_or_else(|| format!("{}-{}", value.low(), value.high()), |n| n.to_string());
    let status = match of.status {
        None => "none",
        Some(Status::Met) => "met",
        Some(Status::OnPace) => "on_pace",
        Some(Status::Running) => "running",
        Some(Status::Near) => "near",
        Some(Status::Behind) => "behind",
    };
    let stage = match of.stage() {
        None => "none".to_owned(),
        Some(Stage::NotReported) => "not_reported".to_owned(),
        Some(Stage::Ongoing) => "ongoing".to_owned(),
        Some(Stage::Done { on }) => format!("done:{on}"),
    };
    let share = of.share.as_ref();
    let slots = of.slots();
    let missed = slots.map(|s| s.missed().map(|days| days.from.to_string()).collect()).unwrap_or_default();
    let mut numbers = BTreeMap::from([
        ("done", known(of.done())),
        ("goal", number(of.goal())),
        ("expected", number(of.expected())),
        ("status", status.to_owned()),
        ("short", of.too_short.to_string()),
        ("share", share.map_or("none".to_owned(), |s| format!("{}/{}", known(s.numerator), known(s.denominator)))),
        ("percent", share.and_then(|s| s.percent).map_or("none".to_owned(), |percent| percent.text('.'))),
        ("missed", list(missed)),
        ("due", slots.and_then(|s| s.due()).map_or("none".to_owned(), |days| days.from.to_string())),
        ("stage", stage),
        ("parts", list(of.parts.iter().map(|part| format!("{}:{}", part.area, part.done)).collect())),
    ]);
    match &of.measure {
        Measure::Paced { left, earlier, .. } => {
            numbers.insert("left", left.map_or("none".to_owned(), |left| format!("{}/{}", left.count, left.days)));
            numbers.insert("earlier", list(earlier.iter().map(|e| e.done.to_string()).collect()));
        }
        Measure::Cadence { remaining, .. } => drop(numbers.insert("remaining", remaining.to_string())),
        Measure::Requests { asked, .. } => drop(numbers.insert("asked", asked.to_string())),
        Measure::Recorded { finished, .. } => drop(numbers.insert("finished", number(*finished))),
        Measure::Areas { .. } => drop(numbers.insert("earlier", "none".to_owned())),
        Measure::Stage { .. } | Measure::Texts { .. } => {}
    }
    numbers
}
