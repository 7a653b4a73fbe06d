//! From a form to an entry, with every problem at once. The form is also the draft: what the phone keeps in local
//! storage while it is being filled in.

use crate::calendar::Day;
use crate::entry::{Entry, Fact, How, Kind};
use crate::id::{ActivityId, AreaId, EntryId, JournalId, PersonId, PromiseId};
use crate::json::Json;
use crate::limits;
use crate::moment::Moment;
use crate::promise::{Activity, Duration, Field, FieldKind, Promise, YES_NO_UNKNOWN};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the officer has filled in so far.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Form {
    /// Made when the form opened, so that a double tap is one entry.
    pub id: EntryId,
    pub activity: ActivityId,
    pub area: Option<AreaId>,
    pub unit: Option<String>,
    pub started_at: Moment,
    pub minutes: Option<u32>,
    pub how: How,
    /// Answers by field id; an unanswered question is absent.
    pub answers: BTreeMap<String, String>,
    pub note: String,
    /// Set when this form corrects an earlier entry.
    pub corrects: Option<Corrects>,
    /// The clock offset of the entry that is corrected: it belongs to that entry's time, not to today's clock.
    #[serde(default)]
    pub clock_offset_ms: Option<i64>,
}

/// What a correction is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Corrects {
    pub root: EntryId,
    /// All entries of the occasion that the phone has.
    pub replaces: Vec<EntryId>,
}

/// What the phone knows at the moment of saving.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stamp {
    pub author: PersonId,
    pub recorded_at: Moment,
    pub clock_offset_ms: Option<i64>,
    pub promise: PromiseId,
    pub promise_version: u32,
}

/// An entry before its journal has given it a number: what both lines of defence keep. The body is frozen here; what
/// is resent is the same bytes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unnumbered {
    pub id: EntryId,
    pub author: PersonId,
    /// The entry's JSON without `id`, `journal`, `seq` and `author`.
    pub body: String,
}

/// What is wrong with a form; each has its own message beside its field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    UnknownActivity,
    NoArea,
    UnknownArea,
    /// A start later than now.
    InTheFuture,
    /// The timed activity was stated afterwards and has no minutes.
    NoMinutes,
    TooManyMinutes,
    /// It would end later than now.
    EndsInTheFuture,
    Unanswered {
        field: String,
    },
    NotANumber {
        field: String,
    },
    TextTooLong {
        field: String,
    },
    UnitTooLong,
    NoteTooLong,
    NoteNotAllowed,
}

/// How far a form's time may lie ahead of the clock: the steps are five minutes, so "now" rounds up.
const AHEAD_MS: i64 = 5 * 60_000;

impl Form {
    /// A fresh form for an activity, begun now.
    #[must_use]
    pub fn open(id: EntryId, activity: &Activity, area: Option<AreaId>, unit: Option<String>, now: Moment) -> Self {
        Self {
            id,
            activity: activity.id.clone(),
            area: area.filter(|_| activity.in_area),
            unit,
            started_at: now,
            minutes: None,
            how: How::Tap,
            answers: BTreeMap::new(),
            note: String::new(),
            corrects: None,
            clock_offset_ms: None,
        }
    }

    /// Whether anything would be lost with it that the officer has stated.
    #[must_use]
    pub fn is_filled_in(&self) -> bool {
        self.how != How::Tap || !self.answers.is_empty() || !self.note.is_empty()
    }

    /// Another start than the phone's clock gave, stated by the officer. It stands as stated (protocol, section 5).
    pub fn restate(&mut self, started_at: Moment) {
        self.started_at = started_at;
        self.how = How::Afterwards;
    }

    /// All that is wrong, in the order of the form.
    #[must_use]
    pub fn problems(&self, promise: &Promise, now: Moment) -> Vec<Problem> {
        let Some(activity) = promise.activity(&self.activity) else { return vec![Problem::UnknownActivity] };
        let mut problems = Vec::new();
        match &self.area {
            None if activity.in_area => problems.push(Problem::NoArea),
            Some(area) if promise.area(area).is_none() => problems.push(Problem::UnknownArea),
            _ => {}
        }
        self.time_problems(activity, now, &mut problems);
        self.answer_problems(activity, &mut problems);
        if self.unit.as_ref().is_some_and(|unit| unit.chars().count() > limits::UNIT_CHARS) {
            problems.push(Problem::UnitTooLong);
        }
        if !activity.note && !self.note.trim().is_empty() {
            problems.push(Problem::NoteNotAllowed);
        } else if self.note.chars().count() > limits::NOTE_CHARS {
            problems.push(Problem::NoteTooLong);
        }
        problems
    }

