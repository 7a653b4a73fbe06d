//! Signing in with passkeys, sessions and their ends, one's own account, and what ends when somebody is disabled.

use crate::limits::expect;
use crate::on_both;
use anyhow::{Context, Result};
use domain::authorization::Role;
use domain::id::PersonId;
use domain::wire::VerdictKind;
use harness::station::{PASSWORD, partnership, this_years_promise};
use harness::{Authenticator, Backend, Staff, Station, patrol};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use server::people;
use server::store::{Began, NotDisabled, SESSION_IDLE_MS, SESSION_WHOLE_MS, SessionOf, Way};

on_both!(
    a_passkey_is_added_signs_in_and_is_removed,
    two_passkey_sign_ins_of_one_browser_both_end,
    a_passkey_that_has_become_synced_signs_in_and_is_noted_once,
    what_no_honest_authenticator_says_is_refused,
    a_session_ends_idle_and_ends_whatever_happens,
    own_sessions_are_listed_and_ended,
    another_way_in_asks_for_a_recent_proof,
    a_new_password_ends_every_other_session,
    disabling_ends_everything_at_once,
    a_phone_of_disabled_people_gets_its_receipts_and_nothing_else,
);

const MINUTE_MS: i64 = 60_000;
const WAYS: &str = "/api/v1/passkeys";

fn of(person: PersonId) -> SessionOf {
    SessionOf { partnership: partnership(), person }
}

async fn person_named(station: &Station, name: &str) -> Result<PersonId> {
    Ok(station.app().store.people_named(name).await?.pop().context("nobody of that name")?.1.id)
}

async fn asked(browser: &Staff, way: &str) -> Result<Value> {
    Ok(browser.posts(&format!("{WAYS}/{way}/ask"), &json!({})).await?.error_for_status()?.json().await?)
}

async fn with_key(station: &Station, staff: &Staff) -> Result<Authenticator> {
    let mut key = Authenticator::new(&station.url())?;
    let made = key.makes(&asked(staff, "new").await?)?;
    let added = staff.posts(&format!("{WAYS}/new"), &json!({ "name": "Tjänstedatorn", "answer": made })).await?;
    assert_eq!(added.status(), StatusCode::CREATED, "{}", added.text().await?);
    Ok(key)
}

async fn signs_in(browser: &Staff, key: &mut Authenticator) -> Result<Response> {
    let answer = key.signs(&asked(browser, "sign-in").await?)?;
    browser.posts(&format!("{WAYS}/sign-in"), &json!({ "answer": answer, "next": "/reports" })).await
}

async fn deeds(station: &Station) -> Result<Vec<(String, String)>> {
    let rows = station.app().store.audit(&partnership(), 200).await?;
    Ok(rows.into_iter().map(|row| (row.deed, row.about)).collect())
}

