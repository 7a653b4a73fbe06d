//! The app: one screen at a time, with the tabs below those that are tabs.

use super::area::AreaScreen;
use super::entry::EntryScreen;
use super::feedback::FeedbackScreen;
use super::form::FormScreen;
use super::journal::JournalScreen;
use super::pace::PaceScreen;
use super::record::RecordScreen;
use super::run::RunScreen;
use super::status::{SpokenStatus, Tabs};
use crate::actions::{events, load};
use crate::device::{browser, clock};
use crate::state::AppState;
use crate::state::screen::Screen;
use leptos::prelude::*;
use texts::language::Language;

/// The whole app. Provides the state to everything in it, and starts.
#[component]
pub(crate) fn App() -> impl IntoView {
    let language = Language::of_tag(&browser::spoken()).unwrap_or_default();
    let app = AppState::new(clock::now(), language);
    provide_context(app);
    events::listen(app);
    leptos::task::spawn_local(load::start(app));
    // A screen that is shown again is not drawn anew, unless in another language.
    let screen = Memo::new(move |_| app.screen.get());
    let is_tab = Memo::new(move |_| screen.with(Screen::is_tab));
    let language = Memo::new(move |_| app.model.with(|m| m.language));
    let class = move || screen.with(|s| if matches!(s, Screen::Run(_)) { "phone display" } else { "phone" });
    let saved = move || app.model.with(|m| m.saved.map(|id| id.to_string()).unwrap_or_default());
    let ready = move || app.model.with(|m| m.ready(app.now.get()).to_string());
    view! {
        <div class=class data-screen=move || screen.with(Screen::name) data-saved=saved data-ready=ready>
            {move || {
                language.track();
                screen_view(screen.get())
            }}
            {move || {
                language.track();
                is_tab.get().then(|| view! { <Tabs screen /> })
            }}
            <SpokenStatus />
        </div>
    }
}

fn screen_view(screen: Screen) -> AnyView {
    match screen {
        Screen::Starting => ().into_any(),
        Screen::Area => view! { <AreaScreen /> }.into_any(),
        Screen::Record => view! { <RecordScreen /> }.into_any(),
        Screen::Journal => view! { <JournalScreen /> }.into_any(),
        Screen::Pace => view! { <PaceScreen /> }.into_any(),
        Screen::Feedback => view! { <FeedbackScreen /> }.into_any(),
        Screen::Form => view! { <FormScreen /> }.into_any(),
        Screen::Run(activity) => view! { <RunScreen activity /> }.into_any(),
        Screen::Entry(id) => view! { <EntryScreen id /> }.into_any(),
    }
}
