//! Feedback to those who walked: what their unit's entries added up to, and what was published of
//! it. Rendered on the server and kept by the phone, so that it costs the app nothing and is read without coverage.
//!
//! **Invariant: a unit sees itself and all together, never another unit, and nobody a person.**

use crate::web::document::{self, Frame, Head};
use crate::web::parts::icons::Icon;
use domain::moment::Moment;
use leptos::prelude::*;
use texts::language::Language;
use texts::{common, mine};

/// What the page shows.
#[derive(Clone, PartialEq, Debug)]
pub struct MinePage {
    pub language: Language,
    pub promise: String,
    pub year: i32,
    pub as_of: Moment,
    /// The call signs of the phone's people.
    pub units: Vec<UnitPart>,
    /// Published reports, newest first: name and address.
    pub reports: Vec<(String, String)>,
}

/// What one unit added.
#[derive(Clone, PartialEq, Debug)]
pub struct UnitPart {
    pub unit: String,
    pub rows: Vec<Added>,
}

/// A target, what the unit added to it, and what all have done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Added {
    /// "Fotpatrull, Råslätt".
    pub what: String,
    pub own: i64,
    pub all: i64,
    pub goal: Option<i64>,
}

/// `GET /mine`.
#[must_use]
pub fn mine_page(data: &MinePage, frame: &Frame) -> AnyView {
    let language = data.language;
    let head = Head { class: "desk pub", language, ..Head::desk(mine::title(language).to_owned(), vec!["left"]) };
    document::document(frame, head, || {
        let units = data.units.iter().map(|part| unit(data, part)).collect_view();
        let none = data.units.is_empty().then(|| view! { <p>{mine::no_unit(language)}</p> });
        view! {
            <header class="display">
                <div class="in">
                    <p>
                        <a class="row" href="/">
                            <Icon name="left" />
                            {mine::back(language)}
                        </a>
                    </p>
                    <div class="head">
                        <h1>{mine::title(language)}</h1>
                        <p class="lead" lang=language.of_signed()>{data.promise.clone()}</p>
                    </div>
                </div>
            </header>
            <main id="main" class="in">{units} {none} {reports(data)} <p>{mine::as_of(language, &language.stamp(data.as_of))}</p></main>
        }
        .into_any()
    })
}

/// "602 av 800".
fn all(language: Language, added: &Added) -> String {
    added.goal.map_or_else(|| added.all.to_string(), |goal| common::done_of(language, added.all, goal))
}

fn unit(data: &MinePage, part: &UnitPart) -> AnyView {
    let language = data.language;
    let row = |added: &Added| {
        view! {
            <tr>
                <th scope="row" lang=language.of_signed()>{added.what.clone()}</th>
                <td class="n">
                    <b class="big">{added.own}</b>
                </td>
                <td class="n">{all(language, added)}</td>
            </tr>
        }
    };
    let [what, own, all] = [mine::column_promise(language), mine::column_unit(language), mine::column_all(language)];
    let sum: i64 = part.rows.iter().map(|added| added.own).sum();
    let table = (!part.rows.is_empty()).then(|| {
        view! {
            <table>
                <caption class="vh">{mine::this_year(language, &part.unit, data.year)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{what}</th>
                        <th scope="col" class="n">{own}</th>
                        <th scope="col" class="n">{all}</th>
                    </tr>
                </thead>
                <tbody>{part.rows.iter().map(row).collect_view()}</tbody>
            </table>
        }
    });
    let said = if part.rows.is_empty() { mine::nothing_yet(language).to_owned() } else { mine::added(language, sum) };
    view! {
        <section class="sheet">
            <h2>{mine::this_year(language, &part.unit, data.year)}</h2>
            <p>{said}</p>
            {table}
        </section>
    }
    .into_any()
}

fn reports(data: &MinePage) -> Option<AnyView> {
    let language = data.language;
    let one = |(name, href): &(String, String)| {
        view! {
            <li>
                <a href=href.clone() lang=language.of_signed()>{name.clone()}</a>
            </li>
        }
    };
    (!data.reports.is_empty()).then(|| {
        view! {
            <section>
                <h2>{mine::reports(language)}</h2>
                <ul class="lines" role="list">{data.reports.iter().map(one).collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}
