//! An entry is an immutable fact in a journal (protocol, section 2).
//!
//! A correction is a new entry (`amended`), a removal is a new entry (`withdrawn`); nothing is ever edited.

use crate::id::{ActivityId, AreaId, EntryId, JournalId, PersonId, PromiseId};
use crate::json::{Json, Unfit};
use crate::limits;
use crate::moment::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// SHA-256 of an entry's canonical form, as lower-case hex.
pub type ContentHash = String;

/// One entry as it was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    pub id: EntryId,
    pub journal: JournalId,
    pub author: PersonId,
    /// 1, 2, 3 … without holes in its journal.
    pub seq: u64,
    /// The unit's call sign.
    pub unit: Option<String>,
    pub kind: Kind,
    /// For corrections: the root of the occasion.
    pub of: Option<EntryId>,
    /// For corrections: all entries of the occasion that the corrector had.
    pub replaces: Vec<EntryId>,
    /// The catalogue by which the fact is read; says nothing about what counts.
    pub promise: Option<(PromiseId, u32)>,
    /// `None` for a withdrawal.
    pub fact: Option<Fact>,
    pub recorded_at: Moment,
    /// Server minus phone time at last contact.
    pub clock_offset_ms: Option<i64>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    Recorded,
    Amended,
    Withdrawn,
    /// A kind that a newer phone knows: kept, counts nothing.
    Unknown(String),
}

/// What was done, where, when and for how long.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    pub activity: ActivityId,
    /// `None` for what has no place, such as a meeting.
    pub area: Option<AreaId>,
    pub started_at: Moment,
    /// Whole minutes, rounded down; `None` where there is no duration.
    pub minutes: Option<u32>,
    pub fields: BTreeMap<String, Json>,
    pub note: Option<String>,
    pub how: How,
}

/// Where the time of a fact comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The phone's clock at the tap.
    Tap,
    /// The phone's clock at start and stop.
    Timer,
    /// Stated by the officer; also what an absent `how` means, and one that this version doesn't know.
    #[serde(other)]
    Afterwards,
}

/// A stable code for why an entry can't be kept; the whole list (protocol, section 3.5).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    Unreadable,
    OverLimit,
    Conflicting,
    NotYours,
}

impl Refusal {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Refusal::Unreadable => "unreadable",
            Refusal::OverLimit => "over_limit",
            Refusal::Conflicting => "conflicting",
            Refusal::NotYours => "not_yours",
        }
    }
}

/// Why an entry could not be read: the member at fault, and what is wrong with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    pub refusal: Refusal,
    pub member: &'static str,
    pub message: &'static str,
}

impl Fault {
    /// Why an entry whose JSON has no canonical form isn't kept.
    #[must_use]
    pub fn unfit(why: Unfit) -> Self {
        match why {
            Unfit::Number => unreadable("entry", "tal ska vara heltal"),
            Unfit::NamedTwice => unreadable("entry", "ett fält är angivet två gånger"),
            Unfit::TooManyValues => over_limit("entry", "posten är för stor"),
            Unfit::Unreadable => unreadable("entry", "posten går inte att läsa"),
        }
    }
}

const fn unreadable(member: &'static str, message: &'static str) -> Fault {
    Fault { refusal: Refusal::Unreadable, member, message }
}
const fn over_limit(member: &'static str, message: &'static str) -> Fault {
    Fault { refusal: Refusal::OverLimit, member, message }
}

impl Kind {
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Kind::Recorded => "recorded",
            Kind::Amended => "amended",
            Kind::Withdrawn => "withdrawn",
            Kind::Unknown(word) => word,
        }
    }
    /// A kind by its word on the wire.
    #[must_use]
    pub fn read(word: &str) -> Self {
        match word {
            "recorded" => Kind::Recorded,
            "amended" => Kind::Amended,
            "withdrawn" => Kind::Withdrawn,
            other => Kind::Unknown(other.to_owned()),
        }
    }
}

impl How {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            How::Tap => "tap",
            How::Timer => "timer",
            How::Afterwards => "afterwards",
        }
    }
}

impl Entry {
    /// The id that its occasion goes by.
    #[must_use]
    pub fn root(&self) -> EntryId {
        match self.kind {
            Kind::Amended | Kind::Withdrawn => self.of.unwrap_or(self.id),
            Kind::Recorded | Kind::Unknown(_) => self.id,
        }
    }

