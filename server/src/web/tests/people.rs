//! The pages about people.

use super::fixture::{frame, moment};
use super::text;
use crate::web::page::html_of;
use crate::web::people::view::{
    Choices, Chosen, DisablePage, Done, Given, Known, PeoplePage, PersonForm, PersonPage, PersonProblem, PersonRow,
    Phone, Qr, disable_page, people_page, person_page,
};
use domain::authorization::Role;
use domain::id::{DeviceId, PersonId};
use domain::promise::OrganisationKind;

const ID: PersonId = PersonId([7; 16]);

fn page(problem: Option<PersonProblem>) -> PeoplePage {
    let row = PersonRow {
        organisation_kind: Some(OrganisationKind::Police),
        id: ID,
        name: "20-1470 <b>".to_owned(),
        role: Role::Officer,
        organisation: "Polisen i Provet".to_owned(),
        devices: 1,
        disabled: false,
        may_give_code: true,
        may_give_link: false,
    };
    PeoplePage {
        people: vec![row],
        more: Some("/people?after=20-1470".to_owned()),
        organisations: vec![("polisen".into(), "Polisen i Provet".to_owned())],
        roles: vec![Role::Officer, Role::Supervisor],
        form: PersonForm { name: "20-1471".to_owned(), role: Some(Role::Supervisor), organisation: None },
        problem,
        ..PeoplePage::default()
    }
}

pub(super) fn list(problem: Option<PersonProblem>) -> String {
    html_of(|| people_page(page(problem), &frame(Some(Role::Administrator))))
}

pub(super) fn nobody() -> String {
    let chosen = Chosen { words: "<i>".to_owned(), role: Some(Role::Officer), disabled: Some(true) };
    html_of(|| people_page(PeoplePage { chosen, ..PeoplePage::default() }, &frame(Some(Role::Administrator))))
}

fn person(given: Option<Given>, problem: Option<PersonProblem>) -> PersonPage {
    let phone = Phone {
        id: DeviceId([9; 16]),
        name: "20-1320 <i>".to_owned(),
        last_heard: Some(moment("2021-09-13T08:00:00+02:00")),
        waiting: 5,
        revoked: false,
    };
    let known = Known {
        code_until: Some(moment("2021-09-17T16:10:00+02:00")),
        link_until: None,
        sessions: 2,
        phones: vec![phone.clone(), Phone { revoked: true, last_heard: None, ..phone }],
    };
    PersonPage {
        organisation_kind: Some(OrganisationKind::Police),
        id: ID,
        name: "20-1470 <b>".to_owned(),
        role: Role::Supervisor,
        organisation: "Polisen i Provet".to_owned(),
        disabled: false,
        seen: "0123456789abcdef".to_owned(),
        may_give_code: true,
        may_give_link: true,
        may_change: Some(Choices {
            roles: Role::ALL.to_vec(),
            organisations: vec![("polisen".into(), "Polisen i Provet".to_owned())],
        }),
        known,
        form: PersonForm { name: "20-1470 <b>".to_owned(), role: Some(Role::Supervisor), organisation: None },
        problem,
        given,
        done: Some(Done::Changed { signed_out: true }),
    }
}

pub(super) fn one(given: Option<Given>, problem: Option<PersonProblem>) -> String {
    html_of(|| person_page(person(given, problem), &frame(Some(Role::Administrator))))
}

pub(super) fn disabled() -> String {
    let data = PersonPage { disabled: true, known: Known::default(), ..person(None, None) };
    html_of(|| person_page(data, &frame(Some(Role::Administrator))))
}

pub(super) fn disabling(stays: Option<PersonProblem>) -> String {
    let data = DisablePage { id: ID, name: "20-1470".to_owned(), stays, waiting: 12 };
    html_of(|| disable_page(data, &frame(Some(Role::Administrator))))
}

pub(super) fn code() -> Given {
    Given::Code {
        code: "K7QM2-RXDA5".to_owned(),
        qr: Qr { side: 33, path: "M4 4h1v1h-1z".to_owned() },
        address: "https://rond.example/".to_owned(),
        expires: moment("2021-09-17T16:10:00+02:00"),
    }
}

pub(super) fn link() -> Given {
    let expires = moment("2021-09-17T16:10:00+02:00");
    Given::Link { link: "https://rond.example/welcome/abc".to_owned(), expires }
}

#[test]
fn a_code_is_shown_once_with_its_steps_and_for_the_camera() {
    let html = one(Some(code()), None);
    let page = text(&html);
    for part in ["K7QM2-RXDA5", "https://rond.example/", "Visas bara nu.", "Gäller till kl. 16:10.", "skriv koden."] {
        assert!(page.contains(part), "{part}");
    }
    // Dark on light, whatever the colours of the page; a name for those who don't see it.
    let drawings = html.split("<svg ").filter_map(|rest| rest.split("</svg>").next());
    let qr = drawings.filter(|svg| svg.contains("class=\"qr\"")).collect::<String>();
    assert!(qr.contains("role=\"img\"") && qr.contains("aria-label=\"QR-kod med engångskoden"), "{qr}");
    let (light, dark) = (qr.find("fill=\"#fff\""), qr.find("fill=\"#000\""));
    assert!(light.is_some() && light < dark, "{qr}");
    assert!(text(&one(Some(link()), None)).contains("Gäller till fre 17 sep kl. 16:10."));
}

#[test]
fn what_one_may_not_do_about_a_person_is_not_offered() {
    for path in ["/code", "/link", "/withdraw", "/change", "/disable"] {
        assert!(one(None, None).contains(&format!("/people/{ID}{path}\"")), "{path}");
    }
    let seen = PersonPage { may_give_code: false, may_give_link: false, may_change: None, ..person(None, None) };
    let seen = html_of(|| person_page(seen, &frame(Some(Role::Supervisor))));
    assert!(!seen.contains(&format!("/people/{ID}/")), "{seen}");
    let disabled = disabled();
    assert!(disabled.contains(&format!("/people/{ID}/enable\"")));
    for path in ["/code", "/link", "/disable"] {
        assert!(!disabled.contains(&format!("/people/{ID}{path}\"")), "{path}");
    }
}

#[test]
fn what_disabling_means_is_said_before_it_is_done() {
    let page = text(&disabling(None));
    for part in ["loggas ut överallt", "väntade 12 poster", "läggs åt sidan", "för alltid"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let last = disabling(Some(PersonProblem::LastAdministrator));
    assert!(!last.contains("/disable\"") && text(&last).contains("enda administratören"), "{last}");
}

#[test]
fn a_list_says_when_nobody_fits_and_keeps_what_was_asked_for() {
    let html = nobody();
    assert!(text(&html).contains("Ingen passar in"));
    assert!(html.contains("value=\"disabled\" selected") && html.contains("value=\"officer\" selected"));
    assert!(html.contains("value=\"&lt;i&gt;\"") || html.contains("value=\"<i>\""), "{html}");
    let html = list(None);
    assert!(html.contains(&format!("href=\"/people/{ID}\"")) && html.contains("href=\"/people?after=20-1470\""));
    assert!(html.contains(&format!("action=\"/people/{ID}/code\"")) && !html.contains("/link\""));
}
