//! What people write, at every place where it comes in: composed, plain, and without characters that nobody sees.

use crate::on_both;
use anyhow::{Context, Result};
use domain::authorization::Role;
use harness::station::{PASSWORD, partnership, this_years_promise};
use harness::{Backend, Officer, Staff, Station, patrol};
use reqwest::StatusCode;
use serde_json::json;
use server::people;

on_both!(
    a_name_is_one_however_it_is_composed,
    what_nobody_sees_is_refused_wherever_text_comes_in,
    a_report_text_is_composed_and_its_writer_is_told_what_a_pdf_lacks,
    what_a_phone_sent_is_kept_as_it_is_and_shown_safely,
);

/// Written composed and decomposed: the same letters to every reader.
const COMPOSED: &str = "Åsa Öst";
const DECOMPOSED: &str = "A\u{30A}sa O\u{308}st";
/// Characters that are refused, each in the middle of something.
const HIDDEN: [char; 5] = ['\u{202E}', '\u{200B}', '\u{2066}', '\u{FEFF}', '\u{E0041}'];

async fn administrator(station: &Station) -> Result<Staff> {
    station.staff("Administratör Ett", Role::Administrator, "polisen").await
}

async fn named(station: &Station, name: &str) -> Result<Vec<String>> {
    let found = station.app().store.people_named(name).await?;
    Ok(found.into_iter().map(|(_, person)| person.name).collect())
}

async fn a_name_is_one_however_it_is_composed(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let administrator = administrator(&station).await?;
    let form = |name: &'static str| [("name", name), ("role", "coordinator"), ("organisation", "polisen")];
    assert_eq!(administrator.submits("/people", &form(DECOMPOSED)).await?.status(), StatusCode::OK);
    assert_eq!(named(&station, COMPOSED).await?, [COMPOSED], "kept composed");
    let again = administrator.submits("/people", &form(COMPOSED)).await?;
    assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY, "one person");
    assert_eq!(administrator.submits("/people", &form("A\u{30A}SA  o\u{308}st")).await?.status().as_u16(), 422);

    // Both find them: the list, and signing in.
    for words in ["Åsa", "A%CC%8Asa"] {
        assert!(administrator.sees(&format!("/people?words={words}")).await?.contains(COMPOSED), "{words}");
    }
    station.staff("Öv Ett", Role::Supervisor, "polisen").await?;
    Staff::sign_in(&station.url(), "O\u{308}v Ett", PASSWORD).await?;
    Ok(())
}

async fn what_nobody_sees_is_refused_wherever_text_comes_in(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let administrator = administrator(&station).await?;
    let supervisor = station.supervisor().await?;
    let mut officer = station.officer("Patrull 11").await?;
    let person = station.person("Patrull 12", Role::Officer, "polisen").await?;
    let entry = officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    let report = draft(&supervisor).await?;
    for hidden in HIDDEN {
        let text = format!("Nord{hidden}Väst");
        for (who, path, form) in [
            (
                &administrator,
                "/people".to_owned(),
                vec![("name", &*text), ("role", "officer"), ("organisation", "polisen")],
            ),
            (
                &administrator,
                format!("/people/{person}/change"),
                vec![("name", &*text), ("role", "officer"), ("organisation", "polisen")],
            ),
            (&supervisor, format!("/entries/{entry}/return"), vec![("message", &*text)]),
            (&supervisor, format!("/entries/{entry}/void"), vec![("reason", &*text)]),
            (&supervisor, format!("{report}/texts"), vec![("commitment", "fotpatrull"), ("text", &*text)]),
        ] {
            let answer = who.submits(&path, &form).await?;
            assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{path} {hidden:?}");
            let page = answer.text().await?;
            assert!(page.contains("tecken som inte syns"), "{path} says why");
        }
        // A command, and what every handler that creates somebody calls.
        assert_eq!(people::fit_name(&text), Err(people::NotCreated::NameUnfit), "{hidden:?}");
        // A promise file.
        let file = server::promise_file::SHIPPED.replace("name = \"Råslätt\"", &format!("name = \"{text}\""));
        assert_eq!(server::promise_file::read(&file).map_err(|problems| problems.len()), Err(1), "{hidden:?}");
        // A name that finds nobody, and isn't another's.
        let refused = Staff::browser(&station.url())?;
        let answer = refused.posts("/api/v1/login", &json!({ "name": text, "password": PASSWORD })).await?;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{hidden:?}");
    }
    // A phone's name comes from its own page; a phone is enrolled all the same.
    let code = station.code(person).await?;
    let phone = Staff::browser(&station.url())?;
    let sent = json!({ "code": code, "device_name": "iPhone\u{202E} i\u{200B} bilen\0", "escrows": [] });
    assert_eq!(phone.posts("/api/v1/enrol", &sent).await?.status(), StatusCode::OK);
    let devices = station.app().store.devices(&partnership()).await?;
    assert!(devices.iter().any(|device| device.name == "iPhone i bilen"), "{devices:?}");
    Ok(())
}

