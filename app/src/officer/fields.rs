//! The questions of a form, from the promise: when, for how long, and what the activity asks.

use super::app::App;
use super::form::change;
use super::problem;
use crate::device::clock;
use crate::device::value;
use crate::parts::key::{icon, note, small};
use crate::parts::piece::{Piece, el, text};
use crate::parts::step::Step;
use domain::calendar::Day;
use domain::form::Form;
use domain::id::AreaId;
use domain::moment::Moment;
use domain::promise::{Activity, Duration, Field, FieldKind};
use texts::officer as words;

/// All of them, the last nearest to the thumb.
pub(crate) fn fields(app: App, form: &Form, activity: &Activity) -> Vec<Piece> {
    let direct = is_direct(form, activity);
    let mut all = Vec::new();
    if !activity.fields.is_empty() && !activity.note {
        all.push(note("lock", "i", words::NO_NAMES));
    }
    let is_placed = form.area.as_ref().is_some_and(|area| app.model.with_untracked(|m| m.has_area(area)));
    if activity.in_area && (form.corrects.is_some() || !is_placed) {
        all.push(place(app, form));
    }
    if !direct {
        all.extend([when(app), which_day(app)]);
    }
    if activity.duration == Duration::Timed && !direct {
        all.push(length(app, activity));
    }
    all.extend(activity.fields.iter().map(|field| question(app, form, field)));
    if activity.note {
        all.push(free_text(app, form));
    }
    all
}

/// Whether the form is of something timed that begins or happened now: nothing is asked, the keys say it all.
pub(crate) fn is_direct(form: &Form, activity: &Activity) -> bool {
    activity.duration == Duration::Timed && form.is_live()
}

/// Goes from the key's *now* to a time that is stated.
pub(crate) fn state_afterwards(app: App) {
    change(app, |form| form.state_afterwards(clock::now(), &clock::at));
}

/// When the form says that it began, were it saved now.
fn starts_at(app: App) -> Option<Moment> {
    app.form.with(|f| f.as_ref().map(|f| f.starts_at(app.now())))
}

fn when(app: App) -> Piece {
    let step = Step { label: words::WHEN, name: "start", less: words::EARLIER, more: words::LATER }.with(
        move |steps| change(app, |form| form.move_start(steps, clock::now(), &clock::at)),
        move || starts_at(app).map(words::clock).unwrap_or_default(),
        move || starts_at(app).map(|at| words::day_and_age(at, app.now())).unwrap_or_default(),
    );
    problem::question(app, "start", problem::mark(app, "start", step))
}

/// The day, for what wasn't today: the steps of the clock are for minutes. It follows them over midnight.
fn which_day(app: App) -> Piece {
    let write = move |text: String| {
        if let Some(day) = Day::read(&text) {
            change(app, |form| form.move_to_day(day, clock::now(), &clock::at));
        }
    };
    let day = move || starts_at(app).map(|at| at.day().to_string()).unwrap_or_default();
    let input = field("date", &day(), write).keeps_value(day).says("max", move || app.now().day().to_string());
    problem::question(app, "day", line_around("day", words::WHICH_DAY, "", problem::mark(app, "day", input)))
}

fn move_length(app: App, steps: i64) {
    let activity = app.form.with_untracked(|f| f.as_ref().map(|f| f.activity.clone()));
    let activity = activity.and_then(|id| app.model.with_untracked(|m| m.activity(&id).cloned()));
    if let Some(activity) = activity {
        change(app, |form| form.move_length(steps, &activity, clock::now()));
    }
}

fn length(app: App, activity: &Activity) -> Piece {
    let minutes = move || app.form.with(|f| f.as_ref().and_then(|f| f.minutes));
    let most = app.model.with_untracked(|m| m.most_minutes(activity));
    let counting = move || {
        app.form.with(|f| {
            let form = f.as_ref()?;
            let day = form.starts_at(app.now()).day();
            Some(app.model.with(|m| m.counting(&form.activity, form.area.as_ref(), day)))
        })
    };
    let below = move || {
        let Some(counting) = counting() else { return String::new() };
        let counts = match minutes() {
            Some(minutes) if minutes > most => words::UNUSUALLY_LONG.to_owned(),
            minutes => words::whether_long_enough(minutes, counting),
        };
        let end = starts_at(app).zip(minutes()).map(|(from, m)| clock::at(from.unix_ms + i64::from(m) * 60_000));
        end.map_or_else(|| counts.clone(), |end| [&counts, ", ", &words::ended(end, app.now())].concat())
    };
    let step = Step { label: words::HOW_LONG, name: "minutes", less: words::SHORTER, more: words::LONGER }.with(
        move |steps| move_length(app, steps),
        move || minutes().map_or_else(|| words::NO_MINUTES.to_owned(), words::minutes),
        below,
    );
    problem::question(app, "minutes", problem::mark(app, "minutes", step))
}

