//! What is in the audit log: every change by a route, every read of entries, every refusal, and who may see it.

mod changes;

use crate::figures::words;
use crate::on_both;
use anyhow::{Context, Result, ensure};
use domain::authorization::{Role, Rule};
use domain::id::EntryId;
use harness::station::partnership;
use harness::{Backend, Officer, Staff, Station, patrol};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use server::clock::now_ms;
use server::store::{AuditEvent, AuditRow};
use std::collections::BTreeSet;

on_both!(
    every_route_that_changes_something_is_in_the_log,
    a_read_of_entries_says_which_and_how_many,
    a_batch_is_one_row_and_one_that_brings_nothing_is_none,
    refusals_are_logged_and_no_flood,
    administrators_alone_see_the_log_and_are_seen_to,
);

/// Every route that takes a POST, with what the log says of one that went through.
const CHANGES: [(&str, AuditEvent); 32] = [
    ("/api/v1/enrol", AuditEvent::Enrol),
    ("/api/v1/sync", AuditEvent::Sync),
    ("/people", AuditEvent::CreatePerson),
    ("/people/{id}/code", AuditEvent::GiveCode),
    ("/people/{id}/link", AuditEvent::GiveLink),
    ("/people/{id}/withdraw", AuditEvent::ChangePerson),
    ("/people/{id}/change", AuditEvent::ChangePerson),
    ("/people/{id}/disable", AuditEvent::DisablePerson),
    ("/people/{id}/enable", AuditEvent::EnablePerson),
    ("/rescue", AuditEvent::ImportRescue),
    ("/account/sessions/end", AuditEvent::EndSessions),
    ("/api/v1/sign-out", AuditEvent::LeavePhone),
    ("/devices/{id}/revoke", AuditEvent::Revoke),
    ("/entries/{id}/accept", AuditEvent::Accept),
    ("/entries/{id}/{decision}", AuditEvent::Return),
    ("/questions/{what}", AuditEvent::MapArea),
    ("/reports", AuditEvent::DraftReport),
    ("/reports/{id}/texts", AuditEvent::WriteReport),
    ("/reports/{id}/freeze", AuditEvent::FreezeReport),
    ("/reports/{id}/approve", AuditEvent::ApproveReport),
    ("/reports/{id}/reopen", AuditEvent::ReopenReport),
    ("/reports/{id}/publish", AuditEvent::PublishReport),
    ("/promises", AuditEvent::DraftPromise),
    ("/promises/drafts/{draft}/in-force", AuditEvent::PutInForce),
    ("/promises/{id}/remove", AuditEvent::UnloadPromise),
    ("/promises/drafts/{draft}/drop", AuditEvent::DropPromise),
    ("/reports/{id}/withdraw", AuditEvent::WithdrawReport),
    ("/login", AuditEvent::SignIn),
    ("/logout", AuditEvent::SignOut),
    ("/welcome/{token}", AuditEvent::ChoosePassword),
    ("/api/v1/login", AuditEvent::SignIn),
    ("/api/v1/logout", AuditEvent::SignOut),
];

/// Those whose rows are looked for where they are tried: with an authenticator, with a second session, with something to
/// choose, on an empty server; those that change nothing here, and the one that no person does.
const ELSEWHERE: [&str; 17] = [
    "/api/v1/crashes",
    "/language",
    "/setup/{token}",
    "/setup/{token}/drop",
    "/setup/{token}/in-force",
    "/account/confirm",
    "/reports/{id}/rows",
    "/account/password",
    "/account/passkeys/{id}/remove",
    "/account/sessions/{id}/end",
    "/account/devices/{id}/revoke",
    "/api/v1/passkeys/new/ask",
    "/api/v1/passkeys/new",
    "/api/v1/passkeys/confirm/ask",
    "/api/v1/passkeys/confirm",
    "/api/v1/passkeys/sign-in/ask",
    "/api/v1/passkeys/sign-in",
];

/// Those who change something, one after the other.
struct Scene {
    station: Station,
    supervisor: Staff,
    administrator: Staff,
    officer: Officer,
    root: EntryId,
    report: String,
}

