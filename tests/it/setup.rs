//! A server that begins without a promise: the link that its first start prints, the file that is loaded behind it, and the
//! administrator who gets an account with the partnership.

use crate::figures::words;
use crate::on_both;
use anyhow::{Context, Result, ensure};
use domain::authorization::Role;
use domain::standing::Total;
use harness::station::{PASSWORD, today};
use harness::{Backend, Citizen, Officer, Staff, Station, Work, shipped_as};
use reqwest::{Response, StatusCode};
use server::first_start::{FirstLink, Given};

on_both!(
    an_empty_server_is_set_up_behind_its_link_and_counts,
    nothing_is_public_before_the_promise_is_put_in_force,
    a_file_with_problems_is_told_at_its_lines_and_kept_by_nobody,
    a_set_up_link_works_until_it_is_used_or_expires,
    a_set_up_link_is_of_no_use_once_there_is_anybody,
    what_was_interrupted_is_ended_by_the_same_request,
);

/// The promise of a place that ships with nothing, for this year.
fn own_promise() -> String {
    shipped_as("habo-2018-2019", "ortnas", today().year().unsigned_abs())
}

fn promise_id() -> String {
    format!("ortnas-{}", today().year())
}

/// The path of the set-up link that a start printed.
fn printed(station: &Station) -> Result<String> {
    let [FirstLink { partnership: None, given: Given::Now { url } }] = station.first_links() else {
        anyhow::bail!("not one set-up link: {:?}", station.first_links())
    };
    Ok(url.strip_prefix(&station.url()).context("an address of this server")?.to_owned())
}

fn location(answer: &Response) -> Result<String> {
    ensure!(answer.status() == StatusCode::SEE_OTHER, "{}", answer.status());
    Ok(answer.headers().get("location").context("a place to go")?.to_str()?.to_owned())
}

async fn becomes(browser: &Staff, link: &str, name: &str) -> Result<Response> {
    browser.submits(&format!("{link}/in-force"), &[("name", name), ("organisation", "polisen")]).await
}

/// Loads the promise behind the link, and chooses a password; the browser is signed in then.
async fn set_up(station: &Station, link: &str) -> Result<Staff> {
    let browser = Staff::browser(&station.url())?;
    assert_eq!(location(&browser.uploads(link, own_promise().as_bytes()).await?)?, link);
    let welcome = location(&becomes(&browser, link, "Administratör Ortnäs").await?)?;
    assert_eq!(location(&browser.submits(&welcome, &[("password", PASSWORD)]).await?)?, "/people");
    Ok(browser)
}

async fn an_empty_server_is_set_up_behind_its_link_and_counts(backend: Backend) -> Result<()> {
    let station = Station::start_empty(backend).await?;
    let administrator = set_up(&station, &printed(&station)?).await?;

    // From here on it goes as on any server: a person, a code, a phone, an entry that counts.
    let form = [("name", "Patrull 11"), ("role", "officer"), ("organisation", "polisen")];
    let page = administrator.submits("/people", &form).await?.text().await?;
    let code = crate::access::code_on(&page).context("a code on the page")?;
    let mut officer = Officer::enrol(&station.url(), &code, "Patrull 11").await?;
    let mut work = Work::of("traffic_check", "").minutes(30);
    work.area = None;
    officer.records(&work)?;
    officer.sends().await?;
    let of = "ortnas".into();
    let supervisor = station.staff_in(&of, "Gruppchef Ett", Role::Supervisor, "polisen").await?;
    let counted: i64 = supervisor.figures(&promise_id()).await?.totals.iter().map(|t: &Total| t.count).sum();
    assert_eq!(counted, 1, "the first patrol counts");

    // Nobody else's promise is here.
    assert_eq!(station.app().store.partnerships().await?, std::slice::from_ref(&of));
    let citizen = station.citizen()?;
    assert!(citizen.reads(&format!("/promise/{}", promise_id())).await?.contains("Habo kommun"));
    assert_eq!(citizen.asks("/promise/jonkoping-2021-2022").await?.status(), StatusCode::NOT_FOUND);
    let deeds: Vec<String> = station.app().store.audit(&of, 100).await?.into_iter().map(|row| row.deed).collect();
    for deed in ["load_promise", "create_person", "set_up", "choose_password", "enrol"] {
        assert!(deeds.iter().any(|d| d == deed), "{deed} in {deeds:?}");
    }
    Ok(())
}

