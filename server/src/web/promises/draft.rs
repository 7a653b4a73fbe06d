//! `/promises/drafts/{draft}`: a draft is previewed, put in force or dropped.

use super::view::{Blocked, Changes, DraftPage, FigureChange, draft_page};
use super::{as_file, may_about};
use crate::api::figures::{self, Shown};
use crate::clock::now_ms;
use crate::first_start;
use crate::http::language;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::promise_file;
use crate::state::App;
use crate::store::{Changed, InForce, Loaded, NotLoaded, PromiseFile};
use crate::web::page::Page;
use crate::web::public::view::{PublicPage, public_page};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::calendar::Day;
use domain::figure::describe;
use domain::id::EntryId;
use domain::moment::Moment;
use domain::promise::Promise;
use domain::report::Audience;
use serde::Deserialize;

/// The address of a draft or a file.
#[must_use]
pub fn path(id: [u8; 16]) -> String {
    // Ids are written alike, whatever they are of.
    format!("/promises/drafts/{}", EntryId(id))
}

/// The id in such an address.
#[must_use]
pub fn id(text: &str) -> Option<[u8; 16]> {
    EntryId::read(text).map(|id| id.0)
}

/// `GET /promises/drafts/{draft}`: what the promise says, and what it would change.
///
/// # Errors
/// 404 for a draft that isn't the partnership's.
pub async fn show(State(app): State<App>, staff: Staff, Path(draft): Path<String>) -> Result<Response, Problem> {
    let (file, promise) = found(&app, &staff, &draft).await?;
    let in_force = app.in_force(&staff.viewer.partnership).await?;
    let changes = app.store.try_in_force(promise.clone(), &mut |_| {}).await?;
    let changes = changes.map(|would| changes_of(&would, &in_force, &promise)).map_err(|not| blocked(not, &in_force));
    page(&app, &staff, (file.id, promise), &in_force, changes)
}

/// `GET /promises/drafts/{draft}/public`: the page that citizens would get.
///
/// # Errors
/// As [`show`].
pub async fn public(
    State(app): State<App>,
    staff: Staff,
    Path(draft): Path<String>,
    Query(query): Query<LanguageQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (_, promise) = found(&app, &staff, &draft).await?;
    let in_force = app.in_force(&staff.viewer.partnership).await?;
    let now_ms = now_ms();
    let (today, now) = (in_force.zone.day_of(now_ms), in_force.zone.moment(now_ms));
    as_citizens(&app, promise, (today, now), query, &headers)
}

#[derive(Deserialize)]
pub struct LanguageQuery {
    /// "sv" or "en".
    lang: Option<String>,
}

/// The public page of a promise for which nothing has been recorded.
pub(super) fn as_citizens(
    app: &App,
    promise: Promise,
    (today, now): (Day, Moment),
    query: LanguageQuery,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let language = language::asked(query.lang.as_deref(), headers)?;
    let shown = figures::shown(&promise, None, today);
    let Shown { days, day } = shown;
    let page = PublicPage {
        published: None,
        others: vec![(promise.id.clone(), promise.title.clone())],
        years: vec![days.year],
        year: days.year,
        language,
        day,
        as_of: now,
        described: describe(&promise, &[], shown.as_of(), Audience::Public),
        reports: Vec::new(),
        promise,
    };
    Ok(Page::new(app.frame(None, ""), move |frame| public_page(page, frame)).into_response())
}

/// `GET /promises/drafts/{draft}/file`: the file as it was uploaded; also of a version that is in force, or was.
///
/// # Errors
/// As [`show`].
pub async fn file(State(app): State<App>, staff: Staff, Path(draft): Path<String>) -> Result<Response, Problem> {
    let id = id(&draft).ok_or_else(Problem::not_found)?;
    let file = app.store.promise_file(&staff.viewer.partnership, id).await?.ok_or_else(Problem::not_found)?;
    let name = format!("{}-v{}", file.promise, file.version);
    Ok(as_file(file.text, &name))
}

/// `POST /promises/drafts/{draft}/in-force`.
///
/// # Errors
/// As [`show`]; a promise that can't be put in force is a page.
pub async fn put_in_force(
    State(app): State<App>,
    staff: Staff,
    Path(draft): Path<String>,
) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    let (file, promise) = found(&app, &staff, &draft).await?;
    may_about(viewer, &promise.partnership)?;
    match app.store.put_in_force(promise.clone(), now_ms()).await? {
        Ok(_) => {}
        // Put in force by this very draft, and interrupted before the draft was taken away.
        Err(NotLoaded::Already) if is_in_force(&app, viewer, &promise).await? => {}
        Err(not) => {
            let in_force = app.in_force(&viewer.partnership).await?;
            let blocked = Err(blocked(not, &in_force));
            return page(&app, &staff, (file.id, promise), &in_force, blocked);
        }
    }
    app.store.draft_in_force(&viewer.partnership, file.id, viewer.person, now_ms()).await?;
    first_start::extend(&app.store, now_ms()).await?;
    Ok(Redirect::to(&format!("/promises?done={}", promise.id)).into_response())
}

