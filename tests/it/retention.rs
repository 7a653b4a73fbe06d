//! Names are forgotten when their promise is long over: nothing else changes, and every page goes on.

use crate::figures::words;
use crate::on_both;
use anyhow::{Context, Result};
use domain::authorization::Role;
use harness::station::{PASSWORD, partnership};
use harness::{Backend, Officer, Staff, Station, patrol};
use reqwest::StatusCode;
use serde_json::json;
use server::clock::now_ms;
use server::people;
use server::store::{AuditEvent, Forgotten};

on_both!(
    names_are_forgotten_and_nothing_else_changes,
    whoever_is_still_seen_keeps_the_name,
    a_forgotten_person_gets_in_by_no_way,
    a_day_in_the_future_keeps_no_name,
);

const GONE: &str = "Patrull Sjuttioett";
const PHONE: &str = "Telefonen i Sjuttioett";

/// Long after this year's promise, which keeps names for twelve months.
fn later_ms() -> i64 {
    now_ms() + 800 * 86_400_000
}

/// An officer who is over later and a supervisor who is still seen then.
struct Scene {
    station: Station,
    officer: Officer,
    supervisor: Staff,
}

async fn begun(backend: Backend) -> Result<Scene> {
    let station = Station::start(backend).await?;
    let person = station.person(GONE, Role::Officer, "polisen").await?;
    let mut officer = Officer::enrol(&station.url(), &station.code(person).await?, PHONE).await?;
    for _ in 0..4 {
        officer.records(&patrol("raslatt"))?;
    }
    // Numbers 2 and 3 never come: a gap that has a name.
    officer.memory.kept.drain(1..3);
    officer.sends().await?;
    let supervisor = station.supervisor().await?;
    Ok(Scene { station, officer, supervisor })
}

impl Scene {
    async fn forgets(&self, keep: bool) -> Result<Forgotten> {
        let store = &self.station.app().store;
        let (_, supervisor) = store.people_named("Gruppchef Ett").await?.pop().context("the supervisor")?;
        store.note(&partnership(), Some(supervisor.id), AuditEvent::SignIn, json!({}), later_ms()).await?;
        store.forget_names(&partnership(), keep, later_ms()).await
    }

    /// Figures, open questions and every entry with its hash.
    async fn all(&self) -> Result<(domain::tally::Tally, Vec<(String, u64)>, String)> {
        let store = &self.station.app().store;
        let entries = self.supervisor.sees("/api/v1/entries?most=1000").await?;
        Ok((store.tally(&partnership()).await?, store.open_questions(&partnership()).await?, entries))
    }
}

async fn names_are_forgotten_and_nothing_else_changes(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let store = &scene.station.app().store;
    let before = scene.all().await?;
    let root = scene.officer.memory.kept[0].id;
    let pages = ["/entries".to_owned(), format!("/entries/{root}"), "/questions".to_owned(), "/devices".to_owned()];
    for page in &pages {
        assert!(words(&scene.supervisor.sees(page).await?).contains(GONE), "{page}");
    }
    let would = scene.forgets(false).await?;
    assert_eq!(would.people, [(scene.officer.person(), GONE.to_owned())]);
    assert_eq!(would.devices.len(), 1);
    assert_eq!(store.people_named(GONE).await?.len(), 1, "nothing was changed");
    assert_eq!(scene.forgets(true).await?, would);

    assert!(store.people_named(GONE).await?.is_empty());
    assert_eq!(scene.all().await?, before);
    let tally = store.tally(&partnership()).await?;
    store.rebuild(&partnership(), &mut |_| {}).await?;
    assert_eq!(store.tally(&partnership()).await?, tally, "counted anew without a name");
    let walk = store.walk_audit(&partnership()).await?;
    assert!(walk.is_whole(), "{:?}", walk.faults);
    let row = store.audit(&partnership(), 10).await?.into_iter().find(|row| row.deed == "forget_names");
    let about: serde_json::Value = serde_json::from_str(&row.context("a row of the log")?.about)?;
    let ids = (about["people"][0].as_str(), about["devices"].as_array().map(Vec::len));
    assert_eq!((about["count"].as_u64(), ids), (Some(1), (Some(&*scene.officer.person().to_string()), Some(1))));

    for page in pages.iter().map(String::as_str).chain(["/dashboard", "/people", "/reports", "/quality"]) {
        let text = words(&scene.supervisor.sees(page).await?);
        assert!(!text.contains("Sjuttioett"), "{page}: {text}");
        let shown = pages.iter().any(|with_name| with_name == page);
        assert_eq!(text.contains("gallrat namn"), shown, "{page}: {text}");
    }
    assert_eq!(scene.forgets(true).await?, Forgotten::default(), "once");
    Ok(())
}

