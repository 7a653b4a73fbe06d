//! Registrera: is what I just did saved? Then one key for each activity.

use super::cards::{DiscardedCard, DraftCard, FailureAlert, SavedCard};
use super::due::DueList;
use super::notices::{Notices, OfflineNote};
use super::status::StatusLine;
use crate::actions::{draft, navigate};
use crate::parts::key::Icon;
use crate::parts::note::Heading;
use crate::parts::tape::Tape;
use crate::parts::text::{LiveText, soft};
use crate::state::AppState;
use crate::state::model::drawing;
use crate::state::screen::Screen;
use crate::state::shift::shift;
use domain::id::ActivityId;
use leptos::prelude::*;
use texts::officer as words;

/// The screen, above the tabs.
#[component]
pub(crate) fn RecordScreen() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    // A saved entry says more than that the phone could save one.
    let nothing_saved = move || app.model.with(|m| m.saved.is_none());
    view! {
        <header class="display">
            <Heading class="vh" word=words::record(language) />
            <AreaButton />
            <StatusLine />
        </header>
        <main class="body">
            <FailureAlert />
            // What was just done comes first: it is in sight however much else there is.
            <SavedCard />
            <DiscardedCard />
            <Notices />
            <DraftCard />
            <DueList />
            <ShiftTape />
            <Show when=nothing_saved>
                <OfflineNote />
            </Show>
        </main>
        <ActivityKeys />
    }
}

/// Where one is; chosen once for the shift.
#[component]
fn AreaButton() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let chosen_lang = move || language.of_signed().filter(|_| app.model.with(|m| m.area.is_some()));
    let unit = move || app.model.with(|m| words::area_and_unit(language, m.unit.as_deref()));
    let name = move || {
        app.model
            .with(|m| m.area.as_ref().map_or_else(|| words::choose_area(language).to_owned(), |area| m.area_name(area)))
    };
    view! {
        <button
            class="area row"
            type="button"
            data-do="place"
            on:click=move |_| navigate::show(app, Screen::Area)
        >
            <Icon name="pin" />
            <span class="grow">
                <small>
                    <LiveText text=unit />
                </small>
                <bdi lang=chosen_lang>
                    <LiveText text=name />
                </bdi>
            </span>
            <Icon name="down" />
        </button>
    }
}

/// The shift as a tape: what was recorded in these hours, and what of it waits.
#[component]
fn ShiftTape() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let shift = Memo::new(move |_| app.model.with(|m| shift(m, app.minute.get())));
    view! {
        <section aria-label=words::shift_today(language)>
            <p class="row">
                <b class="grow">{words::shift_today(language)}</b>
                <small>
                    <LiveText text=move || shift.with(|shift| shift.summary.clone()) />
                </small>
            </p>
            <Tape shift />
        </section>
    }
}

/// An activity as its key shows it.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Activity {
    id: ActivityId,
    name: String,
    drawing: &'static str,
}

/// A key for each activity of the own organisation. They stay where they are; what they say follows.
#[component]
fn ActivityKeys() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let activities = Memo::new(move |_| {
        let day = app.minute.get().day();
        let shown = |a: &domain::promise::Activity| Activity {
            id: a.id.clone(),
            name: a.name.clone(),
            drawing: drawing(Some(a)),
        };
        app.model.with(|m| m.activities(day).into_iter().map(shown).collect::<Vec<_>>())
    });
    view! {
        <Show
            when=move || !activities.with(Vec::is_empty)
            fallback=move || view! { <p class="keys">{words::no_promise_yet(language)}</p> }
        >
            <div class="keys">
                <For each=move || activities.get() key=Activity::clone let:activity>
                    <ActivityKey activity />
                </For>
            </div>
        </Show>
    }
}

#[component]
fn ActivityKey(activity: Activity) -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let id = StoredValue::new(activity.id.clone());
    let seconds = move || app.model.with(|m| id.with_value(|id| Some(m.timer(id)?.seconds(app.now.get().unix_ms))));
    let running = move || seconds().map(|seconds| words::running(language, seconds)).unwrap_or_default();
    let count = move || app.model.with(|m| id.with_value(|id| m.done_on(id, app.now.get().day()))).to_string();
    let open = move |_| {
        let id = id.get_value();
        if app.model.with_untracked(|m| m.timer(&id).is_some()) {
            navigate::show(app, Screen::Run(id));
        } else {
            draft::open(app, &id);
        }
    };
    view! {
        <button class="key" type="button" data-do="open" data-activity=activity.id.0 on:click=open>
            <Icon name=activity.drawing />
            <span>
                <bdi lang=language.of_signed()>{soft(&activity.name)}</bdi> <small>
                    <span class="runs">
                        <LiveText text=running />
                    </span>
                </small>
            </span>
            <output>
                <LiveText text=count />
                <small>{words::today(language)}</small>
            </output>
        </button>
    }
}
