//! What a build consists of, and the name that follows from it.

use std::fs;
use std::path::{Path, PathBuf};

use super::css;
use crate::place::Place;
use anyhow::{Context, Result, bail};

/// Stands for the build's name in `sw.js` and `boot.js`.
const BUILD: &str = "__BUILD__";
/// Stands for the list of addresses that the phone keeps, in `sw.js`.
const FILES: &str = "__FILES__";

/// Who loads a file, and under which address.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// The officer's page loads it; the phone keeps it.
    Phone,
    /// The phone keeps it too, but loads it only when somebody asks for it.
    Later,
    /// Other pages load it, or a phone with coverage when somebody asks for it: in the build's folder too, but never kept.
    Aside,
    /// Its address never changes: the service worker, the manifest, the icons.
    Fixed,
}

/// One file of the site.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part {
    /// Its path inside the build's folder, or inside the site for [`Kind::Fixed`]; `/` between folders.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) kind: Kind,
}

impl Part {
    /// Where it is served.
    pub(crate) fn address(&self, build: &str) -> String {
        match self.kind {
            Kind::Fixed => format!("/{}", self.name),
            Kind::Phone | Kind::Later | Kind::Aside => format!("/pkg/{build}/{}", self.name),
        }
    }
}

/// Everything that is served as a file, sorted by name; placeholders not yet filled in.
pub(crate) fn collect(place: &Place, client: &Path) -> Result<Vec<Part>> {
    let public = place.public();
    let mut parts = Vec::new();
    let mut add = |name: String, bytes: Vec<u8>, kind: Kind| parts.push(Part { name, bytes, kind });
    for (name, path) in files(client)? {
        let kind = audience(&name);
        add(name, read(&path)?, kind);
    }
    for (name, path) in files(&public)? {
        let flat = name.rsplit('/').next().unwrap_or(&name).to_owned();
        match name.split('/').next().unwrap_or_default() {
            "css" => add(flat.clone(), css::strip(&read_text(&path)?).into_bytes(), audience(&flat)),
            "fonts" if flat != "README.md" => add(flat.clone(), read(&path)?, audience(&flat)),
            "icons" | "sw.js" | "manifest.webmanifest" => add(name, read(&path)?, Kind::Fixed),
            top if top.ends_with(".js") => add(flat.clone(), read(&path)?, audience(&flat)),
            _ => {}
        }
    }
    parts.sort_by(|a, b| a.name.cmp(&b.name));
    match parts.windows(2).find(|pair| pair[0].name == pair[1].name) {
        Some(pair) => bail!("two files of the site are called {}: rename one of them", pair[0].name),
        None => Ok(parts),
    }
}

/// By name: what is for staff, for the public page or for the record (a licence) is not loaded by a phone, and what reads
/// codes off pictures only when somebody enrols, which takes coverage.
fn audience(name: &str) -> Kind {
    if ["enrol.js", "forget.js", "scan.js", "telefon.js"].contains(&name) {
        return Kind::Later;
    }
    let aside = ["staff", "citizen", "public", "live", "passkey", "report", "decoder"]
        .iter()
        .any(|prefix| name.starts_with(prefix));
    if aside || name.ends_with(".txt") { Kind::Aside } else { Kind::Phone }
}

/// The parts with their placeholders filled in.
pub(crate) fn filled(mut parts: Vec<Part>, build: &str) -> Vec<Part> {
    let list = precached(&parts, build);
    for part in parts.iter_mut().filter(|part| part.name.ends_with(".js")) {
        let text = String::from_utf8_lossy(&part.bytes).into_owned();
        let text = match part.name.as_str() {
            "sw.js" | "boot.js" => text.replace(BUILD, build).replace(FILES, &list),
            _ => text,
        };
        part.bytes = text.into_bytes();
    }
    parts
}

/// What the service worker fetches: the page itself first, then all that it needs without coverage.
fn precached(parts: &[Part], build: &str) -> String {
    let kept = parts.iter().filter(|part| part.kind != Kind::Aside && part.name != "sw.js");
    let mut list = vec!["/".to_owned(), "/telefon".to_owned()];
    list.extend(kept.map(|part| part.address(build)));
    let quoted: Vec<String> = list.iter().map(|address| format!("\"{address}\"")).collect();
    format!("[{}]", quoted.join(","))
}

/// Every file below a folder, by its path inside it; none where there is no such folder.
pub(super) fn files(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), folder.to_path_buf())];
    while let Some((prefix, folder)) = open.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder).with_context(|| format!("{} can't be read", folder.display()))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                open.push((format!("{prefix}{name}/"), path));
            } else {
                found.push((format!("{prefix}{name}"), path));
            }
        }
    }
    found.sort();
    Ok(found)
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} can't be read", path.display()))
}

fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} can't be read as text", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, text: &str, kind: Kind) -> Part {
        Part { name: name.into(), bytes: text.into(), kind }
    }

    #[test]
    fn the_worker_keeps_what_the_phone_loads() {
        let parts = vec![
            part("app.js", "", Kind::Phone),
            part("icons/192.png", "", Kind::Fixed),
            part("staff.css", "", Kind::Aside),
            part("sw.js", "const B='__BUILD__';\nconst F=__FILES__;", Kind::Fixed),
        ];
        let filled = filled(parts, "0123456789ab");
        let worker = String::from_utf8_lossy(&filled[3].bytes);
        assert_eq!(
            worker,
            "const B='0123456789ab';\nconst F=[\"/\",\"/telefon\",\"/pkg/0123456789ab/app.js\",\"/icons/192.png\"];"
        );
    }

    #[test]
    fn a_phone_does_not_load_what_is_for_others() {
        assert_eq!(audience("look.css"), Kind::Phone);
        assert_eq!(audience("boot.js"), Kind::Phone);
        assert_eq!(audience("staff.css"), Kind::Aside);
        assert_eq!(audience("live.js"), Kind::Aside);
        assert_eq!(audience("telefon.js"), Kind::Later);
        assert_eq!(audience("passkey.js"), Kind::Aside);
        assert_eq!(audience("OFL.txt"), Kind::Aside);
        assert_eq!(audience("decoder_bg.wasm"), Kind::Aside);
    }
}
