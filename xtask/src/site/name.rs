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

/// The officer's page is rendered by the server and cached by the phone with the rest: it is known here only by the
/// sources that render it. Without them, a change in that page alone would never reach a phone.
pub(crate) fn shell_sources(place: &Place) -> Result<Vec<Part>> {
    let app = place.root.join("app");
    files(&app)?
        .into_iter()
        .filter(|(name, _)| name.ends_with(".rs"))
        .map(|(name, path)| Ok(Part { name, bytes: read(&path)?, kind: Kind::Aside }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, text: &str) -> Part {
        Part { name: name.into(), bytes: text.into(), kind: Kind::Phone }
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
