//! Takt: where are we needed most? The figures of the last answer, also without coverage, each with its as-of.

use super::app::App;
use super::model::Model;
use super::sheet;
use crate::device::clock;
use crate::parts::phone::gauge::gauge;
use crate::parts::phone::key::{icon, soft};
use crate::parts::phone::piece::{Piece, live, perhaps, piece, said};
use crate::words::{self as common, officer as words};
use domain::moment::Moment;
use domain::promise::{Target, TargetKind};
use domain::standing::{self, Line, Place, Status};
use leptos::prelude::*;

/// The screen, above the tabs.
pub(crate) fn screen(app: App) -> Piece {
    let as_of = move || {
        app.model
            .with(|m| words::figures_as_of(m.contact.at_ms.map(|ms| words::clock_or_day(clock::at(ms), app.now()))))
    };
    piece(view! {
        <header class="display">
            <h1 tabindex="-1" data-focus="">{words::PACE}</h1>
            {live(move || piece(app.model.with(|m| m.promise(app.now().day()).map(|p| p.title.clone()).unwrap_or_default())))}
            {sheet::line(app)}
        </header>
        <main class="body">
            <p class="note" data-as-of="">{icon("wait")} <span>{said(as_of)}</span></p>
            {live(move || rows(app))}
        </main>
    })
}

fn rows(app: App) -> Piece {
    let now = app.now();
    app.model.with(|m| {
        let rows: Vec<Piece> = sorted(m, now).into_iter().map(|(label, line)| row(m, &label, &line)).collect();
        if rows.is_empty() {
            return piece(view! { <p>{words::NO_FIGURES}</p> });
        }
        piece(view! { <ul class="did" role="list">{rows}</ul> })
    })
}

/// The own organisation's rows, most behind first. Without figures there are none: a nought would be a guess.
fn sorted(model: &Model, now: Moment) -> Vec<(String, Line)> {
    let day = now.day();
    let Some(promise) = model.promise(day) else { return Vec::new() };
    let Some(totals) = model.tallies.get(&promise.id) else { return Vec::new() };
    let organisation = model.organisation(promise);
    let own = |target: &&Target| {
        let activity = target.activity.as_ref().and_then(|id| promise.activity(id));
        let counted = matches!(target.kind, TargetKind::Count | TargetKind::Cadence);
        counted && activity.is_some_and(|a| organisation.as_ref().is_some_and(|o| a.organisations.contains(o)))
    };
    let mut rows: Vec<(String, Line)> = promise
        .targets()
        .filter(own)
        .flat_map(|t| standing::lines(promise, t, totals, day).into_iter().map(|line| (t.label.clone(), line)))
        .collect();
    // Behind by how much of the goal, in thousandths, so that a small goal isn't hidden by a large one.
    let behind = |line: &Line| match (line.expected, line.goal) {
        (Some(expected), Some(goal)) if goal > 0 => (line.done - expected) * 1000 / goal,
        _ => i64::MAX,
    };
    rows.sort_by_key(|(_, line)| (std::cmp::Reverse(line.status), behind(line)));
    rows
}

fn row(model: &Model, label: &str, line: &Line) -> Piece {
    let place = match &line.place {
        Place::Area(area) => model.area_name(area),
        Place::Areas(name) => name.clone(),
        Place::Everywhere => String::new(),
    };
    let goal = line.goal.map(|goal| words::of_goal(goal)).unwrap_or_default();
    let drawing = line
        .goal
        .zip(line.expected)
        .map(|(goal, expected)| gauge(line.done, goal, expected, words::gauge(line.done, goal, expected)));
    let parts: Vec<(String, i64)> = line.parts.iter().map(|(area, n)| (model.area_name(area), *n)).collect();
    let small = |text: String| (!text.is_empty()).then(|| piece(view! { <small>{text}</small> }));
    let share = line.share.as_ref().map(|s| words::share(s.numerator, s.denominator, s.percent, s.min_percent));
    piece(view! {
        <li data-line=label.to_owned()>
            <p class="row">
                <b class="big grow">{soft(label)}</b>
                {status(line.status)}
            </p>
            {perhaps(small(place))}
            <p>
                <b class="fig">{line.done.to_string()}</b>
                {goal}
            </p>
            {perhaps(drawing)}
            {perhaps(small(words::expected(line.expected, line.needed_per_week)))}
            {perhaps(small(words::parts(&parts)))}
            {perhaps(small(share.unwrap_or_default()))}
            {perhaps(small(words::too_short(line.too_short)))}
        </li>
    })
}

/// A drawing and its word, never one without the other.
fn status(status: Status) -> Piece {
    let (drawing, class) = match status {
        Status::Met => ("done", "st ok"),
        Status::OnPace => ("on", "st ok"),
        Status::Running => ("text", "st"),
        Status::Near => ("near", "st near"),
        Status::Behind => ("gap", "st gap"),
    };
    piece(view! { <span class=class>{icon(drawing)} {common::status(status)}</span> })
}
