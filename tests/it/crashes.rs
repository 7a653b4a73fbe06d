//! Crashes of the app: phones tell of them, those who look after the phones see them, and nobody fills anything with them.

use crate::figures::words;
use crate::on_both;
use anyhow::Result;
use domain::authorization::Role;
use domain::crash::CRASHES;
use harness::station::partnership;
use harness::{Backend, Station};
use serde_json::{Value, json};

on_both!(an_administrator_sees_what_a_phone_tells_of_a_crash, a_phone_tells_of_few_crashes_a_day,);

fn crash(message: &str) -> Value {
    json!({ "build": "b0ld", "location": "app/src/actions/save.rs:12", "message": message })
}

async fn an_administrator_sees_what_a_phone_tells_of_a_crash(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let officer = station.officer("Patrull 11").await?;
    let administrator = station.staff("Administratör Två", Role::Administrator, "kommunen").await?;
    let supervisor = station.supervisor().await?;
    assert!(!administrator.sees("/devices").await?.contains("Fel i appen"), "nothing has crashed");
    officer.tells_of_crashes(&[crash("no journal: Möte med <i>"), crash(&"å\0".repeat(2_000))]).await?;
    for staff in [&administrator, &supervisor] {
        let text = words(&staff.sees("/devices").await?);
        for part in ["Fel i appen", "Patrull 11", "no journal", "app/src/actions/save.rs:12", "b0ld", "ååå"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("Möte"), "what is recorded isn't told: {text}");
    }
    let longest = station.app().store.crashes(&partnership()).await?;
    assert!(longest.iter().all(|row| row.crash.message.len() <= 500), "{longest:?}");
    // Whose phone it isn't sees nothing of it.
    let other = station.staff("Gruppchef Två", Role::Supervisor, "kommunen").await?;
    assert!(!other.sees("/devices").await?.contains("no journal"));
    Ok(())
}

async fn a_phone_tells_of_few_crashes_a_day(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let first = station.officer("Patrull 11").await?;
    let second = station.officer("Patrull 12").await?;
    for _ in 0..3 {
        first.tells_of_crashes(&[crash("first"), crash("first")]).await?;
    }
    second.tells_of_crashes(&[crash("second")]).await?;
    let stored = station.app().store.crashes(&partnership()).await?;
    let of = |message: &str| stored.iter().filter(|row| row.crash.message == message).count();
    assert_eq!((of("first"), of("second")), (CRASHES, 1));
    Ok(())
}
