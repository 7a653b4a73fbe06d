//! The gauge: ink is done, the hatch is what is missing, the yellow mark is where we should be. The figures stand
//! beside it in text; those who listen get them as the gauge's name.

use leptos::prelude::*;

/// What a gauge shows, in the goal's own unit.
#[derive(Clone, Copy)]
pub struct Gauge {
    pub done: i64,
    pub goal: i64,
    pub expected: i64,
}

/// So many of the goal as a length along the gauge, never beyond its ends.
fn percent(part: i64, goal: i64) -> f64 {
    if goal <= 0 { 0.0 } else { (part as f64 / goal as f64 * 1000.0).round().clamp(0.0, 1000.0) / 10.0 }
}

/// Draws it; `label` says it in words.
#[must_use]
pub fn gauge(of: Gauge, label: String) -> AnyView {
    let (done, expected) = (percent(of.done, of.goal), percent(of.expected, of.goal));
    let missing = ((expected - done) * 10.0).round() / 10.0;
    let hatch = (missing > 0.0).then(|| {
        view! {
            <rect class="m" x=format!("{done}%") y="11" width=format!("{missing}%") height="9" fill="url(#hatch)" />
        }
    });
    view! {
        <svg class="g" role="img" aria-label=label>
            <rect class="t" y="11" width="100%" height="9" />
            <rect class="d" y="10" width=format!("{done}%") height="11" />
            {hatch}
            <use_ href="#notch" />
            <use_ href="#bug" x=format!("{expected}%") />
        </svg>
    }
    .into_any()
}

/// What the two marks mean, once on each page that has gauges.
#[must_use]
pub fn legend(expected: &'static str, missing: &'static str) -> AnyView {
    // Elements without anything computed are copied as they stand, and `use_` is no element of a browser's.
    let bug = "#bug";
    view! {
        <p class="row legend">
            <svg width="14" height="14" viewBox="-7 -2 14 14" aria-hidden="true">
                <use_ href=bug />
            </svg>
            {expected}
            <svg width="28" height="10" aria-hidden="true">
                <rect class="m" width="28" height="10" fill="url(#hatch)" />
            </svg>
            {missing}
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_length_stays_within_the_gauge() {
        assert_eq!(percent(602, 800), 75.3);
        assert_eq!(percent(61, 52), 100.0);
        assert_eq!(percent(5, 0), 0.0);
    }
}
