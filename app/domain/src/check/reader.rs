//! Values out of nodes, each asked for by name and kind. A problem is noted with its place, and reading goes on.

use super::{At, Node, Problem, Value, instead, meant};
use crate::calendar::Day;
use crate::id::is_word;
use crate::limits::WORD_CHARS;
use std::collections::BTreeMap;

/// Something named in one place that must exist in another.
pub(super) struct Mention {
    pub(super) at: At,
    pub(super) kind: Named,
    pub(super) word: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    Organisation,
    Area,
    Group,
    Activity,
    /// A definition, which must be the only one of its name and kind.
    Defines(&'static str),
}

/// Where the values of a table stand, each by its path: "goal", "share.field", "only.0.value". The table itself is "".
#[derive(Default)]
pub(super) struct Places(BTreeMap<String, At>);

impl Places {
    /// Where a member stands, if it is there.
    pub(super) fn of(&self, member: &str) -> Option<At> {
        self.0.get(member).copied()
    }

    /// The place of the first of some members that is there, or else of the table.
    pub(super) fn first(&self, members: &[&str]) -> At {
        let there = members.iter().chain(&[""]).find_map(|member| self.0.get(*member));
        there.copied().unwrap_or_default()
    }

    fn add(&mut self, path: String, at: At, value: &Value) {
        let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        match value {
            Value::Table(members) => members.iter().for_each(|(name, _, n)| self.add(below(name), n.at, &n.value)),
            Value::List(all) => {
                all.iter().enumerate().for_each(|(place, n)| self.add(below(&place.to_string()), n.at, &n.value));
            }
            _ => {}
        }
        self.0.insert(path, at);
    }
}

#[derive(Default)]
pub(super) struct Reader {
    pub(super) problems: Vec<Problem>,
    pub(super) mentions: Vec<Mention>,
    /// Of each target, in the order of the file.
    pub(super) targets: Vec<Places>,
}

/// A table being read: which members have been asked for, so that the rest are unknown.
pub(super) struct Table<'a> {
    at: At,
    members: &'a [(String, At, Node)],
    /// Whether it is a table at all; of something else that is said once, and nothing of what it lacks.
    is_table: bool,
    asked: Vec<&'static str>,
}

impl Table<'_> {
    pub(super) fn places(&self) -> Places {
        let mut places = Places::default();
        self.members.iter().for_each(|(name, _, node)| places.add(name.clone(), node.at, &node.value));
        places.0.insert(String::new(), self.at);
        places
    }
}

impl Reader {
    pub(super) fn report(&mut self, at: At, message: impl Into<String>) {
        self.problems.push(Problem { at, message: message.into() });
    }

