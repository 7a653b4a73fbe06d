//! What is wrong with a form, each with the question that it is about.

use super::Form;
use crate::entry::How;
use crate::field_kind::NoAnswer;
use crate::limits;
use crate::moment::Moment;
use crate::promise::{Activity, Duration, Field, Promise};

/// What is wrong with a form; its message stands beside its question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    UnknownActivity,
    NoArea,
    UnknownArea,
    /// A day that hasn't begun.
    DayInTheFuture,
    /// A start later than now.
    InTheFuture,
    /// The timed activity was stated afterwards and has no minutes.
    NoMinutes,
    TooManyMinutes,
    /// The timer ran longer than the activity plausibly takes: somebody has to state when it ended.
    ImplausibleMinutes {
        minutes: u32,
        most: u32,
    },
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

impl Problem {
    /// The question of the form that it is about: a field's id, or one of the form's own (`area`, `day`, `start`,
    /// `minutes`, `unit`, `note`). Empty for what no answer puts right.
    #[must_use]
    pub fn question(&self) -> &str {
        match self {
            Problem::UnknownActivity => "",
            Problem::NoArea | Problem::UnknownArea => "area",
            Problem::DayInTheFuture => "day",
            Problem::InTheFuture => "start",
            Problem::NoMinutes
            | Problem::TooManyMinutes
            | Problem::ImplausibleMinutes { .. }
            | Problem::EndsInTheFuture => "minutes",
            Problem::Unanswered { field } | Problem::NotANumber { field } | Problem::TextTooLong { field } => field,
            Problem::UnitTooLong => "unit",
            Problem::NoteTooLong | Problem::NoteNotAllowed => "note",
        }
    }

    /// Whether it is told as soon as it is so. What is merely not answered yet is told when somebody wants to save.
    #[must_use]
    pub fn is_told_at_once(&self) -> bool {
        !matches!(self, Problem::Unanswered { .. } | Problem::NoMinutes | Problem::NoArea)
    }
}

impl Form {
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
        let starts_at = self.starts_at(now);
        let ahead_ms = starts_at.unix_ms - now.unix_ms;
        if ahead_ms > AHEAD_MS {
            let another_day = starts_at.day() > now.day();
            problems.push(if another_day { Problem::DayInTheFuture } else { Problem::InTheFuture });
        }
        let most = activity.most_timed_minutes();
        match self.minutes {
            None if activity.duration == Duration::Timed && self.how == How::Afterwards => {
                problems.push(Problem::NoMinutes)
            }
            Some(minutes) if self.how == How::Timer && minutes > most => {
                problems.push(Problem::ImplausibleMinutes { minutes, most });
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
            let answer = self.answers.get(&field.id).map(|answer| answer.trim()).filter(|answer| !answer.is_empty());
            problems.extend(answer_problem(field, answer));
        }
    }
}

/// What is wrong with the answer to a question.
fn answer_problem(field: &Field, answer: Option<&str>) -> Option<Problem> {
    let id = field.id.clone();
    let Some(answer) = answer else { return field.required.then_some(Problem::Unanswered { field: id }) };
    match (field.kind.rules().parse)(field, answer) {
        // Left in a draft from another version of the promise.
        Err(NoAnswer::Unknown) => Some(Problem::Unanswered { field: id }),
        Err(NoAnswer::NotANumber) => Some(Problem::NotANumber { field: id }),
        Ok(_) if answer.chars().count() > limits::FIELD_TEXT_CHARS => Some(Problem::TextTooLong { field: id }),
        Ok(_) => None,
    }
}
