//! How often somebody may ask: by phone and by account, and by address only where nobody is known. Whole shifts share one
//! address behind an operator's or a municipality's network, so that rate is a loose one.
//!
//! The rates are far above what honest phones and pages need; they keep one broken or hostile caller from taking the server
//! from the others. Guessing has bounds of its own (`throttle.rs`).

use std::collections::HashMap;
use std::sync::Mutex;

/// Callers that are remembered at once; one that has been quiet is forgotten first.
const KEYS: usize = 20_000;

/// What a caller is known by.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// A phone: after a long time offline it pages through thousands of entries, then syncs a few times a minute.
    Phone,
    /// An account: pages in several windows fetch themselves again each second while entries come in.
    Person,
    /// Nobody known, from one address: a shift that updates the app at once fetches some twenty files each.
    Address,
    /// Nobody known, enrolling a phone: a whole shift does it in one room.
    Enrolling,
}

/// So many at once, and so many a minute from then on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rate {
    pub at_once: u32,
    pub a_minute: u32,
}

impl Kind {
    #[must_use]
    pub fn rate(self) -> Rate {
        let (at_once, a_minute) = match self {
            Kind::Phone => (600, 240),
            Kind::Person => (1_200, 600),
            Kind::Address => (3_000, 1_800),
            Kind::Enrolling => (120, 60),
        };
        Rate { at_once, a_minute }
    }
}

/// Whose requests are counted together.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Key {
    kind: Kind,
    of: [u8; 16],
}

impl Key {
    /// `of` is an id, or an address as `client_address::network` gives it.
    #[must_use]
    pub fn of(kind: Kind, of: [u8; 16]) -> Self {
        Self { kind, of }
    }

    /// What stands for all those that can't be remembered one by one.
    fn crowd(self) -> Self {
        Self { of: [0; 16], ..self }
    }
}

/// Decides about one request. A caller is one number: the millisecond at which all that may be asked at once may be asked
/// again. Each request moves it on by a minute's share.
///
/// # Errors
/// How many milliseconds to wait.
pub fn take(whole_at_ms: Option<i64>, rate: Rate, now_ms: i64) -> Result<i64, i64> {
    let share_ms = (60_000 / i64::from(rate.a_minute.max(1))).max(1);
    let moved = whole_at_ms.unwrap_or(now_ms).max(now_ms).saturating_add(share_ms);
    let over_ms = moved - now_ms - share_ms * i64::from(rate.at_once.max(1));
    if over_ms > 0 { Err(over_ms) } else { Ok(moved) }
}

/// The callers of a server.
#[derive(Default)]
pub struct Rates(Mutex<HashMap<Key, i64>>);

impl Rates {
    /// Counts a request.
    ///
    /// # Errors
    /// How many seconds to wait: the request isn't to be answered.
    pub fn take(&self, key: Key, now_ms: i64) -> Result<(), u32> {
        // A lock that broke with its thread must not shut everybody out.
        let mut callers = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if callers.len() >= KEYS && !callers.contains_key(&key) {
            callers.retain(|_, whole_at_ms| *whole_at_ms > now_ms);
        }
        let known = callers.len() < KEYS || callers.contains_key(&key);
        let key = if known { key } else { key.crowd() };
        match take(callers.get(&key).copied(), key.kind.rate(), now_ms) {
            Ok(whole_at_ms) => {
                callers.insert(key, whole_at_ms);
                Ok(())
            }
            Err(wait_ms) => Err(u32::try_from(wait_ms / 1_000 + 1).unwrap_or(u32::MAX)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { at_once: 3, a_minute: 60 };

    #[test]
    fn so_many_at_once_and_then_one_share_after_the_other() {
        let mut whole_at_ms = None;
        for _ in 0..3 {
            whole_at_ms = Some(take(whole_at_ms, RATE, 10_000).expect("at once"));
        }
        assert_eq!(take(whole_at_ms, RATE, 10_000), Err(1_000));
        assert_eq!(take(whole_at_ms, RATE, 10_999), Err(1));
        assert_eq!(take(whole_at_ms, RATE, 11_000), Ok(14_000));
        // Who was quiet may ask for as much as at first, and for no more.
        assert_eq!(take(whole_at_ms, RATE, 1_000_000), Ok(1_001_000));
    }

    #[test]
    fn a_clock_that_goes_back_shuts_nobody_out_for_long() {
        let whole_at_ms = take(None, RATE, 10_000).expect("the first");
        assert_eq!(take(Some(whole_at_ms), RATE, 9_000), Ok(12_000));
    }

    #[test]
    fn each_caller_is_counted_alone() {
        let rates = Rates::default();
        let one = Key::of(Kind::Enrolling, [1; 16]);
        let most = Kind::Enrolling.rate().at_once;
        assert!((0..most).all(|_| rates.take(one, 0).is_ok()));
        assert_eq!(rates.take(one, 0), Err(2));
        assert_eq!(rates.take(Key::of(Kind::Enrolling, [2; 16]), 0), Ok(()));
        assert_eq!(rates.take(Key::of(Kind::Address, [1; 16]), 0), Ok(()));
        assert_eq!(rates.take(one, 1_000), Ok(()), "a share later");
    }

    #[test]
    fn there_is_room_for_so_many_and_the_rest_are_counted_as_one() {
        let rates = Rates::default();
        let key = |n: u128| Key::of(Kind::Enrolling, (n + 1).to_be_bytes());
        for n in 0..KEYS as u128 {
            assert_eq!(rates.take(key(n), 0), Ok(()));
        }
        let most = u128::from(Kind::Enrolling.rate().at_once);
        let crowd = (0..most + 1).map(|n| rates.take(key(KEYS as u128 + n), 0));
        assert_eq!(crowd.filter(Result::is_ok).count() as u128, most);
        assert!(rates.0.lock().expect("a lock").len() <= KEYS + 4, "one crowd for each kind");
        assert_eq!(rates.take(key(0), 0), Ok(()), "who was known before still has an own count");
        // A while later the quiet ones are forgotten.
        assert_eq!(rates.take(key(KEYS as u128 * 2), 3_600_000), Ok(()));
        assert_eq!(rates.0.lock().expect("a lock").len(), 1);
    }
}
