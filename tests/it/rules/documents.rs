//! The documents: what they name is there.

use super::File;
use std::collections::BTreeSet;

/// The page that follows one entry through the code, function by function.
const ARCHITECTURE: &str = "docs/ARCHITECTURE.md";

fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// `a/{b,c}/d` as `a/b/d` and `a/c/d`.
fn expanded(path: &str) -> Vec<String> {
    match path.split_once('{').and_then(|(start, rest)| Some((start, rest.split_once('}')?))) {
        Some((start, (choices, end))) => {
            choices.split(',').flat_map(|choice| expanded(&format!("{start}{choice}{end}"))).collect()
        }
        None => vec![path.to_owned()],
    }
}

/// Whether a rule for documents looks at a file.
pub(super) fn is_document(file: &File) -> bool {
    file.path.ends_with(".md") && !file.path.starts_with("tests/fixtures")
}

/// What a document names in back-quotes or links to, as far as it looks like a path of this repository.
pub(super) fn missing_paths(document: &File, exists: &dyn Fn(&str) -> bool) -> Vec<String> {
    let folders = ["app/", "server/", "tests/", "xtask/", "public/", ".ci/", ".cargo/", "docs/"];
    let alone = [".toml", ".md", ".rs"];
    let beside = document.path.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
    let linked = document.text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    let is_file = |word: &str| alone.iter().any(|kind| word.ends_with(kind) && word.len() > kind.len());
    let is_path = |word: &&str| {
        let inside = folders.iter().any(|folder| word.starts_with(folder));
        (inside || (!word.contains('/') && is_file(word))) && !word.contains(['*', '<', ' ', '…'])
    };
    let named: BTreeSet<String> = quoted(&document.text).chain(linked).filter(is_path).flat_map(expanded).collect();
    let is_missing = |path: &&String| !exists(path) && !exists(&format!("{beside}{path}"));
    named.iter().filter(is_missing).map(|path| format!("{} names {path}, which isn't there", document.path)).collect()
}

/// Functions that the page names beside their file, as in "`a/b.rs`: `merge()`, `verdict()`", and that aren't in it.
pub(super) fn missing_functions(files: &[File]) -> Vec<String> {
    let Some(page) = files.iter().find(|file| file.path == ARCHITECTURE) else {
        return vec![format!("{ARCHITECTURE} is gone")];
    };
    let mut wrong = Vec::new();
    for (number, line) in page.text.lines().enumerate() {
        let mut file = None;
        for word in quoted(line) {
            if word.ends_with(".rs") || word.ends_with(".js") {
                file = files.iter().find(|file| file.path == word);
            } else if let Some(name) = word.strip_suffix("()") {
                let defines = |file: &File| {
                    ["fn ", "function "].iter().any(|kind| {
                        let named = format!("{kind}{name}");
                        file.text.split(&named).skip(1).any(|rest| rest.starts_with(['(', '<']))
                    })
                };
                if !file.is_some_and(defines) {
                    wrong.push(format!("{ARCHITECTURE}:{}: {name} isn't in the file named before it", number + 1));
                }
            }
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_path_that_is_not_there_is_caught() {
        let readme =
            "See `app/a.rs`, `server/{x,y}/`, [more](tests/b.md#c), `cargo xtask run`, `GET /api/v1/x`, `Cargo.toml`.";
        let there = |path: &str| ["app/a.rs", "server/x/", "Cargo.toml", "docs/c.md"].contains(&path);
        let missing = missing_paths(&file("README.md", readme), &there);
        assert_eq!(missing.len(), 2, "{missing:?}");
        assert!(missing[0].contains("server/y/") && missing[1].contains("tests/b.md"));
        assert_eq!(missing_paths(&file("docs/d.md", "[beside](c.md)"), &there), [""; 0]);
    }

    #[test]
    fn a_function_that_has_gone_is_caught() {
        let page = |text: &str| {
            missing_functions(&[file(ARCHITECTURE, text), file("a/b.rs", "async fn one<T>() {} fn two() {}")])
        };
        assert_eq!(page("1. `a/b.rs`: `one()`, then `two()`"), [""; 0]);
        assert_eq!(page("1. `a/b.rs`: `one()`, then `three()`").len(), 1);
        assert_eq!(page("1. `a/c.rs`: `one()`").len(), 1, "no such file");
        assert_eq!(page("1. `two()`").len(), 1, "no file before it");
        assert_eq!(missing_functions(&[]).len(), 1);
    }
}
