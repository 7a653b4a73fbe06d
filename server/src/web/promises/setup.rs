//! `/setup/{token}`: behind a set-up link a server without a partnership gets its first promise and its administrator.
//!
//! The link is checked by each handler, before anything else: whoever has it sets the server up, once.

use super::draft::{LanguageQuery, as_citizens, read};
use super::upload;
use super::view::{SetupPage, SetupPreview, Upload, UploadProblem, setup_expired_page, setup_page, setup_preview_page};
use crate::clock::{Zone, now_ms};
use crate::first_start;
use crate::http::form::Form;
use crate::http::problem::Problem;
use crate::people::{LINK_MS, NotCreated, fit_name};
use crate::secret;
use crate::state::App;
use crate::store::{FirstAdministrator, NewPerson, NewPromiseFile, NotLoaded, SetupLink};
use crate::web::page::Page;
use crate::web::people::view::PersonProblem;
use crate::web::people::why;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::authorization::Role;
use domain::id::{OrganisationId, PersonId};
use domain::promise::Promise;
use serde::Deserialize;

/// What the page is asked to begin with.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct SetupQuery {
    /// The id of a promise that ships, whose text is put into the form.
    from: Option<String>,
    /// There where the draft's text is to be changed.
    change: Option<String>,
}

/// `GET /setup/{token}`: the form, or the draft once a file was checked.
///
/// # Errors
/// When the database can't be read; an old link is a page.
pub async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    Query(query): Query<SetupQuery>,
) -> Result<Response, Problem> {
    let Some(link) = link(&app, &token).await? else { return Ok(expired(&app)) };
    let shipped = query.from.as_deref().and_then(upload::text_of).map(str::to_owned);
    match link.draft {
        _ if shipped.is_some() => Ok(form(&app, &token, shipped.unwrap_or_default(), None)),
        Some(draft) if query.change.is_none() => preview(&app, &token, read(&draft)?, Administrator::default(), None),
        draft => Ok(form(&app, &token, draft.unwrap_or_default(), None)),
    }
}

/// `POST /setup/{token}`: checks a file, and keeps it as the draft.
///
/// # Errors
/// When the form can't be read or the database fails; an old link, or a file with problems, is a page.
pub async fn check(
    State(app): State<App>,
    Path(token): Path<String>,
    sent: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    if link(&app, &token).await?.is_none() {
        return Ok(expired(&app));
    }
    let sent = upload::sent(sent).await?;
    let problem = match sent.problem {
        Some(problem) => Some(problem),
        None => upload::checked(&sent.text).await?.err(),
    };
    if problem.is_some() {
        return Ok(form(&app, &token, sent.text, problem));
    }
    if !app.store.draft_setup(&secret::hash(&token), Some(&sent.text), app.clock.now_ms()).await? {
        return Ok(expired(&app));
    }
    Ok(Redirect::to(&path(&token)).into_response())
}

/// `POST /setup/{token}/drop`: begins anew.
///
/// # Errors
/// When the database fails; an old link is a page.
pub async fn drop_draft(State(app): State<App>, Path(token): Path<String>) -> Result<Response, Problem> {
    if !app.store.draft_setup(&secret::hash(&token), None, app.clock.now_ms()).await? {
        return Ok(expired(&app));
    }
    Ok(Redirect::to(&path(&token)).into_response())
}

/// `GET /setup/{token}/public`: the page that citizens would get.
///
/// # Errors
/// When the database can't be read; an old link is a page.
pub async fn public(
    State(app): State<App>,
    Path(token): Path<String>,
    Query(query): Query<LanguageQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(link) = link(&app, &token).await? else { return Ok(expired(&app)) };
    let promise = read(&link.draft.ok_or_else(Problem::not_found)?)?;
    let (zone, now_ms) = (Zone::named(&promise.time_zone)?, now_ms());
    as_citizens(&app, promise, (zone.day_of(now_ms), zone.moment(now_ms)), query, &headers)
}

