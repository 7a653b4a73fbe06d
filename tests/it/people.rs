//! The pages on which administrators manage people: changing, disabling, codes for the camera, finding somebody among many.

use crate::access::code_on;
use crate::figures::words;
use crate::on_both;
use anyhow::{Context, Result};
use domain::authorization::Role;
use domain::id::PersonId;
use domain::wire::VerdictKind;
use harness::station::{partnership, this_years_promise};
use harness::{Backend, Officer, Staff, Station, patrol};
use reqwest::StatusCode;

on_both!(
    another_role_ends_the_sessions_and_leaves_the_entries,
    who_is_disabled_is_out_at_once_and_what_waits_is_held_back,
    the_last_administrator_stays_and_nobody_shuts_themselves_out,
    a_code_lasts_ten_minutes_and_can_be_taken_back,
    somebody_is_found_among_many,
);

async fn administrator(station: &Station) -> Result<(Staff, PersonId)> {
    let staff = station.staff("Administratör Två", Role::Administrator, "kommunen").await?;
    Ok((staff, named(station, "Administratör Två").await?))
}

async fn named(station: &Station, name: &str) -> Result<PersonId> {
    let found = station.app().store.people_named(name).await?;
    Ok(found.first().context("nobody of that name")?.1.id)
}

async fn deeds(station: &Station, deed: &str) -> Result<usize> {
    Ok(station.app().store.audit(&partnership(), 1_000).await?.iter().filter(|row| row.deed == deed).count())
}

/// Fills in the form on a person's page and sends it.
async fn changes(staff: &Staff, person: PersonId, to: &[(&str, &str)]) -> Result<reqwest::Response> {
    let form = staff.opens(&format!("/people/{person}"), &format!("/people/{person}/change")).await?;
    let form = to.iter().fold(form, |form, (name, value)| form.with(name, value));
    staff.sends_form(&form).await
}

