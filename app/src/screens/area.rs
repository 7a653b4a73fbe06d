//! Where one is: chosen once for a shift. Also what is chosen once for the phone.

use crate::actions::{area, navigate};
use crate::device::{browser, local_store};
use crate::parts::choice::{Answer, Choice};
use crate::parts::key::{Back, Key, Quiet};
use crate::parts::note::Heading;
use crate::state::AppState;
use crate::state::area::choices;
use leptos::prelude::*;
use texts::common;
use texts::language::Language;
use texts::officer as words;

/// The screen.
#[component]
pub(crate) fn AreaScreen() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    view! {
        <header class="display">
            <Back word=words::back(language) on:click=move |_| navigate::leave(app) />
            <Heading word=words::where_are_you(language) />
            <p>{words::asked_once(language)}</p>
        </header>
        <main class="body low">
            <Quiet does="lock" icon="lock" word=words::lock_now(language) on:click=|_| browser::start_anew() />
            <Appearance />
            <Languages />
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
    let signed = app.language().of_signed();
    let chosen = app.model.with_untracked(|m| m.area.clone());
    view! {
        <div class="keys">
            <For each=move || areas.get() key=|area| area.id.clone() let:area>
                <Key
                    does="choose"
                    icon=if chosen.as_ref() == Some(&area.id) { "check" } else { "pin" }
                    word=area.name
                    lang=signed
                    attr:data-area=area.id.0.clone()
                    on:click=move |_| area::choose(app, area.id.clone())
                />
            </For>
        </div>
    }
}

/// The unit's call sign.
#[component]
fn Unit() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let unit = app.model.with_untracked(|m| m.unit.clone()).unwrap_or_default();
    view! {
        <div class="field" data-field="unit">
            <label>
                {words::unit(language)} <small>{words::unit_hint(language)}</small>
                <input
                    type="text"
                    inputmode="text"
                    autocomplete="off"
                    value=unit
                    on:input=move |event| area::state_unit(app, &event_target_value(&event))
                />
            </label>
        </div>
    }
}

/// Light, dark, or as the phone has it.
#[component]
fn Appearance() -> impl IntoView {
    let language = AppState::from_context().language();
    let chosen = local_store::theme().unwrap_or_default();
    let pick = |theme: String| {
        local_store::set_theme(&theme);
        browser::set_theme(&theme);
    };
    let answers =
        [("light", words::light(language)), ("dark", words::dark(language)), ("", words::as_the_phone(language))];
    let answers = answers.map(|(value, word)| Answer::new(value, word)).to_vec();
    view! { <Choice name="theme" label=words::appearance(language) answers chosen pick /> }
}

/// What the app speaks, each language by its own name.
#[component]
fn Languages() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let answers = Language::ALL.map(|own| Answer::in_language(own, common::own_name(own))).to_vec();
    let pick = move |tag: String| {
        if let Some(language) = Language::of_tag(&tag) {
            area::speak(app, language);
        }
    };
    view! { <Choice name="language" label=common::language(language) answers chosen=language.tag() pick /> }
}
