//! Choosing the area of a shift and the unit, and remembering both.

use super::{draft, feedback, navigate, store};
use crate::device::{browser, clock, local_store};
use crate::state::AppState;
use crate::state::area::{must_be_chosen, remembered_area, shift_text};
use crate::state::screen::Screen;
use domain::id::AreaId;
use domain::limits::UNIT_CHARS;
use leptos::prelude::*;
use texts::language::Language;

/// The first line's key for the area.
const AREA: &str = "area";
/// The first line's key for the unit.
pub(super) const UNIT: &str = "unit";

/// The area of this shift, as the phone remembers it: at once in local storage, and where it survives the browser.
pub(super) fn recall(app: AppState) {
    let read = |text: String| remembered_area(&text, clock::now_ms());
    let stored = app.model.with_untracked(|m| m.shift.clone());
    let area = local_store::get(AREA).and_then(read).or_else(|| stored.and_then(read));
    if app.model.with_untracked(|m| m.area != area) {
        app.model.update(|m| m.area = area);
    }
}

/// Asks for the area where it isn't chosen, or no longer. `true` when it had to.
pub(super) fn ask_again(app: AppState) -> bool {
    recall(app);
    let screen = app.screen.get_untracked();
    let asks = app.model.with_untracked(|m| must_be_chosen(m, &screen, clock::now().day()));
    if asks {
        navigate::show(app, Screen::Area);
    }
    asks
}

/// Chooses the area of the shift.
pub(crate) fn choose(app: AppState, area: AreaId) {
    let shift = shift_text(&area, clock::now_ms());
    local_store::set(AREA, &shift);
    app.model.update(|m| {
        m.area = Some(area.clone());
        m.shift = Some(shift);
    });
    store::save_meta(app, |model, change| {
        change.set_meta("shift", &model.shift);
        change.set_meta("unit", &model.unit);
    });
    // A form that was left without a place gets this one.
    if app.form.with_untracked(|form| form.as_ref().is_some_and(|form| form.area.is_none())) {
        draft::change(app, |form| form.area = Some(area));
    }
    navigate::leave(app);
}

/// Speaks a language from now on, and on this phone whoever opens it. Every screen is drawn anew in it.
pub(crate) fn speak(app: AppState, language: Language) {
    browser::speak(language.tag());
    app.model.update(|m| m.language = language);
    browser::screen_changed("[data-field=language] :checked");
    feedback::refresh(app);
}

/// States the unit's call sign.
pub(crate) fn state_unit(app: AppState, text: &str) {
    let unit: String = text.trim().chars().take(UNIT_CHARS).collect();
    local_store::set(UNIT, &unit);
    app.model.update(|m| m.unit = Some(unit).filter(|unit| !unit.is_empty()));
}
