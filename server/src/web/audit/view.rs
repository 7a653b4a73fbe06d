//! The audit log for administrators: who did and read what, filtered, the newest first.

use crate::web::document::{self, Frame, Head};
use crate::web::entries::view::pick;
use crate::web::menu::Section;
use domain::calendar::Day;
use domain::id::PersonId;
use domain::moment::Moment;
use leptos::prelude::*;
use texts::language::Language::Swedish;
use texts::{audit, decide};

/// Entries that a row names on the page.
const NAMED: usize = 20;

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AuditPage {
    pub chosen: Chosen,
    /// What can be chosen: deeds by their words in the log, people by name.
    pub deeds: Vec<&'static str>,
    pub people: Vec<(PersonId, String)>,
    pub rows: Vec<Row>,
    /// The address of the next page.
    pub older: Option<String>,
}

/// The filter as it was chosen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Chosen {
    /// Its word in the log.
    pub deed: Option<&'static str>,
    pub person: Option<PersonId>,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// A row of the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    pub number: u64,
    pub at: Moment,
    pub who: String,
    /// Its word in the log.
    pub deed: String,
    /// What it was about: what each part is called, and what it says.
    pub about: Vec<(&'static str, String)>,
    /// The entries that it names.
    pub ids: Vec<String>,
}

/// `GET /audit`.
#[must_use]
pub fn audit_page(data: AuditPage, frame: &Frame) -> AnyView {
    document::document(frame, Head::desk(audit::AUDIT.to_owned(), Vec::new()), || {
        let older = data.older.clone().map(|href| view! { <a class="quiet" href=href>{audit::OLDER}</a> });
        let main = view! {
            {filter(&data)}
            <section aria-labelledby="rows">
                <h2 class="vh" id="rows">{audit::AUDIT}</h2>
                {list(data.rows)}
                {older}
            </section>
        }
        .into_any();
        document::plain(frame, Section::Audit, audit::AUDIT.to_owned(), audit::LEAD, main)
    })
}

fn filter(data: &AuditPage) -> AnyView {
    let chosen = &data.chosen;
    let deed = |word: &&'static str| ((*word).to_owned(), texts::begin(audit::deed(word)), chosen.deed == Some(*word));
    let person = |(id, name): &(PersonId, String)| (id.to_string(), name.clone(), chosen.person == Some(*id));
    let day = |name: &'static str, label: &'static str, day: Option<Day>| {
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <input id=name name=name type="date" autocomplete="off" value=decide::day(day) />
            </div>
        }
    };
    view! {
        <form method="get" action="/audit" class="filter" role="search" aria-label=audit::FILTER>
            {pick("deed", "deed".to_owned(), audit::DEED.to_owned(), audit::ALL, data.deeds.iter().map(deed).collect())}
            {pick("person", "person".to_owned(), audit::PERSON.to_owned(), audit::ALL, data.people.iter().map(person).collect())}
            {day("from", audit::FROM, chosen.from)}
            {day("to", audit::TO, chosen.to)}
            <button class="quiet">{audit::SHOW}</button>
        </form>
    }
    .into_any()
}

fn list(rows: Vec<Row>) -> AnyView {
    if rows.is_empty() {
        return view! { <p>{audit::NO_ROWS}</p> }.into_any();
    }
    let heads = audit::COLUMNS.into_iter().map(|word| view! { <th scope="col" role="columnheader">{word}</th> });
    view! {
        <table class="list" role="table" aria-labelledby="rows">
            <thead role="rowgroup">
                <tr role="row">{heads.collect_view()}</tr>
            </thead>
            <tbody role="rowgroup">{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn row(row: Row) -> AnyView {
    let Row { number, at, who, deed, about, ids } = row;
    let [_, _, _, _, number_head] = audit::COLUMNS;
    let part = |(label, says): (&'static str, String)| view! { <small>{format!("{label}: {says}")}</small> };
    view! {
        <tr role="row">
            <td role="cell">{Swedish.full(at)}</td>
            <th scope="row" role="rowheader">{who}</th>
            <td role="cell">{audit::deed(&deed).to_owned()}</td>
            <td role="cell">{about.into_iter().map(part).collect_view()} {which(ids)}</td>
            <td role="cell" class="n" data-head=number_head>{number}</td>
        </tr>
    }
    .into_any()
}

/// The entries that a row names, behind a line that says so.
fn which(ids: Vec<String>) -> Option<AnyView> {
    if ids.is_empty() {
        return None;
    }
    let more = ids.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| view! { <small>{audit::and_more(more)}</small> });
    let ids = ids.into_iter().take(NAMED).map(|id| view! { <small class="mono">{id}</small> }).collect_view();
    let shown = view! {
        <details class="more">
            <summary>{audit::WHICH}</summary>
            {ids} {more}
        </details>
    };
    Some(shown.into_any())
}
