//! The display on top: the dial, the answer in a sentence, the five counts, and whether the figures can be trusted.

use super::summary::{Summary, year_shown};
use super::{DashboardPage, trust};
use crate::web::document::{self, Frame};
use crate::web::menu::Section;
use crate::web::parts::dial;
use crate::web::parts::icons::Icon;
use crate::web::parts::status::{Count, counts};
use domain::promise::Commitment;
use domain::standing::{Pace, Status};
use leptos::prelude::*;
use texts::language::Language::Swedish;
use texts::staff;

/// Worst first: what needs someone stands where the eye begins.
const ORDER: [Status; 5] = [Status::Behind, Status::Near, Status::OnPace, Status::Met, Status::Running];

pub(super) fn header(data: &DashboardPage, frame: &Frame) -> AnyView {
    let summary = Summary::of(data);
    let behind = summary.with(Status::Behind).len();
    let headline = staff::headline(behind, summary.statuses.len(), summary.ended);
    view! {
        <header class="display">
            <div class="in">
                {document::bar(frame, Section::Dashboard, Some(&data.promise.id))}
                {frame.insecure.then(insecure)}
                <div class="split top">
                    {year_dial(data)}
                    <div>
                        <p>{data.promise.title.clone()}</p>
                        <h1>{headline}</h1>
                        <p class="lead">{most_behind(data, &summary)}</p>
                        {counts(ORDER.map(|status| count(&summary, status)).into(), staff::STATUS_COUNTS, Swedish)}
                    </div>
                    {trust::trust(data)}
                </div>
                {switches(data)}
            </div>
        </header>
    }
    .into_any()
}

fn insecure() -> AnyView {
    view! {
        <p class="note near said" role="note">
            <Icon name="act" />
            {staff::INSECURE}
        </p>
    }
    .into_any()
}

fn year_dial(data: &DashboardPage) -> AnyView {
    let span = year_shown(data);
    let (_, week) = data.day.iso_week();
    let left = Pace::of(span, data.day).days_left();
    let middle = if left == 0 { data.year.to_string() } else { format!("v.\u{a0}{week}") };
    dial::year(span, data.day, middle, staff::weeks_left(left), staff::dial(week, left))
}

fn most_behind(data: &DashboardPage, summary: &Summary<'_>) -> AnyView {
    let Some(most) = &summary.most_behind else { return staff::NOTHING_BEHIND.into_any() };
    let place = data.place_in_sentence(most.target, &most.figure.place);
    let name = staff::what_where(&data.what(most.target), place.as_deref());
    let rest = staff::most_behind(most.behind(), most.left, most.weekly_tenths());
    let link = anchor(most.commitment);
    view! { {staff::MOST_BEHIND}<a href=format!("#{link}")><b>{name}</b></a>{rest} }.into_any()
}

fn count(summary: &Summary<'_>, status: Status) -> Count {
    let them = summary.with(status);
    // What stands around the numbered lines has the number 0.
    let numbers: Vec<u32> = them.iter().map(|c| c.number).filter(|n| *n > 0).collect();
    Count {
        status,
        number: them.len(),
        link: them.first().map(|c| format!("#{}", anchor(c))),
        which: (!numbers.is_empty()).then(|| staff::by_number(&numbers)),
    }
}

/// Where a commitment stands on the page.
pub(super) fn anchor(commitment: &Commitment) -> String {
    format!("c-{}", commitment.id)
}

/// The other years and promises, and what is to be said of this one's own time.
fn switches(data: &DashboardPage) -> AnyView {
    let id = &data.promise.id;
    let year = |year: &i32| {
        let href = format!("?promise={id}&year={year}");
        view! { <a href=href aria-current=(*year == data.year).then_some("page")>{*year}</a> }
    };
    let promise = |(other, title): &(domain::id::PromiseId, String)| {
        let href = format!("?promise={other}");
        view! { <a href=href aria-current=(other == id).then_some("page")>{title.clone()}</a> }
    };
    let years = (data.years.len() > 1).then(|| {
        view! { <nav class="switch" aria-label=staff::SWITCH_YEAR>{data.years.iter().map(year).collect_view()}</nav> }
    });
    let others = (data.others.iter().any(|(other, _)| other != id)).then(|| {
        view! { <nav class="switch" aria-label=staff::SWITCH_PROMISE>{data.others.iter().map(promise).collect_view()}</nav> }
    });
    if years.is_none() && others.is_none() {
        return ().into_any();
    }
    view! { <div class="switches">{others} {years}</div> }.into_any()
}