/// Who becomes the administrator.
#[derive(Deserialize, Default)]
pub struct Administrator {
    name: String,
    organisation: String,
}

/// `POST /setup/{token}/in-force`: puts the draft in force, creates its administrator, and leads to the page where they
/// choose a password. What was interrupted half-way is ended by the same request again.
///
/// # Errors
/// When the database fails; an old link, or a name that won't do, is a page.
pub async fn put_in_force(
    State(app): State<App>,
    Path(token): Path<String>,
    Form(administrator): Form<Administrator>,
) -> Result<Response, Problem> {
    let Some(link) = link(&app, &token).await? else { return Ok(expired(&app)) };
    let Some(text) = link.draft else { return Ok(Redirect::to(&path(&token)).into_response()) };
    let promise = read(&text)?;
    let (name, organisation) = match fit(&promise, &administrator) {
        Ok(fitting) => fitting,
        Err(not) => return preview(&app, &token, promise, administrator, Some(why(not))),
    };
    let now_ms = app.clock.now_ms();
    match app.store.put_in_force(promise.clone(), now_ms).await? {
        Ok(_) | Err(NotLoaded::Already) => {}
        Err(not) => {
            tracing::warn!(?not, "the promise behind the set-up link can't be put in force");
            let title = "Löftet går inte ihop med ett som redan är i kraft här. Ändra id eller dagar och granska igen.";
            return Err(Problem::new(StatusCode::CONFLICT, "not_loaded", title));
        }
    }
    let person =
        NewPerson { id: PersonId(secret::new_id(now_ms)?), name, role: Role::Administrator, organisation, by: None };
    let welcome = secret::token()?;
    let file = NewPromiseFile {
        id: secret::new_id(now_ms)?,
        promise: promise.id.clone(),
        version: promise.version,
        text,
        by: None,
    };
    let first = FirstAdministrator {
        person: &person,
        link_hash: &secret::hash(&welcome),
        link_ends_at_ms: now_ms + LINK_MS,
        file: &file,
    };
    if !app.store.finish_setup(&secret::hash(&token), &promise.partnership, &first, now_ms).await? {
        return Ok(expired(&app));
    }
    first_start::extend(&app.store, now_ms).await?;
    Ok(Redirect::to(&format!("/welcome/{welcome}")).into_response())
}

/// The name as it is kept, and an organisation of the promise.
fn fit(promise: &Promise, administrator: &Administrator) -> Result<(String, OrganisationId), NotCreated> {
    let name = fit_name(&administrator.name)?;
    let organisation = OrganisationId(administrator.organisation.clone());
    if promise.organisation(&organisation).is_none() {
        return Err(NotCreated::UnknownOrganisation);
    }
    Ok((name, organisation))
}

async fn link(app: &App, token: &str) -> Result<Option<SetupLink>, Problem> {
    Ok(app.store.setup_link(&secret::hash(token), app.clock.now_ms()).await?)
}

fn expired(app: &App) -> Response {
    (StatusCode::GONE, Page::new(app.frame(None, ""), setup_expired_page)).into_response()
}

fn path(token: &str) -> String {
    format!("/setup/{token}")
}

fn form(app: &App, token: &str, text: String, problem: Option<UploadProblem>) -> Response {
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let upload = Upload { action: path(token), text, problem, shipped: upload::shipped() };
    (status, Page::new(app.frame(None, ""), move |frame| setup_page(SetupPage { upload }, frame))).into_response()
}

fn preview(
    app: &App,
    token: &str,
    promise: Promise,
    administrator: Administrator,
    problem: Option<PersonProblem>,
) -> Result<Response, Problem> {
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let data = SetupPreview {
        today: Zone::named(&promise.time_zone)?.day_of(now_ms()),
        path: path(token),
        name: administrator.name,
        organisation: Some(OrganisationId(administrator.organisation)),
        problem,
        promise,
    };
    Ok((status, Page::new(app.frame(None, ""), move |frame| setup_preview_page(data, frame))).into_response())
}
