//! `/people`: creating people, and giving them codes and links.

use crate::clock::now_ms;
use crate::guard::SignedIn;
use crate::people::{self, NotCreated};
use crate::problem::Problem;
use crate::state::App;
use crate::store::PersonRow;
use app::pages::people as shown;
use app::pages::people::{Given, PeoplePage, PersonForm, PersonProblem, people_page};
use axum::extract::{Extension, Form, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::id::{OrganisationId, PersonId};
use domain::reach::{Role, may_act_for, may_create};
use serde::Deserialize;

/// `GET /people`.
///
/// # Errors
/// When the database can't be read.
pub async fn show(
    State(app): State<App>,
    Extension(signed_in): Extension<Option<SignedIn>>,
) -> Result<Response, Problem> {
    let signed_in = signed_in.ok_or_else(Problem::not_signed_in)?;
    page(&app, &signed_in, PersonForm { name: String::new(), role: None, organisation: None }, None, None).await
}

#[derive(Deserialize)]
pub struct Filled {
    name: String,
    role: String,
    #[serde(default)]
    organisation: String,
}

/// `POST /people`: creates a person, and at once what lets them in.
///
/// # Errors
/// When the database fails; a form that won't do is a page.
pub async fn create(
    State(app): State<App>,
    Extension(signed_in): Extension<Option<SignedIn>>,
    Form(form): Form<Filled>,
) -> Result<Response, Problem> {
    let signed_in = signed_in.ok_or_else(Problem::not_signed_in)?;
    let viewer = &signed_in.viewer;
    let role = Role::read(&form.role);
    let organisation = OrganisationId(form.organisation.clone());
    let filled = PersonForm { name: form.name.clone(), role, organisation: Some(organisation.clone()) };
    let Some(role) = role.filter(|role| may_create(viewer.role).contains(role)) else {
        return page(&app, &signed_in, filled, Some(PersonProblem::RoleNotAllowed), None).await;
    };
    // A supervisor's officers are of the supervisor's own organisation.
    let organisation = if viewer.role == Role::Supervisor { viewer.organisation.clone() } else { organisation };
    let new = people::New { name: form.name, role, organisation };
    match people::create(&app.store, &viewer.partnership, new, Some(viewer.person), now_ms()).await? {
        Ok(id) => give(&app, &signed_in, id, role == Role::Officer).await,
        Err(not) => {
            let problem = match not {
                NotCreated::NameMissing => PersonProblem::NameMissing,
                NotCreated::NameTooLong => PersonProblem::NameTooLong,
                NotCreated::NameTaken => PersonProblem::NameTaken,
                NotCreated::UnknownOrganisation => PersonProblem::UnknownOrganisation,
            };
            page(&app, &signed_in, filled, Some(problem), None).await
        }
    }
}

/// `POST /people/{id}/code`.
///
/// # Errors
/// When the database fails.
pub async fn give_code(
    State(app): State<App>,
    Extension(signed_in): Extension<Option<SignedIn>>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let signed_in = signed_in.ok_or_else(Problem::not_signed_in)?;
    give(&app, &signed_in, PersonId::read(&id).ok_or_else(Problem::not_found)?, true).await
}

/// `POST /people/{id}/link`.
///
/// # Errors
/// When the database fails.
pub async fn give_link(
    State(app): State<App>,
    Extension(signed_in): Extension<Option<SignedIn>>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let signed_in = signed_in.ok_or_else(Problem::not_signed_in)?;
    give(&app, &signed_in, PersonId::read(&id).ok_or_else(Problem::not_found)?, false).await
}

async fn give(app: &App, signed_in: &SignedIn, id: PersonId, code: bool) -> Result<Response, Problem> {
    let viewer = &signed_in.viewer;
    let empty = PersonForm { name: String::new(), role: None, organisation: None };
    let Some(person) = app.store.person(&viewer.partnership, id).await?.filter(|p| !p.disabled) else {
        return page(app, signed_in, empty, Some(PersonProblem::UnknownPerson), None).await;
    };
    // A link into an account with more reach than one's own would be a way to that reach.
    if !may_act_for(viewer, person.role, &person.organisation) || (!code && person.role == Role::Officer) {
        return Err(Problem::not_allowed());
    }
    let in_force = app.in_force(&viewer.partnership).await?;
    let by = Some(viewer.person);
    let given = if code {
        let given = people::give_code(&app.store, &viewer.partnership, id, by, now_ms()).await?;
        let expires = in_force.zone.moment(given.ends_at_ms);
        Given::Code { name: person.name, code: given.secret, address: app.public_url.clone(), expires }
    } else {
        let given = people::give_link(&app.store, &viewer.partnership, id, by, now_ms()).await?;
        let link = format!("{}/welcome/{}", app.public_url, given.secret);
        Given::Link { name: person.name, link, expires: in_force.zone.moment(given.ends_at_ms) }
    };
    page(app, signed_in, empty, None, Some(given)).await
}

async fn page(
    app: &App,
    signed_in: &SignedIn,
    form: PersonForm,
    problem: Option<PersonProblem>,
    given: Option<Given>,
) -> Result<Response, Problem> {
    let viewer = &signed_in.viewer;
    let in_force = app.in_force(&viewer.partnership).await?;
    let organisations = people::organisations(&in_force);
    let own = Some(&viewer.organisation).filter(|_| viewer.role == Role::Supervisor);
    let row = |row: PersonRow| {
        let may = !row.disabled && may_act_for(viewer, row.role, &row.organisation);
        let named = organisations.iter().find(|(id, _)| *id == row.organisation);
        shown::PersonRow {
            organisation: named.map_or_else(|| row.organisation.to_string(), |(_, name)| name.clone()),
            may_give_code: may,
            may_give_link: may && row.role != Role::Officer,
            id: row.id,
            name: row.name,
            role: row.role,
            devices: row.devices,
            disabled: row.disabled,
        }
    };
    let people = app.store.people(&viewer.partnership, own).await?.into_iter().map(row).collect();
    let theirs = |(id, _): &(OrganisationId, String)| own.is_none_or(|own| own == id);
    let data = PeoplePage {
        people,
        organisations: organisations.iter().filter(|o| theirs(o)).cloned().collect(),
        roles: may_create(viewer.role).to_vec(),
        form,
        problem,
        given,
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, Html(people_page(data, &app.frame(Some(viewer), &signed_in.name)))).into_response())
}
