//! The display on top: who promises, the answer in a sentence, the five counts, and how much of the year has gone.

use super::{PublicPage, pledge};
use crate::web::accessibility::view;
use crate::web::document;
use crate::web::parts::dial;
use crate::web::parts::status::{Count, counts};
use domain::standing::Status;
use leptos::prelude::*;
use texts::language::Language;
use texts::public;

/// Best first: a citizen asks what has been kept.
const ORDER: [Status; 5] = [Status::Met, Status::OnPace, Status::Near, Status::Behind, Status::Running];

pub(super) fn header(data: &PublicPage) -> AnyView {
    let statuses: Vec<Status> = data.described.iter().map(|described| described.status).collect();
    let number = |status: Status| statuses.iter().filter(|s| **s == status).count();
    let count = |status: Status| {
        let first = statuses.iter().position(|s| *s == status).and_then(|at| data.promise.commitments.get(at));
        let link = first.map(|c| format!("#{}", pledge::anchor(c)));
        Count { status, number: number(status), link, which: None }
    };
    let (ended, language) = (data.ended(), data.language);
    let done = if ended { public::ENDED } else { public::DONE };
    view! {
        <header class="display">
            <div class="in">
                <div class="bar row">
                    <p class="grow" lang=language.of_signed()>{parties(data)}</p>
                    <nav aria-label=public::PAGES.said(language)>
                        {document::other_language(language, &data.versions())}
                        <a href=view::path(language)>{public::ACCESSIBLE.said(language)}</a>
                        <a href="/login" hreflang=language.of_signed()>{public::STAFF.said(language)}</a>
                    </nav>
                </div>
                <div class="split top">
                    <div>
                        <p lang=language.of_signed()>{data.promise.title.clone()}</p>
                        <h1>{public::PROMISED.said(language)} <br /> {done.said(language)}</h1>
                        <p class="lead">{public::lead(language, &number, statuses.len(), ended)}</p>
                        {counts(ORDER.map(count).into(), public::STATUS_COUNTS.said(language), language)}
                    </div>
                    {year_dial(data)}
                </div>
                {years(data)}
            </div>
        </header>
    }
    .into_any()
}

/// The organisations that own any of the commitments.
fn parties(data: &PublicPage) -> String {
    let owns = |id| data.promise.commitments.iter().any(|c| c.owners.contains(id));
    let names: Vec<&str> = data.promise.organisations.iter().filter(|o| owns(&o.id)).map(|o| o.name.as_str()).collect();
    match data.language {
        Language::Swedish => data.language.list(&names),
        // Names alone, since the whole is marked as Swedish.
        Language::English => names.join(", "),
    }
}

fn year_dial(data: &PublicPage) -> AnyView {
    // The day after the last one shown: a tertial has gone once its last day has.
    let (year, month, _) = data.day.plus(1).date();
    let gone = if year > data.year { 3 } else { (month as usize - 1) / 4 };
    let (language, below) = (data.language, public::TERTIALS.said(data.language).to_owned());
    let (middle, label) = (public::of_three(language, gone), public::tertials(language, gone));
    dial::year(data.year_shown(), data.day, middle, below, label)
}

fn years(data: &PublicPage) -> Option<AnyView> {
    let year = |year: &i32| {
        let href = data.path(*year, data.language);
        view! { <a href=href aria-current=(*year == data.year).then_some("page")>{*year}</a> }
    };
    (data.years.len() > 1).then(|| {
        view! {
            <div class="switches">
                <nav class="switch" aria-label=public::SWITCH_YEAR.said(data.language)>{data.years.iter().map(year).collect_view()}</nav>
            </div>
        }
        .into_any()
    })
}
