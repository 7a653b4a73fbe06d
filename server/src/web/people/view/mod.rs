//! People: who there is, a new one, each on a page of their own, and the codes and links that let them in.

mod given;
mod person;

pub use given::{Given, Qr};
pub use person::{Choices, DisablePage, Known, PersonPage, Phone, disable_page, person_page};
pub use texts::person::Done;

use crate::web::document::{self, Frame, Head};
use crate::web::entries::view::pick;
use crate::web::menu::Section;
use crate::web::parts::field::{Field, choice, field};
use domain::authorization::Role;
use domain::id::{OrganisationId, PersonId};
use domain::promise::OrganisationKind;
use leptos::prelude::*;
use texts::language::Language;
use texts::{people, person as words, staff};

/// What the page shows: the people that the viewer may see, and the form for another.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PeoplePage {
    pub chosen: Chosen,
    pub people: Vec<PersonRow>,
    /// The address of those that follow by name.
    pub more: Option<String>,
    /// Those that a new person may belong to.
    pub organisations: Vec<(OrganisationId, String)>,
    /// The roles that the viewer may give; none leaves out the form.
    pub roles: Vec<Role>,
    pub form: PersonForm,
    pub problem: Option<PersonProblem>,
}

/// Which people are listed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Chosen {
    /// What the name has in it.
    pub words: String,
    pub role: Option<Role>,
    /// Those that have access, or those from whom it was taken away.
    pub disabled: Option<bool>,
}

/// A person as the list has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonRow {
    pub id: PersonId,
    pub name: String,
    pub role: Role,
    pub organisation: String,
    /// `None` where no promise in force knows the organisation.
    pub organisation_kind: Option<OrganisationKind>,
    /// How many phones the person is on.
    pub devices: u32,
    pub disabled: bool,
    pub may_give_code: bool,
    pub may_give_link: bool,
}

/// The form as it was filled in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PersonForm {
    pub name: String,
    pub role: Option<Role>,
    pub organisation: Option<OrganisationId>,
}

/// Why nobody was added or changed, or nothing given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PersonProblem {
    NameMissing,
    NameTooLong,
    NameTaken,
    NameUnfit,
    RoleNotAllowed,
    UnknownOrganisation,
    /// Access was taken away: nothing is given before it is given back.
    Disabled,
    /// Nobody takes their own role or access away.
    Oneself,
    LastAdministrator,
    /// Somebody else has changed the person since the form was opened.
    Overtaken,
}

impl PersonProblem {
    /// The place that the summary leads to, and what it says.
    pub(crate) fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::NameMissing => ("name", people::PERSON_NAME_MISSING),
            Self::NameTooLong => ("name", people::NAME_TOO_LONG),
            Self::NameUnfit => ("name", people::NAME_UNFIT),
            Self::NameTaken => ("name", people::NAME_TAKEN),
            Self::RoleNotAllowed => ("role", people::ROLE_NOT_ALLOWED),
            Self::UnknownOrganisation => ("organisation", people::UNKNOWN_ORGANISATION),
            Self::Disabled => ("access", words::IS_DISABLED),
            Self::Oneself => ("role", words::ONESELF),
            Self::LastAdministrator => ("role", words::LAST_ADMINISTRATOR),
            Self::Overtaken => ("overtaken", words::OVERTAKEN),
        }
    }
}

/// `GET /people`, and what its form answers when it won't do.
#[must_use]
pub fn people_page(data: PeoplePage, frame: &Frame) -> AnyView {
    let problem = data.problem.map(PersonProblem::told);
    let head = Head::desk(document::title(Language::Swedish, people::PEOPLE, problem.is_some()), Vec::new());
    document::document(frame, head, || {
        let PeoplePage { chosen, people: rows, more, organisations, roles, form, .. } = data;
        let more = more.map(|href| view! { <a class="quiet" href=href>{words::MORE}</a> });
        let new = !roles.is_empty();
        let main = view! {
            {problem.map(|(field, message)| document::error_summary(Language::Swedish, field, message))}
            {filter(&chosen)}
            <section aria-labelledby="people">
                <h2 class="vh" id="people">{people::PEOPLE}</h2>
                {list(rows, chosen == Chosen::default())}
                {more}
            </section>
            {new.then(|| new_person(roles, organisations, form, problem))}
        }
        .into_any();
        document::plain(frame, Section::People, people::PEOPLE.to_owned(), people::PEOPLE_LEAD, main)
    })
}

