//! A row of bars with its numbers: how often each of some things happened.

use leptos::prelude::*;

const TOP: f64 = 20.0;
const HEIGHT: f64 = 96.0;
const BOTTOM: f64 = TOP + HEIGHT;
const APART: usize = 4;

/// One bar.
pub struct Bar {
    /// How high, in the unit of [`Bars::most`].
    pub value: f64,
    /// What stands above it.
    pub above: String,
    /// What stands below it; may be left out.
    pub below: String,
    /// Whether it is the one that the drawing is about.
    pub is_marked: bool,
    /// Too little to go by.
    pub is_faint: bool,
}

/// The bars with what they are compared with.
pub struct Bars {
    pub bars: Vec<Bar>,
    pub most: f64,
    /// A dashed line across: what an even spread would give.
    pub even: Option<f64>,
    /// Width of a bar with what is between.
    pub width: usize,
    pub label: String,
}

/// Draws them.
#[must_use]
pub fn bars(of: Bars) -> AnyView {
    let most = of.most.max(f64::MIN_POSITIVE);
    let y = |value: f64| BOTTOM - (value / most).clamp(0.0, 1.0) * HEIGHT;
    let (width, height) = (of.bars.len() * of.width, BOTTOM + 24.0);
    let even = of.even.map(|even| view! { <path class="p" d=format!("M0 {:.1}H{width}", y(even)) /> });
    let left = |at: usize| at * of.width;
    let one = |(at, bar): (usize, &Bar)| {
        let class = match (bar.is_marked, bar.is_faint) {
            (_, true) => "bar faint",
            (true, _) => "bar marked",
            _ => "bar",
        };
        let (top, height) = (format!("{:.1}", y(bar.value)), format!("{:.1}", BOTTOM - y(bar.value)));
        view! { <rect class=class x=left(at) y=top width=of.width - APART height=height /> }
    };
    let words = |(at, bar): (usize, &Bar)| {
        let (middle, top) = (left(at) + (of.width - APART) / 2, format!("{:.1}", y(bar.value) - 5.0));
        let above = (!bar.above.is_empty()).then(|| {
            view! { <text class=bar.is_marked.then_some("name mid") x=middle y=top>{bar.above.clone()}</text> }
        });
        view! {
            {above}
            <text x=middle y=format!("{:.1}", BOTTOM + 19.0)>{bar.below.clone()}</text>
        }
    };
    // The words last: nothing is drawn across a number.
    view! {
        <svg
            class="bars"
            width=width
            height=height.to_string()
            viewBox=format!("0 0 {width} {height}")
            role="img"
            aria-label=of.label
        >
            <path class="ax" d=format!("M0 {BOTTOM}H{width}") />
            {of.bars.iter().enumerate().map(one).collect_view()} {even}
            {of.bars.iter().enumerate().map(words).collect_view()}
        </svg>
    }
    .into_any()
}
