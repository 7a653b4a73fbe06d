//! A line that is cut: before, during and after a request. Nothing is lost and nothing counts twice.

use crate::on_both;
use anyhow::Result;
use domain::wire::VerdictKind;
use harness::station::this_years_promise;
use harness::{Backend, Cut, Line, Station, patrol};

on_both!(a_cut_line_loses_nothing_and_doubles_nothing, a_stopped_server_is_only_a_pause);

async fn a_cut_line_loses_nothing_and_doubles_nothing(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let line = Line::to(station.addr()).await?;
    let mut officer = station.officer_behind(&line, "Patrull 11").await?;
    let supervisor = station.supervisor().await?;
    let promise = this_years_promise();
    let count = async || supervisor.count(&promise, "fotpatrull_raslatt", "raslatt").await;
    for _ in 0..3 {
        officer.records(&patrol("raslatt"))?;
    }
    for (cut, merged) in [(Cut::Before, 0), (Cut::During, 0), (Cut::Reply, 3)] {
        line.cut(cut);
        assert!(officer.sends().await.is_err(), "{cut:?}: no answer came");
        assert_eq!(officer.memory.waiting(), 3, "{cut:?}: everything still waits");
        assert_eq!(count().await?, merged, "{cut:?}");
    }
    line.cut(Cut::Nowhere);
    let verdicts = officer.sends().await?;
    assert!(verdicts.iter().all(|v| v.verdict == VerdictKind::AlreadyHeld), "{verdicts:?}");
    assert_eq!((officer.memory.waiting(), count().await?), (0, 3));
    Ok(())
}

async fn a_stopped_server_is_only_a_pause(backend: Backend) -> Result<()> {
    let mut station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    station.stop().await?;
    for _ in 0..5 {
        officer.records(&patrol("raslatt"))?;
    }
    assert!(officer.sends().await.is_err());
    station.restart().await?;
    officer.sends().await?;
    let supervisor = station.supervisor().await?;
    assert_eq!(supervisor.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await?, 5);
    Ok(())
}
