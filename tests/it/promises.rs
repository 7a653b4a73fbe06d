//! An administrator loads a partnership's promises in the browser: checked, previewed, put in force, replaced, taken away.

use crate::figures::words;
use crate::on_both;
use anyhow::{Context, Result, ensure};
use domain::authorization::Role;
use harness::station::{PROMISE, partnership, this_years_promise, today};
use harness::{Backend, Staff, Station, patrol, shipped_as};
use reqwest::{Response, StatusCode};

on_both!(
    a_promise_is_uploaded_previewed_and_put_in_force,
    a_new_version_shows_what_it_changes_before_it_is_in_force,
    what_cannot_be_put_in_force_says_why,
    nobody_loads_a_promise_for_another_partnership,
    a_promise_without_entries_is_taken_away_and_one_with_them_stays,
);

/// A year that no shipped promise speaks of, nor today's.
const YEAR: u32 = 1999;

async fn administrator(station: &Station) -> Result<Staff> {
    station.staff("Administratör Två", Role::Administrator, "polisen").await
}

fn location(answer: &Response) -> Result<String> {
    ensure!(answer.status() == StatusCode::SEE_OTHER, "{}", answer.status());
    Ok(answer.headers().get("location").context("a place to go")?.to_str()?.to_owned())
}

/// The shipped promise in its next version, by which shorter checks count.
fn newer() -> String {
    let shipped = server::promise_file::SHIPPED.replacen("version = 1", "version = 2", 1);
    shipped.replace("min_minutes = 20", "min_minutes = 15")
}

async fn a_promise_is_uploaded_previewed_and_put_in_force(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let (administrator, citizen) = (administrator(&station).await?, station.citizen()?);
    let text = shipped_as("habo-2018-2019", "jonkoping", YEAR);
    let draft = location(&administrator.uploads("/promises", text.as_bytes()).await?)?;
    let page = words(&administrator.sees(&draft).await?);
    for part in [
        "Så här blir löftet",
        "1 januari 1999–31 december 1999",
        "Hela kommunen",
        "Löftet tog slut",
        "Ingen siffra ändras",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(administrator.sees(&format!("{draft}/public")).await?.contains("Det lovade vi"));
    assert_eq!(administrator.sees(&format!("{draft}/file")).await?, text);
    let public = format!("/promise/jonkoping-{YEAR}");
    assert_eq!(citizen.asks(&public).await?.status(), StatusCode::NOT_FOUND, "not before it is in force");
    assert!(words(&administrator.sees("/promises").await?).contains(&format!("jonkoping-{YEAR}")), "among the drafts");
    assert!(
        administrator
            .sees(&format!("/promises?draft={}", draft.trim_start_matches("/promises/drafts/")))
            .await?
            .contains("Hela kommunen")
    );

    let done = location(&administrator.submits(&format!("{draft}/in-force"), &[]).await?)?;
    let page = words(&administrator.sees(&done).await?);
    assert!(
        page.contains("är i kraft.") && page.contains("Inga utkast väntar.") && page.contains("Avslutat"),
        "{page}"
    );
    assert_eq!(citizen.asks(&public).await?.status(), StatusCode::OK);
    assert_eq!(administrator.asks(&draft).await?.status(), StatusCode::NOT_FOUND, "a draft no longer");
    assert_eq!(
        administrator.sees(&format!("{draft}/file")).await?,
        text,
        "the file stays, to begin the next version from"
    );

    // Uploaded again, the draft of the same promise is the newer one; dropped, it is gone.
    let first = location(&administrator.uploads("/promises", newer().as_bytes()).await?)?;
    let second = location(&administrator.uploads("/promises", newer().as_bytes()).await?)?;
    assert_eq!(administrator.asks(&first).await?.status(), StatusCode::NOT_FOUND);
    location(&administrator.submits(&format!("{second}/drop"), &[]).await?)?;
    assert_eq!(administrator.asks(&second).await?.status(), StatusCode::NOT_FOUND);
    assert_eq!(administrator.submits(&format!("{second}/drop"), &[]).await?.status(), StatusCode::NOT_FOUND);
    Ok(())
}

async fn a_new_version_shows_what_it_changes_before_it_is_in_force(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let (administrator, supervisor) = (administrator(&station).await?, station.supervisor().await?);
    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&harness::check("raslatt", 17).at("2022-03-01T10:00:00+01:00"))?;
    officer.sends().await?;
    let target = "trafik_raslatt";
    assert_eq!(supervisor.count(PROMISE, target, "raslatt").await?, 0, "too short by the first version");

    let draft = location(&administrator.uploads("/promises", newer().as_bytes()).await?)?;
    let page = words(&administrator.sees(&draft).await?);
    assert!(page.contains("Vad som ändras") && page.contains("Råslätt 0 1"), "{page}");
    assert_eq!(supervisor.count(PROMISE, target, "raslatt").await?, 0, "looking changes nothing");
    location(&administrator.submits(&format!("{draft}/in-force"), &[]).await?)?;
    assert_eq!(supervisor.count(PROMISE, target, "raslatt").await?, 1);
    let page = words(&administrator.sees("/promises").await?);
    assert!(page.contains("Tidigare versioner") && page.contains(&format!("{PROMISE} 1")), "{page}");
    let log = station.app().store.audit(&partnership(), 10).await?;
    let row = log.iter().find(|row| row.deed == "put_in_force").context("a row of who did it")?;
    assert!(row.person.is_some() && row.about.contains("\"version\":2"), "{row:?}");
    Ok(())
}

