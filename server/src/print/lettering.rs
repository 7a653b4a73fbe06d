//! Lettering: the faces that papers are set in, and how words become lines.

use super::Run;
use super::ink::Tone;
use anyhow::{Context, Result};
use harfrust::{Direction, Feature, FontRef, ShapeOptions, ShaperData, Tag, UnicodeBuffer};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::MetadataProvider;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// The measure of things speaks in sans, and only signed words in serif.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Face {
    Plain,
    Strong,
    Signed,
    /// Signs and letters that the other faces lack: "≥", "→", "✓".
    Symbols,
}

/// What no line break may part: letters up to a space, in one face or in several.
type Word = Vec<(Face, String)>;

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
pub(super) struct TextLine {
    pub(super) words: Vec<Words>,
    pub(super) width: f32,
}

struct Cut {
    file: FontRef<'static>,
    shaping: ShaperData,
    font: Font,
    units: f32,
}

/// The faces, ready to set with.
pub(super) struct Lettering {
    plain: Cut,
    strong: Cut,
    signed: Cut,
    symbols: Cut,
}

impl Cut {
    fn read(file: &'static [u8], name: &'static str) -> Result<Self> {
        let font = Font::new(file.into(), 0).with_context(|| format!("{name} can't be put into a PDF"))?;
        let file = FontRef::new(file).with_context(|| format!("{name} is no font"))?;
        let units = font.units_per_em();
        Ok(Self { shaping: ShaperData::new(&file), file, font, units })
    }

    fn has(&self, c: char) -> bool {
        self.file.charmap().map(c).is_some()
    }

    fn shape(&self, text: &str, tabular: bool) -> Vec<KrillaGlyph> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.guess_segment_properties();
        let features = [Feature::new(Tag::new(b"tnum"), 1, ..)];
        let options = ShapeOptions::new().features(if tabular { &features } else { &[] });
        let shaped = self.shaping.shaper(&self.file).build().shape(buffer, options);
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

/// Composed text in which a figure and its sign are never parted.
fn unparted(text: &str) -> String {
    text.nfc().collect::<String>().replace(" %", "\u{a0}%")
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
            symbols: Cut::read(include_bytes!("../../fonts/noto-symbols.ttf"), "noto-symbols.ttf")?,
        })
    }

    fn cut(&self, face: Face) -> &Cut {
        match face {
            Face::Plain => &self.plain,
            Face::Strong => &self.strong,
            Face::Signed => &self.signed,
            Face::Symbols => &self.symbols,
        }
    }

    pub(super) fn font(&self, face: Face) -> Font {
        self.cut(face).font.clone()
    }

    /// Breaks words into lines no wider than `room`. A word wider than that is cut where it fills the line.
    pub(super) fn lines(&self, text: &[Run], style: Style, room: f32) -> Vec<TextLine> {
        let mut lines = vec![Word::new()];
        let mut x = 0.0;
        for word in self.words(text, style, room) {
            if x > 0.0 && x + self.bare_width(&word, style) > room {
                lines.push(Word::new());
                x = 0.0;
            }
            x += word.iter().map(|(face, text)| self.measure(*face, text, style)).sum::<f32>();
            let Some(line) = lines.last_mut() else { continue };
            for (face, text) in word {
                match line.last_mut() {
                    Some((last, before)) if *last == face => before.push_str(&text),
                    _ => line.push((face, text)),
                }
            }
        }
        lines.into_iter().filter(|line| !line.is_empty()).map(|line| self.line(line, style)).collect()
    }

    /// One line, however wide.
    pub(super) fn one_line(&self, text: &str, style: Style) -> TextLine {
        self.line(self.parts(style.face, &unparted(text)), style)
    }

    /// Text in the faces that have its letters: its own, or else that of symbols. What none has becomes a question mark,
    /// since a paper must say that something stood there (a missing glyph is not allowed in one).
    fn parts(&self, face: Face, text: &str) -> Word {
        let mut parts = Word::new();
        let mut put = |face: Face, c: char| match parts.last_mut() {
            Some((last, text)) if *last == face => text.push(c),
            _ => parts.push((face, c.to_string())),
        };
        for c in text.chars() {
            match self.set_as(face, c) {
                Some(letters) => letters.into_iter().for_each(|(face, c)| put(face, c)),
                None => put(face, '?'),
            }
        }
        parts
    }

    /// How a character is set in a text of a face; `None` where it can't be.
    fn set_as(&self, face: Face, c: char) -> Option<Vec<(Face, char)>> {
        let own = |c: char| {
            let has = |face: &Face| self.cut(*face).has(c);
            [face, Face::Symbols].into_iter().find(has).map(|face| (face, c))
        };
        match c {
            '\u{a0}' => Some(vec![(face, c)]),
            c if c.is_whitespace() || c.is_control() => Some(vec![(face, ' ')]),
            // A soft hyphen says where a line may break, and lines break at spaces here.
            '\u{ad}' => Some(Vec::new()),
            '\u{2010}' | '\u{2011}' => Some(vec![(face, '-')]),
            c => own(c).map(|one| vec![one]).or_else(|| std::iter::once(c).nfkd().map(own).collect()),
        }
    }

    /// The characters of a text that can't be set, each once.
    pub(super) fn missing(&self, text: &str) -> Vec<char> {
        let faces = [Face::Plain, Face::Strong, Face::Signed];
        let is_missing = |c: &char| faces.iter().any(|face| self.set_as(*face, *c).is_none());
        text.nfc().filter(is_missing).collect::<BTreeSet<char>>().into_iter().collect()
    }

    /// A word's width without the space after it.
    fn bare_width(&self, word: &Word, style: Style) -> f32 {
        let Some(((face, last), before)) = word.split_last() else { return 0.0 };
        let before: f32 = before.iter().map(|(face, text)| self.measure(*face, text, style)).sum();
        before + self.measure(*face, last.trim_end(), style)
    }

    fn measure(&self, face: Face, text: &str, style: Style) -> f32 {
        width(&self.cut(face).shape(text, style.tabular), style.size)
    }

    fn line(&self, parts: Vec<(Face, String)>, style: Style) -> TextLine {
        let mut line = TextLine::default();
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
    fn words(&self, text: &[Run], style: Style, room: f32) -> Vec<Word> {
        let mut words = Vec::new();
        for run in text {
            let face = if run.strong { Face::Strong } else { style.face };
            for word in unparted(&run.text).split_inclusive(|c: char| c.is_whitespace() && c != '\u{a0}') {
                let word = self.parts(face, word);
                if self.bare_width(&word, style) <= room {
                    words.push(word);
                } else {
                    words.extend(self.pieces(&word, style, room));
                }
            }
        }
        words
    }

    fn pieces(&self, word: &Word, style: Style, room: f32) -> Vec<Word> {
        let mut pieces = vec![(Word::new(), 0.0)];
        for (face, letter) in word.iter().flat_map(|(face, text)| text.chars().map(|letter| (*face, letter))) {
            let Some((piece, width)) = pieces.last_mut() else { continue };
            let letter_width = self.measure(face, letter.to_string().trim_end(), style);
            if *width > 0.0 && *width + letter_width > room {
                pieces.push((vec![(face, letter.to_string())], letter_width));
                continue;
            }
            *width += letter_width;
            match piece.last_mut() {
                Some((last, text)) if *last == face => text.push(letter),
                _ => piece.push((face, letter.to_string())),
            }
        }
        pieces.into_iter().map(|(piece, _)| piece).collect()
    }
}
