//! When and for how long: what the steps and the day of a form change.

use super::Form;
use crate::calendar::{Day, Local};
use crate::entry::How;
use crate::limits;
use crate::moment::{self, Moment};
use crate::promise::Activity;

/// A step of the clock and of a length, in minutes.
pub const STEP_MIN: i64 = 5;
/// What a length starts from, in minutes.
pub const USUAL_MIN: u32 = 20;
/// A form that was left for so long is no longer about now.
const LEFT_MS: i64 = 10 * 60_000;

/// An instant as the phone would state it, with the offset from UTC that holds then.
pub type MomentOf<'a> = &'a dyn Fn(i64) -> Moment;

impl Form {
    /// Whether its time is the moment at which it is saved, since no other was stated.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.how == How::Tap && self.corrects.is_none()
    }

    /// When it began, if it were saved now.
    #[must_use]
    pub fn starts_at(&self, now: Moment) -> Moment {
        if self.is_live() { now } else { self.started_at }
    }

    /// Another start than the phone's clock gave, stated by the officer. It stands as stated (protocol, section 5).
    pub fn restate(&mut self, started_at: Moment) {
        self.started_at = started_at;
        self.how = How::Afterwards;
    }

    /// From *now* to a time that is stated: the usual length, ended now.
    pub fn state_afterwards(&mut self, now: Moment, moment_of: MomentOf<'_>) {
        self.minutes = Some(USUAL_MIN);
        self.restate(moment_of(now.unix_ms - i64::from(USUAL_MIN) * 60_000));
    }

    /// Moves the start by whole steps, never beyond now. The first step goes to the nearest five minutes in its
    /// direction. From a time that lies ahead, an earlier step comes back to now.
    pub fn move_start(&mut self, steps: i64, now: Moment, moment_of: MomentOf<'_>) {
        let from_ms = self.starts_at(now).unix_ms;
        let step_ms = STEP_MIN * 60_000;
        let grid = from_ms.div_euclid(step_ms);
        let to = if steps < 0 && from_ms % step_ms != 0 { grid } else { grid + steps };
        self.restate(moment_of((to * step_ms).min(now.unix_ms)));
    }

    /// Moves the length by whole steps; the first one states the usual length where there is none, or none that can be
    /// believed. A length that is stated is no longer the timer's.
    pub fn move_length(&mut self, steps: i64, activity: &Activity, now: Moment) {
        let is_believed = |minutes: &u32| self.how != How::Timer || *minutes <= activity.most_timed_minutes();
        self.minutes = match self.minutes.filter(is_believed).map(i64::from) {
            None => Some(USUAL_MIN),
            Some(minutes) => {
                let grid = minutes / STEP_MIN;
                let to = if steps < 0 && minutes % STEP_MIN != 0 { grid } else { grid + steps };
                u32::try_from((to * STEP_MIN).clamp(0, limits::MINUTES)).ok()
            }
        };
        self.restate(self.starts_at(now));
    }

    /// Another day, at the same time by the clock on the wall.
    pub fn move_to_day(&mut self, day: Day, now: Moment, moment_of: MomentOf<'_>) {
        let minute = self.starts_at(now).local().minute;
        self.restate(moment::at_local(Local { day, minute }, moment_of));
    }

    /// Takes up a form that was left. What was begun a while ago doesn't happen now: it keeps the time at which it was
    /// opened, as a stated one, so that it is shown and can be changed.
    pub fn take_up_again(&mut self, now: Moment) {
        let left_ms = now.unix_ms - self.started_at.unix_ms;
        if self.is_live() && !(0..=LEFT_MS).contains(&left_ms) {
            self.how = How::Afterwards;
        }
    }
}
