//! The tape: the shift as a line of hours with what was recorded on it. Filled has been received, hollow waits.

use crate::state::shift::{HOURS, Shift};
use leptos::prelude::*;
use std::fmt::Write;

const LENGTH_MIN: i64 = HOURS * 60;

/// The tape of a shift.
#[component]
pub(crate) fn Tape(#[prop(into)] shift: Signal<Shift>) -> impl IntoView {
    view! {
        <svg
            class="tape"
            role="img"
            aria-label=move || shift.with(|shift| shift.summary.clone())
            inner_html=move || shift.with(drawing)
        ></svg>
    }
}

fn at(minutes: i64) -> String {
    let thousandths = (minutes * 1000 / LENGTH_MIN).clamp(0, 1000);
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// The inside of the tape's `<svg>`.
fn drawing(shift: &Shift) -> String {
    let mut out = String::with_capacity(2400);
    out += r#"<line x1="0" x2="100%" y1="46" y2="46"/>"#;
    for quarter in 0..=HOURS * 4 {
        let (x, top) = (at(quarter * 15), if quarter % 4 == 0 { 37 } else { 42 });
        // Writing into a String can't fail.
        write!(out, r#"<line x1="{x}" x2="{x}" y1="{top}" y2="46"/>"#).ok();
        if quarter % 4 == 0 && quarter > 0 && quarter < HOURS * 4 {
            let hour = (shift.first_hour + quarter / 4) % 24;
            write!(out, r#"<text x="{x}" y="66" text-anchor="middle">{hour}</text>"#).ok();
        }
    }
    for stretch in &shift.stretches {
        let class = if stretch.received { "d" } else { "w" };
        let (x, width) = (at(stretch.from_min), at(stretch.minutes.max(8)));
        write!(out, r#"<rect class="{class}" x="{x}" y="16" width="{width}" height="16" rx="2"/>"#).ok();
    }
    let now = at(shift.now_min);
    write!(out, r##"<line class="now" x1="{now}" x2="{now}" y1="8" y2="46"/><use href="#bug" x="{now}" y="1"/>"##).ok();
    out
}
