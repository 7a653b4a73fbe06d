//! Every place that tells figures, read for a year that was counted by hand: the page, the JSON and both tables that
//! everybody gets, and the page, the paper and the workbook of a report. All are held against one description.

use crate::example::Look;
use crate::figures::words;
use anyhow::{Context, Result, ensure};
use calamine::{Data, DataType, Reader, Xlsx};
use domain::figure::{Described, Figure, Measure, PublicFigures, Share, Unit, Value};
use harness::{Citizen, Staff};
use std::collections::BTreeMap;
use std::io::Cursor;

/// What everybody gets as JSON.
pub(super) async fn json(citizen: &Citizen, promise: &str, year: i32) -> Result<PublicFigures> {
    let body = citizen.reads(&format!("/api/v1/promises/{promise}/public?year={year}")).await?;
    serde_json::from_str(&body).with_context(|| body)
}

/// Holds both tables against the JSON.
pub(super) async fn tables(citizen: &Citizen, promise: &str, year: i32, of: &PublicFigures) -> Result<()> {
    let should: Vec<Columns> =
        of.commitments.iter().flat_map(|d| d.figures.iter().flat_map(|f| rows(of, d, f))).collect();
    for (query, mark, delimiter) in [("", "", b','), ("&format=excel", "\u{feff}", b';')] {
        let table = citizen.reads(&format!("/api/v1/promises/{promise}/public.csv?year={year}{query}")).await?;
        let table = table.strip_prefix(mark).with_context(|| format!("no mark before {table}"))?;
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(table.as_bytes());
        let is: Vec<Columns> = reader.deserialize().collect::<Result<_, _>>()?;
        ensure!(is.len() == should.len(), "{} rows, not {}: {table}", is.len(), should.len());
        for (is, should) in is.iter().zip(&should) {
            for (column, value) in should {
                // Decimals are written as the program that opens the table reads them.
                let value = if delimiter == b';' && column == "share_percent" {
                    value.replace('.', ",")
                } else {
                    value.clone()
                };
                ensure!(is.get(column) == Some(&value), "{column} is {:?}, not {value}: {is:?}", is.get(column));
            }
        }
    }
    Ok(())
}

type Columns = BTreeMap<String, String>;

fn text(n: Option<i64>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}

/// The rows that a table has of a figure.
fn rows(of: &PublicFigures, described: &Described, figure: &Figure) -> Vec<Columns> {
    let row = |kind: &str, value: Value, area: &str, place: &str| -> Columns {
        [
            ("promise", of.promise.to_string()),
            ("version", of.version.to_string()),
            ("commitment", described.commitment.to_string()),
            ("number", described.number.to_string()),
            ("words", described.text.clone()),
            ("target", figure.target.to_string()),
            ("label", figure.label.clone()),
            ("row", kind.to_owned()),
            ("scope", figure.scope.as_str().to_owned()),
            ("area", area.to_owned()),
            ("place", place.to_owned()),
            ("count", text(value.exact())),
            ("low", value.low().to_string()),
            ("high", value.high().to_string()),
            ("shown", shown(value)),
            ("from", figure.period.from.to_string()),
            ("to", figure.period.to.to_string()),
            ("through", of.through.to_string()),
        ]
        .into_iter()
        .map(|(column, value)| (column.to_owned(), value))
        .collect()
    };
    let area = figure.area().map(ToString::to_string).unwrap_or_default();
    let mut total = row("total", figure.done(), &area, figure.place_name().unwrap_or_default());
    total.extend(measured(figure).into_iter().map(|(column, value)| (column.to_owned(), value)));
    let part = |part: &domain::figure::Part| {
        let mut columns = row("part", Value::Exact(part.done), part.area.as_str(), &part.name);
        columns.insert("goal".to_owned(), String::new());
        columns
    };
    std::iter::once(total).chain(figure.parts.iter().map(part)).collect()
}

/// What a row says beside its number.
fn measured(figure: &Figure) -> Vec<(&'static str, String)> {
    let mut columns = match &figure.measure {
        Measure::Paced { goal, expected, .. } => vec![("goal", goal.to_string()), ("expected", expected.to_string())],
        Measure::Cadence { kept, due, missed, remaining, .. } => vec![
            ("goal", (due + remaining).to_string()),
            ("kept", kept.to_string()),
            ("due", due.to_string()),
            ("missed", missed.to_string()),
            ("remaining", remaining.to_string()),
        ],
        Measure::Areas { areas, .. } => vec![("goal", areas.to_string())],
        Measure::Requests { asked, .. } => vec![("asked", asked.to_string())],
        Measure::Recorded { finished, .. } => vec![("finished", text(*finished))],
        Measure::Stage { .. } | Measure::Texts { .. } => Vec::new(),
    };
    if let Some(Share { numerator, percent, min_percent, .. }) = &figure.share {
        columns.extend([
            ("share_count", text(numerator.exact())),
            ("share_low", numerator.low().to_string()),
            ("share_high", numerator.high().to_string()),
            ("share_percent", percent.map(|percent| percent.text('.')).unwrap_or_default()),
            ("share_min_percent", min_percent.to_string()),
        ]);
    }
    columns
}

