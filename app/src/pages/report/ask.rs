//! What asks before a report is frozen, approved, published or opened again, and says what it means.

use crate::pages::document::{self, Frame, Head, Place};
use crate::words::report as said;
use domain::id::ReportId;
use domain::report::Act;
use leptos::prelude::*;

/// What is about to be done to which report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskPage {
    pub id: ReportId,
    pub name: String,
    pub promise: String,
    pub act: Act,
    /// Why it can't be done yet.
    pub not_yet: Option<String>,
}

/// `GET /reports/{id}/freeze` and its like.
#[must_use]
pub fn ask_page(data: AskPage, frame: &Frame) -> String {
    let (button, heading) = said::act(data.act);
    let head = Head { class: "desk report", ..Head::desk(heading.to_owned(), super::icons()) };
    document::document(frame, head, || {
        let points = said::consequences(data.act).iter().map(|text| view! { <li>{*text}</li> }).collect_view();
        let back = format!("/reports/{}", data.id);
        let action = format!("/reports/{}/{}", data.id, data.act.word());
        let act = match data.not_yet {
            Some(why) => view! { <p class="alert warn">{why}</p> }.into_any(),
            None => view! { <button class="key">{button}</button> }.into_any(),
        };
        let main = view! {
            <div class="prose">
                <p class="big">{said::title(&data.name, &data.promise)}</p>
                <ul class="points" role="list">{points}</ul>
                <form method="post" action=action class="row acts">
                    {act}
                    <a class="quiet" href=back>{said::TO_REPORT}</a>
                </form>
            </div>
        }
        .into_any();
        document::plain(frame, Place::Reports, heading.to_owned(), "", main)
    })
}
