//! JSON as a value, and its canonical form (RFC 8785), over which the content hash is taken.
//!
//! Entries are kept as they were sent, fields that this version doesn't know included, so a typed struct is not
//! enough. Numbers are whole (protocol, section 2); what can't be written canonically is held as [`Json::Unfit`], so
//! that one bad entry is refused alone and its neighbours are not.

use crate::limits;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;

/// A JSON value with whole numbers only.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Json {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Json>),
    Map(BTreeMap<String, Json>),
    /// Something that has no canonical form here; says why.
    Unfit(Unfit),
}

/// Why a value has no canonical form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unfit {
    /// A number that isn't whole, or beyond ±(2⁵³ − 1), which not every reader keeps.
    Number,
    /// An object that names a member twice.
    NamedTwice,
    /// More values than [`limits::JSON_VALUES`]: the rest was skipped.
    TooManyValues,
    /// Something that no reader of JSON takes, such as half of a character.
    Unreadable,
}

/// The largest whole number that every JSON reader keeps (RFC 7493).
pub const LARGEST_INT: i64 = (1 << 53) - 1;

impl Json {
    /// A member of an object; null counts as absent.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Map(map) => map.get(name).filter(|v| **v != Json::Null),
            _ => None,
        }
    }

    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    #[must_use]
    pub fn int(&self) -> Option<i64> {
        match self {
            Json::Int(int) => Some(*int),
            _ => None,
        }
    }

    /// The canonical form with null members dropped from the outermost object, as the protocol hashes entries.
    ///
    /// # Errors
    /// [`Unfit`] when some value within has no canonical form.
    pub fn canonical(&self) -> Result<String, Unfit> {
        let mut out = String::with_capacity(256);
        match self {
            Json::Map(map) => write_map(map.iter().filter(|(_, v)| **v != Json::Null).collect(), &mut out)?,
            other => other.write(&mut out)?,
        }
        Ok(out)
    }

    /// Appends the canonical form, nulls included.
    fn write(&self, out: &mut String) -> Result<(), Unfit> {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(true) => out.push_str("true"),
            Json::Bool(false) => out.push_str("false"),
            Json::Int(int) => out.push_str(&int.to_string()),
            Json::Text(text) => write_text(text, out),
            Json::List(list) => {
                out.push('[');
                for (place, item) in list.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    item.write(out)?;
                }
                out.push(']');
            }
            Json::Map(map) => write_map(map.iter().collect(), out)?,
            Json::Unfit(why) => return Err(*why),
        }
        Ok(())
    }
}

fn write_map(mut members: Vec<(&String, &Json)>, out: &mut String) -> Result<(), Unfit> {
    // RFC 8785 sorts by UTF-16 code units; that differs from Rust's order only where a name has a character from U+E000 on.
    if members.iter().any(|(name, _)| name.bytes().any(|byte| byte >= 0xee)) {
        members.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
    }
    out.push('{');
    for (place, (name, value)) in members.into_iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write_text(name, out);
        out.push(':');
        value.write(out)?;
    }
    out.push('}');
    Ok(())
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.push_str("\\u00");
                out.push(HEX[c as usize >> 4] as char);
                out.push(HEX[c as usize & 15] as char);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Json::Text(text.to_owned())
    }
}
impl From<i64> for Json {
    fn from(int: i64) -> Self {
        Json::Int(int)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null | Json::Unfit(_) => to.serialize_unit(),
            Json::Bool(b) => to.serialize_bool(*b),
            Json::Int(int) => to.serialize_i64(*int),
            Json::Text(text) => to.serialize_str(text),
            Json::List(list) => to.collect_seq(list),
            Json::Map(map) => {
                let mut members = to.serialize_map(Some(map.len()))?;
                for (name, value) in map {
                    members.serialize_entry(name, value)?;
                }
                members.end()
            }
        }
    }
}

/// Reads one value whole. An object costs a hundred times the memory of its text, so only [`limits::JSON_VALUES`] values
/// are kept, wherever they are nested; what follows is skipped without keeping anything, and the value is
/// [`Unfit::TooManyValues`].
impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        JsonVisitor { values_left: &Cell::new(limits::JSON_VALUES) }.deserialize(from)
    }
}

/// The number as every reader keeps it. By range, since the smallest `i64` has no absolute value.
fn whole(int: i64) -> Json {
    if (-LARGEST_INT..=LARGEST_INT).contains(&int) { Json::Int(int) } else { Json::Unfit(Unfit::Number) }
}

/// Builds a value and all values within it from one shared allowance.
#[derive(Clone, Copy)]
struct JsonVisitor<'a> {
    values_left: &'a Cell<usize>,
}

