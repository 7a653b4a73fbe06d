//! Phones: one cookie and several people, revocation, gaps by name, journals of others.

use crate::on_both;
use anyhow::Result;
use domain::authorization::Role;
use domain::id::JournalId;
use domain::wire::VerdictKind;
use harness::station::{partnership, this_years_promise};
use harness::{Backend, Station, patrol};
use reqwest::StatusCode;

on_both!(
    a_shared_phone_sends_for_each_of_its_people,
    nobody_sends_for_another,
    a_revoked_phone_is_quarantined_and_hears_nothing,
    what_a_revoked_phone_was_not_told_is_told_to_the_next,
    a_gap_is_named_until_it_fills,
    no_credential_is_told_so_and_nothing_changes,
);

async fn a_shared_phone_sends_for_each_of_its_people(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    let second = station.person("Patrull 12", Role::Officer, "polisen").await?;
    let enrolled = officer.lends(&station.code(second).await?).await?;
    assert_eq!(enrolled.person, second);
    // The second person unlocks the phone: a journal of their own.
    officer.memory = harness::phone::Memory::new(second);
    officer.records(&patrol("raslatt"))?;
    let verdicts = officer.sends().await?;
    assert_eq!(verdicts[0].verdict, VerdictKind::Accepted);
    let devices = station.app().store.devices(&partnership()).await?;
    assert_eq!((devices.len(), devices[0].people.len()), (1, 2));
    Ok(())
}

async fn nobody_sends_for_another(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut first = station.officer("Patrull 11").await?;
    let mut second = station.officer("Patrull 12").await?;
    let id = first.records(&patrol("raslatt"))?;
    first.sends().await?;
    // The same entry from another phone, under its own person or under the first's.
    let stolen = first.memory.kept[0].clone();
    for (journal, author) in [
        (stolen.journal, stolen.author),
        (stolen.journal, second.person()),
        (second.memory.journal, first.person()),
        (second.memory.journal, second.person()),
    ] {
        second.memory.kept = vec![stolen.clone()];
        second.memory.kept[0].state = domain::journal::State::Waiting;
        (second.memory.kept[0].journal, second.memory.kept[0].author) = (journal, author);
        let verdicts = second.sends().await?;
        assert_eq!((verdicts[0].id, verdicts[0].code.as_deref()), (Some(id), Some("not_yours")), "{journal} {author}");
    }
    // Naming another's journal tells nothing of it.
    second.memory.kept.clear();
    second.memory.journal = JournalId(first.memory.journal.0);
    second.sends().await?;
    assert!(second.memory.last_answer.clone().expect("an answer").held.is_empty());
    let count: i64 = station.app().store.tally(&partnership()).await?.0.values().map(|a| a.count).sum();
    assert_eq!(count, 1);
    Ok(())
}

async fn a_revoked_phone_is_quarantined_and_hears_nothing(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    let supervisor = station.supervisor().await?;
    let promise = this_years_promise();
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    let device = station.app().store.devices(&partnership()).await?[0].id;
    assert!(supervisor.sees(&format!("/devices/{device}/revoke")).await?.contains("Patrull 11"));
    assert_eq!(supervisor.submits(&format!("/devices/{device}/revoke"), &[]).await?.status(), StatusCode::OK);

    let root = officer.memory.kept[0].id;
    officer.withdraws(root, &[root])?;
    officer.records(&patrol("raslatt"))?;
    let verdicts = officer.sends().await?;
    assert!(verdicts.iter().all(|v| v.verdict == VerdictKind::Quarantined), "{verdicts:?}");
    let answer = officer.memory.last_answer.clone().expect("an answer");
    assert!(answer.revoked && answer.tallies.is_empty() && answer.promises.is_empty());
    assert_eq!(supervisor.count(&promise, "fotpatrull_raslatt", "raslatt").await?, 1, "what was held stays");

    // Another phone with the same journal: revocation sticks to it.
    let person = officer.person();
    let mut other = harness::Officer::enrol(&station.url(), &station.code(person).await?, "Ny telefon").await?;
    other.memory.journal = officer.memory.journal;
    other.memory.last_seq = officer.memory.last_seq;
    other.records(&patrol("raslatt"))?;
    assert_eq!(other.sends().await?[0].verdict, VerdictKind::Quarantined);
    assert_eq!(supervisor.count(&promise, "fotpatrull_raslatt", "raslatt").await?, 1);
    let text = crate::figures::words(&supervisor.sees("/dashboard").await?);
    assert!(text.contains("Väntar på en person"), "{text}");
    Ok(())
}

