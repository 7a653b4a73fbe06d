//! The dial: the promise's year, closing like the mark.

use domain::calendar::{Day, Span};
use leptos::prelude::*;

/// The year up to the end of `day`, with what stands in its middle and how it is told to those who listen.
#[must_use]
pub fn year(span: Span, day: Day, middle: String, below: String, label: String) -> AnyView {
    let gone = if span.days() == 0 { 0.0 } else { span.days_begun(day) as f64 / span.days() as f64 };
    let (x, y) = on_ring(gone, 111.0);
    let tertials = [0.0, 1.0 / 3.0, 2.0 / 3.0].map(|at| {
        let ((x1, y1), (x2, y2)) = (on_ring(at, 124.0), on_ring(at, 146.0));
        view! { <path stroke-width="4" d=format!("M{x1:.0} {y1:.0}L{x2:.0} {y2:.0}") /> }
    });
    view! {
        <div class="dial year" role="img" aria-label=label>
            <svg viewBox="0 0 320 320" aria-hidden="true">
                <circle
                    cx="160"
                    cy="160"
                    r="133"
                    stroke-width="8"
                    pathLength="520"
                    stroke-dasharray="1 9"
                    stroke-dashoffset=".5"
                    transform="rotate(-90 160 160)"
                />
                <circle class="well" cx="160" cy="160" r="111" stroke-width="12" />
                <circle
                    class="lap"
                    cx="160"
                    cy="160"
                    r="111"
                    stroke-width="12"
                    pathLength="100"
                    stroke-dasharray=format!("{:.1} 100", gone * 100.0)
                    transform="rotate(-90 160 160)"
                />
                <circle class="head" cx=format!("{x:.1}") cy=format!("{y:.1}") r="14" stroke-width="6" />
                {tertials.into_iter().collect_view()}
            </svg>
            <p class="clock">{middle} <small>{below}</small></p>
        </div>
    }
    .into_any()
}

/// Where on a ring of that radius so much of the whole ends, clockwise from the top.
fn on_ring(part: f64, radius: f64) -> (f64, f64) {
    let angle = part * std::f64::consts::TAU;
    (160.0 + radius * angle.sin(), 160.0 - radius * angle.cos())
}
