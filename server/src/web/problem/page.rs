//! What is answered when there is no page to show: what happened, what became of the data, what to do next.

use crate::http::kept_form::KeptForm;
use crate::web::document::{self, Frame, Head};
use crate::web::kept_form;
use crate::web::menu::Section;
use leptos::prelude::*;
use texts::language::Language;
use texts::{frame as frame_words, problem as words, role, sign_in};

/// A problem in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProblemPage {
    /// The HTTP status that it is answered with.
    pub status: u16,
    pub heading: String,
    pub text: String,
    /// The text is the problem's own, which is Swedish.
    pub is_told: bool,
    /// Where to go next: address and words.
    pub next: Option<(String, String)>,
    /// The form that wasn't carried out.
    pub kept: Option<KeptForm>,
}

impl ProblemPage {
    /// The words for a status. A refusal that has none of its own is told as the problem says it, anything else as the
    /// server's fault.
    #[must_use]
    pub fn of(language: Language, status: u16, told: &str) -> Self {
        let (heading, text) = match status {
            403 => (words::forbidden(language), words::forbidden_why(language)),
            404 => (words::not_found(language), words::not_found_why(language)),
            429 => (words::too_often(language), words::too_often_why(language)),
            503 => (words::busy(language), words::busy_why(language)),
            507 => (words::disk_full(language), words::disk_full_why(language)),
            400..=499 => (frame_words::error_summary(language), told),
            _ => (words::failed(language), words::failed_why(language)),
        };
        Self {
            status,
            heading: heading.to_owned(),
            text: text.to_owned(),
            is_told: text == told,
            next: Some(("/".to_owned(), words::to_start(language).to_owned())),
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
    let language = frame.language;
    let passing = data.is_passing();
    document::document(frame, Head::desk(data.heading.clone(), Vec::new()).speaks(language), || {
        let next = data.next.map(|(href, words)| view! { <a class="quiet" href=href>{words}</a> });
        let role = frame.viewer.as_ref().filter(|_| data.status == 403).map(|viewer| {
            view! { <p>{sign_in::signed_in_as(language, role::name(language, viewer.role))}</p> }
        });
        let kept = data.kept.as_ref().map(|form| {
            let again = passing.then(|| kept_form::again(language, form));
            let copy = (!passing).then(|| view! { <p>{sign_in::still_here(language)}</p> });
            view! { {kept_form::written(language, form)} {copy} {again} }
        });
        let main = view! {
            <div class="prose">
                <p lang=language.of_signed().filter(|_| data.is_told)>{data.text}</p>
                {role} {kept} {next}
                <small>{words::status(language, u32::from(data.status))}</small>
            </div>
        }
        .into_any();
        document::plain(frame, Section::Other, data.heading, "", main)
    })
}