async fn nothing_is_public_before_the_promise_is_put_in_force(backend: Backend) -> Result<()> {
    let station = Station::start_empty(backend).await?;
    let (link, citizen) = (printed(&station)?, station.citizen()?);
    let browser = Staff::browser(&station.url())?;
    location(&browser.uploads(&link, own_promise().as_bytes()).await?)?;
    let page = words(&browser.sees(&link).await?);
    for part in [
        "Så här blir löftet",
        "Habo kommun",
        "Hela kommunen",
        "Du blir administratör",
        &format!("31 december {}", today().year()),
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let public = browser.sees(&format!("{link}/public")).await?;
    assert!(public.contains("Det lovade vi") && public.contains("trafik"), "{public}");
    let is_unseen = async |citizen: &Citizen| -> Result<bool> {
        let id = promise_id();
        let page = citizen.asks(&format!("/promise/{id}")).await?.status();
        let json = citizen.asks(&format!("/api/v1/promises/{id}")).await?.status();
        Ok((page, json) == (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND))
    };
    assert!(is_unseen(&citizen).await?, "a draft is nobody else's");
    assert_eq!(citizen.asks("/setup/another-link").await?.status(), StatusCode::GONE);
    assert!(station.app().store.partnerships().await?.is_empty());

    // A name that won't do changes nothing.
    for (name, organisation) in [("", "polisen"), ("Administratör", "brandkåren")] {
        let form = [("name", name), ("organisation", organisation)];
        let answer = browser.submits(&format!("{link}/in-force"), &form).await?;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{name} {organisation}");
    }
    assert!(is_unseen(&citizen).await? && station.app().store.partnerships().await?.is_empty());

    // Dropped, the form is there anew.
    location(&browser.submits(&format!("{link}/drop"), &[]).await?)?;
    assert!(words(&browser.sees(&link).await?).contains("Starta med ert löfte"));
    assert_eq!(browser.asks(&format!("{link}/public")).await?.status(), StatusCode::NOT_FOUND);
    assert_eq!(location(&becomes(&browser, &link, "Administratör").await?)?, link, "there is nothing to put in force");
    Ok(())
}

async fn a_file_with_problems_is_told_at_its_lines_and_kept_by_nobody(backend: Backend) -> Result<()> {
    let station = Station::start_empty(backend).await?;
    let link = printed(&station)?;
    let browser = Staff::browser(&station.url())?;
    let broken = own_promise().replacen("version = 1", "version = 0", 1).replacen("focus = true", "fokus = true", 1);
    let line = |needle: &str| broken.lines().position(|line| line == needle).map(|at| at + 1);
    let answer = browser.uploads(&link, broken.as_bytes()).await?;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await?;
    for needle in ["version = 0", "fokus = true"] {
        let line = line(needle).context(needle.to_owned())?;
        assert!(page.contains(&format!("data-line=\"{line}\"")), "{needle} at {line}: {page}");
    }
    assert!(page.contains("fokus = true\n"), "the text comes back to be mended");
    // What is no text, nothing at all, and what is no promise of a reasonable length.
    let latin = own_promise().replace('ö', "\u{1}").into_bytes().into_iter().map(|b| if b == 1 { 0xf6 } else { b });
    let long = format!("{}# {}\n", own_promise(), "x".repeat(300_000));
    for (file, told) in [
        (latin.collect::<Vec<u8>>(), "UTF-8"),
        (b"  \n".to_vec(), "Välj en fil"),
        (long.into_bytes(), "för stor"),
        (b"<<<\"&\n".to_vec(), "inte TOML"),
    ] {
        let answer = browser.uploads(&link, &file).await?;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        let page = answer.text().await?;
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(words(&browser.sees(&link).await?).contains("Starta med ert löfte"), "none of it was kept");
    // A byte-order mark and the line ends of another system are no problem.
    let other_system = format!("\u{feff}{}", own_promise().replace('\n', "\r\n"));
    assert_eq!(location(&browser.uploads(&link, other_system.as_bytes()).await?)?, link);

    // A promise that ships is put into the form, and can be taken as a file.
    let page = browser.sees(&format!("{link}?from=dorotea-2019-2020")).await?;
    assert!(
        page.contains("id = \"dorotea-2019-2020\"") || page.contains("id = &quot;dorotea-2019-2020&quot;"),
        "{page}"
    );
    let file = station.citizen()?.reads("/promises/shipped/dorotea-2019-2020").await?;
    assert!(server::promise_file::read(&file).is_ok_and(|promise| promise.id.as_str() == "dorotea-2019-2020"));
    assert_eq!(station.citizen()?.asks("/promises/shipped/atlantis").await?.status(), StatusCode::NOT_FOUND);
    Ok(())
}

async fn a_set_up_link_works_until_it_is_used_or_expires(backend: Backend) -> Result<()> {
    let mut station = Station::start_empty(backend).await?;
    let link = printed(&station)?;
    let browser = Staff::browser(&station.url())?;
    location(&browser.uploads(&link, own_promise().as_bytes()).await?)?;

    // A restart voids neither the link nor what was drafted behind it, and says that there is one.
    station.restart().await?;
    let again = station.first_links().to_vec();
    assert!(matches!(&again[..], [FirstLink { partnership: None, given: Given::Before { .. } }]), "{again:?}");
    assert!(words(&browser.sees(&link).await?).contains("Så här blir löftet"));

    // A new one by command ends the old one, and the draft is behind it.
    let store = &station.app().store;
    let secret = server::first_start::give_setup_link(store, server::clock::now_ms()).await?;
    let newer = format!("/setup/{secret}");
    assert_eq!(browser.asks(&link).await?.status(), StatusCode::GONE);
    assert!(words(&browser.sees(&newer).await?).contains("Så här blir löftet"));

    // It expires after three days.
    station.app().clock.move_on(3 * 24 * 3_600_000);
    for answer in [
        browser.asks(&newer).await?,
        browser.asks(&format!("{newer}/public")).await?,
        browser.uploads(&newer, own_promise().as_bytes()).await?,
        browser.submits(&format!("{newer}/drop"), &[]).await?,
        becomes(&browser, &newer, "Administratör").await?,
    ] {
        assert_eq!(answer.status(), StatusCode::GONE, "{}", answer.url());
    }
    assert!(station.app().store.partnerships().await?.is_empty());
    Ok(())
}

async fn a_set_up_link_is_of_no_use_once_there_is_anybody(backend: Backend) -> Result<()> {
    let station = Station::start_empty(backend).await?;
    let link = printed(&station)?;
    let administrator = set_up(&station, &link).await?;
    assert_eq!(administrator.asks(&link).await?.status(), StatusCode::GONE, "it was used");
    // Nor is one that is given later, by whatever way: it would make whoever holds it an administrator.
    let secret = server::first_start::give_setup_link(&station.app().store, server::clock::now_ms()).await?;
    let intruder = Staff::browser(&station.url())?;
    let link = format!("/setup/{secret}");
    assert_eq!(intruder.uploads(&link, own_promise().as_bytes()).await?.status(), StatusCode::GONE);
    assert_eq!(becomes(&intruder, &link, "Någon annan").await?.status(), StatusCode::GONE);
    Ok(())
}

/// The promise is in force, and the server was killed before the account was made.
async fn what_was_interrupted_is_ended_by_the_same_request(backend: Backend) -> Result<()> {
    let station = Station::start_empty(backend).await?;
    let link = printed(&station)?;
    let browser = Staff::browser(&station.url())?;
    location(&browser.uploads(&link, own_promise().as_bytes()).await?)?;
    let promise = server::promise_file::read(&own_promise()).map_err(|all| anyhow::anyhow!("{all:?}"))?;
    station.loads(promise).await?;
    let welcome = location(&becomes(&browser, &link, "Administratör Ortnäs").await?)?;
    assert_eq!(location(&browser.submits(&welcome, &[("password", PASSWORD)]).await?)?, "/people");
    // Two requests at once make one administrator.
    assert_eq!(becomes(&browser, &link, "Administratör Två").await?.status(), StatusCode::GONE);
    assert_eq!(station.app().store.people(&"ortnas".into(), None).await?.len(), 1);
    Ok(())
}
