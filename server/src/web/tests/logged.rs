//! The audit log's page.

use super::fixture::{frame, moment};
use super::text;
use crate::web::audit::view::{AuditPage, Chosen, Row, audit_page};
use crate::web::page::html_of;
use domain::authorization::Role;
use domain::id::{EntryId, PersonId};

pub(super) fn audit(rows: bool) -> String {
    let row = Row {
        number: 41,
        at: moment("2021-09-13T08:00:00+02:00"),
        who: "20-0100 <b>".to_owned(),
        deed: "read_entries".to_owned(),
        about: vec![("Poster", "23".to_owned()), ("Område", "<i>".to_owned())],
        ids: (0..23u8).map(|n| EntryId([n; 16]).to_string()).collect(),
    };
    let data = AuditPage {
        chosen: Chosen { deed: Some("sync"), person: Some(PersonId([7; 16])), ..Chosen::default() },
        deeds: vec!["read_entries", "sync"],
        people: vec![(PersonId([7; 16]), "20-1470".to_owned())],
        rows: if rows { vec![row] } else { Vec::new() },
        older: Some("/audit?before=41".to_owned()),
    };
    html_of(|| audit_page(data, &frame(Some(Role::Administrator))))
}

#[test]
fn a_row_of_the_log_says_who_did_what_and_names_some_of_many_entries() {
    let html = audit(true);
    let page = text(&html);
    for part in ["13 september 2021 kl. 08:00", "läste poster", "Poster: 23", "Vilka poster", "och 3 till", "41"] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(html.contains(&EntryId([19; 16]).to_string()) && !html.contains(&EntryId([20; 16]).to_string()));
    assert!(html.contains("value=\"sync\" selected") && !html.contains("20-0100 <b>"));
}
