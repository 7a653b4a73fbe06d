//! One person: what lets them in, their phones, and changing or taking away what they may.

use super::given::{Given, sheet};
use super::{PersonForm, PersonProblem, gives, questions};
use crate::web::document::{self, Frame, Head};
use crate::web::menu::Section;
use crate::web::parts::icons::Icon;
use domain::authorization::Role;
use domain::id::{DeviceId, OrganisationId, PersonId};
use domain::moment::Moment;
use domain::promise::OrganisationKind;
use leptos::prelude::*;
use texts::language::Language;
use texts::language::Language::Swedish;
use texts::person::Done;
use texts::{people, person as words, staff};

/// What the page shows.
#[derive(Clone, PartialEq, Debug)]
pub struct PersonPage {
    pub id: PersonId,
    pub name: String,
    pub role: Role,
    pub organisation: String,
    /// `None` where no promise in force knows the organisation.
    pub organisation_kind: Option<OrganisationKind>,
    pub disabled: bool,
    pub may_give_code: bool,
    pub may_give_link: bool,
    /// Name, role and organisation, and access itself may be changed; these are to choose from.
    pub may_change: Option<Choices>,
    pub known: Known,
    pub form: PersonForm,
    /// The fingerprint of the person as the form shows them.
    pub seen: String,
    pub problem: Option<PersonProblem>,
    /// What was just made, shown this once.
    pub given: Option<Given>,
    pub done: Option<Done>,
}

/// What somebody may become.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Choices {
    pub roles: Vec<Role>,
    pub organisations: Vec<(OrganisationId, String)>,
}

/// What there is of a person besides the name.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Known {
    /// Until when a code that wasn't used is of use.
    pub code_until: Option<Moment>,
    pub link_until: Option<Moment>,
    /// Browsers that are signed in.
    pub sessions: u32,
    pub phones: Vec<Phone>,
}

/// A phone that the person is on.
#[derive(Clone, PartialEq, Debug)]
pub struct Phone {
    pub id: DeviceId,
    pub name: String,
    pub last_heard: Option<Moment>,
    pub waiting: u64,
    pub revoked: bool,
}

/// `GET /people/{id}`, and what the forms on it answer.
#[must_use]
pub fn person_page(data: PersonPage, frame: &Frame) -> AnyView {
    let problem = data.problem.map(PersonProblem::told);
    let title = document::title(Language::Swedish, &data.name, problem.is_some());
    document::document(frame, Head::desk(title, vec!["lock", "done"]), || {
        let overtaken = data.problem == Some(PersonProblem::Overtaken);
        let PersonPage { id, name, role, organisation, disabled, known, form, seen, given, may_change, .. } = data;
        let state = disabled.then(|| {
            view! {
                <p class="st">
                    <Icon name="lock" />
                    {people::DISABLED}
                </p>
            }
        });
        let may = (data.may_give_code && !disabled, data.may_give_link && !disabled);
        let change = may_change.map(|of| {
            let is_now = overtaken.then(|| words::is_now(&name, staff::role(role), &organisation));
            view! { {changes(id, of, (form, seen, is_now), problem)} {access(id, &name, disabled)} }
        });
        let main = view! {
            {problem.map(|(field, message)| document::error_summary(Language::Swedish, field, message))}
            {data.done.map(|done| said(done, &name))}
            {given.map(|given| sheet(given, &name))}
            <p>{words::is(staff::role_in(role, data.organisation_kind), &organisation)}</p>
            {state}
            {letting_in(id, &name, may, &known)}
            {phones(known.phones)}
            {change}
            <p class="next"><a href="/people">{words::ALL_PEOPLE}</a></p>
        }
        .into_any();
        document::plain(frame, Section::People, name.clone(), "", main)
    })
}

fn said(done: Done, name: &str) -> AnyView {
    view! {
        <p class="sheet done" role="status">
            <span class="st ok">
                <Icon name="done" />
                {words::DONE}
            </span>
            {words::done(done, name)}
        </p>
    }
    .into_any()
}

/// What waits for the person, and giving more.
fn letting_in(id: PersonId, name: &str, (code, link): (bool, bool), known: &Known) -> AnyView {
    let waiting = [known.code_until.map(words::code_waits), known.link_until.map(words::link_waits)];
    let waiting: Vec<String> = waiting.into_iter().flatten().collect();
    let take_back = (!waiting.is_empty() && (code || link)).then(|| {
        view! {
            <form method="post" action=format!("/people/{id}/withdraw")>
                <button class="quiet small" aria-label=people::for_person(words::TAKE_BACK, name)>{words::TAKE_BACK}</button>
            </form>
        }
    });
    let waits = if waiting.is_empty() {
        view! { <p>{words::NOTHING_WAITS}</p> }.into_any()
    } else {
        waiting.into_iter().map(|line| view! { <p>{line}</p> }).collect_view().into_any()
    };
    view! {
        <section aria-labelledby="in">
            <h2 id="in">{words::LETTING_IN}</h2>
            {waits}
            <p>{words::sessions(known.sessions)}</p>
            <div class="row acts hint">
                {code.then(|| gives(id, "code", people::NEW_CODE, name))}
                {link.then(|| gives(id, "link", people::NEW_LINK, name))}
                {take_back}
            </div>
        </section>
    }
    .into_any()
}

