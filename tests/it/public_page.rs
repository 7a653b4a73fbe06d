//! What citizens get: whole without a script, a week old, and never a single offence.

use crate::figures::words;
use crate::on_both;
use anyhow::Result;
use domain::wire::Figures;
use harness::station::{this_years_promise, today};
use harness::{Backend, Station, Work, patrol};
use reqwest::StatusCode;

on_both!(the_pages_are_whole_without_a_browser, figures_are_public_after_seven_days, single_offences_never_show);

async fn the_pages_are_whole_without_a_browser(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    let day = today().plus(-20);
    for _ in 0..7 {
        officer.records(&patrol("raslatt").at(&format!("{day}T10:00:00+02:00")))?;
    }
    officer.sends().await?;
    let supervisor = station.supervisor().await?;
    let promise = this_years_promise();
    let public = station.citizen()?.reads(&format!("/promise/{promise}?year={}", day.year())).await?;
    let dashboard = supervisor.sees(&format!("/dashboard?year={}", day.year())).await?;
    let in_force = station.app().in_force(&harness::station::partnership()).await?;
    let wording = in_force.catalogue.get(&promise.as_str().into()).expect("this year's").clone();
    for page in [&public, &dashboard] {
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>"));
        assert!(!page.contains("<script>") && !page.contains(" style="), "nothing within the page itself");
        let text = words(page);
        assert!(text.contains("7 av 800"), "{text}");
        for commitment in &wording.commitments {
            let signed = commitment.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let escaped = words(&signed.replace('&', "&amp;"));
            assert!(text.contains(&escaped) || text.contains(&signed), "{signed} in {text}");
        }
    }
    assert!(!public.contains("<script"), "citizens need none");
    assert!(!public.contains("Patrull 11"), "no phone, no person");
    Ok(())
}

async fn figures_are_public_after_seven_days(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    for back in [6, 7, 8, 9] {
        officer.records(&patrol("raslatt").at(&format!("{}T10:00:00+01:00", today().plus(-back))))?;
    }
    officer.sends().await?;
    let citizen = station.citizen()?;
    let path = format!("/api/v1/promises/{}/public", this_years_promise());
    let answer = citizen.asks(&path).await?;
    let tag = answer.headers()["etag"].to_str()?.to_owned();
    let figures: Figures = answer.json().await?;
    let count: i64 = figures.totals.iter().filter(|t| t.target.as_str() == "fotpatrull_raslatt").map(|t| t.count).sum();
    // In January the days of December are another year's.
    let public_days = [8, 9].into_iter().filter(|back| today().plus(-back).year() == today().plus(-8).year());
    assert_eq!((count, figures.through), (public_days.count() as i64, today().plus(-8)));
    assert_eq!(figures.completeness, None);
    let again = citizen.sends(|c, url| c.get(format!("{url}{path}")).header("if-none-match", tag)).await?;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    Ok(())
}

async fn single_offences_never_show(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    let day = today().plus(-20);
    for area in ["oxnehaga", "ekhagen"] {
        for _ in 0..4 {
            let work = Work::of("narcotics_offence", area).answering("first_time_user", "yes");
            officer.records(&work.at(&format!("{day}T10:00:00+01:00")))?;
        }
    }
    officer.sends().await?;
    let citizen = station.citizen()?;
    let promise = this_years_promise();
    let figures: Figures = serde_json::from_str(&citizen.reads(&format!("/api/v1/promises/{promise}/public")).await?)?;
    let shown: Vec<_> = figures.totals.iter().filter(|t| t.target.as_str().starts_with("narkotika")).collect();
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert_eq!((shown[0].area.clone(), shown[0].count, shown[0].numerator), (None, 5, Some(5)));
    let text = words(&citizen.reads(&format!("/promise/{promise}")).await?);
    assert!(text.contains("minst 5") && !text.contains("8 av"), "{text}");
    Ok(())
}
