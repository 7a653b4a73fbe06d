//! Tables: rows that are never parted from their heading, and column headings that return on every page.

use super::flow::{BOTTOM, Flow, LEFT, PAGE_WIDTH, ROOM, TOP, ascent, placed};
use super::ink::{EDGE, INK, INK_2, Ink, LINE, Of, Pen, rule};
use super::lettering::{Face, Lettering, Style, TextLine};
use super::marks::{self, At, Ground};
use super::set::{SMALL, style};
use super::tags::TagAt;
use super::{Align, Cell, Graphic, Mark, Run, Table, bar};
use krilla::geom::Rect;
use krilla::tagging::{ArtifactType, BBox, TableHeaderScope, Tag};

const CAPTION: Style = style(Face::Strong, 9.5, 13.0, INK);
const HEAD: Style = style(Face::Plain, 8.5, 11.0, INK_2);
const CELL: Style = Style { tabular: true, ..style(Face::Plain, 10.0, 13.0, INK) };
/// Over and under what a row says.
const AIR: f32 = 4.5;
/// Between columns.
const GUTTER: f32 = 12.0;
/// A cell with more lines goes on in a row of its own, so that every row fits a page.
const MOST_LINES: usize = 40;

/// A table, measured.
pub(super) struct SetTable<'a> {
    caption: Vec<TextLine>,
    places: Vec<ColumnPosition>,
    head: Vec<Vec<TextLine>>,
    rows: Vec<SetRow<'a>>,
}

/// Where a column stands.
#[derive(Clone, Copy)]
struct ColumnPosition {
    x: f32,
    width: f32,
    align: Align,
}

struct SetRow<'a> {
    cells: Vec<SetCell<'a>>,
    with_previous: bool,
    /// More of the row before, under the same headings.
    continues: bool,
}

#[derive(Default)]
struct SetCell<'a> {
    mark: Option<Mark>,
    lines: Vec<TextLine>,
    graphic: Option<&'a Graphic>,
    note: Vec<TextLine>,
}

impl SetCell<'_> {
    fn height(&self) -> f32 {
        self.lines.len() as f32 * CELL.leading
            + self.graphic.map_or(0.0, |_| bar::HEIGHT)
            + self.note.len() as f32 * SMALL.leading
    }
}

impl SetRow<'_> {
    fn height(&self) -> f32 {
        self.cells.iter().map(SetCell::height).fold(0.0, f32::max) + 2.0 * AIR
    }
}

impl<'a> SetTable<'a> {
    pub(super) fn of(table: &'a Table, lettering: &Lettering) -> Self {
        let whole: f32 = table.columns.iter().map(|c| c.weight).sum();
        let mut x = LEFT;
        let places: Vec<ColumnPosition> = table
            .columns
            .iter()
            .map(|column| {
                let width = ROOM * column.weight / whole.max(f32::MIN_POSITIVE);
                let place = ColumnPosition { x, width: width - GUTTER, align: column.align };
                x += width;
                place
            })
            .collect();
        let head = table.columns.iter().zip(&places);
        let rows = table.rows.iter().flat_map(|row| set_row(row, &places, lettering)).collect();
        Self {
            caption: lettering.lines(&[Run::plain(&table.caption)], CAPTION, ROOM),
            head: head.map(|(c, p)| lettering.lines(&[Run::plain(&c.title)], HEAD, p.width)).collect(),
            places,
            rows,
        }
    }

    fn head_height(&self) -> f32 {
        self.head.iter().map(Vec::len).max().unwrap_or(0) as f32 * HEAD.leading + 5.0
    }

    fn caption_height(&self) -> f32 {
        8.0 + self.caption.len() as f32 * CAPTION.leading + 3.0
    }

    /// The height of a row with all that is never parted from it.
    fn kept(&self, first: usize) -> f32 {
        let following = self.rows.iter().skip(first + 1).take_while(|row| row.with_previous);
        self.rows.get(first).map_or(0.0, SetRow::height) + following.map(SetRow::height).sum::<f32>()
    }

    /// Caption, headings and the first row: what must stand together.
    pub(super) fn start(&self) -> f32 {
        self.caption_height() + self.head_height() + self.kept(0)
    }

