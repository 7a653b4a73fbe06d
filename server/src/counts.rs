//! What is counted for whoever watches the server (`metrics.rs`): answers, refusals and verdicts.

use axum::http::StatusCode;
use domain::wire::{Verdict, VerdictKind};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What has been counted since the server started.
#[derive(Default)]
pub struct Counts(Mutex<Counted>);

#[derive(Default)]
pub(crate) struct Counted {
    pub(crate) requests: BTreeMap<(String, u16), u64>,
    pub(crate) refusals: BTreeMap<&'static str, u64>,
    pub(crate) verdicts: BTreeMap<&'static str, u64>,
}

impl Counts {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An answer to a request; `route` as the router's table has it, `None` where nothing is at the address.
    pub fn answered(&self, route: Option<&str>, status: StatusCode) {
        let key = (route.unwrap_or("none").to_owned(), status.as_u16() / 100);
        *self.lock().requests.entry(key).or_default() += 1;
    }

    /// A problem by its stable code.
    pub fn refused(&self, code: &'static str) {
        *self.lock().refusals.entry(code).or_default() += 1;
    }

    /// What became of a batch's entries.
    pub fn merged(&self, verdicts: &[Verdict]) {
        let mut counted = self.lock();
        for verdict in verdicts {
            let word = match verdict.verdict {
                VerdictKind::Accepted => "accepted",
                VerdictKind::AlreadyHeld => "already_held",
                VerdictKind::Refused => "refused",
                VerdictKind::Quarantined => "quarantined",
                VerdictKind::Unknown => "unknown",
            };
            *counted.verdicts.entry(word).or_default() += 1;
        }
    }
}
