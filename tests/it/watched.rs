//! What whoever watches over the server is told: on a listener of its own, without a name in it.

use crate::on_both;
use anyhow::{Context, Result};
use harness::{Backend, Station, patrol};

on_both!(figures_about_the_server_stand_on_a_listener_of_their_own);

async fn figures_about_the_server_stand_on_a_listener_of_their_own(backend: Backend) -> Result<()> {
    let set = |serve: &mut server::config::Serve| serve.metrics_addr = "127.0.0.1:0".parse().ok();
    let station = Station::start_with(backend, set).await?;
    let mut officer = station.officer("Patrull Hemlig").await?;
    let supervisor = station.supervisor().await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    officer.records(&patrol("raslatt"))?;
    // It says that another waits, and then isn't heard from.
    let (text, _) = officer.memory.request(harness::station::zone()?.moment(server::clock::now_ms()));
    let waiting = text.replace("\"waiting\":0", "\"waiting\":3");
    officer.posts(waiting).await?.error_for_status()?;
    supervisor.sees("/dashboard").await?;
    station.citizen()?.asks("/nowhere").await?;

    let url = format!("http://{}/metrics", station.metrics().context("a listener")?);
    let told = reqwest::get(&url).await?.error_for_status()?.text().await?;
    let figure = |line: &str| -> Option<i64> { told.lines().find_map(|l| l.strip_prefix(line)?.trim().parse().ok()) };
    assert_eq!(figure("rond_sync_entries_total{verdict=\"accepted\"}"), Some(2), "{told}");
    assert_eq!(figure("rond_requests_total{route=\"/dashboard\",class=\"2xx\"}"), Some(1), "{told}");
    assert_eq!(figure("rond_requests_total{route=\"none\",class=\"4xx\"}"), Some(1), "{told}");
    assert_eq!(figure("rond_refusals_total{code=\"not_found\"}"), Some(1), "{told}");
    assert_eq!((figure("rond_devices"), figure("rond_devices_waiting")), (Some(1), Some(1)), "{told}");
    assert!(figure("rond_oldest_unsent_device_age_seconds").is_some_and(|age| (0..600).contains(&age)), "{told}");
    assert_eq!((figure("rond_database_up"), figure("rond_writer_queue")), (Some(1), Some(0)), "{told}");
    for name in ["Hemlig", "Gruppchef", "raslatt", &officer.person().to_string()] {
        assert!(!told.contains(name), "{name} in {told}");
    }
    // Nobody else is told.
    assert_eq!(station.citizen()?.asks("/metrics").await?.status(), 404);
    Ok(())
}

#[tokio::test]
async fn only_this_machine_may_be_told() -> Result<()> {
    let set = |serve: &mut server::config::Serve| serve.metrics_addr = "0.0.0.0:0".parse().ok();
    let error = Station::start_with(Backend::Sqlite, set).await.err().context("it started")?;
    assert!(format!("{error:#}").contains("--metrics-addr"), "{error:#}");
    Ok(())
}
