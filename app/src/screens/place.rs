//! Where one is: chosen once for a shift. Also what is chosen once for the phone.

use crate::actions::{navigate, place};
use crate::device::{first_line, phone};
use crate::parts::choice::{Answer, Choice};
use crate::parts::key::{Back, Key, Quiet};
use crate::parts::note::Heading;
use crate::state::AppState;
use crate::state::place::choices;
use leptos::prelude::*;
use texts::officer as words;

/// The screen.
#[component]
pub(crate) fn PlaceScreen() -> impl IntoView {
    let app = AppState::from_context();
    view! {
        <header class="display">
            <Back word=words::BACK on:click=move |_| navigate::leave(app) />
            <Heading word=words::WHERE_ARE_YOU />
            <p>{words::ASKED_ONCE}</p>
        </header>
        <main class="body low">
            <Quiet does="lock" icon="lock" word=words::LOCK_NOW on:click=|_| phone::start_anew() />
            <Appearance />
            <Unit />
        </main>
        <AreaKeys />
    }
}

/// A key for each area; that of the shift has a mark.
#[component]
fn AreaKeys() -> impl IntoView {
    let app = AppState::from_context();
    let areas = Memo::new(move |_| app.model.with(|m| choices(m, app.minute.get().day())));
    let chosen = app.model.with_untracked(|m| m.area.clone());
    view! {
        <div class="keys">
            <For each=move || areas.get() key=|area| area.id.clone() let:area>
                <Key
                    does="choose"
                    icon=if chosen.as_ref() == Some(&area.id) { "check" } else { "pin" }
                    word=area.name
                    attr:data-area=area.id.0.clone()
                    on:click=move |_| place::choose(app, area.id.clone())
                />
            </For>
        </div>
    }
}

/// The unit's call sign.
#[component]
fn Unit() -> impl IntoView {
    let app = AppState::from_context();
    let unit = app.model.with_untracked(|m| m.unit.clone()).unwrap_or_default();
    view! {
        <div class="field" data-field="unit">
            <label>
                {words::UNIT} <small>{words::UNIT_HINT}</small>
                <input
                    type="text"
                    inputmode="text"
                    autocomplete="off"
                    value=unit
                    on:input=move |event| place::state_unit(app, &event_target_value(&event))
                />
            </label>
        </div>
    }
}

/// Light, dark, or as the phone has it.
#[component]
fn Appearance() -> impl IntoView {
    let chosen = first_line::theme().unwrap_or_default();
    let pick = |theme: String| {
        first_line::set_theme(&theme);
        phone::set_theme(&theme);
    };
    let answers = [("light", words::LIGHT), ("dark", words::DARK), ("", words::AS_THE_PHONE)];
    let answers = answers.map(|(value, word)| Answer::new(value, word)).to_vec();
    view! { <Choice name="theme" label=words::APPEARANCE answers chosen pick /> }
}
