//! The accessibility statement (tillgänglighetsredogörelse), with a way to tell what doesn't work.

use super::document::{self, Frame, Head, Place};
use crate::words::{self, people};
use leptos::prelude::*;

/// `GET /accessibility`.
#[must_use]
pub fn accessibility_page(frame: &Frame) -> String {
    let part = |(heading, text): (&'static str, &'static str)| {
        view! {
            <section>
                <h2>{heading}</h2>
                <p>{text}</p>
            </section>
        }
    };
    document::document(frame, Head::desk(words::ACCESSIBILITY.to_owned(), Vec::new()), || {
        let parts = people::ACCESSIBILITY.into_iter().map(part).collect_view();
        let main = view! { <div class="prose">{parts}</div> }.into_any();
        document::plain(frame, Place::Elsewhere, words::ACCESSIBILITY.to_owned(), people::ACCESSIBILITY_LEAD, main)
    })
}
