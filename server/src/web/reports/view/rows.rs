//! Choosing what a report tells one by one: each row with what was recorded, the words that would be told, and the choice.

use crate::web::document::{self, Frame, Head};
use crate::web::menu::Section;
use domain::id::{EntryId, ReportId, TargetId};
use leptos::prelude::*;
use texts::language::Language;
use texts::{report as said, rows as words};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct RowsPage {
    pub id: ReportId,
    pub name: String,
    pub promise: String,
    /// Rows can be chosen only while it is a draft.
    pub is_draft: bool,
    pub lists: Vec<RowList>,
    /// Rows that people of other organisations choose: how many, and whose.
    pub others: (usize, Vec<String>),
    pub problem: Option<RowProblem>,
}

/// The rows of one target.
#[derive(Clone, Debug)]
pub struct RowList {
    pub target: TargetId,
    pub caption: String,
    pub rows: Vec<ChosenRow>,
}

/// A row, and what was decided about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChosenRow {
    pub root: EntryId,
    /// What isn't free text: its name and what it says.
    pub cells: Vec<(String, String)>,
    pub texts: Vec<RowText>,
    /// `None` until somebody has decided.
    pub shown: Option<bool>,
    /// The entry says something else than when it was decided.
    pub changed: bool,
    /// The fingerprint of the choice that the form begins with.
    pub seen: String,
}

/// A free text of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowText {
    /// The question's id and words.
    pub field: String,
    pub label: String,
    pub recorded: String,
    /// As it is told, or would be.
    pub told: String,
}

/// Why a choice wasn't taken, and what was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowProblem {
    pub root: EntryId,
    pub why: NotChosen,
    /// What the person wrote, by the question's id.
    pub written: Vec<(String, String)>,
}

/// See [`RowProblem`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotChosen {
    NoChoice,
    TooLong,
    /// Somebody else has chosen meanwhile.
    Overtaken,
}

impl NotChosen {
    fn told(self) -> &'static str {
        match self {
            Self::NoChoice => words::NOT_CHOSEN,
            Self::TooLong => words::TOO_LONG,
            Self::Overtaken => words::OVERTAKEN,
        }
    }
}

/// `GET /reports/{id}/rows`, and what `POST` answers when it didn't go through.
#[must_use]
pub fn rows_page(data: RowsPage, frame: &Frame) -> AnyView {
    let title = document::title(Language::Swedish, words::ROWS, data.problem.is_some());
    let head = Head { class: "desk report", ..Head::desk(title, super::icons()) };
    document::document(frame, head, || {
        let problem =
            data.problem.as_ref().map(|p| document::error_summary(Language::Swedish, "problem", p.why.told()));
        let empty = data.lists.iter().all(|list| list.rows.is_empty());
        let (others, organisations) = &data.others;
        let main = view! {
            {problem}
            <p class="big">{said::title(&data.name, &data.promise)}</p>
            {(!data.is_draft).then(|| view! { <p class="alert warn">{words::CLOSED}</p> })}
            {(empty && *others == 0).then(|| view! { <p>{words::NO_ROWS}</p> })}
            {(*others > 0).then(|| view! { <p>{words::of_others(*others, organisations)}</p> })}
            {data.lists.iter().map(|of| list(&data, of)).collect_view()}
            <p class="next"><a class="quiet" href=format!("/reports/{}", data.id)>{said::TO_REPORT}</a></p>
        }
        .into_any();
        document::plain(frame, Section::Reports, words::ROWS.to_owned(), words::LEAD, main)
    })
}

fn list(data: &RowsPage, of: &RowList) -> Option<AnyView> {
    let id = || format!("list-{}", of.target);
    (!of.rows.is_empty()).then(|| {
        view! {
            <section aria-labelledby=id()>
                <h2 id=id()>{words::heading(&of.caption, of.rows.len())}</h2>
                <ul class="points" role="list">{of.rows.iter().map(|r| row(data, &of.target, r)).collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

fn row(data: &RowsPage, target: &TargetId, of: &ChosenRow) -> AnyView {
    let state = match of.shown {
        Some(true) => words::SHOWN,
        Some(false) => words::LEFT_OUT,
        None => words::UNDECIDED,
    };
    let cell = |(label, value): &(String, String)| view! { <dt>{label.clone()}</dt> <dd>{value.clone()}</dd> };
    let wrong = data.problem.as_ref().filter(|p| p.root == of.root);
    let recorded = of.changed.then(|| {
        let texts = of.texts.iter().map(|t| view! { <p>{format!("{}: {}", t.label, t.recorded)}</p> });
        view! { <div class="near"><p>{words::CHANGED}</p> {texts.collect_view()}</div> }
    });
    let form = data.is_draft.then(|| form(data.id, target, of, wrong));
    view! {
        <li id=format!("row-{}", of.root)>
            <p><b>{state}</b> " " <a href=format!("/entries/{}", of.root)>{said::THE_ENTRY}</a></p>
            <dl class="recorded">{of.cells.iter().map(cell).collect_view()}</dl>
            {recorded} {form}
        </li>
    }
    .into_any()
}

fn form(id: ReportId, target: &TargetId, of: &ChosenRow, wrong: Option<&RowProblem>) -> AnyView {
    let text = |text: &RowText| {
        let (name, place) = (format!("text.{}", text.field), format!("text-{}-{}", of.root, text.field));
        let hint = format!("{place}-hint");
        let written = wrong.and_then(|p| p.written.iter().find(|(field, _)| *field == text.field));
        let overtaken = wrong.filter(|p| p.why == NotChosen::Overtaken).map(|_| {
            view! { <p class="near">{words::OVERTAKEN_IS} " " {text.told.clone()}</p> }
        });
        let value = written.map_or_else(|| text.told.clone(), |(_, written)| written.clone());
        view! {
            <div class="field">
                <label for=place.clone()>{text.label.clone()}</label>
                <small id=hint.clone()>{words::TEXT_HINT}</small>
                {overtaken}
                <textarea id=place name=name rows="2" autocomplete="off" aria-describedby=hint>{value}</textarea>
            </div>
        }
    };
    view! {
        <form method="post" action=format!("/reports/{id}/rows#row-{}", of.root) class="form">
            <input type="hidden" name="target" value=target.to_string() />
            <input type="hidden" name="entry" value=of.root.to_string() />
            <input type="hidden" name="seen" value=of.seen.clone() />
            {wrong.map(|p| view! { <p class="error" id="problem">{p.why.told()}</p> })}
            {of.texts.iter().map(text).collect_view()}
            <p class="row acts">
                <button class="quiet" name="choice" value="show">{words::SHOW}</button>
                <button class="quiet" name="choice" value="leave">{words::LEAVE}</button>
            </p>
        </form>
    }
    .into_any()
}
