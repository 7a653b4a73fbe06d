//! What people decide about occasions, over HTTP: one patrol counted once, corrections asked for and made, choices between
//! what two have said. What the author is told of it.

use crate::figures::words;
use crate::on_both;
use anyhow::{Context, Result};
use domain::id::{EntryId, JournalId};
use domain::wire::Change;
use harness::station::{partnership, this_years_promise, today_at};
use harness::{Backend, Officer, Staff, Station, Work, check, patrol};
use reqwest::StatusCode;

on_both!(
    overlapping_patrols_are_proposed_joined_and_separated,
    what_is_sent_back_reaches_the_phone_and_counts_when_corrected,
    a_voided_entry_counts_no_more_and_its_author_is_told,
    a_person_chooses_between_two_contents_and_between_two_corrections,
    nobody_decides_about_another_organisation,
    changes_come_page_by_page_and_once,
    no_phone_writes_in_a_journal_that_the_server_keeps,
);

pub(crate) const TARGET: &str = "fotpatrull_raslatt";

/// A supervisor at work.
pub(crate) struct Scene {
    pub(crate) station: Station,
    pub(crate) supervisor: Staff,
    pub(crate) promise: String,
}

pub(crate) async fn begun(backend: Backend) -> Result<Scene> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    Ok(Scene { station, supervisor, promise: this_years_promise() })
}

impl Scene {
    pub(crate) async fn count(&self, target: &str, area: &str) -> Result<i64> {
        self.supervisor.count(&self.promise, target, area).await
    }

    /// Posts a form that is to go through: it leads back to where it was decided.
    pub(crate) async fn decides(&self, path: &str, form: &[(&str, &str)]) -> Result<()> {
        let answer = self.supervisor.submits(path, form).await?;
        let status = answer.status();
        anyhow::ensure!(status == StatusCode::SEE_OTHER, "{path}: {status} {}", words(&answer.text().await?));
        Ok(())
    }

    pub(crate) async fn deeds(&self) -> Result<Vec<String>> {
        let rows = self.station.app().store.audit(&partnership(), 200).await?;
        Ok(rows.into_iter().map(|row| row.deed).collect())
    }

    /// The figures stay when they are counted anew from entries and decisions.
    pub(crate) async fn rebuilds_to_itself(&self) -> Result<()> {
        let store = &self.station.app().store;
        let before = (store.tally(&partnership()).await?, store.open_questions(&partnership()).await?);
        store.rebuild(&partnership(), &mut |_| {}).await?;
        assert_eq!((store.tally(&partnership()).await?, store.open_questions(&partnership()).await?), before);
        Ok(())
    }
}

/// A patrol of half an hour in Råslätt, begun today at this minute.
fn patrol_at(minute: i64) -> Work {
    patrol("raslatt").at(&today_at(minute).expect("the zone's rules are built in"))
}

async fn told(officer: &mut Officer) -> Result<Vec<Change>> {
    officer.sends().await?;
    Ok(officer.memory.last_answer.clone().context("an answer")?.changes)
}

async fn overlapping_patrols_are_proposed_joined_and_separated(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let mut first = scene.station.officer("Patrull 11").await?;
    let mut second = scene.station.officer("Patrull 12").await?;
    let one = first.records(&patrol_at(0))?;
    let other = second.records(&patrol_at(20))?;
    let later = second.records(&patrol_at(50))?;
    // Ids of the same millisecond come in any order; a pair is named by the smaller.
    let (one, other) = (one.min(other), one.max(other));
    first.sends().await?;
    second.sends().await?;
    assert_eq!(scene.count(TARGET, "raslatt").await?, 3);
    let page = scene.supervisor.sees("/questions").await?;
    assert!(page.contains(&format!("/entries/{one}/join")), "{}", words(&page));
    assert!(page.contains(&other.to_string()) && !page.contains(&later.to_string()), "{}", words(&page));

    scene.decides(&format!("/entries/{one}/join"), &[("with", &other.to_string())]).await?;
    assert_eq!(scene.count(TARGET, "raslatt").await?, 2, "one patrol is counted once");
    let page = scene.supervisor.sees("/questions").await?;
    assert!(!page.contains(&format!("/entries/{one}/join")), "what is one already isn't proposed");
    let page = words(&scene.supervisor.sees(&format!("/entries/{other}")).await?);
    assert!(page.contains("räknas tillsammans med en annan post"), "{page}");
    for officer in [&mut first, &mut second] {
        let changes = told(officer).await?;
        assert_eq!(changes.iter().map(|c| c.change.as_str()).collect::<Vec<_>>(), ["joined"]);
    }
    let again = scene.supervisor.submits(&format!("/entries/{one}/join"), &[("with", &other.to_string())]).await?;
    assert_eq!(again.status(), StatusCode::CONFLICT);

    let with = one.to_string();
    let form = [("with", with.as_str()), ("back", "questions")];
    let answer = scene.supervisor.submits(&format!("/entries/{other}/separate"), &form).await?;
    assert_eq!(answer.headers()["location"].to_str()?, "/questions");
    assert_eq!(scene.count(TARGET, "raslatt").await?, 3);
    let page = scene.supervisor.sees("/questions").await?;
    assert!(!page.contains(&format!("/entries/{one}/join")), "what was kept apart isn't proposed again");
    let deeds = scene.deeds().await?;
    assert!(deeds.contains(&"join".to_owned()) && deeds.contains(&"separate".to_owned()), "{deeds:?}");
    scene.rebuilds_to_itself().await
}

