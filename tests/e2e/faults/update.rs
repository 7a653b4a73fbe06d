//! New versions of the app: while a form is open, and after three that were missed.

use super::{Scene, begun};
use crate::steps::{PIN, counts, enrol, patrol, unlock, waits};
use anyhow::{Context, Result};
use harness::{Backend, Cut, Engine, Line, Profile, Station, until};
use std::fs;
use std::path::Path;

in_browsers!(
    a_new_version_waits_while_a_form_is_open_and_comes_with_the_next_start,
    a_phone_that_missed_three_releases_arrives_with_its_entry,
    an_app_that_is_newer_than_its_server_loses_nothing,
    a_page_of_the_network_s_own_in_the_middle_of_an_update_is_not_installed,
);

/// A release that differs from another in nothing but its name, as far as a phone can tell. Of earlier builds it has those that `with` keeps.
fn release(from: &Path, to: &Path, name: &str, with_earlier: bool) -> Result<()> {
    let record: serde_json::Value = serde_json::from_str(&fs::read_to_string(from.join("build.json"))?)?;
    let old = record["build"].as_str().context("a build")?.to_owned();
    copy(
        from,
        to,
        &|path| {
            let path = path.replace(&old, name);
            (!path.ends_with(".br")).then_some(path)
        },
        &|bytes| match String::from_utf8(bytes) {
            Ok(text) => text.replace(&old, name).into_bytes(),
            Err(not_text) => not_text.into_bytes(),
        },
    )?;
    if with_earlier {
        let kept = format!("pkg/{old}");
        copy(&from.join(&kept), &to.join(&kept), &|path| Some(path.to_owned()), &|bytes| bytes)?;
    }
    Ok(())
}

type Renamed<'a> = &'a dyn Fn(&str) -> Option<String>;
type Changed<'a> = &'a dyn Fn(Vec<u8>) -> Vec<u8>;

/// Copies the newest build of a site and what lies beside it.
fn copy(from: &Path, to: &Path, rename: Renamed<'_>, change: Changed<'_>) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name().into_string().ok().context("a name")?;
        let Some(renamed) = rename(&name) else { continue };
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to.join(renamed), rename, change)?;
        } else {
            fs::write(to.join(renamed), change(fs::read(entry.path())?))?;
        }
    }
    Ok(())
}

const STARTED: &str = "document.documentElement.dataset.started";

/// What happens once an hour happens twice a second.
const AN_HOUR_IS_SHORT: &str = "
    const own = window.setInterval;
    window.setInterval = (told, ms, ...rest) => own(told, ms === 3_600_000 ? 500 : ms, ...rest);";

/// The app is left open, as on the dashboard of a car, and never navigates.
async fn a_new_version_waits_while_a_form_is_open_and_comes_with_the_next_start(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    let line = Line::to(station.addr()).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, Some(AN_HOUR_IS_SHORT)).await?;
    enrol(&station, &browser, &line.url(), "Patrull 11").await?;
    let mut scene = Scene { station, supervisor, browser, profile };
    // A page of a first visit is in no worker's charge: a new one would take over without asking.
    let looks = line.looks_for_a_version();
    scene.browser.goes_to(&line.url()).await?;
    unlock(&scene.browser, PIN).await?;
    scene.browser.is_on("record").await?;
    // The browser looks by itself once after a page was loaded, and not again.
    until("the browser to look", || async { Ok((line.looks_for_a_version() > looks).then_some(())) }).await?;
    let site = scene.station.folder().join("next");
    let old = scene.browser.value(STARTED).await?.as_str().context("a build")?.to_owned();
    release(scene.station.site(), &site, "aaaaaaaaaaaa", true)?;
    scene.browser.taps("[data-activity=foot_patrol]").await?;
    scene.browser.is_on("form").await?;
    scene.browser.value("(window.same = true)").await?;
    scene.station.deploys(&site).await?;
    scene.browser.sees("document.documentElement.dataset.update === 'ready'").await?;
    scene.browser.is_on("form").await?;
    let asked = "navigator.serviceWorker.getRegistration().then((of) => { window.waits = of.waiting !== null })";
    scene.browser.value(&format!("({asked}, true)")).await?;
    scene.browser.sees("window.waits === true").await?;
    scene.browser.pictures("update-waits").await?;
    // The page is the same, its own build's files are still served, and saving goes on.
    scene.browser.sees(&format!("window.same === true && {STARTED} === '{old}'")).await?;
    assert_eq!(scene.supervisor.asks(&format!("/pkg/{old}/app_bg.wasm")).await?.status(), 200);
    scene.browser.taps("[data-do=save]").await?;
    scene.browser.saves("").await?;
    waits(&scene.browser, 0).await?;
    scene.counts(1).await?;
    scene.browser.leaves().await?;
    scene = scene.opens_again().await?;
    scene.browser.goes_to(&line.url()).await?;
    unlock(&scene.browser, PIN).await?;
    scene.browser.sees(&format!("{STARTED} === 'aaaaaaaaaaaa'")).await?;
    scene.browser.is_on("record").await?;
    patrol(&scene.browser, "").await?;
    scene.counts(2).await
}

