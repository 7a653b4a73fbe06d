//! The status line, and the tabs.

use crate::actions::navigate;
use crate::device::clock;
use crate::parts::key::Icon;
use crate::parts::text::LiveText;
use crate::state::AppState;
use crate::state::screen::Screen;
use crate::state::status::{Status, status};
use domain::journal;
use leptos::prelude::*;
use texts::officer as words;

fn status_memo(app: AppState) -> Memo<Status> {
    Memo::new(move |_| app.model.with(|m| status(m, app.now.get(), &clock::at)))
}

/// The status line of a screen.
#[component]
pub(crate) fn StatusLine() -> impl IntoView {
    let app = AppState::from_context();
    let status = status_memo(app);
    let drawing = Memo::new(move |_| status.with(|status| status.drawing));
    let waiting = move || app.model.with(|m| journal::queue(&m.kept, 0).waiting.to_string());
    view! {
        <p class="sync" data-status="" data-waiting=waiting>
            {move || view! { <Icon name=drawing.get() /> }}
            <span>
                <LiveText text=move || status.with(|status| status.sentence.clone()) />
            </span>
        </p>
    }
}

/// The status for those who listen. It is there beside the status line since a screen reader follows only an element that is
/// never replaced.
#[component]
pub(crate) fn SpokenStatus() -> impl IntoView {
    let status = status_memo(AppState::from_context());
    view! {
        <p class="vh" role="status">
            <LiveText text=move || status.with(|status| status.sentence.clone()) />
        </p>
    }
}

/// The three tabs.
#[component]
pub(crate) fn Tabs(screen: Memo<Screen>) -> impl IntoView {
    let language = AppState::from_context().language();
    view! {
        <nav class="tabs" aria-label=words::tabs(language)>
            <Tab screen to=Screen::Record icon="add" word=words::record(language) />
            <Tab screen to=Screen::Journal icon="book" word=words::journal(language) />
            <Tab screen to=Screen::Pace icon="pace" word=words::pace(language) />
        </nav>
    }
}

#[component]
fn Tab(screen: Memo<Screen>, to: Screen, icon: &'static str, word: &'static str) -> impl IntoView {
    let app = AppState::from_context();
    let (name, here) = (to.name(), to.clone());
    view! {
        <button
            type="button"
            data-do="tab"
            data-tab=name
            aria-current=move || screen.with(|screen| *screen == here).then_some("page")
            on:click=move |_| navigate::show(app, to.clone())
        >
            <Icon name=icon />
            {word}
        </button>
    }
}
