//! A promise file as the nodes that are judged, each with its place.

use domain::check::{At, Node, Problem, Value};
use domain::promise::Promise;
use toml_edit::{Document, Item, Table, Value as Toml};

/// Reads and judges a promise file.
pub(crate) fn promise(text: &str) -> Result<Promise, Vec<Problem>> {
    domain::check::promise(&node(text), &["Europe/Stockholm", "Europe/Helsinki", "UTC"])
}

pub(crate) fn node(text: &str) -> Node {
    let document = Document::parse(text.to_owned()).expect("TOML");
    Node { at: place(text, Some(0)), value: table(text, document.as_table()) }
}

fn place(text: &str, offset: Option<usize>) -> At {
    let before = &text[..offset.unwrap_or(0)];
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    At { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

fn table(text: &str, table: &Table) -> Value {
    let member = |(name, item): (&str, &Item)| {
        let key = table.get_key_value(name).and_then(|(key, _)| key.span());
        let at = place(text, key.map(|span| span.start));
        (name.to_owned(), at, item_node(text, item, at))
    };
    Value::Table(table.iter().map(member).collect())
}

fn item_node(text: &str, item: &Item, key: At) -> Node {
    let at = item.span().map_or(key, |span| place(text, Some(span.start)));
    let value = match item {
        Item::None => Value::Other,
        Item::Value(v) => value(text, v, at),
        Item::Table(t) => table(text, t),
        Item::ArrayOfTables(tables) => {
            let node =
                |t: &Table| Node { at: t.span().map_or(at, |s| place(text, Some(s.start))), value: table(text, t) };
            Value::List(tables.iter().map(node).collect())
        }
    };
    Node { at, value }
}

fn value(text: &str, value: &Toml, at: At) -> Value {
    match value {
        Toml::String(s) => Value::Text(s.value().clone()),
        Toml::Integer(n) => Value::Int(*n.value()),
        Toml::Boolean(b) => Value::Bool(*b.value()),
        Toml::Datetime(d) if d.value().time.is_none() => Value::Date(d.value().to_string()),
        Toml::Array(list) => {
            let node = |v: &Toml| item_node(text, &Item::Value(v.clone()), at);
            Value::List(list.iter().map(node).collect())
        }
        Toml::InlineTable(table) => {
            let member = |(name, v): (&str, &Toml)| (name.to_owned(), at, item_node(text, &Item::Value(v.clone()), at));
            Value::Table(table.iter().map(member).collect())
        }
        Toml::Float(_) | Toml::Datetime(_) => Value::Other,
    }
}
