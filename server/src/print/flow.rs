//! The pages as they fill: where the next thing stands, and when a page is turned.

use super::ink::{Ink, Leaf, Of, Part};
use super::lettering::{Lettering, Style, TextLine};
use super::tags::{TagAt, Tags};
use krilla::tagging::TagKind;

/// A4, in points.
pub(super) const PAGE_WIDTH: f32 = 595.28;
pub(super) const PAGE_HEIGHT: f32 = 841.89;
pub(super) const LEFT: f32 = 50.0;
/// The width of the text.
pub(super) const ROOM: f32 = PAGE_WIDTH - 2.0 * LEFT;
/// Where later pages begin and all of them end.
pub(super) const TOP: f32 = 66.0;
pub(super) const BOTTOM: f32 = PAGE_HEIGHT - 62.0;

/// A heading where it came to stand, for the document's outline.
pub(super) struct Headed {
    pub(super) level: u16,
    pub(super) text: String,
    pub(super) page: usize,
    pub(super) y: f32,
}

/// The pages so far.
pub(super) struct Flow<'a> {
    pub(super) lettering: &'a Lettering,
    pub(super) tags: Tags,
    pub(super) leaves: Vec<Leaf>,
    pub(super) headings: Vec<Headed>,
    /// How far down the last page is filled.
    pub(super) y: f32,
}

impl<'a> Flow<'a> {
    pub(super) fn new(lettering: &'a Lettering) -> Self {
        Self { lettering, tags: Tags::default(), leaves: vec![Leaf::default()], headings: Vec::new(), y: TOP }
    }

    /// The page being filled, from nought.
    pub(super) fn page(&self) -> usize {
        self.leaves.len() - 1
    }

    pub(super) fn turn(&mut self) {
        self.leaves.push(Leaf::default());
        self.y = TOP;
    }

    /// What is left of the page.
    pub(super) fn left(&self) -> f32 {
        BOTTOM - self.y
    }

    /// Turns the page unless so much fits, or nothing stands on it yet.
    pub(super) fn need(&mut self, height: f32) {
        if self.left() < height && self.y > TOP {
            self.turn();
        }
    }

    /// Puts things on the page as one part of it.
    pub(super) fn lay(&mut self, of: Of, ink: impl IntoIterator<Item = Ink>) {
        let ink: Vec<Ink> = ink.into_iter().collect();
        if let (Some(leaf), false) = (self.leaves.last_mut(), ink.is_empty()) {
            leaf.parts.push(Part { of, ink });
        }
    }

    /// Puts things on the page as content of a place in the structure.
    pub(super) fn say(&mut self, of: TagAt, ink: impl IntoIterator<Item = Ink>) {
        let ink: Vec<Ink> = ink.into_iter().collect();
        if !ink.is_empty() {
            let content = self.tags.content(of);
            self.lay(Of::Content(content), ink);
        }
    }

    /// A place in the structure with one line as its content.
    pub(super) fn say_line(&mut self, under: Option<TagAt>, kind: impl Into<TagKind>, ink: Vec<Ink>) -> TagAt {
        let tag = self.tags.open(under, kind);
        self.say(tag, ink);
        tag
    }
}

/// A line's words where they stand; `x`, `y` is the beginning of its baseline.
pub(super) fn placed(line: &TextLine, style: Style, x: f32, y: f32) -> Vec<Ink> {
    let word = |words: &super::lettering::Words| Ink::Words {
        words: words.clone(),
        x: x + words.x,
        y,
        size: style.size,
        tone: style.tone,
    };
    line.words.iter().map(word).collect()
}

/// From the top of a line to its baseline.
pub(super) fn ascent(style: Style) -> f32 {
    (style.leading - style.size) / 2.0 + style.size * 0.8
}
