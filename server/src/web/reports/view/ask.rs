//! What asks before a report is frozen, approved, published or opened again, and says what it means.

use crate::web::document::{self, Frame, Head};
use crate::web::entries::view::text;
use crate::web::menu::Section;
use domain::id::ReportId;
use domain::report::{Act, Approver};
use leptos::prelude::*;
use texts::language::Language;
use texts::{release, report as said};

/// What is about to be done to which report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskPage {
    pub id: ReportId,
    pub name: String,
    pub promise: String,
    pub act: Act,
    /// Why it can't be done yet.
    pub not_yet: Option<String>,
    /// What to think of before it is done.
    pub warnings: Vec<String>,
    /// Whose part the viewer approves.
    pub party: Option<Approver>,
    /// What was wrong with the reason that was written.
    pub reason: Option<&'static str>,
}

/// `GET /reports/{id}/freeze` and its like.
#[must_use]
pub fn ask_page(data: AskPage, frame: &Frame) -> AnyView {
    let (button, heading) = release::act(data.act);
    let title = document::title(Language::Swedish, heading, data.reason.is_some());
    let head = Head { class: "desk report", ..Head::desk(title, super::icons()) };
    document::document(frame, head, || {
        let points = release::consequences(data.act).iter().map(|text| view! { <li>{*text}</li> }).collect_view();
        let back = format!("/reports/{}", data.id);
        let action = format!("/reports/{}/{}", data.id, data.act.word());
        let act = match data.not_yet {
            Some(why) => view! { <p class="alert warn">{why}</p> }.into_any(),
            None => view! { <button class="key">{button}</button> }.into_any(),
        };
        let part =
            data.party.filter(|_| data.act == Act::Approve).map(|party| view! { <p>{release::own_part(party)}</p> });
        let reason = (data.act == Act::Withdraw).then(|| {
            text("reason", "reason".to_owned(), release::WITHDRAW_REASON, release::WITHDRAW_HINT, data.reason)
        });
        let main = view! {
            {data.reason.map(|why| document::error_summary(Language::Swedish, "reason", why))}
            <div class="prose">
                <p class="big">{said::title(&data.name, &data.promise)}</p>
                {part}
                <ul class="points" role="list">{points}</ul>
                {data.warnings.into_iter().map(|text| view! { <p class="alert warn">{text}</p> }).collect_view()}
                <form method="post" action=action class="form">
                    {reason}
                    <p class="row acts">
                        {act}
                        <a class="quiet" href=back>{said::TO_REPORT}</a>
                    </p>
                </form>
            </div>
        }
        .into_any();
        document::plain(frame, Section::Reports, heading.to_owned(), "", main)
    })
}
