//! The promise of the simulated partnership: two areas, two activities, three targets.

use domain::promise::Promise;

const FIRST: &str = include_str!("promise.json");

/// The promise in its first version.
///
/// # Panics
/// When the file beside this one can't be read as a promise.
#[must_use]
pub fn first() -> Promise {
    serde_json::from_str(FIRST).unwrap_or_else(|error| panic!("promise.json: {error}"))
}

/// The next version: other minutes count, so that every figure is counted anew.
#[must_use]
pub fn after(promise: &Promise) -> Promise {
    let mut next = Promise { version: promise.version + 1, ..promise.clone() };
    for target in next.commitments.iter_mut().flat_map(|c| &mut c.targets) {
        target.min_minutes = target.min_minutes.map(|minutes| if minutes == 20 { 25 } else { 20 });
    }
    next
}
