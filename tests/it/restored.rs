//! A backup that was put back: it revives no revoked phone and lets in nobody who was disabled, once the exported log has
//! been played to it.

use anyhow::{Context, Result};
use domain::authorization::Role;
use domain::id::PasskeyId;
use domain::wire::VerdictKind;
use harness::station::{PASSWORD, partnership, this_years_promise};
use harness::{Backend, Staff, Station, patrol};
use server::store::{NewPasskey, SessionOf};
use server::{audit_file, clock::now_ms, replay};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restored_backup_revives_no_revoked_phone() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    let mut officer = station.officer("Patrull 11").await?;
    let leaving = station.person("Samordnare Sju", Role::Coordinator, "kommunen").await?;
    let phc = server::secret::hash_password(PASSWORD)?;
    let of = SessionOf { partnership: partnership(), person: leaving };
    station.app().store.set_password(&of, &phc, now_ms()).await?;
    let file = station.database_url().trim_start_matches("sqlite:").split('?').next().context("a file")?.to_owned();
    let (with_key, kept_key) = with_a_passkey(&station).await?;
    let leaver = station.officer("Patrull 12").await?;
    // Who left a phone and came back to it stays, whatever the log says of the time before.
    let back = station.person("Patrull 13", Role::Officer, "polisen").await?;
    officer.lends(&station.code(back).await?).await?;
    officer.is_left_by(back).await?;
    officer.lends(&station.code(back).await?).await?;
    station.stop().await?;
    std::fs::copy(&file, format!("{file}.backup"))?;

    station.restart().await?;
    let store = &station.app().store;
    assert!(store.remove_passkey(&with_key, kept_key, now_ms()).await?);
    leaver.is_left_by(leaver.person()).await?;
    let devices = station.app().store.devices(&partnership()).await?;
    let device = devices.iter().find(|device| device.name == "Patrull 11").context("the phone")?.id;
    supervisor.submits(&format!("/devices/{device}/revoke"), &[]).await?.error_for_status()?;
    station.app().store.disable(&of, None, now_ms()).await?.ok().context("disabled")?;
    let store = &station.app().store;
    let key = station.app().keys.audit();
    let mut export = Vec::new();
    audit_file::export(store, &store.logged_partnerships().await?, &key, &mut export, now_ms()).await?;

    station.stop().await?;
    for rest in ["-wal", "-shm"] {
        std::fs::remove_file(format!("{file}{rest}")).ok();
    }
    std::fs::copy(format!("{file}.backup"), &file)?;
    station.restart().await?;
    let devices = station.app().store.devices(&partnership()).await?;
    assert!(devices.iter().all(|device| !device.revoked), "the backup itself knows nothing of it");
    let stranger = server::keys::Keys::passing()?.audit().verifying_key();
    assert!(replay::replay(&station.app().store, &export, &stranger, now_ms()).await.is_err(), "another's signature");
    let done = replay::replay(&station.app().store, &export, &key.verifying_key(), now_ms()).await?;
    assert_eq!((done.devices, done.people, done.passkeys, done.left), (1, 1, 1, 1), "{done}");
    let store = &station.app().store;
    assert!(store.passkeys(&with_key).await?.is_empty(), "a key that was removed opens nothing");
    let on_a_phone = async |person| -> Result<usize> {
        Ok(store.devices_of(&SessionOf { partnership: partnership(), person }).await?.len())
    };
    assert_eq!((on_a_phone(leaver.person()).await?, on_a_phone(back).await?), (0, 1), "who came back stays");
    let again = replay::replay(store, &export, &key.verifying_key(), now_ms()).await?;
    assert_eq!((again.passkeys, again.left), (0, 0), "once");

    officer.records(&patrol("raslatt"))?;
    assert_eq!(officer.sends().await?[0].verdict, VerdictKind::Quarantined);
    let supervisor = Staff::sign_in(&station.url(), "Gruppchef Ett", PASSWORD).await?;
    assert_eq!(supervisor.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await?, 0);
    assert!(Staff::sign_in(&station.url(), "Samordnare Sju", PASSWORD).await.is_err());
    Ok(())
}

/// A supervisor with a passkey, and its id.
async fn with_a_passkey(station: &Station) -> Result<(SessionOf, PasskeyId)> {
    let person = station.person("Gruppchef Två", Role::Supervisor, "polisen").await?;
    let of = SessionOf { partnership: partnership(), person };
    let id = PasskeyId(server::secret::new_id(now_ms())?);
    let new = NewPasskey { id, credential: b"a key", name: "Nyckel", public_key: "{}" };
    station.app().store.add_passkey(&of, &new, now_ms()).await?.ok().context("added")?;
    Ok((of, id))
}
