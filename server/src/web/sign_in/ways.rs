//! What the ways in share.

use super::oidc::providers::Providers;
use super::passkeys::Passkeys;
use crate::hashing::Hashing;
use crate::http::throttle::Throttle;

/// See the module.
#[derive(Default)]
pub struct WaysIn {
    /// Wrong passwords, and failed sign-ins of any kind by address.
    pub guesses: Throttle,
    /// Wrong one-time codes.
    pub codes: Throttle,
    pub hashing: Hashing,
    /// `None` where browsers keep no passkeys: the public address has a number for a name.
    pub passkeys: Option<Passkeys>,
    pub providers: Providers,
}
