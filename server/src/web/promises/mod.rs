//! `/promises`: an administrator looks after the partnership's promises.

pub mod draft;
pub mod remove;
pub mod setup;
pub mod upload;
pub mod view;

use crate::clock::now_ms;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::secret;
use crate::state::App;
use crate::store::{LoadedVersion, NewPromiseFile, PromiseFile, TooManyDrafts};
use crate::web::page::Page;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::authorization::{Ask, Verdict, Viewer, Who, may};
use domain::check::{self, At};
use domain::id::{PartnershipId, PromiseId};
use domain::promise::Promise;
use serde::Deserialize;
use texts::promises as words;
use view::{DraftRow, EarlierRow, Phase, PromiseRow, PromisesPage, Upload, UploadProblem, promises_page};

/// What the page is asked to begin with, or to say.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct PromisesQuery {
    /// The id of a promise that ships, whose text is put into the form.
    from: String,
    /// The id of a draft, whose text is put into the form.
    draft: String,
    /// The id of a promise that was just put in force.
    done: String,
    /// The id of a promise that was just taken away.
    removed: String,
}

/// `GET /promises`.
///
/// # Errors
/// When the database can't be read.
pub async fn show(
    State(app): State<App>,
    staff: Staff,
    Query(query): Query<PromisesQuery>,
) -> Result<Response, Problem> {
    let of = &staff.viewer.partnership;
    let draft = match draft::id(&query.draft) {
        Some(id) => app.store.promise_file(of, id).await?.map(|file| file.text),
        None => None,
    };
    let text = draft.or_else(|| upload::text_of(&query.from).map(str::to_owned)).unwrap_or_default();
    let in_force = app.in_force(of).await?;
    let put = in_force.catalogue.get(&PromiseId(query.done)).map(|promise| words::done(&promise.title));
    let removed = PromiseId(query.removed);
    let gone = !removed.as_str().is_empty() && in_force.catalogue.get(&removed).is_none();
    let done = put.or_else(|| gone.then(|| words::removed(removed.as_str())));
    page(&app, &staff, (text, None), done).await
}

/// `POST /promises`: checks a file, and keeps it as a draft.
///
/// # Errors
/// When the form can't be read or the database fails; a file with problems is a page.
pub async fn create(
    State(app): State<App>,
    staff: Staff,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    let sent = upload::sent(form).await?;
    let checked = match sent.problem {
        Some(problem) => Err(problem),
        None => upload::checked(&sent.text).await?.and_then(|promise| own(viewer, promise, &sent.text)),
    };
    let promise = match checked {
        Ok(promise) => promise,
        Err(problem) => return page(&app, &staff, (sent.text, Some(problem)), None).await,
    };
    let now_ms = now_ms();
    let file = NewPromiseFile {
        id: secret::new_id(now_ms)?,
        promise: promise.id,
        version: promise.version,
        text: sent.text,
        by: Some(viewer.person),
    };
    match app.store.draft_promise(&viewer.partnership, &file, now_ms).await? {
        Ok(()) => Ok(Redirect::to(&draft::path(file.id)).into_response()),
        Err(TooManyDrafts) => page(&app, &staff, (file.text, Some(UploadProblem::TooManyDrafts)), None).await,
    }
}

/// A promise of the viewer's own partnership. Another one's is told at the line that says so: nobody puts a promise in
/// force for others.
fn own(viewer: &Viewer, promise: Promise, text: &str) -> Result<Promise, UploadProblem> {
    if may(Who::Person(viewer), Ask::Promise(&promise.partnership)) == Verdict::Yes {
        return Ok(promise);
    }
    let says = |line: &str| {
        line.trim_start().strip_prefix("partnership").is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let line = text.lines().position(says).map_or(1, |before| before + 1);
    let message = words::foreign(promise.partnership.as_str(), viewer.partnership.as_str());
    Err(upload::in_file(text, &[check::Problem { at: At { line, column: 1 }, message }]))
}

/// `GET /promises/shipped/{shipped}`: the file of a promise that ships.
///
/// # Errors
/// 404 for one that doesn't.
pub async fn shipped(Path(id): Path<String>) -> Result<Response, Problem> {
    let text = upload::text_of(&id).ok_or_else(Problem::not_found)?;
    Ok(as_file(text.to_owned(), &id))
}

/// A promise file to keep.
fn as_file(text: String, name: &str) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/toml; charset=utf-8"));
    if let Ok(named) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.toml\"")) {
        headers.insert(header::CONTENT_DISPOSITION, named);
    }
    response
}

async fn page(
    app: &App,
    staff: &Staff,
    (text, problem): (String, Option<UploadProblem>),
    done: Option<String>,
) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    let in_force = app.in_force(&viewer.partnership).await?;
    let today = in_force.zone.day_of(now_ms());
    let versions = app.store.loaded_versions(&viewer.partnership).await?;
    let (active, replaced): (Vec<LoadedVersion>, Vec<LoadedVersion>) = versions.into_iter().partition(|v| v.active);
    let row = |v: LoadedVersion| {
        let promise = in_force.catalogue.get(&v.promise)?;
        Some(PromiseRow {
            title: promise.title.clone(),
            continued: promise.extends.is_some() && v.file.is_none(),
            phase: Phase::of(v.days, today),
            days: promise.span(),
            version: v.version,
            file: v.file.map(file_of),
            id: v.promise,
        })
    };
    let earlier = |v: LoadedVersion| EarlierRow {
        id: v.promise,
        version: v.version,
        loaded_at: in_force.zone.moment(v.loaded_at_ms),
        file: v.file.map(file_of),
    };
    let draft = |file: PromiseFile| DraftRow {
        href: draft::path(file.id),
        id: file.promise,
        version: file.version,
        uploaded_at: in_force.zone.moment(file.uploaded_at_ms),
    };
    let drafts = app.store.promise_drafts(&viewer.partnership).await?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let data = PromisesPage {
        in_force: active.into_iter().filter_map(row).collect(),
        earlier: replaced.into_iter().map(earlier).collect(),
        drafts: drafts.into_iter().map(draft).collect(),
        upload: Upload { action: "/promises".to_owned(), text, problem, shipped: upload::shipped() },
        done,
    };
    Ok((status, Page::new(app.frame(Some(viewer), &staff.name), move |frame| promises_page(data, frame)))
        .into_response())
}

fn file_of(id: [u8; 16]) -> String {
    format!("{}/file", draft::path(id))
}

/// Whether somebody may do something about a promise of a partnership.
///
/// # Errors
/// 403, or 404 where there is nothing to be told of.
fn may_about(viewer: &Viewer, partnership: &PartnershipId) -> Result<(), Problem> {
    match may(Who::Person(viewer), Ask::Promise(partnership)) {
        Verdict::Yes => Ok(()),
        Verdict::No => Err(Problem::not_allowed()),
        Verdict::SignIn => Err(Problem::not_signed_in()),
        Verdict::Unknown => Err(Problem::not_found()),
    }
}
