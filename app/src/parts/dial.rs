//! The dial: the minutes that are needed, closing like the mark. Beyond them it begins a new round.

use super::text::LiveText;
use crate::state::AppState;
use leptos::prelude::*;
use std::fmt::Write;
use texts::officer as words;

/// Hours are written beside the dial where no least length is asked for.
const HOUR_S: i64 = 3600;

/// The dial after so many seconds, with the clock in its middle; an hour is a round where no least length is asked for.
#[component]
pub(crate) fn Dial(#[prop(into)] seconds: Signal<i64>, least_minutes: Option<u32>) -> impl IntoView {
    let language = AppState::from_context().language();
    view! {
        <div class="dial">
            <svg
                viewBox="0 0 320 320"
                aria-hidden="true"
                inner_html=move || drawing(seconds.get(), least_minutes)
            ></svg>
            <p class="clock">
                <output aria-live="off" data-clock="">
                    <LiveText text=move || words::stopwatch(seconds.get()) />
                </output>
                <small>
                    <LiveText text=move || words::below_clock(language, seconds.get(), least_minutes) />
                </small>
            </p>
        </div>
    }
}

/// The inside of the dial's `<svg>` after so many seconds of `round_min` minutes.
fn drawing(seconds: i64, round_min: Option<u32>) -> String {
    let round_s = round_min.map_or(HOUR_S, |minutes| i64::from(minutes) * 60).max(60);
    let full = round_min.is_some() && seconds >= round_s;
    let within = if full { seconds } else { seconds % round_s };
    let degrees = within % round_s * 360 / round_s;
    let lap = if full { 1000 } else { within * 1000 / round_s };
    let minutes = round_s / 60;
    let ticks = minutes.min(60);
    let mut out = String::with_capacity(1400);
    let ring = |out: &mut String, class: &str, radius: u32, width: u32, length: i64, dash: &str| {
        // Writing into a String can't fail.
        write!(
            out,
            r#"<circle{class} cx="160" cy="160" r="{radius}" stroke-width="{width}" pathLength="{length}"{dash} transform="rotate(-90 160 160)"/>"#
        )
        .ok();
    };
    ring(&mut out, "", 134, 6, ticks * 20, r#" stroke-dasharray=".6 4.4" stroke-dashoffset=".3""#);
    ring(&mut out, "", 131, 12, ticks * 20, r#" stroke-dasharray="1 19" stroke-dashoffset=".5""#);
    ring(&mut out, r#" class="well""#, 111, 14, 100, "");
    ring(&mut out, r#" class="lap""#, 111, 14, 1000, &format!(r#" stroke-dasharray="{lap} 1000""#));
    // Turned into place: sines would weigh more than the drawing.
    write!(
        out,
        r#"<circle class="head" cx="160" cy="49" r="12" stroke-width="5" transform="rotate({degrees} 160 160)"/>"#
    )
    .ok();
    for (part, x, y) in [(1, 308, 165), (2, 160, 315), (3, 12, 165), (4, 160, 15)] {
        write!(out, r#"<text x="{x}" y="{y}">{}</text>"#, minutes * part / 4).ok();
    }
    out
}
