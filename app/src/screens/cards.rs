//! Cards: what was saved or thrown away last, the form that was left, and a save that failed.

use crate::actions::{act, discard, draft, save};
use crate::device::clock;
use crate::device::journal_store::Failure;
use crate::parts::key::{Icon, Quiet};
use crate::parts::note::{Alert, Note};
use crate::parts::text::LiveText;
use crate::state::occasion::Act;
use crate::state::recent::{discarded_title, draft_card, saved_card};
use crate::state::{AppState, Saving};
use leptos::prelude::*;
use texts::officer as words;

/// What was saved last, with *Ångra*; it stays until the next. `corrections` leaves out what was simply recorded.
#[component]
pub(crate) fn SavedCard(#[prop(optional)] corrections: bool) -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let card = Memo::new(move |_| {
        let card = app.model.with(|m| saved_card(m, app.minute.get(), &clock::at));
        card.filter(|card| card.corrects || !corrections)
    });
    // The card is drawn anew for another entry alone: its key stays while the clock runs and the server answers.
    let id = Memo::new(move |_| card.with(|card| card.as_ref().map(|card| card.id)));
    let heading = move || card.with(|card| card.as_ref().map(|card| card.heading.clone()).unwrap_or_default());
    let below = move || card.with(|card| card.as_ref().map(|card| card.below.clone()).unwrap_or_default());
    let stands = move || card.with(|card| card.as_ref().is_some_and(|card| card.stands));
    move || {
        id.get().map(|last| {
            view! {
                <section class="sheet settle" aria-label=words::last(language) data-last="">
                    <div class="note">
                        <Icon name="saved" class="i ok" />
                        <p>
                            <b>
                                <LiveText text=heading />
                            </b>
                            <small>
                                <LiveText text=below />
                            </small>
                        </p>
                    </div>
                    <Show when=stands>
                        <Quiet
                            does="undo"
                            icon="undo"
                            word=words::undo(language)
                            on:click=move |_| act::act(app, Act::Undo { last })
                        />
                    </Show>
                </section>
            }
        })
    }
}

/// What was thrown away last, with *Ångra*.
#[component]
pub(crate) fn DiscardedCard() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let title = Memo::new(move |_| {
        let discarded = app.discarded.get()?;
        app.model.with(|m| discarded_title(&discarded, m, app.minute.get()))
    });
    view! {
        <Show when=move || title.with(Option::is_some)>
            <section class="sheet settle" aria-label=words::last_thrown(language) data-thrown="">
                <div class="note">
                    <Icon name="x" />
                    <p>
                        <b>
                            <LiveText text=move || title.get().unwrap_or_default() />
                        </b>
                    </p>
                </div>
                <Quiet does="take-back" icon="undo" word=words::undo(language) on:click=move |_| discard::restore(app) />
            </section>
        </Show>
    }
}

/// The form that was left: there until it is finished or thrown away.
#[component]
pub(crate) fn DraftCard() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let card = Memo::new(move |_| {
        let form = app.form.get()?;
        Some(app.model.with(|m| draft_card(&form, m, app.minute.get())))
    });
    let form = Memo::new(move |_| card.with(|card| card.as_ref().map(|card| (card.id, card.drawing))));
    let sentence = move || card.with(|card| card.as_ref().map(|card| card.sentence.clone()).unwrap_or_default());
    move || {
        form.get().map(|(_, drawing)| {
            view! {
                <section class="sheet" aria-label=words::draft(language)>
                    <Note icon=drawing sentence=Signal::derive(sentence) />
                    <p class="row">
                        <Quiet does="resume" icon="pen" word=words::go_on(language) on:click=move |_| draft::resume(app) />
                        <Quiet does="discard" icon="x" word=words::discard(language) on:click=move |_| discard::form(app) />
                    </p>
                </section>
            }
        })
    }
}

/// A save that failed says so, and what was filled in stays in sight.
#[component]
pub(crate) fn FailureAlert() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let failure = Memo::new(move |_| match app.saving.get() {
        Saving::Failed(failure) => Some(failure),
        Saving::Open | Saving::Busy => None,
    });
    move || {
        let why = match failure.get()? {
            Failure::Full => words::storage_full(language),
            // The key is gone under which it would be kept.
            Failure::Silent if app.model.with_untracked(|m| m.contact.revoked) => words::revoked(language),
            Failure::Silent => words::storage_silent(language),
        };
        let can_be_tried = app.backstage.with_value(|b| b.acting.is_some()) || app.form.with_untracked(Option::is_some);
        let again = can_be_tried.then(|| {
            view! { <Quiet does="again" icon="again" word=words::try_again(language) on:click=move |_| save::try_again(app) /> }
        });
        Some(view! {
            <Alert word=words::not_saved(language) attr:data-failed="">
                <p>{why}</p>
                {again}
            </Alert>
        })
    }
}
