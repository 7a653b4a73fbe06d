//! Blocks set in lines: how tall each is, where it may be parted, and where it comes to stand.

use super::flow::{Flow, Headed, LEFT, ROOM, ascent, placed};
use super::ink::{INK, INK_2, Ink, LINE, Of, Pen, Tone, rule};
use super::lettering::{Face, Lettering, Style, TextLine, Words};
use super::marks::{self, At, Ground};
use super::table::SetTable;
use super::{Block, Mark, Run, bar};
use krilla::tagging::{ArtifactType, Tag, TagKind};
use std::num::NonZeroU16;

/// Running text isn't set wider than is good to read.
const MEASURE: f32 = 420.0;

pub(super) const fn style(face: Face, size: f32, leading: f32, tone: Tone) -> Style {
    Style { face, size, leading, tone, tabular: false }
}

pub(super) const BODY: Style = style(Face::Plain, 10.5, 14.5, INK);
pub(super) const SMALL: Style = style(Face::Plain, 9.0, 12.0, INK_2);
const SIGNED: Style = style(Face::Signed, 10.5, 15.5, INK);

/// A block, measured.
pub(super) enum Set<'a> {
    Lines(Lines),
    Table(SetTable<'a>),
}

pub(super) struct Lines {
    kind: Kind,
    lines: Vec<TextLine>,
    style: Style,
    before: f32,
    after: f32,
    /// A rule over it.
    over: Option<Pen>,
    /// Drawn on its last line, in order of reading.
    signs: Vec<Sign>,
}

enum Kind {
    Heading { level: u16, text: String },
    Paragraph,
    Quote,
}

enum Sign {
    /// A status at the end of a heading.
    Status {
        mark: Mark,
        word: TextLine,
        x: f32,
    },
    Bug {
        x: f32,
    },
    Hatch {
        x: f32,
    },
}

impl Set<'_> {
    /// The least that must stand together of it, what it keeps with it not counted.
    pub(super) fn start(&self) -> f32 {
        match self {
            Set::Lines(lines) => lines.before + lines.style.leading * lines.together() as f32,
            Set::Table(table) => table.start(),
        }
    }

    /// Whether it never stands last on a page.
    pub(super) fn keeps_next(&self) -> bool {
        matches!(self, Set::Lines(Lines { kind: Kind::Heading { .. } | Kind::Quote, .. }))
    }

    /// Puts it on the pages; `next` is what must stand on the same page after it.
    pub(super) fn place(self, flow: &mut Flow<'_>, next: f32) {
        match self {
            Set::Lines(lines) => lines.place(flow, next),
            Set::Table(table) => table.place(flow),
        }
    }
}

/// Measures a block.
pub(super) fn set<'a>(block: &'a Block, lettering: &Lettering) -> Set<'a> {
    let lines = |kind, text: &[Run], style, before, after| Lines {
        kind,
        lines: lettering.lines(text, style, MEASURE),
        style,
        before,
        after,
        over: None,
        signs: Vec::new(),
    };
    Set::Lines(match block {
        Block::Heading { level, text, status } => heading(*level, text, status.as_ref(), lettering),
        Block::Paragraph(text) => lines(Kind::Paragraph, text, BODY, 4.0, 6.0),
        Block::Quote(text) => lines(Kind::Quote, &[Run::plain(text)], SIGNED, 2.0, 8.0),
        Block::Note(text) => lines(Kind::Paragraph, &[Run::plain(text)], SMALL, 3.0, 4.0),
        Block::Legend { expected, missing } => legend(expected, missing, lettering),
        Block::Table(table) => return Set::Table(SetTable::of(table, lettering)),
    })
}

fn heading(level: u16, text: &str, status: Option<&(Mark, String)>, lettering: &Lettering) -> Lines {
    let (style, before, after, over) = match level {
        2 => (style(Face::Strong, 17.0, 21.0, INK), 26.0, 6.0, Some(Pen::of(INK, 1.4))),
        _ => (style(Face::Strong, 11.5, 15.0, INK), 16.0, 2.0, Some(Pen::of(LINE, 0.7))),
    };
    let status = status.map(|(mark, word)| {
        let word = lettering.one_line(word, Style { tone: marks::tone(*mark, Ground::Paper), ..style });
        Sign::Status { mark: *mark, x: LEFT + ROOM - word.width, word }
    });
    Lines {
        kind: Kind::Heading { level, text: text.to_owned() },
        // The space parts it from the status for those who listen.
        lines: lettering.lines(&[Run::plain(format!("{text} "))], style, ROOM - 100.0),
        style,
        before,
        after,
        over,
        signs: status.into_iter().collect(),
    }
}

