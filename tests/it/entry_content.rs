//! An entry's page and the lists where people decide: everything that was recorded, in the words of the promise, and what
//! a correction changed.

use crate::figures::words;
use crate::on_both;
use anyhow::Result;
use domain::entry::How;
use harness::station::today;
use harness::{Backend, Staff, Station, Work, patrol};

on_both!(
    an_entry_shows_all_that_was_recorded,
    a_correction_shows_what_it_changed,
    what_is_chosen_between_stands_side_by_side,
    another_organisations_correction_stays_unread,
);

const DAY: &str = "2021-02-03T10:00:00+01:00";

fn offence(answer: &str) -> Work {
    Work::of("narcotics_offence", "raslatt").answering("first_time_user", answer).at(DAY)
}

async fn page(staff: &Staff, root: impl std::fmt::Display) -> Result<String> {
    Ok(words(&staff.sees(&format!("/entries/{root}")).await?))
}

async fn an_entry_shows_all_that_was_recorded(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let coordinator = station.coordinator().await?;
    let mut officer = station.officer("Patrull 11").await?;
    let found = offence("yes").by_unit("20-1470").noting("Vid <torget>");
    let mut found = Work { how: How::Tap, clock_offset_ms: Some(-600_000), ..found };
    found.fields.insert("from_a_newer_form".to_owned(), domain::json::Json::Int(7));
    let root = officer.records(&found)?;
    officer.sends().await?;
    let text = page(&supervisor, root).await?;
    for says in [
        "Förstagångsanvändare av narkotika? Ja",
        "Anteckning Vid &lt;torget&gt;",
        "Enhet 20-1470",
        "Tiden direkt",
        "Telefonens klocka gick 10 min före",
        "from_a_newer_form 7",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert!(!text.contains("first_time_user") && !text.contains(" yes "), "words, not codes: {text}");

    let mut municipal = station.officer_of("kommunen", "Kommunvakt 1").await?;
    let measure = Work::of("measure", "ekhagen").answering("cause", "Mörk gångväg").answering("owner", "kommunen");
    let measure = measure.answering("due", "2021-06-30").answering("outcome", "decided").at(DAY);
    let root = municipal.records(&measure)?;
    municipal.sends().await?;
    let text = page(&coordinator, root).await?;
    for says in ["Orsak Mörk gångväg", "Ansvarig Kommunen", "Klar senast 30 juni 2021", "Tiden i efterhand"] {
        assert!(text.contains(says), "{says}: {text}");
    }
    let list = words(&coordinator.sees("/entries").await?);
    assert!(list.contains("Orsak: Mörk gångväg"), "{list}");
    Ok(())
}

async fn a_correction_shows_what_it_changed(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let mut officer = station.officer("Patrull 11").await?;
    let root = officer.records(&offence("yes").noting("Vid torget"))?;
    let corrected = officer.corrects(root, &[root], &offence("no").noting("Vid torget"))?;
    officer.corrects(root, &[root, corrected], &patrol("ekhagen").at(DAY))?;
    officer.sends().await?;
    let text = page(&supervisor, root).await?;
    assert!(text.contains("Före Efter Förstagångsanvändare av narkotika? Ja Nej"), "{text}");
    let last = text.split("Före Efter").nth(2).unwrap_or_default();
    for says in
        ["Aktivitet Narkotikabrott Fotpatrull", "Område Råslätt Ekhagen", "Längd – 30 min", "Anteckning Vid torget –"]
    {
        assert!(last.contains(says), "{says}: {text}");
    }
    Ok(())
}

async fn what_is_chosen_between_stands_side_by_side(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let mut officer = station.officer("Patrull 11").await?;
    let root = officer.records(&offence("yes"))?;
    let versions = [officer.memory.kept[0].clone(), officer.memory.kept[0].clone()];
    for (version, answer) in versions.into_iter().zip(["yes", "no"]) {
        let body = version.body.replace("\"yes\"", &format!("\"{answer}\""));
        officer.memory.kept = vec![domain::journal::Kept { body, ..version }];
        officer.sends().await?;
    }
    let text = page(&supervisor, root).await?;
    let choice = text.split("Två innehåll för samma post").nth(1).unwrap_or_default();
    for says in ["Förstagångsanvändare av narkotika? Ja", "Förstagångsanvändare av narkotika? Nej"] {
        assert!(choice.contains(says), "{says}: {text}");
    }
    // Two patrols that may be one: their notes tell whether they are.
    let mut other = station.officer("Patrull 12").await?;
    let now = format!("{}T00:10:00+00:00", today());
    officer.memory.kept.clear();
    officer.records(&patrol("raslatt").at(&now).noting("Med Patrull 12"))?;
    other.records(&patrol("raslatt").at(&now).noting("Med Patrull 11"))?;
    officer.sends().await?;
    other.sends().await?;
    let text = words(&supervisor.sees("/questions").await?);
    assert!(text.contains("Anteckning: Med Patrull 12") && text.contains("Anteckning: Med Patrull 11"), "{text}");
    Ok(())
}

/// What the municipality's people write is the municipality's to read, whatever occasion it is written of.
async fn another_organisations_correction_stays_unread(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let mut police = station.officer("Patrull 11").await?;
    let mut municipal = station.officer_of("kommunen", "Kommunvakt 1").await?;
    let root = police.records(&patrol("raslatt").at(DAY).noting("Polisens ord"))?;
    police.sends().await?;
    municipal.corrects(root, &[root], &patrol("ekhagen").at(DAY).noting("Kommunens ord"))?;
    municipal.sends().await?;
    let text = page(&supervisor, root).await?;
    assert!(text.contains("Polisens ord"), "{text}");
    assert!(!text.contains("Kommunens ord") && !text.contains("Kommunvakt 1"), "{text}");
    assert!(text.contains("En annan organisations post"), "it is told that there is one: {text}");
    Ok(())
}
