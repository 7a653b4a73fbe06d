//! A promise file: TOML with its line numbers, read here and judged in `domain::check`.

use crate::text;
use domain::check::{self, At, Node, Problem, Value};
use domain::promise::Promise;
use std::ops::Range;
use toml_edit::{Document, Item, Table, Value as TomlValue};

/// The promise that Rond ships with.
pub const SHIPPED: &str = include_str!("../promises/jonkoping-2021-2022.toml");

/// What other lines promised, by id: for their administrators to start from. None of them is in force unless loaded.
pub const SHIPPED_OTHERS: [(&str, &str); 12] = [
    ("dorotea-2019-2020", include_str!("../promises/dorotea-2019-2020.toml")),
    ("goteborg-centrum-2018", include_str!("../promises/goteborg-centrum-2018.toml")),
    ("habo-2018-2019", include_str!("../promises/habo-2018-2019.toml")),
    ("kalix-2018", include_str!("../promises/kalix-2018.toml")),
    ("kungsbacka-2021-2022", include_str!("../promises/kungsbacka-2021-2022.toml")),
    ("landskrona-2016", include_str!("../promises/landskrona-2016.toml")),
    ("lulea-2018", include_str!("../promises/lulea-2018.toml")),
    ("mala-2024", include_str!("../promises/mala-2024.toml")),
    ("malung-salen-2016", include_str!("../promises/malung-salen-2016.toml")),
    ("strangnas-2019", include_str!("../promises/strangnas-2019.toml")),
    ("toreboda-2018", include_str!("../promises/toreboda-2018.toml")),
    ("varnamo-vaggeryd-2016", include_str!("../promises/varnamo-vaggeryd-2016.toml")),
];

/// All that ships, by id: first the one that a first start puts in force.
pub fn shipped() -> impl Iterator<Item = (&'static str, &'static str)> {
    std::iter::once(("jonkoping-2021-2022", SHIPPED)).chain(SHIPPED_OTHERS)
}

/// Reads and judges a promise file.
///
/// # Errors
/// Every problem with its line and column; where the text isn't TOML at all, the first.
pub fn read(text: &str) -> Result<Promise, Vec<Problem>> {
    // As editors on Windows begin a file; it moves no line and no column.
    let text = text.trim_start_matches('\u{feff}');
    let lines = LineIndex::of(text);
    let document = Document::parse(text).map_err(|error| {
        let at = lines.at(error.span());
        vec![Problem { at, message: format!("det här är inte TOML: {}", error.message().trim()) }]
    })?;
    let mut root = table(document.as_table(), At { line: 1, column: 1 }, &lines);
    let mut unfit = Vec::new();
    compose(&mut root, &mut unfit);
    let zones: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    let zones: Vec<&str> = zones.iter().map(String::as_str).collect();
    match check::promise(&root, &zones) {
        Ok(promise) if unfit.is_empty() => Ok(promise),
        Ok(_) => Err(unfit),
        Err(mut problems) => {
            problems.extend(unfit);
            problems.sort();
            Err(problems)
        }
    }
}

/// Brings every text of a file through the rule for texts (`text.rs`); which ones can't be is told.
fn compose(node: &mut Node, problems: &mut Vec<Problem>) {
    match &mut node.value {
        Value::Text(text) => match text::whole(text) {
            Ok(whole) => *text = whole,
            Err(unfit) => problems.push(Problem { at: node.at, message: unfit.to_string() }),
        },
        Value::List(nodes) => nodes.iter_mut().for_each(|node| compose(node, problems)),
        Value::Table(members) => members.iter_mut().for_each(|(_, _, node)| compose(node, problems)),
        Value::Int(_) | Value::Bool(_) | Value::Date(_) | Value::Other => {}
    }
}

/// Where lines begin, to turn bytes into lines and columns.
struct LineIndex<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    fn of(text: &'a str) -> Self {
        let after_newlines = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1);
        Self { text, line_starts: std::iter::once(0).chain(after_newlines).collect() }
    }

    fn at(&self, span: Option<Range<usize>>) -> At {
        let byte = span.map_or(0, |span| span.start).min(self.text.len());
        let line = self.line_starts.partition_point(|start| *start <= byte);
        let start = self.line_starts[line - 1];
        At { line, column: self.text[start..byte].chars().count() + 1 }
    }
}

fn table(table: &Table, at: At, lines: &LineIndex<'_>) -> Node {
    let member = |(key, item): (&str, &Item)| {
        let key_at = table.key(key).and_then(toml_edit::Key::span);
        let at = lines.at(key_at);
        (key.to_owned(), at, node(item, at, lines))
    };
    Node { at, value: Value::Table(table.iter().map(member).collect()) }
}

fn node(item: &Item, key_at: At, lines: &LineIndex<'_>) -> Node {
    match item {
        Item::None => Node { at: key_at, value: Value::Other },
        Item::Value(v) => value(v, key_at, lines),
        Item::Table(t) => table(t, t.span().map_or(key_at, |span| lines.at(Some(span))), lines),
        Item::ArrayOfTables(tables) => {
            let nodes = tables.iter().map(|t| table(t, lines.at(t.span()), lines)).collect();
            Node { at: key_at, value: Value::List(nodes) }
        }
    }
}

