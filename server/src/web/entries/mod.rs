//! `/entries`: browsing entries.

pub mod decide;
pub mod occasion;
pub mod view;

use super::display_names::Names;
use crate::clock::now_ms;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::http::target::escaped;
use crate::state::App;
use crate::store::{BrowsedPage, InForce, Shown};
use crate::web::page::Page;
use axum::extract::{Query, State};
use domain::authorization::entries_of;
use domain::calendar::Day;
use domain::entry::Kind;
use domain::id::{ActivityId, AreaId, EntryId};
use domain::occasion::Occasion;
use serde::Deserialize;
use std::collections::BTreeMap;
use view::RecordedEntry;
use view::browse::{Chosen, EntriesPage, EntryRow, QUESTIONS, entries_page};

/// Entries on a page.
const PAGE: usize = 50;

/// The filter as a form or a link has it; what is left empty asks for nothing.
#[derive(Deserialize)]
pub struct EntriesQuery {
    #[serde(default)]
    area: String,
    #[serde(default)]
    activity: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    waits: String,
    #[serde(default)]
    before: String,
}

/// The handler. The read is in the audit log before the page is.
///
/// # Errors
/// 400 for a filter that can't be read.
pub async fn entries(
    State(app): State<App>,
    Staff { viewer, name, .. }: Staff,
    Query(query): Query<EntriesQuery>,
) -> Result<Page, Problem> {
    let organisation = entries_of(&viewer).ok_or_else(Problem::not_allowed)?;
    let in_force = app.in_force(&viewer.partnership).await?;
    let chosen = chosen(&query)?;
    let before = match query.before.as_str() {
        "" => None,
        text => Some(read_place(text).ok_or_else(|| Problem::unreadable("before"))?),
    };
    let shown = Shown {
        area: chosen.area.clone(),
        activity: chosen.activity.clone(),
        from: chosen.from,
        to: chosen.to,
        waits: chosen.waits.clone(),
    };
    let reader = (viewer.person, now_ms());
    let page = app.store.browse(&viewer.partnership, organisation, &shown, before, PAGE, reader).await?;
    let names = Names { in_force: &in_force, people: &page.names, reader: organisation };
    let data = EntriesPage {
        areas: with_own(names.areas(), chosen.area.as_ref(), |id| id.to_string()),
        activities: with_own(names.activities(), chosen.activity.as_ref(), |id| id.to_string()),
        rows: rows(&page, &in_force, names),
        older: page.next.as_ref().map(|(id, hash)| older(&chosen, *id, hash)),
        is_cut: page.is_cut,
        chosen,
    };
    Ok(Page::new(app.frame(Some(&viewer), &name), move |frame| entries_page(data, frame)))
}

/// What a list offers, with what was asked for: a link may name a word that no promise knows.
fn with_own<T: Clone + PartialEq>(
    mut all: Vec<(T, String)>,
    own: Option<&T>,
    name: impl Fn(&T) -> String,
) -> Vec<(T, String)> {
    if let Some(own) = own.filter(|own| all.iter().all(|(id, _)| id != *own)) {
        all.push((own.clone(), name(own)));
    }
    all
}

fn chosen(query: &EntriesQuery) -> Result<Chosen, Problem> {
    let word = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    let day = |text: &str, name: &str| match word(text) {
        None => Ok(None),
        Some(text) => Day::read(&text).map(Some).ok_or_else(|| Problem::unreadable(name)),
    };
    let waits = word(&query.waits);
    if waits.as_deref().is_some_and(|w| w != "any" && !QUESTIONS.contains(&w)) {
        return Err(Problem::unreadable("waits"));
    }
    Ok(Chosen {
        area: word(&query.area).map(AreaId),
        activity: word(&query.activity).map(ActivityId),
        from: day(&query.from, "from")?,
        to: day(&query.to, "to")?,
        waits,
    })
}

fn rows(page: &BrowsedPage, in_force: &InForce, names: Names<'_>) -> Vec<EntryRow> {
    let local_of = |ms| in_force.zone.local_of(ms);
    let occasions: BTreeMap<EntryId, Occasion<'_>> =
        page.occasions.iter().map(|(root, rows)| (*root, Occasion::of(*root, rows))).collect();
    let row = |entry: &crate::store::Browsed| {
        let occasion = occasions.get(&entry.root)?;
        let rows = page.occasions.get(&entry.root)?;
        let held = rows.iter().find(|h| h.entry.id == entry.id && h.hash == entry.hash)?;
        let told = match &held.entry.fact {
            Some(_) => names.told(held),
            // Who withdraws says nothing of what was done: the occasion does.
            None => RecordedEntry { author: names.told(held).author, minutes: None, ..names.occasion(occasion) },
        };
        let counts = occasion.entries().iter().any(|h| h.entry.id == held.entry.id && h.hash == held.hash);
        let versions = rows.iter().filter(|h| h.entry.id == held.entry.id).count();
        let is_head = occasion.heads().iter().any(|h| h.entry.id == held.entry.id);
        let waits = [
            held.quarantined.then_some("quarantined"),
            ((occasion.in_conflict() && is_head) || (versions > 1 && occasion.conflicting().contains(&held.entry.id)))
                .then_some("conflict"),
        ];
        Some(EntryRow {
            root: entry.root,
            kind: held.entry.kind.clone(),
            told,
            flags: occasion.flags(held.entry.id, &in_force.catalogue, &local_of),
            waits: waits.into_iter().flatten().collect(),
            replaced: !counts || (occasion.replaced().contains(&entry.id) && held.entry.kind != Kind::Withdrawn),
        })
    };
    page.entries.iter().filter_map(row).collect()
}

/// The address of the entries before a place, by the same filter.
fn older(chosen: &Chosen, id: EntryId, hash: &str) -> String {
    let day = |day: Option<Day>| day.map(|d| d.to_string());
    let parts = [
        ("area", chosen.area.as_ref().map(ToString::to_string)),
        ("activity", chosen.activity.as_ref().map(ToString::to_string)),
        ("from", day(chosen.from)),
        ("to", day(chosen.to)),
        ("waits", chosen.waits.clone()),
        ("before", Some(format!("{id}.{hash}"))),
    ];
    let part = |(name, value): (&str, Option<String>)| Some(format!("{name}={}", escaped(&value?)));
    format!("/entries?{}", parts.into_iter().filter_map(part).collect::<Vec<_>>().join("&"))
}

fn read_place(text: &str) -> Option<(EntryId, String)> {
    let (id, hash) = text.split_once('.')?;
    Some((EntryId::read(id)?, hash.to_owned()))
}