/// A decision comes while a phone is revoked that has the journal from an earlier one; its person enrols the phone anew.
async fn what_a_revoked_phone_was_not_told_is_told_to_the_next(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let mut first = station.officer("Patrull 11").await?;
    let root = first.records(&patrol("raslatt"))?;
    first.sends().await?;
    let person = first.person();
    let mut second = harness::Officer::enrol(&station.url(), &station.code(person).await?, "Ny telefon").await?;
    second.memory = first.memory;
    let form = [("message", "18 eller 28 minuter?")];
    supervisor.submits(&format!("/entries/{root}/return"), &form).await?.error_for_status()?;
    let devices = station.app().store.devices(&partnership()).await?;
    let device = devices.iter().find(|device| device.name == "Ny telefon").expect("the phone").id;
    supervisor.submits(&format!("/devices/{device}/revoke"), &[]).await?.error_for_status()?;
    second.sends().await?;
    let answer = second.memory.last_answer.clone().expect("an answer");
    assert!(answer.revoked && answer.changes.is_empty(), "{answer:?}");
    second.enrols_again(&station.code(person).await?).await?;
    second.sends().await?;
    let answer = second.memory.last_answer.clone().expect("an answer");
    assert_eq!(answer.changes.iter().map(|change| change.id).collect::<Vec<_>>(), [root], "{answer:?}");
    Ok(())
}

async fn a_gap_is_named_until_it_fills(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    let supervisor = station.supervisor().await?;
    for _ in 0..6 {
        officer.records(&patrol("raslatt"))?;
    }
    let all = officer.memory.kept.clone();
    // Numbers 3 and 4 didn't come, nor the last one.
    officer.memory.kept = [&all[..2], &all[4..5]].concat();
    officer.sends().await?;
    assert_eq!(
        officer.memory.last_answer.clone().expect("an answer").held[&officer.memory.journal].0,
        [(1, 2), (5, 5)]
    );
    let text = crate::figures::words(&supervisor.sees("/dashboard").await?);
    assert!(text.contains("Patrull 11") && text.contains("3–4, 6"), "{text}");
    assert_eq!(supervisor.figures(&this_years_promise()).await?.completeness.expect("for staff").missing, 3);
    officer.memory.kept = all;
    officer.sends_all().await?;
    let text = crate::figures::words(&supervisor.sees("/dashboard").await?);
    assert!(!text.contains("3–4, 6"), "{text}");
    Ok(())
}

async fn no_credential_is_told_so_and_nothing_changes(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let nobody = station.citizen()?;
    let body = serde_json::json!({ "v": 1, "entries": [] });
    let answer = nobody.sends(|c, url| c.post(format!("{url}/api/v1/sync")).json(&body)).await?;
    crate::limits::expect(answer, StatusCode::UNAUTHORIZED, "not_signed_in").await?;
    let body = serde_json::json!({ "code": "AAAAA-AAAAA", "device_name": "x" });
    let answer = nobody.sends(|c, url| c.post(format!("{url}/api/v1/enrol")).json(&body)).await?;
    crate::limits::expect(answer, StatusCode::UNAUTHORIZED, "wrong_code").await?;
    assert!(station.app().store.devices(&partnership()).await?.is_empty());
    Ok(())
}
