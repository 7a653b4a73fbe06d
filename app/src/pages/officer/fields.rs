//! The questions of a form, from the promise: when, for how long, and what the activity asks.

use super::app::App;
use super::form::change;
use crate::device::clock;
use crate::device::value;
use crate::parts::phone::key::{icon, note, small};
use crate::parts::phone::piece::{Piece, el, text};
use crate::parts::phone::step::Step;
use crate::words::officer as words;
use domain::calendar::Day;
use domain::entry::How;
use domain::form::Form;
use domain::id::AreaId;
use domain::promise::{Activity, Duration, Field, FieldKind};

/// A step of the clock and of a length.
const STEP_MIN: i64 = 5;
/// What a length starts from.
const USUAL_MIN: u32 = 20;

/// All of them, the last nearest to the thumb.
pub(crate) fn fields(app: App, form: &Form, activity: &Activity) -> Vec<Piece> {
    let direct = is_direct(form, activity);
    let mut all = Vec::new();
    if !activity.fields.is_empty() && !activity.note {
        all.push(note("lock", "i", words::NO_NAMES));
    }
    if form.corrects.is_some() && activity.in_area {
        all.push(place(app, form));
    }
    if !direct {
        all.extend([when(app), which_day(app, form)]);
    }
    if activity.duration == Duration::Timed && !direct {
        all.push(length(app));
    }
    all.extend(activity.fields.iter().map(|field| question(app, form, field)));
    if activity.note {
        all.push(free_text(app, form));
    }
    all
}

/// Whether the form is of something timed that begins or happened now: nothing is asked, the keys say it all.
pub(crate) fn is_direct(form: &Form, activity: &Activity) -> bool {
    activity.duration == Duration::Timed && form.how == How::Tap && form.corrects.is_none()
}

/// Goes from the key's *now* to a time that is stated.
pub(crate) fn state_afterwards(app: App) {
    change(app, |form| {
        form.minutes = Some(USUAL_MIN);
        form.restate(clock::at(form.started_at.unix_ms - i64::from(USUAL_MIN) * 60_000));
    });
}

/// Moves the start by whole steps. A time that is stated is no longer the clock's.
fn move_start(app: App, steps: i64) {
    change(app, |form| {
        let step_ms = STEP_MIN * 60_000;
        let grid = form.started_at.unix_ms.div_euclid(step_ms);
        // The first step goes to the nearest five minutes in its direction.
        let to = if steps < 0 && form.started_at.unix_ms % step_ms != 0 { grid } else { grid + steps };
        let latest_ms = clock::now_ms();
        form.restate(clock::at((to * step_ms).min(latest_ms)));
    });
}

fn move_length(app: App, steps: i64) {
    change(app, |form| {
        let minutes = i64::from(form.minutes.unwrap_or(0));
        let to = if steps < 0 && minutes % STEP_MIN != 0 { minutes / STEP_MIN } else { minutes / STEP_MIN + steps };
        form.minutes = u32::try_from((to * STEP_MIN).clamp(0, domain::limits::MINUTES)).ok();
        form.how = How::Afterwards;
    });
}

fn when(app: App) -> Piece {
    let at = move || app.form.with(|f| f.as_ref().map(|f| f.started_at));
    Step { label: words::WHEN, name: "start", less: words::EARLIER, more: words::LATER }.with(
        move |steps| move_start(app, steps),
        move || at().map(words::clock).unwrap_or_default(),
        move || at().map(|at| words::day_and_age(at, app.now())).unwrap_or_default(),
    )
}

/// The day, for what wasn't today: the steps of the clock are for minutes.
fn which_day(app: App, form: &Form) -> Piece {
    let write = move |text: String| {
        let Some(day) = Day::read(&text) else { return };
        change(app, |form| {
            let later_ms = i64::from(day.0 - form.day().0) * 86_400_000;
            form.restate(clock::at(form.started_at.unix_ms + later_ms));
        });
    };
    line("day", words::WHICH_DAY, "", "date", &form.day().to_string(), write)
}

fn length(app: App) -> Piece {
    let minutes = move || app.form.with(|f| f.as_ref().and_then(|f| f.minutes));
    let least = move || {
        app.form.with(|f| {
            let form = f.as_ref()?;
            app.model.with(|m| m.least_minutes(&form.activity, form.area.as_ref(), form.day()))
        })
    };
    Step { label: words::HOW_LONG, name: "minutes", less: words::SHORTER, more: words::LONGER }.with(
        move |steps| move_length(app, steps),
        move || minutes().map_or_else(|| words::NO_MINUTES.to_owned(), words::minutes),
        move || words::whether_long_enough(minutes(), least()),
    )
}

fn question(app: App, form: &Form, field: &Field) -> Piece {
    let answered = form.answers.get(&field.id).cloned().unwrap_or_default();
    let id = field.id.clone();
    let write = move |text: String| change(app, |form| _ = form.answers.insert(id.clone(), text));
    let hint = field.hint.as_deref().unwrap_or_default();
    match field.kind {
        FieldKind::YesNoUnknown => {
            let options = [("yes", words::YES), ("no", words::NO), ("unknown", words::UNKNOWN)];
            let options = options.map(|(value, word)| (value.to_owned(), word.to_owned())).into();
            choice(&field.id, &field.label, "choice", options, &answered, write).holds(small(hint))
        }
        FieldKind::Choice => {
            let options = field.options.iter().map(|o| (o.value.clone(), o.label.clone())).collect();
            choice(&field.id, &field.label, "choice wide", options, &answered, write).holds(small(hint))
        }
        FieldKind::Number => line(&field.id, &field.label, hint, "numeric", &answered, write),
        FieldKind::Text => line(&field.id, &field.label, hint, "text", &answered, write),
        FieldKind::Date => line(&field.id, &field.label, hint, "date", &answered, write),
    }
}

/// Where it was, when that is what was wrong.
fn place(app: App, form: &Form) -> Piece {
    let areas = app.model.with_untracked(super::place::choices);
    let areas = areas.into_iter().map(|(id, name)| (id.0, name)).collect();
    let now = form.area.as_ref().map(|a| a.0.clone()).unwrap_or_default();
    let write = move |id: String| change(app, |form| form.area = Some(AreaId(id)));
    choice("area", words::WHERE, "choice wide", areas, &now, write)
}

fn free_text(app: App, form: &Form) -> Piece {
    let write = move |text: String| change(app, |form| form.note = text);
    line("note", words::NOTE, words::NOTE_HINT, "text", &form.note, write)
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
    el("fieldset", "", inside).set("data-field", name)
}

/// A line of text. It is the browser's while somebody types in it, and told at every letter.
pub(crate) fn line(
    name: &str,
    label: &str,
    hint: &str,
    mode: &str,
    now: &str,
    mut write: impl FnMut(String) + 'static,
) -> Piece {
    let input = el("input", "", Vec::new())
        .set("type", if mode == "date" { mode } else { "text" })
        .set("inputmode", mode)
        .set("autocomplete", "off")
        .set("value", now)
        .hears("input", Box::new(move |event| write(value::field_text(&event))));
    let label = el("label", "", vec![text(label), small(hint), input]);
    el("div", "field", vec![label]).set("data-field", name)
}
