//! Public figures as a table for spreadsheets, made of the same description as the JSON: a row to each figure, and under
//! the sum over several areas a row to each of them.

use anyhow::{Context, Result};
use csv::WriterBuilder;
use domain::figure::{Described, Figure, Number, PublicFigures, Value};
use domain::standing::{Stage, Status};
use serde::Serialize;
use texts::kinds;
use texts::language::Language::Swedish;

/// How the table is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    /// RFC 4180: commas, decimal points, no mark before it.
    Standard,
    /// As Excel opens it where decimals have commas: a byte order mark, semicolons, decimal commas.
    Excel,
}

/// The figures with a header row.
///
/// # Errors
/// None that figures can cause.
pub fn table(of: &PublicFigures, dialect: Dialect) -> Result<String> {
    let delimiter = if dialect == Dialect::Excel { b';' } else { b',' };
    let mut table =
        WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::CRLF).from_writer(Vec::<u8>::new());
    for described in &of.commitments {
        for figure in &described.figures {
            for row in rows(of, described, figure, dialect) {
                table.serialize(row).context("a row of figures can't be written")?;
            }
        }
    }
    let bytes = table.into_inner().map_err(|error| anyhow::anyhow!("the table can't be written: {error}"))?;
    let text = String::from_utf8(bytes).context("the table isn't text")?;
    Ok(if dialect == Dialect::Excel { format!("\u{feff}{text}") } else { text })
}

/// A row of the table; the columns are its members in their order. What doesn't apply is empty.
#[derive(Clone, Default, Serialize)]
struct Row {
    promise: String,
    version: u32,
    commitment: String,
    number: u32,
    words: String,
    target: String,
    label: String,
    kind: String,
    /// What is counted one by one: `occasions`, `weeks`, `areas`.
    unit: String,
    /// `total` for the figure that the goal is for, `part` for one of the areas behind it.
    row: &'static str,
    /// Whether the goal is for each area (`each`), for all together (`sum`) or reached in all of them (`every`).
    scope: String,
    area: String,
    place: String,
    /// Empty where the number is hidden; then `low` and `high` are its bounds.
    count: Option<i64>,
    low: i64,
    high: i64,
    /// The number as it reads: "färre än 5".
    shown: String,
    goal: Option<i64>,
    expected: Option<i64>,
    kept: Option<i64>,
    due: Option<i64>,
    missed: Option<i64>,
    remaining: Option<i64>,
    asked: Option<i64>,
    finished: Option<i64>,
    /// `done`, `ongoing` or `not_reported`, and the day on which it was done.
    stage: &'static str,
    stage_day: String,
    share_count: Option<i64>,
    share_low: Option<i64>,
    share_high: Option<i64>,
    share_percent: String,
    share_min_percent: Option<i64>,
    share_status: &'static str,
    status: &'static str,
    from: String,
    to: String,
    through: String,
}

/// A figure's rows: the figure with its goal, then the areas behind it.
fn rows(of: &PublicFigures, described: &Described, figure: &Figure, dialect: Dialect) -> Vec<Row> {
    let named = Row {
        promise: of.promise.to_string(),
        version: of.version,
        commitment: described.commitment.to_string(),
        number: described.number,
        words: cell(&described.text),
        target: figure.target.to_string(),
        label: cell(&figure.label),
        kind: figure.kind.as_str().to_owned(),
        unit: word(&figure.unit),
        scope: figure.scope.as_str().to_owned(),
        from: figure.period.from.to_string(),
        to: figure.period.to.to_string(),
        through: figure.through.to_string(),
        ..Row::default()
    };
    let part = |part: &domain::figure::Part| {
        let own = Row { row: "part", area: part.area.to_string(), place: cell(&part.name), ..named.clone() };
        counting(own, Value::Exact(part.done))
    };
    let parts = figure.parts.iter().map(part).collect::<Vec<Row>>();
    let total = measured(counting(Row { row: "total", ..named.clone() }, figure.done()), figure, dialect);
    std::iter::once(total).chain(parts).collect()
}

fn counting(row: Row, value: Value) -> Row {
    Row {
        count: value.exact(),
        low: value.low(),
        high: value.high(),
        shown: cell(&kinds::value(Swedish, value)),
        ..row
    }
}

