//! What is answered when there is no page to show: what happened, what became of the data, what to do next.

use crate::http::kept_form::KeptForm;
use crate::web::document::{self, Frame, Head};
use crate::web::kept_form;
use crate::web::menu::Section;
use leptos::prelude::*;
use texts::{kept as kept_words, people, staff};

/// A problem in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProblemPage {
    /// The HTTP status that it is answered with.
    pub status: u16,
    pub heading: String,
    pub text: String,
    /// Where to go next: address and words.
    pub next: Option<(String, String)>,
    /// The form that wasn't carried out.
    pub kept: Option<KeptForm>,
}

impl ProblemPage {
    /// The words for a status. A refusal that has none of its own is told as the problem says it, anything else as the
    /// server's fault.
    #[must_use]
    pub fn of(status: u16, told: &str) -> Self {
        let [heading, text, next] = match status {
            403 => people::FORBIDDEN,
            404 => people::NOT_FOUND,
            429 => people::TOO_OFTEN,
            503 => people::BUSY,
            507 => people::DISK_FULL,
            400..=499 => [people::ERROR_SUMMARY, told, ""],
            _ => people::FAILED,
        };
        Self {
            status,
            heading: heading.to_owned(),
            text: format!("{text} {next}").trim_end().to_owned(),
            next: Some(("/".to_owned(), people::TO_START.to_owned())),
            kept: None,
        }
    }

    /// The same, with the form that wasn't carried out.
    #[must_use]
    pub fn keeping(self, kept: Option<KeptForm>) -> Self {
        Self { kept, ..self }
    }

    /// Whether the same may go through another time: the server had no time, or no room.
    fn is_passing(&self) -> bool {
        matches!(self.status, 408 | 429 | 500..=599)
    }
}

/// The problem as a whole document.
#[must_use]
pub fn problem_page(data: ProblemPage, frame: &Frame) -> AnyView {
    let passing = data.is_passing();
    document::document(frame, Head::desk(data.heading.clone(), Vec::new()), || {
        let next = data.next.map(|(href, words)| view! { <a class="quiet" href=href>{words}</a> });
        let role = frame.viewer.as_ref().filter(|_| data.status == 403).map(|viewer| {
            view! { <p>{kept_words::signed_in_as(staff::role(viewer.role))}</p> }
        });
        let kept = data.kept.as_ref().map(|form| {
            let again = passing.then(|| kept_form::again(form));
            let copy = (!passing).then(|| view! { <p>{kept_words::STILL_HERE}</p> });
            view! { {kept_form::written(form)} {copy} {again} }
        });
        let main = view! {
            <div class="prose">
                <p>{data.text}</p>
                {role} {kept} {next}
                <small>{people::status(data.status)}</small>
            </div>
        }
        .into_any();
        document::plain(frame, Section::Other, data.heading, "", main)
    })
}
