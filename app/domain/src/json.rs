//! JSON as a value, and its canonical form (RFC 8785), over which the content hash is taken.
//!
//! Entries are kept as they were sent, fields that this version doesn't know included, so a typed struct is not
//! enough. Numbers are whole (protocol, section 2); what can't be written canonically is held as [`Json::Unfit`], so
//! that one bad entry is refused alone and its neighbours are not.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
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
    // RFC 8785 sorts by UTF-16 code units; that differs from Rust's order only beyond the basic plane.
    members.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
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

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(JsonVisitor)
    }
}

/// The number as every reader keeps it. By range, since the smallest `i64` has no absolute value.
fn whole(int: i64) -> Json {
    if (-LARGEST_INT..=LARGEST_INT).contains(&int) { Json::Int(int) } else { Json::Unfit(Unfit::Number) }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
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
        Json::deserialize(from)
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
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut map = BTreeMap::new();
        let mut named_twice = false;
        while let Some((name, value)) = members.next_entry::<String, Json>()? {
            named_twice |= map.insert(name, value).is_some();
        }
        if named_twice {
            // The members stay readable, so that the refusal can carry the entry's id.
            map.insert(String::new(), Json::Unfit(Unfit::NamedTwice));
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
}
