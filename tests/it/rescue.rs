//! What leaves a phone by other ways than the line: a rescue file, a forgotten PIN, a person who signs out.

use crate::on_both;
use anyhow::{Context, Result};
use domain::aad;
use domain::authorization::Role;
use harness::station::{partnership, this_years_promise};
use harness::{Backend, Officer, Station, patrol};
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::escrow::{as_phones, public_key};

on_both!(
    a_rescue_file_counts_once_whatever_the_phone_does,
    a_file_that_will_not_do_changes_nothing,
    a_code_opens_the_key_of_its_person_alone,
    a_person_who_signs_out_is_off_the_phone,
    a_file_of_a_revoked_phone_waits_for_a_person,
);

/// The file that the phone's own page would save: its records as they lie there.
pub(crate) fn file(station: &Station, officer: &Officer) -> Result<Value> {
    let key = as_phones::key()?;
    let (of, person) = (partnership(), officer.person());
    let escrow = as_phones::escrow(&key, &public_key(&station.app().keys)?, &aad::escrow(&of, person))?;
    let record = |kept: &domain::journal::Kept| {
        let name = key.name(kept.id);
        let inside = json!({ "id": kept.id, "body": kept.body, "kept_at_ms": kept.kept_at_ms }).to_string();
        let body = as_phones::seal(&key, &aad::entry(kept.journal, name), &inside)?;
        Ok(json!({ "id": name, "journal": kept.journal, "seq": kept.seq, "body": body }))
    };
    let entries: Vec<Value> = officer.memory.kept.iter().map(record).collect::<Result<_>>()?;
    Ok(json!({ "rond_rescue": 1, "partnership": of, "person": person, "escrow": escrow, "entries": entries }))
}

async fn a_rescue_file_counts_once_whatever_the_phone_does(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let mut officer = station.officer("Patrull 11").await?;
    let promise = this_years_promise();
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    officer.records(&patrol("raslatt"))?;
    officer.records(&patrol("raslatt"))?;
    let heard = station.app().store.devices(&partnership()).await?[0].heard_at_ms;
    let file = file(&station, &officer)?;
    let page = supervisor.brings(&file.to_string()).await?;
    assert!(page.contains("2 poster är nya") && page.contains("1 post fanns redan"), "{page}");
    assert_eq!(supervisor.count(&promise, "fotpatrull_raslatt", "raslatt").await?, 3);
    assert_eq!(
        station.app().store.devices(&partnership()).await?[0].heard_at_ms,
        heard,
        "the phone itself said nothing"
    );
    // The same file again, and the phone that was thought to be lost: nothing counts twice.
    assert!(supervisor.brings(&file.to_string()).await?.contains("3 poster fanns redan"));
    officer.sends_all().await?;
    assert_eq!(supervisor.count(&promise, "fotpatrull_raslatt", "raslatt").await?, 3);
    let logged = station.app().store.audit(&partnership(), 50).await?;
    let rows: Vec<&str> = logged.iter().filter(|r| r.deed == "import_rescue").map(|r| r.about.as_str()).collect();
    assert_eq!(rows.len(), 2, "{logged:?}");
    assert!(rows[1].contains("\"fresh\":2") && rows[0].contains("\"fresh\":0"), "{rows:?}");
    Ok(())
}

