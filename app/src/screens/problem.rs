//! What is wrong with the form: a summary on top, and each message at its question.

use crate::device::browser;
use crate::parts::note::Alert;
use crate::parts::text::LiveText;
use crate::state::AppState;
use crate::state::problem::{message_id, question_id, summary};
use domain::form::Problem;
use leptos::prelude::*;
use texts::officer as words;

/// All that kept the form from being saved, each with the way to its question.
#[component]
pub(crate) fn Summary() -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let problems = Memo::new(move |_| if app.tried.get() { app.problems.get() } else { Vec::new() });
    let line = move |problem: Problem| {
        let sentence =
            app.form.with_untracked(|form| app.model.with_untracked(|m| summary(&problem, form.as_ref(), m)));
        view! { <li>{problem_view(problem.question(), sentence)}</li> }
    };
    view! {
        <Show when=move || !problems.with(Vec::is_empty)>
            <Alert word=words::not_saved(language)>
                <ul>{move || problems.get().into_iter().map(line).collect_view()}</ul>
            </Alert>
        </Show>
    }
}

fn problem_view(question: &str, sentence: String) -> AnyView {
    if question.is_empty() {
        return sentence.into_any();
    }
    let id = question_id(question);
    let href = ["#", &id].concat();
    // Shown by hand: an address of its own would be a step in the history, which leads out of the form.
    let show = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        browser::show_question(&id);
    };
    view! {
        <a href=href on:click=show>
            {sentence}
        </a>
    }
    .into_any()
}

/// What is wrong with a question, for as long as it is; a screen reader hears of it.
#[component]
pub(crate) fn Message(#[prop(into)] question: String) -> impl IntoView {
    let app = AppState::from_context();
    let language = app.language();
    let id = message_id(&question);
    let sentence = Memo::new(move |_| {
        app.problems.with(|all| {
            all.iter().find(|problem| problem.question() == question).map(|problem| words::problem(language, problem))
        })
    });
    view! {
        <div id=id role="status">
            <Show when=move || sentence.with(Option::is_some)>
                <p class="wrong">
                    <LiveText text=move || sentence.get().unwrap_or_default() />
                </p>
            </Show>
        </div>
    }
}

/// Whether a question is wrong, as `aria-invalid` says it.
pub(crate) fn is_invalid(app: AppState, question: &str) -> Signal<&'static str> {
    let question = question.to_owned();
    Signal::derive(move || {
        let wrong = app.problems.with(|all| all.iter().any(|problem| problem.question() == question));
        if wrong { "true" } else { "false" }
    })
}
