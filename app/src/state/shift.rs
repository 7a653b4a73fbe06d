//! The shift: what was recorded in its hours, and what of it waits.

use super::clock::minutes_between;
use super::model::Model;
use domain::journal::{Kept, State};
use domain::moment::Moment;
use texts::officer as words;

/// The hours that a shift is shown with.
pub(crate) const HOURS: i64 = 9;

/// A recorded stretch, in minutes from the beginning of the shift.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Stretch {
    pub(crate) from_min: i64,
    pub(crate) minutes: i64,
    pub(crate) received: bool,
}

/// The shift around a moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Shift {
    /// The hour at its beginning.
    pub(crate) first_hour: i64,
    pub(crate) now_min: i64,
    pub(crate) stretches: Vec<Stretch>,
    /// The shift in words.
    pub(crate) summary: String,
}

/// The shift as it is now.
pub(crate) fn shift(model: &Model, now: Moment) -> Shift {
    let from = beginning(now);
    let stretch = |record: &Kept| {
        let entry = model.entries.get(&record.id).filter(|entry| !model.is_replaced(entry))?;
        let fact = entry.fact.as_ref()?;
        let from_min = minutes_between(from, fact.started_at);
        let received = matches!(record.state, State::Received { .. });
        let minutes = fact.minutes.map_or(0, i64::from);
        (0..HOURS * 60).contains(&from_min).then_some(Stretch { from_min, minutes, received })
    };
    let stretches: Vec<Stretch> = model.kept.iter().filter_map(stretch).collect();
    let waiting = stretches.iter().filter(|stretch| !stretch.received).count();
    Shift {
        first_hour: i64::from(from.clock().0),
        now_min: minutes_between(from, now),
        summary: words::shift(model.language, stretches.len(), waiting),
        stretches,
    }
}

/// The shift begins on the hour, most of a shift ago.
fn beginning(now: Moment) -> Moment {
    const HOUR_MS: i64 = 3_600_000;
    let past_hour_ms = (now.unix_ms + i64::from(now.offset_min) * 60_000).rem_euclid(HOUR_MS);
    now.plus_ms(-past_hour_ms - (HOURS - 2) * HOUR_MS)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOON, entry_id, received};
    use super::*;
    use domain::entry::Kind;

    #[test]
    fn a_shift_shows_what_stands_of_its_hours() {
        let mut model = sample::model();
        sample::record(&mut model, 1, "patrol", received());
        sample::record(&mut model, 2, "patrol", State::Waiting);
        sample::record(&mut model, 3, "patrol", State::Waiting);
        sample::correct(&mut model, 4, 3, Kind::Withdrawn);
        if let Some(fact) = model.entries.get_mut(&entry_id(2)).and_then(|entry| entry.fact.as_mut()) {
            fact.started_at = NOON.plus_ms(-24 * 3_600_000);
        }
        let later = NOON.plus_ms(30 * 60_000);
        let shift = shift(&model, later);
        assert_eq!((shift.first_hour, shift.now_min), (5, 450));
        assert_eq!(shift.stretches, [Stretch { from_min: 420, minutes: 30, received: true }]);
        assert_eq!(shift.summary, words::shift(model.language, 1, 0));
    }
}