async fn a_passkey_is_added_signs_in_and_is_removed(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let mut key = with_key(&station, &supervisor).await?;
    let page = supervisor.sees("/account").await?;
    assert!(page.contains("Tjänstedatorn"));

    let browser = Staff::browser(&station.url())?;
    let answer = signs_in(&browser, &mut key).await?;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.json::<Value>().await?["to"], "/reports");
    assert_eq!(browser.asks("/dashboard").await?.status(), StatusCode::OK);
    // The password goes on working beside it.
    Staff::sign_in(&station.url(), "Gruppchef Ett", PASSWORD).await?;

    let of = of(person_named(&station, "Gruppchef Ett").await?);
    let id = station.app().store.passkeys(&of).await?[0].id;
    let other = station.coordinator().await?;
    let path = format!("/account/passkeys/{id}/remove");
    assert_eq!(other.submits(&path, &[]).await?.status(), StatusCode::NOT_FOUND, "another's key");
    assert_eq!(supervisor.submits(&path, &[]).await?.status(), StatusCode::SEE_OTHER);
    let late = Staff::browser(&station.url())?;
    expect(signs_in(&late, &mut key).await?, StatusCode::UNAUTHORIZED, "wrong_passkey").await?;
    let deeds = deeds(&station).await?;
    for (deed, about) in [
        ("add_passkey", "passkey"),
        ("sign_in", r#"{"by":"passkey"}"#),
        ("sign_in", r#"{"by":"password"}"#),
        ("remove_passkey", "passkey"),
        ("sign_in_refused", r#"{"by":"passkey"}"#),
    ] {
        assert!(deeds.iter().any(|(d, a)| d == deed && a.contains(about)), "{deed} {about} in {deeds:?}");
    }
    Ok(())
}

/// In two windows of one browser, answered in the other order.
async fn two_passkey_sign_ins_of_one_browser_both_end(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut key = with_key(&station, &station.supervisor().await?).await?;
    let browser = Staff::browser(&station.url())?;
    let (first, second) = (asked(&browser, "sign-in").await?, asked(&browser, "sign-in").await?);
    for question in [second, first] {
        let answer = key.signs(&question)?;
        let answer = browser.posts(&format!("{WAYS}/sign-in"), &json!({ "answer": answer })).await?;
        assert_eq!(answer.status(), StatusCode::OK);
    }
    Ok(())
}

async fn a_passkey_that_has_become_synced_signs_in_and_is_noted_once(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut key = with_key(&station, &station.supervisor().await?).await?;
    let browser = Staff::browser(&station.url())?;
    key.syncs = true;
    for _ in 0..2 {
        assert_eq!(signs_in(&browser, &mut key).await?.status(), StatusCode::OK);
    }
    assert_eq!(deeds(&station).await?.iter().filter(|(deed, _)| deed == "passkey_synced").count(), 1);
    // Without the key itself the flag opens nothing.
    let mut stranger = Authenticator::new(&station.url())?;
    stranger.takes_the_name_of(&key);
    stranger.syncs = true;
    expect(signs_in(&browser, &mut stranger).await?, StatusCode::UNAUTHORIZED, "wrong_passkey").await
}

async fn what_no_honest_authenticator_says_is_refused(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let mut key = with_key(&station, &supervisor).await?;
    let browser = Staff::browser(&station.url())?;
    let sign_in = format!("{WAYS}/sign-in");

    // A key that was found, and not opened by its owner.
    key.verifies = false;
    expect(signs_in(&browser, &mut key).await?, StatusCode::UNAUTHORIZED, "wrong_passkey").await?;
    key.verifies = true;
    // Asked in one browser, answered from another; answered twice; answered too late.
    let answer = key.signs(&asked(&browser, "sign-in").await?)?;
    let elsewhere = Staff::browser(&station.url())?;
    expect(elsewhere.posts(&sign_in, &json!({ "answer": answer })).await?, StatusCode::BAD_REQUEST, "stale").await?;
    assert_eq!(browser.posts(&sign_in, &json!({ "answer": answer })).await?.status(), StatusCode::OK);
    expect(browser.posts(&sign_in, &json!({ "answer": answer })).await?, StatusCode::BAD_REQUEST, "stale").await?;
    let late = key.signs(&asked(&browser, "sign-in").await?)?;
    station.app().clock.move_on(11 * MINUTE_MS);
    expect(browser.posts(&sign_in, &json!({ "answer": late })).await?, StatusCode::BAD_REQUEST, "stale").await?;
    // The answer to a question for signing in, given as a proof by somebody who is signed in.
    let crossed = key.signs(&asked(&supervisor, "sign-in").await?)?;
    let crossed = supervisor.posts(&format!("{WAYS}/confirm"), &json!({ "answer": crossed })).await?;
    expect(crossed, StatusCode::BAD_REQUEST, "stale").await?;
    // A copy of the key, whose counter is behind.
    let counter = key.counter;
    assert_eq!(signs_in(&browser, &mut key).await?.status(), StatusCode::OK);
    key.counter = counter;
    expect(signs_in(&browser, &mut key).await?, StatusCode::UNAUTHORIZED, "wrong_passkey").await?;
    let noted = deeds(&station).await?.into_iter().any(|(d, a)| d == "sign_in_refused" && a.contains("copied"));
    assert!(noted, "a copy is noted");
    // A key of another site, and one that is somebody else's already.
    let mut foreign = Authenticator::new("https://evil.example")?;
    let coordinator = station.coordinator().await?;
    let made = foreign.makes(&asked(&coordinator, "new").await?)?;
    let refused = coordinator.posts(&format!("{WAYS}/new"), &json!({ "name": "x", "answer": made })).await?;
    expect(refused, StatusCode::UNAUTHORIZED, "wrong_passkey").await?;
    let made = key.makes(&asked(&coordinator, "new").await?)?;
    let taken = coordinator.posts(&format!("{WAYS}/new"), &json!({ "name": "x", "answer": made })).await?;
    expect(taken, StatusCode::CONFLICT, "passkey_taken").await
}

async fn a_session_ends_idle_and_ends_whatever_happens(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let store = &station.app().store;
    let of = of(station.person("Gruppchef Ett", Role::Supervisor, "polisen").await?);
    let began_ms = server::clock::now_ms();
    let lasts = async |hash: &[u8], at_ms: i64| anyhow::Ok(store.session(hash, true, at_ms).await?.is_some());
    let begin = async |hash: &[u8; 32]| {
        let began = Began { secret_hash: hash, way: Way::Password, browser: "", instead_of: None };
        store.begin_session(&of, &began, began_ms).await
    };
    assert!(begin(&[1; 32]).await?);
    assert!(lasts(&[1; 32], began_ms + SESSION_IDLE_MS - 1).await?, "not idle for long enough");
    assert!(begin(&[2; 32]).await?);
    assert!(!lasts(&[2; 32], began_ms + SESSION_IDLE_MS).await?, "idle");
    assert!(begin(&[3; 32]).await?);
    // Used again and again, and over all the same.
    let mut at_ms = began_ms;
    while at_ms + SESSION_IDLE_MS / 2 < began_ms + SESSION_WHOLE_MS {
        at_ms += SESSION_IDLE_MS / 2;
        assert!(lasts(&[3; 32], at_ms).await?, "in use after {} minutes", (at_ms - began_ms) / MINUTE_MS);
    }
    assert!(lasts(&[3; 32], began_ms + SESSION_WHOLE_MS - 1).await?);
    assert!(!lasts(&[3; 32], began_ms + SESSION_WHOLE_MS).await?, "used, and over");
    Ok(())
}

async fn own_sessions_are_listed_and_ended(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let one = station.supervisor().await?;
    let two = Staff::sign_in(&station.url(), "Gruppchef Ett", PASSWORD).await?;
    let three = Staff::sign_in(&station.url(), "Gruppchef Ett", PASSWORD).await?;
    let of = of(person_named(&station, "Gruppchef Ett").await?);
    assert_eq!(station.app().store.sessions(&of, server::clock::now_ms()).await?.len(), 3);
    let page = one.sees("/account").await?;
    let ends: Vec<&str> =
        page.split("action=\"/account/sessions/").skip(1).filter_map(|s| s.split('"').next()).collect();
    let single: Vec<&&str> = ends.iter().filter(|end| end.len() > 10).collect();
    assert_eq!((single.len(), page.matches(">Den här<").count()), (2, 1), "{ends:?}");
    // Nobody ends another's.
    let coordinator = station.coordinator().await?;
    let path = format!("/account/sessions/{}", single[0]);
    assert_eq!(coordinator.submits(&path, &[]).await?.status(), StatusCode::NOT_FOUND);
    assert_eq!(one.submits(&path, &[]).await?.status(), StatusCode::SEE_OTHER);
    let lasting = |answer: Response| answer.status() == StatusCode::OK;
    let (two_lasts, three_lasts) = (lasting(two.asks("/dashboard").await?), lasting(three.asks("/dashboard").await?));
    assert!(two_lasts != three_lasts, "one of them has ended");
    assert_eq!(one.submits("/account/sessions/end", &[]).await?.status(), StatusCode::SEE_OTHER);
    assert!(!lasting(two.asks("/dashboard").await?) && !lasting(three.asks("/dashboard").await?));
    assert!(lasting(one.asks("/dashboard").await?));
    assert!(deeds(&station).await?.iter().any(|(deed, _)| deed == "end_sessions"));
    // Signing in again from the same browser ends the session that it had.
    one.submits("/login", &[("name", "Gruppchef Ett"), ("password", PASSWORD)]).await?;
    assert_eq!(station.app().store.sessions(&of, server::clock::now_ms()).await?.len(), 1);
    Ok(())
}

async fn another_way_in_asks_for_a_recent_proof(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let mut key = with_key(&station, &supervisor).await?;
    let new = [("new-password", "snö över taberg")];
    station.app().clock.move_on(11 * MINUTE_MS);
    // A desk that was left: its finder sees the page, and opens no way in.
    assert!(supervisor.sees("/account").await?.contains("Bekräfta att det är du"));
    let asked_new = supervisor.posts(&format!("{WAYS}/new/ask"), &json!({})).await?;
    expect(asked_new, StatusCode::FORBIDDEN, "confirm_first").await?;
    assert_eq!(supervisor.submits("/account/password", &new).await?.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = supervisor.submits("/account/confirm", &[("current", "fel lösenord här")]).await?;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    // Another person's key proves nothing.
    let coordinator = station.coordinator().await?;
    let mut others = with_key(&station, &coordinator).await?;
    let answer = others.signs(&asked(&supervisor, "confirm").await?)?;
    let refused = supervisor.posts(&format!("{WAYS}/confirm"), &json!({ "answer": answer })).await?;
    expect(refused, StatusCode::UNAUTHORIZED, "wrong_passkey").await?;
    assert_eq!(supervisor.submits("/account/password", &new).await?.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let answer = key.signs(&asked(&supervisor, "confirm").await?)?;
    let proved = supervisor.posts(&format!("{WAYS}/confirm"), &json!({ "answer": answer })).await?;
    assert_eq!(proved.status(), StatusCode::OK);
    assert_eq!(supervisor.submits("/account/password", &new).await?.status(), StatusCode::SEE_OTHER);
    station.app().clock.move_on(11 * MINUTE_MS);
    let confirmed = supervisor.submits("/account/confirm", &[("current", new[0].1)]).await?;
    assert_eq!(confirmed.status(), StatusCode::SEE_OTHER);
    assert!(!supervisor.sees("/account").await?.contains("Bekräfta att det är du"));
    Ok(())
}

async fn a_new_password_ends_every_other_session(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let one = station.supervisor().await?;
    let two = Staff::sign_in(&station.url(), "Gruppchef Ett", PASSWORD).await?;
    let short = one.submits("/account/password", &[("new-password", "kort")]).await?;
    assert_eq!(short.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(two.asks("/dashboard").await?.status(), StatusCode::OK);
    let changed = one.submits("/account/password", &[("new-password", "snö över taberg")]).await?;
    assert_eq!(changed.status(), StatusCode::SEE_OTHER);
    assert_eq!(one.asks("/dashboard").await?.status(), StatusCode::OK);
    assert_eq!(two.asks("/dashboard").await?.status(), StatusCode::SEE_OTHER);
    assert!(Staff::sign_in(&station.url(), "Gruppchef Ett", PASSWORD).await.is_err());
    Ok(())
}

async fn disabling_ends_everything_at_once(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let app = station.app();
    let supervisor = station.supervisor().await?;
    let mut key = with_key(&station, &supervisor).await?;
    let of = of(person_named(&station, "Gruppchef Ett").await?);
    let mut stream = supervisor.follows(&this_years_promise(), None).await?;
    let code = station.code(of.person).await?;
    let link = people::give_link(&app.store, &partnership(), of.person, None, server::clock::now_ms()).await?;
    let under_way = Staff::browser(&station.url())?;
    let answer = key.signs(&asked(&under_way, "sign-in").await?)?;

    let now_ms = server::clock::now_ms();
    assert_eq!(people::disable(app, &of, None, now_ms).await?, Ok(()));
    assert_eq!(people::disable(app, &of, None, now_ms).await?, Err(NotDisabled::Unknown), "once");
    while stream.chunk().await?.is_some() {}
    assert_eq!(supervisor.asks("/dashboard").await?.status(), StatusCode::SEE_OTHER);
    assert!(Staff::sign_in(&station.url(), "Gruppchef Ett", PASSWORD).await.is_err());
    let refused = under_way.posts(&format!("{WAYS}/sign-in"), &json!({ "answer": answer })).await?;
    expect(refused, StatusCode::UNAUTHORIZED, "wrong_passkey").await?;
    assert!(harness::Officer::enrol(&station.url(), &code, "Telefon").await.is_err(), "the code has ended");
    let welcome = station.citizen()?.asks(&format!("/welcome/{}", link.secret)).await?;
    assert_eq!(welcome.status(), StatusCode::GONE);
    // A sign-in that was checked before and begins its session after.
    let late = Began { secret_hash: &[9; 32], way: Way::Password, browser: "", instead_of: None };
    assert!(!app.store.begin_session(&of, &late, now_ms).await?);

    assert!(app.store.enable(&of, None, now_ms).await?);
    assert!(!app.store.enable(&of, None, now_ms).await?, "once");
    assert_eq!(supervisor.asks("/dashboard").await?.status(), StatusCode::SEE_OTHER, "no session comes back");
    assert!(harness::Officer::enrol(&station.url(), &code, "Telefon").await.is_err(), "nor a code");
    Staff::sign_in(&station.url(), "Gruppchef Ett", PASSWORD).await?;
    assert_eq!(signs_in(&Staff::browser(&station.url())?, &mut key).await?.status(), StatusCode::OK);
    // Somebody must be left who could give access back.
    let administrator = SessionOf { person: person_named(&station, "Administratör").await?, ..of.clone() };
    let last = people::disable(app, &administrator, None, now_ms).await?;
    assert_eq!(last, Err(NotDisabled::LastAdministrator));
    let deeds = deeds(&station).await?;
    assert!(["disable_person", "enable_person"].iter().all(|deed| deeds.iter().any(|(d, _)| d == deed)));
    Ok(())
}

async fn a_phone_of_disabled_people_gets_its_receipts_and_nothing_else(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let app = station.app();
    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    let now_ms = server::clock::now_ms();
    let first = of(officer.person());
    assert_eq!(people::disable(app, &first, None, now_ms).await?, Ok(()));
    officer.records(&patrol("raslatt"))?;
    assert_eq!(officer.sends().await?[0].verdict, VerdictKind::Quarantined, "a receipt all the same");
    let answer = officer.memory.last_answer.clone().context("an answer")?;
    assert!(answer.revoked && answer.tallies.is_empty() && answer.promises.is_empty());
    // A journal that begins now is held back too.
    let old = officer.memory.journal;
    officer.memory = harness::phone::Memory::new(officer.person());
    officer.records(&patrol("raslatt"))?;
    assert_eq!(officer.sends().await?[0].verdict, VerdictKind::Quarantined);

    // Access again, with a new code: new journals count, and revoked ones stay so.
    assert!(app.store.enable(&first, None, now_ms).await?);
    let code = station.code(officer.person()).await?;
    let mut again = harness::Officer::enrol(&station.url(), &code, "Telefon 11").await?;
    again.records(&patrol("raslatt"))?;
    assert_eq!(again.sends().await?[0].verdict, VerdictKind::Accepted);
    again.memory.journal = old;
    again.records(&patrol("raslatt"))?;
    assert_eq!(again.sends().await?[0].verdict, VerdictKind::Quarantined, "final");

    // Who else is on a shared phone goes on.
    let second = station.person("Patrull 12", Role::Officer, "polisen").await?;
    again.lends(&station.code(second).await?).await?;
    assert_eq!(people::disable(app, &first, None, now_ms).await?, Ok(()));
    again.memory = harness::phone::Memory::new(second);
    again.records(&patrol("raslatt"))?;
    assert_eq!(again.sends().await?[0].verdict, VerdictKind::Accepted);
    let answer = again.memory.last_answer.clone().context("an answer")?;
    assert!(!answer.revoked && !answer.promises.is_empty());
    Ok(())
}
