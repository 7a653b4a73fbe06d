//! Two windows on one thing: whoever saves second is told, sees both, and chooses.

use crate::figures::words;
use crate::on_both;
use anyhow::{Context, Result};
use domain::authorization::Role;
use harness::station::partnership;
use harness::{Backend, PageForm, Station, Work, patrol};
use reqwest::StatusCode;

on_both!(
    the_second_of_two_texts_overwrites_nothing_unsaid,
    the_second_change_of_a_person_overwrites_nothing_unsaid,
    the_second_decision_overwrites_nothing_unsaid,
);

const TERTIAL: &str = "jonkoping-2021-2022/tertial/2021-01-01/2021-04-30";

async fn the_second_of_two_texts_overwrites_nothing_unsaid(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let colleague = station.staff("Gruppchef Två", Role::Supervisor, "polisen").await?;
    let begun = supervisor.submits("/reports", &[("period", TERTIAL)]).await?;
    let report = begun.headers().get("location").context("a report")?.to_str()?.to_owned();
    let to = format!("{report}/texts");
    let window = supervisor.opens(&report, &to).await?;
    let other = colleague.opens(&report, &to).await?;
    assert_eq!(colleague.sends_form(&other.clone().with("text", "Kollegans text.")).await?.status(), StatusCode::OK);

    let answer = supervisor.sends_form(&window.clone().with("text", "Min text.")).await?;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let page = answer.text().await?;
    let text = words(&page);
    for says in ["Gruppchef Två har sparat en annan text", "Kollegans text.", "Min text."] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert!(words(&supervisor.sees(&report).await?).contains("Kollegans text."), "nothing has changed yet");
    // The same page lets one choose; what was chosen is saved.
    let again = PageForm::of(&page, &to)?;
    assert_eq!(again.value("text"), Some("Min text."));
    assert_eq!(supervisor.sends_form(&again).await?.status(), StatusCode::OK);
    let text = words(&supervisor.sees(&report).await?);
    assert!(text.contains("Min text.") && !text.contains("Kollegans text."), "{text}");
    // A form from before there were versions is an old window too, and the same text again is no conflict.
    let old = PageForm { fields: vec![], ..window.clone() };
    let commitment = window.value("commitment").context("which")?;
    let old = old.with("commitment", commitment).with("text", "Ur en gammal flik.");
    assert_eq!(colleague.sends_form(&old).await?.status(), StatusCode::CONFLICT);
    let same = window.with("text", "Min text.");
    assert_eq!(colleague.sends_form(&same).await?.status(), StatusCode::OK);
    Ok(())
}

async fn the_second_change_of_a_person_overwrites_nothing_unsaid(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let one = station.staff("Administratör Två", Role::Administrator, "polisen").await?;
    let other = station.staff("Administratör Tre", Role::Administrator, "polisen").await?;
    let id = station.person("Patrull 14", Role::Officer, "polisen").await?;
    let (page, to) = (format!("/people/{id}"), format!("/people/{id}/change"));
    let window = one.opens(&page, &to).await?;
    let renamed = other.opens(&page, &to).await?.with("name", "Patrull 41");
    assert_eq!(other.sends_form(&renamed).await?.status(), StatusCode::OK);

    let answer = one.sends_form(&window.with("organisation", "kommunen")).await?;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let page_now = answer.text().await?;
    assert!(words(&page_now).contains("Patrull 41") && page_now.contains("value=\"Patrull 14\""), "{page_now}");
    let people = station.app().store.people(&partnership(), None).await?;
    let person = people.iter().find(|p| p.id == id).context("the person")?;
    assert_eq!((person.name.as_str(), person.organisation.as_str()), ("Patrull 41", "polisen"));
    let again = PageForm::of(&page_now, &to)?.with("name", "Patrull 41");
    assert_eq!(one.sends_form(&again).await?.status(), StatusCode::OK);
    let people = station.app().store.people(&partnership(), None).await?;
    let person = people.iter().find(|p| p.id == id).context("the person")?;
    assert_eq!((person.name.as_str(), person.organisation.as_str()), ("Patrull 41", "kommunen"));
    Ok(())
}

async fn the_second_decision_overwrites_nothing_unsaid(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let colleague = station.staff("Gruppchef Två", Role::Supervisor, "polisen").await?;
    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&Work::of("foot_patrol", "atlantis").minutes(30).at("2021-02-03T10:00:00+01:00"))?;
    let root = officer.records(&patrol("raslatt").at("2021-02-04T10:00:00+01:00"))?;
    let versions = [officer.memory.kept[1].clone(), officer.memory.kept[1].clone()];
    officer.memory.kept.truncate(1);
    officer.sends().await?;
    for (version, minutes) in versions.into_iter().zip([30, 45]) {
        let body = version.body.replace("\"minutes\":30", &format!("\"minutes\":{minutes}"));
        officer.memory.kept = vec![domain::journal::Kept { body, ..version }];
        officer.sends().await?;
    }
    // A word that is read as another.
    let window = supervisor.opens("/questions", "/questions/area").await?;
    let first = colleague.opens("/questions", "/questions/area").await?.with("to", "raslatt");
    assert_eq!(colleague.sends_form(&first).await?.status(), StatusCode::SEE_OTHER);
    let answer = supervisor.sends_form(&window.with("to", "ekhagen")).await?;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert!(words(&answer.text().await?).contains("”atlantis” räknas som Råslätt"));
    // On purpose it is changed on the same page.
    let again = supervisor.opens("/questions", "/questions/area").await?.with("to", "ekhagen");
    assert_eq!(supervisor.sends_form(&again).await?.status(), StatusCode::SEE_OTHER);
    assert!(words(&supervisor.sees("/questions").await?).contains("”atlantis” räknas som Ekhagen"));

    // A choice between two contents.
    let (page, to) = (format!("/entries/{root}"), format!("/entries/{root}/version"));
    let choices = PageForm::all(&supervisor.sees(&page).await?);
    let choices: Vec<_> = choices.into_iter().filter(|form| form.action == to).collect();
    let [one, other] = choices.as_slice() else { panic!("two contents, not {}", choices.len()) };
    assert_eq!(colleague.sends_form(one).await?.status(), StatusCode::SEE_OTHER);
    assert_eq!(supervisor.sends_form(other).await?.status(), StatusCode::CONFLICT);
    Ok(())
}
