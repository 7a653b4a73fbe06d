//! Promises as administrators look after them: which there are, a file that is checked and previewed, putting it in force,
//! and taking one away that was never used.

mod draft;
mod remove;
mod setup;
mod upload;

pub use draft::{Blocked, Changes, DraftPage, FigureChange, draft_page};
pub use remove::{RemovePage, Stays, remove_page};
pub use setup::{SetupPage, SetupPreview, setup_expired_page, setup_page, setup_preview_page};
pub use upload::{FileProblem, Upload, UploadProblem};

use crate::web::document::{self, Frame, Head};
use crate::web::menu::Section;
use domain::calendar::Span;
use domain::id::PromiseId;
use domain::moment::Moment;
use leptos::prelude::*;
use texts::language::Language::{self, Swedish};
use texts::promises as words;

/// What the list shows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PromisesPage {
    pub in_force: Vec<PromiseRow>,
    pub earlier: Vec<EarlierRow>,
    pub drafts: Vec<DraftRow>,
    pub upload: Upload,
    /// What was just done, in a sentence.
    pub done: Option<String>,
}

/// Where a promise that is in force stands today.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    Runs,
    Comes,
    Ended,
    /// Another promise has taken all of its days.
    TakenOver,
}

impl Phase {
    /// The phase on a day of a promise that is in force on some days.
    #[must_use]
    pub fn of(days: Span, today: domain::calendar::Day) -> Self {
        if days.to < days.from {
            Self::TakenOver
        } else if today < days.from {
            Self::Comes
        } else if today > days.to {
            Self::Ended
        } else {
            Self::Runs
        }
    }

    fn told(self) -> &'static str {
        match self {
            Self::Runs => words::RUNS,
            Self::Comes => words::COMES,
            Self::Ended => words::HAS_ENDED,
            Self::TakenOver => words::TAKEN_OVER,
        }
    }
}

/// A promise in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PromiseRow {
    pub id: PromiseId,
    pub title: String,
    /// Whether it continues another promise by the year.
    pub continued: bool,
    pub days: Span,
    pub phase: Phase,
    pub version: u32,
    /// Where its file is, if it was uploaded here.
    pub file: Option<String>,
}

/// An earlier version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EarlierRow {
    pub id: PromiseId,
    pub version: u32,
    pub loaded_at: Moment,
    pub file: Option<String>,
}

/// A draft: seen by administrators alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DraftRow {
    pub href: String,
    pub id: PromiseId,
    pub version: u32,
    pub uploaded_at: Moment,
}

/// `GET /promises`, and what its form answers when the file won't do.
#[must_use]
pub fn promises_page(data: PromisesPage, frame: &Frame) -> AnyView {
    let failed = data.upload.failed();
    let head = Head::desk(document::title(Language::Swedish, words::PROMISES, failed), vec!["done"]);
    document::document(frame, head, || {
        let PromisesPage { in_force, earlier, drafts, upload, done } = data;
        let main = view! {
            {upload.problems()}
            {done.map(|done| view! { <p class="sheet" role="status">{done}</p> })}
            <section aria-labelledby="in-force">
                <h2 id="in-force">{words::IN_FORCE}</h2>
                {table("in-force", &words::COLUMNS, in_force.into_iter().map(promise).collect())}
            </section>
            <section aria-labelledby="drafts">
                <h2 id="drafts">{words::DRAFTS}</h2>
                {list_of_drafts(drafts)}
            </section>
            <section aria-labelledby="load">
                <h2 id="load">{words::LOAD}</h2>
                {upload.form()}
            </section>
            {(!earlier.is_empty()).then(|| view! {
                <section aria-labelledby="earlier">
                    <h2 id="earlier">{words::EARLIER}</h2>
                    {table("earlier", &words::EARLIER_COLUMNS, earlier.into_iter().map(version).collect())}
                </section>
            })}
        }
        .into_any();
        document::plain(frame, Section::Promises, words::PROMISES.to_owned(), words::LEAD, main)
    })
}

/// A list under its heading.
fn table(named_by: &'static str, heads: &[&'static str], rows: Vec<AnyView>) -> AnyView {
    let heads = heads.iter().map(|word| view! { <th scope="col" role="columnheader">{*word}</th> });
    view! {
        <table class="list" role="table" aria-labelledby=named_by>
            <thead role="rowgroup">
                <tr role="row">{heads.collect_view()}</tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

fn promise(row: PromiseRow) -> AnyView {
    let public = format!("/promise/{}", row.id);
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <a href=public><b>{row.title}</b></a>
                <small>{row.id.to_string()} {row.continued.then(|| format!(", {}", words::CONTINUED))}</small>
            </th>
            <td role="cell">{words::days(row.days)}</td>
            <td role="cell">{row.phase.told()}</td>
            <td role="cell" data-head=words::COLUMNS[3]>{row.version}</td>
            <td role="cell">
                <div class="row acts">
                    {row.file.map(file)}
                    <a href=format!("/promises/{}/remove", row.id)>{words::TAKE_AWAY}</a>
                </div>
            </td>
        </tr>
    }
    .into_any()
}

fn file(href: String) -> AnyView {
    view! { <a href=href download="">{words::GET_FILE}</a> }.into_any()
}

fn version(row: EarlierRow) -> AnyView {
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">{row.id.to_string()}</th>
            <td role="cell" data-head=words::EARLIER_COLUMNS[1]>{row.version}</td>
            <td role="cell" data-head=words::EARLIER_COLUMNS[2]>{Swedish.full(row.loaded_at)}</td>
            <td role="cell">{row.file.map(file)}</td>
        </tr>
    }
    .into_any()
}

fn list_of_drafts(drafts: Vec<DraftRow>) -> AnyView {
    if drafts.is_empty() {
        return view! { <p>{words::NO_DRAFTS}</p> }.into_any();
    }
    let row = |row: DraftRow| {
        view! {
            <tr role="row">
                <th scope="row" role="rowheader"><a href=row.href><b>{row.id.to_string()}</b></a></th>
                <td role="cell" data-head=words::DRAFT_COLUMNS[1]>{row.version}</td>
                <td role="cell" data-head=words::DRAFT_COLUMNS[2]>{Swedish.full(row.uploaded_at)}</td>
            </tr>
        }
        .into_any()
    };
    table("drafts", &words::DRAFT_COLUMNS, drafts.into_iter().map(row).collect())
}
