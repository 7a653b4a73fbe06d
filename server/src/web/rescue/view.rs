//! `/rescue`: where a supervisor brings what an officer saved from a phone that couldn't send.

use crate::web::document::{self, Frame, Head};
use crate::web::menu::Section;
use leptos::prelude::*;
use texts::language::Language;
use texts::{decide, rescue as words};

/// What the page shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RescuePage {
    pub brought: Option<Brought>,
}

/// What became of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Brought {
    Merged { fresh: usize, held_already: usize, quarantined: usize, refused: usize, unreadable: usize },
    Unreadable,
    Foreign,
    NotYours,
    NoPhone,
}

/// `GET` and `POST /rescue`.
#[must_use]
pub fn rescue_page(data: &RescuePage, frame: &Frame) -> AnyView {
    let failed = data.brought.and_then(why_not);
    let head = Head::desk(document::title(Language::Swedish, words::RESCUE, failed.is_some()), Vec::new());
    let heading = words::RESCUE.to_owned();
    document::document(frame, head, || {
        document::plain(frame, Section::Questions, heading, words::RESCUE_LEAD, main(data.brought, failed))
    })
}

fn why_not(brought: Brought) -> Option<&'static str> {
    match brought {
        Brought::Merged { .. } => None,
        Brought::Unreadable => Some(words::UNREADABLE),
        Brought::Foreign => Some(words::FOREIGN),
        Brought::NotYours => Some(words::NOT_YOURS),
        Brought::NoPhone => Some(words::NO_PHONE),
    }
}

fn main(brought: Option<Brought>, failed: Option<&'static str>) -> AnyView {
    view! {
        {brought.and_then(told)}
        {failed.map(|why| document::error_summary(Language::Swedish, "file", why))}
        <form class="sheet" method="post" action="/rescue" enctype="multipart/form-data">
            <div class="field">
                <label for="file">{words::FILE} <small>{words::FILE_HINT}</small></label>
                <input id="file" name="file" type="file" accept=".json,application/json" required=true />
            </div>
            <p>
                <button class="go">{words::IMPORT}</button>
            </p>
        </form>
        <p>
            <a href="/questions">{decide::QUESTIONS}</a>
        </p>
    }
    .into_any()
}

fn told(brought: Brought) -> Option<AnyView> {
    let Brought::Merged { fresh, held_already, quarantined, refused, unreadable } = brought else { return None };
    let lines = words::became(fresh, held_already, quarantined, refused, unreadable);
    Some(
        view! {
            <section class="sheet" role="status">
                <h2>{words::MERGED}</h2>
                <ul class="lines" role="list">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}