async fn a_file_that_will_not_do_changes_nothing(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let coordinator = station.coordinator().await?;
    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&patrol("raslatt"))?;
    officer.records(&patrol("raslatt"))?;
    let good = file(&station, &officer)?;
    let with = |name: &str, value: Value| {
        let mut changed = good.clone();
        changed[name] = value;
        changed.to_string()
    };
    for (what, text, told) in [
        ("no file", String::new(), "ingen räddningsfil"),
        ("no JSON", "{".to_owned(), "ingen räddningsfil"),
        ("another version", with("rond_rescue", json!(2)), "ingen räddningsfil"),
        ("another partnership", with("partnership", json!("annan")), "en annan server"),
        ("another's key", with("escrow", json!("AAAA")), "en annan server"),
        ("somebody unknown", with("person", json!("01890000-0000-7000-8000-000000000001")), "annan organisation"),
    ] {
        let page = supervisor.brings(&text).await?;
        assert!(page.contains(told), "{what}: {page}");
    }
    let page = coordinator.brings(&good.to_string()).await?;
    assert!(page.contains("annan organisation"), "the municipality reads no entries of the police: {page}");
    // One entry moved to another number's journal, one damaged: neither is taken for what it isn't.
    let mut damaged = good.clone();
    damaged["entries"][0]["journal"] = json!("01890000-0000-7000-8000-0000000000ff");
    damaged["entries"][1]["body"] = json!("x");
    let page = supervisor.brings(&damaged.to_string()).await?;
    assert!(page.contains("2 poster gick inte att läsa"), "{page}");
    assert_eq!(supervisor.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await?, 0);
    assert!(supervisor.brings(&good.to_string()).await?.contains("2 poster är nya"));
    Ok(())
}

async fn a_code_opens_the_key_of_its_person_alone(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let [first, second] = ["Patrull 11", "Patrull 12"];
    let (first, second) = (
        station.person(first, Role::Officer, "polisen").await?,
        station.person(second, Role::Officer, "polisen").await?,
    );
    let key = as_phones::key()?;
    let public = public_key(&station.app().keys)?;
    let of_first = as_phones::escrow(&key, &public, &aad::escrow(&partnership(), first))?;
    let nobody = station.citizen()?;
    for (person, opened) in [(first, Some(key.told())), (second, None)] {
        let code = station.code(person).await?;
        let body = json!({ "code": code, "device_name": "", "escrows": ["x", of_first] });
        let answer = nobody.sends(|c, url| c.post(format!("{url}/api/v1/enrol")).json(&body)).await?;
        let answer: Value = answer.error_for_status()?.json().await?;
        assert_eq!(answer["opened"].as_str().map(str::to_owned), opened, "{person}");
        assert_eq!(answer["seal"].as_str(), Some(public.as_str()));
    }
    let wrong = json!({ "code": "AAAAA-AAAAA", "device_name": "", "escrows": [of_first] });
    let answer = nobody.sends(|c, url| c.post(format!("{url}/api/v1/enrol")).json(&wrong)).await?;
    crate::limits::expect(answer, StatusCode::UNAUTHORIZED, "wrong_code").await?;
    let logged = station.app().store.audit(&partnership(), 50).await?;
    assert_eq!(logged.iter().filter(|row| row.deed == "recover_key").count(), 1);
    Ok(())
}

async fn a_person_who_signs_out_is_off_the_phone(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    let stranger = json!({ "person": "01890000-0000-7000-8000-000000000001" });
    let to = format!("{}/api/v1/sign-out", officer.url());
    let answer = officer.client().post(&to).json(&stranger).send().await?;
    crate::limits::expect(answer, StatusCode::NOT_FOUND, "not_found").await?;
    let own = json!({ "person": officer.person() });
    assert_eq!(officer.client().post(&to).json(&own).send().await?.status(), StatusCode::NO_CONTENT);
    let devices = station.app().store.devices(&partnership()).await?;
    assert!(devices[0].people.is_empty(), "{devices:?}");
    officer.records(&patrol("raslatt"))?;
    assert!(officer.sends().await.is_err(), "the last of a phone's people takes its credential along");
    let count: i64 = station.app().store.tally(&partnership()).await?.0.values().map(|a| a.count).sum();
    assert_eq!(count, 1, "what was held stays");
    Ok(())
}

async fn a_file_of_a_revoked_phone_waits_for_a_person(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    let device = station.app().store.devices(&partnership()).await?.first().context("the phone")?.id;
    supervisor.submits(&format!("/devices/{device}/revoke"), &[]).await?.error_for_status()?;
    officer.records(&patrol("raslatt"))?;
    let page = supervisor.brings(&file(&station, &officer)?.to_string()).await?;
    assert!(page.contains("1 post fanns redan") && page.contains("spärrad telefon"), "{page}");
    assert_eq!(supervisor.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await?, 1);
    Ok(())
}
