//! What comes by itself and stays until it is dealt with, and whether the app can start without coverage.

use crate::actions::{navigate, sync};
use crate::device::browser;
use crate::parts::key::Quiet;
use crate::parts::note::Note;
use crate::parts::text::LiveText;
use crate::state::AppState;
use crate::state::screen::Screen;
use crate::state::status::{Notice, NoticeKind, Offline, notices, offline};
use leptos::prelude::*;
use texts::officer as words;

/// The notices that are due on a screen.
#[component]
pub(crate) fn Notices() -> impl IntoView {
    let app = AppState::from_context();
    let screen = app.screen.get_untracked();
    let due = Memo::new(move |_| app.model.with(|m| notices(m, &screen, app.minute.get())));
    view! { <For each=move || due.get() key=|notice| notice.kind let:notice>{notice_view(app, due, notice.kind)}</For> }
}

fn notice_view(app: AppState, due: Memo<Vec<Notice>>, kind: NoticeKind) -> AnyView {
    let language = app.language();
    let sentence = Signal::derive(move || {
        due.with(|due| due.iter().find(|notice| notice.kind == kind).map(|notice| notice.sentence.clone()))
            .unwrap_or_default()
    });
    let enter_code = move |_| sync::enrol_again(app);
    let show_journal = move |_| navigate::show(app, Screen::Journal);
    let button = match kind {
        NoticeKind::OldQueue | NoticeKind::ClockOff => {
            return view! { <Note icon="wait" class="i near" sentence /> }.into_any();
        }
        NoticeKind::SignIn => {
            view! { <Quiet does="enter-code" icon="lock" word=words::enter_code(language) on:click=enter_code /> }
                .into_any()
        }
        NoticeKind::Refused => {
            view! { <Quiet does="show-refused" icon="right" word=words::show_entry(language) on:click=show_journal /> }
                .into_any()
        }
        NoticeKind::Update => {
            view! { <Quiet does="update" icon="again" word=words::update(language) on:click=|_| browser::take_over() /> }
                .into_any()
        }
    };
    view! {
        <section class="sheet asks">
            <p>
                <LiveText text=sentence />
            </p>
            {button}
        </section>
    }
    .into_any()
}

/// *Klar för offline*, and only then; where it never comes, why.
#[component]
pub(crate) fn OfflineNote() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let started_ms = app.backstage.with_value(|b| b.started_ms);
    let offline = Memo::new(move |_| app.model.with(|m| offline(m, started_ms, app.minute.get())));
    move || match offline.get() {
        Offline::Ready => view! { <Note icon="saved" class="i ok" sentence=words::ready(language) /> }.into_any(),
        Offline::Soon => ().into_any(),
        Offline::Late => {
            let sentence = words::not_ready(language, &browser::offline_problem());
            view! { <Note icon="act" class="i near" sentence /> }.into_any()
        }
    }
}
