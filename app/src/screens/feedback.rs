//! What it came to: the server's page about the unit's entries, as it last answered; read without coverage too.

use super::status::StatusLine;
use crate::actions::navigate;
use crate::parts::key::Back;
use crate::parts::note::Heading;
use crate::state::AppState;
use crate::state::screen::Screen;
use leptos::prelude::*;
use texts::officer as words;

/// The screen.
#[component]
pub(crate) fn FeedbackScreen() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let page = Memo::new(move |_| {
        app.model.with(|m| m.feedback.clone()).unwrap_or_else(|| words::no_figures(language).to_owned())
    });
    view! {
        <header class="display">
            <Back word=words::back(language) on:click=move |_| navigate::show(app, Screen::Pace) />
            <Heading word=words::feedback(language) />
            <StatusLine />
        </header>
        <main class="body told">
            <div inner_html=move || page.get()></div>
        </main>
    }
}
