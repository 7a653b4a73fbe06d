//! From a form to an entry, with every problem at once. The form is also the draft: what the phone keeps in local
//! storage while it is being filled in.

mod correction;
mod problem;
mod time;

use crate::entry::{Entry, Fact, How, Kind};
use crate::id::{ActivityId, AreaId, EntryId, JournalId, PersonId, PromiseId};
use crate::json::Json;
use crate::moment::Moment;
use crate::promise::{Activity, Promise};
pub use correction::{again, standing, undo, withdrawal};
pub use problem::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
pub use time::{MomentOf, STEP_MIN, USUAL_MIN};

/// What the officer has filled in so far.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Form {
    /// Made when the form opened, so that a double tap is one entry.
    pub id: EntryId,
    pub activity: ActivityId,
    pub area: Option<AreaId>,
    pub unit: Option<String>,
    /// When it was opened, until another time is stated; see [`Form::starts_at`].
    pub started_at: Moment,
    pub minutes: Option<u32>,
    pub how: How,
    /// Answers by field id; an unanswered question is absent.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    pub note: String,
    /// Set when this form corrects an earlier entry.
    pub corrects: Option<Corrects>,
    /// The clock offset of the entry that is corrected: it belongs to that entry's time, not to today's clock.
    #[serde(default)]
    pub clock_offset_ms: Option<i64>,
    /// Whether the officer has stated anything in it.
    #[serde(default)]
    pub edited: bool,
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

impl Form {
    /// A fresh form for an activity. Until something else is stated, its time is the one at which it is saved.
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
            edited: false,
        }
    }

    /// Whether it is worth keeping when it is left: a form that was only looked at is no draft.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.edited
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
        let fact = self.fact(promise, stamp.recorded_at);
        let mut stamp = stamp.clone();
        if self.corrects.is_some() && self.how != How::Afterwards {
            stamp.clock_offset_ms = self.clock_offset_ms;
        }
        Ok(unnumbered(self.id, kind, self.corrects.as_ref(), self.unit.clone(), Some(fact), &stamp))
    }

    fn fact(&self, promise: &Promise, now: Moment) -> Fact {
        let field = |id: &str| promise.activity(&self.activity)?.fields.iter().find(|field| field.id == id);
        let answer = |(id, text): (&String, &String)| {
            let text = Some(text.trim()).filter(|text| !text.is_empty())?;
            let parsed = field(id).and_then(|field| (field.kind.rules().parse)(field, text).ok());
            Some((id.clone(), parsed.unwrap_or_else(|| Json::from(text))))
        };
        // Inserted one by one: collecting into a map brings a sort with it, which the phone would load.
        let mut fields = BTreeMap::new();
        self.answers.iter().filter_map(answer).for_each(|(id, value)| _ = fields.insert(id, value));
        Fact {
            activity: self.activity.clone(),
            area: self.area.clone(),
            started_at: self.starts_at(now),
            minutes: self.minutes,
            fields,
            note: Some(self.note.trim().to_owned()).filter(|n| !n.is_empty()),
            how: self.how,
        }
    }
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
