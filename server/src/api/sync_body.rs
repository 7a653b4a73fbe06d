//! Reads the body of a sync. Its entries are read one by one, and each becomes what is kept of it before the next is read: the
//! trees of a thousand entries never lie in memory together.

use super::sync::LIMITS;
use crate::http::problem::Problem;
use crate::secret;
use axum::http::StatusCode;
use domain::id::{JournalId, PersonId};
use domain::json::{Json, Unfit};
use domain::limits;
use domain::merge::{Arrival, arrive};
use domain::moment::Moment;
use domain::wire::VERSION;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// A request ([`domain::wire::Request`]) without its entries, and how many those are.
#[derive(Debug, Deserialize)]
pub struct Head {
    pub v: u32,
    #[serde(default)]
    pub after: Option<String>,
    #[serde(default)]
    pub waiting: u64,
    #[serde(default)]
    pub clock: Option<Moment>,
    #[serde(default)]
    pub journals: BTreeMap<JournalId, u64>,
    #[serde(default)]
    entries: Items,
}

/// Reads and hashes what was sent. What lacks a journal or an author gets the credential's, where that is clear.
///
/// # Errors
/// 400 for what can't be read or is of another version, 413 for more than the limits.
pub fn read(text: &[u8], author: PersonId) -> Result<(Head, Vec<Arrival>), Problem> {
    let unreadable = |error: serde_json::Error| Problem::unreadable(&error.to_string());
    let head: Head = serde_json::from_slice(text).map_err(unreadable)?;
    within_limits(&head)?;
    let only_journal: Option<JournalId> = match head.journals.len() {
        1 => head.journals.keys().next().copied(),
        _ => None,
    };
    let arrive = |sent: Json| arrive(sent, only_journal, author, &secret::hex_sha256);
    // `Head` was read from all of the text: there is nothing behind its end.
    let arrivals = EntriesOf { arrive: &arrive, most: head.entries.0 };
    let arrivals = arrivals.deserialize(&mut serde_json::Deserializer::from_slice(text)).map_err(unreadable)?;
    // Serde takes a list for a struct.
    if arrivals.len() != head.entries.0 {
        return Err(Problem::unreadable("a request is an object"));
    }
    Ok((head, arrivals))
}

fn within_limits(head: &Head) -> Result<(), Problem> {
    if head.v != VERSION {
        let title = "Appens och serverns versioner förstår inte varandra. Uppdatera appen.";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "unknown_version", title));
    }
    if head.entries.0 > LIMITS.entries as usize || head.journals.len() > limits::JOURNALS {
        let title = "För många poster eller journaler på en gång. Dela upp dem och skicka igen.";
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_many_entries", title));
    }
    Ok(())
}

/// The length of a list, of which nothing is kept.
#[derive(Debug, Default)]
struct Items(usize);

impl<'de> Deserialize<'de> for Items {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Counting;
        impl<'de> Visitor<'de> for Counting {
            type Value = Items;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Items, A::Error> {
                let mut count = 0;
                while items.next_element::<IgnoredAny>()?.is_some() {
                    count += 1;
                }
                Ok(Items(count))
            }
        }
        from.deserialize_seq(Counting)
    }
}

/// Reads `entries` and nothing else of a request, each entry by `arrive`.
#[derive(Clone, Copy)]
struct EntriesOf<'a> {
    arrive: &'a dyn Fn(Json) -> Arrival,
    /// How many there are.
    most: usize,
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Member {
    Entries,
    #[serde(other)]
    Other,
}

impl<'de> DeserializeSeed<'de> for EntriesOf<'_> {
    type Value = Vec<Arrival>;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Vec<Arrival>, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for EntriesOf<'_> {
    type Value = Vec<Arrival>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a request with entries")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Vec<Arrival>, A::Error> {
        let mut arrivals = Vec::new();
        while let Some(member) = members.next_key()? {
            match member {
                Member::Entries => arrivals = members.next_value_seed(self)?,
                Member::Other => _ = members.next_value::<IgnoredAny>()?,
            }
        }
        Ok(arrivals)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<Arrival>, A::Error> {
        let mut arrivals = Vec::with_capacity(self.most);
        while let Some(entry) = items.next_element::<&RawValue>()? {
            arrivals.push((self.arrive)(value_of(entry)));
        }
        Ok(arrivals)
    }
}

/// An entry as a value. One that no reader takes as a whole (a number beyond all bounds, half of a character, lists nested
/// without end) is read member by member: its refusal then carries its id, and the entries beside it are taken.
fn value_of(entry: &RawValue) -> Json {
    serde_json::from_str(entry.get()).unwrap_or_else(|_| {
        let members: BTreeMap<String, &RawValue> = serde_json::from_str(entry.get()).unwrap_or_default();
        let member = |value: &RawValue| serde_json::from_str(value.get()).unwrap_or(Json::Unfit(Unfit::Unreadable));
        let mut members: BTreeMap<_, _> = members.into_iter().map(|(name, value)| (name, member(value))).collect();
        members.insert(String::new(), Json::Unfit(Unfit::Unreadable));
        Json::Map(members)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::entry::Refusal;

    const AUTHOR: PersonId = PersonId([7; 16]);

    fn refusals(text: &str) -> Vec<Refusal> {
        let (_, arrivals) = read(text.as_bytes(), AUTHOR).expect("readable");
        arrivals.into_iter().map(|arrival| arrival.outcome.expect_err("no entry").refusal).collect()
    }

    #[test]
    fn entries_are_read_one_by_one_wherever_they_stand_in_the_request() {
        let request = r#"{"entries":[{"id":1},2],"x":[{"entries":[3]}],"v":1,"journals":{}}"#;
        assert_eq!(refusals(request), [Refusal::Unreadable; 2]);
        assert!(refusals(r#"{"v":1}"#).is_empty());
        let told = |text: &str| read(text.as_bytes(), AUTHOR).expect_err("not a request").code;
        for text in
            [r#"{"v":1,"entries":{}}"#, r#"{"v":1,"entries":[]} x"#, r#"{"entries":[]}"#, "[]", "[1,null,0,null,{},[]]"]
        {
            assert_eq!(told(text), "unreadable", "{text}");
        }
        assert_eq!(told(r#"{"v":1,"entries":[],"entries":[]}"#), "unreadable", "named twice");
        assert_eq!(told(r#"{"v":2,"entries":[]}"#), "unknown_version");
    }

    #[test]
    fn an_entry_that_no_reader_takes_is_refused_alone_and_by_its_id() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
        for value in ["1e400", r#""\ud83d""#, deep.as_str()] {
            let entry = format!(r#"{{"id":"{id}","note":{value}}}"#);
            let request = format!(r#"{{"v":1,"entries":[{{"id":1}},{entry},{{}}]}}"#);
            assert_eq!(refusals(&request), [Refusal::Unreadable; 3], "{value:.20}");
            let (_, arrivals) = read(request.as_bytes(), AUTHOR).expect("readable");
            assert_eq!(arrivals[1].id.map(|id| id.to_string()).as_deref(), Some(id), "{value:.20}");
        }
    }

    #[test]
    fn an_entry_of_too_many_values_is_refused_alone() {
        let many = format!("{{\"kind\":\"recorded\",\"x\":[{}0]}}", "{},".repeat(5_000));
        let request = format!("{{\"v\":1,\"entries\":[{many},{{}},{many}]}}");
        assert_eq!(refusals(&request), [Refusal::OverLimit, Refusal::Unreadable, Refusal::OverLimit]);
    }
}
