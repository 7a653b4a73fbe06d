//! Where one is: chosen once for a shift, asked again after ten hours. Also what is chosen once for the phone.

use super::app::{App, Screen};
use super::fields;
use super::model::Model;
use super::sheet;
use crate::device::{clock, first_line, phone};
use crate::parts::key::{back, heading, key, quiet};
use crate::parts::piece::{Piece, el, live_of, text};
use domain::id::AreaId;
use domain::limits::UNIT_CHARS;
use texts::officer as words;

/// A shift, with what may be left of the one before.
const ASK_AGAIN_MS: i64 = 10 * 3_600_000;
const PREFERENCE: &str = "area";

/// The area of this shift, as the phone remembers it: at once in local storage, and where it survives the browser.
pub(crate) fn recall(app: App) {
    let read = |text: String| {
        let (id, since) = text.split_once('|')?;
        let age_ms = clock::now_ms() - since.parse::<i64>().ok()?;
        (0..ASK_AGAIN_MS).contains(&age_ms).then(|| AreaId::from(id))
    };
    let kept = app.model.with_untracked(|m| m.shift.clone());
    let area = first_line::recall(PREFERENCE).and_then(read).or_else(|| kept.and_then(read));
    if app.model.with_untracked(|m| m.area != area) {
        app.model.update(|m| m.area = area);
    }
}

/// Asks for the area where it isn't known, or no longer. `true` when it had to.
pub(crate) fn ask_again(app: App) -> bool {
    recall(app);
    let asks =
        app.model.with_untracked(|m| m.area.is_none() && m.activities(clock::now().day()).iter().any(|a| a.in_area));
    let here = app.screen.get_untracked();
    let asks = asks && matches!(here, Screen::Record | Screen::Journal | Screen::Pace);
    if asks {
        app.show(Screen::Place);
    }
    asks
}

/// The areas that can be chosen: those that the promise is about first. Patrols go elsewhere too, and are told truly.
pub(crate) fn choices(model: &Model) -> Vec<(AreaId, String)> {
    let Some(promise) = model.promise(clock::now().day()) else { return Vec::new() };
    let of = |focus: bool| promise.areas.iter().filter(move |a| a.focus == focus);
    of(true).chain(of(false)).map(|a| (a.id.clone(), a.name.clone())).collect()
}

fn choose(app: App, area: AreaId) {
    let shift = format!("{area}|{}", clock::now_ms());
    first_line::remember(PREFERENCE, &shift);
    app.model.update(|m| {
        m.area = Some(area.clone());
        m.shift = Some(shift);
    });
    app.know(|model, change| {
        change.know("shift", &model.shift);
        change.know("unit", &model.unit);
    });
    // A form that was left without a place gets this one.
    if app.form.with_untracked(|f| f.as_ref().is_some_and(|f| f.area.is_none())) {
        super::form::change(app, |form| form.area = Some(area));
    }
    app.leave();
}

/// The screen.
pub(crate) fn screen(app: App) -> Vec<Piece> {
    let display = vec![
        back("left", words::BACK, "back").taps(move || app.leave()),
        heading("", words::WHERE_ARE_YOU),
        el("p", "", vec![text(words::ASKED_ONCE)]),
    ];
    let lock = quiet("lock", words::LOCK_NOW, "lock").taps(phone::start_anew);
    let body = vec![lock, appearance(), unit(app)];
    vec![
        sheet::display(display),
        el("main", "body low", body),
        live_of(
            move || app.model.with(|m| choices(m).into_iter().map(|(id, _)| id.0 + " ").collect()),
            move || areas(app),
        ),
    ]
}

fn areas(app: App) -> Vec<Piece> {
    let choices = app.model.with_untracked(choices);
    let chosen = app.model.with_untracked(|m| m.area.clone());
    let one = |(id, name): (AreaId, String)| {
        let drawing = if chosen.as_ref() == Some(&id) { "check" } else { "pin" };
        let value = id.0.clone();
        key("key", "choose", drawing, &name, None).set("data-area", &value).taps(move || choose(app, id.clone()))
    };
    vec![el("div", "keys", choices.into_iter().map(one).collect())]
}

fn unit(app: App) -> Piece {
    let now = app.model.with_untracked(|m| m.unit.clone()).unwrap_or_default();
    let write = move |text: String| {
        let unit: String = text.trim().chars().take(UNIT_CHARS).collect();
        first_line::remember("unit", &unit);
        app.model.update(|m| m.unit = Some(unit).filter(|u| !u.is_empty()));
    };
    fields::line("unit", words::UNIT, words::UNIT_HINT, "text", &now, write)
}

/// Light, dark, or as the phone has it.
fn appearance() -> Piece {
    let now = first_line::theme().unwrap_or_default();
    let pick = move |value: String| {
        first_line::set_theme(&value);
        phone::set_theme(&value);
    };
    let options = [("light", words::LIGHT), ("dark", words::DARK), ("", words::AS_THE_PHONE)];
    let options = options.map(|(value, word)| (value.to_owned(), word.to_owned())).into();
    fields::choice("theme", words::APPEARANCE, "choice", options, &now, pick)
}
