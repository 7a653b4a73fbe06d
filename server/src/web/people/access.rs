//! What administrators alone do about a person: another name, role or organisation; taking access away and giving it back.

use super::person::{Notice, asked_about, of, page};
use super::view::{DisablePage, Done, PersonProblem, disable_page};
use super::{Filled, why};
use crate::clock::now_ms;
use crate::http::form::Form;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::people::{fit_name, organisations};
use crate::state::App;
use crate::store::{Becomes, NotChanged, NotDisabled, PersonRow};
use crate::web::page::Page;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::authorization::{AboutPerson, Stays, taken_away};
use domain::id::OrganisationId;

/// `POST /people/{id}/change`.
///
/// # Errors
/// 404 for somebody who isn't of the viewer's partnership; a form that won't do is a page.
pub async fn change(
    State(app): State<App>,
    staff: Staff,
    Path(id): Path<String>,
    Form(filled): Form<Filled>,
) -> Result<Response, Problem> {
    let row = asked_about(&app, &staff, &id, AboutPerson::Change).await?;
    let told = match becomes(&app, &staff, &row, &filled).await? {
        Err(problem) => Notice { problem: Some(problem), form: Some(filled.form()), ..Notice::default() },
        Ok(becomes) => {
            let by = Some(staff.viewer.person);
            let becomes = Becomes { seen: Some(filled.seen.clone()), ..becomes };
            match app.store.change_person(&of(&staff, row.id), &becomes, by, now_ms()).await? {
                Ok(ended) => {
                    let sessions = ended.map(|ended| ended.sessions).unwrap_or_default();
                    sessions.iter().for_each(|session| app.live.end(session));
                    let done = Done::Changed { signed_out: !sessions.is_empty() };
                    Notice { done: Some(done), ..Notice::default() }
                }
                Err(NotChanged::Unknown) => return Err(Problem::not_found()),
                Err(NotChanged::Overtaken) => {
                    Notice { problem: Some(PersonProblem::Overtaken), form: Some(filled.form()), ..Notice::default() }
                }
                Err(NotChanged::Name(_)) => {
                    Notice { problem: Some(PersonProblem::NameTaken), form: Some(filled.form()), ..Notice::default() }
                }
                Err(NotChanged::Stays(stays)) => {
                    Notice { problem: Some(why_stays(stays)), form: Some(filled.form()), ..Notice::default() }
                }
            }
        }
    };
    page(&app, &staff, row.id, told).await
}

async fn becomes(
    app: &App,
    staff: &Staff,
    row: &PersonRow,
    filled: &Filled,
) -> Result<Result<Becomes, PersonProblem>, Problem> {
    let name = match fit_name(&filled.name) {
        Ok(name) => name,
        Err(not) => return Ok(Err(why(not))),
    };
    let Some(role) = filled.form().role else { return Ok(Err(PersonProblem::RoleNotAllowed)) };
    let organisation = OrganisationId(filled.organisation.clone());
    let in_force = app.in_force(&staff.viewer.partnership).await?;
    let known = organisations(&in_force).iter().any(|(id, _)| *id == organisation);
    if !known && organisation != row.organisation {
        return Ok(Err(PersonProblem::UnknownOrganisation));
    }
    Ok(Ok(Becomes { name, role, organisation, seen: None }))
}

fn why_stays(stays: Stays) -> PersonProblem {
    match stays {
        Stays::Oneself => PersonProblem::Oneself,
        Stays::LastAdministrator => PersonProblem::LastAdministrator,
    }
}

/// Why a person's access can't be taken away by the viewer.
async fn stays(app: &App, staff: &Staff, row: &PersonRow) -> Result<Option<PersonProblem>, Problem> {
    let viewer = &staff.viewer;
    let administrators = app.store.administrators(&viewer.partnership).await?;
    Ok(taken_away(Some(viewer.person), row.id, row.role, administrators).err().map(why_stays))
}

/// `GET /people/{id}/disable`: what it means, before it is done.
///
/// # Errors
/// 404 for somebody who isn't of the viewer's partnership.
pub async fn ask_disable(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let row = asked_about(&app, &staff, &id, AboutPerson::Change).await?;
    if row.disabled {
        return page(&app, &staff, row.id, Notice::default()).await;
    }
    let around = app.store.around(&of(&staff, row.id), now_ms()).await?;
    let data = DisablePage {
        id: row.id,
        stays: stays(&app, &staff, &row).await?,
        name: row.name,
        waiting: around.phones.iter().filter(|phone| !phone.revoked).map(|phone| phone.waiting).sum(),
    };
    Ok(Page::new(app.frame(Some(&staff.viewer), &staff.name), move |frame| disable_page(data, frame)).into_response())
}

/// `POST /people/{id}/disable`.
///
/// # Errors
/// 404 for somebody who isn't of the viewer's partnership; whose access stays is told on the page.
pub async fn disable(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let row = asked_about(&app, &staff, &id, AboutPerson::Change).await?;
    if let Some(problem) = stays(&app, &staff, &row).await? {
        return page(&app, &staff, row.id, Notice { problem: Some(problem), ..Notice::default() }).await;
    }
    let by = Some(staff.viewer.person);
    let told = match app.store.disable(&of(&staff, row.id), by, now_ms()).await? {
        Ok(sessions) => {
            sessions.iter().for_each(|session| app.live.end(session));
            Notice { done: Some(Done::Disabled), ..Notice::default() }
        }
        // Somebody else was faster.
        Err(NotDisabled::Unknown) => Notice::default(),
        Err(NotDisabled::LastAdministrator) => {
            Notice { problem: Some(PersonProblem::LastAdministrator), ..Notice::default() }
        }
    };
    page(&app, &staff, row.id, told).await
}

/// `POST /people/{id}/enable`.
///
/// # Errors
/// 404 for somebody who isn't of the viewer's partnership.
pub async fn enable(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let row = asked_about(&app, &staff, &id, AboutPerson::Change).await?;
    let enabled = app.store.enable(&of(&staff, row.id), Some(staff.viewer.person), now_ms()).await?;
    page(&app, &staff, row.id, Notice { done: enabled.then_some(Done::Enabled), ..Notice::default() }).await
}
