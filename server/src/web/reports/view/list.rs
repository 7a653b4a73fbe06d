//! Every report of the partnership, and the form that begins another.

use crate::web::document::{self, Frame, Head};
use crate::web::menu::Section;
use crate::web::parts::field::choice;
use domain::id::{PromiseId, ReportId};
use domain::report::{Period, State};
use leptos::prelude::*;
use texts::language::Language;
use texts::report as said;

/// What the list shows.
#[derive(Clone, Debug)]
pub struct ListPage {
    /// Newest first.
    pub reports: Vec<Listed>,
    /// What may be begun: each promise with its periods.
    pub choices: Vec<(PromiseId, String, Vec<Period>)>,
    pub form: NewReport,
    /// The form wasn't taken.
    pub refused: bool,
}

/// A report as the list has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    pub id: ReportId,
    pub name: String,
    pub promise: String,
    pub period: Period,
    pub state: State,
}

/// The form as it was filled in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NewReport {
    /// The promise and the period as [`code`] writes them.
    pub period: String,
    pub from: String,
    pub to: String,
}

/// A promise and a period as the form names them; without a period: days of one's own.
#[must_use]
pub fn code(promise: &PromiseId, period: Option<&Period>) -> String {
    match period {
        Some(period) => format!("{promise}/{}/{}/{}", period.kind.word(), period.days.from, period.days.to),
        None => format!("{promise}/custom"),
    }
}

/// `GET /reports`.
#[must_use]
pub fn list_page(data: ListPage, frame: &Frame) -> AnyView {
    let title = document::title(Language::Swedish, said::REPORTS, data.refused);
    document::document(frame, Head { class: "desk report", ..Head::desk(title, super::icons()) }, || {
        let main = view! {
            {data.refused.then(|| document::error_summary(Language::Swedish, "period", said::NO_SUCH_PERIOD))}
            {list(&data.reports)}
            {(!data.choices.is_empty()).then(|| new(&data))}
        }
        .into_any();
        document::plain(frame, Section::Reports, said::REPORTS.to_owned(), said::REPORTS_LEAD, main)
    })
}

fn list(reports: &[Listed]) -> AnyView {
    if reports.is_empty() {
        return view! { <p>{said::NO_REPORTS}</p> }.into_any();
    }
    let heads = said::COLUMNS.into_iter().map(|word| view! { <th scope="col" role="columnheader">{word}</th> });
    let row = |of: &Listed| {
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">
                    <a href=format!("/reports/{}", of.id)><b>{of.name.clone()}</b></a>
                </th>
                <td role="cell">{of.promise.clone()}</td>
                <td role="cell">{said::days(&of.period)}</td>
                <td role="cell">{said::state(of.state)}</td>
            </tr>
        }
    };
    view! {
        <table class="list" role="table">
            <caption class="vh">{said::REPORTS}</caption>
            <thead role="rowgroup">
                <tr role="row">{heads.collect_view()}</tr>
            </thead>
            <tbody role="rowgroup">{reports.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn new(data: &ListPage) -> AnyView {
    let mut answers = Vec::new();
    for (promise, title, periods) in &data.choices {
        for period in periods {
            answers.push((code(promise, Some(period)), format!("{} – {title}", said::period(period))));
        }
        answers.push((code(promise, None), format!("{} – {title}", said::CUSTOM)));
    }
    let chosen = |(value, words): (String, String)| {
        let chosen = value == data.form.period;
        (value, words, chosen)
    };
    let answers = answers.into_iter().map(chosen).collect();
    let error = data.refused.then_some(said::NO_SUCH_PERIOD);
    let day = |name, label, value: &str| day_field(name, label, value.to_owned());
    view! {
        <section aria-labelledby="new">
            <h2 id="new">{said::NEW}</h2>
            <form method="post" action="/reports" class="form">
                {choice("period", said::PERIOD, answers, error)}
                <div class="row days">
                    {day("from", said::FROM, &data.form.from)} {day("to", said::TO, &data.form.to)}
                </div>
                <button class="key">{said::BEGIN}</button>
            </form>
        </section>
    }
    .into_any()
}

fn day_field(name: &'static str, label: &'static str, value: String) -> AnyView {
    let hint = format!("{name}-hint");
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <small id=hint.clone()>{said::ONLY_CUSTOM}</small>
            <input id=name name=name type="date" value=(!value.is_empty()).then_some(value) aria-describedby=hint />
        </div>
    }
    .into_any()
}
