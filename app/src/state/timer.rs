//! What is being timed: whether it counts yet, and what its minutes can't be trusted for.

use super::model::Model;
use domain::id::{ActivityId, EntryId};
use domain::promise::{Activity, Counting};
use domain::timer::Timer;
use texts::language::Language;
use texts::officer as words;

/// What the screen of a running timer is drawn from.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Running {
    pub(crate) timer: Timer,
    pub(crate) name: String,
    pub(crate) area: String,
    /// The area within a sentence.
    pub(crate) in_area: String,
    pub(crate) counting: Counting,
    /// Longer than so many minutes the activity hardly takes.
    most_minutes: u32,
    language: Language,
}

/// The running timer of an activity.
pub(crate) fn running(model: &Model, activity: &ActivityId) -> Option<Running> {
    let timer = model.timer(activity)?.clone();
    let area = timer.area.as_ref();
    Some(Running {
        name: model.activity_name(activity),
        area: area.map(|area| model.area_name(area)).unwrap_or_default(),
        in_area: area.map(|area| model.in_area(area)).unwrap_or_default(),
        counting: model.counting(activity, area, timer.started_at.day()),
        most_minutes: model.activity(activity).map_or(u32::MAX, Activity::most_timed_minutes),
        language: model.language,
        timer,
    })
}

/// Why the minutes of a timer will be asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Doubt {
    ClockJumped,
    /// Somebody forgot to stop it.
    Forgotten,
}

impl Running {
    /// Whether it has run for longer than the activity plausibly takes.
    pub(crate) fn is_forgotten(&self, seconds: i64) -> bool {
        seconds / 60 > i64::from(self.most_minutes)
    }

    /// Why its minutes will be asked for, if they will.
    pub(crate) fn doubt(&self, model: &Model, seconds: i64) -> Option<Doubt> {
        let jumped = model.timer(&self.timer.activity).is_some_and(|timer| timer.jumped);
        match jumped {
            true => Some(Doubt::ClockJumped),
            false => self.is_forgotten(seconds).then_some(Doubt::Forgotten),
        }
    }

    /// What stopping it now saves, in words.
    pub(crate) fn on_stop(&self, seconds: i64) -> String {
        match self.is_forgotten(seconds) {
            true => words::asks_how_long(self.language).to_owned(),
            false => words::what_stop_saves(self.language, seconds, self.counting, &self.in_area),
        }
    }
}

/// How far a timer is from counting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Progress {
    /// The promise doesn't count it there.
    Never,
    /// It counts whatever its length.
    Anyhow,
    /// It counts from so many seconds, which it hasn't reached.
    Before(i64),
    /// It has reached the seconds from which it counts.
    Reached(i64),
}

impl Progress {
    /// How far a timer is after so many seconds.
    pub(crate) fn after(seconds: i64, counting: Counting) -> Self {
        match counting {
            Counting::Never => Progress::Never,
            Counting::Always => Progress::Anyhow,
            Counting::From(minutes) => {
                let least = i64::from(minutes) * 60;
                if seconds < least { Progress::Before(least) } else { Progress::Reached(least) }
            }
        }
    }
}

/// Lets a timer run, in place of another one of its activity.
pub(crate) fn run(timers: &mut Vec<Timer>, timer: Timer) {
    timers.retain(|other| other.activity != timer.activity);
    timers.push(timer);
}

/// Ends a timer; `false` when it isn't there.
pub(crate) fn end(timers: &mut Vec<Timer>, id: EntryId) -> bool {
    let before = timers.len();
    timers.retain(|timer| timer.id != id);
    timers.len() < before
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOON, entry_id};
    use super::*;

    fn timer(number: u8, activity: &str) -> Timer {
        Timer {
            id: entry_id(number),
            activity: activity.into(),
            area: Some("centre".into()),
            unit: None,
            started_at: NOON,
            jumped: false,
        }
    }

    #[test]
    fn a_check_counts_from_its_least_length_on() {
        let counting = Counting::From(20);
        assert_eq!(Progress::after(1_199, counting), Progress::Before(1_200));
        assert_eq!(Progress::after(1_200, counting), Progress::Reached(1_200));
        assert_eq!(Progress::after(0, Counting::Always), Progress::Anyhow);
        assert_eq!(Progress::after(9_999, Counting::Never), Progress::Never);
    }

    #[test]
    fn a_timer_takes_the_place_of_its_activity_s_other_one() {
        let mut timers = vec![timer(1, "check"), timer(2, "patrol")];
        run(&mut timers, timer(3, "check"));
        assert_eq!(timers.iter().map(|t| t.id).collect::<Vec<_>>(), [2, 3].map(entry_id));
        assert!(end(&mut timers, entry_id(2)));
        assert!(!end(&mut timers, entry_id(2)), "it has ended");
        assert_eq!(timers.len(), 1);
    }

    #[test]
    fn a_timer_whose_clock_jumped_or_that_was_forgotten_asks_for_its_minutes() {
        let mut model = sample::model();
        model.timers.push(timer(1, "check"));
        let check = running(&model, &"check".into()).unwrap();
        let most_s = i64::from(check.most_minutes) * 60;
        assert_eq!(check.doubt(&model, most_s), None);
        assert_eq!(check.doubt(&model, most_s + 60), Some(Doubt::Forgotten));
        assert_eq!(check.on_stop(most_s + 60), words::asks_how_long(model.language));
        model.clock_jumped();
        assert_eq!(check.doubt(&model, 0), Some(Doubt::ClockJumped));
        assert!(running(&model, &"patrol".into()).is_none());
    }
}
