//! A form that meets a closed door keeps what was written: after a session has ended, for an account that may no longer do
//! it, and when the server has too much to do.

use crate::figures::words;
use crate::on_both;
use anyhow::{Context, Result};
use domain::authorization::Role;
use harness::station::{PASSWORD, partnership};
use harness::{Backend, PageForm, Staff, Station, patrol};
use reqwest::StatusCode;

on_both!(
    a_text_outlives_its_session,
    every_form_of_staff_outlives_its_session,
    who_lost_a_role_is_told_and_keeps_the_text,
    nothing_is_sent_on_without_a_click_and_no_password_is_kept,
);

const TERTIAL: &str = "jonkoping-2021-2022/tertial/2021-01-01/2021-04-30";
const TEXT: &str = "Kvällspass i ”Råslätt”.\r\n\r\n<b>Fler</b> i maj & juni.";

/// Begins a report; answers its address.
async fn draft(staff: &Staff) -> Result<String> {
    let answer = staff.submits("/reports", &[("period", TERTIAL)]).await?;
    Ok(answer.headers().get("location").context("a report")?.to_str()?.to_owned())
}

/// Signs in through the page that carries a form; answers the page that offers to send it.
async fn signs_in_again(staff: &Staff, page: &str, name: &str) -> Result<String> {
    let form = PageForm::of(page, "/login")?.with("name", name).with("password", PASSWORD);
    let answer = staff.sends_form(&form).await?;
    assert_eq!(answer.status(), StatusCode::OK, "the form is offered, not sent");
    Ok(answer.text().await?)
}

async fn a_text_outlives_its_session(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let report = draft(&supervisor).await?;
    let to = format!("{report}/texts");
    let form = supervisor.opens(&report, &to).await?.with("text", TEXT);
    let commitment = form.value("commitment").context("which commitment")?.to_owned();
    supervisor.submits("/logout", &[]).await?;

    let answer = supervisor.sends_form(&form).await?;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    let page = answer.text().await?;
    assert!(words(&page).contains("Du är utloggad") && words(&page).contains("&lt;b&gt;Fler&lt;/b&gt;"), "{page}");
    // A wrong password loses nothing either.
    let wrong = PageForm::of(&page, "/login")?.with("name", "Gruppchef Ett").with("password", "fel");
    let answer = supervisor.sends_form(&wrong).await?;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    let page = signs_in_again(&supervisor, &answer.text().await?, "Gruppchef Ett").await?;
    let kept = PageForm::of(&page, &to)?;
    assert_eq!(kept.value("text"), Some(TEXT));
    assert_eq!(kept.value("commitment"), Some(commitment.as_str()));
    assert_eq!(supervisor.sends_form(&kept).await?.status(), StatusCode::OK);
    let text = words(&supervisor.sees(&report).await?);
    assert!(text.contains("Kvällspass i ”Råslätt”."), "{text}");

    // Signed in by another way in another tab: the page that was kept sends it by itself.
    let form = supervisor.opens(&report, &to).await?.with("text", "Två flikar.");
    supervisor.submits("/logout", &[]).await?;
    let page = supervisor.sends_form(&form).await?.text().await?;
    let kept = PageForm::of(&page, &to)?;
    supervisor.submits("/login", &[("name", "Gruppchef Ett"), ("password", PASSWORD)]).await?;
    assert_eq!(supervisor.sends_form(&kept).await?.status(), StatusCode::OK);
    assert!(words(&supervisor.sees(&report).await?).contains("Två flikar."));
    Ok(())
}

