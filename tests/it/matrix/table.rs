//! The table as it is read.

use anyhow::{Context, Result, ensure};
use reqwest::Method;

/// Those who ask: nobody, and four in each of three homes.
pub(crate) const COLUMNS: usize = 13;

/// A line of the table.
pub(crate) struct Row {
    pub(crate) method: Method,
    /// As written: `/entries/{id=quarantined}/accept`.
    pub(crate) path: String,
    pub(crate) expected: Vec<u16>,
    pub(crate) sent: String,
}

impl Row {
    /// The path as the router has it: `/entries/{id}/accept`. An action that is named for itself stands for its route.
    pub(crate) fn route(&self) -> String {
        parts(&self.path)
            .map(|(name, _)| name.map_or_else(String::new, |name| format!("{{{name}}}")))
            .zip(texts(&self.path))
            .map(|(name, text)| format!("{text}{name}"))
            .collect()
    }

    pub(crate) fn told(&self) -> String {
        format!("{} {} {}", self.method, self.path, self.sent).trim_end().to_owned()
    }
}

/// The places of a path with what is asked of each: `{id=staff}` as id and staff. One more than there are places.
pub(crate) fn parts(path: &str) -> impl Iterator<Item = (Option<&str>, Option<&str>)> {
    path.split('{')
        .skip(1)
        .map(|part| part.split('}').next().unwrap_or_default())
        .map(|place| match place.split_once('=') {
            Some((name, which)) => (Some(name), Some(which)),
            None => (Some(place), None),
        })
        .chain([(None, None)])
}

/// What stands before each place, and after the last.
fn texts(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').enumerate().map(|(at, part)| if at == 0 { part } else { part.split_once('}').map_or("", |p| p.1) })
}

pub(crate) fn rows() -> Result<Vec<Row>> {
    let lines = include_str!("table.txt").lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines.map(|line| row(line).with_context(|| line.to_owned())).collect()
}

fn row(line: &str) -> Result<Row> {
    let mut parts = line.splitn(6, '|').map(str::trim);
    let (method, path) = parts.next().and_then(|head| head.split_once(' ')).context("a method and a path")?;
    let mut expected = vec![parts.next().context("what nobody gets")?.parse()?];
    let mut before = Vec::new();
    for _ in 0..3 {
        let group = parts.next().context("three groups")?;
        if group != "=" {
            before = group.split_whitespace().map(str::parse).collect::<Result<Vec<u16>, _>>()?;
            if let [one] = before[..] {
                before = vec![one; 4];
            }
        }
        ensure!(before.len() == 4, "four in a group");
        expected.extend(&before);
    }
    let sent = parts.next().unwrap_or_default().to_owned();
    Ok(Row { method: method.parse()?, path: path.trim().to_owned(), expected, sent })
}
