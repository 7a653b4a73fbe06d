//! What waits for a person, over HTTP: browsing, why an entry doesn't count, unknown words, what was held back, gaps.

use crate::decisions::{TARGET, begun};
use crate::figures::words;
use crate::on_both;
use anyhow::{Context, Result};
use domain::wire::{Flag, VerdictKind};
use harness::station::{partnership, today};
use harness::{Backend, Work, check, patrol};
use reqwest::StatusCode;

on_both!(
    what_a_revoked_phone_sent_counts_once_it_is_accepted,
    an_unknown_area_is_read_as_a_known_one_also_later,
    of_many_unknown_words_the_commonest_are_listed,
    a_gap_is_closed_with_a_reason_and_stays_listed,
    a_page_says_why_an_entry_does_not_count,
    entries_are_browsed_by_filter_and_every_read_is_logged,
);

async fn what_a_revoked_phone_sent_counts_once_it_is_accepted(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let mut officer = scene.station.officer("Patrull 11").await?;
    let before = officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    let device = scene.station.app().store.devices(&partnership()).await?[0].id;
    scene.supervisor.submits(&format!("/devices/{device}/revoke"), &[]).await?;
    let first = officer.records(&patrol("raslatt"))?;
    for _ in 0..2 {
        officer.records(&patrol("raslatt"))?;
    }
    officer.withdraws(before, &[before])?;
    let verdicts = officer.sends().await?;
    assert!(verdicts.iter().all(|v| v.verdict == VerdictKind::Quarantined), "{verdicts:?}");
    assert_eq!(scene.count(TARGET, "raslatt").await?, 1, "what is held back changes nothing");
    let page = words(&scene.supervisor.sees(&format!("/entries/{first}")).await?);
    assert!(page.contains("Från en spärrad telefon, väntar på att godkännas"), "{page}");

    scene.decides(&format!("/entries/{first}/accept"), &[]).await?;
    assert_eq!(scene.count(TARGET, "raslatt").await?, 2);
    let journal = officer.memory.journal.to_string();
    assert!(scene.supervisor.sees("/questions").await?.contains(&journal));
    scene.decides("/questions/journal", &[("journal", &journal)]).await?;
    assert_eq!(scene.count(TARGET, "raslatt").await?, 3, "two more, and the withdrawal speaks");
    assert!(scene.station.app().store.open_questions(&partnership()).await?.is_empty());
    let nothing = scene.supervisor.submits("/questions/journal", &[("journal", &journal)]).await?;
    assert_eq!(nothing.status(), StatusCode::CONFLICT);
    // Later ones are held back again: revocation is final.
    officer.records(&patrol("raslatt"))?;
    assert_eq!(officer.sends().await?[0].verdict, VerdictKind::Quarantined);
    assert_eq!(scene.count(TARGET, "raslatt").await?, 3);
    assert!(
        officer.memory.last_answer.clone().context("an answer")?.changes.is_empty(),
        "a revoked phone hears nothing"
    );
    scene.rebuilds_to_itself().await
}

/// A phone may send as many words as entries; the page is as long as ever.
async fn of_many_unknown_words_the_commonest_are_listed(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let mut officer = scene.station.officer("Patrull 11").await?;
    for at in 0..300 {
        officer.records(&patrol(&format!("word_{at:03}")))?;
    }
    officer.records(&patrol("word_299"))?;
    officer.sends_all().await?;
    let page = words(&scene.supervisor.sees("/questions").await?);
    assert!(page.contains("”word_299” i 2 poster") && page.contains("”word_018” i 1 post"), "{page}");
    assert!(!page.contains("word_019") && page.contains("Och 280 ord till."), "{page}");
    // Those that are left come forward.
    scene.decides("/questions/area", &[("from", "word_299"), ("to", "raslatt")]).await?;
    let page = words(&scene.supervisor.sees("/questions").await?);
    assert!(page.contains("word_019") && page.contains("Och 279 ord till."), "{page}");
    Ok(())
}

