//! Journal: what has the server received, and what waits for me? What needs a person comes first.

use super::cards::{DiscardedCard, SavedCard};
use super::notices::{Notices, OfflineNote};
use super::status::StatusLine;
use crate::actions::{navigate, sync};
use crate::device::clock;
use crate::parts::key::{Icon, Quiet};
use crate::parts::note::Heading;
use crate::parts::text::LiveText;
use crate::state::AppState;
use crate::state::journal::{Group, MORE_ROWS, Row, Section, section};
use crate::state::screen::Screen;
use domain::id::EntryId;
use domain::sender::Trigger;
use leptos::prelude::*;
use texts::officer as words;

/// The screen, above the tabs.
#[component]
pub(crate) fn JournalScreen() -> impl IntoView {
    let language = AppState::from_context().language();
    view! {
        <header class="display">
            <Heading word=words::journal(language) />
            <StatusLine />
        </header>
        <main class="body">
            // What was corrected or withdrawn last: that is done from here.
            <SavedCard corrections=true />
            <DiscardedCard />
            <Notices />
            <JournalSection group=Group::Act />
            <JournalSection group=Group::Waiting />
            <JournalSection group=Group::Received />
            <OfflineNote />
        </main>
    }
}

/// A section of the journal. That of what waits is there even when nothing does.
#[component]
fn JournalSection(group: Group) -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let section = Memo::new(move |_| {
        let (rows, now) = (app.journal_rows.get(), app.minute.get());
        app.model.with(|m| section(m, group, rows, now, &clock::at))
    });
    let is_shown = move || group == Group::Waiting || section.with(|section| section.count > 0);
    let (drawing, class) = match group {
        Group::Act => ("act", "note grow gap"),
        Group::Waiting => ("wait", "note grow"),
        Group::Received => ("sent", "note grow ok"),
    };
    let word = move || match group {
        Group::Act => words::needs_action(language).to_owned(),
        Group::Waiting => words::waiting(language, section.with(|section| section.count)),
        Group::Received => words::received(language).to_owned(),
    };
    let send = move |_| sync::maybe_sync(app, Trigger::ByHand);
    view! {
        <Show when=is_shown>
            <section>
                <div class="row">
                    <h2 class=class>
                        <Icon name=drawing />
                        <LiveText text=word />
                    </h2>
                    <Show when=move || group == Group::Waiting>
                        <Quiet does="send" icon="send" word=words::send_now(language) on:click=send />
                    </Show>
                </div>
                <JournalRows section />
                <MoreRows section />
            </section>
        </Show>
    }
}

#[component]
fn JournalRows(section: Memo<Section>) -> impl IntoView {
    let ids = move || section.with(|section| section.rows.iter().map(|row| row.id).collect::<Vec<_>>());
    view! {
        <ul class="log" role="list">
            <For each=ids key=|id| *id let:id>
                <JournalRow section id />
            </For>
        </ul>
    }
}

/// A row stays the same element for as long as its entry stands in the section.
#[component]
fn JournalRow(section: Memo<Section>, id: EntryId) -> impl IntoView {
    let app = AppState::from_context();
    let signed = app.language().of_signed();
    let row = Memo::new(move |before: Option<&Option<Row>>| {
        let now = section.with(|section| section.rows.iter().find(|row| row.id == id).cloned());
        now.or_else(|| before.cloned().flatten())
    });
    let text = move |read: fn(&Row) -> &String| row.with(|row| row.as_ref().map(read).cloned().unwrap_or_default());
    let state = move || row.with(|row| row.as_ref().map(|row| row.state));
    let icon = Memo::new(move |_| {
        row.with(|row| row.as_ref().map(|row| (row.drawing, if row.needs_action { "i gap" } else { "i" })))
    });
    view! {
        <li data-entry=id.to_string() data-state=state>
            <button type="button" data-do="show" on:click=move |_| navigate::show(app, Screen::Entry(id))>
                {move || icon.get().map(|(name, class)| view! { <Icon name class /> })}
                <span>
                    <b lang=signed>
                        <LiveText text=move || text(|row| &row.title) />
                    </b>
                    <small>
                        <LiveText text=move || text(|row| &row.reason) />
                    </small>
                </span>
                <Icon name="right" />
            </button>
        </li>
    }
}

#[component]
fn MoreRows(section: Memo<Section>) -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let hidden = Memo::new(move |_| section.with(|section| section.count - section.rows.len()));
    let more = move |_| app.journal_rows.update(|rows| *rows += MORE_ROWS);
    move || {
        let hidden = Some(hidden.get()).filter(|hidden| *hidden > 0)?;
        Some(view! { <Quiet does="more" icon="down" word=words::show_more(language, hidden) on:click=more /> })
    }
}