    /// Reads an entry whose `journal` and `author` have been filled in.
    ///
    /// # Errors
    /// The first [`Fault`] found: what can't be read, or what is beyond the limits.
    pub fn read(json: &Json) -> Result<Entry, Fault> {
        let Json::Map(map) = json else { return Err(unreadable("entry", "posten är inte ett objekt")) };
        let unfit = |v: &&Json| matches!(v, Json::Unfit(Unfit::NamedTwice | Unfit::TooManyValues | Unfit::Unreadable));
        if let Some(Json::Unfit(why)) = map.values().find(unfit) {
            return Err(Fault::unfit(*why));
        }
        let kind = Kind::read(word(json, "kind")?.ok_or(unreadable("kind", "saknas"))?);
        let fact = match kind {
            Kind::Recorded | Kind::Amended => Some(Fact::read(json)?),
            Kind::Withdrawn | Kind::Unknown(_) => None,
        };
        let of = uuid(json, "of", EntryId::read)?;
        if matches!(kind, Kind::Amended | Kind::Withdrawn) && of.is_none() {
            return Err(unreadable("of", "saknas"));
        }
        Ok(Entry {
            id: uuid(json, "id", EntryId::read)?.ok_or(unreadable("id", "saknas"))?,
            journal: uuid(json, "journal", JournalId::read)?.ok_or(unreadable("journal", "saknas"))?,
            author: uuid(json, "author", PersonId::read)?.ok_or(unreadable("author", "saknas"))?,
            seq: seq(json)?,
            unit: bounded(json, "unit", limits::UNIT_CHARS)?.map(str::to_owned),
            kind,
            of,
            replaces: replaces(json)?,
            promise: promise(json)?,
            fact,
            recorded_at: moment(json, "recorded_at")?,
            clock_offset_ms: int(json, "clock_offset_ms")?,
        })
    }

    /// The entry as it is sent; members that are `None` are left out.
    #[must_use]
    pub fn write(&self) -> Json {
        let mut map = self.body();
        let mut put = |name: &str, value: Json| map.insert(name.to_owned(), value);
        put("id", Json::Text(self.id.to_string()));
        put("journal", Json::Text(self.journal.to_string()));
        put("author", Json::Text(self.author.to_string()));
        put("seq", Json::Int(self.seq as i64));
        Json::Map(map)
    }

    /// What a phone keeps of it, frozen from the tap on: all but its number and the names, which are its journal's.
    #[must_use]
    pub fn body(&self) -> BTreeMap<String, Json> {
        let mut map = BTreeMap::new();
        let mut put = |name: &str, value: Json| map.insert(name.to_owned(), value);
        put("kind", Json::from(self.kind.word()));
        put("recorded_at", Json::Text(self.recorded_at.to_string()));
        if let Some(unit) = &self.unit {
            put("unit", Json::from(unit.as_str()));
        }
        if let Some(of) = self.of {
            put("of", Json::Text(of.to_string()));
            put("replaces", Json::List(self.replaces.iter().map(|id| Json::Text(id.to_string())).collect()));
        }
        if let Some((id, version)) = &self.promise {
            put("promise", Json::from(id.as_str()));
            put("promise_version", Json::Int(i64::from(*version)));
        }
        if let Some(offset) = self.clock_offset_ms {
            put("clock_offset_ms", Json::Int(offset));
        }
        if let Some(fact) = &self.fact {
            fact.write(&mut put);
        }
        map
    }
}

impl Fact {
    fn read(json: &Json) -> Result<Self, Fault> {
        let minutes = match int(json, "minutes")? {
            None => None,
            Some(n) if (0..=limits::MINUTES).contains(&n) => Some(n as u32),
            Some(_) => return Err(over_limit("minutes", "längden ska vara 0 till 10 080 minuter")),
        };
        Ok(Fact {
            activity: ActivityId(word(json, "activity")?.ok_or(unreadable("activity", "saknas"))?.to_owned()),
            area: word(json, "area")?.map(AreaId::from),
            started_at: moment(json, "started_at")?,
            minutes,
            fields: fields(json)?,
            note: bounded(json, "note", limits::NOTE_CHARS)?.map(str::to_owned),
            how: match word(json, "how")? {
                Some("tap") => How::Tap,
                Some("timer") => How::Timer,
                _ => How::Afterwards,
            },
        })
    }

    fn write(&self, put: &mut impl FnMut(&str, Json) -> Option<Json>) {
        put("activity", Json::from(self.activity.as_str()));
        put("started_at", Json::Text(self.started_at.to_string()));
        put("fields", Json::Map(self.fields.clone()));
        put("how", Json::from(self.how.word()));
        if let Some(area) = &self.area {
            put("area", Json::from(area.as_str()));
        }
        if let Some(minutes) = self.minutes {
            put("minutes", Json::Int(i64::from(minutes)));
        }
        if let Some(note) = &self.note {
            put("note", Json::from(note.as_str()));
        }
    }
}