    fn time_problems(&self, activity: &Activity, now: Moment, problems: &mut Vec<Problem>) {
        let ahead_ms = self.started_at.unix_ms - now.unix_ms;
        if ahead_ms > AHEAD_MS {
            problems.push(Problem::InTheFuture);
        }
        match self.minutes {
            None if activity.duration == Duration::Timed && self.how == How::Afterwards => {
                problems.push(Problem::NoMinutes)
            }
            Some(minutes) if i64::from(minutes) > limits::MINUTES => problems.push(Problem::TooManyMinutes),
            Some(minutes) if ahead_ms <= AHEAD_MS && ahead_ms + i64::from(minutes) * 60_000 > AHEAD_MS => {
                problems.push(Problem::EndsInTheFuture);
            }
            _ => {}
        }
    }

    fn answer_problems(&self, activity: &Activity, problems: &mut Vec<Problem>) {
        for field in &activity.fields {
            let id = || field.id.clone();
            match self.answers.get(&field.id).map(|a| a.trim()).filter(|a| !a.is_empty()) {
                None if field.required => problems.push(Problem::Unanswered { field: id() }),
                // Left in a draft from another version of the promise.
                Some(answer) if !is_an_answer(field, answer) => problems.push(Problem::Unanswered { field: id() }),
                Some(answer) if field.kind == FieldKind::Number && answer.parse::<u32>().is_err() => {
                    problems.push(Problem::NotANumber { field: id() });
                }
                Some(answer) if answer.chars().count() > limits::FIELD_TEXT_CHARS => {
                    problems.push(Problem::TextTooLong { field: id() });
                }
                _ => {}
            }
        }
    }

    /// The entry to keep.
    ///
    /// # Errors
    /// Every [`Problem`] at once; the form stays as it was.
    pub fn write(&self, promise: &Promise, stamp: &Stamp) -> Result<Unnumbered, Vec<Problem>> {
        let problems = self.problems(promise, stamp.recorded_at);
        if !problems.is_empty() {
            return Err(problems);
        }
        let kind = if self.corrects.is_some() { Kind::Amended } else { Kind::Recorded };
        let mut stamp = stamp.clone();
        if self.corrects.is_some() && self.how != How::Afterwards {
            stamp.clock_offset_ms = self.clock_offset_ms;
        }
        Ok(unnumbered(self.id, kind, self.corrects.as_ref(), self.unit.clone(), Some(self.fact(promise)), &stamp))
    }

    fn fact(&self, promise: &Promise) -> Fact {
        let kind_of = |id: &str| promise.activity(&self.activity)?.fields.iter().find(|f| f.id == id).map(|f| f.kind);
        let answer = |(id, text): (&String, &String)| {
            let text = text.trim();
            let value = match (kind_of(id), text.parse::<u32>()) {
                _ if text.is_empty() => return None,
                (Some(FieldKind::Number), Ok(number)) => Json::Int(i64::from(number)),
                _ => Json::from(text),
            };
            Some((id.clone(), value))
        };
        // Inserted one by one: collecting into a map brings a sort with it, which the phone would load.
        let mut fields = BTreeMap::new();
        self.answers.iter().filter_map(answer).for_each(|(id, value)| _ = fields.insert(id, value));
        Fact {
            activity: self.activity.clone(),
            area: self.area.clone(),
            started_at: self.started_at,
            minutes: self.minutes,
            fields,
            note: Some(self.note.trim().to_owned()).filter(|n| !n.is_empty()),
            how: self.how,
        }
    }

    /// The day the form speaks of, where it was stated.
    #[must_use]
    pub fn day(&self) -> Day {
        self.started_at.day()
    }

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
        }
    }
}

/// Whether a question that has its answers has this one.
fn is_an_answer(field: &Field, answer: &str) -> bool {
    match field.kind {
        FieldKind::YesNoUnknown => YES_NO_UNKNOWN.contains(&answer),
        FieldKind::Choice => field.options.iter().any(|o| o.value == answer),
        FieldKind::Date => Day::read(answer).is_some(),
        FieldKind::Number | FieldKind::Text => true,
    }
}

/// A withdrawal: *Ångra* before the first sending, *makulera* after. It gets a number too, so numbers have no holes.
#[must_use]
pub fn withdrawal(id: EntryId, corrects: &Corrects, unit: Option<String>, stamp: &Stamp) -> Unnumbered {
    unnumbered(id, Kind::Withdrawn, Some(corrects), unit, None, stamp)
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

fn unnumbered(
    id: EntryId,
    kind: Kind,
    corrects: Option<&Corrects>,
    unit: Option<String>,
    fact: Option<Fact>,
    stamp: &Stamp,
) -> Unnumbered {
    let entry = Entry {
        id,
        journal: JournalId([0; 16]),
        author: stamp.author,
        seq: 0,
        unit,
        kind,
        of: corrects.map(|c| c.root),
        replaces: corrects.map(|c| c.replaces.clone()).unwrap_or_default(),
        promise: Some((stamp.promise.clone(), stamp.promise_version)),
        fact,
        recorded_at: stamp.recorded_at,
        clock_offset_ms: stamp.clock_offset_ms,
    };
    Unnumbered { id, author: stamp.author, body: Json::Map(entry.body()).canonical().unwrap_or_default() }
}
