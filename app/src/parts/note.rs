//! Sentences: headings, notes and alerts.

use super::key::Icon;
use super::text::{LiveText, soft};
use leptos::prelude::*;

/// The name of a screen. It gets the focus when the screen comes.
#[component]
pub(crate) fn Heading(#[prop(into)] word: String, #[prop(optional)] class: &'static str) -> impl IntoView {
    view! {
        <h1 class=class tabindex="-1" data-focus="">
            {soft(&word)}
        </h1>
    }
}

/// A drawing and a sentence; the class gives the drawing its colour.
#[component]
pub(crate) fn Note(
    icon: &'static str,
    #[prop(default = "i")] class: &'static str,
    #[prop(into)] sentence: Signal<String>,
) -> impl IntoView {
    view! {
        <p class="note">
            <Icon name=icon class />
            <span>
                <LiveText text=sentence />
            </span>
        </p>
    }
}

/// What went wrong, read out at once: a heading and what to do.
#[component]
pub(crate) fn Alert(word: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="alert" role="alert" tabindex="-1">
            <h2 class="note gap big">
                <Icon name="act" />
                {word}
            </h2>
            {children()}
        </div>
    }
}