async fn begun(backend: Backend) -> Result<Scene> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let administrator = station.staff("Administratör Två", Role::Administrator, "polisen").await?;
    let mut officer = station.officer("Patrull 11").await?;
    let root = officer.records(&patrol("raslatt"))?;
    officer.records(&patrol("atlantis"))?;
    officer.sends().await?;
    Ok(Scene { station, supervisor, administrator, officer, root, report: String::new() })
}

async fn newest(station: &Station) -> Result<Vec<AuditRow>> {
    station.app().store.audit(&partnership(), 1_000).await
}

fn about(row: &AuditRow) -> Value {
    serde_json::from_str(&row.about).unwrap_or_default()
}

async fn every_route_that_changes_something_is_in_the_log(backend: Backend) -> Result<()> {
    let mut scene = begun(backend).await?;
    let told: BTreeSet<&str> = CHANGES.iter().map(|(path, _)| *path).chain(ELSEWHERE).collect();
    assert_eq!(takes_posts(&scene).await?, told, "a route that takes a POST is missing in the table, or gone");
    for (path, deed) in CHANGES {
        let before = newest(&scene.station).await?[0].number;
        let status = scene.changes(path).await?;
        assert!(status.is_success() || status.is_redirection(), "{path}: {status}");
        let rows = newest(&scene.station).await?;
        let deeds: Vec<&str> = rows.iter().filter(|row| row.number > before).map(|row| &*row.deed).collect();
        assert!(deeds.contains(&deed.word()), "{path}: {deed:?} in {deeds:?}");
    }
    Ok(())
}

/// What of the server's own table takes a POST: it says so to whoever asks by another method.
async fn takes_posts(scene: &Scene) -> Result<BTreeSet<&'static str>> {
    let nobody = scene.station.citizen()?;
    let mut all = BTreeSet::new();
    for route in server::router::routes(scene.station.app()) {
        let path = route.path.replace("{id}", "x").replace("{token}", "x").replace("{*file}", "x");
        let answer = match route.rule {
            Rule::Everyone | Rule::Enrol | Rule::SetUp => {
                nobody.sends(|c, url| c.delete(format!("{url}{path}"))).await?
            }
            Rule::Device | Rule::Feedback => {
                let phone = &scene.officer;
                phone.client().delete(format!("{}{path}", phone.url())).send().await?
            }
            Rule::ChangePeople | Rule::Audit | Rule::Promises => {
                scene.administrator.sends(Method::DELETE, &path).await?
            }
            _ => scene.supervisor.sends(Method::DELETE, &path).await?,
        };
        let allowed =
            answer.headers().get("allow").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        ensure!(
            answer.status() == StatusCode::METHOD_NOT_ALLOWED && !allowed.is_empty(),
            "{path}: {}",
            answer.status()
        );
        if allowed.split(',').any(|method| method.trim() == "POST") {
            all.insert(route.path);
        }
    }
    Ok(all)
}

