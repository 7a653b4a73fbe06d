//! Keys and what stands around them. A key is what the thumb does; everything smaller is quiet. `data-do` names what a
//! button does.

use super::text::{LiveText, soft};
use leptos::prelude::*;

/// A drawing of the page; its class gives it its size and colour.
#[component]
pub(crate) fn Icon(name: &'static str, #[prop(default = "i")] class: &'static str) -> impl IntoView {
    view! {
        <svg class=class aria-hidden="true">
            <use_ href=format!("#{name}") />
        </svg>
    }
}

/// A key: its drawing, its word, what stands below. One key of a screen is yellow.
#[component]
pub(crate) fn Key(
    does: &'static str,
    icon: &'static str,
    #[prop(into)] word: String,
    /// Of the word, where it is the promise's own.
    #[prop(optional_no_strip)]
    lang: Option<&'static str>,
    #[prop(optional)] yellow: bool,
    #[prop(optional, into)] below: Option<Signal<String>>,
) -> impl IntoView {
    let below = below.map(|text| {
        view! {
            <small>
                <LiveText text />
            </small>
        }
    });
    view! {
        <button class=if yellow { "key go" } else { "key" } type="button" data-do=does>
            <Icon name=icon />
            <span><bdi lang=lang>{soft(&word)}</bdi> {below}</span>
        </button>
    }
}

/// A quiet button: what is there without asking for a thumb.
#[component]
pub(crate) fn Quiet(does: &'static str, icon: &'static str, #[prop(into)] word: String) -> impl IntoView {
    view! {
        <button class="quiet" type="button" data-do=does>
            <Icon name=icon />
            {word}
        </button>
    }
}

/// The way back, or out, at the edge away from the keys.
#[component]
pub(crate) fn Back(
    #[prop(default = "back")] does: &'static str,
    #[prop(default = "left")] icon: &'static str,
    #[prop(into)] word: String,
) -> impl IntoView {
    view! {
        <button class="back row" type="button" data-do=does>
            <Icon name=icon />
            {word}
        </button>
    }
}
