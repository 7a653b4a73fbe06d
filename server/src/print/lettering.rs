//! Lettering: the faces that papers are set in, and how words become lines.

use super::Run;
use super::ink::Tone;
use anyhow::{Context, Result};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Feature, UnicodeBuffer};

/// The measure of things speaks in sans, and only signed words in serif.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Face {
    Plain,
    Strong,
    Signed,
}

/// How words look. Lengths are points.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Style {
    pub(super) face: Face,
    pub(super) size: f32,
    /// From one baseline to the next.
    pub(super) leading: f32,
    pub(super) tone: Tone,
    /// Figures of one width, so that they stand under each other.
    pub(super) tabular: bool,
}

/// Words of one face on a line, shaped.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) face: Face,
    pub(super) text: String,
    pub(super) glyphs: Vec<KrillaGlyph>,
    /// From the line's beginning.
    pub(super) x: f32,
}

/// A line of words; the space that ended it stays in its text, so that readers and listeners get whole words.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) words: Vec<Words>,
    pub(super) width: f32,
}

struct Cut {
    shaper: rustybuzz::Face<'static>,
    font: Font,
    units: f32,
}

/// The three faces, ready to set with.
pub(super) struct Lettering {
    plain: Cut,
    strong: Cut,
    signed: Cut,
}

impl Cut {
    fn read(file: &'static [u8], name: &'static str) -> Result<Self> {
        let shaper = rustybuzz::Face::from_slice(file, 0).with_context(|| format!("{name} is no font"))?;
        let font = Font::new(file.into(), 0).with_context(|| format!("{name} can't be put into a PDF"))?;
        let units = font.units_per_em();
        Ok(Self { shaper, font, units })
    }

    /// What the face can write: what it has no letter for becomes a question mark, since a paper must say that
    /// something stood there (a missing glyph is not allowed in one).
    fn writable(&self, text: &str) -> String {
        let letter = |c: char| match c {
            c if c.is_whitespace() && c != '\u{a0}' => ' ',
            c if c.is_control() => ' ',
            c if self.shaper.glyph_index(c).is_none() => '?',
            c => c,
        };
        // A figure and its sign are never parted.
        text.chars().map(letter).collect::<String>().replace(" %", "\u{a0}%")
    }

    fn shape(&self, text: &str, tabular: bool) -> Vec<KrillaGlyph> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(rustybuzz::Direction::LeftToRight);
        let features = [Feature::new(Tag::from_bytes(b"tnum"), 1, ..)];
        let shaped = rustybuzz::shape(&self.shaper, if tabular { &features } else { &[] }, buffer);
        let (infos, places) = (shaped.glyph_infos(), shaped.glyph_positions());
        let em = |units: i32| units as f32 / self.units;
        let glyph = |at: usize| {
            let from = infos[at].cluster as usize;
            let to = infos[at..].iter().map(|i| i.cluster as usize).find(|to| *to > from).unwrap_or(text.len());
            let (id, place) = (GlyphId::new(infos[at].glyph_id), places[at]);
            KrillaGlyph::new(id, em(place.x_advance), em(place.x_offset), em(place.y_offset), 0.0, from..to, None)
        };
        (0..infos.len()).map(glyph).collect()
    }
}

fn width(glyphs: &[KrillaGlyph], size: f32) -> f32 {
    glyphs.iter().map(|g| g.x_advance * size).sum()
}

impl Lettering {
    /// # Errors
    /// When a font file of the program can't be read: it was built wrongly.
    pub(super) fn new() -> Result<Self> {
        Ok(Self {
            plain: Cut::read(include_bytes!("../../fonts/sofia-sans-400.ttf"), "sofia-sans-400.ttf")?,
            strong: Cut::read(include_bytes!("../../fonts/sofia-sans-650.ttf"), "sofia-sans-650.ttf")?,
            signed: Cut::read(include_bytes!("../../fonts/noto-serif.ttf"), "noto-serif.ttf")?,
        })
    }

    fn cut(&self, face: Face) -> &Cut {
        match face {
            Face::Plain => &self.plain,
            Face::Strong => &self.strong,
            Face::Signed => &self.signed,
        }
    }

    pub(super) fn font(&self, face: Face) -> Font {
        self.cut(face).font.clone()
    }

    /// Breaks words into lines no wider than `room`. A word wider than that is cut where it fills the line.
    pub(super) fn lines(&self, text: &[Run], style: Style, room: f32) -> Vec<Line> {
        let mut lines = vec![Vec::<(Face, String)>::new()];
        let mut x = 0.0;
        for (face, word) in self.words(text, style, room) {
            let (bare, whole) = (self.measure(face, word.trim_end(), style), self.measure(face, &word, style));
            if x > 0.0 && x + bare > room {
                lines.push(Vec::new());
                x = 0.0;
            }
            x += whole;
            let Some(line) = lines.last_mut() else { continue };
            match line.last_mut() {
                Some((last, text)) if *last == face => text.push_str(&word),
                _ => line.push((face, word)),
            }
        }
        lines.into_iter().filter(|line| !line.is_empty()).map(|line| self.line(line, style)).collect()
    }

    /// One line, however wide.
    pub(super) fn one_line(&self, text: &str, style: Style) -> Line {
        self.line(vec![(style.face, self.cut(style.face).writable(text))], style)
    }

    fn measure(&self, face: Face, text: &str, style: Style) -> f32 {
        width(&self.cut(face).shape(text, style.tabular), style.size)
    }

    fn line(&self, parts: Vec<(Face, String)>, style: Style) -> Line {
        let mut line = Line::default();
        let mut x = 0.0;
        for (face, text) in parts {
            let glyphs = self.cut(face).shape(&text, style.tabular);
            line.width = x + self.measure(face, text.trim_end(), style);
            let wide = width(&glyphs, style.size);
            line.words.push(Words { face, text, glyphs, x });
            x += wide;
        }
        line
    }

    /// The words with the space after each, those too wide for a line in pieces.
    fn words(&self, text: &[Run], style: Style, room: f32) -> Vec<(Face, String)> {
        let mut words = Vec::new();
        for run in text {
            let face = if run.strong { Face::Strong } else { style.face };
            let writable = self.cut(face).writable(&run.text);
            for word in writable.split_inclusive(' ') {
                if self.measure(face, word.trim_end(), style) <= room {
                    words.push((face, word.to_owned()));
                } else {
                    words.extend(self.pieces(face, word, style, room).into_iter().map(|piece| (face, piece)));
                }
            }
        }
        words
    }

    fn pieces(&self, face: Face, word: &str, style: Style, room: f32) -> Vec<String> {
        let mut pieces = vec![String::new()];
        for letter in word.chars() {
            let Some(piece) = pieces.last_mut() else { continue };
            piece.push(letter);
            if self.measure(face, piece.trim_end(), style) > room && piece.chars().count() > 1 {
                piece.pop();
                pieces.push(letter.to_string());
            }
        }
        pieces
    }
}
