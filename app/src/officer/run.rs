//! Something is being timed: the whole phone is display, and says at arm's length how long until it counts.

use super::app::{App, Screen};
use super::{keep, thrown};
use crate::device::clock;
use crate::parts::dial;
use crate::parts::key::{back, go, heading, icon, note, small};
use crate::parts::piece::{Piece, el, live, says, svg, text};
use domain::id::ActivityId;
use domain::promise::{Activity, Counting};
use texts::officer as words;

/// The screen.
pub(crate) fn screen(app: App, activity: &ActivityId) -> Vec<Piece> {
    let found = app.model.with_untracked(|m| {
        let timer = m.timer(activity)?.clone();
        let area = timer.area.as_ref().map(|a| m.area_name(a)).unwrap_or_default();
        let in_area = timer.area.as_ref().map(|a| m.in_area(a)).unwrap_or_default();
        let counting = m.counting(activity, timer.area.as_ref(), timer.started_at.day());
        let most = m.activity(activity).map_or(u32::MAX, Activity::most_timed_minutes);
        Some((m.activity_name(activity), (area, in_area), counting, most, timer))
    });
    let Some((name, (area, in_area), counting, most, timer)) = found else { return Vec::new() };
    let (of_drop, of_stop, of_jump) = (timer.clone(), timer.clone(), timer.activity.clone());
    let lead = words::where_and_since(&area, timer.started_at, clock::now());
    let least = counting.least_minutes();
    let seconds = move || timer.seconds(app.now().unix_ms);
    let (of_key, of_long) = (seconds.clone(), seconds.clone());
    let is_forgotten = move |seconds: i64| seconds / 60 > i64::from(most);
    let out = vec![
        back("left", words::BACK, "back").taps(move || app.show(Screen::Record)),
        back("x", words::DROP_TIMER, "drop").taps(move || thrown::timer(app, &of_drop)),
    ];
    let display = vec![
        el("p", "row ends", out),
        heading("", &name),
        el("p", "", vec![text(&lead)]),
        round(seconds.clone(), least),
        live(move || vec![whether(seconds(), counting)]),
        live(move || {
            let jumped = app.model.with(|m| m.timer(&of_jump).is_some_and(|t| t.jumped));
            if jumped {
                vec![note("act", "i near", words::CLOCK_JUMPED)]
            } else if is_forgotten(of_long()) {
                vec![note("act", "i near", words::FORGOTTEN)]
            } else {
                Vec::new()
            }
        }),
        live(move || {
            let hasty = || note("act", "i near", words::JUST_BEGUN).set("role", "alert").set("data-hasty", "");
            if app.hasty.get() { vec![hasty()] } else { Vec::new() }
        }),
        small(words::TIME_GOES_ON),
    ];
    let stop_says = move || match of_key() {
        seconds if is_forgotten(seconds) => words::ASKS_HOW_LONG.to_owned(),
        seconds => words::what_stop_saves(seconds, counting, &in_area),
    };
    let stop =
        go("stop", "stop", words::STOP_AND_SAVE, Some(says(stop_says))).taps(move || keep::stop_timer(app, &of_stop));
    vec![el("header", "run", display), el("div", "keys", vec![stop])]
}

/// The dial with the clock in its middle.
fn round(seconds: impl Fn() -> i64 + Clone + 'static, least: Option<u32>) -> Piece {
    let (of_clock, of_below) = (seconds.clone(), seconds.clone());
    let dial = svg("", "")
        .set("viewBox", "0 0 320 320")
        .set("aria-hidden", "true")
        .draws(move || dial::drawing(seconds(), least));
    let clock = el("output", "", vec![says(move || words::stopwatch(of_clock()))]).set("aria-live", "off");
    let below = el("small", "", vec![says(move || words::below_clock(of_below(), least))]);
    el("div", "dial", vec![dial, el("p", "clock", vec![clock.set("data-clock", ""), below])])
}

/// "6:12 kvar tills den räknas", then "20:00 ✔ räknas".
fn whether(seconds: i64, counting: Counting) -> Piece {
    let least = match counting {
        Counting::Never => return el("p", "sync", vec![icon("wait"), text(words::COUNTS_NEVER)]),
        Counting::Always => return el("p", "sync live", vec![icon("check"), text(words::COUNTS_ANYHOW)]),
        Counting::From(minutes) => minutes,
    };
    let left = i64::from(least) * 60 - seconds;
    if left > 0 {
        return el("p", "sync", vec![icon("wait"), text(&words::left_until(left))]);
    }
    let reached = words::stopwatch(i64::from(least) * 60);
    el("p", "sync live", vec![text(&reached), icon("check"), text(words::COUNTS)]).set("data-counts", "")
}
