//! The gauge on the phone: ink is done, the hatch is missing, the yellow mark is where we should be.

use leptos::prelude::*;

/// So many of the goal, in thousandths of the gauge.
fn thousandths(part: i64, goal: i64) -> i64 {
    if goal <= 0 { 0 } else { (part * 1000 / goal).clamp(0, 1000) }
}

fn percent(thousandths: i64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// A gauge; `label` says it in words.
#[component]
pub(crate) fn Gauge(done: i64, goal: i64, expected: i64, label: String) -> impl IntoView {
    let (done, expected) = (thousandths(done, goal), thousandths(expected, goal));
    let missing = (expected > done).then(|| {
        view! { <rect class="m" x=percent(done) y="11" width=percent(expected - done) height="9" fill="url(#hatch)" /> }
    });
    view! {
        <svg class="g" role="img" aria-label=label>
            <rect class="t" y="11" width="100%" height="9" />
            <rect class="d" y="10" width=percent(done) height="11" />
            {missing}
            <use_ href="#notch" />
            <use_ href="#bug" x=percent(expected) />
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gauge_stays_within_itself() {
        assert_eq!(percent(thousandths(1, 3)), "33.3%");
        assert_eq!(percent(thousandths(9, 3)), "100.0%");
        assert_eq!(percent(thousandths(-1, 3)), "0.0%");
        assert_eq!(percent(thousandths(1, 0)), "0.0%");
    }
}
