//! Something that is being timed on the phone, and what stopping it comes to.

use crate::entry::How;
use crate::form::Form;
use crate::id::{ActivityId, AreaId, EntryId};
use crate::moment::Moment;
use crate::promise::Activity;
use serde::{Deserialize, Serialize};

/// A running timer. Its start is a fact from the moment of the tap.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Timer {
    /// The entry that it becomes.
    pub id: EntryId,
    pub activity: ActivityId,
    pub area: Option<AreaId>,
    pub unit: Option<String>,
    pub started_at: Moment,
    /// The clock has jumped since: the minutes are asked for.
    #[serde(default)]
    pub jumped: bool,
}

/// A stop within so many milliseconds of the start was hardly meant.
const HASTY_MS: i64 = 5_000;

/// What a tap on stop comes to.
#[derive(Clone, PartialEq, Debug)]
pub enum Stop {
    /// It has only just begun: it runs on, and the officer is asked whether to throw it away.
    JustBegun,
    /// A form to save; where its length can't be known, saving it asks for one.
    Form(Box<Form>),
}

impl Timer {
    /// Whole seconds by the phone's clock.
    #[must_use]
    pub fn seconds(&self, now_ms: i64) -> i64 {
        (now_ms - self.started_at.unix_ms).max(0) / 1000
    }

    /// Whether it has run for longer than the activity plausibly takes: somebody forgot to stop it.
    #[must_use]
    pub fn is_forgotten(&self, activity: &Activity, now_ms: i64) -> bool {
        self.seconds(now_ms) / 60 > i64::from(activity.most_timed_minutes())
    }

    /// Stops it. A clock that jumped can't tell the minutes, and those of a forgotten timer aren't true: they are asked for.
    #[must_use]
    pub fn stop(&self, activity: &Activity, now: Moment) -> Stop {
        let ran_ms = now.unix_ms - self.started_at.unix_ms;
        if !self.jumped && (0..HASTY_MS).contains(&ran_ms) {
            return Stop::JustBegun;
        }
        let fresh = Form::open(self.id, activity, self.area.clone(), self.unit.clone(), self.started_at);
        // Measured or stated, it is something that would be lost with the form.
        let fresh = Form { edited: true, ..fresh };
        let form = if self.jumped || ran_ms < 0 {
            let started_at = if ran_ms < 0 { now } else { self.started_at };
            Form { how: How::Afterwards, minutes: None, started_at, ..fresh }
        } else {
            let minutes = u32::try_from(ran_ms / 60_000).unwrap_or(u32::MAX);
            Form { how: How::Timer, minutes: Some(minutes), ..fresh }
        };
        Stop::Form(Box::new(form))
    }
}
