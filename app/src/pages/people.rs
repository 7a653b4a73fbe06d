//! People: who there is, a new one, and the codes and links that let them in.

use super::document::{self, Frame, Head, Place};
use crate::parts::field::{Field, choice, field};
use crate::words::{people, staff};
use domain::id::{OrganisationId, PersonId};
use domain::moment::Moment;
use domain::reach::Role;
use leptos::prelude::*;

/// What the page shows: the people that the viewer may see, and the form for another.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PeoplePage {
    pub people: Vec<PersonRow>,
    /// Those that a new person may belong to.
    pub organisations: Vec<(OrganisationId, String)>,
    /// The roles that the viewer may give; none leaves out the form.
    pub roles: Vec<Role>,
    pub form: PersonForm,
    pub problem: Option<PersonProblem>,
    /// What was just made, shown this once.
    pub given: Option<Given>,
}

/// A person as the list has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonRow {
    pub id: PersonId,
    pub name: String,
    pub role: Role,
    pub organisation: String,
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

/// Why nobody was added, or nothing given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PersonProblem {
    NameMissing,
    NameTooLong,
    NameTaken,
    RoleNotAllowed,
    UnknownOrganisation,
    UnknownPerson,
}

/// What lets a person in. The server keeps no readable copy, so it is shown once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Given {
    /// A one-time code, typed on the phone inside the installed app.
    Code { name: String, code: String, address: String, expires: Moment },
    /// A link behind which a password is chosen.
    Link { name: String, link: String, expires: Moment },
}

impl PersonProblem {
    /// The place that the summary leads to, and what it says.
    fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::NameMissing => ("name", people::PERSON_NAME_MISSING),
            Self::NameTooLong => ("name", people::NAME_TOO_LONG),
            Self::NameTaken => ("name", people::NAME_TAKEN),
            Self::RoleNotAllowed => ("role", people::ROLE_NOT_ALLOWED),
            Self::UnknownOrganisation => ("organisation", people::UNKNOWN_ORGANISATION),
            Self::UnknownPerson => ("people", people::UNKNOWN_PERSON),
        }
    }
}

/// `GET /people`, and what the forms on it answer.
#[must_use]
pub fn people_page(data: PeoplePage, frame: &Frame) -> String {
    let problem = data.problem.map(PersonProblem::told);
    let head = Head::desk(document::title(people::PEOPLE, problem.is_some()), Vec::new());
    document::document(frame, head, || {
        let PeoplePage { people: rows, organisations, roles, form, given, .. } = data;
        let main = view! {
            {problem.map(|(field, message)| document::error_summary(field, message))}
            {given.map(shown)}
            {list(rows)}
            {(!roles.is_empty()).then(|| new_person(roles, organisations, form, problem))}
        }
        .into_any();
        document::plain(frame, Place::People, people::PEOPLE.to_owned(), people::PEOPLE_LEAD, main)
    })
}

fn list(rows: Vec<PersonRow>) -> AnyView {
    if rows.is_empty() {
        return view! { <p id="people">{people::NO_PEOPLE}</p> }.into_any();
    }
    let heads = people::PEOPLE_COLUMNS.into_iter().enumerate().map(|(at, word)| {
        view! { <th scope="col" role="columnheader" class=(at == 3).then_some("n")>{word}</th> }
    });
    view! {
        <table class="list" id="people" role="table">
            <caption class="vh">{people::PEOPLE}</caption>
            <thead role="rowgroup">
                <tr role="row">{heads.collect_view()}</tr>
            </thead>
            <tbody role="rowgroup">{rows.into_iter().map(person).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn person(row: PersonRow) -> AnyView {
    let give = |may: bool, what: &str, word: &'static str| {
        let action = format!("/people/{}/{what}", row.id);
        may.then(|| {
            view! {
                <form method="post" action=action>
                    <button class="quiet small" aria-label=people::for_person(word, &row.name)>{word}</button>
                </form>
            }
        })
    };
    let code = give(row.may_give_code, "code", people::NEW_CODE);
    let link = give(row.may_give_link, "link", people::NEW_LINK);
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <b>{row.name.clone()}</b>
                {row.disabled.then(|| view! { <small>{people::DISABLED}</small> })}
            </th>
            <td role="cell">{staff::role(row.role)}</td>
            <td role="cell">{row.organisation.clone()}</td>
            <td role="cell" class="n" data-head=people::PEOPLE_COLUMNS[3]>{row.devices}</td>
            <td role="cell"><div class="row acts">{code}{link}</div></td>
        </tr>
    }
    .into_any()
}

fn new_person(
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
        <section aria-labelledby="new">
            <h2 id="new">{people::NEW_PERSON}</h2>
            <form method="post" action="/people" class="form">
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
                <button class="key">{people::ADD_PERSON}</button>
            </form>
        </section>
    }
    .into_any()
}

/// The code or link, large: it is read aloud or copied across a room.
fn shown(given: Given) -> AnyView {
    match given {
        Given::Code { name, code, address, expires } => {
            let [open, add, write, wait] = people::CODE_STEPS;
            let steps = view! {
                <ol class="steps">
                    <li>
                        {open} " "
                        <b class="mono">{address}</b>
                    </li>
                    <li>{add}</li>
                    <li>{write}</li>
                    <li>{wait}</li>
                </ol>
            };
            let words = people::code_for(&name);
            given_sheet(words, view! { <p class="code">{code}</p> }.into_any(), steps.into_any(), expires)
        }
        Given::Link { name, link, expires } => {
            let how = view! { <p>{people::LINK_HOW}</p> };
            let words = people::link_for(&name);
            given_sheet(words, view! { <p class="mono big">{link}</p> }.into_any(), how.into_any(), expires)
        }
    }
}

fn given_sheet(heading: String, what: AnyView, how: AnyView, expires: Moment) -> AnyView {
    view! {
        <section class="sheet given" aria-labelledby="given" role="status">
            <h2 id="given">{heading}</h2>
            {what}
            <p class="near">
                <b>{people::ONCE}</b>
                " "
                {people::valid_until(expires)}
            </p>
            {how}
        </section>
    }
    .into_any()
}
