//! The last weeks as bars, with the even pace as a dashed line.

use leptos::prelude::*;

const HEIGHT: f64 = 24.0;

/// One bar a week, oldest first. `pace` is what an even pace asks for in a week.
#[must_use]
pub fn spark(counts: &[i64], pace: Option<f64>, label: String) -> AnyView {
    let most = counts.iter().map(|n| *n as f64).chain(pace).fold(1.0, f64::max);
    let bar = |(week, n): (usize, &i64)| format!("M{} 28v-{:.1}", 5 + week * 9, (*n as f64).max(0.0) / most * HEIGHT);
    let bars: String = counts.iter().enumerate().filter(|(_, n)| **n > 0).map(bar).collect();
    let width = counts.len() * 9 + 2;
    let line = pace.map(|pace| {
        let y = 28.0 - pace / most * HEIGHT;
        view! { <path class="p" d=format!("M0 {y:.1}H{width}") /> }
    });
    view! {
        <svg class="sp" width=width height="30" role="img" aria-label=label>
            <path d=bars />
            {line}
        </svg>
    }
    .into_any()
}