/// Each sign stands before its word.
fn legend(expected: &str, missing: &str, lettering: &Lettering) -> Lines {
    let (first, second) = (lettering.one_line(&format!("{expected} "), SMALL), lettering.one_line(missing, SMALL));
    let hatch = 14.0 + first.width + 16.0;
    let moved = |line: TextLine, by: f32| line.words.into_iter().map(move |words| Words { x: words.x + by, ..words });
    let words = moved(first, 14.0).chain(moved(second, hatch + 26.0)).collect();
    let signs = vec![Sign::Bug { x: LEFT + 5.0 }, Sign::Hatch { x: LEFT + hatch }];
    let lines = vec![TextLine { words, width: ROOM }];
    Lines { kind: Kind::Paragraph, lines, style: SMALL, before: 4.0, after: 4.0, over: None, signs }
}

impl Lines {
    /// How many of its lines must stand together at its beginning.
    fn together(&self) -> usize {
        match self.kind {
            Kind::Heading { .. } | Kind::Quote => self.lines.len(),
            Kind::Paragraph => self.lines.len().min(3),
        }
    }

    fn tag(&self, flow: &mut Flow<'_>) -> super::tags::TagAt {
        match &self.kind {
            Kind::Heading { text, .. } if text.trim().is_empty() => flow.tags.open(None, Tag::P),
            Kind::Heading { level, text } => {
                let page = flow.page();
                flow.headings.push(Headed { level: *level, text: text.clone(), page, y: flow.y });
                let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
                flow.tags.open(None, Tag::Hn(level, Some(text.clone())))
            }
            Kind::Paragraph => flow.tags.open(None, Tag::P),
            Kind::Quote => {
                let quote = flow.tags.open(None, TagKind::from(Tag::BlockQuote));
                flow.tags.open(Some(quote), Tag::P)
            }
        }
    }

    fn place(self, flow: &mut Flow<'_>, next: f32) {
        let first = self.before + self.style.leading * self.together() as f32;
        let needed = if next > 0.0 { first + self.after + next } else { first };
        flow.need(needed);
        let fresh = flow.y <= super::flow::TOP;
        if let Some(pen) = self.over {
            let y = flow.y + if fresh { 0.0 } else { self.before - 7.0 };
            flow.lay(Of::Artifact(ArtifactType::Layout), rule(LEFT, y, ROOM, pen));
        }
        flow.y += if fresh { self.over.map_or(0.0, |_| 7.0) } else { self.before };
        let tag = self.tag(flow);
        let count = self.lines.len();
        for (at, line) in self.lines.iter().enumerate() {
            // The last two lines of a paragraph go together to the next page.
            let need = if at + 2 == count && count > 3 { 2.0 } else { 1.0 };
            flow.need(self.style.leading * need);
            let baseline = flow.y + ascent(self.style);
            let mut ink = placed(line, self.style, LEFT, baseline);
            if at + 1 == count {
                ink.extend(self.signs.iter().flat_map(|sign| self.sign(sign, flow.y)));
            }
            flow.say(tag, ink);
            flow.y += self.style.leading;
        }
        flow.y += self.after;
    }

    fn sign(&self, sign: &Sign, top: f32) -> Vec<Ink> {
        match sign {
            Sign::Status { mark, word, x } => {
                let side = self.style.size + 2.0;
                let at = At { x: x - side - 4.0, y: top + (self.style.leading - side) / 2.0, side };
                let style = Style { tone: marks::tone(*mark, Ground::Paper), ..self.style };
                let mut ink = marks::draw(*mark, at, Ground::Paper);
                ink.extend(placed(word, style, *x, top + ascent(self.style)));
                ink
            }
            Sign::Bug { x } => bar::bug(*x, top + 9.5).into_iter().collect(),
            Sign::Hatch { x } => bar::hatch(*x, top + 3.5, 20.0, 5.5),
        }
    }
}
