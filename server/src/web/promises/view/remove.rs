//! Asked before a promise is taken away.

use crate::web::document::{self, Frame, Head};
use crate::web::menu::Section;
use domain::id::PromiseId;
use leptos::prelude::*;
use texts::promises as words;

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RemovePage {
    pub id: PromiseId,
    pub title: String,
    /// Why it stays, if it does.
    pub stays: Option<Stays>,
}

/// Why a promise can't be taken away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stays {
    Only,
    Continues { origin: String },
    Entries(u64),
    Reports(u64),
}

impl Stays {
    fn told(&self) -> String {
        match self {
            Self::Only => words::ONLY_ONE.to_owned(),
            Self::Continues { origin } => words::made_anew(origin),
            Self::Entries(n) => words::has_entries(*n),
            Self::Reports(n) => words::has_reports(*n),
        }
    }
}

/// `GET /promises/{id}/remove`, and what `POST` answers when the promise stays.
#[must_use]
pub fn remove_page(data: &RemovePage, frame: &Frame) -> AnyView {
    let heading = if data.stays.is_some() { words::STAYS } else { words::REMOVE };
    let head = Head::desk(heading.to_owned(), Vec::new());
    document::document(frame, head, || {
        let told = data.stays.as_ref().map_or_else(|| words::remove_lead(&data.title), Stays::told);
        let button = data.stays.is_none().then(|| {
            view! {
                <form method="post" action=format!("/promises/{}/remove", data.id)>
                    <button class="key">{words::REMOVE_BUTTON}</button>
                </form>
            }
        });
        let back = if data.stays.is_some() { words::BACK } else { words::KEEP };
        let main = view! {
            <div class="prose">
                <p><b>{data.title.clone()}</b></p>
                <p>{told}</p>
                {button}
                <a class="quiet" href="/promises">{back}</a>
            </div>
        }
        .into_any();
        document::plain(frame, Section::Promises, heading.to_owned(), "", main)
    })
}
