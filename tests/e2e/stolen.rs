//! A stolen phone that was never unlocked: what its browser's folders tell, and what can be opened with all that they hold.

mod leveldb;

use crate::steps::{PIN, enrol, fill_in, patrol};
use aes_gcm::aead::Aead;
use aes_gcm::{Aes256Gcm, KeyInit};
use anyhow::{Context, Result, ensure};
use domain::authorization::Role;
use harness::{Backend, Browser, Profile, Screen, Station};
use sha2::Sha256;
use std::path::{Path, PathBuf};
use std::time::Instant;

const NOTE: &str = "Skadegörelse vid torget";
const UNIT: &str = "91-1110";
const NAME: &str = "Patrull Elva";
/// Of one person's entries, and of the other's.
const PATROLS: usize = 49;

/// What lies in the storage, as a thief reads it there.
const STORED: &str = "(async () => {
    const db = await new Promise((resolve) => { indexedDB.open('rond').onsuccess = (e) => resolve(e.target.result) });
    const tx = db.transaction(['entries', 'keys']);
    const all = (name) => new Promise((resolve) => { tx.objectStore(name).getAll().onsuccess = (e) => resolve(e.target.result) });
    const [keys, entries] = [await all('keys'), await all('entries')];
    window.stored = { entries: entries.length, keys: keys.map((k) => ({ salt: [...k.salt], rounds: k.rounds, wrapped: [...k.wrapped] })) };
    db.close();
})()";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stolen_phone_tells_nothing_of_what_was_recorded() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, None).await?;
    enrol(&station, &browser, &station.url(), NAME).await?;
    browser.taps("[data-do=place]").await?;
    browser.types("[data-field=unit] input", UNIT).await?;
    browser.taps("[data-area=raslatt]").await?;
    let mut ids: Vec<String> = Vec::new();
    for _ in 0..PATROLS {
        let last = ids.last().cloned().unwrap_or_default();
        ids.push(patrol(&browser, &last).await?);
    }
    ids.push(measures(&station, &browser, ids.last().map_or("", String::as_str)).await?);
    // A form that is left, a check that runs: both lie there too.
    browser.taps("[data-activity=situation_picture]").await?;
    browser.is_on("form").await?;
    browser.value(&format!("({STORED}, true)")).await?;
    browser.sees("window.stored !== undefined").await?;
    let stored = browser.value("window.stored").await?;
    assert_eq!(stored["entries"], PATROLS + 1);
    browser.goes_to(&station.url()).await?;
    browser.is_on("unlock").await?;
    browser.closes().await?;

    let found = search(profile.path(), &ids)?;
    println!("{} files, {} bytes searched after decoding: {:?}", found.files, found.bytes, found.hits);
    assert!(found.files > 20 && found.catalogue, "the promise itself is plain: the search finds what is there");
    assert!(found.hits.is_empty(), "{:?}", found.hits);
    for key in stored["keys"].as_array().context("keys")? {
        tried(profile.path(), key)?;
    }
    Ok(())
}

/// A coordinator on the same phone, with a text of their own.
async fn measures(station: &Station, browser: &Browser, last: &str) -> Result<String> {
    let person = station.person("Samordnare Elva", Role::Coordinator, "kommunen").await?;
    let code = station.code(person).await?;
    browser.taps("[data-do=place]").await?;
    browser.taps("[data-do=lock]").await?;
    browser.taps("[data-do=new]").await?;
    browser.is_on("enrol").await?;
    fill_in(browser, &code, PIN).await?;
    browser.is_on("place").await?;
    browser.taps("[data-area=huskvarna]").await?;
    browser.taps("[data-activity=measure]").await?;
    browser.is_on("form").await?;
    browser.types("[data-field=cause] input", NOTE).await?;
    browser.value("(document.querySelector('[data-field=owner] input[value=kommunen]').click(), document.querySelector('[data-field=outcome] input[value=decided]').click(), true)").await?;
    browser.taps("[data-do=save]").await?;
    browser.saves(last).await
}

#[derive(Default)]
struct Found {
    files: usize,
    bytes: usize,
    /// What must not be there, and in which file it was.
    hits: Vec<String>,
    /// Whether the promise, which is for everybody, was found.
    catalogue: bool,
}