fn filter(chosen: &Chosen) -> AnyView {
    let role = |role: Role| (role.word().to_owned(), staff::role(role).to_owned(), chosen.role == Some(role));
    let access = [(false, "active", words::HAS_ACCESS), (true, "disabled", words::HAS_NONE)];
    let access = access.map(|(is, value, word)| (value.to_owned(), word.to_owned(), chosen.disabled == Some(is)));
    view! {
        <form method="get" action="/people" class="filter" role="search" aria-label=words::SHOW>
            <div class="field">
                <label for="words">{words::NAME_HAS}</label>
                <input
                    id="words"
                    name="words"
                    type="search"
                    maxlength="80"
                    autocomplete="off"
                    spellcheck="false"
                    value=(!chosen.words.is_empty()).then(|| chosen.words.clone())
                />
            </div>
            {pick("of", "of".to_owned(), people::ROLE.to_owned(), words::ALL_ROLES, Role::ALL.map(role).to_vec())}
            {pick("access", "access".to_owned(), words::ACCESS.to_owned(), words::ALL, access.to_vec())}
            <button class="quiet">{words::SHOW}</button>
        </form>
    }
    .into_any()
}

fn list(rows: Vec<PersonRow>, all: bool) -> AnyView {
    if rows.is_empty() {
        let none = if all { people::NO_PEOPLE } else { words::NOBODY_FITS };
        return view! { <p>{none}</p> }.into_any();
    }
    let heads = people::PEOPLE_COLUMNS.into_iter().enumerate().map(|(at, word)| {
        view! { <th scope="col" role="columnheader" class=(at == 3).then_some("n")>{word}</th> }
    });
    view! {
        <table class="list" role="table" aria-labelledby="people">
            <thead role="rowgroup">
                <tr role="row">{heads.collect_view()}</tr>
            </thead>
            <tbody role="rowgroup">{rows.into_iter().map(person).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn person(row: PersonRow) -> AnyView {
    let code = row.may_give_code.then(|| gives(row.id, "code", people::NEW_CODE, &row.name));
    let link = row.may_give_link.then(|| gives(row.id, "link", people::NEW_LINK, &row.name));
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <a href=format!("/people/{}", row.id)><b>{row.name.clone()}</b></a>
                {row.disabled.then(|| view! { <small>{people::DISABLED}</small> })}
            </th>
            <td role="cell">{staff::role_in(row.role, row.organisation_kind)}</td>
            <td role="cell">{row.organisation.clone()}</td>
            <td role="cell" class="n" data-head=people::PEOPLE_COLUMNS[3]>{row.devices}</td>
            <td role="cell"><div class="row acts">{code}{link}</div></td>
        </tr>
    }
    .into_any()
}

/// The button behind which a code or a link is made.
fn gives(id: PersonId, what: &str, word: &'static str, name: &str) -> AnyView {
    view! {
        <form method="post" action=format!("/people/{id}/{what}")>
            <button class="quiet small" aria-label=people::for_person(word, name)>{word}</button>
        </form>
    }
    .into_any()
}

fn new_person(
    roles: Vec<Role>,
    organisations: Vec<(OrganisationId, String)>,
    form: PersonForm,
    problem: Option<(&'static str, &'static str)>,
) -> AnyView {
    view! {
        <section aria-labelledby="new">
            <h2 id="new">{people::NEW_PERSON}</h2>
            <form method="post" action="/people" class="form">
                {questions(roles, organisations, form, problem)}
                <button class="key">{people::ADD_PERSON}</button>
            </form>
        </section>
    }
    .into_any()
}

/// What is asked of a new person, and of one who is changed.
fn questions(
    roles: Vec<Role>,
    organisations: Vec<(OrganisationId, String)>,
    form: PersonForm,
    problem: Option<(&'static str, &'static str)>,
) -> AnyView {
    let of_field = |name: &str| problem.filter(|(field, _)| *field == name).map(|(_, message)| message);
    let role = |role: Role| (role.word().to_owned(), staff::role(role).to_owned(), form.role == Some(role));
    let roles = roles.into_iter().map(role).collect();
    let organisation = |(id, name): (OrganisationId, String)| {
        let chosen = form.organisation.as_ref() == Some(&id);
        (id.to_string(), name, chosen)
    };
    let organisations = organisations.into_iter().map(organisation).collect();
    view! {
        {field(Field {
            name: "name",
            label: people::NAME,
            kind: "text",
            autocomplete: "off",
            value: form.name.clone(),
            hint: Some(people::NAME_HINT),
            error: of_field("name"),
        })}
        {choice("role", people::ROLE, roles, of_field("role"))}
        {choice("organisation", people::ORGANISATION, organisations, of_field("organisation"))}
    }
    .into_any()
}
