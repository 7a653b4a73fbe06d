//! `GET /api/v1/entries`: pages of entries by cursor, for those whose organisation recorded them.

use crate::clock::now_ms;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::state::App;
use crate::store::{Cursor, EntryRow, Filter};
use axum::Json;
use axum::extract::{Query, State};
use domain::authorization::entries_of;
use domain::calendar::Day;
use domain::id::{ActivityId, AreaId, EntryId};
use domain::json::Json as DomainJson;
use domain::moment::Moment;
use serde::{Deserialize, Serialize};

/// Entries of a page, unless fewer are asked for.
const PAGE: u32 = 200;
/// And at most.
const MOST: u32 = 1_000;

#[derive(Deserialize)]
pub struct EntriesQuery {
    after: Option<String>,
    area: Option<String>,
    activity: Option<String>,
    day: Option<String>,
    most: Option<u32>,
}

#[derive(Serialize)]
pub struct Page {
    entries: Vec<Shown>,
    /// What to ask for next as `after`; null after the last page. A page of a rare filter may have few entries, or none,
    /// and not be the last.
    next: Option<String>,
}

#[derive(Serialize)]
struct Shown {
    hash: String,
    received_at: Moment,
    quarantined: bool,
    entry: DomainJson,
}

/// The handler. The read is in the audit log before the answer is given.
///
/// # Errors
/// 400 for a filter that can't be read; 403 for roles that read no entries.
pub async fn entries(
    State(app): State<App>,
    Staff { viewer, .. }: Staff,
    Query(query): Query<EntriesQuery>,
) -> Result<Json<Page>, Problem> {
    let organisation = entries_of(&viewer).ok_or_else(Problem::not_allowed)?;
    let in_force = app.in_force(&viewer.partnership).await?;
    let filter = Filter {
        area: query.area.map(AreaId),
        activity: query.activity.map(ActivityId),
        day: query.day.map(|d| Day::read(&d).ok_or_else(|| Problem::unreadable("day"))).transpose()?,
    };
    let after = match &query.after {
        Some(text) => read_cursor(text).ok_or_else(|| Problem::unreadable("after"))?,
        None => (0, EntryId([0; 16]), String::new()),
    };
    let most = query.most.unwrap_or(PAGE).clamp(1, MOST);
    let reader = (viewer.person, now_ms());
    let page = app.store.entries(&viewer.partnership, organisation, &filter, &after, most, reader).await?;
    let shown = |row: EntryRow| Shown {
        hash: row.hash,
        received_at: in_force.zone.moment(row.received_at_ms),
        quarantined: row.quarantined,
        entry: row.body,
    };
    Ok(Json(Page {
        entries: page.entries.into_iter().map(shown).collect(),
        next: page.next.as_ref().map(write_cursor),
    }))
}

fn write_cursor((commit, id, hash): &Cursor) -> String {
    format!("{commit}.{id}.{hash}")
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let mut parts = text.splitn(3, '.');
    let commit = parts.next()?.parse().ok()?;
    Some((commit, EntryId::read(parts.next()?)?, parts.next()?.to_owned()))
}
