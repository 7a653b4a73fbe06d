//! The table of faults: whole, and of tests that there are.

use super::File;
use serde_json::Value;
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
    let numbered = (1..=8).map(|n| format!("I{n}")).chain((1..=36).map(|n| format!("F{n}")));
    let mut wrong: Vec<String> = numbered
        .filter(|number| rows.iter().filter(|(of, _)| of == number).count() != 1)
        .map(|number| format!("{TABLE}: {number} has not one row"))
        .collect();
    for (number, line) in rows {
        let named: Vec<&str> = line.rsplit('|').nth(1).unwrap_or_default().split('`').skip(1).step_by(2).collect();
        let gone = named.iter().filter(|name| !tests.contains(**name));
        wrong.extend(gone.map(|name| format!("{TABLE}: {number} names {name}, which isn't there")));
        if named.is_empty() && !line.contains(IMPOSSIBLE) {
            wrong.push(format!("{TABLE}: {number} is tried by nothing"));
        }
    }
    wrong
}

/// Each guard that can be switched off (`cargo xtask guards`) stands where it is said to, once, and is of a fault of the table.
pub(super) fn unguarded(files: &[File]) -> Vec<String> {
    let text = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.text.as_str());
    let guards: Option<Vec<BTreeMap<String, Value>>> = text(GUARDS).and_then(|text| serde_json::from_str(text).ok());
    let Some(guards) = guards else { return vec![format!("{GUARDS} can't be read")] };
    let (rows, tests) = (rows(text(TABLE).unwrap_or_default()), tests(files));
    let mut wrong = Vec::new();
    for guard in guards {
        let member = |name: &str| guard.get(name).and_then(Value::as_str).unwrap_or_default();
        let (fault, file, from) = (member("fault"), member("file"), member("from"));
        let times = text(file).map_or(0, |text| text.matches(from).count());
        if times != 1 {
            wrong.push(format!("{GUARDS}: {fault}: {from:?} stands {times} times in {file}"));
        }
        if !rows.iter().any(|(number, _)| *number == fault) {
            wrong.push(format!("{GUARDS}: {fault} is no fault of {TABLE}"));
        }
        let named = guard.get("tests").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let begun = |name: &str| name.rsplit("::").next().unwrap_or_default().to_owned();
        for name in named.map(begun).filter(|name| !tests.iter().any(|test| test.starts_with(name))) {
            wrong.push(format!("{GUARDS}: {fault}: no test begins with {name}"));
        }
    }
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
        let numbers = || (1..=8).map(|n| format!("I{n}")).chain((1..=36).map(|n| format!("F{n}")));
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
}