async fn what_is_sent_back_reaches_the_phone_and_counts_when_corrected(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let mut officer = scene.station.officer("Patrull 11").await?;
    let mut other = scene.station.officer("Patrull 12").await?;
    let root = officer.records(&check("raslatt", 18))?;
    officer.sends().await?;
    let long = "x".repeat(501);
    for (message, says) in [("  ", "Skriv varför"), (long.as_str(), "för lång")] {
        let answer = scene.supervisor.submits(&format!("/entries/{root}/return"), &[("message", message)]).await?;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let page = answer.text().await?;
        assert!(words(&page).contains(says) && page.contains("<title>Fel: "), "{}", words(&page));
    }
    scene.decides(&format!("/entries/{root}/return"), &[("message", "18 eller 28 minuter?")]).await?;
    assert_eq!(scene.count("trafik_raslatt", "raslatt").await?, 0, "asking changes no figure");
    let changes = told(&mut officer).await?;
    let change = changes.first().context("a change")?;
    assert_eq!((change.id, change.change.as_str()), (root, "returned"));
    assert_eq!(change.message.as_deref(), Some("18 eller 28 minuter?"));
    assert_eq!((change.heads.as_slice(), change.entries.len()), ([root].as_slice(), 0));
    assert!(told(&mut officer).await?.is_empty(), "told once");
    assert!(told(&mut other).await?.is_empty(), "nothing about others");

    officer.corrects(root, &[root], &check("raslatt", 28))?;
    officer.sends().await?;
    assert_eq!(scene.count("trafik_raslatt", "raslatt").await?, 1);
    // Asked again from the beginning, what was corrected isn't sent back any more.
    officer.memory.cursor = Some("another.7".to_owned());
    let changes = told(&mut officer).await?;
    assert_eq!((changes.len(), changes[0].heads.len()), (1, 0), "a foreign cursor begins from the beginning");
    assert!(scene.deeds().await?.contains(&"return".to_owned()));
    scene.rebuilds_to_itself().await
}

async fn a_voided_entry_counts_no_more_and_its_author_is_told(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let mut officer = scene.station.officer("Patrull 11").await?;
    let root = officer.records(&patrol("raslatt"))?;
    officer.corrects(root, &[root], &patrol("raslatt").minutes(40))?;
    officer.corrects(root, &[root], &patrol("raslatt").minutes(50))?;
    officer.sends().await?;
    let path = format!("/entries/{root}/void");
    assert_eq!(scene.supervisor.submits(&path, &[]).await?.status(), StatusCode::UNPROCESSABLE_ENTITY);
    scene.decides(&path, &[("reason", "övning, inget pass")]).await?;
    assert_eq!(scene.count(TARGET, "raslatt").await?, 0);
    let page = words(&scene.supervisor.sees(&format!("/entries/{root}")).await?);
    assert!(page.contains("övning, inget pass") && page.contains("Borttagen med skäl, se historiken"), "{page}");
    assert_eq!(scene.supervisor.submits(&path, &[("reason", "igen")]).await?.status(), StatusCode::CONFLICT);
    let changes = told(&mut officer).await?;
    let [change] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!((change.change.as_str(), change.message.as_deref()), ("voided", Some("övning, inget pass")));
    // The withdrawal is another's entry: it comes whole, and replaces all that is held.
    let entry = change.entries.first().context("the entry that is now the head")?;
    assert_eq!(entry.get("kind").and_then(domain::json::Json::text), Some("withdrawn"));
    let read = domain::entry::Entry::read(entry).expect("readable");
    assert_eq!((change.heads.as_slice(), read.replaces.len()), ([read.id].as_slice(), 3));
    let questions = scene.station.app().store.open_questions(&partnership()).await?;
    assert!(questions.is_empty(), "the conflict is over: {questions:?}");
    scene.rebuilds_to_itself().await
}

