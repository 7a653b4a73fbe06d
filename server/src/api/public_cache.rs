//! Public figures as they were answered last, for a moment: a page that a newspaper links to is read by thousands at once.

use crate::clock::Zone;
use crate::http::etag::Tagged;
use crate::store::Store;
use domain::calendar::Day;
use domain::id::{PartnershipId, PromiseId};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What other servers and commands have committed is seen after this. A cache in between keeps the answer for minutes.
const FRESH: Duration = Duration::from_secs(1);

/// An answer with what it depends on.
struct Kept {
    partnership: PartnershipId,
    zone: Zone,
    day: Day,
    /// The last commit that this server knew of.
    commit_no: Option<i64>,
    read_at: Instant,
    answer: Tagged,
}

/// The answers by promise and by the year that was asked for. Only what was found is here, so that they are few.
#[derive(Default)]
pub struct PublicCache(Mutex<HashMap<(PromiseId, Option<i32>), Kept>>);

/// What an answer depends on, taken before it is read.
pub struct Reading {
    partnership: PartnershipId,
    zone: Zone,
    day: Day,
    commit_no: Option<i64>,
    read_at: Instant,
}

impl Reading {
    #[must_use]
    pub fn begin(store: &Store, partnership: &PartnershipId, zone: &Zone, now_ms: i64) -> Self {
        Self {
            partnership: partnership.clone(),
            zone: zone.clone(),
            day: zone.day_of(now_ms),
            commit_no: store.known_commit_no(partnership),
            read_at: Instant::now(),
        }
    }
}

impl PublicCache {
    /// The last answer, if this server has committed nothing since, the day is the same and others can't have long.
    #[must_use]
    pub fn fresh(&self, store: &Store, asked: &(PromiseId, Option<i32>), now_ms: i64) -> Option<Tagged> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.get(asked)?;
        let is_fresh = kept.read_at.elapsed() < FRESH
            && kept.zone.day_of(now_ms) == kept.day
            && store.known_commit_no(&kept.partnership) == kept.commit_no;
        is_fresh.then(|| kept.answer.clone())
    }

    /// Keeps an answer.
    pub fn keep(&self, asked: (PromiseId, Option<i32>), read: Reading, answer: Tagged) {
        let Reading { partnership, zone, day, commit_no, read_at } = read;
        let kept = Kept { partnership, zone, day, commit_no, read_at, answer };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(asked, kept);
    }
}
