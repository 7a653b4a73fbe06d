//! Registrera: is what I just did saved? Then one key for each activity.

use super::app::{App, Screen};
use super::{form, keep, sheet};
use crate::device::clock;
use crate::parts::phone::key::{Key, activity_icon, icon, icon_of, quiet, tap};
use crate::parts::phone::piece::{Piece, live, nothing, perhaps, piece, said};
use crate::parts::phone::tape::{self, Stretch};
use crate::words::officer as words;
use domain::entry::Kind;
use domain::id::ActivityId;
use domain::journal::State;
use domain::moment::Moment;
use leptos::prelude::*;

/// The screen, above the tabs.
pub(crate) fn screen(app: App) -> Piece {
    let no_promise = move || app.model.with(|m| m.promise(app.now().day()).is_none());
    let no_promise = Memo::new(move |_| no_promise());
    piece(view! {
        <header class="display">
            <h1 class="vh" tabindex="-1" data-focus="">{words::RECORD}</h1>
            {area_button(app)}
            {sheet::line(app)}
        </header>
        <main class="body">
            {live(move || form::failure(app))}
            {sheet::notices(app)}
            {live(move || form::left_behind(app))}
            {live(move || shift(app))}
            {live(move || last(app))}
            {sheet::ready(app)}
            {live(move || {
                perhaps(no_promise.get().then(|| piece(view! { <p>{words::NO_PROMISE_YET}</p> })))
            })}
        </main>
        {live(move || keys(app))}
    })
}

/// Where one is; chosen once for the shift.
fn area_button(app: App) -> Piece {
    let unit = move || app.model.with(|m| words::area_and_unit(m.unit.as_deref()));
    let name = move || {
        app.model.with(|m| m.area.as_ref().map_or_else(|| words::CHOOSE_AREA.to_owned(), |area| m.area_name(area)))
    };
    piece(view! {
        <button type="button" class="area row" data-do="place" on:click=tap(move || app.show(Screen::Place))>
            {icon("pin")}
            <span class="grow">
                <small>{said(unit)}</small>
                {said(name)}
            </span>
            {icon("down")}
        </button>
    })
}

/// The shift as a tape: what was recorded in these hours, and what of it waits.
fn shift(app: App) -> Piece {
    let now = app.now();
    app.model.with(|m| {
        let from = beginning(now);
        let stretch = |kept: &domain::journal::Kept| {
            let entry = m.entries.get(&kept.id).filter(|e| !m.is_replaced(e))?;
            let fact = entry.fact.as_ref()?;
            let from_min = sheet::minutes_between(from, fact.started_at);
            let received = matches!(kept.state, State::Received { .. });
            (0..tape::HOURS * 60).contains(&from_min).then(|| Stretch {
                from_min,
                minutes: fact.minutes.map_or(0, i64::from),
                received,
            })
        };
        let stretches: Vec<Stretch> = m.kept.iter().filter_map(stretch).collect();
        let waiting = stretches.iter().filter(|s| !s.received).count();
        let text = words::shift(stretches.len(), waiting);
        let drawing = tape::drawing(i64::from(from.clock().0), sheet::minutes_between(from, now), &stretches);
        piece(view! {
            <section aria-label=words::SHIFT>
                <p class="row">
                    <b class="grow">{words::SHIFT}</b>
                    <small>{text.clone()}</small>
                </p>
                <svg class="tape" role="img" aria-label=text inner_html=drawing></svg>
            </section>
        })
    })
}

/// The tape begins on the hour, most of a shift ago.
fn beginning(now: Moment) -> Moment {
    const HOUR_MS: i64 = 3_600_000;
    let past_hour_ms = (now.unix_ms + i64::from(now.offset_min) * 60_000).rem_euclid(HOUR_MS);
    now.plus_ms(-past_hour_ms - (tape::HOURS - 2) * HOUR_MS)
}

/// What was saved last, with *Ångra*; it stays until the next.
fn last(app: App) -> Piece {
    app.model.with(|m| {
        let Some(id) = m.saved else { return nothing() };
        let (Some(entry), Some(kept)) = (m.entries.get(&id), m.kept.iter().find(|k| k.id == id)) else {
            return nothing();
        };
        let fact = entry.fact.as_ref().or_else(|| m.entries.get(&entry.root())?.fact.as_ref());
        let Some(fact) = fact else { return nothing() };
        let title = m.title(&fact.activity, fact.area.as_ref());
        let heading = words::saved_heading(&entry.kind, &title, fact.started_at);
        let below = match &kept.state {
            State::Received { at_ms, .. } => words::received_at(clock::at(*at_ms)),
            _ => words::SAVED.to_owned(),
        };
        let undo = (entry.kind == Kind::Recorded && !m.is_replaced(entry))
            .then(|| quiet("undo", words::UNDO, "undo", tap(move || keep::withdraw(app, id))));
        piece(view! {
            <section class="sheet settle" aria-label=words::LAST>
                <div class="note">
                    {icon_of("saved", "i ok")}
                    <p>
                        <b>{heading}</b>
                        <small>{below}</small>
                    </p>
                </div>
                {perhaps(undo)}
            </section>
        })
    })
}

/// A key for each activity of the own organisation. They stay where they are; what they say follows.
fn keys(app: App) -> Piece {
    let day = clock::now().day();
    let activities = Memo::new(move |_| {
        let of = |a: &domain::promise::Activity| (a.id.clone(), a.name.clone(), activity_icon(a.icon.as_deref()));
        app.model.with(|m| m.activities(day).into_iter().map(of).collect::<Vec<_>>())
    });
    let keys: Vec<Piece> =
        activities.get().into_iter().map(|(id, name, drawing)| key(app, id, name, drawing)).collect();
    piece(view! { <div class="keys">{keys}</div> })
}

fn key(app: App, id: ActivityId, name: String, drawing: &'static str) -> Piece {
    let (of_timer, of_count, of_tap) = (id.clone(), id.clone(), id.clone());
    let running = move || {
        app.model.with(|m| m.timer(&of_timer).map(|t| words::running(t.seconds(app.now().unix_ms)))).unwrap_or_default()
    };
    let count = move || app.model.with(|m| m.done_on(&of_count, app.now().day())).to_string();
    let act = tap(move || {
        if app.model.with_untracked(|m| m.timer(&of_tap).is_some()) {
            app.show(Screen::Run(of_tap.clone()));
        } else {
            form::open(app, &of_tap);
        }
    });
    let end = piece(view! { <output>{said(count)} <small>{words::TODAY}</small></output> });
    Key { end: Some(end), ..Key::new(drawing, name) }
        .below(piece(view! { <span class="runs">{said(running)}</span> }))
        .activity(id.as_str(), act)
}
