//! Registrera: is what I just did saved? Then one key for each activity.

use super::app::{App, Screen};
use super::keep::Act;
use super::{due, form, keep, sheet, thrown};
use crate::device::clock;
use crate::parts::key::{activity_icon, button, heading, icon, icon_of, key, quiet, small};
use crate::parts::piece::{Piece, el, live, live_of, says, svg, text};
use crate::parts::tape::{self, Stretch};
use domain::id::ActivityId;
use domain::journal::{Kept, State};
use domain::moment::Moment;
use domain::promise::Activity;
use texts::officer as words;

/// The screen, above the tabs.
pub(crate) fn screen(app: App) -> Vec<Piece> {
    let display = vec![heading("vh", words::RECORD), area_button(app), sheet::line(app)];
    let body = vec![
        live(move || form::failure(app)),
        // What was just done comes first: it is in sight however much else there is.
        live(move || last(app).into_iter().collect()),
        live(move || thrown::card(app)),
        sheet::notices(app),
        live(move || form::left_behind(app)),
        live(move || due::due(app)),
        live(move || vec![shift(app)]),
        // A saved entry says more than that the phone could save one.
        live(move || if app.model.with(|m| m.saved.is_none()) { vec![sheet::ready(app)] } else { Vec::new() }),
    ];
    vec![sheet::display(display), el("main", "body", body), live_of(move || key_names(app), move || keys(app))]
}

/// Where one is; chosen once for the shift.
fn area_button(app: App) -> Piece {
    let unit = move || app.model.with(|m| words::area_and_unit(m.unit.as_deref()));
    let name = move || {
        app.model.with(|m| m.area.as_ref().map_or_else(|| words::CHOOSE_AREA.to_owned(), |area| m.area_name(area)))
    };
    let middle = el("span", "grow", vec![el("small", "", vec![says(unit)]), says(name)]);
    button("area row", "place", vec![icon("pin"), middle, icon("down")]).taps(move || app.show(Screen::Place))
}

/// The shift as a tape: what was recorded in these hours, and what of it waits.
fn shift(app: App) -> Piece {
    let now = app.minute();
    let from = beginning(now);
    let stretches: Vec<Stretch> = app.model.with(|m| {
        let stretch = |kept: &Kept| {
            let entry = m.entries.get(&kept.id).filter(|e| !m.is_replaced(e))?;
            let fact = entry.fact.as_ref()?;
            let from_min = sheet::minutes_between(from, fact.started_at);
            let received = matches!(kept.state, State::Received { .. });
            let within = (0..tape::HOURS * 60).contains(&from_min);
            within.then(|| Stretch { from_min, minutes: fact.minutes.map_or(0, i64::from), received })
        };
        m.kept.iter().filter_map(stretch).collect()
    });
    let waiting = stretches.iter().filter(|s| !s.received).count();
    let said = words::shift(stretches.len(), waiting);
    let drawing = tape::drawing(i64::from(from.clock().0), sheet::minutes_between(from, now), &stretches);
    let title = el("p", "row", vec![el("b", "grow", vec![text(words::SHIFT)]), small(&said)]);
    let tape = svg("tape", &drawing).set("role", "img").set("aria-label", &said);
    el("section", "", vec![title, tape]).set("aria-label", words::SHIFT)
}

/// The tape begins on the hour, most of a shift ago.
fn beginning(now: Moment) -> Moment {
    const HOUR_MS: i64 = 3_600_000;
    let past_hour_ms = (now.unix_ms + i64::from(now.offset_min) * 60_000).rem_euclid(HOUR_MS);
    now.plus_ms(-past_hour_ms - (tape::HOURS - 2) * HOUR_MS)
}

/// What was saved last, with *Ångra*; it stays until the next.
pub(crate) fn last(app: App) -> Option<Piece> {
    app.model.with(|m| {
        let id = m.saved?;
        let entry = m.entries.get(&id)?;
        let kept = m.kept.iter().find(|k| k.id == id)?;
        let fact = entry.fact.as_ref().or_else(|| m.entries.get(&entry.root())?.fact.as_ref())?;
        let title = m.title(&fact.activity, fact.area.as_ref());
        let now = app.minute();
        let done = words::saved_heading(&entry.kind, &title, fact.started_at, now);
        let below = match &kept.state {
            State::Received { at_ms, .. } => words::received_at(clock::at(*at_ms), now),
            _ => words::SAVED.to_owned(),
        };
        let told = el("p", "", vec![el("b", "", vec![text(&done)]), small(&below)]);
        let mut inside = vec![el("div", "note", vec![icon_of("saved", "i ok"), told])];
        if !m.is_replaced(entry) {
            inside.push(quiet("undo", words::UNDO, "undo").taps(move || keep::act(app, Act::Undo { last: id })));
        }
        Some(el("section", "sheet settle", inside).set("aria-label", words::LAST).set("data-last", ""))
    })
}

/// Which keys there are: only when that changes are they made anew, never under a thumb.
fn key_names(app: App) -> String {
    let day = clock::now().day();
    app.model.with(|m| m.activities(day).into_iter().map(|a| a.id.0.clone() + " ").collect())
}

/// A key for each activity of the own organisation. They stay where they are; what they say follows.
fn keys(app: App) -> Vec<Piece> {
    let key = |a: &Activity| activity_key(app, &a.id, &a.name, activity_icon(a.icon.as_deref()));
    let keys: Vec<Piece> =
        app.model.with_untracked(|m| m.activities(clock::now().day()).into_iter().map(key).collect());
    if keys.is_empty() {
        return vec![el("p", "keys", vec![text(words::NO_PROMISE_YET)])];
    }
    vec![el("div", "keys", keys)]
}

fn activity_key(app: App, id: &ActivityId, name: &str, drawing: &str) -> Piece {
    let (of_timer, of_count, of_tap) = (id.clone(), id.clone(), id.clone());
    let running = move || {
        let seconds = app.model.with(|m| m.timer(&of_timer).map(|t| t.seconds(app.now().unix_ms)));
        seconds.map(words::running).unwrap_or_default()
    };
    let count = move || app.model.with(|m| m.done_on(&of_count, app.now().day())).to_string();
    let open = move || {
        if app.model.with_untracked(|m| m.timer(&of_tap).is_some()) {
            app.show(Screen::Run(of_tap.clone()));
        } else {
            form::open(app, &of_tap);
        }
    };
    let count = el("output", "", vec![says(count), small(words::TODAY)]);
    let runs = el("span", "runs", vec![says(running)]);
    key("key", "open", drawing, name, Some(runs)).holds(count).set("data-activity", id.as_str()).taps(open)
}
