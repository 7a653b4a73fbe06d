//! The road from the form to the page: marked in the files, told in the README.

use super::File;
use std::collections::{BTreeMap, BTreeSet};

const STEPS: usize = 6;

/// The step that a file opens with.
fn step_of(file: &File) -> Option<usize> {
    let rest = file.text.strip_prefix("//! Road, step ")?;
    rest.split_once(" of 6: ")?.0.parse().ok().filter(|step| (1..=STEPS).contains(step))
}

/// The steps of the README's table, each with the paths that its row names.
fn table(readme: &str) -> BTreeMap<usize, BTreeSet<String>> {
    let mut rows = BTreeMap::new();
    for line in readme.lines().filter(|line| line.starts_with('|')) {
        let first = line.trim_matches('|').split('|').next().unwrap_or_default();
        let step: Option<usize> = first.split_whitespace().next().and_then(|word| word.parse().ok());
        let paths = quoted(line).filter(|word| word.contains('/') && word.ends_with(".rs"));
        if let Some(step) = step.filter(|step| (1..=STEPS).contains(step)) {
            rows.entry(step).or_insert_with(BTreeSet::new).extend(paths.map(str::to_owned));
        }
    }
    rows
}

/// Exactly one file for each step; pages stand at the end of the road beside it. The table names them all.
pub(super) fn unmarked(files: &[File]) -> Vec<String> {
    let mut wrong = Vec::new();
    let readme = files.iter().find(|file| file.path == "README.md").map(|file| table(&file.text)).unwrap_or_default();
    for step in 1..=STEPS {
        let marked: BTreeSet<String> =
            files.iter().filter(|file| step_of(file) == Some(step)).map(|file| file.path.clone()).collect();
        let pages = |path: &&String| step == STEPS && path.starts_with("server/src/web/");
        let of_its_own = marked.iter().filter(|path| !pages(path)).count();
        if of_its_own != 1 {
            wrong.push(format!("step {step} has {of_its_own} files: {marked:?}"));
        }
        let told = readme.get(&step).cloned().unwrap_or_default();
        if told != marked {
            wrong.push(format!("step {step}: the README's table says {told:?}, the files say {marked:?}"));
        }
    }
    wrong
}

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

/// What the README names in back-quotes or links to, as far as it looks like a path of this repository.
pub(super) fn missing_paths(readme: &str, exists: &dyn Fn(&str) -> bool) -> Vec<String> {
    let folders = ["app/", "server/", "tests/", "xtask/", "public/", ".ci/", ".cargo/", "docs/"];
    let alone = [".toml", ".md", ".rs"];
    let linked = readme.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    let is_path = |word: &&str| {
        let inside = folders.iter().any(|folder| word.starts_with(folder));
        let file = !word.contains('/') && alone.iter().any(|kind| word.ends_with(kind) && word.len() > kind.len());
        (inside || file) && !word.contains(['*', '<', ' ', '…'])
    };
    let named: BTreeSet<String> = quoted(readme).chain(linked).filter(is_path).flat_map(expanded).collect();
    named.iter().filter(|path| !exists(path)).map(|path| format!("README.md names {path}, which isn't there")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned() }
    }

    fn whole_road() -> Vec<File> {
        let step = |n: usize| file(&format!("app/s{n}.rs"), &format!("//! Road, step {n} of 6: on.\n"));
        let rows: String = (1..=6).map(|n| format!("| {n} on | `app/s{n}.rs` |\n")).collect();
        (1..=6).map(step).chain([file("README.md", &format!("| step | file |\n|---|---|\n{rows}"))]).collect()
    }

    #[test]
    fn a_break_in_the_road_is_caught() {
        assert_eq!(unmarked(&whole_road()), [""; 0]);
        let mut without = whole_road();
        without.remove(2);
        assert_eq!(unmarked(&without).len(), 2, "no file, and the table names one");
        let mut twice = whole_road();
        twice.push(file("app/other.rs", "//! Road, step 3 of 6: on.\n"));
        assert_eq!(unmarked(&twice).len(), 2, "two files, and the table names one");
        let mut untold = whole_road();
        untold.push(file("server/src/web/a.rs", "//! Road, step 6 of 6: show.\n"));
        assert_eq!(unmarked(&untold).len(), 1, "a page may stand beside, but the table must name it");
    }

    #[test]
    fn a_path_that_is_not_there_is_caught() {
        let readme =
            "See `app/a.rs`, `server/{x,y}/`, [more](tests/b.md#c), `cargo xtask run`, `GET /api/v1/x`, `Cargo.toml`.";
        let there = |path: &str| ["app/a.rs", "server/x/", "Cargo.toml"].contains(&path);
        let missing = missing_paths(readme, &there);
        assert_eq!(missing.len(), 2, "{missing:?}");
        assert!(missing[0].contains("server/y/") && missing[1].contains("tests/b.md"));
    }
}
