//! `/people/{id}`: one person, and giving or taking back what lets them in.

use super::view::{Choices, Done, Given, Known, PersonForm, PersonPage, PersonProblem, Phone, person_page};
use super::{may_about, named};
use crate::clock::now_ms;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::people;
use crate::qr;
use crate::state::App;
use crate::store::{PersonRow, PhoneOf, SessionOf, seen_of};
use crate::web::page::Page;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authorization::{AboutPerson, Role};
use domain::id::{OrganisationId, PersonId};

/// What the page says besides what there is.
#[derive(Default)]
pub(super) struct Notice {
    pub(super) form: Option<PersonForm>,
    pub(super) problem: Option<PersonProblem>,
    pub(super) given: Option<Given>,
    pub(super) done: Option<Done>,
}

/// `GET /people/{id}`.
///
/// # Errors
/// 404 for somebody who isn't of the viewer's partnership, 403 for one beyond the viewer's reach.
pub async fn show(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let row = asked_about(&app, &staff, &id, AboutPerson::See).await?;
    page(&app, &staff, row.id, Notice::default()).await
}

/// `POST /people/{id}/code`.
///
/// # Errors
/// As [`show`].
pub async fn give_code(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    give(&app, &staff, &id, true).await
}

/// `POST /people/{id}/link`.
///
/// # Errors
/// As [`show`].
pub async fn give_link(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    give(&app, &staff, &id, false).await
}

/// `POST /people/{id}/withdraw`: codes and links that wait are of no use any more.
///
/// # Errors
/// As [`show`].
pub async fn withdraw(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let row = asked_about(&app, &staff, &id, AboutPerson::GiveCode).await?;
    let of = of(&staff, row.id);
    app.store.withdraw_secrets(&of, Some(staff.viewer.person), now_ms()).await?;
    page(&app, &staff, row.id, Notice { done: Some(Done::TakenBack), ..Notice::default() }).await
}

/// A person by the id in an address, about whom the viewer may do something.
///
/// # Errors
/// 404 for somebody who isn't of the viewer's partnership, 403 for one beyond the viewer's reach.
pub(super) async fn asked_about(app: &App, staff: &Staff, id: &str, action: AboutPerson) -> Result<PersonRow, Problem> {
    let id = PersonId::read(id).ok_or_else(Problem::not_found)?;
    let row = app.store.person(&staff.viewer.partnership, id).await?.ok_or_else(Problem::not_found)?;
    may_about(&staff.viewer, action, row.role, &row.organisation)?;
    Ok(row)
}

pub(super) fn of(staff: &Staff, person: PersonId) -> SessionOf {
    SessionOf { partnership: staff.viewer.partnership.clone(), person }
}

/// Gives a code or a link, and shows it this once.
pub(super) async fn give(app: &App, staff: &Staff, id: &str, code: bool) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    // A link into an account with more reach than one's own would be a way to that reach.
    let action = if code { AboutPerson::GiveCode } else { AboutPerson::GiveLink };
    let row = asked_about(app, staff, id, action).await?;
    if row.disabled {
        let told = Notice { problem: Some(PersonProblem::Disabled), ..Notice::default() };
        return page(app, staff, row.id, told).await;
    }
    let in_force = app.in_force(&viewer.partnership).await?;
    let by = Some(viewer.person);
    let given = if code {
        let given = people::give_code(&app.store, &viewer.partnership, row.id, by, now_ms()).await?;
        let qr = qr::drawn(&qr::content(&app.public_url, &given.secret))?;
        let expires = in_force.zone.moment(given.ends_at_ms);
        Given::Code { code: given.secret, qr, address: app.public_url.clone(), expires }
    } else {
        let given = people::give_link(&app.store, &viewer.partnership, row.id, by, now_ms()).await?;
        let link = format!("{}/welcome/{}", app.public_url, given.secret);
        Given::Link { link, expires: in_force.zone.moment(given.ends_at_ms) }
    };
    page(app, staff, row.id, Notice { given: Some(given), ..Notice::default() }).await
}

/// The page of one person as it is now.
///
/// # Errors
/// When the database can't be read.
pub(super) async fn page(app: &App, staff: &Staff, id: PersonId, told: Notice) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    let row = app.store.person(&viewer.partnership, id).await?.ok_or_else(Problem::not_found)?;
    let in_force = app.in_force(&viewer.partnership).await?;
    let organisations = people::organisations(&in_force);
    let around = app.store.around(&of(staff, id), now_ms()).await?;
    let moment = |at_ms: i64| in_force.zone.moment(at_ms);
    let phone = |phone: PhoneOf| Phone {
        id: phone.id,
        name: phone.name,
        last_heard: phone.heard_at_ms.map(moment),
        waiting: phone.waiting,
        revoked: phone.revoked,
    };
    let may = |action| may_about(viewer, action, row.role, &row.organisation).is_ok();
    let as_it_is =
        || PersonForm { name: row.name.clone(), role: Some(row.role), organisation: Some(row.organisation.clone()) };
    let data = PersonPage {
        id,
        organisation: named(&organisations, &row.organisation),
        seen: seen_of(&row.name, row.role, &row.organisation),
        organisation_kind: people::kind_of(&in_force, &row.organisation),
        may_give_code: may(AboutPerson::GiveCode),
        may_give_link: may(AboutPerson::GiveLink),
        may_change: may(AboutPerson::Change)
            .then(|| Choices { roles: Role::ALL.to_vec(), organisations: with_own(organisations, &row.organisation) }),
        known: Known {
            code_until: around.code_ends_ms.map(moment),
            link_until: around.link_ends_ms.map(moment),
            sessions: around.sessions,
            phones: around.phones.into_iter().map(phone).collect(),
        },
        form: told.form.unwrap_or_else(as_it_is),
        problem: told.problem,
        given: told.given,
        done: told.done,
        name: row.name,
        role: row.role,
        disabled: row.disabled,
    };
    let status = match data.problem {
        Some(PersonProblem::Overtaken) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    Ok((status, Page::new(app.frame(Some(viewer), &staff.name), move |frame| person_page(data, frame))).into_response())
}

/// The organisations to choose from, with the person's own: a promise that is over may have been the only one to name it.
fn with_own(mut all: Vec<(OrganisationId, String)>, own: &OrganisationId) -> Vec<(OrganisationId, String)> {
    if all.iter().all(|(id, _)| id != own) {
        all.push((own.clone(), own.to_string()));
    }
    all
}