async fn a_person_chooses_between_two_contents_and_between_two_corrections(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let mut officer = scene.station.officer("Patrull 11").await?;
    let root = officer.records(&patrol("raslatt").minutes(30))?;
    let mut versions = [officer.memory.kept[0].clone(), officer.memory.kept[0].clone()];
    versions[1].body = versions[1].body.replace("\"minutes\":30", "\"minutes\":45");
    let mut hashes = Vec::new();
    for version in versions {
        officer.memory.kept = vec![version];
        hashes.extend(officer.sends().await?.into_iter().filter_map(|v| v.hash));
    }
    let minutes = || async {
        Ok::<_, anyhow::Error>(scene.supervisor.total(&scene.promise, TARGET, Some("raslatt")).await?.minutes)
    };
    let page = scene.supervisor.sees(&format!("/entries/{root}")).await?;
    assert!(hashes.iter().all(|hash| page.contains(hash)), "both contents can be chosen");
    for (hash, counts) in hashes.iter().zip([30, 45]) {
        scene.decides(&format!("/entries/{root}/version"), &[("id", &root.to_string()), ("hash", hash)]).await?;
        assert_eq!(minutes().await?, counts);
        assert!(scene.station.app().store.open_questions(&partnership()).await?.is_empty());
    }
    assert_eq!(told(&mut officer).await?.len(), 2, "decided twice");

    let mut heads = Vec::new();
    for length in [35, 50] {
        heads.push((officer.corrects(root, &[root], &patrol("raslatt").minutes(length))?, length));
    }
    heads.sort_unstable();
    officer.sends().await?;
    assert_eq!(minutes().await?, i64::from(heads[0].1), "the smallest id until somebody decides");
    assert!(words(&scene.supervisor.sees("/questions").await?).contains("Två versioner finns"));
    let (chosen, length) = heads[1];
    scene.decides(&format!("/entries/{root}/head"), &[("head", &chosen.to_string())]).await?;
    assert_eq!(minutes().await?, i64::from(length));
    assert!(scene.station.app().store.open_questions(&partnership()).await?.is_empty());
    let changes = told(&mut officer).await?;
    let change = changes.last().context("a change")?;
    assert_eq!((change.change.as_str(), change.entries.len()), ("decided", 1));
    let entry = domain::entry::Entry::read(&change.entries[0]).expect("readable");
    assert_eq!(entry.fact.as_ref().and_then(|f| f.minutes), Some(length));
    assert_eq!(change.heads, [entry.id]);
    // The phone corrects what was decided, having been told of it.
    officer.corrects(root, &[root, heads[0].0, chosen, entry.id], &patrol("raslatt").minutes(60))?;
    officer.sends().await?;
    assert_eq!(minutes().await?, 60);
    scene.rebuilds_to_itself().await
}