/// What a figure says beside its number, by what it measures.
fn measured(mut row: Row, figure: &Figure, dialect: Dialect) -> Row {
    row.area = figure.area().map(ToString::to_string).unwrap_or_default();
    row.place = cell(figure.place_name().unwrap_or_default());
    row.status = figure.status.map_or("", status);
    for (number, n) in figure.measure.numbers() {
        let column = match number {
            Number::Goal => &mut row.goal,
            Number::Expected => &mut row.expected,
            Number::Kept => &mut row.kept,
            Number::Due => &mut row.due,
            Number::Missed => &mut row.missed,
            Number::Remaining => &mut row.remaining,
            Number::Asked => &mut row.asked,
            Number::Finished => &mut row.finished,
        };
        *column = Some(n);
    }
    (row.stage, row.stage_day) = figure.stage().map(staged).unwrap_or_default();
    if let Some(share) = &figure.share {
        let decimal_sign = if dialect == Dialect::Excel { ',' } else { '.' };
        row.share_count = share.numerator.exact();
        (row.share_low, row.share_high) = (Some(share.numerator.low()), Some(share.numerator.high()));
        row.share_percent = share.percent.map(|percent| percent.text(decimal_sign)).unwrap_or_default();
        row.share_min_percent = Some(share.min_percent);
        row.share_status = share.status.map_or("", status);
    }
    row
}

fn staged(stage: Stage) -> (&'static str, String) {
    match stage {
        Stage::NotReported => ("not_reported", String::new()),
        Stage::Ongoing => ("ongoing", String::new()),
        Stage::Done { on } => ("done", on.to_string()),
    }
}

/// The words that the JSON has.
fn status(of: Status) -> &'static str {
    match of {
        Status::Met => "met",
        Status::OnPace => "on_pace",
        Status::Running => "running",
        Status::Near => "near",
        Status::Behind => "behind",
    }
}

/// The word that the JSON has for a value of a few words.
fn word(of: &impl Serialize) -> String {
    serde_json::to_value(of).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A text that a spreadsheet can't take for a formula.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promise_file;
    use domain::calendar::Day;
    use domain::figure::describe;
    use domain::moment::Moment;
    use domain::report::Audience;
    use domain::standing::{AsOf, Total};
    use std::collections::BTreeMap;

    #[test]
    fn a_cell_is_never_a_formula() {
        assert_eq!(cell("Fotpatrull"), "Fotpatrull");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(cell("\t=x"), "'\t=x");
    }

    fn figures() -> PublicFigures {
        let promise = promise_file::read(promise_file::SHIPPED).expect("the shipped promise is whole");
        let total = |target: &str, area: &str, count, numerator| Total {
            target: target.into(),
            area: Some(area.into()),
            count,
            numerator,
            minutes: 7,
            too_short: 3,
            days: Vec::new(),
        };
        let totals = [total("fotpatrull_tre", "ekhagen", 5, None), total("narkotika_tre", "ekhagen", 3, Some(1))];
        let through = Day::read("2021-08-31").expect("a day");
        PublicFigures {
            promise: promise.id.clone(),
            version: 1,
            title: promise.title.clone(),
            as_of: Moment { unix_ms: 0, offset_min: 0 },
            through,
            commitments: describe(&promise, &totals, AsOf::ended(through), Audience::Public),
        }
    }

    /// The rows of a target, each by column.
    fn rows_of(table: &str, delimiter: u8, target: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(table.as_bytes());
        let rows = reader.deserialize().map(|row| row.expect("a row"));
        rows.filter(|row: &BTreeMap<String, String>| row["target"] == target).collect()
    }

    #[test]
    fn a_goal_stands_once_and_each_area_has_its_row() {
        let table = table(&figures(), Dialect::Standard).expect("a table");
        let rows = rows_of(&table, b',', "fotpatrull_tre");
        let told: Vec<_> = rows.iter().map(|r| [&*r["row"], &*r["area"], &*r["count"], &*r["goal"]]).collect();
        assert_eq!(
            told,
            [
                ["total", "", "5", "800"],
                ["part", "oxnehaga", "0", ""],
                ["part", "osterangen", "0", ""],
                ["part", "ekhagen", "5", ""],
            ]
        );
        assert!(rows.iter().all(|row| row["scope"] == "sum" && row["from"] == "2021-01-01"));
    }

    #[test]
    fn a_hidden_number_is_told_as_hidden() {
        let table = table(&figures(), Dialect::Standard).expect("a table");
        let rows = rows_of(&table, b',', "narkotika_tre");
        assert_eq!(rows.len(), 1, "no area for itself: {table}");
        let told = ["count", "low", "high", "shown", "share_count", "share_low", "share_high", "share_percent"];
        assert_eq!(told.map(|column| &*rows[0][column]), ["", "0", "4", "färre än 5", "", "0", "4", ""]);
    }

    #[test]
    fn excel_opens_it_where_decimals_have_commas() {
        let table = table(&figures(), Dialect::Excel).expect("a table");
        let bare = table.strip_prefix('\u{feff}').expect("a byte order mark");
        assert!(bare.starts_with("promise;version;commitment;"), "{bare}");
        assert_eq!(rows_of(bare, b';', "ssg")[0]["goal"], "8");
    }
}
