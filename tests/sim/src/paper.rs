//! What an officer is filling in: the product's own form, and the mark by which a tap is known wherever it ends up.

use domain::form::{Corrects, Form, Stamp, Unnumbered, withdrawal};
use domain::id::{EntryId, PersonId};
use domain::moment::Moment;
use domain::promise::{Duration, Promise};

/// One per thing that an officer meant to record. It stands in the entry as the unit's call sign.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Mark(pub u32);

impl Mark {
    /// As it stands in the entry.
    #[must_use]
    pub fn call_sign(self) -> String {
        format!("M{}", self.0)
    }
}

/// An unfinished form with the person whose it is. Also what a draft keeps.
#[derive(Clone, PartialEq, Debug)]
pub struct Paper {
    pub mark: Mark,
    pub person: PersonId,
    pub what: What,
}

/// What is being filled in.
#[derive(Clone, PartialEq, Debug)]
pub enum What {
    /// A new entry or a correction. A bad one has a time that no server takes.
    Form {
        form: Box<Form>,
        bad: bool,
    },
    Withdrawal {
        id: EntryId,
        corrects: Corrects,
    },
}

impl Paper {
    /// The id that was made when it was opened.
    #[must_use]
    pub fn id(&self) -> EntryId {
        match &self.what {
            What::Form { form, .. } => form.id,
            What::Withdrawal { id, .. } => *id,
        }
    }

    /// Whether no server takes it.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        matches!(self.what, What::Form { bad: true, .. })
    }

    /// The entry to keep; `None` where the form is refused, as by a clock that was set back while it lay open.
    #[must_use]
    pub fn write(&self, promise: &Promise, stamp: &Stamp, version: u32) -> Option<Unnumbered> {
        let mut entry = match &self.what {
            What::Form { form, .. } => form.write(promise, stamp).ok()?,
            What::Withdrawal { id, corrects } => withdrawal(*id, corrects, Some(self.mark.call_sign()), stamp),
        };
        if self.is_bad() {
            // No server takes a time that is none (protocol, section 3.5).
            entry.body = entry.body.replacen(r#""recorded_at":""#, r#""recorded_at":"about "#, 1);
        }
        if version > 1 {
            // A member that no earlier version knows: to be kept as it is.
            entry.body =
                entry.body.replacen('{', &format!(r#"{{"app":{{"version":{version},"later":[null,{{}}]}},"#), 1);
        }
        Some(entry)
    }
}

/// A filled-in form for a new entry. `work` says what was done.
#[must_use]
pub fn filled(id: EntryId, mark: Mark, promise: &Promise, now: Moment, work: u8) -> Form {
    let activity = &promise.activities[usize::from(work) % promise.activities.len()];
    let area = &promise.areas[usize::from(work / 2) % promise.areas.len()];
    let mut form = Form::open(id, activity, Some(area.id.clone()), Some(mark.call_sign()), now);
    fill(&mut form, activity.duration, now, work);
    form
}

/// Minutes around what counts; every other time with a start that is stated.
pub fn fill(form: &mut Form, duration: Duration, now: Moment, work: u8) {
    let minutes = u32::from(15 + work / 4 % 15);
    if duration == Duration::Timed {
        form.restate(now.plus_ms(-i64::from(minutes) * 60_000));
        form.minutes = Some(minutes);
    } else if work >= 128 {
        form.restate(now.plus_ms(-i64::from(work) * 60_000));
    }
}
