//! Entries as staff read them: browsing, and one occasion with its history, why it counts or doesn't, and what can be
//! decided about it.

pub mod actions;
pub mod browse;
pub mod occasion;
pub mod recorded;

use domain::moment::Moment;
use leptos::prelude::*;
use recorded::{Detail, summary};
use texts::decide;

/// What an entry says, in names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RecordedEntry {
    pub activity: Option<String>,
    pub area: Option<String>,
    pub started_at: Option<Moment>,
    pub minutes: Option<u32>,
    pub unit: Option<String>,
    pub author: String,
    /// All that was recorded, part by part.
    pub recorded: Vec<Detail>,
}

impl RecordedEntry {
    /// "Fotpatrull, Råslätt".
    #[must_use]
    pub fn what(&self) -> Option<String> {
        Some(decide::what(self.activity.as_deref()?, self.area.as_deref()))
    }

    /// "4 mars 2021 kl. 13:05, 35 min, 20-1470, Patrull 11".
    #[must_use]
    pub fn when(&self) -> String {
        decide::when(self.started_at, self.minutes, self.unit.as_deref(), &self.author)
    }

    /// The answers and the note, below the line in a list.
    pub(crate) fn answers(&self) -> Option<AnyView> {
        summary(&self.recorded).map(|answers| view! { <small class="answers">{answers}</small> }.into_any())
    }
}

/// A form that posts to an address: what it carries unseen, what is asked, and its button.
pub(crate) fn form(action: String, hidden: Vec<(&'static str, String)>, asked: AnyView, button: AnyView) -> AnyView {
    let hidden = hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    view! {
        <form method="post" action=action class="form">
            {hidden.collect_view()} {asked} {button}
        </form>
    }
    .into_any()
}

/// A text to write, of at most five hundred characters.
pub(crate) fn text(
    name: &'static str,
    id: String,
    label: &'static str,
    hint: &'static str,
    error: Option<&'static str>,
) -> AnyView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let about = if error.is_some() { format!("{hint_id} {error_id}") } else { hint_id.clone() };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <small id=hint_id>{hint}</small>
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
            <textarea
                id=id
                name=name
                rows="3"
                maxlength="500"
                autocomplete="off"
                required=true
                aria-describedby=about
                aria-invalid=error.map(|_| "true")
            ></textarea>
        </div>
    }
    .into_any()
}

/// A choice between a few things by their names; the first says that one is to be chosen.
pub(crate) fn pick(
    name: &'static str,
    id: String,
    label: String,
    first: &'static str,
    of: Vec<(String, String, bool)>,
) -> AnyView {
    let option = |(value, words, chosen): (String, String, bool)| {
        view! { <option value=value selected=chosen>{words}</option> }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name autocomplete="off">
                <option value="">{first}</option>
                {of.into_iter().map(option).collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// The button of a form.
pub(crate) fn button(words: &'static str) -> AnyView {
    view! { <button class="quiet">{words}</button> }.into_any()
}