async fn an_unknown_area_is_read_as_a_known_one_also_later(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let mut officer = scene.station.officer("Patrull 11").await?;
    officer.records(&patrol("atlantis"))?;
    officer.records(&patrol("atlantis"))?;
    officer.records(&Work::of("strolling", "raslatt").minutes(30))?;
    officer.sends().await?;
    assert_eq!(scene.count(TARGET, "raslatt").await?, 0);
    let page = words(&scene.supervisor.sees("/questions").await?);
    assert!(page.contains("”atlantis” i 2 poster") && page.contains("”strolling” i 1 post"), "{page}");
    for (from, to) in [("atlantis", "mu"), ("raslatt", "ekhagen"), ("atlantis", "")] {
        let answer = scene.supervisor.submits("/questions/area", &[("from", from), ("to", to)]).await?;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{from} as {to}");
    }
    scene.decides("/questions/area", &[("from", "atlantis"), ("to", "raslatt")]).await?;
    assert_eq!(scene.count(TARGET, "raslatt").await?, 2);
    scene.decides("/questions/activity", &[("from", "strolling"), ("to", "foot_patrol")]).await?;
    assert_eq!(scene.count(TARGET, "raslatt").await?, 3);
    assert!(scene.station.app().store.open_questions(&partnership()).await?.is_empty());
    officer.records(&patrol("atlantis"))?;
    let verdicts = officer.sends().await?;
    assert!(!verdicts[0].flags.contains(&Flag::UnknownArea), "{verdicts:?}");
    assert_eq!(scene.count(TARGET, "raslatt").await?, 4);
    // A mistake is put right by another decision.
    scene.decides("/questions/area", &[("from", "atlantis"), ("to", "ekhagen")]).await?;
    assert_eq!(scene.count(TARGET, "raslatt").await?, 1);
    let page = words(&scene.supervisor.sees("/questions").await?);
    assert!(page.contains("”atlantis” räknas som Ekhagen"), "{page}");
    let deeds = scene.deeds().await?;
    assert_eq!(deeds.iter().filter(|d| *d == "map_area").count(), 2, "{deeds:?}");
    scene.rebuilds_to_itself().await
}

async fn a_gap_is_closed_with_a_reason_and_stays_listed(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let mut officer = scene.station.officer("Patrull 11").await?;
    for _ in 0..6 {
        officer.records(&patrol("raslatt"))?;
    }
    let all = officer.memory.kept.clone();
    officer.memory.kept = [&all[..2], &all[4..5]].concat();
    officer.sends().await?;
    let missing = || async {
        Ok::<_, anyhow::Error>(
            scene.supervisor.figures(&scene.promise).await?.completeness.context("for staff")?.missing,
        )
    };
    assert_eq!(missing().await?, 3);
    let journal = officer.memory.journal.to_string();
    let journal = journal.as_str();
    let close = |range: &'static str, reason: &'static str| {
        let supervisor = &scene.supervisor;
        async move {
            let form = [("journal", journal), ("range", range), ("reason", reason)];
            supervisor.submits("/questions/gap", &form).await
        }
    };
    for (range, reason, status) in [
        ("3-4", "", StatusCode::UNPROCESSABLE_ENTITY),
        ("", "trasig", StatusCode::UNPROCESSABLE_ENTITY),
        ("2-4", "trasig", StatusCode::CONFLICT),
        ("4-3", "trasig", StatusCode::CONFLICT),
    ] {
        assert_eq!(close(range, reason).await?.status(), status, "{range}");
    }
    let answer = close("3-4", "telefonen gick sönder").await?;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(missing().await?, 1, "number 6 is still waited for");
    let text = words(&scene.supervisor.sees("/dashboard").await?);
    assert!(!text.contains("3–4") && text.contains('6'), "{text}");
    let text = words(&scene.supervisor.sees("/questions").await?);
    assert!(text.contains("telefonen gick sönder") && text.contains("3–4") && text.contains("Gruppchef Ett"), "{text}");
    assert_eq!(close("3-4", "igen").await?.status(), StatusCode::CONFLICT);
    // They come all the same: they count, and the list says so.
    officer.memory.kept = all;
    officer.sends_all().await?;
    assert_eq!((missing().await?, scene.count(TARGET, "raslatt").await?), (0, 6));
    let text = words(&scene.supervisor.sees("/questions").await?);
    assert!(text.contains("Något av det har kommit ändå"), "{text}");
    scene.rebuilds_to_itself().await
}