async fn nobody_decides_about_another_organisation(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let coordinator = scene.station.coordinator().await?;
    let mut police = scene.station.officer("Patrull 11").await?;
    let mut municipality = scene.station.officer_of("kommunen", "Kommunvakt 1").await?;
    let theirs = police.records(&patrol("raslatt"))?;
    let own = municipality.records(&Work::of("bos_meeting", "raslatt"))?;
    police.sends().await?;
    municipality.sends().await?;
    assert_eq!(coordinator.asks(&format!("/entries/{theirs}")).await?.status(), StatusCode::FORBIDDEN);
    assert_eq!(coordinator.asks(&format!("/api/v1/entries/{theirs}/why")).await?.status(), StatusCode::FORBIDDEN);
    assert_eq!(coordinator.asks(&format!("/entries/{own}")).await?.status(), StatusCode::OK);
    assert!(!coordinator.sees("/entries").await?.contains(&theirs.to_string()));
    let (with_theirs, with_own) = (theirs.to_string(), own.to_string());
    for (path, form) in [
        (format!("/entries/{theirs}/return"), ("message", "vad?")),
        (format!("/entries/{theirs}/void"), ("reason", "bort")),
        (format!("/entries/{own}/join"), ("with", with_theirs.as_str())),
        (format!("/entries/{theirs}/separate"), ("with", with_own.as_str())),
        // What supervisors alone settle.
        (format!("/entries/{own}/accept"), ("x", "y")),
        ("/questions/area".to_owned(), ("from", "atlantis")),
        ("/questions/gap".to_owned(), ("reason", "x")),
    ] {
        let answer = coordinator.submits(&path, &[form]).await?;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(
        coordinator.submits(&format!("/entries/{own}/return"), &[("message", "vilka?")]).await?.status(),
        StatusCode::SEE_OTHER
    );
    assert_eq!(told(&mut municipality).await?.len(), 1);
    assert!(told(&mut police).await?.is_empty());
    // The supervisor of the police has no more reach over theirs.
    let answer = scene.supervisor.submits(&format!("/entries/{own}/void"), &[("reason", "bort")]).await?;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    let nowhere = EntryId([7; 16]);
    assert_eq!(scene.supervisor.asks(&format!("/entries/{nowhere}")).await?.status(), StatusCode::NOT_FOUND);
    let deeds = scene.deeds().await?;
    assert_eq!(deeds.iter().filter(|d| *d == "return").count(), 1, "what was refused is no deed: {deeds:?}");
    Ok(())
}

async fn changes_come_page_by_page_and_once(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let mut officer = scene.station.officer("Patrull 11").await?;
    let first = officer.records(&patrol("ekhagen"))?;
    let mut roots = Vec::new();
    for _ in 0..205 {
        roots.push(officer.records(&patrol("raslatt"))?);
    }
    officer.sends().await?;
    for (turn, root) in roots.iter().enumerate() {
        scene.decides(&format!("/entries/{root}/return"), &[("message", &format!("fråga {turn}"))]).await?;
    }
    let changes = told(&mut officer).await?;
    assert_eq!((changes.len(), officer.memory.last_answer.clone().context("an answer")?.more), (200, true));
    let rest = told(&mut officer).await?;
    assert_eq!((rest.len(), officer.memory.last_answer.clone().context("an answer")?.more), (5, false));
    let messages: Vec<_> = changes.iter().chain(&rest).filter_map(|c| c.message.clone()).collect();
    let expected: Vec<_> = (0..205).map(|turn| format!("fråga {turn}")).collect();
    assert_eq!(messages, expected, "in their order, each once");
    scene.decides(&format!("/entries/{first}/return"), &[("message", "en till")]).await?;
    assert_eq!(told(&mut officer).await?.len(), 1);
    assert!(told(&mut officer).await?.is_empty());
    Ok(())
}

/// Somebody who corrects in the browser and records on a phone: the phone can't add to the browser's journal.
async fn no_phone_writes_in_a_journal_that_the_server_keeps(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let mut officer = scene.station.officer("Patrull 11").await?;
    let root = officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    scene.decides(&format!("/entries/{root}/void"), &[("reason", "övning")]).await?;
    let changes = told(&mut officer).await?;
    let entry = domain::entry::Entry::read(&changes[0].entries[0]).expect("readable");
    let code = scene.station.code(entry.author).await?;
    let mut phone = Officer::enrol(&scene.station.url(), &code, "Chefens telefon").await?;
    phone.memory.journal = JournalId(entry.journal.0);
    phone.memory.last_seq = entry.seq;
    phone.records(&patrol("raslatt"))?;
    let verdicts = phone.sends().await?;
    assert_eq!(verdicts[0].code.as_deref(), Some("not_yours"), "{verdicts:?}");
    assert!(phone.memory.last_answer.clone().context("an answer")?.held.is_empty());
    assert_eq!(scene.count(TARGET, "raslatt").await?, 0);
    Ok(())
}
