//! One of several answers: each a target of its own, the chosen one set apart by its mark.

use super::key::Icon;
use leptos::prelude::*;

/// An answer that can be chosen, and its word.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) value: String,
    pub(crate) word: String,
}

impl Answer {
    /// An answer that the app itself offers.
    pub(crate) fn new(value: &str, word: &str) -> Self {
        Self { value: value.to_owned(), word: word.to_owned() }
    }
}

/// A question with its answers. `name` is how it is found (`data-field`); `children` stand at its end.
#[component]
pub(crate) fn Choice(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
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
                    {answer.word}
                </span>
            </label>
        }
    };
    view! {
        <fieldset role="radiogroup" data-field=name>
            <legend>{label}</legend>
            <div class=class>{answers.into_iter().map(answer).collect_view()}</div>
            {children.map(|children| children())}
        </fieldset>
    }
}