fn value(value: &TomlValue, key_at: At, lines: &LineIndex<'_>) -> Node {
    let at = value.span().map_or(key_at, |span| lines.at(Some(span)));
    let value = match value {
        TomlValue::String(text) => Value::Text(text.value().clone()),
        TomlValue::Integer(int) => Value::Int(*int.value()),
        TomlValue::Boolean(flag) => Value::Bool(*flag.value()),
        TomlValue::Datetime(time) => match (time.value().date, time.value().time) {
            (Some(date), None) => Value::Date(date.to_string()),
            _ => Value::Other,
        },
        TomlValue::Float(_) => Value::Other,
        TomlValue::Array(list) => Value::List(list.iter().map(|v| self::value(v, at, lines)).collect()),
        TomlValue::InlineTable(inline) => {
            let member = |(key, v): (&str, &TomlValue)| {
                let key_at = inline.key(key).and_then(toml_edit::Key::span).map_or(at, |span| lines.at(Some(span)));
                (key.to_owned(), key_at, self::value(v, key_at, lines))
            };
            Value::Table(inline.iter().map(member).collect())
        }
    };
    Node { at, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_promise_is_whole() {
        let promise = read(SHIPPED).expect("no problems");
        assert_eq!(promise.id.as_str(), "jonkoping-2021-2022");
        assert_eq!(promise.activities.len(), 9);
        assert!(promise.continues);
    }

    #[test]
    fn every_problem_is_told_at_its_line_and_column() {
        let broken = SHIPPED
            .replace("from = 2021-01-01", "from = \"2021\"")
            .replacen("focus = true", "fokus = true", 1)
            .replacen("activity = \"foot_patrol\"", "activity = \"foot_patrl\"", 1);
        let problems = read(&broken).expect_err("three problems");
        let line_of = |needle: &str| 1 + broken[..broken.find(needle).expect(needle)].matches('\n').count();
        let lines: Vec<usize> = problems.iter().map(|p| p.at.line).collect();
        for needle in ["from = \"2021\"", "fokus = true", "activity = \"foot_patrl\""] {
            assert!(lines.contains(&line_of(needle)), "{needle} in {problems:?}");
        }
        assert!(problems.iter().all(|p| p.at.column >= 1));
    }

    #[test]
    fn every_shipped_promise_is_whole_and_called_by_its_own_id() {
        for (id, text) in shipped() {
            let promise = read(text).unwrap_or_else(|problems| panic!("{id}: {problems:?}"));
            assert_eq!(promise.id.as_str(), id);
        }
        for (id, text) in SHIPPED_OTHERS {
            let promise = read(text).expect("whole");
            assert!(!promise.continues, "{id} has ended and is only a beginning for somebody else");
            for commitment in &promise.commitments {
                let note = commitment.note.as_ref().map(|n| n.text.as_str()).unwrap_or_default();
                assert!(note.starts_with("Återgivet efter publicerade uppgifter, inte ordagrant ("), "{id}: {note}");
            }
        }
    }

    #[test]
    fn a_problem_within_a_line_is_told_at_its_own_column() {
        let share =
            "share = { field = \"first_time_usr\", value = \"yes\", label = \"Varav\", min_percent = 20, floor = 5 }";
        let at = "sensitive = true\n\n[commitment.target.share]";
        let (head, rest) = SHIPPED.split_once(at).expect("a share");
        let (_, rest) = rest.split_once("floor = 5\n").expect("its end");
        let problems = read(&format!("{head}sensitive = true\n{share}\n{rest}")).expect_err("one problem");
        let line = head.matches('\n').count() + 2;
        assert_eq!((problems.len(), problems[0].at), (1, At { line, column: 19 }), "{problems:?}");
    }

    #[test]
    fn texts_are_composed_and_what_nobody_sees_is_told_at_its_place() {
        let decomposed = SHIPPED.replace("name = \"Råslätt\"", "name = \"Ra\u{30A}sla\u{308}tt\"");
        assert_ne!(decomposed, SHIPPED);
        assert_eq!(read(&decomposed), read(SHIPPED));
        let hidden = SHIPPED.replace("name = \"Råslätt\"", "name = \"Rås\u{200B}lätt\"");
        let problems = read(&hidden).expect_err("a character that nobody sees");
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].message.contains("U+200B") && problems[0].message.contains("”Rås”"), "{problems:?}");
        let line = 1 + hidden[..hidden.find('\u{200B}').expect("there")].matches('\n').count();
        assert_eq!(problems[0].at.line, line);
    }

    #[test]
    fn what_is_not_toml_says_where() {
        let problems = read("id = \"x\"\nversion = = 1\n").expect_err("not TOML");
        assert_eq!((problems.len(), problems[0].at.line), (1, 2));
    }
}