async fn whoever_is_still_seen_keeps_the_name(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let store = &scene.station.app().store;
    let person = scene.officer.person();
    let seen = async |deed| store.note(&partnership(), Some(person), deed, json!({}), later_ms()).await;
    // What others try in somebody's name is none of their deeds.
    seen(AuditEvent::SignInRefused).await?;
    assert_eq!(scene.forgets(false).await?.people.len(), 1);
    seen(AuditEvent::Sync).await?;
    assert_eq!(scene.forgets(true).await?, Forgotten::default());
    assert_eq!(store.forget_names(&partnership(), true, now_ms()).await?, Forgotten::default(), "the promise runs");
    Ok(())
}

/// A phone whose clock is decades ahead.
async fn a_day_in_the_future_keeps_no_name(backend: Backend) -> Result<()> {
    let mut scene = begun(backend).await?;
    scene.officer.records(&patrol("raslatt").at("2099-07-01T06:00:00+00:00"))?;
    assert_eq!(scene.officer.sends().await?.len(), 1);
    let forgotten = scene.forgets(true).await?;
    assert_eq!(forgotten.people, [(scene.officer.person(), GONE.to_owned())]);
    Ok(())
}

async fn a_forgotten_person_gets_in_by_no_way(backend: Backend) -> Result<()> {
    let mut scene = begun(backend).await?;
    let coordinator = scene.station.coordinator().await?;
    let store = &scene.station.app().store;
    let (_, person) = store.people_named("Samordnare Ett").await?.pop().context("the coordinator")?;
    let link = people::give_link(store, &partnership(), person.id, None, now_ms()).await?;
    let code = scene.station.code(scene.officer.person()).await?;
    assert_eq!(scene.forgets(true).await?.people.len(), 2);

    assert_eq!(coordinator.asks("/dashboard").await?.status(), StatusCode::SEE_OTHER, "the session ended");
    assert!(Staff::sign_in(&scene.station.url(), "Samordnare Ett", PASSWORD).await.is_err());
    let welcome = scene.station.citizen()?.asks(&format!("/welcome/{}", link.secret)).await?;
    assert_eq!(welcome.status(), StatusCode::GONE);
    assert!(Officer::enrol(&scene.station.url(), &code, "Telefon").await.is_err());
    let asked = scene.supervisor.submits(&format!("/people/{}/code", scene.officer.person()), &[]).await?;
    assert_eq!(asked.status(), StatusCode::NOT_FOUND);
    // A phone that comes back late loses nothing: what it holds is taken in under the id that stays.
    scene.officer.records(&patrol("raslatt"))?;
    assert_eq!(scene.officer.sends().await?.len(), 1);
    // The name is free again, for somebody else.
    let other = scene.station.person("Samordnare Ett", Role::Coordinator, "kommunen").await?;
    assert_ne!(other, person.id);
    assert!(!scene.supervisor.sees("/entries").await?.contains(GONE));
    Ok(())
}

/// What is deleted stays in a file until its place is used anew, unless somebody sees to it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forgotten_name_is_in_none_of_the_databases_files() -> Result<()> {
    let mut scene = begun(Backend::Sqlite).await?;
    let file = scene.station.database_url().strip_prefix("sqlite:").context("a file")?.to_owned();
    let found = || -> Result<usize> {
        let mut found = 0;
        for ending in ["", "-wal", "-shm"] {
            let bytes = std::fs::read(format!("{file}{ending}")).unwrap_or_default();
            for name in [GONE, PHONE, "patrull sjuttioett"] {
                found += bytes.windows(name.len()).filter(|at| *at == name.as_bytes()).count();
            }
        }
        Ok(found)
    };
    assert!(found()? >= 3, "name, folded name and phone are there before");
    assert_eq!(scene.forgets(true).await?.people.len(), 1);
    assert_eq!(found()?, 0, "while the server runs");
    scene.station.restart().await?;
    assert_eq!(found()?, 0, "and after");
    Ok(())
}