/// On a shelf for three releases, with an entry that was never sent; of its own build nothing is served any more.
async fn a_phone_that_missed_three_releases_arrives_with_its_entry(engine: Engine) -> Result<()> {
    let mut scene = begun(engine, None).await?;
    scene.station.stop().await?;
    patrol(&scene.browser, "").await?;
    scene.browser.leaves().await?;
    let mut site = scene.station.site().to_owned();
    for name in ["bbbbbbbbbbbb", "cccccccccccc", "dddddddddddd"] {
        let next = scene.station.folder().join(name);
        release(&site, &next, name, false)?;
        site = next;
    }
    scene.station.deploys(&site).await?;
    scene = scene.opens_again().await?;
    scene.browser.goes_to(&scene.station.url()).await?;
    unlock(&scene.browser, PIN).await?;
    scene.browser.is_on("record").await?;
    waits(&scene.browser, 0).await?;
    scene.counts(1).await?;
    scene.browser.sees("document.documentElement.dataset.update === 'ready'").await?;
    scene.browser.leaves().await?;
    scene = scene.opens_again().await?;
    scene.browser.goes_to(&format!("{}/?flik=journal", scene.station.url())).await?;
    unlock(&scene.browser, PIN).await?;
    scene.browser.sees(&format!("{STARTED} === 'dddddddddddd'")).await?;
    scene.browser.sees("document.querySelectorAll('li[data-entry]').length === 1").await
}

/// A server that was put back to what the first phones knew: of its answers nothing is left that came later.
fn only_what_the_first_said() -> Result<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/wire/v1");
    let members = |name: &str| -> Result<String> {
        let known: serde_json::Value = serde_json::from_str(&fs::read_to_string(folder.join(name))?)?;
        let names: Vec<_> = known.as_object().context("an object")?.keys().collect();
        Ok(serde_json::to_string(&names)?)
    };
    let (sync, enrol, total) = (members("answer.json")?, members("enrol_answer.json")?, FIRST_TOTAL);
    Ok(format!(
        "const own = window.fetch;
        const FIRST = {{ '/api/v1/sync': {sync}, '/api/v1/enrol': {enrol} }};
        const only = (from, names) => Object.fromEntries(names.filter((n) => n in from).map((n) => [n, from[n]]));
        window.fetch = async (path, ...asked) => {{
            const answer = await own(path, ...asked);
            if (!answer.ok || !(path in FIRST)) {{ return answer; }}
            const told = only(await answer.json(), FIRST[path]);
            for (const [id, totals] of Object.entries(told.tallies ?? {{}})) {{
                told.tallies[id] = totals.map((total) => only(total, {total}));
            }}
            window.older = (window.older ?? 0) + 1;
            return new Response(JSON.stringify(told), answer);
        }};"
    ))
}

/// Members of a target's total, as the first servers told it.
const FIRST_TOTAL: &str = "['target', 'area', 'count', 'numerator', 'minutes', 'too_short']";

/// The server's version was taken back, and the phone already has the new app.
async fn an_app_that_is_newer_than_its_server_loses_nothing(engine: Engine) -> Result<()> {
    let mut scene = begun(engine, Some(&only_what_the_first_said()?)).await?;
    let first = patrol(&scene.browser, "").await?;
    waits(&scene.browser, 0).await?;
    scene.counts(1).await?;
    scene.station.stop().await?;
    let second = patrol(&scene.browser, &first).await?;
    waits(&scene.browser, 1).await?;
    scene.station.restart().await?;
    scene.browser.goes_to(&scene.station.url()).await?;
    unlock(&scene.browser, PIN).await?;
    scene.browser.is_on("record").await?;
    waits(&scene.browser, 0).await?;
    scene.counts(2).await?;
    patrol(&scene.browser, &second).await?;
    waits(&scene.browser, 0).await?;
    scene.browser.sees("window.older > 0").await?;
    scene.browser.sees("document.querySelector('[data-failed]') === null").await?;
    scene.counts(3).await
}

/// Looks for an update, and tells what becomes of the worker that comes with it; nothing where none did.
const LOOKS: &str = "(async () => {
    window.became = '';
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
    const worker = registration.installing;
    if (worker) { worker.addEventListener('statechange', () => { window.became = worker.state }); }
})()";

/// A train's network forgets in the middle that it let the phone in: the new worker gets its page as the app's, or as the app's files.
async fn a_page_of_the_network_s_own_in_the_middle_of_an_update_is_not_installed(engine: Engine) -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let line = Line::to(station.addr()).await?;
    let profile = Profile::fresh()?;
    let browser = engine.opens(&profile, None).await?;
    enrol(&station, &browser, &line.url(), "Patrull 11").await?;
    let old = browser.value(STARTED).await?.as_str().context("a build")?.to_owned();
    let site = station.folder().join("next");
    release(station.site(), &site, "aaaaaaaaaaaa", true)?;
    station.deploys(&site).await?;
    for cut in [Cut::PortalForPages, Cut::PortalForFiles] {
        line.cut(cut);
        until("the new worker to be given up", || async {
            browser.value(&format!("({LOOKS}, true)")).await?;
            browser.sees("window.became !== ''").await?;
            Ok((browser.value("window.became").await? == "redundant").then_some(()))
        })
        .await?;
    }
    browser.goes_to(&line.url()).await?;
    unlock(&browser, PIN).await?;
    browser.sees(&format!("{STARTED} === '{old}'")).await?;
    browser.is_on("record").await?;
    patrol(&browser, "").await?;
    waits(&browser, 1).await?;
    line.cut(Cut::Nowhere);
    browser.value(&format!("({LOOKS}, true)")).await?;
    browser.sees("document.documentElement.dataset.update === 'ready'").await?;
    browser.taps("[data-tab=journal]").await?;
    browser.taps("[data-do=send]").await?;
    waits(&browser, 0).await?;
    counts(&station.supervisor().await?, 1).await
}