async fn another_role_ends_the_sessions_and_leaves_the_entries(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let (administrator, _) = administrator(&station).await?;
    let supervisor = station.supervisor().await?;
    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    let id = named(&station, "Gruppchef Ett").await?;
    let named_anew = [("name", "Gruppchef Anna-Ett"), ("role", "supervisor"), ("organisation", "polisen")];
    let page = changes(&administrator, id, &named_anew).await?;
    assert_eq!(page.status(), StatusCode::OK);
    assert_eq!(supervisor.asks("/dashboard").await?.status(), StatusCode::OK, "a name ends nothing");
    let taken = [("name", "patrull 11"), ("role", "supervisor"), ("organisation", "polisen")];
    let page = changes(&administrator, id, &taken).await?;
    assert_eq!(page.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(words(&page.text().await?).contains("redan någon med det namnet"));

    let moved = [("name", "Gruppchef Anna-Ett"), ("role", "coordinator"), ("organisation", "kommunen")];
    let page = words(&changes(&administrator, id, &moved).await?.text().await?);
    assert!(page.contains("är utloggad") && page.contains("Samordnare, Jönköpings kommun"), "{page}");
    assert_eq!(supervisor.asks("/dashboard").await?.status(), StatusCode::SEE_OTHER, "the session has ended");
    assert_eq!(deeds(&station, "change_person").await?, 2, "what changed nothing isn't logged");

    // An officer who moves: what was recorded stays where it was recorded for.
    let patrol_id = officer.person();
    let moved = [("name", "Patrull 11"), ("role", "officer"), ("organisation", "kommunen")];
    assert_eq!(changes(&administrator, patrol_id, &moved).await?.status(), StatusCode::OK);
    let other = station.staff("Gruppchef Tre", Role::Supervisor, "polisen").await?;
    let root = officer.memory.kept[0].id;
    assert_eq!(other.asks(&format!("/entries/{root}")).await?.status(), StatusCode::OK);
    assert_eq!(other.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await?, 1);
    Ok(())
}

async fn who_is_disabled_is_out_at_once_and_what_waits_is_held_back(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let (administrator, _) = administrator(&station).await?;
    let supervisor = station.supervisor().await?;
    let mut officer = station.officer("Patrull 11").await?;
    let (chief, patrol_id) = (named(&station, "Gruppchef Ett").await?, officer.person());
    let asks = words(&administrator.sees(&format!("/people/{chief}/disable")).await?);
    assert!(asks.contains("Stänga av Gruppchef Ett?") && asks.contains("loggas ut överallt"), "{asks}");
    let page = administrator.submits(&format!("/people/{chief}/disable"), &[]).await?;
    assert!(words(&page.text().await?).contains("Gruppchef Ett är avstängd"));
    assert_eq!(supervisor.asks("/dashboard").await?.status(), StatusCode::SEE_OTHER);
    assert!(Staff::sign_in(&station.url(), "Gruppchef Ett", harness::station::PASSWORD).await.is_err());
    let link = administrator.submits(&format!("/people/{chief}/link"), &[]).await?;
    assert_eq!(link.status(), StatusCode::UNPROCESSABLE_ENTITY, "nothing is given to who is disabled");
    let page = administrator.submits(&format!("/people/{chief}/enable"), &[]).await?;
    assert!(words(&page.text().await?).contains("har tillgång igen"));
    assert!(Staff::sign_in(&station.url(), "Gruppchef Ett", harness::station::PASSWORD).await.is_ok());

    officer.records(&patrol("raslatt"))?;
    let code = station.code(patrol_id).await?;
    administrator.submits(&format!("/people/{patrol_id}/disable"), &[]).await?.error_for_status()?;
    assert!(Officer::enrol(&station.url(), &code, "Ny telefon").await.is_err(), "the code has ended");
    let verdicts = officer.sends().await?;
    assert_eq!(verdicts[0].verdict, VerdictKind::Quarantined);
    for deed in ["disable_person", "enable_person"] {
        assert!(deeds(&station, deed).await? > 0, "{deed}");
    }
    Ok(())
}

async fn the_last_administrator_stays_and_nobody_shuts_themselves_out(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let (administrator, own) = administrator(&station).await?;
    let first = station.app().store.people(&partnership(), None).await?;
    let first = first.iter().find(|p| p.role == Role::Administrator && p.id != own).context("of the first start")?;
    let (first, name) = (first.id, first.name.clone());
    let demote = |name: &'static str| [("name", name), ("role", "officer"), ("organisation", "kommunen")];

    // Oneself, while there is another.
    let page = changes(&administrator, own, &demote("Administratör Två")).await?;
    assert_eq!(page.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(words(&page.text().await?).contains("Du kan inte ta rollen eller tillgången från dig själv"));
    let page = administrator.submits(&format!("/people/{own}/disable"), &[]).await?;
    assert_eq!(page.status(), StatusCode::UNPROCESSABLE_ENTITY);
    // The other, which leaves oneself alone.
    administrator.submits(&format!("/people/{first}/disable"), &[]).await?.error_for_status()?;
    assert!(administrator.sees("/people?access=disabled").await?.contains(&name));
    let asks = administrator.sees(&format!("/people/{own}/disable")).await?;
    assert!(!asks.contains("/disable\""), "nothing to press");
    // Nor does the store let it go, whoever asks.
    let of = server::store::SessionOf { partnership: partnership(), person: own };
    let becomes = server::store::Becomes {
        name: "X".to_owned(),
        role: Role::Officer,
        organisation: "kommunen".into(),
        seen: None,
    };
    let now_ms = server::clock::now_ms();
    let store = &station.app().store;
    assert!(store.change_person(&of, &becomes, None, now_ms).await?.is_err());
    assert!(store.disable(&of, None, now_ms).await?.is_err());
    assert_eq!(administrator.asks("/people").await?.status(), StatusCode::OK);
    Ok(())
}

async fn a_code_lasts_ten_minutes_and_can_be_taken_back(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let id = station.person("Patrull 11", Role::Officer, "polisen").await?;
    let store = &station.app().store;
    let now_ms = server::clock::now_ms();
    // Given eleven minutes ago.
    let old = server::people::give_code(store, &partnership(), id, None, now_ms - 11 * 60_000).await?;
    assert!(Officer::enrol(&station.url(), &old.secret, "Telefon 11").await.is_err());
    let page = supervisor.submits(&format!("/people/{id}/code"), &[]).await?.text().await?;
    let code = code_on(&page).context("a code")?;
    let zone = harness::station::zone()?;
    let until = |ms: i64| {
        let (hour, minute) = zone.moment(ms).clock();
        format!("Gäller till kl. {hour:02}:{minute:02}.")
    };
    let told = words(&page);
    let now_ms = server::clock::now_ms();
    let ends = [now_ms, now_ms - 60_000].map(|ms| until(ms + 10 * 60_000));
    assert!(ends.iter().any(|until| told.contains(until)), "{ends:?} in {told}");
    let qr = server::qr::drawn(&format!("{}/#kod={code}", station.url()))?;
    assert!(page.contains(&qr.path), "the camera reads the same code, at the server's address");

    let page = words(&supervisor.sees(&format!("/people/{id}")).await?);
    assert!(page.contains("En engångskod väntar") && !page.contains(&code), "{page}");
    supervisor.submits(&format!("/people/{id}/withdraw"), &[]).await?.error_for_status()?;
    assert!(words(&supervisor.sees(&format!("/people/{id}")).await?).contains("Ingen kod och ingen länk väntar"));
    assert!(Officer::enrol(&station.url(), &code, "Telefon 11").await.is_err());
    assert_eq!(deeds(&station, "change_person").await?, 1);
    Ok(())
}

async fn somebody_is_found_among_many(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let (administrator, _) = administrator(&station).await?;
    for n in 0..120 {
        station.person(&format!("Patrull {n:03}"), Role::Officer, "polisen").await?;
    }
    station.person("Samordnare 100%_", Role::Coordinator, "kommunen").await?;
    // Page by page, each name once.
    let (mut path, mut seen) = ("/people?words=patrull&of=officer&access=active".to_owned(), Vec::new());
    loop {
        let page = administrator.sees(&path).await?;
        let names = page.split("<b>Patrull ").skip(1).filter_map(|rest| rest.split('<').next());
        seen.extend(names.map(str::to_owned));
        let more = page.split("href=\"/people?").nth(1).and_then(|rest| rest.split('"').next());
        let Some(more) = more else { break };
        path = format!("/people?{}", more.replace("&amp;", "&"));
        assert!(seen.len() <= 120, "it ends");
    }
    let all: Vec<String> = (0..120).map(|n| format!("{n:03}")).collect();
    assert_eq!(seen, all);
    // What is asked for is a text and no pattern.
    for (asked, found) in [("100%25_", true), ("%25", true), ("_", true), ("100_", false), ("PATRULL+03", false)] {
        let page = administrator.sees(&format!("/people?words={asked}")).await?;
        assert_eq!(page.contains("Samordnare 100%_"), found, "{asked}");
    }
    assert!(administrator.sees("/people?words=PATRULL+11").await?.contains("Patrull 119"));
    assert!(words(&administrator.sees("/people?words=ingen-alls").await?).contains("Ingen passar in"));
    Ok(())
}
