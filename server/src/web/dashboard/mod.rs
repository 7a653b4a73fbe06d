//! `GET /dashboard`: every promise against what was done, with what is missing said out loud.

pub mod view;

use crate::api::promises::completeness;
use crate::clock::now_ms;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::state::App;
use crate::store::{DeviceRow, InForce, Week, YearOf};
use crate::web::page::Page;
use axum::extract::{Query, State};
use domain::authorization::{Rule, Viewer, may_pass};
use domain::calendar::Day;
use domain::id::{ActivityId, PromiseId};
use domain::promise::Promise;
use serde::Deserialize;
use std::collections::BTreeMap;
use view::{DashboardPage, Devices, ExtensionNote, Gap, SilentDevice, WEEKS, Waits, Weekly, dashboard_page};

/// A phone is silent when nothing was heard from it for so many days.
const SILENT_DAYS: i32 = 2;
/// That a promise continues by itself is said so many days ahead (protocol, section 5).
const NOTICE_DAYS: i32 = 30;

#[derive(Deserialize)]
pub struct DashboardQuery {
    promise: Option<String>,
    year: Option<i32>,
    /// The activity whose heat map is shown.
    heat: Option<String>,
}

/// The handler.
///
/// # Errors
/// 404 for a promise that isn't the viewer's partnership's.
pub async fn dashboard(
    State(app): State<App>,
    Staff { viewer, name, .. }: Staff,
    Query(query): Query<DashboardQuery>,
) -> Result<Page, Problem> {
    let in_force = app.in_force(&viewer.partnership).await?;
    let now_ms = now_ms();
    let today = in_force.zone.day_of(now_ms);
    let promise = chosen(&in_force, query.promise, today)?;
    let year = match query.year {
        Some(year) if !promise.years().contains(&year) => return Err(Problem::no_such_year(year)),
        Some(year) => year,
        None => today.year().clamp(promise.from.year(), promise.to.year()),
    };
    let heat = query.heat.map(ActivityId);
    if heat.as_ref().is_some_and(|id| promise.activity(id).is_none()) {
        return Err(Problem::unreadable("heat"));
    }
    let day = last_day(promise, year, today);
    // Before the figures: a commit in between brings the page up to date once more rather than never.
    let commit = app.store.commit_no(&viewer.partnership).await?;
    let weeks = app.store.weeks(promise, day, WEEKS as i32).await?;
    let page = DashboardPage {
        promise: promise.clone(),
        others: in_force.catalogue.active.iter().map(|a| (a.promise.id.clone(), a.promise.title.clone())).collect(),
        years: promise.years().collect(),
        year,
        day,
        as_of: in_force.zone.moment(now_ms),
        totals: app.store.totals(promise, YearOf::through(year, today)).await?,
        commit,
        heat,
        weekly: weekly(weeks, day),
        devices: devices(&app.store.devices(&viewer.partnership).await?, &viewer, &in_force, today),
        waiting_for_person: waits(app.store.open_questions(&viewer.partnership).await?),
        extension_note: extension_note(&in_force, promise, today),
    };
    Ok(Page::new(app.frame(Some(&viewer), &name), move |frame| dashboard_page(page, frame)))
}

/// The promise that was asked for, or the one in force today.
pub(super) fn chosen(in_force: &InForce, asked: Option<String>, today: Day) -> Result<&Promise, Problem> {
    match asked {
        Some(id) => in_force.catalogue.get(&PromiseId(id)),
        None => in_force.catalogue.nearest(today),
    }
    .ok_or_else(Problem::not_found)
}

/// The day that a year's figures stand on: the given one, or the year's or the promise's last before it.
fn last_day(promise: &Promise, year: i32, day: Day) -> Day {
    let year_ends = Day::of(year, 12, 31).unwrap_or(promise.to);
    day.min(year_ends).clamp(promise.from, promise.to)
}

fn weekly(weeks: Vec<Week>, day: Day) -> Vec<Weekly> {
    let first = day.plus(1 - day.weekday() as i32 - 7 * (WEEKS as i32 - 1));
    let mut rows: BTreeMap<_, Vec<i64>> = BTreeMap::new();
    for week in weeks {
        let row = rows.entry((week.target, week.area)).or_insert_with(|| vec![0; WEEKS]);
        if let Some(count) = row.get_mut(((week.monday.0 - first.0) / 7) as usize) {
            *count += week.count;
        }
    }
    rows.into_iter().map(|((target, area), counts)| Weekly { target, area, counts }).collect()
}

/// What is known of the phones. Their names are for who sees phones, and of the own organisation alone.
fn devices(rows: &[DeviceRow], viewer: &Viewer, in_force: &InForce, today: Day) -> Devices {
    let whole = completeness(rows, in_force, today);
    let mut shown =
        Devices { heard_today: whole.heard_today, in_all: whole.devices, waiting: whole.waiting, ..Devices::default() };
    if !may_pass(Rule::Devices, viewer.role) {
        return shown;
    }
    let mine = |row: &&DeviceRow| row.people.iter().any(|(_, organisation)| *organisation == viewer.organisation);
    for row in rows.iter().filter(mine) {
        let silent_days = row.heard_at_ms.map(|at| today.0 - in_force.zone.day_of(at).0);
        if !row.revoked && silent_days.is_none_or(|days| days >= SILENT_DAYS) {
            shown.silent.push(SilentDevice {
                name: row.name.clone(),
                last_heard: row.heard_at_ms.map(|at| in_force.zone.moment(at)),
                days_silent: silent_days.unwrap_or(0).max(0).unsigned_abs(),
                waiting: row.waiting,
                clock_offset_ms: row.clock_offset_ms,
                missing: row.missing.clone(),
            });
        }
        if !row.missing.is_empty() {
            shown.gaps.push(Gap { device: row.name.clone(), missing: row.missing.clone() });
        }
    }
    shown
}

fn waits(questions: Vec<(String, u64)>) -> Vec<Waits> {
    questions.into_iter().map(|(what, count)| Waits { what, count }).collect()
}

fn extension_note(in_force: &InForce, promise: &Promise, today: Day) -> Option<ExtensionNote> {
    let active = in_force.catalogue.active.iter().find(|a| a.promise.id == promise.id)?;
    let ends = active.span.to;
    let another_follows = in_force.catalogue.at(None, ends.plus(1)).is_some();
    let soon = today <= ends && today.plus(NOTICE_DAYS) >= ends;
    (promise.continues && soon && !another_follows).then(|| ExtensionNote { ends, next_year: ends.year() + 1 })
}
