//! Takt: where are we needed most? The figures of the last answer, also without coverage, each with its as-of.

use super::status::StatusLine;
use crate::actions::{feedback, navigate};
use crate::device::clock;
use crate::parts::gauge::Gauge;
use crate::parts::key::{Icon, Quiet};
use crate::parts::note::Heading;
use crate::parts::text::{LiveText, soft};
use crate::state::AppState;
use crate::state::pace::figures;
use crate::state::screen::Screen;
use domain::figure::{Figure, Progress};
use domain::standing::Status;
use leptos::prelude::*;
use texts::language::Language;
use texts::{kinds, officer as words};

/// The screen, above the tabs.
#[component]
pub(crate) fn PaceScreen() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let title = move || {
        let day = app.now.get().day();
        app.model.with(|m| m.promise(day).map(|promise| promise.title.clone()).unwrap_or_default())
    };
    let as_of = move || {
        let at_ms = app.model.with(|m| m.contact.at_ms);
        words::figures_at(language, at_ms.map(|ms| words::clock_or_day(language, clock::at(ms), app.now.get())))
    };
    let figures = Memo::new(move |_| app.model.with(|m| figures(m, app.minute.get().day())));
    let open_feedback = move |_| {
        feedback::refresh(app);
        navigate::show(app, Screen::Feedback);
    };
    view! {
        <header class="display">
            <Heading word=words::pace(language) />
            <p lang=language.of_signed()>
                <LiveText text=title />
            </p>
            <StatusLine />
        </header>
        <main class="body">
            <p class="note" data-as-of="">
                <Icon name="wait" />
                <span>
                    <LiveText text=as_of />
                </span>
            </p>
            <ul class="did" role="list">
                {move || figures.get().into_iter().map(|figure| view! { <FigureRow figure /> }).collect_view()}
            </ul>
            <Quiet does="feedback" icon="book" word=words::feedback(language) on:click=open_feedback />
        </main>
    }
}

/// A sentence in the small type; nothing where there is none.
#[component]
fn Small(#[prop(into)] sentence: String) -> impl IntoView {
    (!sentence.is_empty()).then(|| view! { <small>{sentence}</small> })
}

#[component]
fn FigureRow(figure: Figure) -> impl IntoView {
    let language = AppState::from_context().language();
    let done = figure.done().low();
    let rest = kinds::rest(language, &figure);
    let parts: Vec<(String, i64)> = figure.parts.iter().map(|part| (part.name.clone(), part.done)).collect();
    let share = figure.share.as_ref().map(|share| {
        words::share(language, share.numerator.low(), share.denominator.low(), share.percent, share.min_percent)
    });
    let place = figure.place_name().unwrap_or_default().to_owned();
    view! {
        <li data-line=figure.label.clone()>
            <p class="row">
                <b class="big grow" lang=language.of_signed()>{soft(&figure.label)}</b>
                <StatusMark status=figure.status.unwrap_or(Status::Running) />
            </p>
            <Small sentence=place attr:lang=language.of_signed() />
            <p>
                <b class="fig">{done}</b>
                {rest}
            </p>
            {pace_view(language, figure.measure.progress(), done)}
            <Small sentence=words::parts(language, &parts) />
            <Small sentence=share.unwrap_or_default() />
            <Small sentence=words::too_short(language, figure.too_short) />
        </li>
    }
}

/// How far along a figure is: its gauge, or the day by which the next is due.
fn pace_view(language: Language, progress: Progress<'_>, done: i64) -> AnyView {
    match progress {
        Progress::Pace { goal, expected, left } => view! {
            <Gauge done goal expected label=words::gauge(language, done, goal, expected) />
            <Small sentence=words::expected(language, Some(expected), left) />
        }
        .into_any(),
        Progress::Slots(slots) => {
            let due = slots.due().map(|due| words::due_by(language, due.to, false));
            view! { <Small sentence=due.unwrap_or_default() /> }.into_any()
        }
        Progress::Number | Progress::Texts { .. } => ().into_any(),
    }
}

/// A drawing and its word, never one without the other.
#[component]
fn StatusMark(status: Status) -> impl IntoView {
    let language = AppState::from_context().language();
    let (drawing, class) = match status {
        Status::Met => ("done", "st ok"),
        Status::OnPace => ("on", "st ok"),
        Status::Running => ("text", "st"),
        Status::Near => ("near", "st near"),
        Status::Behind => ("gap", "st gap"),
    };
    view! {
        <span class=class>
            <Icon name=drawing />
            {language.status(status)}
        </span>
    }
}
