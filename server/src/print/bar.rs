//! The gauge and the weeks' bars, as on the pages: ink is done, and only what is missing has colour.

use super::Drawing;
use super::ink::{EDGE, GAP, INK, Ink, LIVE, Pen, filled, rule, through};

/// The room a drawing takes, in points.
pub(super) const HEIGHT: f32 = 15.0;
const TRACK_TOP: f32 = 6.0;
const TRACK: f32 = 5.5;

/// Draws within `width` points from an upper left corner.
pub(super) fn draw(drawing: &Drawing, x: f32, y: f32, width: f32) -> Vec<Ink> {
    match drawing {
        Drawing::Gauge { done, goal, expected } => {
            gauge(x, y, width, share(*done, *goal), Some(share(*expected, *goal)))
        }
        Drawing::Bars { counts, pace } => bars(x, y, width, counts, *pace),
    }
}

/// So much of the goal, never beyond the gauge's ends.
fn share(part: i64, goal: i64) -> f32 {
    if goal <= 0 { 0.0 } else { (part as f32 / goal as f32).clamp(0.0, 1.0) }
}

fn gauge(x: f32, y: f32, width: f32, done: f32, expected: Option<f32>) -> Vec<Ink> {
    let top = y + TRACK_TOP;
    let edge = Pen::of(EDGE, 0.6);
    let track = through(&[(x, top), (x + width, top), (x + width, top + TRACK), (x, top + TRACK)], true);
    let mut ink: Vec<Option<Ink>> = vec![track.map(|path| Ink::Shape { path, fill: None, pen: Some(edge) })];
    if let Some(expected) = expected.filter(|e| *e > done) {
        ink.extend(hatch(x + width * done, top, width * (expected - done), TRACK).into_iter().map(Some));
    }
    ink.push(filled(x, top - 0.3, width * done, TRACK + 0.6, INK));
    for third in [1.0 / 3.0, 2.0 / 3.0] {
        let notch = through(&[(x + width * third, top + TRACK), (x + width * third, top + TRACK + 2.5)], false);
        ink.push(notch.map(|path| Ink::Shape { path, fill: None, pen: Some(edge) }));
    }
    if let Some(expected) = expected {
        ink.push(bug(x + width * expected, top + 1.5));
    }
    ink.into_iter().flatten().collect()
}

/// The yellow mark; `x`, `y` is its point.
pub(super) fn bug(x: f32, y: f32) -> Option<Ink> {
    let path = through(&[(x - 3.4, y - 6.0), (x + 3.4, y - 6.0), (x, y)], true)?;
    Some(Ink::Shape { path, fill: Some(LIVE), pen: Some(Pen::of(INK, 0.8)) })
}

/// Slanting lines within a box.
pub(super) fn hatch(x: f32, y: f32, width: f32, height: f32) -> Vec<Ink> {
    let mut ink = Vec::new();
    let pen = Pen::of(GAP, 1.1);
    let mut foot = x - height;
    while foot < x + width {
        // From the lower edge at `foot` up to the right, cut at the box's sides.
        let (from, to) = (foot.max(x), (foot + height).min(x + width));
        let points = [(from, y + height - (from - foot)), (to, y + height - (to - foot))];
        if to > from {
            ink.extend(through(&points, false).map(|path| Ink::Shape { path, fill: None, pen: Some(pen) }));
        }
        foot += 3.0;
    }
    let edge = through(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)], true);
    ink.extend(edge.map(|path| Ink::Shape { path, fill: None, pen: Some(Pen::of(GAP, 0.6)) }));
    ink
}

fn bars(x: f32, y: f32, width: f32, counts: &[i64], pace: Option<f32>) -> Vec<Ink> {
    let most = counts.iter().map(|n| *n as f32).chain(pace).fold(1.0, f32::max);
    let step = (width / counts.len().max(1) as f32).min(7.0);
    let foot = y + HEIGHT - 2.0;
    let tall = |n: f32| n / most * (HEIGHT - 3.0);
    let bar = |(week, n): (usize, &i64)| {
        let height = tall(*n as f32).max(0.0);
        filled(x + week as f32 * step, foot - height, step * 0.66, height, EDGE)
    };
    let mut ink: Vec<Ink> = counts.iter().enumerate().filter_map(bar).collect();
    if let Some(pace) = pace {
        let pen = Pen { dash: Some(2.0), ..Pen::of(INK, 0.6) };
        ink.extend(rule(x, foot - tall(pace), step * counts.len() as f32, pen));
    }
    ink
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_length_stays_within_the_gauge() {
        assert_eq!(share(400, 800), 0.5);
        assert_eq!(share(61, 52), 1.0);
        assert_eq!(share(-1, 52), 0.0);
        assert_eq!(share(5, 0), 0.0);
    }
}
