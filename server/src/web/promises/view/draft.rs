//! A draft: what the promise says, what it would change, and putting it in force.

use crate::web::document::{self, Frame, Head};
use crate::web::menu::Section;
use domain::calendar::{Day, Span};
use domain::promise::{Commitment, Promise};
use domain::standing;
use leptos::prelude::*;
use texts::language::Language;
use texts::language::Language::Swedish;
use texts::{promises as words, public};

/// What the page of a draft shows.
#[derive(Clone, PartialEq, Debug)]
pub struct DraftPage {
    pub promise: Promise,
    /// The draft's address; what is done with it is below.
    pub path: String,
    pub today: Day,
    /// What putting it in force would change, or why that can't be done.
    pub changes: Result<Changes, Blocked>,
}

/// What putting a promise in force would change.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    /// Entries that would be counted anew.
    pub entries: u64,
    pub figures: Vec<FigureChange>,
}

/// A figure before and after, all days together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FigureChange {
    pub target: String,
    pub area: String,
    pub before: i64,
    pub after: i64,
}

/// Why a promise can't be put in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Blocked {
    Already,
    Older {
        in_force: u32,
    },
    TakenId,
    Overlaps {
        with: String,
        area: String,
        days: Span,
    },
    OtherTimeZone {
        with: String,
        time_zone: String,
    },
    /// Another promise is being counted by right now.
    UnderWay,
}

impl Blocked {
    fn told(&self) -> String {
        match self {
            Self::Already => words::ALREADY.to_owned(),
            Self::Older { in_force } => words::older(*in_force),
            Self::TakenId => words::TAKEN_ID.to_owned(),
            Self::UnderWay => words::UNDER_WAY.to_owned(),
            Self::Overlaps { with, area, days } => words::overlaps(with, area, *days),
            Self::OtherTimeZone { with, time_zone } => words::other_time_zone(with, time_zone),
        }
    }
}

/// `GET /promises/drafts/{draft}`.
#[must_use]
pub fn draft_page(data: DraftPage, frame: &Frame) -> AnyView {
    let blocked = data.changes.as_ref().err().map(Blocked::told);
    let head = Head::desk(document::title(Language::Swedish, words::PREVIEW, blocked.is_some()), Vec::new());
    document::document(frame, head, || {
        let put = blocked.is_none().then(|| put_in_force(&data.path));
        let main = view! {
            {blocked.map(|why| document_alert(words::CANNOT, why))}
            {preview(&data.promise, &data.path, data.today)}
            {data.changes.as_ref().ok().map(changes)}
            {put}
            <div class="form ways">
                <form method="post" action=format!("{}/drop", data.path)>
                    <button class="quiet">{words::DROP}</button>
                </form>
                <a href=format!("/promises?draft={}", data.path.rsplit('/').next().unwrap_or_default())>{words::CHANGE_TEXT}</a>
                <a href="/promises">{words::BACK}</a>
            </div>
        }
        .into_any();
        document::plain(frame, Section::Promises, words::PREVIEW.to_owned(), words::PREVIEW_LEAD, main)
    })
}

fn document_alert(heading: &'static str, why: String) -> AnyView {
    view! {
        <div class="alert" role="alert" tabindex="-1" autofocus=true>
            <h2>{heading}</h2>
            <p>{why}</p>
        </div>
    }
    .into_any()
}

/// What the promise says: when, where, who, and each commitment with its targets in words.
pub(super) fn preview(promise: &Promise, path: &str, today: Day) -> AnyView {
    view! {
        <section aria-labelledby="promise">
            <h2 id="promise">{promise.title.clone()}</h2>
            {warning(promise, today).map(|said| view! { <p class="note warn">{said}</p> })}
            {facts(promise)}
            <p>
                <a class="quiet" href=format!("{path}/public")>{words::AS_CITIZENS}</a>
            </p>
        </section>
        <section aria-labelledby="commitments">
            <h2 id="commitments">{words::COMMITMENTS}</h2>
            <blockquote class="signed">{promise.preamble.clone()}</blockquote>
            <ol class="points" role="list">{promise.commitments.iter().map(|c| commitment(promise, c)).collect_view()}</ol>
        </section>
    }
    .into_any()
}

/// What to know of the promise's days before it is put in force.
fn warning(promise: &Promise, today: Day) -> Option<String> {
    if today < promise.from {
        return Some(words::begins_later(promise.span()));
    }
    let has_ended = today > promise.to;
    has_ended.then(|| match promise.extended_to(today.year()) {
        Some(_) => words::continues(today.year()),
        None => words::has_ended(promise.span()),
    })
}

fn facts(promise: &Promise) -> AnyView {
    let areas = |focus: bool| {
        let names: Vec<&str> = promise.areas.iter().filter(|a| a.focus == focus).map(|a| a.name.as_str()).collect();
        Swedish.list(&names)
    };
    let organisations: Vec<&str> = promise.organisations.iter().map(|o| o.name.as_str()).collect();
    let activities: Vec<&str> = promise.activities.iter().map(|a| a.plural.as_str()).collect();
    let values = [
        words::days(promise.span()),
        promise.place.clone(),
        Swedish.list(&organisations),
        areas(true),
        areas(false),
        Swedish.list(&activities),
    ];
    let fact = |(term, value): (&'static str, String)| view! { <dt>{term}</dt> <dd>{value}</dd> };
    let all = words::FACTS.into_iter().zip(values).filter(|(_, value)| !value.is_empty());
    view! { <dl class="defs">{all.map(fact).collect_view()}</dl> }.into_any()
}

fn commitment(promise: &Promise, of: &Commitment) -> AnyView {
    let target = |target| view! { <li>{words::target(promise, target)}</li> };
    view! {
        <li>
            <p class="signed">{of.text.clone()}</p>
            <small>{public::party(Swedish, standing::party(promise, of))}</small>
            {of.note.as_ref().map(|note| view! { <small>{note.text.clone()}</small> })}
            <ul class="lines" role="list">{of.targets.iter().map(target).collect_view()}</ul>
        </li>
    }
    .into_any()
}

fn changes(of: &Changes) -> AnyView {
    let row = |figure: &FigureChange| {
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">{figure.target.clone()}</th>
                <td role="cell">{figure.area.clone()}</td>
                <td role="cell" data-head=words::CHANGE_COLUMNS[2]>{figure.before}</td>
                <td role="cell" data-head=words::CHANGE_COLUMNS[3]>{figure.after}</td>
            </tr>
        }
        .into_any()
    };
    let told = if of.figures.is_empty() {
        view! { <p>{words::NO_CHANGES}</p> }.into_any()
    } else {
        super::table("changes", &words::CHANGE_COLUMNS, of.figures.iter().map(row).collect())
    };
    view! {
        <section aria-labelledby="changes">
            <h2 id="changes">{words::CHANGES}</h2>
            {told}
            <p>{words::counted_anew(of.entries)}</p>
        </section>
    }
    .into_any()
}

fn put_in_force(path: &str) -> AnyView {
    view! {
        <section aria-labelledby="put">
            <h2 id="put">{words::PUT_IN_FORCE}</h2>
            <p class="hint">{words::PUT_IN_FORCE_LEAD}</p>
            <form method="post" action=format!("{path}/in-force") class="form">
                <button class="key go">{words::PUT_IN_FORCE}</button>
            </form>
        </section>
    }
    .into_any()
}
