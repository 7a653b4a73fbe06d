//! The phone's clock: what it says. Whether it jumped is decided in `state`.

use super::browser;
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
    Moment { unix_ms, offset_min: browser::offset_min(unix_ms) }
}

/// Bytes of a new id.
pub(crate) fn fresh_id() -> [u8; 16] {
    uuid_v7(now_ms(), browser::random())
}
