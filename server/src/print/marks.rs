//! The five silhouettes, on the same grid of 24 as on the pages.

use super::Mark;
use super::ink::{GAP, INK, Ink, ON, Pen, Tone, WHITE};
use krilla::geom::PathBuilder;

/// Where a mark stands: its upper left corner and the side of its square, in points.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) side: f32,
}

/// Dark words on paper, or light ones on the display.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    Paper,
    Display,
}

/// The colour that goes with a mark.
pub(super) fn tone(mark: Mark, ground: Ground) -> Tone {
    match (mark, ground) {
        (Mark::Disc | Mark::Ring, Ground::Paper) => Tone(0x0b, 0x51, 0x36),
        (Mark::Diamond, Ground::Paper) => Tone(0x63, 0x42, 0x00),
        (Mark::Triangle, Ground::Paper) => GAP,
        (Mark::Lines, Ground::Paper) => INK,
        (Mark::Disc | Mark::Ring, Ground::Display) => Tone(0x85, 0xd9, 0xab),
        (Mark::Diamond, Ground::Display) => Tone(0xef, 0xc4, 0x68),
        (Mark::Triangle, Ground::Display) => Tone(0xff, 0x9b, 0x77),
        (Mark::Lines, Ground::Display) => ON,
    }
}

/// Draws a mark.
pub(super) fn draw(mark: Mark, at: At, ground: Ground) -> Vec<Ink> {
    let tone = tone(mark, ground);
    let behind = if ground == Ground::Paper { WHITE } else { super::ink::DISPLAY };
    let fill = |path: Option<_>| path.map(|path| Ink::Shape { path, fill: Some(tone), pen: None });
    let line = |path: Option<_>, tone| {
        let pen = Some(Pen::of(tone, at.side * 1.75 / 24.0));
        path.map(|path| Ink::Shape { path, fill: None, pen })
    };
    let ink = match mark {
        Mark::Disc => [fill(circle(at, 9.5)), line(open(at, &[&[(7.8, 12.3), (10.7, 15.2), (16.1, 9.1)]]), behind)],
        Mark::Ring => [
            line(circle(at, 8.5), tone),
            line(open(at, &[&[(7.8, 12.0), (15.8, 12.0)], &[(12.8, 8.8), (16.0, 12.0), (12.8, 15.2)]]), tone),
        ],
        Mark::Diamond => [
            line(closed(at, &[(12.0, 2.9), (21.1, 12.0), (12.0, 21.1), (2.9, 12.0)]), tone),
            line(open(at, &[&[(8.8, 12.0), (15.2, 12.0)]]), tone),
        ],
        Mark::Triangle => [fill(closed(at, &[(2.5, 5.0), (21.5, 5.0), (12.0, 20.5)])), None],
        Mark::Lines => [
            line(
                open(at, &[&[(4.5, 7.0), (19.5, 7.0)], &[(4.5, 12.0), (19.5, 12.0)], &[(4.5, 17.0), (12.5, 17.0)]]),
                tone,
            ),
            None,
        ],
    };
    ink.into_iter().flatten().collect()
}

fn open(at: At, strokes: &[&[(f32, f32)]]) -> Option<krilla::geom::Path> {
    let mut path = PathBuilder::new();
    for stroke in strokes {
        for (n, (x, y)) in stroke.iter().enumerate() {
            let (x, y) = (at.x + x * at.side / 24.0, at.y + y * at.side / 24.0);
            if n == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
        }
    }
    path.finish()
}

fn closed(at: At, points: &[(f32, f32)]) -> Option<krilla::geom::Path> {
    let placed: Vec<(f32, f32)> =
        points.iter().map(|(x, y)| (at.x + x * at.side / 24.0, at.y + y * at.side / 24.0)).collect();
    super::ink::through(&placed, true)
}

/// A circle around the middle of the grid, as four curves.
fn circle(at: At, radius: f32) -> Option<krilla::geom::Path> {
    /// How far the handles of a quarter circle reach, in radii.
    const REACH: f32 = 0.552_285;
    let (r, k) = (radius * at.side / 24.0, radius * at.side / 24.0 * REACH);
    let (x, y) = (at.x + at.side / 2.0, at.y + at.side / 2.0);
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + k, x + k, y + r, x, y + r);
    path.cubic_to(x - k, y + r, x - r, y + k, x - r, y);
    path.cubic_to(x - r, y - k, x - k, y - r, x, y - r);
    path.cubic_to(x + k, y - r, x + r, y - k, x + r, y);
    path.close();
    path.finish()
}