async fn what_cannot_be_put_in_force_says_why(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let administrator = administrator(&station).await?;
    let elsewhere = shipped_as("dorotea-2019-2020", "dorotea", YEAR);
    let elsewhere = server::promise_file::read(&elsewhere).map_err(|all| anyhow::anyhow!("{all:?}"))?;
    station.loads(elsewhere).await?;
    let overlapping = server::promise_file::SHIPPED.replacen("id = \"jonkoping-2021-2022\"", "id = \"ett-till\"", 1);
    let taken = shipped_as("habo-2018-2019", "jonkoping", YEAR).replacen(
        &format!("id = \"jonkoping-{YEAR}\""),
        &format!("id = \"dorotea-{YEAR}\""),
        1,
    );
    for (text, told) in [
        (server::promise_file::SHIPPED.to_owned(), "redan i kraft. Höj version"),
        (overlapping, "Ändra dagarna i ett av dem"),
        (taken, "används redan av ett annat partnerskap"),
    ] {
        let draft = location(&administrator.uploads("/promises", text.as_bytes()).await?)?;
        let seen = administrator.asks(&draft).await?;
        assert_eq!(seen.status(), StatusCode::CONFLICT, "{told}");
        let page = words(&seen.text().await?);
        assert!(page.contains(told) && !page.contains("Sätt löftet i kraft"), "{told}: {page}");
        if !told.contains("redan i kraft") {
            let answer = administrator.submits(&format!("{draft}/in-force"), &[]).await?;
            assert_eq!(answer.status(), StatusCode::CONFLICT, "{told}");
        }
    }
    Ok(())
}

