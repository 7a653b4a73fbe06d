//! The table of faults: whole, and of tests that there are.

use super::File;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const TABLE: &str = "tests/faults.md";
const GUARDS: &str = "tests/guards.json";
/// What a row says that has no tests.
const IMPOSSIBLE: &str = "Not to be tried here:";

/// The rows, each by its number.
fn rows(table: &str) -> Vec<(&str, &str)> {
    table
        .lines()
        .filter_map(|line| {
            let number = line.strip_prefix("| ")?.split_once(" |")?.0;
            let of_ours = number.chars().skip(1).all(|c| c.is_ascii_digit()) && number.len() > 1;
            of_ours.then_some((number, line))
        })
        .collect()
}

/// What a row names, by the bare names.
fn named(line: &str) -> Vec<&str> {
    line.rsplit('|').nth(1).unwrap_or_default().split('`').skip(1).step_by(2).collect()
}

/// A test's name without that of the module before it, which says the engine or the database.
fn bare(name: &str) -> &str {
    name.rsplit("::").next().unwrap_or_default()
}

/// The tests of the tree, by their bare names.
fn tests(files: &[File]) -> BTreeSet<&str> {
    files
        .iter()
        .filter(|file| file.is_rust())
        .flat_map(|file| file.text.split("fn ").skip(1))
        .filter_map(|rest| rest.split(['(', '<']).next())
        .collect()
}

/// Each fault has a row; each row has tests, all of which there are, or says why there can be none.
pub(super) fn untried(files: &[File]) -> Vec<String> {
    let Some(table) = files.iter().find(|file| file.path == TABLE) else { return vec![format!("{TABLE} is gone")] };
    let (rows, tests) = (rows(&table.text), tests(files));
    let numbered = (1..=10).map(|n| format!("I{n}")).chain((1..=36).map(|n| format!("F{n}")));
    let mut wrong: Vec<String> = numbered
        .filter(|number| rows.iter().filter(|(of, _)| of == number).count() != 1)
        .map(|number| format!("{TABLE}: {number} has not one row"))
        .collect();
    for (number, line) in rows {
        let named = named(line);
        let gone = named.iter().filter(|name| !tests.contains(bare(name)));
        wrong.extend(gone.map(|name| format!("{TABLE}: {number} names {name}, which isn't there")));
        if named.is_empty() && !line.contains(IMPOSSIBLE) {
            wrong.push(format!("{TABLE}: {number} is tried by nothing"));
        }
    }
    wrong
}

/// As much of a guard as is kept in step.
#[derive(Deserialize)]
struct Guard {
    off: String,
    faults: Vec<String>,
    file: String,
    from: String,
    tests: BTreeMap<String, Vec<String>>,
}

/// Each guard that can be switched off (`cargo xtask guards`) stands where it is said to, once, and a test of each of its faults
/// notices; each fault that is tried has one.
pub(super) fn unguarded(files: &[File]) -> Vec<String> {
    let text = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.text.as_str());
    let guards: Option<Vec<Guard>> = text(GUARDS).and_then(|text| serde_json::from_str(text).ok());
    let Some(guards) = guards else { return vec![format!("{GUARDS} can't be read")] };
    let (rows, all) = (rows(text(TABLE).unwrap_or_default()), tests(files));
    let mut wrong = Vec::new();
    let mut guarded = BTreeSet::new();
    for Guard { off, faults, file, from, tests } in &guards {
        let times = text(file).map_or(0, |text| text.matches(from).count());
        if times != 1 {
            wrong.push(format!("{GUARDS}: {off}: {from:?} stands {times} times in {file}"));
        }
        let noticed = || tests.values().flatten().map(String::as_str);
        let gone = noticed().filter(|test| !all.contains(bare(test)));
        wrong.extend(gone.map(|test| format!("{GUARDS}: {off}: no test is called {test}")));
        for fault in faults {
            let row = rows.iter().find(|(number, _)| number == fault).map(|(_, line)| named(line)).unwrap_or_default();
            if !noticed().any(|test| row.contains(&test)) {
                wrong.push(format!("{GUARDS}: {off}: {TABLE} names none of its tests for {fault}"));
            }
            guarded.insert(fault.as_str());
        }
    }
    let tried = rows.iter().filter(|(number, line)| !line.contains(IMPOSSIBLE) && !guarded.contains(number));
    wrong.extend(tried.map(|(number, _)| format!("{GUARDS}: nothing is switched off for {number}")));
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: String) -> File {
        File { path: path.to_owned(), text }
    }

    #[test]
    fn a_fault_that_nothing_tries_is_caught() {
        let numbers = || (1..=10).map(|n| format!("I{n}")).chain((1..=36).map(|n| format!("F{n}")));
        let table: String = numbers().map(|number| format!("| {number} | x | `tried` |\n")).collect();
        let with =
            |table: &str| untried(&[file(TABLE, table.to_owned()), file("a.rs", "async fn tried() {}".to_owned())]);
        assert_eq!(with(&table), Vec::<String>::new());
        assert_eq!(with(&table.replace("| F7 ", "| F6 ")).len(), 2, "one is twice there, another not at all");
        assert_eq!(with(&table.replacen("`tried`", "`tired`", 1)).len(), 1);
        assert_eq!(with(&table.replacen("`tried`", "", 1)).len(), 1);
        assert_eq!(with(&table.replacen("x | `tried`", "Not to be tried here: why |", 1)).len(), 0);
        assert_eq!(untried(&[]).len(), 1);
    }
    #[test]
    fn a_fault_without_a_guard_is_caught() {
        let guard = r#"[{"off":"x","faults":["F1"],"file":"a.rs","from":"guards()","tests":{"it":["tried"]}}]"#;
        let with = |table: &str, guards: &str| {
            unguarded(&[
                file(TABLE, table.to_owned()),
                file(GUARDS, guards.to_owned()),
                file("a.rs", "async fn tried() { guards() } fn tired() {}".to_owned()),
            ])
        };
        assert_eq!(with("| F1 | x | `tried` |\n", guard), Vec::<String>::new());
        assert_eq!(with("| F1 | x | `tired` |\n", guard).len(), 1, "of another row's test");
        assert_eq!(with("| F1 | x | `tried` |\n| F2 | x | `tried` |\n", guard).len(), 1, "without a guard");
        assert_eq!(with("| F1 | x | `tried` |\n| A6 | x | Not to be tried here: why | |\n", guard).len(), 0);
        assert_eq!(with("| F1 | x | `tried` |\n", &guard.replace("guards()", "no()")).len(), 1, "not there");
        assert_eq!(with("| F1 | x | `tried` |\n", &guard.replace(r#"["tried"]"#, r#"["tried","trod"]"#)).len(), 1);
        assert_eq!(with("| F1 | x | `tried` |\n", "{}").len(), 1);
    }
}
