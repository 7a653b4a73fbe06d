//! SIGKILL to the whole browser at a random moment around a save: what the screen said was saved is there, and nothing is
//! there by halves.

use crate::steps::{PIN, enrolled_and_closed, unlock, waits};
use anyhow::{Context, Result, ensure};
use domain::id::EntryId;
use harness::station::this_years_promise;
use harness::{Browser, Engine, Intruder, Line, Profile, Screen, phone, rounds};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// A phone serves so many rounds, then it sends, and the server counts.
const ROUNDS_OF_A_PHONE: u64 = 25;
/// The browser is killed at the latest so long after the tap.
const LONGEST_MS: u64 = 250;
/// Delays are told by steps of so much.
const STEP_MS: u64 = 25;

/// What became of the saves after which the browser was killed in one step of time.
#[derive(Default)]
struct Told {
    tapped: u32,
    said: u32,
    found: u32,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_saved_on_screen_survives_a_killed_browser() -> Result<()> {
    let wanted = rounds(3, 500);
    let mut figures: BTreeMap<u64, Told> = BTreeMap::new();
    let said = |figures: &BTreeMap<u64, Told>| figures.values().map(|told| told.said).sum::<u32>();
    while said(&figures) < wanted {
        one_phone(wanted, &mut figures).await?;
        println!("{} of {wanted} so far", said(&figures));
    }
    for (step, Told { tapped, said, found }) in &figures {
        let (from, to) = (step * STEP_MS, (step + 1) * STEP_MS);
        println!(
            "killed {from:>3}–{to:<3} ms after the tap: {tapped:>3} times, {said:>3} said to be saved, {found:>3} found"
        );
    }
    println!("said to be saved {}, and found again as many", said(&figures));
    Ok(())
}

async fn one_phone(wanted: u32, figures: &mut BTreeMap<u64, Told>) -> Result<()> {
    let (mut station, line, profile) = enrolled_and_closed(Engine::Chromium).await?;
    let (mut ids, mut waiting) = (BTreeSet::new(), 0);
    let mut last: Option<(u64, bool)> = None;
    for _ in 0..=ROUNDS_OF_A_PHONE {
        let browser = opened(&profile, &line).await?;
        let found = count(&browser).await?;
        if let Some((step, said)) = last.take() {
            let told = figures.entry(step).or_default();
            told.tapped += 1;
            told.said += u32::from(said);
            told.found += u32::try_from(found - waiting)?;
            ensure!(
                found - waiting <= 1 && (found > waiting || !said),
                "said {said}, {waiting} before and {found} after"
            );
        }
        waiting = found;
        if waiting >= ROUNDS_OF_A_PHONE || figures.values().map(|told| told.said).sum::<u32>() >= wanted {
            browser.closes().await?;
            break;
        }
        last = Some(saves_and_dies(browser, &mut ids).await?);
    }
    // The server has the last word on what is there.
    station.restart().await?;
    let browser = opened(&profile, &line).await?;
    browser.taps("[data-tab=journal]").await?;
    browser.taps("[data-do=send]").await?;
    waits(&browser, 0).await?;
    let held = Intruder::at(station.database_url()).await?.entries().await?;
    ensure!(ids.is_subset(&held), "{ids:?} {held:?}");
    let supervisor = station.supervisor().await?;
    let counted = supervisor.count(&this_years_promise(), "fotpatrull_raslatt", "raslatt").await?;
    ensure!(
        counted == i64::try_from(held.len())? && held.len() as u64 >= waiting,
        "{counted} counted of {}",
        held.len()
    );
    Ok(())
}

async fn opened(profile: &Profile, line: &Line) -> Result<Browser> {
    let browser = Browser::start(profile, Screen::Phone, None).await?;
    browser.goes_to(&line.url()).await?;
    unlock(&browser, PIN).await?;
    browser.is_on("record").await?;
    Ok(browser)
}

/// How many wait, as the screen says.
async fn count(browser: &Browser) -> Result<u64> {
    browser.sees("/^[0-9]+$/.test(document.querySelector('[data-status]')?.dataset.waiting ?? '')").await?;
    let told = browser.value("document.querySelector('[data-status]').dataset.waiting").await?;
    Ok(told.as_str().context("a number")?.parse()?)
}

/// Saves, looks at the screen until the moment has come, and dies. In which step of time, and whether the screen said it.
async fn saves_and_dies(browser: Browser, ids: &mut BTreeSet<EntryId>) -> Result<(u64, bool)> {
    let saved = "document.querySelector('[data-saved]')?.dataset.saved ?? ''";
    browser.taps("[data-activity=foot_patrol]").await?;
    browser.is_on("form").await?;
    browser.sees("document.querySelector('[data-do=save]') !== null").await?;
    let [a, b, ..] = phone::random();
    let delay_ms = u64::from(u16::from_be_bytes([a, b])) % LONGEST_MS;
    browser.value("(document.querySelector('[data-do=save]').click(), true)").await?;
    let tap = Instant::now();
    let mut said = String::new();
    while tap.elapsed() < Duration::from_millis(delay_ms) && said.is_empty() {
        said = browser.value(saved).await?.as_str().unwrap_or_default().to_owned();
    }
    tokio::time::sleep(Duration::from_millis(delay_ms).saturating_sub(tap.elapsed())).await;
    let died_ms = u64::try_from(tap.elapsed().as_millis())?;
    browser.is_killed()?;
    ids.extend(EntryId::read(&said));
    Ok((died_ms / STEP_MS, !said.is_empty()))
}
