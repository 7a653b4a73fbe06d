//! A report on paper: promised and done for each party, what has been corrected, whether the figures can be trusted.

use super::composition::Shown;
use super::view::lead;
use crate::print::{Align, Block, Cell, Column, Count, Drawing, Graphic, Mark, Paper, Row, Run, Table};
use domain::report::{Audience, Correction, Level, Listed, Owner, Reported, Row as Figures, ShareRow, as_known};
use texts::language::Language::Swedish;
use texts::{public, report as said, staff};

/// Best first.
const LEVELS: [Level; 5] = [Level::Met, Level::OnPace, Level::Near, Level::Behind, Level::Running];

/// Makes the paper.
#[must_use]
pub fn paper(of: &Shown) -> Paper {
    let report = &of.report;
    let count = |level| Count {
        mark: mark(level),
        number: report.count(level, of.audience),
        word: said::level(level).to_owned(),
    };
    let mut blocks =
        vec![Block::Legend { expected: said::EXPECTED_MARK.to_owned(), missing: said::MISSING_MARK.to_owned() }];
    if of.is_draft() {
        blocks.insert(0, Block::Note(said::DRAFT_MARK.to_owned()));
    }
    if of.demo {
        blocks.insert(0, Block::Note(texts::common::demo(Swedish).to_owned()));
    }
    for owner in [Owner::Police, Owner::Municipality, Owner::Together] {
        if report.of(owner).next().is_some() {
            blocks.push(heading(2, said::party(owner)));
            blocks.extend(report.of(owner).flat_map(|c| commitment(of, c)));
        }
    }
    blocks.extend(beside(of));
    blocks.extend(corrected(of));
    blocks.extend(about(of));
    Paper {
        title: report.name.clone(),
        over: report.title.clone(),
        lead: lead(report, of.audience),
        counts: LEVELS.map(count).into(),
        language: "sv".to_owned(),
        foot: if of.demo { texts::common::demo(Swedish).to_owned() } else { said::stamp(&report.period, report.as_of) },
        page_of: said::page_of,
        made_at: report.as_of,
        blocks,
    }
}

fn mark(level: Level) -> Mark {
    match level {
        Level::Met => Mark::Disc,
        Level::OnPace => Mark::Ring,
        Level::Near => Mark::Diamond,
        Level::Behind => Mark::Triangle,
        Level::Running => Mark::Lines,
    }
}

fn heading(level: u16, text: &str) -> Block {
    Block::Heading { level, text: text.to_owned(), status: None }
}

fn plain(text: impl Into<String>) -> Cell {
    Cell { text: vec![Run::plain(text)], ..Cell::default() }
}

fn commitment(of: &Shown, reported: &Reported) -> Vec<Block> {
    let standing = reported.standing(of.audience);
    let status = Some((mark(standing.level), said::level(standing.level).to_owned()));
    let mut blocks = vec![
        Block::Heading { level: 3, text: said::commitment(reported.number), status },
        Block::Quote(reported.text.clone()),
    ];
    if standing.rows.iter().any(|row| row.counted) {
        blocks.push(Block::Table(table(&standing.rows)));
    } else {
        blocks.push(Block::Note(texts::common::followed_in_text(Swedish).to_owned()));
    }
    blocks.extend(reported.reading.iter().chain(&standing.notes).cloned().map(Block::Note));
    let lines = reported.narrative.lines().filter(|line| !line.trim().is_empty());
    blocks.extend(lines.map(|line| Block::Paragraph(vec![Run::plain(line)])));
    blocks.extend(reported.listed.iter().map(|listed| Block::Table(list(listed))));
    blocks
}

/// What was done one by one.
fn list(of: &Listed) -> Table {
    let column = |title: &String| Column { title: title.clone(), weight: 20.0, align: Align::Start };
    let row = |cells: &Vec<String>| Row { cells: cells.iter().map(plain).collect(), with_previous: false };
    Table {
        caption: of.caption.clone(),
        columns: of.columns.iter().map(column).collect(),
        rows: of.rows.iter().map(row).collect(),
    }
}

fn table(figures: &[Figures]) -> Table {
    let mut labels: Vec<&str> = Vec::new();
    figures.iter().for_each(|row| {
        if !labels.contains(&row.label.as_str()) {
            labels.push(&row.label);
        }
    });
    let named = labels.len() > 1;
    let weeks = figures.iter().any(|row| row.weeks.iter().any(|n| *n != 0));
    let column = |title: &str, weight, align| Column { title: title.to_owned(), weight, align };
    let [place, state, done, pace, in_period] = said::ROW_COLUMNS;
    let mut columns = vec![
        column(place, 30.0, Align::Start),
        column(state, 22.0, Align::Start),
        column(done, 18.0, Align::Start),
        column(pace, 27.0, Align::Start),
        column(in_period, 14.0, Align::End),
    ];
    if weeks {
        columns.push(column(said::WEEKS, 18.0, Align::Start));
    }
    let rows = figures.iter().flat_map(|row| {
        std::iter::once(figure(row, named, weeks)).chain(row.share.as_ref().map(|share| part(share, weeks)))
    });
    Table { caption: Swedish.list(&labels), rows: rows.collect(), columns }
}