impl JsonVisitor<'_> {
    /// Takes one value from the allowance; `false` when nothing is left.
    fn take(self) -> bool {
        let left = self.values_left.get();
        self.values_left.set(left.saturating_sub(1));
        left > 0
    }
}

impl<'de> DeserializeSeed<'de> for JsonVisitor<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Json, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for JsonVisitor<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }
    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Json, D::Error> {
        from.deserialize_any(self)
    }
    fn visit_bool<E>(self, b: bool) -> Result<Json, E> {
        Ok(Json::Bool(b))
    }
    fn visit_i64<E>(self, int: i64) -> Result<Json, E> {
        Ok(whole(int))
    }
    fn visit_u64<E>(self, int: u64) -> Result<Json, E> {
        Ok(i64::try_from(int).map_or(Json::Unfit(Unfit::Number), whole))
    }
    fn visit_f64<E>(self, float: f64) -> Result<Json, E> {
        // `1.0` and `1` are the same JSON number and have one canonical form.
        let int = float as i64;
        Ok(if int as f64 == float { whole(int) } else { Json::Unfit(Unfit::Number) })
    }
    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        loop {
            if !self.take() {
                // Reads to the end, so that what follows the list is understood.
                return Ok(match items.next_element::<IgnoredAny>()? {
                    None => Json::List(list),
                    Some(_) => {
                        while items.next_element::<IgnoredAny>()?.is_some() {}
                        Json::Unfit(Unfit::TooManyValues)
                    }
                });
            }
            match items.next_element_seed(self)? {
                Some(item) => list.push(item),
                None => return Ok(Json::List(list)),
            }
        }
    }
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut map = BTreeMap::new();
        let mut unfit = None;
        while let Some(name) = members.next_key::<String>()? {
            if !self.take() {
                members.next_value::<IgnoredAny>()?;
                while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                unfit = Some(Unfit::TooManyValues);
                break;
            }
            if map.insert(name, members.next_value_seed(self)?).is_some() {
                unfit = Some(Unfit::NamedTwice);
            }
        }
        if let Some(why) = unfit {
            // The members stay readable, so that the refusal can carry the entry's id.
            map.insert(String::new(), Json::Unfit(why));
        }
        Ok(Json::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> Result<String, Unfit> {
        serde_json::from_str::<Json>(text).expect("readable").canonical()
    }

    #[test]
    fn the_canonical_form_is_that_of_rfc_8785() {
        for (sent, form) in [
            (r#"{"b":1,"a":"x"}"#, r#"{"a":"x","b":1}"#),
            (r#"{ "a" : [ 1.0, -0, {"z":null} ], "n":null }"#, r#"{"a":[1,0,{"z":null}]}"#),
            ("{\"a\":\"\\u00e5\\u000f\\n/\\\"\"}", "{\"a\":\"å\\u000f\\n/\\\"\"}"),
            ("{\"\u{fb33}\":1,\"\u{1f600}\":2}", "{\"\u{1f600}\":2,\"\u{fb33}\":1}"),
        ] {
            assert_eq!(canonical(sent).as_deref(), Ok(form));
        }
    }

    #[test]
    fn what_has_no_canonical_form_says_why() {
        assert_eq!(canonical(r#"{"a":1.5}"#), Err(Unfit::Number));
        assert_eq!(canonical(r#"{"a":9007199254740993}"#), Err(Unfit::Number));
        assert_eq!(canonical(r#"{"a":1,"a":2}"#), Err(Unfit::NamedTwice));
    }

    /// Values in a tree, the outermost included.
    fn values(json: &Json) -> usize {
        1 + match json {
            Json::List(list) => list.iter().map(values).sum(),
            Json::Map(map) => map.values().map(values).sum(),
            _ => 0,
        }
    }

    #[test]
    fn only_so_many_values_are_kept_and_the_rest_is_read_past() {
        let most = limits::JSON_VALUES;
        for item in ["1", "{}", "{\"a\":1}", "[[]]"] {
            let text = format!("[{{\"id\":\"x\",\"z\":[{}1]}},{{\"id\":\"y\"}}]", format!("{item},").repeat(100_000));
            let [long, next] = serde_json::from_str::<[Json; 2]>(&text).expect("readable to its end");
            assert!(values(&long) <= most + 10, "{} values of {item}", values(&long));
            assert_eq!(long.get("id").and_then(Json::text), Some("x"));
            assert_eq!(long.canonical(), Err(Unfit::TooManyValues));
            assert!(next.canonical().is_ok(), "each value has an allowance of its own");
        }
        let at_most = |items: usize| canonical(&format!("[{}1]", "1,".repeat(items - 1)));
        assert!(at_most(most).is_ok());
        assert_eq!(at_most(most + 1), Err(Unfit::TooManyValues));
    }
}
