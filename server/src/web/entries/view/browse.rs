//! Browsing: which entries are shown, and a page of them, newest first.

use super::{RecordedEntry, pick};
use crate::web::document::{self, Frame, Head};
use crate::web::menu::Section;
use domain::calendar::Day;
use domain::entry::Kind;
use domain::id::{ActivityId, AreaId, EntryId};
use domain::wire::Flag;
use leptos::prelude::*;
use texts::language::Language::Swedish;
use texts::{decide, staff};

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct EntriesPage {
    pub chosen: Chosen,
    /// What can be chosen.
    pub areas: Vec<(AreaId, String)>,
    pub activities: Vec<(ActivityId, String)>,
    pub rows: Vec<EntryRow>,
    /// The address of the next page.
    pub older: Option<String>,
    /// Older ones were not looked through, though the page isn't full.
    pub is_cut: bool,
}

/// The filter as it was chosen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Chosen {
    pub area: Option<AreaId>,
    pub activity: Option<ActivityId>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub waits: Option<String>,
}

/// An entry in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryRow {
    pub root: EntryId,
    pub kind: Kind,
    /// What it says; of a withdrawal, what it withdraws.
    pub told: RecordedEntry,
    pub flags: Vec<Flag>,
    /// Why its occasion waits for a person, beyond what the flags say.
    pub waits: Vec<&'static str>,
    /// A later entry stands instead.
    pub replaced: bool,
}

/// What occasions can wait for a person for.
pub const QUESTIONS: [&str; 9] = [
    "unknown_area",
    "unknown_activity",
    "outside_period",
    "not_permitted",
    "implausible",
    "may_not_correct",
    "orphan",
    "quarantined",
    "conflict",
];

/// `GET /entries`.
#[must_use]
pub fn entries_page(data: EntriesPage, frame: &Frame) -> AnyView {
    document::document(frame, Head::desk(decide::ENTRIES.to_owned(), vec!["act"]), || {
        let older = data.older.clone().map(|href| view! { <a class="quiet" href=href>{decide::OLDER}</a> });
        let cut = data.is_cut.then(|| view! { <p>{decide::ENTRIES_CUT}</p> });
        let main = view! {
            {filter(&data)}
            <section aria-labelledby="entries">
                <h2 class="vh" id="entries">{decide::ENTRIES}</h2>
                {list(data.rows, data.is_cut)}
                {cut}
                {older}
            </section>
        }
        .into_any();
        document::plain(frame, Section::Entries, decide::ENTRIES.to_owned(), decide::ENTRIES_LEAD, main)
    })
}

fn filter(data: &EntriesPage) -> AnyView {
    let chosen = &data.chosen;
    let area = |(id, name): &(AreaId, String)| (id.to_string(), name.clone(), chosen.area.as_ref() == Some(id));
    let activity =
        |(id, name): &(ActivityId, String)| (id.to_string(), name.clone(), chosen.activity.as_ref() == Some(id));
    let question = |word: &str| (word.to_owned(), staff::waits_for(word), chosen.waits.as_deref() == Some(word));
    let mut questions =
        vec![("any".to_owned(), decide::ALL_WAITING.to_owned(), chosen.waits.as_deref() == Some("any"))];
    questions.extend(QUESTIONS.into_iter().map(question));
    let day = |name: &'static str, label: &'static str, day: Option<Day>| {
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <input id=name name=name type="date" autocomplete="off" value=decide::day(day) />
            </div>
        }
    };
    view! {
        <form method="get" action="/entries" class="filter" role="search" aria-label=decide::FILTER>
            {pick("area", "area".to_owned(), decide::AREA.to_owned(), decide::ALL, data.areas.iter().map(area).collect())}
            {pick("activity", "activity".to_owned(), decide::ACTIVITY.to_owned(), decide::ALL, data.activities.iter().map(activity).collect())}
            {day("from", decide::FROM, chosen.from)}
            {day("to", decide::TO, chosen.to)}
            {pick("waits", "waits".to_owned(), decide::WAITS.to_owned(), decide::ALL, questions)}
            <button class="quiet">{decide::SHOW}</button>
        </form>
    }
    .into_any()
}

fn list(rows: Vec<EntryRow>, is_cut: bool) -> AnyView {
    if rows.is_empty() {
        return (!is_cut).then(|| view! { <p>{decide::NO_ENTRIES}</p> }).into_any();
    }
    let heads = decide::COLUMNS.into_iter().map(|word| view! { <th scope="col" role="columnheader">{word}</th> });
    view! {
        <table class="list" role="table" aria-labelledby="entries">
            <thead role="rowgroup">
                <tr role="row">{heads.collect_view()}</tr>
            </thead>
            <tbody role="rowgroup">{rows.into_iter().map(entry).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn entry(row: EntryRow) -> AnyView {
    let EntryRow { root, kind, told, flags, waits, replaced } = row;
    let started = told.started_at.map_or_else(|| decide::NO_TIME.to_owned(), |at| Swedish.full(at));
    let name = told.what().unwrap_or_else(|| decide::kind(&kind).to_owned());
    let is = (kind != Kind::Recorded).then(|| view! { <small>{decide::kind(&kind)}</small> });
    let was = replaced.then(|| view! { <small>{decide::REPLACED}</small> });
    let mut marks: Vec<String> = flags.into_iter().map(|f| decide::flag(f).to_owned()).collect();
    marks.extend(waits.into_iter().map(|w| texts::inside(&staff::waits_for(w))));
    let marks = (!marks.is_empty()).then(|| {
        view! {
            <span class="near said">
                <crate::web::parts::icons::Icon name="act" />
                {texts::begin(&marks.join(", "))}
            </span>
        }
    });
    let answers = told.answers();
    let [_, _, length, who, _] = decide::COLUMNS;
    let unit = told.unit.clone().filter(|unit| *unit != told.author).map(|unit| view! { <small>{unit}</small> });
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <a href=format!("/entries/{root}")>{name}</a>
                {is} {was} {answers}
            </th>
            <td role="cell">{started}</td>
            <td role="cell" data-head=length>{told.minutes.map(decide::minutes)}</td>
            <td role="cell" data-head=who>{told.author} {unit}</td>
            <td role="cell">{marks}</td>
        </tr>
    }
    .into_any()
}