/// What a member of staff posts through a page, by its route: each is offered anew, and says what it is.
async fn every_form_of_staff_outlives_its_session(backend: Backend) -> Result<()> {
    use domain::authorization::Rule;
    let station = Station::start(backend).await?;
    let nobody = Staff::browser(&station.url())?;
    let mut tried = 0;
    for route in server::router::routes(station.app()) {
        let of_staff =
            !matches!(route.rule, Rule::Everyone | Rule::Enrol | Rule::Device | Rule::Feedback | Rule::SetUp);
        let path = route.path.replace(['{', '}'], "");
        // A file that is uploaded is not kept.
        if !of_staff || route.path.starts_with("/api/") || route.path == "/promises" {
            continue;
        }
        let answer = nobody.submits(&path, &[("reason", "Därför"), ("seen", "1")]).await?;
        if answer.status() == StatusCode::METHOD_NOT_ALLOWED {
            continue;
        }
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path}");
        let kept = PageForm::of(&answer.text().await?, &path).with_context(|| path.clone())?;
        assert_eq!(kept.value("reason"), Some("Därför"), "{path}");
        tried += 1;
    }
    assert!(tried > 25, "only {tried} routes");
    Ok(())
}

async fn who_lost_a_role_is_told_and_keeps_the_text(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let administrator = station.staff("Administratör Två", Role::Administrator, "polisen").await?;
    let supervisor = station.supervisor().await?;
    let report = draft(&supervisor).await?;
    let to = format!("{report}/texts");
    let form = supervisor.opens(&report, &to).await?.with("text", TEXT);
    let people = station.app().store.people(&partnership(), None).await?;
    let id = people.iter().find(|p| p.name == "Gruppchef Ett").context("the supervisor")?.id;
    let change = format!("/people/{id}/change");
    let changed = administrator.opens(&format!("/people/{id}"), &change).await?.with("role", "administrator");
    assert_eq!(administrator.sends_form(&changed).await?.status(), StatusCode::OK);

    let page = supervisor.sends_form(&form).await?.text().await?;
    let page = signs_in_again(&supervisor, &page, "Gruppchef Ett").await?;
    let answer = supervisor.sends_form(&PageForm::of(&page, &to)?).await?;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    let page = words(&answer.text().await?);
    assert!(page.contains("Du är inloggad som Administratör"), "{page}");
    assert!(page.contains("Kvällspass i ”Råslätt”."), "what was written is there to copy: {page}");
    Ok(())
}

async fn nothing_is_sent_on_without_a_click_and_no_password_is_kept(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let mut officer = station.officer("Patrull 11").await?;
    let root = officer.records(&patrol("raslatt").at("2022-02-03T10:00:00+01:00"))?;
    officer.sends().await?;
    supervisor.submits("/logout", &[]).await?;
    let void = format!("/entries/{root}/void");
    let page = supervisor.submits(&void, &[("reason", "Dubblett")]).await?.text().await?;
    let page = signs_in_again(&supervisor, &page, "Gruppchef Ett").await?;
    assert!(words(&page).contains("Ta bort ur siffrorna"), "it says what is about to be done: {}", words(&page));
    let count = supervisor.count("jonkoping-2021-2022", "fotpatrull_raslatt", "raslatt").await?;
    assert_eq!(count, 1, "signing in alone sends nothing");

    // Nothing leads to another site, however it came to be asked for.
    for path in ["https://evil.example/x", "//evil.example/x"] {
        let form = [("name", "Gruppchef Ett"), ("password", PASSWORD), ("kept-action", path), ("kept.text", "x")];
        let answer = supervisor.submits("/login", &form).await?;
        assert!(!answer.text().await?.contains("evil.example"), "{path}");
    }
    // Another site gets no page that would send its form.
    let answer = supervisor.forged(&void, "https://evil.example").await?;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert!(!answer.text().await?.contains(&void));

    supervisor.submits("/logout", &[]).await?;
    let secret = "ett nytt hemligt lösenord";
    let page = supervisor.submits("/account/password", &[("new-password", secret)]).await?;
    assert_eq!(page.status(), StatusCode::UNAUTHORIZED);
    assert!(!page.text().await?.contains(secret));
    // What is larger than any form of ours is not carried about.
    let long = "x".repeat(200_000);
    let answer = supervisor.submits(&void, &[("reason", &long)]).await?;
    assert!(answer.text().await?.len() < 100_000);
    Ok(())
}
