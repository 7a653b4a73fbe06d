//! The gauge on the phone: ink is done, the hatch is missing, the yellow mark is where we should be.

use super::piece::{Piece, svg};

/// So many of the goal, in thousandths of the gauge.
fn thousandths(part: i64, goal: i64) -> i64 {
    if goal <= 0 { 0 } else { (part * 1000 / goal).clamp(0, 1000) }
}

fn percent(thousandths: i64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// Draws a gauge; `label` says it in words.
pub(crate) fn gauge(done: i64, goal: i64, expected: i64, label: &str) -> Piece {
    let (done, expected) = (thousandths(done, goal), thousandths(expected, goal));
    let mut inside = format!(
        r##"<rect class="t" y="11" width="100%" height="9"/><rect class="d" y="10" width="{}" height="11"/>"##,
        percent(done)
    );
    if expected > done {
        let (from, missing) = (percent(done), percent(expected - done));
        inside += &format!(r##"<rect class="m" x="{from}" y="11" width="{missing}" height="9" fill="url(#hatch)"/>"##);
    }
    inside += &format!(r##"<use href="#notch"/><use href="#bug" x="{}"/>"##, percent(expected));
    svg("g", &inside).set("role", "img").set("aria-label", label)
}
