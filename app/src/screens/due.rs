//! Att göra: what is due this day, week or month, and what is late. Computed on the phone, so that it is true offline and
//! after what was just recorded.

use crate::actions::draft;
use crate::parts::key::Icon;
use crate::state::AppState;
use crate::state::due::{Due, due};
use leptos::prelude::*;
use texts::officer as words;

/// The list, above the keys; none where nothing is due.
#[component]
pub(crate) fn DueList() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let day = Memo::new(move |_| app.minute.get().day());
    let rows = Memo::new(move |_| app.model.with(|m| due(m, day.get())));
    view! {
        <Show when=move || !rows.with(Vec::is_empty)>
            <section data-due="">
                <h2>{words::to_do(language)}</h2>
                <ul class="log" role="list">
                    <For each=move || rows.get() key=Due::clone let:row>
                        <DueRow row />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn DueRow(row: Due) -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let title = app.model.with_untracked(|m| m.title(&row.activity, row.area.as_ref()));
    let (drawing, class) = if row.late { ("act", "i gap") } else { ("wait", "i") };
    let (late, below) = (row.late, words::due_by(language, row.by, row.late));
    view! {
        <li data-late=late.to_string()>
            <button
                type="button"
                data-do="due"
                on:click=move |_| draft::open_in(app, &row.activity, row.area.clone())
            >
                <Icon name=drawing class />
                <span>
                    <b lang=language.of_signed()>{title}</b>
                    <small>{below}</small>
                </span>
                <Icon name="right" />
            </button>
        </li>
    }
}
