//! A question on a form: its label over the field, what went wrong between them.

use leptos::prelude::*;

/// A line to fill in.
pub struct Field {
    /// Its name in the form, and its id on the page.
    pub name: &'static str,
    pub label: &'static str,
    /// `text` or `password`.
    pub kind: &'static str,
    /// What a password keeper knows it by.
    pub autocomplete: &'static str,
    /// What was filled in before, so that nobody writes it twice.
    pub value: String,
    pub hint: Option<&'static str>,
    pub error: Option<&'static str>,
}

/// Draws a line to fill in.
#[must_use]
pub fn field(of: Field) -> AnyView {
    let Field { name, label, kind, autocomplete, value, hint, error } = of;
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {about(name, hint, error)}
            <input
                id=name
                name=name
                type=kind
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                required=true
                value=(!value.is_empty()).then_some(value)
                aria-describedby=described_by(name, hint, error)
                aria-invalid=error.map(|_| "true")
            />
        </div>
    }
    .into_any()
}

/// A text as it stands within a `<textarea>`. Leptos writes what such an element holds as it is, so that whoever wrote the
/// text would write markup; and browsers leave out its first line end, so that it gets one of its own.
#[must_use]
pub fn within_textarea(text: &str) -> String {
    format!("\n{}", text.replace('&', "&amp;").replace('<', "&lt;"))
}

/// A question with a few answers: value, words, whether it is the chosen one.
#[must_use]
pub fn choice(
    name: &'static str,
    label: &'static str,
    answers: Vec<(String, String, bool)>,
    error: Option<&'static str>,
) -> AnyView {
    let answer = |(value, words, chosen): (String, String, bool)| {
        view! { <option value=value selected=chosen>{words}</option> }
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {about(name, None, error)}
            <select
                id=name
                name=name
                autocomplete="off"
                aria-describedby=described_by(name, None, error)
                aria-invalid=error.map(|_| "true")
            >
                {answers.into_iter().map(answer).collect_view()}
            </select>
        </div>
    }
    .into_any()
}

fn about(name: &str, hint: Option<&'static str>, error: Option<&'static str>) -> AnyView {
    let hint = hint.map(|hint| view! { <small id=format!("{name}-hint")>{hint}</small> });
    let error = error.map(|error| view! { <p class="error" id=format!("{name}-error")>{error}</p> });
    view! { {hint}{error} }.into_any()
}

fn described_by(name: &str, hint: Option<&str>, error: Option<&str>) -> Option<String> {
    let ids: Vec<String> = [hint.map(|_| "hint"), error.map(|_| "error")]
        .into_iter()
        .flatten()
        .map(|what| format!("{name}-{what}"))
        .collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