fn question(app: App, form: &Form, field: &Field) -> Piece {
    let answered = form.answers.get(&field.id).cloned().unwrap_or_default();
    let id = field.id.clone();
    let write = move |text: String| change(app, |form| _ = form.answers.insert(id.clone(), text));
    let hint = field.hint.as_deref().unwrap_or_default();
    let options = match field.kind {
        FieldKind::YesNoUnknown => {
            let options = [("yes", words::YES), ("no", words::NO), ("unknown", words::UNKNOWN)];
            ("choice", options.map(|(value, word)| (value.to_owned(), word.to_owned())).into())
        }
        FieldKind::Choice => {
            ("choice wide", field.options.iter().map(|o| (o.value.clone(), o.label.clone())).collect())
        }
        FieldKind::Number => return asked(app, field, "numeric", &answered, write),
        FieldKind::Text => return asked(app, field, "text", &answered, write),
        FieldKind::Date => return asked(app, field, "date", &answered, write),
    };
    let asked = choice(&field.id, &field.label, options.0, options.1, &answered, write).holds(small(hint));
    problem::question(app, &field.id, problem::mark(app, &field.id, asked))
}

/// A question that is answered in a line.
fn asked(app: App, of: &Field, mode: &str, answered: &str, write: impl FnMut(String) + 'static) -> Piece {
    let input = problem::mark(app, &of.id, field(mode, answered, write));
    let hint = of.hint.as_deref().unwrap_or_default();
    problem::question(app, &of.id, line_around(&of.id, &of.label, hint, input))
}

/// Where it was, when that is what was wrong.
fn place(app: App, form: &Form) -> Piece {
    let areas = app.model.with_untracked(super::place::choices);
    let areas = areas.into_iter().map(|(id, name)| (id.0, name)).collect();
    let now = form.area.as_ref().map(|a| a.0.clone()).unwrap_or_default();
    let write = move |id: String| change(app, |form| form.area = Some(AreaId(id)));
    let asked = choice("area", words::WHERE, "choice wide", areas, &now, write);
    problem::question(app, "area", problem::mark(app, "area", asked))
}

fn free_text(app: App, form: &Form) -> Piece {
    let write = move |text: String| change(app, |form| form.note = text);
    let input = problem::mark(app, "note", field("text", &form.note, write));
    problem::question(app, "note", line_around("note", words::NOTE, words::NOTE_HINT, input))
}

/// One of several answers: each a target of its own, the chosen one told apart by its mark.
pub(crate) fn choice(
    name: &str,
    label: &str,
    class: &str,
    options: Vec<(String, String)>,
    chosen: &str,
    pick: impl FnMut(String) + Clone + 'static,
) -> Piece {
    let option = |(value, word): (String, String)| {
        let mut pick = pick.clone();
        let input = el("input", "", Vec::new()).set("type", "radio").set("name", name).set("value", &value);
        let input = if value == chosen { input.set("checked", "") } else { input };
        let input = input.hears("change", Box::new(move |_| pick(value.clone())));
        el("label", "", vec![input, el("span", "", vec![icon("check"), text(&word)])])
    };
    let options = options.into_iter().map(option).collect();
    let inside = vec![el("legend", "", vec![text(label)]), el("div", class, options)];
    el("fieldset", "", inside).set("role", "radiogroup").set("data-field", name)
}

/// A line of text with its label.
pub(crate) fn line(
    name: &str,
    label: &str,
    hint: &str,
    mode: &str,
    now: &str,
    write: impl FnMut(String) + 'static,
) -> Piece {
    line_around(name, label, hint, field(mode, now, write))
}

fn line_around(name: &str, label: &str, hint: &str, input: Piece) -> Piece {
    let label = el("label", "", vec![text(label), small(hint), input]);
    el("div", "field", vec![label]).set("data-field", name)
}

/// The field itself. It is the browser's while somebody types in it, and told at every letter.
fn field(mode: &str, now: &str, mut write: impl FnMut(String) + 'static) -> Piece {
    el("input", "", Vec::new())
        .set("type", if mode == "date" { mode } else { "text" })
        .set("inputmode", mode)
        .set("autocomplete", "off")
        .set("value", now)
        .hears("input", Box::new(move |event| write(value::field_text(&event))))
}