fn bounded<'a>(json: &'a Json, name: &'static str, chars: usize) -> Result<Option<&'a str>, Fault> {
    match json.get(name) {
        None => Ok(None),
        Some(Json::Text(text)) if text.chars().count() > chars => Err(over_limit(name, "texten är för lång")),
        // No database keeps it as text: one such entry would stop the whole batch.
        Some(Json::Text(text)) if text.contains('\0') => Err(unreadable(name, "texten innehåller tecknet noll")),
        Some(Json::Text(text)) => Ok(Some(text)),
        Some(_) => Err(unreadable(name, "ska vara text")),
    }
}

fn word<'a>(json: &'a Json, name: &'static str) -> Result<Option<&'a str>, Fault> {
    bounded(json, name, limits::WORD_CHARS)
}

fn int(json: &Json, name: &'static str) -> Result<Option<i64>, Fault> {
    match json.get(name) {
        None => Ok(None),
        Some(Json::Int(int)) => Ok(Some(*int)),
        Some(_) => Err(unreadable(name, "ska vara ett heltal")),
    }
}

fn uuid<T>(json: &Json, name: &'static str, read: fn(&str) -> Option<T>) -> Result<Option<T>, Fault> {
    match json.get(name) {
        None => Ok(None),
        Some(Json::Text(text)) => read(text).map(Some).ok_or(unreadable(name, "är inte ett id")),
        Some(_) => Err(unreadable(name, "är inte ett id")),
    }
}

fn moment(json: &Json, name: &'static str) -> Result<Moment, Fault> {
    let text = bounded(json, name, 40)?.ok_or(unreadable(name, "saknas"))?;
    Moment::read(text).ok_or(unreadable(name, "är inte en tidpunkt"))
}

fn seq(json: &Json) -> Result<u64, Fault> {
    match int(json, "seq")? {
        Some(n) if n >= 1 && n as u64 <= limits::SEQ => Ok(n as u64),
        Some(_) => Err(unreadable("seq", "ligger utanför journalens nummer")),
        None => Err(unreadable("seq", "saknas")),
    }
}

fn replaces(json: &Json) -> Result<Vec<EntryId>, Fault> {
    match json.get("replaces") {
        None => Ok(Vec::new()),
        Some(Json::List(list)) if list.len() > limits::REPLACES => Err(over_limit("replaces", "listan är för lång")),
        Some(Json::List(list)) => {
            let read =
                |item: &Json| item.text().and_then(EntryId::read).ok_or(unreadable("replaces", "är inte ett id"));
            list.iter().map(read).collect()
        }
        Some(_) => Err(unreadable("replaces", "ska vara en lista")),
    }
}

fn promise(json: &Json) -> Result<Option<(PromiseId, u32)>, Fault> {
    let Some(id) = word(json, "promise")? else { return Ok(None) };
    let version = int(json, "promise_version")?.and_then(|v| u32::try_from(v).ok()).unwrap_or(0);
    Ok(Some((PromiseId::from(id), version)))
}

fn fields(json: &Json) -> Result<BTreeMap<String, Json>, Fault> {
    let map = match json.get("fields") {
        None => return Ok(BTreeMap::new()),
        Some(Json::Map(map)) => map,
        Some(_) => return Err(unreadable("fields", "ska vara ett objekt")),
    };
    if map.len() > limits::FIELDS {
        return Err(over_limit("fields", "för många fält"));
    }
    for (name, value) in map {
        if name.chars().count() > limits::FIELD_NAME_CHARS {
            return Err(over_limit("fields", "ett fältnamn är för långt"));
        }
        if value.text().is_some_and(|text| text.chars().count() > limits::FIELD_TEXT_CHARS) {
            return Err(over_limit("fields", "texten i ett fält är för lång"));
        }
    }
    Ok(map.iter().map(|(name, value)| (name.clone(), flat(value))).collect())
}

/// An answer without what is nested in it. No form of this version asks for lists or objects; those of a newer one are kept
/// whole in the entry's body, and an empty one here takes no memory.
fn flat(value: &Json) -> Json {
    match value {
        Json::List(_) => Json::List(Vec::new()),
        Json::Map(_) => Json::Map(BTreeMap::new()),
        scalar => scalar.clone(),
    }
}