/// A number as every place writes it.
fn shown(value: Value) -> String {
    match value {
        Value::Exact(n) => n.to_string(),
        Value::Hidden { low: 0, .. } => "färre än 5".to_owned(),
        Value::Hidden { low, .. } => format!("minst {low}"),
    }
}

/// A figure as every place that is read by people begins it; `None` where there are words alone.
fn reads(of: &Figure) -> Option<String> {
    let done = shown(of.done());
    Some(match &of.measure {
        Measure::Paced { goal, .. } => format!("{done} av {goal}"),
        Measure::Cadence { kept, due: 0, .. } => format!("{kept} hittills"),
        Measure::Cadence { kept, due, .. } => format!("{kept} av {due} "),
        Measure::Areas { areas, .. } => format!("{done} av {areas} områden"),
        Measure::Requests { asked, .. } => format!("{done} av {asked} efterfrågad"),
        Measure::Stage { .. } | Measure::Recorded { .. } if of.unit == Unit::Number => done,
        Measure::Stage { .. } | Measure::Recorded { .. } => format!("{done} registrerad"),
        Measure::Texts { .. } => return None,
    })
}

/// Holds what people read against the description: a page, or a paper's text.
pub(super) fn text_tells(text: &str, described: &[Described], what: &str) -> Result<()> {
    for figure in described.iter().flat_map(|d| &d.figures) {
        let Some(should) = reads(figure) else { continue };
        ensure!(text.contains(should.trim()), "{what}, {}: no \"{should}\" in {text}", figure.target);
    }
    Ok(())
}

/// A page's words.
pub(super) fn page(html: &str) -> String {
    words(html)
}

/// Begins the report of a year and holds its page, its paper and its workbook against the description for staff.
pub(super) async fn report(staff: &Staff, promise: &str, look: &Look, described: &[Described]) -> Result<String> {
    let year = look.day.year();
    let period = format!("{promise}/year/{year}-01-01/{year}-12-31");
    let begun = staff.submits("/reports", &[("period", &period)]).await?;
    let to = begun.headers().get("location").context("a report")?.to_str()?.to_owned();
    text_tells(&page(&staff.sees(&to).await?), described, "the report's page")?;
    let paper = staff.asks(&format!("{to}/report.pdf")).await?.error_for_status()?.bytes().await?;
    text_tells(&paper_text(&paper)?, described, "the report's paper")?;
    let book = staff.asks(&format!("{to}/report.xlsx")).await?.error_for_status()?.bytes().await?;
    workbook(&book, described)?;
    Ok(to)
}

/// What a PDF says, spaces of every kind as one.
pub(super) fn paper_text(bytes: &[u8]) -> Result<String> {
    let document = lopdf::Document::load_mem(bytes)?;
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    Ok(document.extract_text(&pages)?.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Holds the numbers of a workbook's rows against the description.
fn workbook(bytes: &[u8], described: &[Described]) -> Result<()> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec()))?;
    let mut rows: Vec<BTreeMap<String, Data>> = Vec::new();
    for (_, sheet) in book.worksheets().into_iter().take(3) {
        let mut lines = sheet.rows();
        let heads: Vec<String> = lines.next().context("headings")?.iter().map(ToString::to_string).collect();
        rows.extend(lines.map(|line| heads.iter().cloned().zip(line.iter().cloned()).collect()));
    }
    for (described, figure) in described.iter().flat_map(|d| d.figures.iter().map(move |f| (d, f))) {
        let cell =
            |row: &BTreeMap<String, Data>, head: &str| row.get(head).map(ToString::to_string).unwrap_or_default();
        let place = figure.place_name().unwrap_or_default();
        let is_its = |row: &&BTreeMap<String, Data>| {
            (cell(row, "Löftets ord"), cell(row, "Vad"), cell(row, "Var"))
                == (described.text.clone(), figure.label.clone(), place.to_owned())
        };
        let row = rows.iter().find(is_its).with_context(|| format!("no row of {}", figure.target))?;
        let number = |head: &str| row.get(head).and_then(DataType::as_i64);
        let done = figure.done();
        let mut should = vec![("Gjort", done.exact()), ("Lägst", Some(done.low())), ("Högst", Some(done.high()))];
        match &figure.measure {
            Measure::Paced { goal, expected, .. } => {
                should.extend([("Mål", Some(*goal)), ("Förväntat", Some(*expected))])
            }
            Measure::Cadence { kept, due, missed, remaining, .. } => should.extend([
                ("Hållna", Some(*kept)),
                ("Att hålla hittills", Some(*due)),
                ("Missade", Some(*missed)),
                ("Återstår", Some(*remaining)),
            ]),
            Measure::Texts { .. } => continue,
            Measure::Stage { .. } | Measure::Areas { .. } | Measure::Requests { .. } | Measure::Recorded { .. } => {}
        }
        for (head, should) in should {
            ensure!(number(head) == should, "{} {head}: {:?}, not {should:?}", figure.target, number(head));
        }
    }
    Ok(())
}
