//! The form of an activity: two taps when nothing is asked, everything within the thumb's reach when something is.

use super::cards::FailureAlert;
use super::problem::Summary;
use super::questions::question_view;
use super::status::StatusLine;
use crate::actions::{discard, draft, navigate, save, timers};
use crate::device::clock;
use crate::parts::key::{Back, Key, Quiet};
use crate::parts::note::Heading;
use crate::state::form::{Keys, Sheet, kind, sheet};
use crate::state::{AppState, Saving};
use leptos::prelude::*;
use texts::officer as words;

/// The screen. It is drawn anew only when the form's kind changes, never while somebody types.
#[component]
pub(crate) fn FormScreen() -> impl IntoView {
    let app = AppState::from_context();
    let kind =
        Memo::new(move |_| app.form.with(|form| form.as_ref().map(|form| app.model.with_untracked(|m| kind(form, m)))));
    move || {
        kind.get()?;
        let form = app.form.get_untracked()?;
        let sheet = app.model.with_untracked(|m| sheet(&form, m, clock::now()))?;
        Some(view! { <FormSheet sheet /> })
    }
}

#[component]
fn FormSheet(sheet: Sheet) -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let corrects = sheet.form.corrects.is_some();
    let way_back = if corrects { words::leave_as_it_was(language) } else { words::back(language) };
    // A correction has a word of the app before the name.
    let title_lang = language.of_signed().filter(|_| !corrects);
    let leave = move |_| if corrects { discard::form(app) } else { navigate::leave(app) };
    let questions = sheet.questions.iter().map(|question| question_view(app, &sheet, question)).collect_view();
    view! {
        <header class="display">
            <Back word=way_back on:click=leave />
            <Heading word=sheet.title.clone() attr:lang=title_lang />
            <StatusLine />
        </header>
        <main class="body low">
            <FailureAlert />
            <Summary />
            {questions}
        </main>
        <div class="keys">{keys_view(app, &sheet)}</div>
    }
}

/// The keys of a form. One is yellow: what is done most.
fn keys_view(app: AppState, sheet: &Sheet) -> AnyView {
    let language = app.language();
    let (save_word, below_start) = (sheet.save.clone(), sheet.start.clone());
    let start = move |_| timers::start(app);
    let afterwards = move |_| draft::state_afterwards(app);
    let busy =
        move || if app.saving.get() == Saving::Busy { words::saving(language).to_owned() } else { String::new() };
    let save_key = move || {
        view! {
            <Key
                does="save"
                icon="check"
                word=save_word
                yellow=true
                below=Signal::derive(busy)
                on:click=move |_| save::save_form(app)
            />
        }
    };
    match sheet.keys {
        Keys::Save => save_key().into_any(),
        Keys::StartOrSave => view! {
            <Quiet does="afterwards" icon="pen" word=words::afterwards(language) on:click=afterwards />
            <Key does="start" icon="wait" word=words::start(language) below=below_start on:click=start />
            {save_key()}
        }
        .into_any(),
        Keys::StartOrState => view! {
            <Key does="start" icon="wait" word=words::start(language) yellow=true below=below_start on:click=start />
            <Key does="afterwards" icon="pen" word=words::afterwards(language) below=words::afterwards_what(language) on:click=afterwards />
        }
        .into_any(),
    }
}