async fn nobody_loads_a_promise_for_another_partnership(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let administrator = administrator(&station).await?;
    let foreign = shipped_as("habo-2018-2019", "habo", YEAR);
    let line = foreign.lines().position(|line| line.starts_with("partnership")).context("the line")? + 1;
    let answer = administrator.uploads("/promises", foreign.as_bytes()).await?;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await?;
    assert!(page.contains(&format!("data-line=\"{line}\"")) && page.contains("ert är"), "{page}");
    assert_eq!(station.app().store.partnerships().await?, [partnership()]);

    // A draft is seen by the administrators of its own partnership alone.
    let draft = location(&administrator.uploads("/promises", newer().as_bytes()).await?)?;
    let elsewhere = server::promise_file::read(&foreign).map_err(|all| anyhow::anyhow!("{all:?}"))?;
    station.loads(elsewhere).await?;
    let other = station.staff_in(&"habo".into(), "Administratör Habo", Role::Administrator, "polisen").await?;
    for path in
        [draft.clone(), format!("{draft}/public"), format!("{draft}/file"), format!("/promises/{PROMISE}/remove")]
    {
        assert_eq!(other.asks(&path).await?.status(), StatusCode::NOT_FOUND, "{path}");
    }
    for path in [format!("{draft}/in-force"), format!("{draft}/drop"), format!("/promises/{PROMISE}/remove")] {
        assert_eq!(other.submits(&path, &[]).await?.status(), StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(administrator.asks(&draft).await?.status(), StatusCode::OK, "it is still there");
    Ok(())
}

async fn a_promise_without_entries_is_taken_away_and_one_with_them_stays(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let (administrator, citizen) = (administrator(&station).await?, station.citizen()?);
    let year = this_years_promise();
    let remove = |id: &str| format!("/promises/{id}/remove");
    let refused = async |id: &str, told: &str| -> Result<()> {
        let asked = administrator.asks(&remove(id)).await?;
        let answer = administrator.submits(&remove(id), &[]).await?;
        assert_eq!((asked.status(), answer.status()), (StatusCode::CONFLICT, StatusCode::CONFLICT), "{id}");
        let (asked, answer) = (words(&asked.text().await?), words(&answer.text().await?));
        assert!(asked.contains(told) && answer.contains(told), "{told}: {asked}");
        Ok(())
    };
    refused(&year, "skulle skapas igen").await?;
    assert!(words(&administrator.sees(&remove(PROMISE)).await?).contains("Ta bort löftet?"), "asking changes nothing");

    let mut officer = station.officer("Patrull 11").await?;
    officer.records(&patrol("raslatt").at("2022-03-01T10:00:00+01:00"))?;
    officer.sends().await?;
    refused(PROMISE, "1 poster ligger inom dess dagar").await?;

    let text = shipped_as("habo-2018-2019", "jonkoping", YEAR);
    let draft = location(&administrator.uploads("/promises", text.as_bytes()).await?)?;
    location(&administrator.submits(&format!("{draft}/in-force"), &[]).await?)?;
    let unused = format!("jonkoping-{YEAR}");
    let before = station.app().store.people(&partnership(), None).await?.len();
    let done = location(&administrator.submits(&remove(&unused), &[]).await?)?;
    assert!(words(&administrator.sees(&done).await?).contains("Ingen ser det längre"));
    assert_eq!(citizen.asks(&format!("/promise/{unused}")).await?.status(), StatusCode::NOT_FOUND);
    assert_eq!(administrator.asks(&remove(&unused)).await?.status(), StatusCode::NOT_FOUND);
    assert_eq!(station.app().store.people(&partnership(), None).await?.len(), before);
    // It can be loaded again.
    location(&administrator.uploads("/promises", text.as_bytes()).await?)?;

    // The year's own promise, loaded over the extension by mistake: taken away, the extension runs on.
    let own = shipped_as("habo-2018-2019", "jonkoping", today().year().unsigned_abs())
        .replacen(&format!("id = \"{year}\""), "id = \"misstag\"", 1)
        .replacen("id = \"centrum\"", "id = \"raslatt\"", 1);
    let draft = location(&administrator.uploads("/promises", own.as_bytes()).await?)?;
    location(&administrator.submits(&format!("{draft}/in-force"), &[]).await?)?;
    let runs = async || -> Result<Option<String>> {
        let in_force = station.app().in_force(&partnership()).await?;
        Ok(in_force.catalogue.at(Some(&"raslatt".into()), today()).map(|promise| promise.id.to_string()))
    };
    assert_eq!(runs().await?.as_deref(), Some("misstag"));
    location(&administrator.submits(&remove("misstag"), &[]).await?)?;
    assert_eq!(runs().await?, Some(year));
    Ok(())
}
