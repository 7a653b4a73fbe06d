//! What lies on a page: words and shapes, each part of the text, or beside it.

use super::lettering::Words;
use super::tags::ContentAt;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder};
use krilla::tagging::ArtifactType;

/// A colour of the papers. Meaning only: petrol is structure, yellow is where we should be, the rest are statuses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Tone(pub(super) u8, pub(super) u8, pub(super) u8);

pub(super) const INK: Tone = Tone(0x0e, 0x23, 0x2b);
pub(super) const INK_2: Tone = Tone(0x3c, 0x4e, 0x56);
pub(super) const LINE: Tone = Tone(0xcf, 0xd5, 0xce);
pub(super) const EDGE: Tone = Tone(0x66, 0x77, 0x7d);
pub(super) const DISPLAY: Tone = Tone(0x0f, 0x2b, 0x35);
pub(super) const ON: Tone = Tone(0xf3, 0xf6, 0xf1);
pub(super) const ON_2: Tone = Tone(0xbc, 0xcc, 0xcf);
pub(super) const LIVE: Tone = Tone(0xe2, 0xf0, 0x3a);
pub(super) const WHITE: Tone = Tone(0xff, 0xff, 0xff);
pub(super) const GAP: Tone = Tone(0x8f, 0x27, 0x08);

impl From<Tone> for rgb::Color {
    fn from(tone: Tone) -> Self {
        rgb::Color::new(tone.0, tone.1, tone.2)
    }
}

/// A line's look.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Pen {
    pub(super) tone: Tone,
    pub(super) width: f32,
    /// Length of dashes and gaps; none is whole.
    pub(super) dash: Option<f32>,
}

impl Pen {
    pub(super) fn of(tone: Tone, width: f32) -> Self {
        Self { tone, width, dash: None }
    }
}

/// One thing on a page.
pub(super) enum Ink {
    /// `x`, `y`: where the baseline begins, in points from the page's upper left corner.
    Words {
        words: Words,
        x: f32,
        y: f32,
        size: f32,
        tone: Tone,
    },
    Shape {
        path: Path,
        fill: Option<Tone>,
        pen: Option<Pen>,
    },
}

/// What a part of a page is to the text.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Of {
    Content(ContentAt),
    /// Rules, repeated headings, page numbers: nothing to read aloud.
    Artifact(ArtifactType),
}

/// Things that belong together.
pub(super) struct Part {
    pub(super) of: Of,
    pub(super) ink: Vec<Ink>,
}

/// One page.
#[derive(Default)]
pub(super) struct Leaf {
    pub(super) parts: Vec<Part>,
}

/// A path through points, closed or open. `None` when there is nothing of it.
pub(super) fn through(points: &[(f32, f32)], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (at, (x, y)) in points.iter().enumerate() {
        if at == 0 { path.move_to(*x, *y) } else { path.line_to(*x, *y) }
    }
    if closed {
        path.close();
    }
    path.finish()
}

/// A filled box.
pub(super) fn filled(x: f32, y: f32, width: f32, height: f32, tone: Tone) -> Option<Ink> {
    let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
    let path = (width > 0.0 && height > 0.0).then(|| through(&corners, true))??;
    Some(Ink::Shape { path, fill: Some(tone), pen: None })
}

/// A line from left to right.
pub(super) fn rule(x: f32, y: f32, width: f32, pen: Pen) -> Option<Ink> {
    let path = through(&[(x, y), (x + width, y)], false)?;
    Some(Ink::Shape { path, fill: None, pen: Some(pen) })
}
