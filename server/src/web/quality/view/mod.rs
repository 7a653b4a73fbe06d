//! How things are recorded, by area: when in the week, how late, how long, at the end of which month.
//!
//! For supervisors, and about areas alone: the counts behind it know no officer, unit or phone.

mod hours;
mod late;
mod minutes;
mod months;
mod patterns;
mod top;

use crate::web::document::{self, Frame, Head};
use domain::id::{ActivityId, AreaId};
use domain::moment::Moment;
use domain::promise::{Activity, Promise};
use domain::quality::{Shapes, Shown};
use leptos::prelude::*;
use texts::language::Language;
use texts::{drawings, quality};

/// What the page shows: a year, one activity at a time.
#[derive(Clone, Debug)]
pub struct QualityPage {
    /// The promise of the year.
    pub promise: Promise,
    /// The years that may be switched to, this one included.
    pub years: Vec<i32>,
    pub year: i32,
    pub as_of: Moment,
    /// The partnership's last commit when the counts were read.
    pub commit: i64,
    /// What the viewer's organisation records, but for what is sensitive.
    pub activities: Vec<ActivityId>,
    /// The one that was asked for.
    pub activity: Option<ActivityId>,
    pub shapes: Shapes,
}

/// `GET /quality`.
#[must_use]
pub fn quality_page(data: QualityPage, frame: &Frame) -> AnyView {
    let head = Head::desk(quality::QUALITY.to_owned(), vec!["act"]).live();
    document::document(frame, head, || {
        let main = match data.shown() {
            Some(activity) if !data.shapes.0.is_empty() => sections(&data, activity),
            _ => view! { <p>{quality::NOTHING_YET}</p> }.into_any(),
        };
        view! {
            {top::header(&data, frame)}
            <main id="main" class="in">{main}</main>
            {document::footer(Language::Swedish)}
        }
        .into_any()
    })
}

fn sections(data: &QualityPage, activity: &Activity) -> AnyView {
    view! {
        {hours::hours(data, activity)} {minutes::minutes(data, activity)} {late::late(data, activity)}
        {months::months(data, activity)}
    }
    .into_any()
}

impl QualityPage {
    fn activities(&self) -> impl Iterator<Item = &Activity> {
        self.activities.iter().filter_map(|id| self.promise.activity(id))
    }

    /// The activity that is shown: the one that was asked for, or else the first.
    fn shown(&self) -> Option<&Activity> {
        self.activities().find(|a| Some(&a.id) == self.activity.as_ref()).or_else(|| self.activities().next())
    }

    /// Where an activity is done: the areas that officers choose from, and those where it was recorded all the same.
    fn places<'a>(&'a self, activity: &'a Activity) -> Vec<(String, Shown<'a>)> {
        let shown = |area: Option<&'a AreaId>| Shown { activity: &activity.id, area };
        let has_any = |area: Option<&AreaId>| {
            self.shapes.0.iter().any(|(cell, _)| cell.activity == activity.id && cell.area.as_ref() == area)
        };
        let area = |area: &'a domain::promise::Area| {
            let is_there = activity.in_area && (area.focus || has_any(Some(&area.id)));
            is_there.then(|| (area.name.clone(), shown(Some(&area.id))))
        };
        let nowhere = has_any(None).then(|| (quality::NO_PLACE.to_owned(), shown(None)));
        self.promise.areas.iter().filter_map(area).chain(nowhere).collect()
    }
}

/// A drawing of one place under its name, with what it says in words and its figures as a table.
struct Figure {
    /// Begins every id of the section; the place's own follows.
    id: String,
    place: String,
    stands_out: bool,
    drawing: AnyView,
    said: String,
    table: AnyView,
}

impl Figure {
    fn show(self) -> AnyView {
        let Self { id, place, stands_out, drawing, said, table } = self;
        let table_id = format!("{id}-table");
        view! {
            <div>
                <h3 class="row" id=id.clone()>
                    {place}
                    {stands_out.then(patterns::mark)}
                </h3>
                {crate::web::parts::scroll::scroll(&id, drawing)}
                <p>{said}</p>
                {crate::web::parts::scroll::as_table(&table_id, table)}
            </div>
        }
        .into_any()
    }
}

/// An id for a place within a section.
fn id_of(section: &str, shown: Shown<'_>) -> String {
    format!("{section}-{}", shown.area.map_or("none", |area| area.as_str()))
}

/// The head of a table whose first column names the rows.
fn heads<'a>(words: impl IntoIterator<Item = &'a str>) -> AnyView {
    let head = |(at, word): (usize, &str)| {
        view! { <th scope="col" class=(at > 0).then_some("n")>{word.to_owned()}</th> }
    };
    view! { <thead><tr>{words.into_iter().enumerate().map(head).collect_view()}</tr></thead> }.into_any()
}

/// "Välj aktivitet" and "År": one word for each page that has them.
fn switches(data: &QualityPage, shown: Option<&Activity>) -> AnyView {
    let year = data.year;
    let activity = |a: &Activity| {
        let current = shown.is_some_and(|s| s.id == a.id).then_some("page");
        let href = format!("?year={year}&activity={}", a.id);
        view! { <a href=href aria-current=current>{drawings::choice(&a.plural)}</a> }
    };
    let asked = shown.map(|a| format!("&activity={}", a.id)).unwrap_or_default();
    let to_year = |to: &i32| {
        let href = format!("?year={to}{asked}");
        view! { <a href=href aria-current=(*to == year).then_some("page")>{*to}</a> }
    };
    view! {
        <div class="switches">
            <nav class="switch" aria-label=quality::CHOOSE_ACTIVITY>
                {data.activities().map(activity).collect_view()}
            </nav>
            <nav class="switch" aria-label=texts::staff::SWITCH_YEAR>
                {data.years.iter().map(to_year).collect_view()}
            </nav>
        </div>
    }
    .into_any()
}
