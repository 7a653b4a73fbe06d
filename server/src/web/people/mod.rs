//! `/people`: who there is, by name, and creating people.

pub mod access;
pub mod person;
pub mod view;

use self::view as shown;
use crate::clock::now_ms;
use crate::http::form::Form;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::http::target::escaped;
use crate::people::{self, NotCreated};
use crate::state::App;
use crate::store::{Listed, PersonRow};
use crate::web::page::Page;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authorization::{AboutPerson, Ask, Role, Rule, Verdict, Viewer, Who, Whose, may, may_pass, roles_given};
use domain::id::OrganisationId;
use serde::Deserialize;
use view::{Chosen, PeoplePage, PersonForm, PersonProblem, people_page};

/// People on a page.
const PAGE: usize = 50;

/// The filter as a form or a link has it; what is left empty asks for nothing.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct PeopleQuery {
    words: String,
    of: String,
    access: String,
    after: String,
}

/// `GET /people`.
///
/// # Errors
/// When the database can't be read.
pub async fn show(State(app): State<App>, staff: Staff, Query(query): Query<PeopleQuery>) -> Result<Response, Problem> {
    page(&app, &staff, &query, PersonForm::default(), None).await
}

#[derive(Deserialize)]
pub struct Filled {
    pub(super) name: String,
    pub(super) role: String,
    #[serde(default)]
    pub(super) organisation: String,
    /// The fingerprint of the person that the form was opened with.
    #[serde(default)]
    pub(super) seen: String,
}

impl Filled {
    /// The form as it comes back.
    pub(super) fn form(&self) -> PersonForm {
        let organisation = OrganisationId(self.organisation.clone());
        PersonForm { name: self.name.clone(), role: Role::read(&self.role), organisation: Some(organisation) }
    }
}

/// `POST /people`: creates a person, and at once what lets them in.
///
/// # Errors
/// When the database fails; a form that won't do is a page.
pub async fn create(State(app): State<App>, staff: Staff, Form(filled): Form<Filled>) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    let form = filled.form();
    // A supervisor's officers are of the supervisor's own organisation.
    let organisation = match may_pass(Rule::ChangePeople, viewer.role) {
        true => OrganisationId(filled.organisation),
        false => viewer.organisation.clone(),
    };
    let Some(role) = form.role.filter(|role| may_about(viewer, AboutPerson::Create, *role, &organisation).is_ok())
    else {
        return page(&app, &staff, &PeopleQuery::default(), form, Some(PersonProblem::RoleNotAllowed)).await;
    };
    let new = people::New { name: filled.name, role, organisation };
    match people::create(&app.store, &viewer.partnership, new, Some(viewer.person), now_ms()).await? {
        Ok(id) => person::give(&app, &staff, &id.to_string(), role == Role::Officer).await,
        Err(not) => page(&app, &staff, &PeopleQuery::default(), form, Some(why(not))).await,
    }
}

pub(super) fn why(not: NotCreated) -> PersonProblem {
    match not {
        NotCreated::NameMissing => PersonProblem::NameMissing,
        NotCreated::NameTooLong => PersonProblem::NameTooLong,
        NotCreated::NameUnfit => PersonProblem::NameUnfit,
        NotCreated::NameTaken => PersonProblem::NameTaken,
        NotCreated::UnknownOrganisation => PersonProblem::UnknownOrganisation,
    }
}

/// Asks the rule about a person of the viewer's partnership.
///
/// # Errors
/// 403, or 404 where there is nothing to be told of.
pub(super) fn may_about(
    viewer: &Viewer,
    action: AboutPerson,
    role: Role,
    organisation: &OrganisationId,
) -> Result<(), Problem> {
    let whose = Whose { partnership: &viewer.partnership, organisation };
    match may(Who::Person(viewer), Ask::Person(action, role, whose)) {
        Verdict::Yes => Ok(()),
        Verdict::No => Err(Problem::not_allowed()),
        Verdict::SignIn => Err(Problem::not_signed_in()),
        Verdict::Unknown => Err(Problem::not_found()),
    }
}

/// An organisation's name; its id where no promise in force knows it any more.
pub(super) fn named(organisations: &[(OrganisationId, String)], id: &OrganisationId) -> String {
    organisations.iter().find(|(known, _)| known == id).map_or_else(|| id.to_string(), |(_, name)| name.clone())
}

async fn page(
    app: &App,
    staff: &Staff,
    query: &PeopleQuery,
    form: PersonForm,
    problem: Option<PersonProblem>,
) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    let in_force = app.in_force(&viewer.partnership).await?;
    let organisations = people::organisations(&in_force);
    // Whoever may change people sees all of the partnership.
    let sees_all = may_pass(Rule::ChangePeople, viewer.role);
    let own = (!sees_all).then_some(&viewer.organisation);
    let chosen = chosen(query)?;
    let listed = Listed {
        organisation: own.cloned(),
        words: chosen.words.clone(),
        role: chosen.role,
        disabled: chosen.disabled,
        after: Some(query.after.clone()).filter(|after| !after.is_empty()),
    };
    let (rows, more) = app.store.listed(&viewer.partnership, &listed, PAGE).await?;
    let more = rows.last().filter(|_| more).map(|last| next(query, &last.name));
    let row = |row: PersonRow| {
        let may = |action| !row.disabled && may_about(viewer, action, row.role, &row.organisation).is_ok();
        shown::PersonRow {
            organisation: named(&organisations, &row.organisation),
            organisation_kind: people::kind_of(&in_force, &row.organisation),
            may_give_code: may(AboutPerson::GiveCode),
            may_give_link: may(AboutPerson::GiveLink),
            id: row.id,
            name: row.name,
            role: row.role,
            devices: row.devices,
            disabled: row.disabled,
        }
    };
    let theirs = |(id, _): &(OrganisationId, String)| own.is_none_or(|own| own == id);
    let data = PeoplePage {
        chosen,
        people: rows.into_iter().map(row).collect(),
        more,
        organisations: organisations.iter().filter(|o| theirs(o)).cloned().collect(),
        roles: roles_given(viewer, &viewer.organisation),
        form,
        problem,
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, Page::new(app.frame(Some(viewer), &staff.name), move |frame| people_page(data, frame))).into_response())
}

fn chosen(query: &PeopleQuery) -> Result<Chosen, Problem> {
    let disabled = match query.access.as_str() {
        "" => None,
        "active" => Some(false),
        "disabled" => Some(true),
        _ => return Err(Problem::unreadable("access")),
    };
    let role = match query.of.as_str() {
        "" => None,
        word => Some(Role::read(word).ok_or_else(|| Problem::unreadable("of"))?),
    };
    Ok(Chosen { words: query.words.trim().chars().take(80).collect(), role, disabled })
}

/// The address of those that follow a name, by the same filter.
fn next(query: &PeopleQuery, name: &str) -> String {
    let parts = [("words", query.words.as_str()), ("of", &query.of), ("access", &query.access), ("after", name)];
    let part = |(name, value): (&str, &str)| format!("{name}={}", escaped(value));
    let parts = parts.into_iter().filter(|(_, value)| !value.is_empty()).map(part);
    format!("/people?{}", parts.collect::<Vec<_>>().join("&"))
}
