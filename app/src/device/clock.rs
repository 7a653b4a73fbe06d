//! The phone's clock: what it says, and whether it jumped.

use super::phone;
use domain::id::uuid_v7;
use domain::moment::Moment;

/// Unix milliseconds by the phone's clock.
pub(crate) fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// The same with the offset that the phone has.
pub(crate) fn now() -> Moment {
    let unix_ms = now_ms();
    at(unix_ms)
}

/// An instant as this phone would state it.
pub(crate) fn at(unix_ms: i64) -> Moment {
    Moment { unix_ms, offset_min: phone::offset_min(unix_ms) }
}

/// Bytes of a new id.
pub(crate) fn fresh_id() -> [u8; 16] {
    uuid_v7(now_ms(), phone::random())
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
    /// Starts from the latest time that this phone is known to have had.
    pub(crate) fn since(wall_ms: i64) -> Self {
        Self { wall_ms, monotonic_ms: None }
    }

    /// The page is no longer looked at.
    pub(crate) fn rest(&mut self) {
        self.monotonic_ms = None;
    }

    /// Whether the clock jumped since the last look.
    pub(crate) fn look(&mut self) -> bool {
        let (wall_ms, monotonic_ms) = (now_ms(), phone::monotonic_ms() as i64);
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
