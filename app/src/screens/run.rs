//! Something is being timed: the whole phone is display, and says at arm's length how long until it counts.

use crate::actions::{discard, navigate, timers};
use crate::parts::dial::Dial;
use crate::parts::key::{Back, Icon, Key};
use crate::parts::note::{Heading, Note};
use crate::parts::text::LiveText;
use crate::state::AppState;
use crate::state::screen::Screen;
use crate::state::timer::{Doubt, Progress, Running, running};
use domain::id::ActivityId;
use domain::promise::Counting;
use leptos::prelude::*;
use texts::officer as words;

/// The screen.
#[component]
pub(crate) fn RunScreen(activity: ActivityId) -> impl IntoView {
    let app = AppState::from_context();
    let running = app.model.with_untracked(|m| running(m, &activity));
    running.map(|running| view! { <RunningTimer running=StoredValue::new(running) /> })
}

#[component]
fn RunningTimer(running: StoredValue<Running>) -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let Running { timer, name, area, counting, .. } = running.get_value();
    let since = words::where_and_since(language, &area, timer.started_at, app.now.get_untracked());
    let (dropped, stopped) = (timer.clone(), timer.clone());
    let seconds = Memo::new(move |_| timer.seconds(app.now.get().unix_ms));
    let on_stop = move || running.with_value(|running| running.on_stop(seconds.get()));
    view! {
        <header class="run">
            <p class="row ends">
                <Back word=words::back(language) on:click=move |_| navigate::show(app, Screen::Record) />
                <Back
                    does="drop"
                    icon="x"
                    word=words::drop_timer(language)
                    on:click=move |_| discard::timer(app, &dropped)
                />
            </p>
            <Heading word=name attr:lang=language.of_signed() />
            <p>{since}</p>
            <Dial seconds least_minutes=counting.least_minutes() />
            <Counts seconds counting />
            <Doubts running seconds />
            <Show when=move || app.hasty.get()>
                <Note icon="act" class="i near" sentence=words::just_begun(language) attr:role="alert" attr:data-hasty="" />
            </Show>
            <small>{words::time_goes_on(language)}</small>
        </header>
        <div class="keys">
            <Key
                does="stop"
                icon="stop"
                word=words::stop_and_save(language)
                yellow=true
                below=Signal::derive(on_stop)
                on:click=move |_| timers::stop(app, &stopped)
            />
        </div>
    }
}

/// "6:12 kvar tills den räknas", then "20:00 ✔ räknas".
#[component]
fn Counts(seconds: Memo<i64>, counting: Counting) -> impl IntoView {
    let language = AppState::from_context().language();
    let progress = Memo::new(move |_| Progress::after(seconds.get(), counting));
    move || match progress.get() {
        Progress::Never => view! {
            <p class="sync">
                <Icon name="wait" />
                {words::counts_never(language)}
            </p>
        }
        .into_any(),
        Progress::Anyhow => view! {
            <p class="sync live">
                <Icon name="check" />
                {words::counts_anyhow(language)}
            </p>
        }
        .into_any(),
        Progress::Before(least) => view! {
            <p class="sync">
                <Icon name="wait" />
                <LiveText text=move || words::left_until_counted(language, least - seconds.get()) />
            </p>
        }
        .into_any(),
        Progress::Reached(least) => view! {
            <p class="sync live" data-counts="">
                {words::stopwatch(least)} <Icon name="check" /> {words::counts(language)}
            </p>
        }
        .into_any(),
    }
}

/// Why the minutes will be asked for.
#[component]
fn Doubts(running: StoredValue<Running>, seconds: Memo<i64>) -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let doubt = Memo::new(move |_| app.model.with(|m| running.with_value(|running| running.doubt(m, seconds.get()))));
    move || {
        let sentence = match doubt.get()? {
            Doubt::ClockJumped => words::clock_jumped(language),
            Doubt::Forgotten => words::forgotten(language),
        };
        Some(view! { <Note icon="act" class="i near" sentence /> })
    }
}