/// Every file of the profile, as it lies and decoded, for what was recorded.
fn search(profile: &Path, ids: &[String]) -> Result<Found> {
    let mut needles: Vec<(String, Vec<u8>)> = Vec::new();
    for text in [NOTE, UNIT, NAME, "area\":\"raslatt", "area\"\u{7}raslatt", "raslatt|", "foot_patrol\",\"area"] {
        needles.push((text.to_owned(), text.chars().map(|c| c as u8).collect()));
        needles.push((format!("{text} in UTF-8"), text.as_bytes().to_vec()));
        needles.push((format!("{text} in UTF-16"), text.encode_utf16().flat_map(u16::to_le_bytes).collect()));
    }
    for id in ids {
        let plain = id.replace('-', "");
        let raw: Vec<u8> =
            (0..16).map(|at| u8::from_str_radix(&plain[2 * at..2 * at + 2], 16)).collect::<Result<_, _>>()?;
        needles.push((id.clone(), id.as_bytes().to_vec()));
        needles.push((format!("{id} in UTF-16"), id.encode_utf16().flat_map(u16::to_le_bytes).collect()));
        needles.push((format!("{id} as bytes"), raw));
    }
    let mut found = Found::default();
    for file in files(profile)? {
        for bytes in leveldb::readings(&file)? {
            found.bytes += bytes.len();
            found.catalogue |= holds(&bytes, b"Medborgarl");
            let hits = needles.iter().filter(|(_, needle)| holds(&bytes, needle));
            found.hits.extend(hits.map(|(what, _)| format!("{what} in {}", file.display())));
        }
        found.files += 1;
    }
    Ok(found)
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    let first = needle[0];
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| *byte == first) {
        at += next;
        if bytes[at..].starts_with(needle) {
            return true;
        }
        at += 1;
    }
    false
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            all.extend(files(&path)?);
        } else if path.is_file() {
            all.push(path);
        }
    }
    Ok(all)
}

/// Every 32 bytes that the storage holds are tried as the key, on both wraps.
fn tried(profile: &Path, key: &serde_json::Value) -> Result<()> {
    let bytes = |name: &str| -> Vec<u8> {
        key[name].as_array().into_iter().flatten().filter_map(|n| n.as_u64()).map(|n| n as u8).collect()
    };
    let (salt, wrapped) = (bytes("salt"), bytes("wrapped"));
    let rounds = u32::try_from(key["rounds"].as_u64().context("rounds")?)?;
    let mut storage = Vec::new();
    for file in files(profile)?
        .iter()
        .filter(|f| f.to_string_lossy().contains("IndexedDB") || f.to_string_lossy().contains("Local Storage"))
    {
        storage.extend(leveldb::readings(file)?);
    }
    let windows = || storage.iter().flat_map(|bytes| bytes.windows(32));
    let inner = windows().find_map(|key| opened(key, &wrapped));
    println!(
        "outer wrap, with a key that lies in the profile: {}",
        if inner.is_some() { "opens" } else { "stays shut" }
    );
    // Chromium keeps the browser's own key where a thief can read it: from here on the PIN alone guards.
    let inner =
        inner.context("no key of the browser's was found: the search is wrong, or Chromium has become better")?;
    let tries = windows().count();
    ensure!(windows().all(|key| opened(key, &inner).is_none()), "the inner wrap opens with what lies in the profile");
    println!("inner wrap: {tries} keys tried, none opens");
    let begun = Instant::now();
    let mut of_pin = [0; 32];
    pbkdf2::pbkdf2_hmac::<Sha256>(PIN.as_bytes(), &salt, rounds, &mut of_pin);
    let one_ms = begun.elapsed().as_millis();
    ensure!(
        opened(&of_pin, &inner).is_some_and(|key| key.len() == 64),
        "the right PIN opens it: this is how it is done"
    );
    println!("one guess of a PIN takes {one_ms} ms here, on one core of an unoptimised build");
    ensure!(rounds >= 600_000, "{rounds}");
    Ok(())
}

fn opened(key: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, rest) = sealed.split_first_chunk::<12>()?;
    Aes256Gcm::new_from_slice(key).ok()?.decrypt(nonce.into(), rest).ok()
}
