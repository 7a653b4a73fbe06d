//! Something is being timed: the whole phone is display, and says at arm's length how long until it counts.

use super::app::{App, Screen};
use super::keep;
use super::known::Timer;
use crate::parts::phone::dial;
use crate::parts::phone::key::{Key, back, icon, note, soft, tap};
use crate::parts::phone::piece::{Piece, live, nothing, perhaps, piece, said};
use crate::words::officer as words;
use domain::id::ActivityId;
use leptos::prelude::*;

/// The screen.
pub(crate) fn screen(app: App, activity: &ActivityId) -> Piece {
    let found = app.model.with_untracked(|m| {
        let timer = m.timer(activity)?.clone();
        let area = timer.area.as_ref().map(|a| m.area_name(a)).unwrap_or_default();
        let least = m.least_minutes(activity, timer.area.as_ref(), timer.started_at.day());
        Some((m.activity_name(activity), area, least, timer))
    });
    let Some((name, area, least, timer)) = found else { return nothing() };
    let (of_drop, of_stop, of_seconds) = (timer.clone(), timer.clone(), timer.clone());
    let seconds = Memo::new(move |_| of_seconds.seconds(app.now_ms.get()));
    let lead = words::where_and_since(&area, timer.started_at);
    let stop = Key::new("stop", words::STOP_AND_SAVE)
        .below(piece(said(move || words::what_stop_saves(seconds.get(), least, &area))));
    piece(view! {
        <header class="run">
            <p class="row ends">
                {back("left", words::BACK, "back", tap(move || app.show(Screen::Record)))}
                {back("x", words::DROP_TIMER, "drop", tap(move || keep::drop_timer(app, &of_drop)))}
            </p>
            <h1 tabindex="-1" data-focus="">{soft(&name)}</h1>
            <p>{lead}</p>
            {round(seconds, least)}
            {live(move || whether(seconds.get(), least))}
            {perhaps(jumped(&timer))}
            <small>{words::TIME_GOES_ON}</small>
        </header>
        <div class="keys">{stop.go("stop", tap(move || keep::stop_timer(app, &of_stop)))}</div>
    })
}

/// The dial with the clock in its middle.
fn round(seconds: Memo<i64>, least: Option<u32>) -> Piece {
    piece(view! {
        <div class="dial" data-least=least.map(|m| m.to_string())>
            <svg viewBox="0 0 320 320" aria-hidden="true" inner_html=said(move || dial::drawing(seconds.get(), least))></svg>
            <p class="clock">
                <output aria-live="off" data-clock="">{said(move || words::stopwatch(seconds.get()))}</output>
                <small>{said(move || words::below_clock(seconds.get(), least))}</small>
            </p>
        </div>
    })
}

/// "6:12 kvar tills den räknas", then "20:00 ✔ räknas".
fn whether(seconds: i64, least: Option<u32>) -> Piece {
    let Some(least) = least else {
        return piece(view! { <p class="sync live">{icon("check")} {words::COUNTS_ANYHOW}</p> });
    };
    let left = i64::from(least) * 60 - seconds;
    if left > 0 {
        return piece(view! { <p class="sync">{icon("wait")} {words::left_until(left)}</p> });
    }
    piece(view! {
        <p class="sync live" data-counts="">
            {words::stopwatch(i64::from(least) * 60)}
            {icon("check")}
            {words::COUNTS}
        </p>
    })
}

fn jumped(timer: &Timer) -> Option<Piece> {
    timer.jumped.then(|| note("act", "i near", words::CLOCK_JUMPED))
}
