//! Guessing made slow: so many failures for one name, or from one address, and then a pause.

use std::collections::HashMap;
use std::sync::Mutex;

const WINDOW_MS: i64 = 15 * 60_000;
/// Names and addresses that are remembered at once.
const KEYS: usize = 10_000;

/// Failures by key within the window.
#[derive(Default)]
pub struct Throttle(Mutex<HashMap<String, (u32, i64)>>);

impl Throttle {
    /// Whether `key` has failed `most` times within the window and must wait.
    #[must_use]
    pub fn is_full(&self, key: &str, most: u32, now_ms: i64) -> bool {
        let Ok(failures) = self.0.lock() else { return true };
        failures.get(key).is_some_and(|(count, since)| *count >= most && now_ms - since < WINDOW_MS)
    }

    pub fn failed(&self, key: &str, now_ms: i64) {
        let Ok(mut failures) = self.0.lock() else { return };
        if failures.len() >= KEYS {
            failures.retain(|_, (_, since)| now_ms - *since < WINDOW_MS);
        }
        if failures.len() >= KEYS && !failures.contains_key(key) {
            return;
        }
        let (count, since) = failures.entry(key.to_owned()).or_insert((0, now_ms));
        if now_ms - *since >= WINDOW_MS {
            (*count, *since) = (0, now_ms);
        }
        *count += 1;
    }

    pub fn succeeded(&self, key: &str) {
        if let Ok(mut failures) = self.0.lock() {
            failures.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_some_failures_a_key_waits_and_others_do_not() {
        let throttle = Throttle::default();
        for _ in 0..3 {
            assert!(!throttle.is_full("a", 3, 0));
            throttle.failed("a", 0);
        }
        assert!(throttle.is_full("a", 3, WINDOW_MS - 1));
        assert!(!throttle.is_full("b", 3, 0));
        assert!(!throttle.is_full("a", 3, WINDOW_MS));
        throttle.succeeded("a");
        assert!(!throttle.is_full("a", 3, 0));
    }
}
