//! The phone's clock as the app follows it: whether it jumped, and when another minute has begun.

use domain::moment::Moment;

const MINUTE_MS: i64 = 60_000;

/// Whether a moment lies in another minute than an earlier one.
pub(crate) fn is_another_minute(before: Moment, now: Moment) -> bool {
    before.unix_ms.div_euclid(MINUTE_MS) != now.unix_ms.div_euclid(MINUTE_MS)
}

/// The minutes between two moments, rounded down.
pub(crate) fn minutes_between(from: Moment, to: Moment) -> i64 {
    (to.unix_ms - from.unix_ms).div_euclid(MINUTE_MS)
}

/// Beyond this a clock has been set; below it, it was only put right.
const JUMP_MS: i64 = 120_000;

/// Looks at the clock again and again. A clock that runs back has been set, whenever it is noticed. One that runs ahead
/// of the monotonic clock may just have slept with the phone, so that is judged only while the page is looked at.
#[derive(Clone, Copy)]
pub(crate) struct Watch {
    wall_ms: i64,
    monotonic_ms: Option<i64>,
}

impl Watch {
    /// Starts from the latest time that this phone has stated before.
    pub(crate) fn since(wall_ms: i64) -> Self {
        Self { wall_ms, monotonic_ms: None }
    }

    /// The page is no longer looked at.
    pub(crate) fn rest(&mut self) {
        self.monotonic_ms = None;
    }

    /// Whether the clock jumped since the last look, by what both clocks say now.
    pub(crate) fn look(&mut self, wall_ms: i64, monotonic_ms: i64) -> bool {
        let passed_ms = self.monotonic_ms.map(|before| monotonic_ms - before);
        let jumped = jumped(wall_ms - self.wall_ms, passed_ms);
        *self = Self { wall_ms, monotonic_ms: Some(monotonic_ms) };
        jumped
    }
}

fn jumped(wall_passed_ms: i64, monotonic_passed_ms: Option<i64>) -> bool {
    match monotonic_passed_ms {
        None => wall_passed_ms < -JUMP_MS,
        Some(passed_ms) => (wall_passed_ms - passed_ms).abs() > JUMP_MS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_while_the_page_is_looked_at_jumped() {
        let mut watch = Watch::since(0);
        assert!(!watch.look(1_000, 1_000));
        assert!(!watch.look(61_000, 2_000), "a minute ahead is only put right");
        assert!(watch.look(7_261_000, 3_000), "two hours ahead");
        assert!(watch.look(61_000, 4_000), "and back again");
        assert!(!watch.look(62_000, 5_000), "from there on it runs");
    }

    #[test]
    fn a_phone_that_slept_did_not_jump_but_one_that_runs_back_did() {
        let mut watch = Watch::since(10_000_000);
        watch.rest();
        assert!(!watch.look(90_000_000, 1_000), "nobody looked: the phone may have slept");
        watch.rest();
        assert!(watch.look(80_000_000, 2_000), "no sleep runs backwards");
    }

    #[test]
    fn minutes_are_those_of_the_clock() {
        let at = |unix_ms| Moment { unix_ms, offset_min: 60 };
        assert!(is_another_minute(at(59_999), at(60_000)));
        assert!(!is_another_minute(at(60_000), at(119_999)));
        assert_eq!(minutes_between(at(0), at(119_999)), 1);
        assert_eq!(minutes_between(at(60_000), at(59_999)), -1);
    }
}