/// `POST /promises/drafts/{draft}/drop`.
///
/// # Errors
/// As [`show`].
pub async fn drop_draft(State(app): State<App>, staff: Staff, Path(draft): Path<String>) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    let id = id(&draft).ok_or_else(Problem::not_found)?;
    if !app.store.drop_draft(&viewer.partnership, id, viewer.person, now_ms()).await? {
        return Err(Problem::not_found());
    }
    Ok(Redirect::to("/promises").into_response())
}

/// Whether the very words of a draft are in force.
async fn is_in_force(app: &App, viewer: &domain::authorization::Viewer, promise: &Promise) -> Result<bool, Problem> {
    let in_force = app.in_force(&viewer.partnership).await?;
    Ok(in_force.catalogue.get(&promise.id) == Some(promise))
}

/// A draft of the viewer's partnership, with its promise.
async fn found(app: &App, staff: &Staff, draft: &str) -> Result<(PromiseFile, Promise), Problem> {
    let id = id(draft).ok_or_else(Problem::not_found)?;
    let found = app.store.promise_file(&staff.viewer.partnership, id).await?;
    let file = found.filter(|file| file.in_force_at_ms.is_none()).ok_or_else(Problem::not_found)?;
    let promise = read(&file.text)?;
    Ok((file, promise))
}

/// The promise of a text that was checked before it was kept. A later version of Rond may judge otherwise.
pub(super) fn read(text: &str) -> Result<Promise, Problem> {
    promise_file::read(text).map_err(|problems| {
        let first = problems.first().map(ToString::to_string).unwrap_or_default();
        tracing::warn!(problem = first, "a draft that was checked before has problems now");
        let title = "Utkastet går inte att läsa i den här versionen av Rond. Ladda upp filen igen.";
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "draft_outdated", title)
    })
}

fn page(
    app: &App,
    staff: &Staff,
    (id, promise): ([u8; 16], Promise),
    in_force: &InForce,
    changes: Result<Changes, Blocked>,
) -> Result<Response, Problem> {
    let status = if changes.is_err() { StatusCode::CONFLICT } else { StatusCode::OK };
    let data = DraftPage { promise, path: path(id), today: in_force.zone.day_of(now_ms()), changes };
    let frame = app.frame(Some(&staff.viewer), &staff.name);
    Ok((status, Page::new(frame, move |frame| draft_page(data, frame))).into_response())
}

/// What would change, in the names of the promises that say so.
fn changes_of(would: &Loaded, in_force: &InForce, new: &Promise) -> Changes {
    let promises = || std::iter::once(new).chain(in_force.catalogue.active.iter().map(|a| &a.promise));
    let figure = |changed: &Changed| {
        let of = promises().find(|promise| promise.id == changed.promise);
        let target = of.and_then(|promise| promise.targets().find(|t| t.id == changed.target));
        let area = changed.area.as_ref().map(|id| {
            let known = of.and_then(|promise| promise.area(id));
            known.map_or_else(|| id.to_string(), |area| area.name.clone())
        });
        FigureChange {
            target: target.map_or_else(|| changed.target.to_string(), |target| target.label.clone()),
            area: area.unwrap_or_default(),
            before: changed.before,
            after: changed.after,
        }
    };
    Changes { entries: would.occasions, figures: would.changed.iter().map(figure).collect() }
}

fn blocked(not: NotLoaded, in_force: &InForce) -> Blocked {
    match not {
        NotLoaded::Already => Blocked::Already,
        NotLoaded::Older { in_force } => Blocked::Older { in_force },
        NotLoaded::Foreign(_) => Blocked::TakenId,
        NotLoaded::UnderWay { .. } => Blocked::UnderWay,
        NotLoaded::OtherTimeZone(other) => Blocked::OtherTimeZone {
            with: in_force.catalogue.get(&other.with).map_or_else(|| other.with.to_string(), |p| p.title.clone()),
            time_zone: other.time_zone,
        },
        NotLoaded::Overlaps(overlap) => {
            let with = in_force.catalogue.get(&overlap.with);
            let area = with.and_then(|promise| promise.area(&overlap.area));
            Blocked::Overlaps {
                area: area.map_or_else(|| overlap.area.to_string(), |area| area.name.clone()),
                with: with.map_or_else(|| overlap.with.to_string(), |promise| promise.title.clone()),
                days: overlap.days,
            }
        }
    }
}
