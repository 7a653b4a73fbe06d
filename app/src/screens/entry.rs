//! One entry: what it says, what has become of it, and the two things that can be done about it.

use super::cards::FailureAlert;
use super::status::StatusLine;
use crate::actions::{act, navigate};
use crate::device::clock;
use crate::parts::key::{Back, Key, Quiet};
use crate::parts::note::Heading;
use crate::parts::text::LiveText;
use crate::state::AppState;
use crate::state::entry::{Page, Remedy, page};
use crate::state::journal;
use crate::state::occasion::Act;
use domain::id::EntryId;
use leptos::prelude::*;
use texts::officer as words;

/// The screen.
#[component]
pub(crate) fn EntryScreen(id: EntryId) -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let now = app.minute.get_untracked();
    let title = app.model.with_untracked(|m| {
        let record = m.kept.iter().find(|record| record.id == id)?;
        Some(journal::title(m, record, now).0)
    });
    let page = Memo::new(move |_| app.model.with(|m| page(m, id, app.minute.get(), &clock::at)));
    view! {
        <header class="display">
            <Back word=words::back(language) on:click=move |_| navigate::leave(app) />
            <Heading word=title.unwrap_or_default() attr:lang=language.of_signed() />
            <StatusLine />
        </header>
        <Show
            when=move || page.with(Option::is_some)
            fallback=move || {
                view! {
                    <main class="body">
                        <p>{words::no_longer_here(language)}</p>
                    </main>
                }
            }
        >
            <EntryPage id page />
        </Show>
    }
}

#[component]
fn EntryPage(id: EntryId, page: Memo<Option<Page>>) -> impl IntoView {
    let reason = move || page.with(|page| page.as_ref().map(|page| page.reason.clone()).unwrap_or_default());
    let state = move || page.with(|page| page.as_ref().map(|page| page.state));
    let facts = Memo::new(move |_| page.with(|page| page.as_ref().map(|page| page.facts.clone()).unwrap_or_default()));
    let remedy = Memo::new(move |_| page.with(|page| page.as_ref().map_or(Remedy::Nothing, |page| page.remedy)));
    view! {
        <main class="body" data-entry=id.to_string() data-state=state>
            <FailureAlert />
            <p class="sheet">
                <LiveText text=reason />
            </p>
            {move || facts_view(facts.get())}
        </main>
        <div class="keys">{move || keys_view(id, remedy.get())}</div>
    }
}

fn facts_view(facts: Vec<(String, String)>) -> Option<impl IntoView> {
    let fact = |(term, detail)| {
        view! {
            <dt>{term}</dt>
            <dd>{detail}</dd>
        }
    };
    (!facts.is_empty()).then(|| view! { <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl> })
}

fn keys_view(id: EntryId, remedy: Remedy) -> AnyView {
    let app = AppState::from_context();
    let language = app.language();
    match remedy {
        Remedy::Nothing => ().into_any(),
        Remedy::RecordAnew => {
            let anew = move |_| act::record_anew(app, id);
            view! { <Key does="correct" icon="pen" word=words::record_anew(language) yellow=true on:click=anew /> }
                .into_any()
        }
        Remedy::BringBack { last } => {
            let bring_back = move |_| act::act(app, Act::Undo { last });
            view! { <Quiet does="bring-back" icon="undo" word=words::bring_back(language) on:click=bring_back /> }
                .into_any()
        }
        Remedy::Correct { root } => view! {
            <Quiet
                does="withdraw"
                icon="undo"
                word=words::withdraw(language)
                on:click=move |_| act::act(app, Act::Withdraw { root })
            />
            <Key does="correct" icon="pen" word=words::correct(language) on:click=move |_| act::correct(app, root) />
        }
        .into_any(),
    }
}
