//! Judging a promise file: every problem at once, each at its line and column, with a suggestion where one is near.
//!
//! The server reads TOML into [`Node`]s, since TOML needs a parser; what they must say is decided here.

mod goal;
mod judge;
mod part;
mod read;
mod reader;
mod sensitive;
mod target;

use crate::promise::Promise;
pub(crate) use part::{a_period, is_cut, is_parted};
use std::fmt;

/// A value of a promise file with the place where it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    pub at: At,
    pub value: Value,
}

/// A place in a file; both count from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct At {
    pub line: usize,
    pub column: usize,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Text(String),
    Int(i64),
    Bool(bool),
    /// A local date as `YYYY-MM-DD`.
    Date(String),
    List(Vec<Node>),
    /// Members in the order of the file.
    Table(Vec<(String, At, Node)>),
    /// Something that a promise file never holds, such as a decimal number.
    Other,
}

/// One thing that is wrong with a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Problem {
    pub at: At,
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.at.line, self.at.column, self.message)
    }
}

/// Reads and judges a promise file. `time_zones` are the names of those whose rules the server knows.
///
/// # Errors
/// Every [`Problem`], in the order of the file.
pub fn promise(root: &Node, time_zones: &[&str]) -> Result<Promise, Vec<Problem>> {
    let mut read = reader::Reader::default();
    let promise = read.promise(root);
    judge::judge(&promise, time_zones, &mut read);
    let mut problems = read.problems;
    problems.sort();
    problems.dedup();
    if problems.is_empty() { Ok(promise.promise) } else { Err(problems) }
}

/// The nearest of some words, when it is near enough to have been meant.
fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = |k: &'a str| (distance(word, k), k);
    known.into_iter().map(near).min().filter(|(d, k)| *d <= 1 + k.chars().count() / 4).map(|(_, k)| k)
}

/// Levenshtein's distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

fn meant<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known).map(|k| format!("; menades \"{k}\"?")).unwrap_or_default()
}

/// What to write instead: the word that was meant, or else one of those there are; where there are none, what to add.
fn instead(word: &str, known: &[&str], add: &str) -> String {
    match (known, nearest(word, known.iter().copied())) {
        ([], _) => format!("; skriv först {add}"),
        (_, Some(near)) => format!("; menades \"{near}\"?"),
        (all, None) => format!("; välj bland {}", all.join(", ")),
    }
}
