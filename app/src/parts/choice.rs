//! One of several answers: each a target of its own, the chosen one set apart by its mark.

use super::key::Icon;
use leptos::prelude::*;
use texts::language::Language;

/// An answer that can be chosen, and its word.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) value: String,
    pub(crate) word: String,
    /// Of the word, where it is the promise's own and the app speaks another language.
    lang: Option<&'static str>,
}

impl Answer {
    /// An answer that the app itself offers.
    pub(crate) fn new(value: &str, word: &str) -> Self {
        Self { value: value.to_owned(), word: word.to_owned(), lang: None }
    }

    /// A language to choose, by its own name.
    pub(crate) fn in_language(language: Language, name: &str) -> Self {
        Self { lang: Some(language.tag()), ..Self::new(language.tag(), name) }
    }

    /// An answer in the promise's own words.
    pub(crate) fn signed(language: Language, value: &str, word: &str) -> Self {
        Self { lang: language.of_signed(), ..Self::new(value, word) }
    }
}

/// A question with its answers. `name` is how it is found (`data-field`); `children` stand at its end.
#[component]
pub(crate) fn Choice(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// Of the label, where it is the promise's own.
    #[prop(optional_no_strip)]
    lang: Option<&'static str>,
    #[prop(default = "choice")] class: &'static str,
    answers: Vec<Answer>,
    /// The value that is chosen when the question is drawn; from then on the choice is the browser's.
    #[prop(into)]
    chosen: String,
    pick: impl Fn(String) + Clone + 'static,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let group = name.clone();
    let answer = move |answer: Answer| {
        let (pick, value) = (pick.clone(), answer.value.clone());
        view! {
            <label>
                <input
                    type="radio"
                    name=group.clone()
                    checked=answer.value == chosen
                    value=answer.value
                    on:change=move |_| pick(value.clone())
                />
                <span>
                    <Icon name="check" />
                    <bdi lang=answer.lang>{answer.word}</bdi>
                </span>
            </label>
        }
    };
    view! {
        <fieldset role="radiogroup" data-field=name>
            <legend lang=lang>{label}</legend>
            <div class=class>{answers.into_iter().map(answer).collect_view()}</div>
            {children.map(|children| children())}
        </fieldset>
    }
}