    pub(super) fn place(self, flow: &mut Flow<'_>) {
        flow.need(self.start());
        let table = flow.tags.open(None, Tag::Table);
        self.place_caption(flow, table);
        let head = flow.tags.open(Some(table), Tag::THead);
        let row = flow.tags.open(Some(head), Tag::TR);
        let headings: Vec<TagAt> =
            self.head.iter().map(|_| flow.tags.open(Some(row), Tag::TH(TableHeaderScope::Column))).collect();
        self.place_head(flow, Some(&headings));
        let body = flow.tags.open(Some(table), Tag::TBody);
        let mut tags: Vec<TagAt> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let needed = if row.with_previous { row.height() } else { self.kept(at).min(BOTTOM - TOP - 60.0) };
            if flow.left() < needed {
                flow.turn();
                self.place_head(flow, None);
            }
            if !row.continues {
                tags = open_row(flow, body, row.cells.len());
            }
            self.place_row(flow, row, &tags);
        }
        flow.lay(Of::Artifact(ArtifactType::Layout), rule(LEFT, flow.y, ROOM, Pen::of(LINE, 0.7)));
        flow.y += 6.0;
    }

    fn place_caption(&self, flow: &mut Flow<'_>, table: TagAt) {
        flow.y += 8.0;
        let tag = flow.tags.open(Some(table), Tag::Caption);
        for line in &self.caption {
            flow.say(tag, placed(line, CAPTION, LEFT, flow.y + ascent(CAPTION)));
            flow.y += CAPTION.leading;
        }
        flow.y += 3.0;
    }

    /// The column headings; on later pages they are there for the eye alone.
    fn place_head(&self, flow: &mut Flow<'_>, tags: Option<&[TagAt]>) {
        let height = self.head_height();
        for (at, (lines, place)) in self.head.iter().zip(&self.places).enumerate() {
            // Headings stand on the rule.
            let top = flow.y + height - 5.0 - lines.len() as f32 * HEAD.leading;
            let ink = stacked(lines, HEAD, *place, top);
            match tags.and_then(|tags| tags.get(at)) {
                Some(tag) => flow.say(*tag, ink),
                None => flow.lay(Of::Artifact(ArtifactType::PaginationOther), ink),
            }
        }
        flow.y += height;
        flow.lay(Of::Artifact(ArtifactType::Layout), rule(LEFT, flow.y, ROOM, Pen::of(EDGE, 0.9)));
    }

    fn place_row(&self, flow: &mut Flow<'_>, row: &SetRow<'_>, tags: &[TagAt]) {
        let height = row.height();
        if !row.with_previous {
            flow.lay(Of::Artifact(ArtifactType::Layout), rule(LEFT, flow.y, ROOM, Pen::of(LINE, 0.7)));
        }
        for ((cell, place), tag) in row.cells.iter().zip(&self.places).zip(tags) {
            place_cell(flow, cell, *place, *tag);
        }
        flow.y += height;
    }
}

fn set_row<'a>(row: &'a super::Row, places: &[ColumnPosition], lettering: &Lettering) -> Vec<SetRow<'a>> {
    let cells = row.cells.iter().zip(places).map(|(cell, place)| set_cell(cell, *place, lettering));
    let mut first = SetRow { cells: cells.collect(), with_previous: row.with_previous, continues: false };
    let mut more = Vec::new();
    while first.cells.iter().any(|cell| cell.lines.len() > MOST_LINES) {
        let rest = |cell: &mut SetCell<'a>| {
            let lines = cell.lines.split_off(cell.lines.len().min(MOST_LINES));
            SetCell { lines, note: std::mem::take(&mut cell.note), ..SetCell::default() }
        };
        let cells = first.cells.iter_mut().map(rest).collect();
        let next = SetRow { cells, with_previous: true, continues: true };
        more.push(std::mem::replace(&mut first, next));
    }
    more.push(first);
    more
}

fn set_cell<'a>(cell: &'a Cell, place: ColumnPosition, lettering: &Lettering) -> SetCell<'a> {
    let room = place.width - cell.mark.map_or(0.0, |_| mark_room());
    let note = cell.note.as_ref().map(|note| lettering.lines(&[Run::plain(note)], SMALL, place.width));
    SetCell {
        mark: cell.mark,
        lines: lettering.lines(&cell.text, CELL, room),
        graphic: cell.graphic.as_ref(),
        note: note.unwrap_or_default(),
    }
}

fn mark_room() -> f32 {
    CELL.size + 6.0
}

fn open_row(flow: &mut Flow<'_>, body: TagAt, cells: usize) -> Vec<TagAt> {
    let row = flow.tags.open(Some(body), Tag::TR);
    let heading = flow.tags.open(Some(row), Tag::TH(TableHeaderScope::Row));
    let rest = (1..cells).map(|_| flow.tags.open(Some(row), Tag::TD));
    std::iter::once(heading).chain(rest.collect::<Vec<_>>()).collect()
}

fn place_cell(flow: &mut Flow<'_>, cell: &SetCell<'_>, place: ColumnPosition, tag: TagAt) {
    let mut y = flow.y + AIR;
    let mut inner = place;
    if let Some(mark) = cell.mark {
        let side = CELL.size + 2.0;
        let at = At { x: place.x, y: y + (CELL.leading - side) / 2.0, side };
        flow.lay(Of::Artifact(ArtifactType::Layout), marks::draw(mark, at, Ground::Paper));
        inner = ColumnPosition { x: place.x + mark_room(), width: place.width - mark_room(), ..place };
    }
    let tone = cell.mark.map_or(CELL.tone, |mark| marks::tone(mark, Ground::Paper));
    flow.say(tag, stacked(&cell.lines, Style { tone, ..CELL }, inner, y));
    y += cell.lines.len() as f32 * CELL.leading;
    if let Some(graphic) = cell.graphic {
        let bounds = Rect::from_xywh(place.x, y, place.width.min(PAGE_WIDTH), bar::HEIGHT);
        let bounds = bounds.map(|rect| BBox::new(flow.page(), rect));
        let figure = flow.tags.open(Some(tag), Tag::Figure(Some(graphic.alt.clone())).with_bbox(bounds));
        flow.say(figure, bar::draw(&graphic.drawing, place.x, y - 2.5, place.width));
        y += bar::HEIGHT;
    }
    flow.say(tag, stacked(&cell.note, SMALL, place, y));
}

/// Lines under each other within a column.
fn stacked(lines: &[TextLine], style: Style, place: ColumnPosition, top: f32) -> Vec<Ink> {
    let mut y = top + ascent(style);
    let mut ink = Vec::new();
    for line in lines {
        let x = match place.align {
            Align::Start => place.x,
            Align::End => place.x + place.width - line.width,
        };
        ink.extend(placed(line, style, x, y));
        y += style.leading;
    }
    ink
}