async fn a_read_of_entries_says_which_and_how_many(backend: Backend) -> Result<()> {
    let mut scene = begun(backend).await?;
    let other = scene.officer.records(&patrol("ekhagen"))?;
    scene.officer.sends().await?;
    let all: BTreeSet<String> = scene.officer.memory.kept.iter().map(|kept| kept.id.to_string()).collect();
    let root = scene.root.to_string();
    let one = || BTreeSet::from([root.clone()]);
    let waiting = all.iter().filter(|id| **id != root && **id != other.to_string()).cloned().collect();
    for (path, expected) in [
        ("/entries".to_owned(), all.clone()),
        ("/entries?area=ekhagen".to_owned(), BTreeSet::from([other.to_string()])),
        ("/entries?area=huskvarna".to_owned(), BTreeSet::new()),
        ("/questions".to_owned(), waiting),
        ("/api/v1/entries".to_owned(), all.clone()),
        (format!("/api/v1/entries/{root}/why"), one()),
    ] {
        let before = newest(&scene.station).await?[0].number;
        scene.supervisor.sees(&path).await?;
        let rows = newest(&scene.station).await?;
        let row = rows.iter().find(|row| row.number > before && row.deed == "read_entries").context(path.clone())?;
        assert!(row.person.is_some(), "{path}");
        let told = about(row);
        let ids: BTreeSet<String> = serde_json::from_value(told["ids"].clone())?;
        assert_eq!((told["entries"].as_u64(), ids), (Some(expected.len() as u64), expected), "{path}: {told}");
    }
    // An occasion's page also shows those beside it that it could be joined with.
    let mut second = scene.station.officer("Patrull 12").await?;
    let beside = second.records(&patrol("raslatt"))?;
    second.sends().await?;
    let before = newest(&scene.station).await?[0].number;
    scene.supervisor.sees(&format!("/entries/{root}")).await?;
    let rows = newest(&scene.station).await?;
    let read: Vec<Value> = rows.iter().filter(|row| row.number > before).map(about).collect();
    let names = |id: &str| read.iter().any(|told| told["ids"].as_array().is_some_and(|ids| ids.contains(&json!(id))));
    assert!(names(&root) && names(&beside.to_string()), "{read:?}");
    Ok(())
}

async fn a_batch_is_one_row_and_one_that_brings_nothing_is_none(backend: Backend) -> Result<()> {
    let mut scene = begun(backend).await?;
    let before = newest(&scene.station).await?[0].number;
    for _ in 0..7 {
        scene.officer.records(&patrol("raslatt"))?;
    }
    scene.officer.memory.kept.last_mut().context("an entry")?.body = r#"{"kind":"recorded"}"#.to_owned();
    scene.officer.sends().await?;
    scene.officer.memory.kept.iter_mut().for_each(|kept| kept.state = domain::journal::State::Waiting);
    scene.officer.sends().await?;
    scene.officer.sends().await?;
    let rows = newest(&scene.station).await?;
    let new: Vec<&AuditRow> = rows.iter().filter(|row| row.number > before).collect();
    assert_eq!(new.iter().map(|row| &*row.deed).collect::<Vec<_>>(), ["sync"]);
    let told = about(new[0]);
    let counts = ["entries", "quarantined", "refused"].map(|name| told[name].as_u64());
    assert_eq!((new[0].person, counts), (Some(scene.officer.person()), [Some(6), Some(0), Some(1)]), "{told}");
    assert_eq!(told["journals"], json!([scene.officer.memory.journal]));
    Ok(())
}

