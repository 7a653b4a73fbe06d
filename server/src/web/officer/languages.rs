//! Pages that the phone keeps are the same for everybody, and so carry their words in both languages. The script
//! (`public/language.js`) leaves one of them.

use leptos::prelude::*;
use texts::language::Language;

/// An element in Swedish, and behind it the same in English, in a template. The element has no neighbour of its own.
pub(crate) fn in_both(element: impl Fn(Language) -> AnyView) -> AnyView {
    view! {
        {element(Language::Swedish)}
        <template data-in=Language::English.tag()>{element(Language::English)}</template>
    }
    .into_any()
}

/// The way to the other language, in its own words.
pub(crate) fn switch(language: Language) -> AnyView {
    let other = language.other();
    view! {
        <button class="quiet" type="button" data-speak=other.tag() lang=other.tag() data-for="pin">
            {other.led_to()}
        </button>
    }
    .into_any()
}
