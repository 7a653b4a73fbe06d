//! `target/site`: one folder per build under `pkg/`, and beside it the few files whose addresses never change.
//!
//! A folder is named after what is in it, so it can be cached for ever, and an update is another folder: no phone
//! ever loads half of one build and half of another.

pub(crate) mod css;
pub(crate) mod minify;
pub(crate) mod name;
pub(crate) mod parts;
pub(crate) mod press;
pub(crate) mod prune;
pub(crate) mod record;
pub(crate) mod sizes;
pub(crate) mod stamp;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::place::Place;
use crate::shell;
use parts::{Kind, Part};
use record::{Record, Sized};
use stamp::Stamp;

/// How many earlier builds stay served: a page that is open keeps its build.
const EARLIER: usize = 2;

/// Puts the site together from the finished client and `public/`, unless both are what they were.
pub(crate) fn assemble(place: &Place, client: &Path) -> Result<Record> {
    let parts = parts::collect(place, client)?;
    let build = name::of(&parts, &name::shell_sources(place)?);
    let stamp = Stamp::new(place, "site", &[&stamp::own_program()?, build.as_bytes()]);
    let site = place.site();
    if stamp.is_current()
        && let Ok(record) = record::read(&site)
        && site.join("pkg").join(&build).is_dir()
    {
        return Ok(record);
    }
    shell::announce(&format!("assembling and compressing build {build}"), "5 s");
    let mut parts = parts::filled(parts, &build);
    for part in parts.iter_mut().filter(|part| part.name.ends_with(".js")) {
        let script = String::from_utf8_lossy(&part.bytes).into_owned();
        part.bytes = minify::minified(&part.name, &script)?.into_bytes();
    }
    let finished = finish(parts);
    let files = finished.iter().map(|(part, small)| sized(part, small.as_deref(), &build)).collect();
    let record = Record { build, files };
    write_set(&site, &record.build, &finished)?;
    for (part, small) in finished.iter().filter(|(part, _)| part.kind == Kind::Fixed) {
        write_pressed(&site.join(&part.name), &part.bytes, small.as_deref())?;
    }
    prune::earlier(&site.join("pkg"), &record.build, EARLIER)?;
    record::write(&site, &record)?;
    stamp.set()?;
    Ok(record)
}

/// A part, and its compressed form where that is smaller.
type Finished = (Part, Option<Vec<u8>>);

fn finish(parts: Vec<Part>) -> Vec<Finished> {
    let press = |part: Part| {
        let small = press::press(&part.name, &part.bytes);
        (part, small)
    };
    parts.into_iter().map(press).collect()
}

fn sized(part: &Part, small: Option<&[u8]>, build: &str) -> Sized {
    let bytes = part.bytes.len();
    let brotli = small.map_or(bytes, <[u8]>::len);
    Sized { path: part.address(build), bytes, brotli, phone: part.kind == Kind::Phone }
}

/// Written under another name first: a server that is running sees a whole folder or none.
fn write_set(site: &Path, build: &str, finished: &[Finished]) -> Result<()> {
    let folder = site.join("pkg").join(build);
    let unfinished = site.join("pkg").join(format!(".{build}"));
    for stale in [&folder, &unfinished] {
        if stale.exists() {
            fs::remove_dir_all(stale).with_context(|| format!("{} can't be replaced", stale.display()))?;
        }
    }
    for (part, small) in finished.iter().filter(|(part, _)| part.kind != Kind::Fixed) {
        write_pressed(&unfinished.join(&part.name), &part.bytes, small.as_deref())?;
    }
    fs::rename(&unfinished, &folder).with_context(|| format!("{} can't be put in place", folder.display()))
}

/// The file and its compressed neighbour; one that is no longer wanted goes.
fn write_pressed(path: &Path, bytes: &[u8], small: Option<&[u8]>) -> Result<()> {
    write_whole(path, bytes)?;
    let neighbour = press::neighbour(path);
    match small {
        Some(small) => write_whole(&neighbour, small),
        None if neighbour.exists() => fs::remove_file(&neighbour).context("a stale compressed file can't be removed"),
        None => Ok(()),
    }
}

/// Replaces a file in one step.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().context("a file of the site without a folder")?;
    fs::create_dir_all(folder).with_context(|| format!("{} can't be made", folder.display()))?;
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".new");
    fs::write(&unfinished, bytes).with_context(|| format!("{} can't be written", path.display()))?;
    fs::rename(&unfinished, path).with_context(|| format!("{} can't be replaced", path.display()))
}