async fn refusals_are_logged_and_no_flood(backend: Backend) -> Result<()> {
    let mut scene = begun(backend).await?;
    let start = newest(&scene.station).await?[0].number;
    for _ in 0..40 {
        assert_eq!(scene.administrator.asks("/entries").await?.status(), StatusCode::FORBIDDEN);
    }
    let nobody = scene.station.citizen()?;
    for _ in 0..5 {
        let body = json!({ "code": "AAAAA-AAAAA", "device_name": "x" });
        nobody.sends(|c, url| c.post(format!("{url}/api/v1/enrol")).json(&body)).await?;
        let body = json!({ "name": "Gruppchef Ett", "password": "fel" });
        nobody.sends(|c, url| c.post(format!("{url}/api/v1/login")).json(&body)).await?;
        let body = json!({ "name": "Lösenord i fel ruta", "password": "fel" });
        nobody.sends(|c, url| c.post(format!("{url}/api/v1/login")).json(&body)).await?;
    }
    let foreign = scene.supervisor.forged("/reports", "https://evil.example").await?;
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN);
    // Another organisation's entry, which the handler refuses.
    let coordinator = scene.station.coordinator().await?;
    assert_eq!(coordinator.asks(&format!("/entries/{}", scene.root)).await?.status(), StatusCode::FORBIDDEN);
    let mut thief = scene.station.officer("Patrull 12").await?;
    thief.memory.kept = std::mem::take(&mut scene.officer.memory.kept);
    thief.memory.kept.iter_mut().for_each(|kept| kept.state = domain::journal::State::Waiting);
    thief.sends().await?;

    let kinds = async |times: bool| -> Result<Vec<(String, Value)>> {
        let rows = newest(&scene.station).await?;
        let refused = rows.iter().rev().filter(|row| row.number > start && row.deed.ends_with("refused"));
        let told = refused.map(|row| (row, about(row))).filter(|(_, told)| told["times"].is_null() != times);
        Ok(told
            .map(|(row, told)| (format!("{} {}", row.deed, told["why"].as_str().unwrap_or_default()), told))
            .collect())
    };
    let mut first: Vec<String> = kinds(false).await?.into_iter().map(|(kind, _)| kind).collect();
    // Refused sign-ins are a row each: an account has so few tries that they are no flood.
    first.dedup();
    let expected = [
        "refused not_allowed",
        "enrol_refused wrong_code",
        "sign_in_refused ",
        "refused cross_site",
        "refused not_allowed",
        "refused not_yours",
    ];
    assert_eq!(first, expected, "each once, however often");
    let path = kinds(false).await?[0].1["path"].clone();
    assert_eq!(path, "/entries");
    assert!(!newest(&scene.station).await?.iter().any(|row| row.about.contains("fel ruta")));
    // The counts follow: by the minute, and when the server stops.
    server::http::refusal_log::tell_counts(scene.station.app(), true).await?;
    let mut counts: Vec<u64> = kinds(true).await?.iter().filter_map(|(_, told)| told["times"].as_u64()).collect();
    counts.sort_unstable();
    assert_eq!(counts, [4, 39]);
    Ok(())
}

async fn administrators_alone_see_the_log_and_are_seen_to(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    assert_eq!(scene.supervisor.asks("/audit").await?.status(), StatusCode::FORBIDDEN);
    scene.supervisor.sees("/entries").await?;
    let page = scene.administrator.sees("/audit").await?;
    let text = words(&page);
    for part in ["läste poster", "Gruppchef Ett", "sände poster", "nekades", "Adress: /audit", "rollen når inte dit"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    let read = scene.administrator.sees("/audit?deed=read_audit").await?;
    assert_eq!(read.matches("<td role=\"cell\">läste loggen").count(), 1, "the page before this one");
    assert!(words(&read).contains("Administratör Två läste loggen"), "{}", words(&read));
    let officer = scene.officer.person();
    let theirs = words(&scene.administrator.sees(&format!("/audit?person={officer}")).await?);
    assert!(theirs.contains("anslöt en telefon") && !theirs.contains("läste poster ("), "{theirs}");
    let today = harness::station::today();
    for (from, to, rows) in
        [(today, today, true), (today.plus(1), today.plus(2), false), (today.plus(-9), today.plus(-1), false)]
    {
        let text = words(&scene.administrator.sees(&format!("/audit?from={from}&to={to}&deed=sync")).await?);
        assert_eq!(text.contains("Inga rader stämmer"), !rows, "{from} {to}: {text}");
    }
    for bad in ["deed=x", "person=x", "from=igår", "to=2021-02-30", "before=x"] {
        assert_eq!(
            scene.administrator.asks(&format!("/audit?{bad}")).await?.status(),
            StatusCode::BAD_REQUEST,
            "{bad}"
        );
    }
    // Page by page, each row once.
    for _ in 0..60 {
        scene.station.app().store.note(&partnership(), None, AuditEvent::Rebuild, json!({}), now_ms()).await?;
    }
    let (mut next, mut rows, mut pages) = ("/audit?deed=rebuild".to_owned(), 0, 0);
    loop {
        let page = scene.administrator.sees(&next).await?;
        rows += page.matches("räknade om alla siffror</td>").count();
        pages += 1;
        match page.split("href=\"/audit?").nth(1).and_then(|rest| rest.split('"').next()) {
            Some(older) => next = format!("/audit?{}", older.replace("&amp;", "&")),
            None => break,
        }
    }
    assert_eq!((rows, pages), (60, 2));
    Ok(())
}