async fn draft(supervisor: &Staff) -> Result<String> {
    let form = [("period", "jonkoping-2021-2022/custom"), ("from", "2021-01-01"), ("to", "2021-01-31")];
    let answer = supervisor.submits("/reports", &form).await?;
    Ok(answer.headers()["location"].to_str()?.to_owned())
}

async fn a_report_text_is_composed_and_its_writer_is_told_what_a_pdf_lacks(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let report = draft(&supervisor).await?;
    let pasted = "Minst ≥ 20 → klart: \u{FB01}ck ga\u{30A}\u{2011}bron \u{1F600}";
    let form = [("commitment", "fotpatrull"), ("text", pasted)];
    let answer = supervisor.submits(&format!("{report}/texts"), &form).await?;
    assert_eq!(answer.status(), StatusCode::OK);
    let page = answer.text().await?;
    assert!(page.contains("Minst ≥ 20 → klart: fick gå-bron \u{1F600}"), "composed and plain");
    let told = "\u{1F600} (U+1F600)";
    assert!(page.contains(told) && !page.contains("≥ (U+2265)"), "told when it is saved");
    assert!(supervisor.sees(&format!("{report}/freeze")).await?.contains(told), "and before it is frozen");
    let form = supervisor.opens(&report, &format!("{report}/texts")).await?.with("text", "Allt ≥ 20 går.");
    assert_eq!(form.value("commitment"), Some("fotpatrull"));
    assert_eq!(supervisor.sends_form(&form).await?.status(), StatusCode::OK);
    assert!(!supervisor.sees(&format!("{report}/freeze")).await?.contains("U+"), "nothing is missing any more");
    Ok(())
}

async fn what_a_phone_sent_is_kept_as_it_is_and_shown_safely(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer: Officer = station.officer("Patrull 11").await?;
    let supervisor = station.supervisor().await?;
    // Words that no promise knows stand for themselves.
    let mut work = patrol("raslatt").answering("gr\u{202E}upp", "yes");
    work.unit = Some("Nord\u{202E}11 A\u{30A}".to_owned());
    let entry = officer.records(&work)?;
    officer.sends().await?;
    let page = supervisor.sees(&format!("/entries/{entry}")).await?;
    assert!(page.contains("Nord\u{FFFD}11 Å") && page.contains("gr\u{FFFD}upp"), "shown safely");
    assert!(!page.contains('\u{202E}'), "{page}");
    let listed: serde_json::Value = supervisor.asks("/api/v1/entries").await?.json().await?;
    let kept = listed["entries"][0]["entry"]["unit"].as_str().context("a unit")?;
    assert_eq!(kept, "Nord\u{202E}11 A\u{30A}", "word for word");
    let promise = this_years_promise();
    assert_eq!(supervisor.count(&promise, "fotpatrull_raslatt", "raslatt").await?, 1, "and it counts");
    Ok(())
}
