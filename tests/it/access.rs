//! Who may do what: making people, links and sessions, guessing, the log.

use crate::limits::expect;
use crate::on_both;
use anyhow::Result;
use domain::authorization::Role;
use harness::station::{PASSWORD, partnership};
use harness::{Backend, Staff, Station};
use reqwest::StatusCode;

on_both!(
    a_supervisor_makes_officers_and_an_administrator_sees_no_entries,
    a_link_works_once_and_a_session_ends,
    guessing_is_slowed_down,
);

async fn a_supervisor_makes_officers_and_an_administrator_sees_no_entries(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let form = [("name", "Patrull 31"), ("role", "officer"), ("organisation", "polisen")];
    let page = supervisor.submits("/people", &form).await?;
    assert_eq!(page.status(), StatusCode::OK);
    let code = code_on(&page.text().await?).expect("a code on the page");
    let officer = harness::Officer::enrol(&station.url(), &code, "Telefon 31").await?;
    assert!(supervisor.sees("/devices").await?.contains("Telefon 31"));
    // The code worked once.
    assert!(harness::Officer::enrol(&station.url(), &code, "Telefon 32").await.is_err());

    let above = [("name", "Gruppchef Tre"), ("role", "supervisor"), ("organisation", "polisen")];
    assert_eq!(supervisor.submits("/people", &above).await?.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let coordinator = station.person("Samordnare Tre", Role::Coordinator, "kommunen").await?;
    let link = supervisor.submits(&format!("/people/{coordinator}/link"), &[]).await?;
    assert_eq!(link.status(), StatusCode::FORBIDDEN, "no way into an account with other reach");

    let administrator = station.staff("Administratör Tre", Role::Administrator, "kommunen").await?;
    assert_eq!(administrator.asks("/api/v1/entries").await?.status(), StatusCode::FORBIDDEN);
    assert!(administrator.sees("/people").await?.contains("Patrull 31"));
    let deeds: Vec<String> =
        station.app().store.audit(&partnership(), 100).await?.into_iter().map(|row| row.deed).collect();
    for deed in ["create_person", "give_code", "enrol", "enrol_refused", "sign_in"] {
        assert!(deeds.iter().any(|d| d == deed), "{deed} in {deeds:?}");
    }
    drop(officer);
    Ok(())
}

async fn a_link_works_once_and_a_session_ends(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let person = station.person("Samordnare Fyra", Role::Coordinator, "kommunen").await?;
    let store = &station.app().store;
    let now_ms = server::clock::now_ms();
    let link = server::people::give_link(store, &partnership(), person, None, now_ms).await?;
    let nobody = station.citizen()?;
    let path = format!("/welcome/{}", link.secret);
    assert!(nobody.reads(&path).await?.contains("Samordnare Fyra"));
    for bad in ["kort", "123456789012", "Samordnare Fyra"] {
        let answer = nobody.sends(|c, url| c.post(format!("{url}{path}")).form(&[("password", bad)])).await?;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
    }
    let answer = nobody.sends(|c, url| c.post(format!("{url}{path}")).form(&[("password", PASSWORD)])).await?;
    assert_eq!((answer.status(), answer.headers()["location"].to_str()?), (StatusCode::SEE_OTHER, "/dashboard"));
    assert_eq!(nobody.asks(&path).await?.status(), StatusCode::GONE);

    let staff = Staff::sign_in(&station.url(), "samordnare FYRA", PASSWORD).await?;
    assert_eq!(staff.asks("/dashboard").await?.status(), StatusCode::OK);
    assert_eq!(staff.submits("/logout", &[]).await?.status(), StatusCode::SEE_OTHER);
    assert_eq!(staff.asks("/dashboard").await?.status(), StatusCode::SEE_OTHER);
    Ok(())
}

async fn guessing_is_slowed_down(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    station.staff("Gruppchef Fem", Role::Supervisor, "polisen").await?;
    let nobody = station.citizen()?;
    for attempt in 0..11 {
        let body = serde_json::json!({ "name": "Gruppchef Fem", "password": "fel" });
        let answer = nobody.sends(|c, url| c.post(format!("{url}/api/v1/login")).json(&body)).await?;
        match attempt {
            10 => {
                assert!(answer.headers().contains_key("retry-after"));
                expect(answer, StatusCode::TOO_MANY_REQUESTS, "too_many").await?;
            }
            _ => expect(answer, StatusCode::UNAUTHORIZED, "wrong_password").await?,
        }
    }
    Ok(())
}

/// A code such as 7KQ2M-XH4TP within a page.
pub(crate) fn code_on(page: &str) -> Option<String> {
    let mark = |word: &str| {
        let parts: Vec<&str> = word.split('-').collect();
        let all = |p: &&str| p.len() == 5 && p.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        parts.len() == 2 && parts.iter().all(all)
    };
    crate::figures::words(page).split_whitespace().find(|w| mark(w)).map(str::to_owned)
}
