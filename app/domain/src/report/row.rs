//! What a report may tell one by one, and what somebody decided about each row.
//!
//! **Invariant: no free text leaves the house unread.** A row that nobody has chosen isn't told, and of a row that was
//! chosen the free texts are those that the person read, whatever becomes of the entry afterwards.

use crate::calendar::Day;
use crate::entry::Fact;
use crate::id::{EntryId, OrganisationId, TargetId};
use crate::promise::{Activity, Field};
use std::collections::BTreeMap;

/// An occasion that counts for a target which is told one by one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Occurrence {
    pub root: EntryId,
    pub day: Day,
    /// Whose it is: its people read and choose it.
    pub organisation: OrganisationId,
    pub fact: Fact,
}

/// Which row of a report.
pub type RowId = (TargetId, EntryId);

/// Free texts by the id of the question that they answer.
pub type Texts = BTreeMap<String, String>;

/// What somebody decided about a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowChoice {
    /// It is told; else it is left out.
    pub shown: bool,
    /// As they are told: whole or shortened.
    pub texts: Texts,
    /// As the entry had them when it was decided.
    pub recorded: Texts,
}

/// The questions of a form that are answered in free text.
pub fn free_text(activity: &Activity) -> impl Iterator<Item = &Field> {
    activity.fields.iter().filter(|field| field.kind.is_free_text())
}

impl Occurrence {
    /// The free texts as they were recorded.
    #[must_use]
    pub fn texts(&self, activity: &Activity) -> Texts {
        let answer = |field: &Field| Some((field.id.clone(), self.fact.fields.get(&field.id)?.text()?.to_owned()));
        free_text(activity).filter_map(answer).collect()
    }
}

/// How many rows are told of how many, and how many nobody has decided about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RowCount {
    pub all: usize,
    pub shown: usize,
    pub undecided: usize,
}

impl RowCount {
    /// Counts the rows of a target.
    #[must_use]
    pub fn of(target: &TargetId, rows: &[Occurrence], choices: &BTreeMap<RowId, RowChoice>) -> Self {
        let choice = |row: &Occurrence| choices.get(&(target.clone(), row.root));
        Self {
            all: rows.len(),
            shown: rows.iter().filter(|row| choice(row).is_some_and(|c| c.shown)).count(),
            undecided: rows.iter().filter(|row| choice(row).is_none()).count(),
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { all: self.all + other.all, shown: self.shown + other.shown, undecided: self.undecided + other.undecided }
    }
}
