//! What was sent back and what came of it, what was taken out of the figures and put back, and how much waits in all.

use crate::decisions::{Scene, begun};
use crate::figures::words;
use crate::on_both;
use anyhow::{Context, Result};
use domain::json::Json;
use harness::station::today;
use harness::{Backend, check, patrol};
use reqwest::StatusCode;

on_both!(
    everything_that_waits_is_counted_on_one_page,
    what_was_sent_back_is_listed_with_what_came_of_it,
    what_was_taken_out_of_the_figures_is_put_back,
);

const DAY: &str = "2022-02-03T10:00:00+01:00";
const PROMISE: &str = "jonkoping-2021-2022";

async fn questions(scene: &Scene) -> Result<String> {
    Ok(words(&scene.supervisor.sees("/questions").await?))
}

async fn everything_that_waits_is_counted_on_one_page(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    assert!(questions(&scene).await?.contains("Inget väntar på en person."));
    let mut first = scene.station.officer("Patrull 11").await?;
    let mut second = scene.station.officer("Patrull 12").await?;
    let now = format!("{}T00:10:00+00:00", today());
    first.records(&patrol("raslatt").at(&now))?;
    second.records(&patrol("raslatt").at(&now))?;
    first.sends().await?;
    second.sends().await?;
    let text = questions(&scene).await?;
    assert!(!text.contains("Inget väntar"), "{text}");
    assert!(text.contains("1 sak väntar på dig") && text.contains("1 möjlig dubblett"), "{text}");
    second.records(&patrol("atlantis").at(DAY))?;
    second.records(&patrol("ekhagen").at(DAY))?;
    second.records(&patrol("ekhagen").at(DAY))?;
    second.memory.kept.retain(|kept| kept.seq != 3);
    second.sends().await?;
    let text = questions(&scene).await?;
    assert!(text.contains("3 saker väntar på dig"), "{text}");
    for part in ["1 post som ingen regel avgör", "1 möjlig dubblett", "1 lucka i numren"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    Ok(())
}

async fn what_was_sent_back_is_listed_with_what_came_of_it(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let mut officer = scene.station.officer("Patrull 11").await?;
    let corrected = officer.records(&check("raslatt", 18).at(DAY))?;
    let withdrawn = officer.records(&check("ekhagen", 18).at(DAY))?;
    let waiting = officer.records(&check("oxnehaga", 18).at(DAY))?;
    officer.sends().await?;
    for root in [corrected, withdrawn, waiting] {
        let path = format!("/entries/{root}/return");
        let answer = scene.supervisor.submits(&path, &[("message", "18 eller 28 minuter?")]).await?;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let to = answer.headers()["location"].to_str()?.to_owned();
        let page = words(&scene.supervisor.sees(&to).await?);
        assert!(page.contains("Posten är återsänd till Patrull 11"), "it is said what happened: {page}");
        assert!(!page.contains("Skicka åter för rättning"), "and it isn't offered again: {page}");
        let again = scene.supervisor.submits(&path, &[("message", "igen")]).await?;
        assert_eq!(again.status(), StatusCode::CONFLICT, "one question at a time");
        assert!(words(&again.text().await?).contains("Posten är redan återsänd"));
    }
    officer.corrects(corrected, &[corrected], &check("raslatt", 28).at(DAY))?;
    officer.withdraws(withdrawn, &[withdrawn])?;
    officer.sends().await?;
    let text = questions(&scene).await?;
    let list = text.split("Återsända poster").nth(1).context("a list of what was sent back")?;
    for says in ["Trafikkontroll, Öxnehaga", "18 eller 28 minuter?", "Väntar på Patrull 11 sedan i dag"] {
        assert!(list.contains(says), "{says}: {text}");
    }
    assert!(list.contains("Trafikkontroll, Råslätt") && list.contains("Rättad i dag"), "{text}");
    assert!(list.contains("Trafikkontroll, Ekhagen") && list.contains("Borttagen i dag"), "{text}");
    // Answered, it may be asked about again.
    let path = format!("/entries/{corrected}/return");
    assert_eq!(scene.supervisor.submits(&path, &[("message", "Var?")]).await?.status(), StatusCode::SEE_OTHER);
    scene.rebuilds_to_itself().await
}

async fn what_was_taken_out_of_the_figures_is_put_back(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let mut officer = scene.station.officer("Patrull 11").await?;
    let root = officer.records(&patrol("raslatt").at(DAY))?;
    officer.corrects(root, &[root], &patrol("raslatt").minutes(50).at(DAY).noting("Två varv"))?;
    officer.sends().await?;
    let total = || scene.supervisor.total(PROMISE, "fotpatrull_raslatt", Some("raslatt"));
    let (page, back) = (format!("/entries/{root}"), format!("/entries/{root}/put-back"));
    let early = scene.supervisor.submits(&back, &[("reason", "fel")]).await?;
    assert_eq!(early.status(), StatusCode::CONFLICT, "it counts already");
    scene.decides(&format!("{page}/void"), &[("reason", "övning")]).await?;
    assert_eq!(total().await?.count, 0);
    let form = scene.supervisor.opens(&page, &back).await?;
    assert_eq!(scene.supervisor.sends_form(&form).await?.status(), StatusCode::UNPROCESSABLE_ENTITY, "why?");
    scene.decides(&back, &[("reason", "Det var ingen övning")]).await?;
    let counted = total().await?;
    assert_eq!((counted.count, counted.minutes), (1, 50), "as it stood before");
    let text = words(&scene.supervisor.sees(&page).await?);
    assert!(text.contains("Tillbaka i siffrorna") && text.contains("Det var ingen övning"), "{text}");
    assert_eq!(scene.supervisor.submits(&back, &[("reason", "igen")]).await?.status(), StatusCode::CONFLICT);
    assert!(scene.deeds().await?.contains(&"put_back".to_owned()));
    officer.sends().await?;
    let changes = officer.memory.last_answer.clone().context("an answer")?.changes;
    let last = changes.last().context("the phone is told")?;
    assert_eq!(last.message.as_deref(), Some("Det var ingen övning"));
    assert_eq!(last.entries[0].get("note").and_then(Json::text), Some("Två varv"));
    scene.rebuilds_to_itself().await?;
    assert_eq!(total().await?.count, 1);

    // What its author withdrew stays withdrawn, and another organisation has no say.
    let own = officer.records(&patrol("ekhagen").at(DAY))?;
    officer.withdraws(own, &[own])?;
    officer.sends().await?;
    let answer = scene.supervisor.submits(&format!("/entries/{own}/put-back"), &[("reason", "nej")]).await?;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let coordinator = scene.station.coordinator().await?;
    scene.decides(&format!("{page}/void"), &[("reason", "övning")]).await?;
    assert_eq!(coordinator.submits(&back, &[("reason", "nej")]).await?.status(), StatusCode::FORBIDDEN);
    Ok(())
}
