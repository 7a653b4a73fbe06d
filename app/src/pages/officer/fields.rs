//! The questions of a form, from the promise: when, for how long, and what the activity asks.

use super::app::App;
use super::form::change;
use crate::device::clock;
use crate::parts::phone::key::{icon, note, tap};
use crate::parts::phone::piece::{Piece, nothing, perhaps, piece};
use crate::parts::phone::step::Step;
use crate::words::officer as words;
use domain::entry::How;
use domain::form::Form;
use domain::promise::{Activity, Duration, Field, FieldKind};
use leptos::prelude::*;

/// A step of the clock and of a length.
const STEP_MIN: i64 = 5;
/// What a length starts from.
const USUAL_MIN: u32 = 20;

/// All of them, the last nearest to the thumb.
pub(crate) fn fields(app: App, form: &Form, activity: &Activity) -> Piece {
    let timed = activity.duration == Duration::Timed;
    let direct = is_direct(form, activity);
    let asks = !activity.fields.is_empty();
    let place = (form.corrects.is_some() && activity.in_area).then(|| place(app, form));
    let when = (!direct).then(|| when(app));
    let length = (timed && !direct).then(|| length(app));
    let privacy = (asks && !activity.note).then(|| note("lock", "i", words::NO_NAMES));
    let questions: Vec<Piece> = activity.fields.iter().map(|field| question(app, form, field)).collect();
    let written = activity.note.then(|| free_text(app, form));
    piece(view! {
        {perhaps(privacy)}
        {perhaps(place)}
        {perhaps(when)}
        {perhaps(length)}
        {questions}
        {perhaps(written)}
    })
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
    let shown = move |say: fn(domain::moment::Moment, domain::moment::Moment) -> String| {
        move || app.form.with(|f| f.as_ref().map(|f| say(f.started_at, app.now())).unwrap_or_default())
    };
    Step {
        label: words::WHEN,
        name: "start",
        less: (words::EARLIER, tap(move || move_start(app, -1))),
        more: (words::LATER, tap(move || move_start(app, 1))),
    }
    .with(shown(|at, _| words::clock(at)), shown(words::day_and_age))
}

fn length(app: App) -> Piece {
    let minutes = move || app.form.with(|f| f.as_ref().and_then(|f| f.minutes));
    let least = move || {
        app.model.with(|m| {
            app.form.with(|f| f.as_ref().and_then(|f| m.least_minutes(&f.activity, f.area.as_ref(), f.day())))
        })
    };
    Step {
        label: words::HOW_LONG,
        name: "minutes",
        less: (words::SHORTER, tap(move || move_length(app, -1))),
        more: (words::LONGER, tap(move || move_length(app, 1))),
    }
    .with(
        move || minutes().map_or_else(|| words::NO_MINUTES.to_owned(), words::minutes),
        move || words::whether_long_enough(minutes(), least()),
    )
}

fn question(app: App, form: &Form, field: &Field) -> Piece {
    match field.kind {
        FieldKind::YesNoUnknown => choice(app, form, field),
        FieldKind::Number => typed(app, form, field, "numeric"),
        FieldKind::Text => typed(app, form, field, "text"),
    }
}

fn hint(field: &Field, id: &str) -> Piece {
    field.hint.clone().map_or_else(nothing, |hint| piece(view! { <small id=id.to_owned()>{hint}</small> }))
}

/// What a field does when it is told something, with its type forgotten.
type Told = Box<dyn FnMut(leptos::ev::Event)>;

/// One of several answers: a target of its own, told apart by its mark.
pub(crate) fn option(group: &str, value: &str, word: String, chosen: bool, mut pick: impl FnMut() + 'static) -> Piece {
    let picked: Told = Box::new(move |_| pick());
    piece(view! {
        <label>
            <input
                type="radio"
                name=group.to_owned()
                value=value.to_owned()
                checked=chosen
                on:change=picked
            />
            <span>{icon("check")} {word}</span>
        </label>
    })
}

/// Where it was, when that is what was wrong.
fn place(app: App, form: &Form) -> Piece {
    let areas = app.model.with_untracked(super::place::choices);
    let options: Vec<Piece> = areas
        .into_iter()
        .map(|(id, name)| {
            let chosen = form.area.as_ref() == Some(&id);
            let value = id.to_string();
            option("area", &value, name, chosen, move || change(app, |form| form.area = Some(id.clone())))
        })
        .collect();
    piece(view! {
        <fieldset data-field="area">
            <legend>{words::WHERE}</legend>
            <div class="choice wide">{options}</div>
        </fieldset>
    })
}

fn choice(app: App, form: &Form, field: &Field) -> Piece {
    let answered = form.answers.get(&field.id).cloned().unwrap_or_default();
    let answer = |value: &'static str, word: &'static str| {
        let id = field.id.clone();
        let pick = move || change(app, |form| _ = form.answers.insert(id.clone(), value.to_owned()));
        option(&field.id, value, word.to_owned(), answered == value, pick)
    };
    let options: Vec<Piece> =
        [("yes", words::YES), ("no", words::NO), ("unknown", words::UNKNOWN)].map(|(v, w)| answer(v, w)).into();
    let described = format!("hint-{}", field.id);
    piece(view! {
        <fieldset aria-describedby=described.clone() data-field=field.id.clone()>
            <legend>{field.label.clone()}</legend>
            <div class="choice">{options}</div>
            {hint(field, &described)}
        </fieldset>
    })
}

fn typed(app: App, form: &Form, field: &Field, mode: &'static str) -> Piece {
    let id = field.id.clone();
    let answered = form.answers.get(&id).cloned().unwrap_or_default();
    let write = move |text: String| change(app, |form| _ = form.answers.insert(id.clone(), text));
    let described = format!("hint-{}", field.id);
    piece(view! {
        <div class="field" data-field=field.id.clone()>
            <label>
                {field.label.clone()}
                {input(answered, mode, write)}
            </label>
            {hint(field, &described)}
        </div>
    })
}

fn free_text(app: App, form: &Form) -> Piece {
    let write = move |text: String| change(app, |form| form.note = text);
    piece(view! {
        <div class="field" data-field="note">
            <label>
                {words::NOTE}
                {input(form.note.clone(), "text", write)}
            </label>
            <small>{words::NOTE_HINT}</small>
        </div>
    })
}

/// A line of text. It is the browser's while somebody types in it, and told at every letter.
pub(crate) fn input(value: String, mode: &'static str, mut write: impl FnMut(String) + 'static) -> Piece {
    let told: Told = Box::new(move |event| write(event_target_value(&event)));
    piece(view! {
        <input
            type="text"
            inputmode=mode
            autocomplete="off"
            value=value
            on:input=told
        />
    })
}