fn figure(of: &Figures, named: bool, weeks: bool) -> Row {
    let name = match &of.place {
        Some(place) if !named => place.clone(),
        place => said::what(&of.label, place.as_deref()),
    };
    let shown = said::figure(of.value());
    let gauge = of.paced.as_ref().map(|paced| Graphic {
        alt: said::gauge(&shown, paced.goal, paced.expected),
        drawing: Drawing::Gauge { done: of.done, goal: paced.goal, expected: paced.expected },
    });
    let expected = of.paced.as_ref().map(|paced| said::expected(paced.expected));
    let parts = of.parts.iter().map(|(area, n)| (area.as_str(), *n));
    let parts = (!of.parts.is_empty()).then(|| staff::parts(parts));
    let notes: Vec<String> = expected.into_iter().chain(parts).chain(of.said.iter().cloned()).collect();
    let done = if of.counted { vec![Run::strong(shown), Run::plain(of.rest.clone())] } else { Vec::new() };
    let mut cells = vec![
        plain(name),
        Cell { mark: Some(mark(of.level)), ..plain(said::level(of.level)) },
        Cell { text: done, ..Cell::default() },
        Cell { graphic: gauge, note: (!notes.is_empty()).then(|| said::sentences(&notes)), ..Cell::default() },
        plain(of.in_period.map(|n| n.to_string()).unwrap_or_default()),
    ];
    if weeks {
        let drawn = of.weeks.iter().any(|n| *n != 0).then(|| Graphic {
            alt: said::weeks(&of.weeks),
            drawing: Drawing::Bars {
                counts: of.weeks.clone(),
                pace: of.paced.as_ref().map(|p| p.goal as f32 * 7.0 / p.days.max(1) as f32),
            },
        });
        cells.push(Cell { graphic: drawn, ..Cell::default() });
    }
    Row { cells, with_previous: false }
}

fn part(of: &ShareRow, weeks: bool) -> Row {
    let level =
        of.level.map_or_else(Cell::default, |level| Cell { mark: Some(mark(level)), ..plain(said::level(level)) });
    let notes: Vec<String> =
        std::iter::once(public::promised_percent(Swedish, of.min_percent)).chain(of.note.iter().cloned()).collect();
    let mut cells = vec![
        plain(of.label.clone()),
        level,
        Cell { text: vec![Run::strong(of.text.clone())], ..Cell::default() },
        Cell { note: Some(said::sentences(&notes)), ..Cell::default() },
        Cell::default(),
    ];
    if weeks {
        cells.push(Cell::default());
    }
    Row { cells, with_previous: true }
}

fn beside(of: &Shown) -> Vec<Block> {
    let all = of.report.commitments.iter().flat_map(|c| &c.standing(of.audience).rows);
    let row = |row: &Figures| Row {
        cells: vec![
            plain(said::what(&row.label, row.place.as_deref())),
            plain(said::length(row.minutes)),
            plain(row.too_short.to_string()),
        ],
        with_previous: false,
    };
    let rows: Vec<Row> = all.filter(|row| row.minutes > 0 || row.too_short > 0).map(row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let [what, time, short] = said::BESIDE_COLUMNS;
    let column = |title: &str, weight, align| Column { title: title.to_owned(), weight, align };
    let columns =
        vec![column(what, 60.0, Align::Start), column(time, 25.0, Align::End), column(short, 25.0, Align::End)];
    vec![heading(2, said::BESIDE), Block::Table(Table { caption: said::days(&of.report.period), columns, rows })]
}

fn corrected(of: &Shown) -> Vec<Block> {
    let told = |text: &str| Block::Paragraph(vec![Run::plain(text)]);
    let mut blocks = vec![heading(2, said::CORRECTIONS)];
    match &of.corrections {
        None => return Vec::new(),
        Some(None) => blocks.push(told(said::NOT_COMPARABLE)),
        Some(Some(listed)) if listed.is_empty() => blocks.push(told(said::NO_CORRECTIONS)),
        Some(Some(listed)) => {
            blocks.push(told(said::CORRECTIONS_HOW));
            blocks.push(Block::Table(corrections(listed)));
        }
    }
    blocks
}

fn corrections(listed: &[Correction]) -> Table {
    let [number, what, was, is] = said::CORRECTION_COLUMNS;
    let column = |title: &str, weight, align| Column { title: title.to_owned(), weight, align };
    let rows = listed.iter().flat_map(|c| {
        said::changes(c).into_iter().map(|(what, change)| Row {
            cells: vec![
                plain(said::commitment(c.number)),
                plain(what),
                plain(said::figure(as_known(change.was, c.floored))),
                Cell { text: vec![Run::strong(said::figure(as_known(change.is, c.floored)))], ..Cell::default() },
            ],
            with_previous: false,
        })
    });
    Table {
        caption: said::CORRECTIONS.to_owned(),
        rows: rows.collect(),
        columns: vec![
            column(number, 20.0, Align::Start),
            column(what, 60.0, Align::Start),
            column(was, 18.0, Align::End),
            column(is, 18.0, Align::End),
        ],
    }
}

fn about(of: &Shown) -> Vec<Block> {
    let told = |text: String| Block::Paragraph(vec![Run::plain(text)]);
    let mut blocks = vec![heading(2, said::ABOUT)];
    blocks.push(told(said::stamp(&of.report.period, of.report.as_of)));
    blocks.push(told(of.trust().join(" ")));
    blocks.push(told(of.steps.join(". ")));
    let small = of.audience == Audience::Public && of.report.commitments.iter().any(|c| c.sensitive);
    blocks.push(heading(2, public::HOW.said(Swedish)));
    for (term, text) in public::definitions(Swedish, of.report.near, small) {
        blocks.push(Block::Paragraph(vec![Run::strong(format!("{term}. ")), Run::plain(text)]));
    }
    blocks
}
