//! A build's name: it follows from everything the phone keeps of it.

use anyhow::Result;
use sha2::{Digest, Sha256};

use super::parts::{Kind, Part, files, read};
use crate::place::Place;

/// The first twelve hex digits of a hash over every name and content. `more` is what belongs to the set without being
/// a file of it.
pub(crate) fn of(parts: &[Part], more: &[Part]) -> String {
    let mut hash = Sha256::new();
    for part in parts.iter().chain(more) {
        for field in [part.name.as_bytes(), &part.bytes] {
            hash.update((field.len() as u64).to_le_bytes());
            hash.update(field);
        }
    }
    hex(&hash.finalize()[..6])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The sources of the pages that phones keep with a build. The server renders them, so that no file of the site shows a
/// change in them; without these sources in the build's name such a change would never reach a phone.
const SHELL: [&str; 4] = ["app", "server/src/web/officer", "server/src/web/telefon", "server/src/web/parts"];

/// Code, and the texts that it says.
fn is_source(name: &str) -> bool {
    [".rs", ".ftl"].iter().any(|kind| name.ends_with(kind))
}

/// The files of [`SHELL`].
pub(crate) fn shell_sources(place: &Place) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    for folder in SHELL {
        for (name, path) in files(&place.root.join(folder))? {
            if is_source(&name) {
                parts.push(Part { name: format!("{folder}/{name}"), bytes: read(&path)?, kind: Kind::Aside });
            }
        }
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, text: &str) -> Part {
        Part { name: name.into(), bytes: text.into(), kind: Kind::Phone }
    }

    #[test]
    fn a_changed_text_is_another_build() {
        assert!(is_source("texts/locales/sv/door.ftl") && is_source("src/lib.rs"));
        assert!(!is_source("Cargo.toml"));
    }

    #[test]
    fn the_name_follows_from_names_and_contents() {
        let one = [part("app.js", "x"), part("look.css", "y")];
        let build = of(&one, &[]);
        assert_eq!(build.len(), 12);
        assert!(build.chars().all(|digit| digit.is_ascii_hexdigit()));
        assert_eq!(build, of(&one.clone(), &[]));
        let other = [part("app.js", "x"), part("look.css", "z")];
        let renamed = [part("app.j", "sx"), part("look.css", "y")];
        assert_ne!(build, of(&other, &[]));
        assert_ne!(build, of(&renamed, &[]), "a byte must not wander from the name to the content");
        assert_ne!(build, of(&one, &[part("pages/officer.rs", "<p>")]));
    }
}
