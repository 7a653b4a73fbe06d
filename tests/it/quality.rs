//! How things are recorded, seen by a supervisor: by area, never by person; the small counts equal a count from scratch.

use crate::figures::words;
use crate::on_both;
use anyhow::Result;
use domain::authorization::Role;
use domain::entry::How;
use domain::moment::Moment;
use domain::quality::{Shape, Shown};
use harness::station::{partnership, today};
use harness::{Backend, Officer, Station, Work, check, patrol};
use reqwest::StatusCode;

on_both!(
    what_is_recorded_is_seen_by_area_and_no_closer,
    counts_that_are_kept_equal_counts_from_scratch,
    only_supervisors_see_it,
);

/// Noon some days ago, where the promise is.
fn noon(days_ago: i32) -> String {
    let day = today().plus(-days_ago);
    let zone = server::clock::Zone::named("Europe/Stockholm").expect("built in");
    let about = i64::from(day.0) * 86_400_000 + 11 * 3_600_000;
    Moment { unix_ms: about, offset_min: zone.moment(about).offset_min }.to_string()
}

async fn what_is_recorded_is_seen_by_area_and_no_closer(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    station.has_run_since_last_year().await?;
    let mut officer = station.officer("Patrull Elva").await?;
    let supervisor = station.supervisor().await?;
    let page = words(&supervisor.sees("/quality").await?);
    assert!(page.contains("Inget är registrerat det här året."), "{page}");
    for _ in 0..12 {
        officer.records(&check("raslatt", 20).at(&noon(0)))?;
    }
    for minutes in [21, 24, 45] {
        officer.records(&check("raslatt", minutes).at(&noon(0)))?;
    }
    // Of two days ago and stated afterwards, which is late, and with the phone's own clock, which is not.
    officer.records(&patrol("ekhagen").at(&noon(2)))?;
    officer.records(&Work { how: How::Timer, ..patrol("ekhagen").at(&noon(2)) })?;
    officer.records(&Work::of("narcotics_offence", "raslatt").answering("first_time_user", "yes").at(&noon(0)))?;
    officer.sends().await?;

    let html = supervisor.sees("/quality?activity=traffic_check").await?;
    let page = words(&html);
    for part in [
        "12 av 15 är exakt 20 minuter. De fem minuterna därefter har i snitt 0,4 var.",
        "Råslätt: 12 av 15 trafikkontroller är exakt 20 minuter.",
        "0 av 15 (0 %)",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let two_days_ago = today().plus(-2).year();
    let patrols = words(&supervisor.sees(&format!("/quality?activity=foot_patrol&year={two_days_ago}")).await?);
    assert!(patrols.contains("1 av 2 (50 %)"), "{patrols}");
    for never in ["Patrull Elva", "arkotika", &officer.person().to_string()] {
        assert!(!html.contains(never) && !patrols.contains(never), "{never}");
    }
    Ok(())
}

/// Corrected, withdrawn, orphaned and in two versions: what the merge kept is what a rebuild finds.
async fn counts_that_are_kept_equal_counts_from_scratch(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    station.has_run_since_last_year().await?;
    let mut officer = station.officer("Patrull Elva").await?;
    for place in 0..40_u32 {
        let area = ["raslatt", "oxnehaga", "ekhagen"][place as usize % 3];
        let root = officer.records(&check(area, 12 + place % 20).at(&noon(place as i32 % 9)))?;
        match place % 4 {
            0 => drop(officer.withdraws(root, &[root])?),
            1 => drop(officer.corrects(root, &[root], &check("raslatt", 33).at(&noon(1)))?),
            2 => drop(officer.corrects(root, &[root], &patrol("ekhagen").at(&noon(400)))?),
            _ => {}
        }
    }
    sends_in_pieces(&mut officer).await?;
    let store = &station.app().store;
    let mut years = Vec::new();
    for year in [today().year() - 1, today().year()] {
        years.push((year, store.shapes(&partnership(), year).await?));
    }
    assert!(years.iter().any(|(_, shapes)| shapes.0.len() > 12), "{years:?}");
    store.rebuild(&partnership(), &mut |_| {}).await?;
    for (year, kept) in years {
        assert_eq!(store.shapes(&partnership(), year).await?, kept, "rebuilt");
        assert!(kept.0.iter().all(|(_, count)| *count > 0), "{kept:?}");
        let raslatt = Shown { activity: &"traffic_check".into(), area: Some(&"raslatt".into()) };
        let starts = kept
            .0
            .iter()
            .filter(|(cell, _)| cell.shape == Shape::Start && Some(&cell.area) == Some(&raslatt.area.cloned()));
        let in_all: i64 = starts.filter(|(cell, _)| cell.activity == *raslatt.activity).map(|(_, n)| n).sum();
        assert_eq!(kept.hours(raslatt).iter().sum::<i64>(), in_all);
        assert_eq!(kept.late(raslatt).of, in_all, "each once in every shape");
    }
    Ok(())
}

/// Backwards and three at a time: corrections come before what they correct.
async fn sends_in_pieces(officer: &mut Officer) -> Result<()> {
    let mut kept = std::mem::take(&mut officer.memory.kept);
    kept.reverse();
    for piece in kept.chunks(3) {
        officer.memory.kept = piece.to_vec();
        officer.sends_all().await?;
    }
    Ok(())
}

async fn only_supervisors_see_it(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    assert!(supervisor.sees("/dashboard").await?.contains("href=\"/quality\""));
    let coordinator = station.coordinator().await?;
    assert!(!coordinator.sees("/dashboard").await?.contains("href=\"/quality\""));
    let administrator = station.staff("Administratör Ett", Role::Administrator, "kommunen").await?;
    for refused in [&coordinator, &administrator] {
        assert_eq!(refused.asks("/quality").await?.status(), StatusCode::FORBIDDEN);
    }
    let nobody = station.citizen()?;
    assert_eq!(nobody.asks("/quality").await?.status(), StatusCode::SEE_OTHER);
    // An officer's phone has a credential of its own, which is none for pages.
    let officer = station.officer("Patrull Elva").await?;
    let page = officer.client().get(format!("{}/quality", station.url())).send().await?;
    assert!(page.url().path().starts_with("/login"), "{}", page.url());
    Ok(())
}
