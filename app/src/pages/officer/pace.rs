//! Takt: where are we needed most? The figures of the last answer, also without coverage, each with its as-of.

use super::app::{App, Screen};
use super::model::Model;
use super::sheet;
use crate::device::clock;
use crate::parts::phone::gauge::gauge;
use crate::parts::phone::key::{heading, icon, quiet, small, soft};
use crate::parts::phone::piece::{Piece, el, live, says, text};
use crate::words::{self as common, officer as words};
use domain::moment::Moment;
use domain::promise::Target;
use domain::standing::{self, Line, Place, Slots, Status};

/// The screen, above the tabs.
pub(crate) fn screen(app: App) -> Vec<Piece> {
    let title = move || app.model.with(|m| m.promise(app.now().day()).map(|p| p.title.clone()).unwrap_or_default());
    let as_of = move || {
        let at_ms = app.model.with(|m| m.contact.at_ms);
        words::figures_as_of(at_ms.map(|ms| words::clock_or_day(clock::at(ms), app.now())))
    };
    let display = vec![heading("", words::PACE), el("p", "", vec![says(title)]), sheet::line(app)];
    let note = el("p", "note", vec![icon("wait"), el("span", "", vec![says(as_of)])]).set("data-as-of", "");
    let feedback = quiet("book", words::FEEDBACK, "feedback").taps(move || {
        app.backstage.update(|b| b.feedback_at_ms = 0);
        super::feedback::ask_now_and_then(app);
        app.show(Screen::Feedback);
    });
    let body = vec![note, live(move || vec![rows(app)]), feedback];
    vec![sheet::display(display), el("main", "body", body)]
}

fn rows(app: App) -> Piece {
    let now = app.now();
    app.model.with(|m| {
        let rows = sorted(m, now).into_iter().map(|(label, line)| row(m, &label, &line)).collect();
        el("ul", "did", rows).set("role", "list")
    })
}

/// The own organisation's rows, most behind first. Without figures there are none: a nought would be a guess.
fn sorted(model: &Model, now: Moment) -> Vec<(String, Line)> {
    let day = now.day();
    let Some(promise) = model.promise(day) else { return Vec::new() };
    let Some(totals) = model.tallies.get(&promise.id) else { return Vec::new() };
    let own = |target: &&Target| target.activity.as_ref().is_some_and(|id| model.records(promise, id));
    // Behind by how much of the goal, in thousandths, so that a small goal isn't hidden by a large one.
    let behind = |line: &Line| match (line.expected, line.goal) {
        (Some(expected), Some(goal)) if goal > 0 => (line.done - expected) * 1000 / goal,
        _ => i64::MAX,
    };
    let mut rows: Vec<(String, Line)> = Vec::new();
    for target in promise.targets().filter(own) {
        for line in standing::lines(promise, target, totals, day) {
            // Put where it belongs: so few rows don't need the library's sort, which is large.
            let before = |other: &(String, Line)| {
                other.1.status > line.status || other.1.status == line.status && behind(&other.1) <= behind(&line)
            };
            let at = rows.iter().position(|other| !before(other)).unwrap_or(rows.len());
            rows.insert(at, (target.label.clone(), line));
        }
    }
    rows
}

fn row(model: &Model, label: &str, line: &Line) -> Piece {
    let place = match &line.place {
        Place::Area(area) => model.area_name(area),
        Place::Areas(name) => name.clone(),
        Place::Everywhere => String::new(),
    };
    let name = el("b", "big grow", vec![text(&soft(label))]);
    let figure = el("b", "fig", vec![text(&line.done.to_string())]);
    let goal = line.goal.map(words::of_goal).unwrap_or_default();
    let mut inside = vec![el("p", "row", vec![name, status(line.status)])];
    let say = |inside: &mut Vec<Piece>, said: String| {
        if !said.is_empty() {
            inside.push(small(&said));
        }
    };
    say(&mut inside, place);
    inside.push(el("p", "", vec![figure, text(&goal)]));
    if let (Some(goal), Some(expected)) = (line.goal, line.expected) {
        inside.push(gauge(line.done, goal, expected, &words::gauge(line.done, goal, expected)));
    }
    say(&mut inside, words::expected(line.expected, line.needed_per_week));
    say(
        &mut inside,
        line.slots.as_ref().and_then(Slots::due).map(|due| words::due_by(due.to, false)).unwrap_or_default(),
    );
    let parts: Vec<(String, i64)> = line.parts.iter().map(|(area, n)| (model.area_name(area), *n)).collect();
    say(&mut inside, words::parts(&parts));
    if let Some(share) = &line.share {
        say(&mut inside, words::share(share.numerator, share.denominator, share.percent, share.min_percent));
    }
    say(&mut inside, words::too_short(line.too_short));
    el("li", "", inside).set("data-line", label)
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
    el("span", class, vec![icon(drawing), text(common::status(status))])
}
