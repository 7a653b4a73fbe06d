//! A status: a drawing told apart by its silhouette, and its word. Never one without the other.

use super::icons::Icon;
use domain::standing::Status;
use leptos::prelude::*;
use texts::language::Language;

/// The drawing and the colour class of a status.
#[must_use]
pub fn face(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Met => ("done", "ok"),
        Status::OnPace => ("on", "ok"),
        Status::Running => ("text", ""),
        Status::Near => ("near", "near"),
        Status::Behind => ("gap", "gap"),
    }
}

/// "▼ Efter".
#[must_use]
pub fn status(status: Status, language: Language) -> AnyView {
    let (drawing, class) = face(status);
    view! {
        <span class=format!("st {class}")>
            <Icon name=drawing />
            {language.status(status)}
        </span>
    }
    .into_any()
}

/// How many commitments have each status, in the order given: the figures on top of a page.
#[must_use]
pub fn counts(items: Vec<Count>, name: &'static str, language: Language) -> AnyView {
    let item = |count: Count| {
        let (drawing, class) = face(count.status);
        let word = language.status(count.status);
        let word = match count.link {
            Some(link) if count.number > 0 => view! { <a href=link>{word}</a> }.into_any(),
            _ => word.into_any(),
        };
        view! {
            <li class=class>
                <p class="row">
                    <Icon name=drawing />
                    <b>{count.number}</b>
                </p>
                {word}
                {count.which.map(|which| view! { <small>{which}</small> })}
            </li>
        }
    };
    view! {
        <ul class="ann" role="list" aria-label=name>
            {items.into_iter().map(item).collect_view()}
        </ul>
    }
    .into_any()
}

/// One of the figures on top of a page.
pub struct Count {
    pub status: Status,
    pub number: usize,
    /// To the first that has it.
    pub link: Option<String>,
    /// Which ones, in words.
    pub which: Option<String>,
}
