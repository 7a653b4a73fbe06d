//! Feedback to those who walked: their unit's own, and all together; no other unit, no person.

use crate::figures::words;
use crate::on_both;
use anyhow::Result;
use harness::station::partnership;
use harness::{Backend, Officer, Station, check, patrol};
use reqwest::StatusCode;

on_both!(a_unit_sees_what_it_added_and_no_other_unit, what_is_kept_equals_a_count_from_scratch);

async fn reads(officer: &Officer) -> Result<String> {
    let answer = officer
        .client()
        .get(format!("{}/mine?person={}", officer.url(), officer.person()))
        .send()
        .await?
        .error_for_status()?;
    Ok(words(&answer.text().await?))
}

async fn a_unit_sees_what_it_added_and_no_other_unit(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut one = station.officer("Patrull 11").await?;
    let mut other = station.officer("Patrull 12").await?;
    let first = one.records(&patrol("raslatt").by_unit("91-1110"))?;
    one.records(&patrol("raslatt").by_unit("91-1110"))?;
    one.records(&check("raslatt", 19).by_unit("91-1110"))?;
    one.sends_all().await?;
    for _ in 0..5 {
        other.records(&patrol("raslatt").by_unit("92-2220"))?;
    }
    other.records(&patrol("raslatt"))?;
    other.sends_all().await?;
    let seen = reads(&one).await?;
    assert!(seen.contains("Fotpatrull, Råslätt 2 8 av 800"), "{seen}");
    assert!(!seen.contains("Trafikkontroll"), "19 minutes add nothing: {seen}");
    for hidden in ["92-2220", "Patrull 11", "Patrull 12"] {
        assert!(!seen.contains(hidden), "{hidden} in {seen}");
    }
    assert!(reads(&other).await?.contains("Fotpatrull, Råslätt 5 8 av 800"));
    one.withdraws(first, &[first])?;
    one.sends_all().await?;
    assert!(reads(&one).await?.contains("Fotpatrull, Råslätt 1 7 av 800"));
    let stranger = station.citizen()?.asks("/mine").await?;
    assert_eq!((stranger.status(), stranger.headers()["location"].to_str()?), (StatusCode::SEE_OTHER, "/"));
    Ok(())
}

async fn what_is_kept_equals_a_count_from_scratch(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    for place in 0..20 {
        let unit = ["91-1110", " 91-1110 ", "93-3330"][place % 3];
        let root = officer.records(&patrol(["raslatt", "ekhagen", "atlantis"][place % 3]).by_unit(unit))?;
        match place % 4 {
            0 => drop(officer.withdraws(root, &[root])?),
            1 => drop(officer.corrects(root, &[root], &check("raslatt", 25).by_unit("93-3330"))?),
            _ => {}
        }
    }
    officer.sends_all().await?;
    let kept = reads(&officer).await?;
    assert!(kept.contains("91-1110 under") && kept.contains("93-3330 under"), "{kept}");
    station.app().store.rebuild(&partnership(), &mut |_| {}).await?;
    let figures = |page: &str| page.split(" Per ").next().map(str::to_owned);
    assert_eq!(figures(&reads(&officer).await?), figures(&kept));
    Ok(())
}