async fn a_page_says_why_an_entry_does_not_count(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let mut officer = scene.station.officer("Patrull 11").await?;
    let cases = [
        (check("raslatt", 18), "18 minuter, 20 behövs", "too_short"),
        (check("atlantis", 25), "Inget löfte känner området", "unknown_area"),
        (patrol("raslatt").at("1999-03-04T13:05:00+01:00"), "Utanför löftets tid", "outside_period"),
        (patrol("huskvarna"), "området ingår inte", "other_area"),
    ];
    for (work, says, code) in cases {
        let root = officer.records(&work)?;
        officer.sends().await?;
        let page = words(&scene.supervisor.sees(&format!("/entries/{root}")).await?);
        assert!(page.contains("Varför räknas den inte?") && page.contains(says), "{says}: {page}");
        let answer: serde_json::Value =
            serde_json::from_str(&scene.supervisor.sees(&format!("/api/v1/entries/{root}/why")).await?)?;
        assert_eq!(answer["counts"], false);
        let targets = answer["targets"].as_array().context("targets")?;
        let mut all = targets.iter().map(|t| &t["why"]).chain([&answer["stopped"]]);
        assert!(all.any(|why| why == code), "{code}: {answer}");
    }
    let root = officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    let page = words(&scene.supervisor.sees(&format!("/entries/{root}")).await?);
    assert!(page.contains("Så räknas den") && !page.contains("Varför räknas den inte?"), "{page}");
    officer.withdraws(root, &[root])?;
    officer.sends().await?;
    let page = words(&scene.supervisor.sees(&format!("/entries/{root}")).await?);
    assert!(page.contains("Borttagen av den som registrerade"), "{page}");
    Ok(())
}

async fn entries_are_browsed_by_filter_and_every_read_is_logged(backend: Backend) -> Result<()> {
    let scene = begun(backend).await?;
    let mut officer = scene.station.officer("Patrull 11").await?;
    let mut all = Vec::new();
    for place in 0..120 {
        all.push(officer.records(&patrol(["raslatt", "ekhagen", "atlantis"][place % 3]))?);
    }
    officer.sends_all().await?;
    let mut path = "/entries?area=atlantis&waits=any&activity=foot_patrol".to_owned();
    path.push_str(&format!("&from={}&to={}", today().plus(-2), today()));
    let before = scene.deeds().await?.iter().filter(|d| *d == "read_entries").count();
    let page = scene.supervisor.sees(&path).await?;
    let seen =
        |page: &str| all.iter().filter(|id| page.contains(&format!("\"/entries/{id}\""))).copied().collect::<Vec<_>>();
    assert_eq!(seen(&page).len(), 40);
    assert!(words(&page).contains("Fotpatrull, atlantis") && words(&page).contains("Okänt område"), "{}", words(&page));
    let none = scene.supervisor.sees(&format!("/entries?from={}", today().plus(2))).await?;
    assert!(words(&none).contains("Inga poster stämmer"));
    // All of them in pages of fifty, newest first, each once.
    let mut found = Vec::new();
    let mut next = Some("/entries".to_owned());
    while let Some(path) = next {
        let page = scene.supervisor.sees(&path).await?;
        found.push(seen(&page));
        let older = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        next = older.filter(|href| href.contains("before=")).map(|href| href.replace("&amp;", "&")).next();
    }
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 20]);
    let mut flat = found.concat();
    flat.sort();
    flat.dedup();
    assert_eq!(flat.len(), 120);
    let after = scene.deeds().await?.iter().filter(|d| *d == "read_entries").count();
    assert_eq!(after - before, 5, "each read is in the log");
    for wrong in ["from=x", "to=2026-13-01", "waits=everything", "before=x"] {
        assert_eq!(
            scene.supervisor.asks(&format!("/entries?{wrong}")).await?.status(),
            StatusCode::BAD_REQUEST,
            "{wrong}"
        );
    }
    Ok(())
}
