//! Corrections: a changed fact, a withdrawal, and what takes the last of them back. Each is an entry of its own, so that
//! numbers have no holes.

use super::{Corrects, Form, Stamp, Unnumbered, unnumbered};
use crate::entry::{Entry, Fact, How, Kind};
use crate::id::EntryId;
use crate::json::Json;
use crate::tally::counted_ms;
use std::collections::BTreeMap;

impl Form {
    /// A form that corrects an entry: everything filled in as it was, `how` and clock included unless restated.
    #[must_use]
    pub fn correcting(id: EntryId, entry: &Entry, fact: &Fact, replaces: Vec<EntryId>) -> Self {
        let answer = |value: &Json| value.text().map(str::to_owned).or_else(|| value.int().map(|n| n.to_string()));
        let mut answers = BTreeMap::new();
        let given = fact.fields.iter().filter_map(|(k, v)| Some((k.clone(), answer(v)?)));
        given.for_each(|(id, text)| _ = answers.insert(id, text));
        Self {
            id,
            activity: fact.activity.clone(),
            area: fact.area.clone(),
            unit: entry.unit.clone(),
            started_at: fact.started_at,
            minutes: fact.minutes,
            how: fact.how,
            answers,
            note: fact.note.clone().unwrap_or_default(),
            corrects: Some(Corrects { root: entry.root(), replaces }),
            clock_offset_ms: entry.clock_offset_ms,
            edited: false,
        }
    }

    /// A form that records a refused entry anew. Its time is the one that the refused entry had, which is stated now.
    #[must_use]
    pub fn recording_anew(id: EntryId, entry: &Entry, fact: &Fact) -> Self {
        let started_at = crate::moment::Moment { unix_ms: counted_ms(fact, entry.clock_offset_ms), ..fact.started_at };
        let form = Self::correcting(id, entry, fact, Vec::new());
        Self { corrects: None, clock_offset_ms: None, started_at, how: How::Afterwards, ..form }
    }
}

/// A withdrawal: *Ångra* before the first sending, *makulera* after.
#[must_use]
pub fn withdrawal(id: EntryId, corrects: &Corrects, unit: Option<String>, stamp: &Stamp) -> Unnumbered {
    unnumbered(id, Kind::Withdrawn, Some(corrects), unit, None, stamp)
}

/// Takes the last entry of an occasion back: what stood before it stands again; where nothing did, it is withdrawn.
/// `occasion` is all that the phone has of it.
#[must_use]
pub fn undo(id: EntryId, last: &Entry, occasion: &[&Entry], corrects: &Corrects, stamp: &Stamp) -> Unnumbered {
    let before: Vec<&Entry> = occasion.iter().copied().filter(|e| e.id != last.id).collect();
    let Some((entry, fact)) = standing(&before) else { return withdrawal(id, corrects, last.unit.clone(), stamp) };
    // The offset belongs to the time that the clock gave, not to today's clock.
    let own_clock = fact.how != How::Afterwards;
    let clock_offset_ms = if own_clock { entry.clock_offset_ms } else { stamp.clock_offset_ms };
    let stamp = Stamp { clock_offset_ms, ..stamp.clone() };
    unnumbered(id, Kind::Amended, Some(corrects), entry.unit.clone(), Some(fact.clone()), &stamp)
}

/// What stands of an occasion: nothing when it is withdrawn. Of several heads the smallest id decides, as it does on the
/// server (protocol, section 4).
#[must_use]
pub fn standing<'a>(occasion: &[&'a Entry]) -> Option<(&'a Entry, &'a Fact)> {
    let is_replaced = |entry: &Entry| occasion.iter().any(|e| e.id != entry.id && e.replaces.contains(&entry.id));
    let heads = occasion.iter().copied().filter(|e| !is_replaced(e));
    heads.filter_map(|e| Some((e, e.fact.as_ref()?))).min_by_key(|(e, _)| e.id)
}

/// The same form saved once more, after the storage had kept it and said that it hadn't: what is kept stays, and this
/// corrects it. As an entry of its own it would count twice. `None` for what isn't an entry's body.
#[must_use]
pub fn again(entry: &Unnumbered, body: Json, fresh: EntryId) -> Option<Unnumbered> {
    let Json::Map(mut map) = body else { return None };
    let held = || Json::Text(entry.id.to_string());
    if map.get("kind").and_then(Json::text) == Some(Kind::Recorded.word()) {
        map.insert("kind".into(), Json::from(Kind::Amended.word()));
        map.insert("of".into(), held());
    }
    match map.get_mut("replaces") {
        Some(Json::List(replaces)) => replaces.push(held()),
        _ => drop(map.insert("replaces".into(), Json::List(vec![held()]))),
    }
    let body = Json::Map(map).canonical().ok()?;
    Some(Unnumbered { id: fresh, author: entry.author, body })
}