    pub(super) fn table<'a>(&mut self, node: &'a Node) -> Table<'a> {
        let (members, is_table): (&[_], _) = match &node.value {
            Value::Table(members) => (members, true),
            _ => {
                self.report(node.at, "här ska stå en tabell");
                (&[], false)
            }
        };
        Table { at: node.at, members, is_table, asked: Vec::new() }
    }

    pub(super) fn get<'a>(&self, table: &mut Table<'a>, name: &'static str) -> Option<&'a Node> {
        table.asked.push(name);
        table.members.iter().find(|m| m.0 == name).map(|m| &m.2)
    }

    pub(super) fn need<'a>(&mut self, table: &mut Table<'a>, name: &'static str) -> Option<&'a Node> {
        let found = self.get(table, name);
        if found.is_none() && table.is_table {
            self.report(table.at, format!("\"{name}\" saknas"));
        }
        found
    }

    /// Says which members nobody asked for.
    pub(super) fn close(&mut self, table: &Table<'_>) {
        for (name, at, _) in table.members.iter().filter(|m| !table.asked.contains(&m.0.as_str())) {
            self.report(*at, format!("okänt namn \"{name}\"{}", instead(name, &table.asked, "ett annat")));
        }
    }

    pub(super) fn text_of(&mut self, node: Option<&Node>) -> String {
        match node.map(|n| (n.at, &n.value)) {
            Some((_, Value::Text(text))) if !text.trim().is_empty() => text.clone(),
            Some((at, Value::Text(_))) => {
                self.report(at, "texten är tom");
                String::new()
            }
            Some((at, _)) => {
                self.report(at, "här ska stå text inom citattecken");
                String::new()
            }
            None => String::new(),
        }
    }

    pub(super) fn text(&mut self, table: &mut Table<'_>, name: &'static str) -> String {
        let node = self.need(table, name);
        self.text_of(node)
    }

    pub(super) fn text_or_none(&mut self, table: &mut Table<'_>, name: &'static str) -> Option<String> {
        let node = self.get(table, name)?;
        Some(self.text_of(Some(node)))
    }

    /// An id of its own: well-formed, and unique among those of its kind.
    pub(super) fn id(&mut self, table: &mut Table<'_>, kind: &'static str) -> String {
        let node = self.need(table, "id");
        let word = self.text_of(node);
        if let Some(node) = node.filter(|_| !word.is_empty()) {
            self.well_formed(node.at, &word, WORD_CHARS);
            self.mentions.push(Mention { at: node.at, kind: Named::Defines(kind), word: word.clone() });
        }
        word
    }

    /// A word that is unique among `others` alone.
    pub(super) fn word_within(
        &mut self,
        table: &mut Table<'_>,
        name: &'static str,
        most: usize,
        others: &mut Vec<String>,
    ) -> String {
        let node = self.need(table, name);
        let word = self.text_of(node);
        if let Some(node) = node.filter(|_| !word.is_empty()) {
            self.well_formed(node.at, &word, most);
            if others.contains(&word) {
                self.report(node.at, format!("\"{word}\" finns redan här"));
            }
            others.push(word.clone());
        }
        word
    }

    pub(super) fn well_formed(&mut self, at: At, word: &str, most: usize) {
        if !word.is_empty() && (!is_word(word) || word.len() > most) {
            self.report(
                at,
                format!("ett id är små bokstäver a–z, siffror, _ och -, högst {most} tecken, först en bokstav"),
            );
        }
    }

    pub(super) fn int(&mut self, node: Option<&Node>, least: i64, most: i64) -> Option<u32> {
        match node.map(|n| (n.at, &n.value))? {
            (_, Value::Int(n)) if (least..=most).contains(n) => u32::try_from(*n).ok(),
            (at, Value::Int(_)) => {
                self.report(at, format!("talet ska ligga mellan {least} och {most}"));
                None
            }
            (at, _) => {
                self.report(at, "här ska stå ett heltal");
                None
            }
        }
    }

    pub(super) fn flag(&mut self, table: &mut Table<'_>, name: &'static str, absent: bool) -> bool {
        match self.get(table, name).map(|n| (n.at, &n.value)) {
            None => absent,
            Some((_, Value::Bool(b))) => *b,
            Some((at, _)) => {
                self.report(at, "här ska stå true eller false");
                absent
            }
        }
    }

    pub(super) fn day(&mut self, table: &mut Table<'_>, name: &'static str) -> Day {
        self.need(table, name).map_or(Day(0), |node| self.day_of(node))
    }

    pub(super) fn day_or_none(&mut self, table: &mut Table<'_>, name: &'static str) -> Option<Day> {
        self.get(table, name).map(|node| self.day_of(node))
    }

    fn day_of(&mut self, node: &Node) -> Day {
        let read = match &node.value {
            Value::Date(text) => Day::read(text),
            _ => None,
        };
        read.unwrap_or_else(|| {
            self.report(node.at, "här ska stå ett datum, som 2021-01-01 utan citattecken");
            Day(0)
        })
    }

    /// One of a few values, each by its word.
    pub(super) fn choice<T: Copy>(
        &mut self,
        node: Option<&Node>,
        values: &[T],
        as_str: fn(T) -> &'static str,
    ) -> Option<T> {
        let node = node?;
        let word = self.text_of(Some(node));
        let found = values.iter().copied().find(|value| as_str(*value) == word);
        if found.is_none() && !word.is_empty() {
            let all: Vec<&str> = values.iter().map(|value| as_str(*value)).collect();
            let near = meant(&word, all.iter().copied());
            self.report(node.at, format!("\"{word}\" finns inte här; välj bland {}{near}", all.join(", ")));
        }
        found
    }

    pub(super) fn list<'a>(&mut self, node: Option<&'a Node>) -> &'a [Node] {
        match node.map(|n| (n.at, &n.value)) {
            None => &[],
            Some((_, Value::List(list))) => list,
            Some((at, _)) => {
                self.report(at, "här ska stå en lista");
                &[]
            }
        }
    }

    /// A list of words that are defined elsewhere, each of them once.
    pub(super) fn words(&mut self, node: Option<&Node>, kind: Named) -> Vec<String> {
        let mut words = Vec::new();
        for item in self.list(node) {
            let word = self.text_of(Some(item));
            if words.contains(&word) {
                self.report(item.at, format!("\"{word}\" står redan i listan; ta bort det ena"));
                continue;
            }
            self.mentions.push(Mention { at: item.at, kind, word: word.clone() });
            words.push(word);
        }
        words
    }

    /// The same, of which at least one must be there.
    pub(super) fn some_words(&mut self, node: Option<&Node>, kind: Named) -> Vec<String> {
        let words = self.words(node, kind);
        if let Some(node) = node.filter(|node| matches!(&node.value, super::Value::List(items) if items.is_empty())) {
            self.report(node.at, "listan är tom; skriv minst ett id");
        }
        words
    }

    pub(super) fn each<T>(
        &mut self,
        table: &mut Table<'_>,
        name: &'static str,
        mut read: impl FnMut(&mut Self, &mut Table<'_>) -> T,
    ) -> Vec<T> {
        let node = self.get(table, name);
        let mut all = Vec::new();
        for item in self.list(node) {
            let mut inner = self.table(item);
            all.push(read(self, &mut inner));
            self.close(&inner);
        }
        all
    }
}
