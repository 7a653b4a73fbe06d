//! Numbers that a phone states: what is implausible waits for a person, no sum of them breaks a page, and a receipt depends on
//! no figure.

use crate::on_both;
use anyhow::{Context, Result};
use domain::authorization::Role;
use domain::id::PartnershipId;
use domain::json::LARGEST_INT;
use harness::station::{this_years_promise, today_at};
use harness::{Backend, Intruder, Officer, Station, Work, check, patrol};
use serde_json::Value;
use server::promise_file;

on_both!(
    an_implausible_number_waits_for_a_person_and_breaks_no_sum,
    an_implausible_duration_waits_for_a_person,
    a_receipt_is_given_although_the_totals_cannot_be_read,
);

const PROMISE: &str = "toreboda-2018";

/// An effort in traffic where so many drivers were drunk.
fn effort(drunk: i64) -> Work {
    Work::of("traffic_effort", "").anywhere().minutes(60).at("2018-05-04T13:05:00+02:00").counting("drunk", drunk)
}

/// Sends what waits; the flags of each verdict.
async fn flags(officer: &mut Officer) -> Result<Vec<Vec<String>>> {
    let verdicts = serde_json::to_value(officer.sends_all().await?)?;
    let flags = |verdict: &Value| serde_json::from_value(verdict["flags"].clone()).context("flags");
    verdicts.as_array().context("a list")?.iter().map(flags).collect()
}

async fn an_implausible_number_waits_for_a_person_and_breaks_no_sum(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let text = promise_file::shipped().find(|(id, _)| *id == PROMISE).context("a promise with sums")?.1;
    station.loads(promise_file::read(text).map_err(|problems| anyhow::anyhow!("{problems:?}"))?).await?;
    let of = PartnershipId::from("toreboda");
    let mut officer = station.officer_in(&of, "polisen", "Patrull 11").await?;
    let supervisor = station.staff_in(&of, "Gruppchef Två", Role::Supervisor, "polisen").await?;
    officer.records(&effort(10_000))?;
    assert_eq!(flags(&mut officer).await?, [[""; 0]], "as many as are taken for plausible");
    let sum = async || anyhow::Ok(supervisor.total(PROMISE, "alkohol", None).await?.count);
    assert_eq!(sum().await?, 10_000);

    let roots: Vec<_> = (0..1_100).map(|_| officer.records(&effort(LARGEST_INT))).collect::<Result<_>>()?;
    assert!(flags(&mut officer).await?.iter().all(|flags| flags == &["implausible"]));
    assert_eq!(sum().await?, 10_000, "nothing of them counts");
    assert!(supervisor.sees("/questions").await?.contains("Ovanligt hög tid eller högt antal"));
    for page in
        ["/dashboard", "/quality", &format!("/promise/{PROMISE}"), &format!("/api/v1/promises/{PROMISE}/public")]
    {
        supervisor.sees(page).await.with_context(|| page.to_owned())?;
    }
    // A person who accepts it lets it count, as far as a figure goes.
    let accepts = async |root| supervisor.submits(&format!("/entries/{root}/accept"), &[]).await;
    for root in &roots[..3] {
        accepts(root).await?.error_for_status()?;
    }
    assert_eq!(sum().await?, 10_000 + 3 * domain::limits::AMOUNT);
    assert_eq!(accepts(&roots[0]).await?.status(), reqwest::StatusCode::CONFLICT, "once");
    // What its author corrects is judged anew.
    officer.corrects(roots[3], &[roots[3]], &effort(7))?;
    assert_eq!(flags(&mut officer).await?, [[""; 0]]);
    assert_eq!(sum().await?, 10_007 + 3 * domain::limits::AMOUNT);
    let tally = station.app().store.tally(&of).await?;
    station.app().store.rebuild(&of, &mut |_| {}).await?;
    assert_eq!(station.app().store.tally(&of).await?, tally);
    Ok(())
}

async fn an_implausible_duration_waits_for_a_person(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&check("raslatt", 1_440))?;
    let root = officer.records(&check("raslatt", 1_441))?;
    assert_eq!(flags(&mut officer).await?, [vec![], vec!["implausible".to_owned()]]);
    let minutes =
        async || anyhow::Ok(supervisor.total(&this_years_promise(), "trafik_raslatt", Some("raslatt")).await?.minutes);
    let counted = minutes().await?;
    supervisor.submits(&format!("/entries/{root}/accept"), &[]).await?.error_for_status()?;
    assert_eq!(minutes().await? - counted, 1_441);
    Ok(())
}

async fn a_receipt_is_given_although_the_totals_cannot_be_read(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&patrol("raslatt").at(&today_at(1)?))?;
    officer.sends().await?;
    let mut intruder = Intruder::at(station.database_url()).await?;
    let definition = intruder.hides_figures().await?;
    let root = officer.records(&patrol("oxnehaga").at(&today_at(1)?))?;
    let verdicts = officer.sends().await?;
    assert_eq!(verdicts.iter().map(|v| v.id).collect::<Vec<_>>(), [Some(root)]);
    let answer = officer.memory.last_answer.clone().context("an answer")?;
    assert!(answer.tallies.is_empty() && !answer.promises.is_empty(), "what could be read is told");
    intruder.shows_figures(definition).await?;
    officer.sends().await?;
    assert!(!officer.memory.last_answer.clone().context("an answer")?.tallies.is_empty());
    Ok(())
}
