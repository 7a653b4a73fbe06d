//! Guessing made slow: so many failures for one account, or from one address, and then a pause.
//!
//! Whoever guesses chooses the names that are counted. So nothing is kept by name: failures are counted in a table of
//! fixed size, in four slots for each key, and a key must wait when all four are full. However many names are tried,
//! the table neither grows nor forgets, and since the slots depend on a secret of the process nobody can aim at those
//! of another. What it costs: with `failures` counted within a window at `most` each, at most `failures / most` of
//! `SLOTS` are full, and a key that never failed waits with the fourth power of that part. Hashing passwords bounds
//! the failures to some 50,000 in a window: 5,000 full slots of 65,536 are 8 %, and 4 in 100,000 wait for nothing.

use std::hash::{BuildHasher, RandomState};
use std::sync::Mutex;

/// After its first failure a key is counted for so long, and waits for the rest of it at most.
pub const WINDOW_MS: i64 = 15 * 60_000;
const ROWS: usize = 4;
const SLOTS: usize = 1 << 16;

/// Failures within the window.
pub struct Throttle {
    rows: [RandomState; ROWS],
    slots: Mutex<Vec<[Slot; ROWS]>>,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    /// In seconds, so that the table stays at two megabytes.
    since_s: u32,
    count: u32,
}

impl Slot {
    fn count(self, now_s: u32) -> u32 {
        if i64::from(now_s.saturating_sub(self.since_s)) * 1000 < WINDOW_MS { self.count } else { 0 }
    }
}

impl Default for Throttle {
    fn default() -> Self {
        let rows = std::array::from_fn(|_| RandomState::new());
        Self { rows, slots: Mutex::new(vec![[Slot::default(); ROWS]; SLOTS]) }
    }
}

/// What [`Throttle::take`] answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    /// It may be tried.
    Granted,
    /// It may be tried, and is the last for now.
    Last,
    /// It has to wait, and wasn't counted.
    Full,
}

impl Throttle {
    /// Takes one of the `most` tries that `key` has within the window. It is taken before the secret is looked at, so
    /// that a thousand tries at once are a thousand tries; who was right gives it back.
    #[must_use]
    pub fn take(&self, key: &str, most: u32, now_ms: i64) -> Taken {
        let (at, now_s) = (self.slots_of(key), seconds(now_ms));
        let Ok(mut slots) = self.slots.lock() else { return Taken::Full };
        let count = count(&slots, at, now_s);
        if count >= most {
            return Taken::Full;
        }
        for (row, at) in at.into_iter().enumerate() {
            let slot = &mut slots[at][row];
            if slot.count(now_s) == 0 {
                *slot = Slot { since_s: now_s, count: 0 };
            }
            slot.count = slot.count.saturating_add(1);
        }
        if count + 1 >= most { Taken::Last } else { Taken::Granted }
    }

    /// Gives back what `key` has taken so far: the secret was right.
    pub fn forget(&self, key: &str, now_ms: i64) {
        self.give_back(key, u32::MAX, now_ms);
    }

    /// Gives one try back: the secret wasn't looked at.
    pub fn give_one_back(&self, key: &str, now_ms: i64) {
        self.give_back(key, 1, now_ms);
    }

    /// How many failures `key` has within the window; never too few.
    #[must_use]
    pub fn failures(&self, key: &str, now_ms: i64) -> u32 {
        let (at, now_s) = (self.slots_of(key), seconds(now_ms));
        self.slots.lock().map_or(u32::MAX, |slots| count(&slots, at, now_s))
    }

    /// Only what the key itself can have taken: others share its slots.
    fn give_back(&self, key: &str, most: u32, now_ms: i64) {
        let (at, now_s) = (self.slots_of(key), seconds(now_ms));
        let Ok(mut slots) = self.slots.lock() else { return };
        let back = count(&slots, at, now_s).min(most);
        for (row, at) in at.into_iter().enumerate() {
            let slot = &mut slots[at][row];
            slot.count = slot.count.saturating_sub(back);
        }
    }

    fn slots_of(&self, key: &str) -> [usize; ROWS] {
        std::array::from_fn(|row| (self.rows[row].hash_one(key) % SLOTS as u64) as usize)
    }
}

fn count(slots: &[[Slot; ROWS]], at: [usize; ROWS], now_s: u32) -> u32 {
    at.into_iter().enumerate().map(|(row, at)| slots[at][row].count(now_s)).min().unwrap_or(0)
}

/// Unix seconds, which fit until 2106.
fn seconds(now_ms: i64) -> u32 {
    u32::try_from(now_ms / 1000).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_some_failures_a_key_waits_and_others_do_not() {
        let throttle = Throttle::default();
        let tries = [(); 4].map(|()| throttle.take("a", 3, 0));
        assert_eq!(tries, [Taken::Granted, Taken::Granted, Taken::Last, Taken::Full]);
        assert_eq!(throttle.take("a", 3, WINDOW_MS - 1000), Taken::Full);
        assert_eq!(throttle.take("b", 3, 0), Taken::Granted);
        assert_eq!(throttle.take("a", 3, WINDOW_MS), Taken::Granted, "the wait is over");
        throttle.forget("a", WINDOW_MS);
        assert_eq!(throttle.failures("a", WINDOW_MS), 0);
    }

    #[test]
    fn a_flood_of_names_neither_frees_a_key_nor_locks_the_others() {
        let throttle = Throttle::default();
        for _ in 0..10 {
            let _ = throttle.take("the one who is guessed at", 10, 0);
        }
        for name in 0..50_000 {
            let _ = throttle.take(&format!("made up {name}"), 10, 1000);
        }
        assert_eq!(throttle.take("the one who is guessed at", 10, 2000), Taken::Full);
        let locked = (0..10_000).filter(|n| throttle.failures(&format!("colleague {n}"), 2000) >= 10).count();
        assert!(locked < 10, "{locked} of 10,000 wait for what others did");
    }

    #[test]
    fn who_was_right_gives_back_their_own_alone() {
        let throttle = Throttle::default();
        for _ in 0..5 {
            let _ = throttle.take("a", 10, 0);
        }
        throttle.give_one_back("a", 0);
        assert_eq!(throttle.failures("a", 0), 4);
        throttle.forget("b", 0);
        assert_eq!(throttle.failures("a", 0), 4);
    }
}
