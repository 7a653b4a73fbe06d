//! Takt: where are we needed most? The figures of the last answer, also without coverage, each with its as-of.

use super::app::{App, Screen};
use super::model::Model;
use super::sheet;
use crate::device::clock;
use crate::parts::gauge::gauge;
use crate::parts::key::{heading, icon, quiet, small, soft};
use crate::parts::piece::{Piece, el, live, says, text};
use domain::figure::{Figure, Measure};
use domain::moment::Moment;
use domain::promise::Target;
use domain::standing::{self, Status};
use texts::officer as words;

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
    let now = app.minute();
    app.model.with(|m| {
        let rows = sorted(m, now).iter().map(row).collect();
        el("ul", "did", rows).set("role", "list")
    })
}

/// The own organisation's rows, most behind first. Without figures there are none: a nought would be a guess.
fn sorted(model: &Model, now: Moment) -> Vec<Figure> {
    let day = now.day();
    let Some(promise) = model.promise(day) else { return Vec::new() };
    let Some(totals) = model.tallies.get(&promise.id) else { return Vec::new() };
    let own = |target: &&Target| target.activity.as_ref().is_some_and(|id| model.records(promise, id));
    // Behind by how much of the goal, in thousandths, so that a small goal isn't hidden by a large one.
    let behind = |figure: &Figure| match (figure.expected(), figure.goal()) {
        (Some(expected), Some(goal)) if goal > 0 => (figure.done().low() - expected) * 1000 / goal,
        _ => i64::MAX,
    };
    let mut rows: Vec<Figure> = Vec::new();
    for target in promise.targets().filter(own) {
        for figure in standing::figures(promise, target, totals, day) {
            // Put where it belongs: so few rows don't need the library's sort, which is large.
            let before = |other: &Figure| {
                other.status > figure.status || other.status == figure.status && behind(other) <= behind(&figure)
            };
            let at = rows.iter().position(|other| !before(other)).unwrap_or(rows.len());
            rows.insert(at, figure);
        }
    }
    rows
}

fn row(of: &Figure) -> Piece {
    let name = el("b", "big grow", vec![text(&soft(&of.label))]);
    let done = of.done().low();
    let figure = el("b", "fig", vec![text(&done.to_string())]);
    let mut inside = vec![el("p", "row", vec![name, status(of.status.unwrap_or(Status::Running))])];
    let say = |inside: &mut Vec<Piece>, said: String| {
        if !said.is_empty() {
            inside.push(small(&said));
        }
    };
    let rest = match &of.measure {
        Measure::Paced { goal, .. } | Measure::Areas { areas: goal, .. } => words::of_goal(*goal),
        Measure::Cadence { due, remaining, .. } => words::of_slots(*due, *remaining),
        Measure::Requests { asked, .. } => words::of_goal(*asked),
        Measure::Stage { .. } | Measure::Recorded { .. } | Measure::Texts { .. } => String::new(),
    };
    say(&mut inside, of.place_name().unwrap_or_default().to_owned());
    inside.push(el("p", "", vec![figure, text(&rest)]));
    match &of.measure {
        Measure::Paced { goal, expected, left, .. } => {
            inside.push(gauge(done, *goal, *expected, &words::gauge(done, *goal, *expected)));
            say(&mut inside, words::expected(Some(*expected), *left));
        }
        Measure::Cadence { slots, .. } => {
            say(&mut inside, slots.due().map(|due| words::due_by(due.to, false)).unwrap_or_default());
        }
        Measure::Stage { .. }
        | Measure::Areas { .. }
        | Measure::Requests { .. }
        | Measure::Recorded { .. }
        | Measure::Texts { .. } => {}
    }
    let parts: Vec<(String, i64)> = of.parts.iter().map(|part| (part.name.clone(), part.done)).collect();
    say(&mut inside, words::parts(&parts));
    if let Some(share) = &of.share {
        let (numerator, denominator) = (share.numerator.low(), share.denominator.low());
        say(&mut inside, words::share(numerator, denominator, share.percent, share.min_percent));
    }
    say(&mut inside, words::too_short(of.too_short));
    el("li", "", inside).set("data-line", &of.label)
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
    el("span", class, vec![icon(drawing), text(texts::status(status))])
}
