//! `/devices`: the phones by name, and revoking one.

pub mod view;

use self::view as shown;
use super::display_names::known;
use crate::clock::now_ms;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::state::App;
use crate::store::{CrashRow, DeviceRow};
use crate::web::page::Page;
use axum::extract::{Path, State};
use domain::authorization::{Ask, Verdict, Viewer, Who, Whose, may};
use domain::id::DeviceId;
use view::{DevicesPage, RevokePage, devices_page, revoke_page};

/// Revoked phones that are listed, those heard from last first: over the years they become many, and little is asked of
/// them.
const REVOKED_LISTED: usize = 100;

/// `GET /devices`.
///
/// # Errors
/// When the database can't be read.
pub async fn show(State(app): State<App>, staff: Staff) -> Result<Page, Problem> {
    list(&app, &staff, None).await
}

/// `GET /devices/{id}/revoke`: what it means, before it is done.
///
/// # Errors
/// 404 for a phone that the viewer may not revoke.
pub async fn ask_revoke(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Page, Problem> {
    let row = theirs(&app, &staff.viewer, &id).await?;
    Ok(asked(&app, &staff, row, "/devices"))
}

/// What revoking a phone means, told on the way to it from a page that lists it.
pub(super) fn asked(app: &App, staff: &Staff, row: DeviceRow, back: &'static str) -> Page {
    let people = row.people.into_iter().map(|(name, _)| known(name)).collect();
    let page = RevokePage { id: row.id, name: row.name, people, waiting: row.waiting, back };
    Page::new(app.frame(Some(&staff.viewer), &staff.name), move |frame| revoke_page(page, frame))
}

/// `POST /devices/{id}/revoke`: final.
///
/// # Errors
/// 404 for a phone that the viewer may not revoke.
pub async fn revoke(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Page, Problem> {
    let viewer = &staff.viewer;
    let row = theirs(&app, viewer, &id).await?;
    app.store.revoke(&viewer.partnership, row.id, Some(viewer.person), now_ms()).await?;
    list(&app, &staff, Some(row.name)).await
}

/// Whether a viewer may act for one of the phone's people.
fn may_see(viewer: &Viewer, row: &DeviceRow) -> bool {
    let whose = |organisation| Whose { partnership: &viewer.partnership, organisation };
    let mut organisations = row.people.iter().map(|(_, organisation)| organisation);
    organisations.any(|of| may(Who::Person(viewer), Ask::Phone(whose(of))) == Verdict::Yes)
}

async fn theirs(app: &App, viewer: &Viewer, id: &str) -> Result<DeviceRow, Problem> {
    let id = DeviceId::read(id).ok_or_else(Problem::not_found)?;
    let rows = app.store.devices(&viewer.partnership).await?;
    rows.into_iter().find(|row| row.id == id && may_see(viewer, row)).ok_or_else(Problem::not_found)
}

async fn list(app: &App, staff: &Staff, done: Option<String>) -> Result<Page, Problem> {
    let viewer = &staff.viewer;
    let zone = app.in_force(&viewer.partnership).await?.zone.clone();
    let rows = app.store.devices(&viewer.partnership).await?;
    let row = |row: DeviceRow| shown::DeviceRow {
        id: row.id,
        name: row.name,
        people: row.people.into_iter().map(|(name, _)| known(name)).collect(),
        last_heard: row.heard_at_ms.map(|at| zone.moment(at)),
        waiting: row.waiting,
        missing: row.missing,
        clock_offset_ms: row.clock_offset_ms,
        revoked: row.revoked,
    };
    let (mut gone, live): (Vec<DeviceRow>, Vec<DeviceRow>) =
        rows.into_iter().filter(|r| may_see(viewer, r)).partition(|row| row.revoked);
    gone.sort_by_key(|row| std::cmp::Reverse(row.heard_at_ms));
    let more_revoked = gone.len().saturating_sub(REVOKED_LISTED);
    gone.truncate(REVOKED_LISTED);
    let devices: Vec<shown::DeviceRow> = live.into_iter().chain(gone).map(row).collect();
    let mut crashes = app.store.crashes(&viewer.partnership).await?;
    crashes.retain(|row| devices.iter().any(|device| device.id == row.device));
    let crash = |CrashRow { name, heard_at_ms, crash, .. }: CrashRow| shown::CrashRow {
        device: name,
        heard: zone.moment(heard_at_ms),
        crash,
    };
    let crashes = crashes.into_iter().map(crash).collect();
    let page = DevicesPage { devices, more_revoked, may_revoke: true, done, crashes };
    Ok(Page::new(app.frame(Some(viewer), &staff.name), move |frame| devices_page(page, frame)))
}