fn phones(phones: Vec<Phone>) -> AnyView {
    let phone = |phone: Phone| {
        let heard = phone.last_heard.map_or_else(|| people::NEVER_HEARD.to_owned(), |at| Swedish.full(at));
        let lock = if phone.revoked {
            view! {
                <span class="st">
                    <Icon name="lock" />
                    {people::REVOKED}
                </span>
            }
            .into_any()
        } else {
            let href = format!("/devices/{}/revoke", phone.id);
            view! {
                <a class="quiet small" href=href aria-label=people::revoke_button(&phone.name)>{people::REVOKE}</a>
            }
            .into_any()
        };
        view! {
            <tr role="row">
                <th scope="row" role="rowheader"><b>{phone.name}</b></th>
                <td role="cell" data-head=words::PHONE_COLUMNS[1]>{heard}</td>
                <td role="cell" class="n" data-head=words::PHONE_COLUMNS[2]>{phone.waiting}</td>
                <td role="cell"><div class="row acts">{lock}</div></td>
            </tr>
        }
    };
    let heads = words::PHONE_COLUMNS.into_iter().enumerate().map(|(at, word)| {
        view! { <th scope="col" role="columnheader" class=(at == 2).then_some("n")>{word}</th> }
    });
    let list = if phones.is_empty() {
        view! { <p>{words::NO_PHONES}</p> }.into_any()
    } else {
        view! {
            <table class="list" role="table" aria-labelledby="phones">
                <thead role="rowgroup">
                    <tr role="row">{heads.collect_view()}</tr>
                </thead>
                <tbody role="rowgroup">{phones.into_iter().map(phone).collect_view()}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="phones">
            <h2 id="phones">{people::DEVICES}</h2>
            {list}
        </section>
    }
    .into_any()
}

fn changes(
    id: PersonId,
    Choices { roles, organisations }: Choices,
    (form, seen, is_now): (PersonForm, String, Option<String>),
    problem: Option<(&'static str, &'static str)>,
) -> AnyView {
    view! {
        <section aria-labelledby="change">
            <h2 id="change">{words::CHANGE}</h2>
            <p class="hint">{words::CHANGE_MEANS}</p>
            <form method="post" action=format!("/people/{id}/change") class="form">
                <input type="hidden" name="seen" value=seen />
                {is_now.map(|is_now| view! { <p class="near" id="overtaken">{is_now}</p> })}
                {questions(roles, organisations, form, problem)}
                <button class="key">{words::SAVE}</button>
            </form>
        </section>
    }
    .into_any()
}

fn access(id: PersonId, name: &str, disabled: bool) -> AnyView {
    let act = if disabled {
        view! {
            <p class="hint">{words::ENABLE_MEANS}</p>
            <form method="post" action=format!("/people/{id}/enable")>
                <button class="quiet">{words::enable_button(name)}</button>
            </form>
        }
        .into_any()
    } else {
        view! { <p><a class="quiet" href=format!("/people/{id}/disable")>{words::disable_button(name)}</a></p> }
            .into_any()
    };
    view! {
        <section aria-labelledby="access">
            <h2 id="access">{words::ACCESS}</h2>
            {act}
        </section>
    }
    .into_any()
}

/// The page that asks before access is taken away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DisablePage {
    pub id: PersonId,
    pub name: String,
    /// Why it can't be.
    pub stays: Option<PersonProblem>,
    /// Entries that the person's phones said they still had.
    pub waiting: u64,
}

/// `GET /people/{id}/disable`.
#[must_use]
pub fn disable_page(data: DisablePage, frame: &Frame) -> AnyView {
    let heading = words::disable_title(&data.name);
    document::document(frame, Head::desk(heading.clone(), vec!["lock"]), || {
        let back = view! { <a class="quiet" href=format!("/people/{}", data.id)>{words::BACK_TO_PERSON}</a> };
        let points = words::DISABLE_CONSEQUENCES.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
        let main = match data.stays {
            Some(why) => view! { <p class="big">{why.told().1}</p> {back} }.into_any(),
            None => view! {
                <p class="big">{people::revoke_waiting_of_person(data.waiting)}</p>
                <ul class="points" role="list">{points}</ul>
                <form method="post" action=format!("/people/{}/disable", data.id) class="row acts">
                    <button class="key">
                        <Icon name="lock" />
                        {words::disable_button(&data.name)}
                    </button>
                    {back}
                </form>
            }
            .into_any(),
        };
        let main = view! { <div class="prose">{main}</div> }.into_any();
        document::plain(frame, Section::People, heading, "", main)
    })
}
